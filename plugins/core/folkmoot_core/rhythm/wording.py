"""Meetings and moons in a person's words: their clock, the Place's where it differs, what was changed."""

from __future__ import annotations

from datetime import datetime

from folkmoot.api import Occurrence, Session, dates, later, zone
from folkmoot_core.rhythm.model import Moon
from folkmoot_core.rhythm.rules import day_shift
from folkmoot_core.words import _

KIND_WORDS = {
    "gathering": later("gathering"),
    "call": later("call"),
    "organising": later("organising"),
    "pulse": later("pulse"),
    "restorative": later("restoring"),
    "summit": later("summit"),
    "meeting": later("meeting"),
}


def short_kind(kind: str) -> str:
    """What a kind of meeting is called in a day of ten columns; a stranger's kind by its own name."""
    return _(KIND_WORDS.get(kind, kind))


def moon_words(moon: Moon) -> str:
    """`new moon`, or `full moon, total eclipse`."""
    if moon.phase == "new":
        return _("new moon")
    eclipses = {
        "total": _("full moon, total eclipse"),
        "partial": _("full moon, partial eclipse"),
        "penumbral": _("full moon, penumbral eclipse"),
    }
    return eclipses[moon.eclipse] if moon.eclipse else _("full moon")


def status_words(occurrence: Occurrence) -> str:
    """`moved`, `cancelled`, or nothing."""
    return {"moved": _("moved"), "cancelled": _("cancelled")}.get(occurrence.status, "")


def flag_words(occurrence: Occurrence) -> str:
    """What the clocks do that night, where it matters to the meeting."""
    if occurrence.flag == "gap":
        return _("(the clocks go forward that night)")
    return _("(the first of two, the clocks go back that night)") if occurrence.flag else ""


def there(occurrence: Occurrence, here: str) -> str:
    """The meeting's own clock for someone elsewhere: `Fri 19:00 in Lisbon`; nothing where clocks agree."""
    local = occurrence.local_start
    if local.utcoffset() == occurrence.start.astimezone(zone(here)).utcoffset():
        return ""
    city = occurrence.zone.rsplit("/", 1)[-1].replace("_", " ")
    day = dates.day(local.date()) + " " if day_shift(occurrence.start, here, occurrence.zone) else ""
    return _("{time} in {city}", time=day + dates.clock(local), city=city)


def meeting_words(occurrence: Occurrence, here: str) -> str:
    """`Full moon call (Sat, 23 Jan 08:00 in Auckland), moved: hall closed`."""
    text = occurrence.title
    if elsewhere := there(occurrence, here):
        text += f" ({elsewhere})"
    if status := status_words(occurrence):
        text += f", {status}"
    if occurrence.reason:
        text += f": {occurrence.reason}"
    if occurrence.flag:
        text += " " + flag_words(occurrence)
    return text


def when_words(session: Session, instant: datetime) -> str:
    """`tomorrow 19:00`, by the person's own clock."""
    return dates.when(session.here(instant), session.here(session.now()))
