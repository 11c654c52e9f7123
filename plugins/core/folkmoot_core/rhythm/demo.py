"""The rhythm's chapter of the demo community: one call moved, one cancelled, a quiet Sunday each month, a summit."""

from __future__ import annotations

from datetime import timedelta

from folkmoot.api import Account, Session
from folkmoot_core.people.actions import is_partner
from folkmoot_core.rhythm import suggestions
from folkmoot_core.rhythm.actions import cancel_occurrence, move_occurrence
from folkmoot_core.rhythm.calendar import NEAR, occurrences
from folkmoot_core.rhythm.rule_actions import add_calendar_rule
from folkmoot_core.words import _

AGO = timedelta(days=365)  # when the quiet Sundays and the summits began


def tell(session: Session) -> None:
    """Move the second call ahead by a day and cancel the fourth meeting, as happens in a living community."""
    now = session.now()
    tending = [stored.value for stored in session.store.collection(Account).all() if stored.id > 1]
    session = session.of(next(one for one in tending if is_partner(session.of(one))))
    ahead = [item for item in occurrences(session.store, now, now + 2 * NEAR) if item.kind != "gathering"]
    moved = ahead[1].local_start + timedelta(days=1)
    move_occurrence(session, ahead[1].key, f"{moved:%Y-%m-%dT%H:%M}", _("the choir sings that evening"))
    cancel_occurrence(session, ahead[3].key, _("harvest week"))
    first = (now - AGO).date().isoformat()
    add_calendar_rule(session, "restorative", {**suggestions.restorative(session), "first": first})
    add_calendar_rule(
        session, "summit", {**suggestions.summit(session), "first": first, "sessions": _weekend()}
    )


def _weekend() -> list[dict[str, object]]:
    """A summit's sessions, hosted from three continents."""
    return [
        {
            "id": "opening",
            "title": _("Opening"),
            "day": 1,
            "local_time": "10:00",
            "zone": "Europe/Lisbon",
            "duration_minutes": 90,
        },
        {
            "id": "seeds",
            "title": _("Seeds and water"),
            "day": 1,
            "local_time": "11:00",
            "zone": "America/Mexico_City",
            "duration_minutes": 120,
        },
        {
            "id": "dawn",
            "title": _("Dawn circle"),
            "day": 2,
            "local_time": "07:00",
            "zone": "Pacific/Auckland",
            "duration_minutes": 60,
        },
    ]
