"""What is read of groups: one, its people, those somebody is in, who has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from folkmoot.api import Account, NotFound, Reader, Session, Store, Stored, zone
from folkmoot.text import plain_letters
from folkmoot_core.groups.model import Asking, Group, Kind, Note, Seat
from folkmoot_core.words import _


def group_of(reader: Reader | Store, number: int) -> Stored[Group]:
    """One group, open or closed. Raises: NotFound."""
    groups = reader.collection(Group)
    try:
        return groups.get(number)
    except NotFound:
        raise NotFound(
            _("There is no group with the number {number}. “folkmoot groups” lists them.", number=number)
        ) from None


def seats_in(reader: Reader | Store, number: int) -> list[Stored[Seat]]:
    """Who sits in a group, in the order in which they came."""
    return reader.collection(Seat).find(group=number)


def people_in(reader: Reader | Store, number: int) -> tuple[str, ...]:
    """The handles of a group's people."""
    return tuple(seat.value.account for seat in seats_in(reader, number))


def seat_of(reader: Reader | Store, number: int, handle: str) -> Stored[Seat] | None:
    """Somebody's seat in a group."""
    return reader.collection(Seat).first(group=number, account=handle)


def groups_with(reader: Reader | Store, handle: str, kind: Kind | None = None) -> list[Stored[Group]]:
    """The open groups that somebody is in, by name."""
    found = (group_of(reader, seat.value.group) for seat in reader.collection(Seat).find(account=handle))
    return by_name(one for one in found if one.value.closed is None and kind in (None, one.value.kind))


def closed_with(reader: Reader | Store, handle: str) -> list[Stored[Group]]:
    """The closed groups whose notes somebody may still read."""
    found = (group_of(reader, seat.value.group) for seat in reader.collection(Seat).find(account=handle))
    return by_name(one for one in found if one.value.closed is not None)


def open_groups(reader: Reader | Store, kind: Kind | None = None) -> list[Stored[Group]]:
    """All open groups, by name."""
    groups = reader.collection(Group)
    found = groups.find(kind=kind) if kind else groups.all()
    return by_name(one for one in found if one.value.closed is None)


def by_name(groups: Iterable[Stored[Group]]) -> list[Stored[Group]]:
    """Groups as people look for them."""
    return sorted(groups, key=lambda one: (plain_letters(one.value.name), one.id))


def how_many(reader: Reader | Store) -> Counter[int]:
    """How many people sit in each group."""
    return Counter(seat.value.group for seat in reader.collection(Seat).all())


def askings_for(reader: Reader | Store, number: int) -> list[Stored[Asking]]:
    """Who is on the way into a group and has had no “not now”."""
    return [one for one in reader.collection(Asking).find(group=number) if not one.value.declined]


def asking_of(reader: Reader | Store, number: int, handle: str) -> Stored[Asking] | None:
    """Somebody on the way into a group."""
    return reader.collection(Asking).first(group=number, account=handle)


def other_homes(reader: Reader | Store, asking: Asking) -> list[int]:
    """The home groups that somebody is in already and in which somebody else can say yes to a second one."""
    homes = groups_with(reader, asking.account, "home")
    return [one.id for one in homes if one.id != asking.group and len(people_in(reader, one.id)) > 1]


def without_group(session: Session) -> list[Account]:
    """Everybody who is in no home group, by name. Raises: NotAllowed."""
    session.must("groups.see")
    store = session.store
    homes = {one.id for one in open_groups(store, "home")}
    seated = {seat.value.account for seat in store.collection(Seat).all() if seat.value.group in homes}
    found = [one.value for one in store.collection(Account).all() if one.value.state == "member"]
    alone = [one for one in found if one.handle not in seated]
    return sorted(alone, key=lambda one: (plain_letters(one.name), one.handle))


def to_answer(session: Session, number: int) -> list[Asking]:
    """Of those who would like to join a group, whom this person may answer: from it, or from their other group."""
    asking = [one.value for one in askings_for(session.store, number) if one.value.own]
    return [one for one in asking if may_welcome(session, one)]


def name_of(reader: Reader | Store, handle: str) -> str:
    """What somebody is called; their handle, where they are gone."""
    stored = reader.collection(Account).first(handle=handle)
    return stored.value.name if stored else handle


def today_there(session: Session, group: Group) -> date:
    """What day it is by a group's own clock."""
    return day_there(group, session.now(), session.community.zone)


def day_there(group: Group, instant: datetime, otherwise: str) -> date:
    """The day of an instant by a group's own clock; by another zone's where the group has no pulse."""
    return instant.astimezone(zone(group.pulse.zone if group.pulse else otherwise)).date()


# -- who may -----------------------------------------------------------------------------------------------


def sits_in(session: Session, subject: Any) -> bool:
    """Whether who asks is in the group of a number."""
    return session.account is not None and seat_of(session.store, subject, session.handle) is not None


def may_welcome(session: Session, subject: Any) -> bool:
    """Whether who asks may say yes to somebody: from the group asked, or from that person's own, and not themselves."""
    if session.account is None or not isinstance(subject, Asking) or subject.account == session.handle:
        return False
    asked = [subject.group, *other_homes(session.store, subject)]
    return any(seat_of(session.store, number, session.handle) for number in asked)


def wrote(session: Session, subject: Any) -> bool:
    """Whether a note is one's own."""
    return session.account is not None and isinstance(subject, Note) and subject.author == session.handle
