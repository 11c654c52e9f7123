"""When somebody meant to look at their map again. Today says it in words that tell nobody anything."""

from __future__ import annotations

import datetime

from folkmoot.api import Session
from folkmoot_tmaps.looking.noted import note_day
from folkmoot_tmaps.maps.unlocking import OpenMap


def due_in(opened: OpenMap) -> datetime.date | None:
    """The first day to which an answer of the map points, and on or after which its section was not looked over."""
    found = []
    for section in opened.sections.values():
        for answer in section.answers:
            day = _day(answer.value) if answer.kind == "date" else None
            if day is not None and (section.reviewed is None or section.reviewed < day):
                found.append(day)
    return min(found, default=None)


def note_due(session: Session, opened: OpenMap) -> None:
    """Note the day on this machine, so that Today can say it while the map is sealed."""
    note_day(session, due_in(opened))


def _day(value: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        return None
