"""A zone's clocks as a VTIMEZONE: one STANDARD or DAYLIGHT block for each time they change.

Blocks are listed one by one, without RDATE and RRULE: of a comma-listed RDATE ical.js reads the first date only
and is then an hour wrong, and a rule can't tell what a government decides from year to year (Ramadan in Morocco).
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from folkmoot.api import zone

STEP = timedelta(hours=12)  # no zone ever changed its clocks there and back within so short a time
SECOND = timedelta(seconds=1)


class Clocks(NamedTuple):
    """How the clocks of a zone stand: the offset from UTC, its name, and whether it is daylight saving time."""

    offset: timedelta
    name: str
    daylight: bool


class Observance(NamedTuple):
    """From the instant `onset` (UTC) on the clocks stand at `after`; until then they stood at `before`."""

    onset: datetime
    before: Clocks
    after: Clocks


def observances(zone_name: str, first: datetime, last: datetime) -> list[Observance]:
    """How a zone's clocks stand from before the instant `first` until after `last`, oldest first.

    The list begins with the year before `first` and ends with the year of `last` (UTC), so it stays the same
    while a calendar moves on by days. At its beginning, which is no change, `before` and `after` are the same.
    Raises: UnknownZone.
    """
    now = datetime(first.astimezone(UTC).year - 1, 1, 1, tzinfo=UTC)
    end = datetime(last.astimezone(UTC).year + 1, 1, 1, tzinfo=UTC)
    clocks = _clocks(zone_name, now)
    found = [Observance(now, clocks, clocks)]
    while now < end:
        if _clocks(zone_name, now + STEP) != clocks:
            onset = _change(zone_name, now, clocks)
            found.append(Observance(onset, clocks, _clocks(zone_name, onset)))
            clocks = found[-1].after
        now += STEP
    return found


def _clocks(zone_name: str, instant: datetime) -> Clocks:
    local = instant.astimezone(zone(zone_name))
    return Clocks(local.utcoffset() or timedelta(), local.tzname() or zone_name, bool(local.dst()))


def _change(zone_name: str, start: datetime, clocks: Clocks) -> datetime:
    """The first second after `start`, within a step, at which the clocks stand otherwise."""
    seconds = range(int(STEP / SECOND) + 1)
    changed = bisect_left(seconds, True, key=lambda n: _clocks(zone_name, start + n * SECOND) != clocks)
    return start + changed * SECOND


def timezone(zone_name: str, first: datetime, last: datetime) -> Timezone:
    """The VTIMEZONE of a zone that holds from before the instant `first` until after `last`. Raises: UnknownZone."""
    component = Timezone()
    component.add("TZID", zone_name)
    for onset, before, after in observances(zone_name, first, last):
        block = TimezoneDaylight() if after.daylight else TimezoneStandard()
        # RFC 5545 wants the onset by the clocks as they stood until then.
        block.add("DTSTART", (onset + before.offset).replace(tzinfo=None))
        block.add("TZOFFSETFROM", before.offset)
        block.add("TZOFFSETTO", after.offset)
        block.add("TZNAME", after.name)
        component.add_component(block)
    return component
