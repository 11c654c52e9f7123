"""Minutes count as accepted when nobody objects in time; an objection opens them again, with its reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec.structs import replace as evolve

from folkmoot_sociocracy.meetings.model import Complaint, Meeting
from folkmoot_sociocracy.rounds.turns import Refused
from folkmoot_sociocracy.words import _

Standing = Literal["writing", "waiting", "opened", "accepted"]


def until(meeting: Meeting) -> datetime | None:
    """Until when anybody of the circle may object; None before they are handed out."""
    return meeting.handed_out + timedelta(hours=meeting.hours) if meeting.handed_out else None


def standing(meeting: Meeting, now: datetime) -> Standing:
    """How minutes stand at an instant."""
    ends = until(meeting)
    if ends is None:
        return "writing"
    if any(one.answered is None for one in meeting.complaints):
        return "opened"
    return "accepted" if now >= ends else "waiting"


def objected(meeting: Meeting, by: str, reason: str, now: datetime) -> Meeting:
    """Somebody objects to the minutes. Raises: Refused."""
    stands = standing(meeting, now)
    if stands == "writing":
        raise Refused(_("These minutes are still being written."), _("Write into them, or say it there."))
    if stands == "accepted":
        raise Refused(
            _("These minutes were accepted: nobody objected in time."),
            _("Put what is wrong into the backlog of the circle."),
        )
    if not reason.strip():
        raise Refused(_("An objection to minutes says what is wrong."), _("Add that."))
    made = Complaint(by=by, at=now, reason=reason)
    return evolve(meeting, complaints=(*meeting.complaints, made))


def handed_out(meeting: Meeting, now: datetime) -> Meeting:
    """The minutes are put right and handed out again; their time begins anew. Raises: Refused."""
    if standing(meeting, now) != "opened":
        raise Refused(
            _("Minutes are handed out again after an objection."),
            _("There is none that waits for an answer."),
        )
    done = tuple(evolve(one, answered=one.answered or now) for one in meeting.complaints)
    return evolve(meeting, complaints=done, handed_out=now)


def must_be_open(meeting: Meeting, now: datetime) -> None:
    """Raises: Refused, where nothing is written into the minutes any more."""
    stands = standing(meeting, now)
    if stands == "waiting":
        raise Refused(
            _("These minutes were handed out and wait for objections."),
            _("Object with what is missing: that opens them again."),
        )
    if stands == "accepted":
        raise Refused(
            _("These minutes were accepted and stay as they are."),
            _("Put what is wrong into the backlog of the circle."),
        )
    if not meeting.started:
        raise Refused(_("This meeting has not begun."), _("Open it; then minutes are written."))
