"""Dates, times and lists as people read them, in the reader's language (Babel)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from folkmoot.words import _, language


def clock(at: datetime) -> str:
    """`19:00`, as the given time's own zone shows it."""
    return at.strftime("%H:%M")


def day(on: date) -> str:
    """`Fri, 4 Dec`."""
    return _skeleton("MMMEd", on)


def near_day(on: date, today: date) -> str:
    """`4 December`, with its year where one could doubt which is meant."""
    return _skeleton("MMMMd" if -180 < (on - today).days < 180 else "yMMMMd", on)


def day_of_year(on: date) -> str:
    """`Fri, 4 Dec 2026`."""
    return _skeleton("yMMMEd", on)


def long_day(on: date) -> str:
    """`Friday, 4 December 2026`."""
    from babel.dates import format_date

    return format_date(on, "full", locale=language())


def month(on: date) -> str:
    """`December 2026`."""
    return _skeleton("yMMMM", on)


def weekday_names() -> list[str]:
    """`Mon` to `Sun`."""
    from babel.dates import get_day_names

    names = get_day_names("abbreviated", "stand-alone", language())
    return [names[index] for index in range(7)]


def month_names() -> list[str]:
    """`January` to `December`, as they stand inside a sentence."""
    from babel.dates import get_month_names

    names = get_month_names("wide", "format", language())
    return [names[month] for month in range(1, 13)]


def first_weekday() -> int:
    """On which weekday a week begins for the reader, Monday 0."""
    from babel import Locale

    return Locale.parse(language()).first_week_day


def listed(items: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
    """`a, b and c`, or `a, b or c`."""
    from babel.lists import format_list

    return format_list(list(items), style=style, locale=language())


def when(at: datetime, now: datetime) -> str:
    """`today 19:00`, `yesterday 19:00`, `tomorrow 19:00` or `Fri, 4 Dec 19:00`; both times aware, in one zone."""
    days = (at.date() - now.date()).days
    if days == 0:
        return _("today {time}", time=clock(at))
    if days == -1:
        return _("yesterday {time}", time=clock(at))
    if days == 1:
        return _("tomorrow {time}", time=clock(at))
    named = day(at.date()) if at.year == now.year or 0 < days < 180 else day_of_year(at.date())
    return f"{named} {clock(at)}"


def _skeleton(skeleton: str, on: date) -> str:
    from babel.dates import format_skeleton

    text: str = format_skeleton(skeleton, on, fuzzy=True, locale=language())
    return text.replace("\u202f", " ")
