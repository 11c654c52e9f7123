"""Meetings that come round by the calendar: RFC 5545 rules on the wall clock of one zone.

Models and rules may use it: standard library, zones and dateutil only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from folkmoot.zones import utc_at, zone

DAY = timedelta(days=1)


class Start(NamedTuple):
    """A promised wall time, the instant it means, and whether the clocks changed under it."""

    wall: datetime
    instant: datetime
    flag: Literal["gap", "ambiguous"] | None


def starts_at(wall: datetime, zone_name: str) -> Start:
    """What a naive wall time means in a zone: in a gap the offset before it, of two the first."""
    instant = utc_at(wall, zone_name)
    there = zone(zone_name)
    if instant.astimezone(there).replace(tzinfo=None) != wall:
        return Start(wall, instant, "gap")
    if wall.replace(tzinfo=there, fold=1).utcoffset() != wall.replace(tzinfo=there, fold=0).utcoffset():
        return Start(wall, instant, "ambiguous")
    return Start(wall, instant, None)


def comes_round(
    rule: str, first: date, at: str, zone_name: str, start: datetime, end: datetime
) -> Iterator[Start]:
    """The starts by an RRULE (`FREQ=WEEKLY;INTERVAL=2`) that lie in a span (aware; `end` not included), in order.

    Counted from the day `first`, at the wall time `at` (`19:00`) of a zone: so it stays at that hour when the clocks
    change. Months that have no such day (a fifth Sunday, the 31st) are skipped. Raises: ValueError, where the rule is
    none; UnknownZone.
    """
    from dateutil.rrule import rrulestr

    if "COUNT" not in rule.upper() and "UNTIL" not in rule.upper():
        # A rule whose day never comes would be looked for until the year 9999.
        rule += f";UNTIL={end.replace(tzinfo=None) + 2 * DAY:%Y%m%dT%H%M%S}"
    dates = rrulestr(rule, dtstart=datetime.combine(first, time.fromisoformat(at)))
    for wall in dates.xafter(start.replace(tzinfo=None) - 2 * DAY, inc=True):
        found = starts_at(wall, zone_name)
        if found.instant >= end:
            return
        if found.instant >= start:
            yield found
