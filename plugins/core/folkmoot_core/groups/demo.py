"""Groups' chapter of the demo community: six home groups in two zones, two working groups, some without one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from folkmoot.api import Account, Session, Transaction
from folkmoot_core.groups.model import Asking, ChangedPulse, Group, Note, Pace, Pulse, Seat, Wish
from folkmoot_core.groups.rules import on_weekday
from folkmoot_core.words import _

MONTH = timedelta(days=30)
WEEK = timedelta(days=7)
FAR = "America/Sao_Paulo"


def tell(session: Session) -> None:
    """Who is in which group, what they noted, who waits at a door."""
    people = [one.value.handle for one in session.store.collection(Account).all()]
    home = session.community.zone
    sizes = (5, 7, 4, 2, 5, 4)
    starts = [sum(sizes[:n]) for n in range(len(sizes))]
    parts = [people[start : start + size] for start, size in zip(starts, sizes, strict=True)]
    alone = people[sum(sizes) :]
    with session.store.transaction(by=session.handle, why=_("began home groups")) as tx:
        first = _home(
            session, tx, _("Mill"), _("bread, and what is going on"), parts[0], "weekly", 3, home, 8
        )
        _home(session, tx, _("Orchard"), _("farming together"), parts[1], "fortnightly", 2, home, 20)
        _home(session, tx, _("Lanterns"), _("parents of small children"), parts[2], "weekly", 1, home, 5)
        _home(session, tx, _("Estuary"), _("music"), parts[3], "monthly", 5, home, 14)
        _home(
            session,
            tx,
            _("Far shore"),
            _("those who live abroad"),
            parts[4],
            "fortnightly",
            7,
            FAR,
            11,
        )
        _home(session, tx, _("Cork oaks"), _("growing old well"), parts[5], "monthly", 4, home, 9)
        _working(session, tx, people[:4])
        _inside(session, tx, first, parts[0])
        for number, handle in enumerate(alone):
            tx.add(_wish(number, handle))
        if alone:
            words = _("I bake on Fridays, and would like company.")
            tx.add(Asking(group=first, account=alone[0], at=session.now(), words=words))


def _home(
    session: Session,
    tx: Transaction,
    name: str,
    focus: str,
    people: Sequence[str],
    every: Pace,
    weekday: int,
    zone: str,
    months: int,
) -> int:
    """A home group of so many months; the first of them has not looked back for long."""
    now = session.now()
    began = now - months * MONTH
    pulse = Pulse(every=every, weekday=weekday, zone=zone, first=on_weekday(weekday, began.date()))
    looked_back = (now - (100 if weekday == 3 else 40) * timedelta(days=1)).date()
    group = Group(
        kind="home", name=name, focus=focus, pulse=pulse, began=began, turns_from=now, looked_back=looked_back
    )
    stored = tx.add(group)
    for number, handle in enumerate(people):
        hosted = now - (len(people) - number) * WEEK
        tx.add(Seat(group=stored.id, account=handle, since=began.date(), hosted=hosted.date()))
    return stored.id


def _working(session: Session, tx: Transaction, people: Sequence[str]) -> None:
    now = session.now()
    told = (
        (_("Roof"), _("the roof of the mill is dry before winter"), -9),
        (_("Seed library"), _("seeds of forty plants can be borrowed"), 75),
    )
    for number, (name, purpose, days) in enumerate(told):
        began = now - 4 * MONTH
        until = (now + timedelta(days=days)).date()
        group = Group(kind="working", name=name, focus=purpose, until=until, began=began, turns_from=began)
        stored = tx.add(group)
        for handle in people[number:] if number else people[:3]:
            tx.add(Seat(group=stored.id, account=handle, since=began.date()))


def _inside(session: Session, tx: Transaction, number: int, people: Sequence[str]) -> None:
    """What one group noted, and a meeting that it skips."""
    now = session.now()
    told: list[tuple[str, datetime]] = [
        (_("We start with a round: how did you really arrive?"), now - 5 * WEEK),
        (_("Whoever is ill gets soup. Ask, don't wait to be told."), now - 3 * WEEK),
        (_("Next time: how we speak about money."), now - WEEK),
    ]
    for (text, at), author in zip(told, people, strict=False):
        tx.add(Note(group=number, author=author, at=at, text=text))
    skipped = on_weekday(3, (now + 2 * WEEK).date())
    tx.add(ChangedPulse(group=number, day=skipped, action="skip", reason=_("olive harvest")))


def _wish(number: int, handle: str) -> Wish:
    """What those without a group wish, in turn."""
    focus = (_("farming, bread"), _("music"), _("farming"), "", _("music, farming"))
    paces = ("weekly", "any", "fortnightly")
    return Wish(
        account=handle,
        focus=focus[number % len(focus)],
        pace=paces[number % len(paces)],  # type: ignore[arg-type]
        ready="not_now" if number == 6 else "yes",
    )
