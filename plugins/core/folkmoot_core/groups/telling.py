"""What groups say elsewhere: on Today, on people's cards, to newcomers, in the news."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from folkmoot.api import Account, DigestItem, Panel, Session, Step, Stored, TodayItem, dates
from folkmoot_core.groups.calendar import host_of, next_pulses
from folkmoot_core.groups.kept import (
    askings_for,
    groups_with,
    name_of,
    open_groups,
    people_in,
    today_there,
)
from folkmoot_core.groups.model import Asking, Group
from folkmoot_core.groups.rules import hint_for, looks_back_on, past_its_end, room_in
from folkmoot_core.words import _

SOON = timedelta(days=7)  # before a pulse its host is told


def today_items(session: Session) -> Iterable[TodayItem]:
    """What waits in one's groups: somebody at the door, a turn to host, a look back, an end that has come."""
    if session.account is None:
        return
    yield from _on_the_way(session)
    for stored in groups_with(session.store, session.handle):
        opens = f"groups/{stored.id}"
        if stored.value.kind == "working":
            if past_its_end(stored.value, today_there(session, stored.value)):
                said = _("{name} has come to its end: close it, or let it go on.", name=stored.value.name)
                yield TodayItem(said, opens=opens, urgency="soon")
        else:
            yield from _of_home(session, stored, opens)


def _on_the_way(session: Session) -> Iterable[TodayItem]:
    """What is answered to somebody who asked, and who invites them."""
    for stored in session.store.collection(Asking).find(account=session.handle):
        asking, opens = stored.value, f"groups/{stored.value.group}"
        name = session.store.collection(Group).get(asking.group).value.name
        if asking.declined:
            said = _("{name} says: not now.", name=name)
            yield TodayItem(f"{said} {asking.reason}".strip(), opens=opens)
        elif not asking.own:
            yield TodayItem(
                _("{name} invites you to be one of them.", name=name), opens=opens, urgency="soon"
            )


def _of_home(session: Session, stored: Stored[Group], opens: str) -> Iterable[TodayItem]:
    group, name = stored.value, stored.value.name
    for asking in askings_for(session.store, stored.id):
        if asking.value.own and stored.id not in asking.value.yes:
            who = name_of(session.store, asking.value.account)
            yield TodayItem(
                _("{who} would like to join {name}: do you welcome them?", who=who, name=name),
                opens=opens,
                urgency="soon",
            )
    for number, other, who in _to_others(session, stored.id):
        yield TodayItem(
            _("{who} would like to be in {other} as well: is that well with you?", who=who, other=other),
            opens=f"groups/{number}",
        )
    for going in session.store.collection(Group).find(merges_into=stored.id):
        said = _("The people of {other} would like to merge with {name}.", other=going.value.name, name=name)
        yield TodayItem(said, opens=opens, urgency="soon")
    for item in next_pulses(session, stored):
        if item.start - session.now() < SOON and host_of(session, item) == session.handle:
            day = dates.day(session.here(item.start).date())
            yield TodayItem(
                _("It is your turn to host {name}, {day}.", name=name, day=day), opens=opens, urgency="soon"
            )
    if looks_back_on(group) <= today_there(session, group):
        yield TodayItem(_("{name}: time to look back together.", name=name), opens=opens)
    hint = hint_for(len(people_in(session.store, stored.id)))
    if hint == "split":
        yield TodayItem(_("{name} has seven people: time to become two.", name=name), opens=opens)
    elif hint == "grow":
        yield TodayItem(_("{name} is small: invite somebody, or merge.", name=name), opens=opens)


def _to_others(session: Session, number: int) -> Iterable[tuple[int, str, str]]:
    """Who of a home group waits for its yes to another one too: the other's number and name, and who."""
    for handle in people_in(session.store, number):
        for stored in session.store.collection(Asking).find(account=handle):
            asking = stored.value
            waits = asking.own and not asking.declined and number not in asking.yes
            if waits and handle != session.handle and asking.group != number:
                other = session.store.collection(Group).get(asking.group).value.name
                yield asking.group, other, name_of(session.store, handle)


def person_panels(session: Session, account: Account) -> Iterable[Panel]:
    """Which groups a person is in: their names, and no more."""
    if session.account is None:
        return
    names = tuple(one.value.name for one in groups_with(session.store, account.handle))
    if names:
        yield Panel(_("Groups"), (dates.listed(names),))


def first_steps(session: Session) -> Iterable[Step]:
    """The home groups with room, for somebody who has none."""
    if session.account is None:
        return
    done = bool(groups_with(session.store, session.handle, "home"))
    homes = open_groups(session.store, "home") if not done else []
    if done or any(room_in(len(people_in(session.store, one.id))) for one in homes):
        yield Step(_("See which home groups have room, and ask one to join."), "groups", done, key="homes")


def told_since(session: Session, since: datetime) -> Iterable[DigestItem]:
    """Which groups began and ended."""
    for stored in session.store.collection(Group).all():
        group, opens = stored.value, f"groups/{stored.id}"
        if group.began >= since and group.closed is None:
            yield DigestItem(group.began, _("{name} has begun.", name=group.name), opens)
        if group.closed is not None and group.closed >= since:
            said = _("{name} has closed.", name=group.name)
            yield DigestItem(group.closed, f"{said} {group.outcome}".strip(), opens)
