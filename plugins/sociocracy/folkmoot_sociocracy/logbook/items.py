"""Policies on Today: what one's circles have to look at again."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.api import Session, TodayItem, dates
from folkmoot_sociocracy.circles.actions import today
from folkmoot_sociocracy.links.wording import circle_name
from folkmoot_sociocracy.logbook.actions import mine_to_look_at
from folkmoot_sociocracy.logbook.rules import due_day, standing
from folkmoot_sociocracy.words import _

SHOWN = 2


def today_items(session: Session) -> Iterable[TodayItem]:
    """Two at most: the longest overdue first."""
    for entry in mine_to_look_at(session)[:SHOWN]:
        circle = circle_name(session, entry.circle)
        day = dates.day_of_year(due_day(entry))
        if standing(entry, today(session)) == "overdue":
            said = _(
                "“{title}” ({circle}) was to be looked at by {day}. It stays in force.",
                title=entry.title,
                circle=circle,
                day=day,
            )
        else:
            said = _(
                "“{title}” ({circle}) is to be looked at by {day}.", title=entry.title, circle=circle, day=day
            )
        yield TodayItem(said, opens=f"logbook/c{entry.circle}")
