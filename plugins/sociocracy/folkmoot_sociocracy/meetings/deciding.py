"""Decisions inside a meeting: the circle's own proposals and selections, opened and led from the item of now."""

from __future__ import annotations

from contextlib import suppress

from folkmoot.api import FolkmootError, Session, Stored
from folkmoot_sociocracy.consent import actions as consenting
from folkmoot_sociocracy.consent.model import ProposalForm
from folkmoot_sociocracy.consent.reading import proposal_of
from folkmoot_sociocracy.meetings import actions
from folkmoot_sociocracy.meetings.model import Meeting, Role
from folkmoot_sociocracy.meetings.reading import meeting_of
from folkmoot_sociocracy.meetings.rules import Press, must_be_in
from folkmoot_sociocracy.selection import actions as selecting
from folkmoot_sociocracy.selection.model import SelectionForm
from folkmoot_sociocracy.selection.reading import selection_of


def propose_here(session: Session, number: int, form: ProposalForm) -> Stored[Meeting]:
    """Bring a proposal that the item of now decides. Raises: NotAllowed, NotFound, BadData."""
    circle = _must_be_at_an_item(session, number)
    made = consenting.open_proposal(session, circle, form)
    return decide_by(session, number, f"proposal/{made.id}")


def select_here(session: Session, number: int, form: SelectionForm) -> Stored[Meeting]:
    """Begin to choose somebody for a role in the item of now. Raises: NotAllowed, NotFound, BadData."""
    circle = _must_be_at_an_item(session, number)
    made = selecting.open_selection(session, circle, form)
    return decide_by(session, number, f"selection/{made.id}")


def _must_be_at_an_item(session: Session, number: int) -> int:
    """Nothing is opened that could not be taken up; returns the circle. Raises: NotAllowed, NotFound, BadData."""
    from folkmoot_sociocracy.meetings.rules import linked
    from folkmoot_sociocracy.rounds.reading import in_sentences

    meeting = meeting_of(session, number).value
    session.must("meetings.take-part", meeting)
    with in_sentences():
        must_be_in(meeting, session.handle)
        linked(meeting, session.handle, "")
    return meeting.circle


def decide_by(session: Session, number: int, to: str) -> Stored[Meeting]:
    """Let the item of now be decided by a proposal or selection. Raises: NotAllowed, NotFound, BadData."""
    after = actions.link(session, number, to)
    _lead_it(session, after.value)
    return after


def take_over(session: Session, number: int, role: Role) -> Stored[Meeting]:
    """Take a role over; who facilitates a meeting facilitates what is decided in it too.

    Raises: NotAllowed, NotFound, BadData.
    """
    after = actions.take_over(session, number, role)
    _lead_it(session, after.value)
    return after


def press(
    session: Session, number: int, did: Press, *, seen: int | None = None, early: bool = False
) -> Stored[Meeting]:
    """As `actions.press`; what the next item decides is facilitated by whoever leads the meeting."""
    after = actions.press(session, number, did, seen=seen, early=early)
    _lead_it(session, after.value)
    return after


def _lead_it(session: Session, meeting: Meeting) -> None:
    """Facilitate what the item of now decides, where the rules allow it: it is the meeting's round now."""
    kind, _slash, number = meeting.now_at.link.partition("/")
    if meeting.facilitator != session.handle or meeting.closed:
        return
    with suppress(FolkmootError):  # it is over, or opened before this person was in the circle
        if kind == "proposal" and proposal_of(session, int(number)).value.facilitator != session.handle:
            consenting.facilitate(session, int(number))
        elif kind == "selection" and selection_of(session, int(number)).value.facilitator != session.handle:
            selecting.facilitate(session, int(number))
