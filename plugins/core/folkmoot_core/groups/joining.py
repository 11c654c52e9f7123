"""Coming into groups and going: asking, inviting, welcoming, leaving. Nobody is put anywhere by others."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, NotAllowed, NotFound, Session, Stored, Transaction, clean
from folkmoot_core.groups.actions import must_be_open, settle, to_change
from folkmoot_core.groups.kept import (
    asking_of,
    group_of,
    groups_with,
    name_of,
    other_homes,
    people_in,
    seat_of,
    seats_in,
)
from folkmoot_core.groups.model import Asking, Seat
from folkmoot_core.groups.rules import SPLITS, still_needed
from folkmoot_core.words import _


def join(session: Session, number: int, words: str = "") -> bool:
    """Ask to join a home group, or say yes to its invitation; a working group is joined at once.

    Returns whether one is in now. Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    session.must("groups.join", session.handle)
    group = group_of(session.store, number).value
    must_be_open(group)
    with session.store.transaction(by=session.handle, why=_("asked to join a group")) as tx:
        before = asking_of(tx, number, session.handle)
        if before is not None and before.value.own and not before.value.declined:
            raise BadData(_("You have asked {name} already. Any of its people can say yes.", name=group.name))
        _must_have_room(tx, number, session.handle)
        if group.kind == "working" or not people_in(tx, number):
            _seat(session, tx, number, session.handle)
            return True
        yes = before.value.yes if before is not None and not before.value.declined else ()
        asking = Asking(
            group=number, account=session.handle, at=session.now(), yes=yes, words=clean(words, limit=200)
        )
        stored = tx.replace(before, asking) if before else tx.add(asking)
        return _seated_if_all_agree(session, tx, stored)


def invite(session: Session, number: int, handle: str) -> bool:
    """Invite somebody into one's home group; who has asked already is welcomed by it. Whether they are in now.

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    to_change(session, number, "home")
    _account_must_be_here(session, handle)
    before = asking_of(session.store, number, handle)
    if before is not None and before.value.own:
        return welcome(session, number, handle)
    with session.store.transaction(by=session.handle, why=_("invited somebody into a group")) as tx:
        if asking_of(tx, number, handle) is not None and (before is None or not before.value.declined):
            raise BadData(_("{name} is invited already.", name=name_of(session.store, handle)))
        _must_have_room(tx, number, handle)
        asking = Asking(group=number, account=handle, at=session.now(), own=False, yes=(number,))
        if before is not None:
            tx.replace(before, asking)
        else:
            tx.add(asking)
    return False


def welcome(session: Session, number: int, handle: str) -> bool:
    """Say yes to somebody, as one of the group asked or of the one that they are in. Whether they are in now.

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    stored = _asked(session, number, handle)
    session.must("groups.welcome", stored.value)
    must_be_open(group_of(session.store, number).value)
    if not stored.value.own:
        raise BadData(_("{name} is invited: it is for them to say yes.", name=name_of(session.store, handle)))
    with session.store.transaction(by=session.handle, why=_("welcomed somebody into a group")) as tx:
        _must_have_room(tx, number, handle)
        mine = {one.id for one in groups_with(tx, session.handle)}
        agreed = mine & still_needed(stored.value, other_homes(tx, stored.value))
        asking = evolve(
            stored.value, yes=tuple(sorted({*stored.value.yes, *agreed})), declined=False, reason=""
        )
        return _seated_if_all_agree(session, tx, tx.replace(stored, asking))


def not_now(session: Session, number: int, handle: str, reason: str = "") -> Asking:
    """Say to somebody that it can't be now; they read why. Raises: NotAllowed, NotFound, Conflict."""
    stored = _asked(session, number, handle)
    session.must("groups.welcome", stored.value)
    with session.store.transaction(by=session.handle, why=_("answered somebody who asked to join")) as tx:
        return tx.replace(
            stored, evolve(stored.value, declined=True, yes=(), reason=clean(reason, limit=200))
        ).value


def leave_group(session: Session, number: int) -> None:
    """Leave a group, or take one's asking (or an invitation) back. Who leaves last closes it.

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    session.must("groups.join", session.handle)
    stored = group_of(session.store, number)
    asking = asking_of(session.store, number, session.handle)
    if seat_of(session.store, number, session.handle) is None and asking is None:
        raise BadData(_("You are not in {name}, so nothing was changed.", name=stored.value.name))
    with session.store.transaction(by=session.handle, why=_("left a group")) as tx:
        if asking is not None:
            tx.remove(asking)
        if seat_of(tx, number, session.handle) is not None:
            unseat(session, tx, number, [session.handle])


def unseat(session: Session, tx: Transaction, number: int, handles: Sequence[str]) -> None:
    """Take people out of a group, in an open transaction; with the last of them an open one closes."""
    stored = group_of(tx, number)
    if stored.value.closed is None:
        stored = settle(session, tx, stored)
    for seat in seats_in(tx, number):
        if seat.value.account in handles:
            tx.remove(seat)
    if stored.value.closed is None and not people_in(tx, number):
        tx.replace(stored, evolve(stored.value, closed=session.now(), merges_into=None))


def _seated_if_all_agree(session: Session, tx: Transaction, stored: Stored[Asking]) -> bool:
    asking = stored.value
    if not asking.own or still_needed(asking, other_homes(tx, asking)):
        return False
    _seat(session, tx, asking.group, asking.account)
    return True


def _seat(session: Session, tx: Transaction, number: int, handle: str) -> None:
    settle(session, tx, group_of(tx, number))
    asked = asking_of(tx, number, handle)
    if asked is not None:
        tx.remove(asked)
    tx.add(Seat(group=number, account=handle, since=session.now().date()))


def _must_have_room(tx: Transaction, number: int, handle: str) -> None:
    """Raises: BadData where somebody is in already, or a home group has as many as can be."""
    group, people = group_of(tx, number).value, people_in(tx, number)
    if handle in people:
        raise BadData(_("{who} is in {name} already.", who=name_of(tx, handle), name=group.name))
    if group.kind == "home" and len(people) >= SPLITS:
        raise BadData(
            _(
                "{name} has {count} people: before an eighth comes, it becomes two groups, which both have room.",
                name=group.name,
                count=len(people),
            )
        )


def _asked(session: Session, number: int, handle: str) -> Stored[Asking]:
    group = group_of(session.store, number).value
    found = asking_of(session.store, number, handle)
    if found is None:
        raise NotFound(_("“{handle}” has not asked to join {name}.", handle=handle, name=group.name))
    return found


def _account_must_be_here(session: Session, handle: str) -> None:
    from folkmoot_core.people.cards import person

    if person(session, handle).account.state != "member":
        raise NotAllowed(_("“{handle}” is not here just now.", handle=handle))
