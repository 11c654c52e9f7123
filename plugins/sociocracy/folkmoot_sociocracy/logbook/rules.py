"""How a policy stands on a day: in force, soon to be looked at, overdue, over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from folkmoot_sociocracy.logbook.model import Entry

NEAR = timedelta(days=21)
Standing = Literal["in_force", "due", "overdue", "over", "ended"]


def standing(entry: Entry, on: date) -> Standing:
    """How a policy stands. One past its review stays in force; one past its term does not."""
    if entry.ended is not None and entry.ended <= on:
        return "ended"
    if entry.until is not None and entry.until < on:
        return "over"
    if entry.review is not None and entry.review < on:
        return "overdue"
    if any(day is not None and day - on <= NEAR for day in (entry.review, entry.until)):
        return "due"
    return "in_force"


def in_force(entry: Entry, on: date) -> bool:
    """Whether a policy holds on a day."""
    return standing(entry, on) in ("in_force", "due", "overdue")


def due_day(entry: Entry) -> date:
    """The day by which the circle has to look at a policy."""
    return min((day for day in (entry.review, entry.until) if day is not None), default=date.max)


def to_look_at(entries: Iterable[Entry], on: date) -> list[Entry]:
    """Those that are near or overdue, the longest overdue first."""
    found = [one for one in entries if standing(one, on) in ("due", "overdue")]
    return sorted(found, key=lambda one: (due_day(one), one.title))


def ordered(entries: Iterable[tuple[int, Entry]], on: date) -> list[tuple[int, Entry]]:
    """For a list: what is in force first, each part by title."""
    return sorted(entries, key=lambda pair: (not in_force(pair[1], on), pair[1].title.casefold(), pair[0]))
