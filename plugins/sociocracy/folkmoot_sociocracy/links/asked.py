"""What circles are asked just now, and what of it waits for a person."""

from __future__ import annotations

from folkmoot.api import Session, Stored
from folkmoot_sociocracy.circles.actions import circles_with
from folkmoot_sociocracy.links.deciding import Hearing, hearing
from folkmoot_sociocracy.links.model import Proposal, Voice
from folkmoot_sociocracy.links.rules import asked_now, deciders


def open_proposals(session: Session) -> list[Stored[Proposal]]:
    """What is asked anywhere, oldest first. Raises: NotAllowed."""
    session.must("circles.see")
    return session.store.collection(Proposal).find(state="open")


def is_asked(session: Session, stored: Stored[Proposal]) -> bool:
    """Whether this person is among those who are asked; takes the same time in a large community."""
    step = asked_now(stored.value)
    if session.account is None or step is None:
        return False
    mine = step.circle is None or step.circle in circles_with(session, session.handle)
    members = frozenset({session.handle}) if mine else frozenset[str]()
    return session.handle in deciders(stored.value, members)


def waits_for(session: Session, stored: Stored[Proposal]) -> bool:
    """Whether this person is asked and has not been heard."""
    step = len(stored.value.steps) - 1
    said = session.store.collection(Voice).first(proposal=stored.id, step=step, account=session.handle)
    return said is None and is_asked(session, stored)


def ready(session: Session, stored: Stored[Proposal]) -> bool:
    """Whether only somebody has to look: nobody is waited for any more."""
    step = asked_now(stored.value)
    if step is None or (step.circle is None and (step.until is None or session.now() < step.until)):
        return False  # of everyone somebody is always to be heard; their number is not looked at every time
    return is_asked(session, stored) and hearing(session, stored).outcome != "open"


def waiting_for_me(session: Session) -> list[Stored[Proposal]]:
    """What this person is asked and has not answered, and what they can finish; oldest first."""
    if session.account is None:
        return []
    found = session.store.collection(Proposal).find(state="open")
    return [one for one in found if waits_for(session, one) or ready(session, one)]


def may_read_reasons(session: Session, heard: Hearing) -> bool:
    """Reasons are for those who are asked, and for whom it concerns."""
    proposal = heard.stored.value
    return session.account is not None and session.handle in heard.asked | {proposal.account, proposal.by}
