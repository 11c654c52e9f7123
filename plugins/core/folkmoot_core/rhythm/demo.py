"""The rhythm's chapter of the demo community: one call moved, one cancelled, in the weeks ahead."""

from __future__ import annotations

from datetime import timedelta

from folkmoot.api import Session
from folkmoot_core.rhythm.actions import cancel_occurrence, move_occurrence
from folkmoot_core.rhythm.calendar import NEAR, occurrences
from folkmoot_core.words import _


def tell(session: Session) -> None:
    """Move the second call ahead by a day and cancel the fourth meeting, as happens in a living community."""
    now = session.now()
    ahead = [item for item in occurrences(session.store, now, now + 2 * NEAR) if item.kind != "gathering"]
    moved = ahead[1].local_start + timedelta(days=1)
    move_occurrence(session, ahead[1].key, f"{moved:%Y-%m-%dT%H:%M}", _("the choir sings that evening"))
    cancel_occurrence(session, ahead[3].key, _("harvest week"))
