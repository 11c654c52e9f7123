"""What is done while the clock runs: begin, pause, go on, more time, next, back, end. Anybody in the group, openly."""

from __future__ import annotations

from typing import NamedTuple

from folkmoot.api import Account, BadData, Session, Transaction, TryAgain, zone
from folkmoot.stepclock import Did, pressed, where
from folkmoot_core.clinic.actions import Held, held_of, name_of, run_of
from folkmoot_core.clinic.model import Case, Run
from folkmoot_core.clinic.rules import got_to_the_case
from folkmoot_core.clinic.wording import did_words, why_words
from folkmoot_core.words import _


class Seen(NamedTuple):
    """A group as it stood on a screen when somebody pressed: its revision, and the step."""

    rev: int
    step: int


def press(session: Session, key: str, number: int, did: Did, seen: Seen | None = None) -> Run:
    """Do one thing to a group's clock. Of two hands at the same moment one counts (`seen`), and the other is told.

    Raises: NotAllowed, NotFound, BadData where it changes nothing, TryAgain, Conflict.
    """
    held = held_of(session, key)
    stored = run_of(held, number)
    session.must("clinic.press", stored.value)
    now, steps = session.now(), held.clinic.steps
    if seen is not None and seen.rev != stored.rev:
        said = did_words(stored.value.did, name_of(session, stored.value.by))
        raise TryAgain(_("Somebody was quicker: {what}. Look, then press again.", what=said))
    if seen is not None and seen.step != where(stored.value, steps, now).step:
        raise TryAgain(_("The next step began just now, so nothing was pressed."))
    after = pressed(stored.value, steps, now, did, session.handle)
    if after is None:
        raise BadData(_nothing_to_do(stored.value, did))
    with session.store.transaction(by=session.handle, why=why_words(did)) as tx:
        if after.ended and not stored.value.ended:
            _remember(session, tx, held, after)
        elif stored.value.ended and not after.ended:
            _forget(tx, after)
        return tx.replace(stored, after).value


def givers(held: Held, run: Run) -> tuple[str, ...]:
    """Who brings a case in a group; nobody did where it ended before it got there."""
    if run.ended and not got_to_the_case(run):
        return ()
    if held.clinic.brings == "everyone":
        return run.people
    return (run.giver,) if run.giver else ()


def _remember(session: Session, tx: Transaction, held: Held, run: Run) -> None:
    """Write down who brought a case, for the turns to come."""
    day = session.now().astimezone(zone(session.community.zone)).date()
    for who in givers(held, run):
        if tx.collection(Account).first(handle=who):  # visitors have none, nor has who left meanwhile
            tx.add(Case(account=who, on=day, meeting=run.meeting))


def _forget(tx: Transaction, run: Run) -> None:
    """It has not ended after all."""
    for who in run.people:
        for case in tx.collection(Case).find(account=who):
            if case.value.meeting == run.meeting:
                tx.remove(case)


def _nothing_to_do(run: Run, did: Did) -> str:
    if run.ended:
        return _("This group has ended; “back” opens its last step again.")
    if run.started is None:
        return _("This group has not begun yet.")
    if did == "back":
        return _("This is the first step.")
    return _("The clock runs already.") if run.since else _("The clock stands still already.")
