"""How a circle decides on a proposal: everyone is heard, one objection holds it.

`decided_by` is the seam: it asks a circle, and whatever comes out is handed to `settled`. Another way of deciding
takes its place, and calls `settled` too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import NamedTuple

from msgspec.structs import replace as evolve

from folkmoot.api import Account, BadData, NotFound, Reader, Session, Store, Stored, Transaction, clean
from folkmoot_sociocracy.circles.actions import all_circles, circle_of, is_in, members_of
from folkmoot_sociocracy.links.model import Kind, Outcome, Proposal, Says, Step, Voice, What
from folkmoot_sociocracy.links.rules import asked_now, deciders, outcome, steps_of
from folkmoot_sociocracy.words import _

EVERYONE_FOR = timedelta(days=14)  # how long a question to everyone is open, at least
FOLLOWS: dict[Kind, str] = {  # what is done once all circles said yes
    "role": "folkmoot_sociocracy.links.actions:give_what_was_proposed",
    "end": "folkmoot_sociocracy.links.actions:end_what_was_proposed",
    "member": "folkmoot_sociocracy.links.joining:take_in",
    "mission": "folkmoot_sociocracy.logbook.mission:adopt",
}


class Hearing(NamedTuple):
    """A proposal at the step where it stands: who is asked, and what those said who were heard."""

    stored: Stored[Proposal]
    step: Step
    asked: frozenset[str]
    voices: dict[str, Voice]
    outcome: Outcome

    @property
    def waiting(self) -> list[str]:
        """Who has not been heard yet."""
        return sorted(self.asked - self.voices.keys())


def ask(session: Session, tx: Transaction, proposal: Proposal) -> Stored[Proposal]:
    """Put a proposal to the first of its circles; who proposes it has said yes, where they are asked."""
    stored = tx.add(proposal)
    circle, what = _steps(tx, proposal)[0]
    return decided_by(session, tx, stored, circle, what)


def decided_by(
    session: Session, tx: Transaction, stored: Stored[Proposal], circle: int | None, what: What
) -> Stored[Proposal]:
    """Ask a circle (None: everyone here) about a proposal."""
    now = session.now()
    until: datetime | None = now + EVERYONE_FOR
    if circle is not None:
        about = circle_of(session, circle, tx).value
        until = None if about.absent == "held" else now + timedelta(hours=about.absent_hours)
    step = Step(circle=circle, what=what, asked=now, until=until)
    proposal = stored.value
    stored = tx.replace(stored, evolve(proposal, steps=(*proposal.steps, step)))
    heard = hearing(session, stored, tx)
    if not proposal.steps and session.handle == proposal.by and session.handle in heard.asked:
        _say(session, tx, stored, "yes", "")
    return _look(session, tx, stored)


def settled(
    session: Session, tx: Transaction, stored: Stored[Proposal], agreed: bool, because: str = ""
) -> Stored[Proposal]:
    """What a circle decided: on to the next circle, or what follows is done; or it is held.

    Where it can't be done any more (somebody holds the other link by now), it is held, with the reason.
    """
    proposal = stored.value
    ended = evolve(proposal.steps[-1], outcome="agreed" if agreed else "held", ended=session.now())
    steps = (*proposal.steps[:-1], ended)
    if not agreed:
        return tx.replace(stored, evolve(proposal, steps=steps, state="held", why_held=because))
    stored = tx.replace(stored, evolve(proposal, steps=steps))
    coming = _coming(tx, proposal)
    try:
        if coming:
            return decided_by(session, tx, stored, *coming[0])
        module, _colon, name = FOLLOWS[proposal.kind].partition(":")
        follow: Callable[[Session, Transaction, Stored[Proposal]], None] = getattr(
            import_module(module), name
        )
        follow(session, tx, stored)
    except BadData as error:
        return tx.replace(stored, evolve(stored.value, state="held", why_held=error.sentence))
    return tx.replace(stored, evolve(stored.value, state="done"))


def _steps(reader: Reader, proposal: Proposal) -> tuple[tuple[int | None, What], ...]:
    circle = all_circles(reader).get(proposal.circle) if proposal.circle is not None else None
    parent = circle.parent if circle else None
    steps = steps_of(proposal.kind, proposal.role, proposal.circle, parent)
    return steps if parent is not None else tuple(one for one in steps if one[1] != "confirmation")


def _coming(reader: Reader, proposal: Proposal) -> tuple[tuple[int | None, What], ...]:
    """The steps after the last one; where the circle has moved since, the one that is above it now confirms."""
    wanted, last = _steps(reader, proposal), proposal.steps[-1]
    if last.what == "confirmation" and wanted[-1][1] == "confirmation" and wanted[-1][0] != last.circle:
        return wanted[-1:]
    return wanted[len(proposal.steps) :]


def hearing(session: Session, stored: Stored[Proposal], reader: Reader | None = None) -> Hearing:
    """How a proposal stands at its last step."""
    read: Reader | Store = reader or session.store
    proposal, step = stored.value, stored.value.steps[-1]
    if step.circle is None:
        accounts = read.collection(Account).all()
        members = frozenset(one.value.handle for one in accounts if one.value.state == "member")
    elif step.circle in all_circles(read):
        members = members_of(session, step.circle, reader)
    else:
        members = frozenset()
    asked = deciders(proposal, members)
    asked = frozenset(one for one in asked if one in members or is_in(read, one))
    number = len(proposal.steps) - 1
    said = [one.value for one in read.collection(Voice).find(proposal=stored.id) if one.value.step == number]
    voices = {one.account: one for one in said if one.account in asked}
    came = outcome(step, {name: one.says for name, one in voices.items()}, asked, session.now())
    return Hearing(stored, step, asked, voices, came)


def proposal_of(session: Session, number: int, reader: Reader | None = None) -> Stored[Proposal]:
    """A proposal. Raises: NotFound."""
    try:
        return (reader or session.store).collection(Proposal).get(number)
    except NotFound:
        raise NotFound(
            _("There is no question {number}. “folkmoot circles asked” lists them.", number=number)
        ) from None


def give_voice(session: Session, number: int, says: Says, because: str = "") -> Stored[Proposal]:
    """Say yes or no to a proposal, or something else than before. An objection says which aim it would harm.

    Returns the proposal as it stands then. Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    because = clean(because, limit=300)
    if says == "no" and not because:
        raise BadData(_("An objection says which aim it would harm, and how. Add the reason."))
    _must_be_open(proposal_of(session, number))
    session.must("circles.voice", number)
    with session.store.transaction(by=session.handle, why=_("was heard")) as tx:
        stored = proposal_of(session, number, tx)
        _must_be_open(stored)
        _say(session, tx, stored, says, because)
        return _look(session, tx, stored)


def finish(session: Session, number: int) -> Stored[Proposal]:
    """Settle a proposal that only waits for somebody to look: its time is over, or who was not heard has left.

    Raises: NotAllowed, NotFound, BadData where somebody is still to be heard.
    """
    _must_be_open(proposal_of(session, number))
    session.must("circles.voice", number)
    with session.store.transaction(by=session.handle, why=_("closed a round")) as tx:
        stored = proposal_of(session, number, tx)
        _must_be_open(stored)
        if hearing(session, stored, tx).outcome == "open":
            raise BadData(_("Somebody is still to be heard, and there is time. Nothing was changed."))
        return _look(session, tx, stored)


def withdraw(session: Session, number: int) -> None:
    """Take one's own proposal back. Raises: NotAllowed, NotFound, BadData, Conflict."""
    stored = proposal_of(session, number)
    _must_be_open(stored)
    session.must("circles.withdraw", number)
    with session.store.transaction(by=session.handle, why=_("withdrew a proposal")) as tx:
        tx.replace(stored, evolve(stored.value, state="withdrawn"))


def look_again(session: Session, tx: Transaction) -> None:
    """See whether open proposals are decided, now that somebody is no longer in a circle, or a circle is no more."""
    circles = all_circles(tx)
    for stored in tx.collection(Proposal).find(state="open"):
        about = (stored.value.circle, stored.value.steps[-1].circle)
        if any(number is not None and number not in circles for number in about):
            settled(session, tx, stored, False, _("the circle was closed"))
        else:
            _look(session, tx, stored)


def _must_be_open(stored: Stored[Proposal]) -> None:
    if asked_now(stored.value) is None:
        raise BadData(_("That is decided, or was withdrawn. Nothing was changed."))


def _say(session: Session, tx: Transaction, stored: Stored[Proposal], says: Says, because: str) -> None:
    step = len(stored.value.steps) - 1
    voice = Voice(
        proposal=stored.id,
        step=step,
        account=session.handle,
        says=says,
        at=session.now(),
        about=stored.value.account,
        because=because if says == "no" else "",
    )
    before = tx.collection(Voice).first(proposal=stored.id, step=step, account=session.handle)
    if before is None:
        tx.add(voice)
    else:
        tx.replace(before, voice)


def _look(session: Session, tx: Transaction, stored: Stored[Proposal]) -> Stored[Proposal]:
    if asked_now(stored.value) is None:
        return stored
    heard = hearing(session, stored, tx)
    if heard.outcome == "open":
        return stored
    because = "; ".join(one.because for one in heard.voices.values() if one.says == "no")
    return settled(session, tx, stored, heard.outcome == "agreed", clean(because, limit=600))
