"""Spans of days as people and scripts name them: the first day is included, the last is not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from folkmoot.errors import BadData
from folkmoot.words import _
from folkmoot.zones import utc_at


class Span(NamedTuple):
    """A span of local days in a zone and the instants (aware, UTC) at which it begins and ends."""

    first: date
    last: date
    start: datetime
    end: datetime


def span_of(first: str | None, last: str | None, zone_name: str, today: date) -> Span:
    """The span of two ISO dates; from today where none is said, for a year where no end is. Raises: BadData."""
    begins = _day(first) if first else today
    ends = _day(last) if last else _a_year_after(begins)
    if not 2 < begins.year < 9998 or not 2 < ends.year < 9998:
        raise BadData(
            _(
                "“{typed}” is too far away.",
                typed=str(max(begins, ends, key=lambda day: abs(day.year - 2000))),
            )
        )
    if ends < begins:
        raise BadData(
            _("The span ends ({last}) before it begins ({first}).", first=str(begins), last=str(ends))
        )
    return Span(begins, ends, _midnight(begins, zone_name), _midnight(ends, zone_name))


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise BadData(_("“{typed}” is not a date. Dates are written like 2027-01-31.", typed=typed)) from None


def _a_year_after(day: date) -> date:
    if day.year >= 9998:
        raise BadData(_("“{typed}” is too far away.", typed=str(day)))
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day + timedelta(days=365)


def _midnight(day: date, zone_name: str) -> datetime:
    return utc_at(datetime(day.year, day.month, day.day), zone_name)  # noqa: DTZ001  # a wall time
