"""How groups become two, become one, go on, or end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, NotAllowed, Session, Stored, Transaction, clean
from folkmoot_core.groups.actions import end_to_come, must_be_open, settle, to_change
from folkmoot_core.groups.kept import group_of, people_in, seat_of, seats_in
from folkmoot_core.groups.model import Asking, Group, Seat
from folkmoot_core.groups.rules import FEWEST, SPLITS
from folkmoot_core.words import _


def split(session: Session, number: int, going: Sequence[str], name: str) -> Stored[Group]:
    """Make two groups of a home group: `going` begin another, with the same focus and pulse; notes stay with the old.

    Raises: NotAllowed, NotFound, BadData where one of both would be too small, Conflict.
    """
    to_change(session, number, "home")
    name = clean(name, limit=40)
    if not name:
        raise BadData(_("The new group needs a name."))
    with session.store.transaction(by=session.handle, why=_("made two groups of one")) as tx:
        stored = settle(session, tx, group_of(tx, number))
        seats = {seat.value.account: seat for seat in seats_in(tx, number)}
        for handle in going:
            if handle not in seats:
                raise BadData(_("“{handle}” is not in {name}.", handle=handle, name=stored.value.name))
        leaving = set(going)
        if min(len(leaving), len(seats) - len(leaving)) < FEWEST:
            raise BadData(
                _(
                    "Each of both groups needs {fewest} people at least; it would be {here} and {there}.",
                    fewest=FEWEST,
                    here=len(seats) - len(leaving),
                    there=len(leaving),
                )
            )
        now = session.now()
        made = tx.add(
            evolve(stored.value, name=name, began=now, turns_from=now, looked_back=None, merges_into=None)
        )
        for handle in sorted(leaving):
            tx.remove(seats[handle])
            tx.add(evolve(seats[handle].value, group=made.id))
    return made


def merge(session: Session, number: int, into: int) -> bool:
    """Let a home group go into another one: its people ask, the other's say yes. Returns whether it is done.

    Who is in both says yes for both. The group that goes is closed; its notes stay readable to its people.

    Raises: NotAllowed, NotFound, BadData where it would be too many, Conflict.
    """
    going, other = group_of(session.store, number).value, group_of(session.store, into).value
    for group in (going, other):
        must_be_open(group)
        if group.kind != "home":
            raise BadData(_("Home groups merge; a working group is closed."))
    if number == into:
        raise BadData(_("A group can't merge with itself."))
    in_going = seat_of(session.store, number, session.handle) is not None
    in_other = seat_of(session.store, into, session.handle) is not None
    session.must("groups.change", number if in_going else into)
    together = {*people_in(session.store, number), *people_in(session.store, into)}
    if len(together) > SPLITS:
        raise BadData(
            _(
                "Together you would be {count}, and a home group has seven people at most.",
                count=len(together),
            )
        )
    if not in_other:
        with session.store.transaction(by=session.handle, why=_("asked another group to merge")) as tx:
            stored = group_of(tx, number)
            tx.replace(stored, evolve(stored.value, merges_into=into))
        return False
    if not in_going and going.merges_into != into:
        raise NotAllowed(_("The people of {name} ask first.", name=going.name))
    _merge(session, number, into)
    return True


def _merge(session: Session, number: int, into: int) -> None:
    with session.store.transaction(by=session.handle, why=_("merged two groups")) as tx:
        settle(session, tx, group_of(tx, into))
        going, other = settle(session, tx, group_of(tx, number)), group_of(tx, into)
        there = set(people_in(tx, into))
        today = session.now().date()
        if len(there | set(people_in(tx, number))) > SPLITS:
            raise BadData(_("Somebody came meanwhile: together you would be too many for one group."))
        for asking in tx.collection(Asking).find(group=into):
            if asking.value.account in people_in(tx, number):
                tx.remove(asking)
        for seat in seats_in(tx, number):
            if seat.value.account not in there:
                tx.add(Seat(group=into, account=seat.value.account, since=today, hosted=seat.value.hosted))
        said = _("Went into {name}.", name=other.value.name)
        _close(session, tx, going, said)


def close(session: Session, number: int, outcome: str = "", seen: Group | None = None) -> Group:
    """Close a group with a line on what came of it; its notes stay readable to its people.

    Raises: NotAllowed, NotFound, BadData, ChangedMeanwhile, Conflict.
    """
    stored = group_of(session.store, number)
    to_change(session, number, stored.value.kind, seen)
    with session.store.transaction(by=session.handle, why=_("closed a group")) as tx:
        return _close(session, tx, group_of(tx, number), clean(outcome, limit=200))


def _close(session: Session, tx: Transaction, stored: Stored[Group], outcome: str) -> Group:
    must_be_open(stored.value)
    for asking in tx.collection(Asking).find(group=stored.id):
        tx.remove(asking)
    for other in tx.collection(Group).find(merges_into=stored.id):
        tx.replace(other, evolve(other.value, merges_into=None))
    closed = evolve(stored.value, closed=session.now(), outcome=outcome, merges_into=None)
    return tx.replace(stored, closed).value


def renew(session: Session, number: int, until: str, seen: Group | None = None) -> Group:
    """Let a working group go on until another day.

    Raises: NotAllowed, NotFound, BadData, ChangedMeanwhile, Conflict.
    """
    stored = to_change(session, number, "working", seen)
    day: date = end_to_come(until, session.here(session.now()).date())
    with session.store.transaction(by=session.handle, why=_("renewed a working group")) as tx:
        return tx.replace(stored, evolve(stored.value, until=day)).value
