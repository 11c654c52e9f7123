"""When the moon is new or full: a table read in a quarter of a millisecond, with Skyfield behind it.

The table (`moons-2000-2100.i64`, made by `scripts/moons.py`) answers for 2000 to 2100 with the standard
library alone; this module is on the start-up path. Moons before 2000 come from `sky`, imported at the first
such question. Both tell the same truth: geocentric apparent longitudes that differ by 0 or 180 degrees.

Moons are counted by one whole number here: twice the lunation, and one more for the full moon.
"""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from functools import cache
from math import degrees, radians, sin
from pathlib import Path

import msgspec

from folkmoot.errors import BadData, Misconfigured, NotFound
from folkmoot_core.rhythm.model import Eclipse, Moon, MoonKey, Phase
from folkmoot_core.words import _
from folkmoot_data import FOLDER

TABLE = FOLDER / "moons-2000-2100.i64"
ECLIPSES = FOLDER / "eclipses-2000-2100.csv"
TABLE_LENGTH = 2_499

# The moons beside the table and beside all that is known, so that a question is sent to Skyfield, or turned
# away, only when such a moon could be part of the answer. `scripts/moons.py verify` keeps them true.
LAST_BEFORE_TABLE = datetime(1999, 12, 22, 17, 31, 18, tzinfo=UTC)
LAST_UNKNOWN = datetime(1899, 7, 22, 21, 41, 29, tzinfo=UTC)
NEXT_UNKNOWN = datetime(2101, 1, 15, 10, 53, 3, tzinfo=UTC)
FIRST_KNOWN_NUMBER = -2_484

MEAN_LUNATION = timedelta(days=29.530588861)  # for a first look only: a true moon is up to 15 hours off
REACH = timedelta(days=16)  # half a lunation and a day: a moon of either phase lies within, either way

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOON_2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


class BeyondAlmanac(BadData):
    """Asked about a year of which the sky isn't known here; the sentence tells which years are."""


def moons_between(start: datetime, end: datetime) -> tuple[Moon, ...]:
    """New and full moons from `start` (included) to `end` (excluded), both aware, in order.

    Known from August 1899 into January 2101. Raises: BeyondAlmanac, if an unknown moon could lie between.
    """
    if end <= start:
        return ()
    if start <= LAST_UNKNOWN or end > NEXT_UNKNOWN:
        raise _beyond()
    seconds = _table()
    first, after = bisect_left(seconds, _whole_second(start)), bisect_left(seconds, _whole_second(end))
    early = _before_table(start, end) if start <= LAST_BEFORE_TABLE else ()
    return early + tuple(_from_table(number) for number in range(first, after))


def known_part(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """The part of a span for which every moon is known; empty (start = end) where there is none."""
    first, last = LAST_UNKNOWN + timedelta(seconds=1), NEXT_UNKNOWN
    start, end = max(start, first), min(end, last)
    return (start, end) if start < end else (start, start)


def moon_of(key: str) -> Moon:
    """The moon of a key such as `full-334`. Raises: NotFound if it is no key, BeyondAlmanac."""
    found = re.fullmatch(r"(new|full)-(0|-?[1-9][0-9]{0,8})", key)
    if not found:
        raise NotFound(_("There is no moon “{key}”. A moon's key is like full-334 or new-334.", key=key))
    number = 2 * int(found[2]) + (found[1] == "full")
    if not FIRST_KNOWN_NUMBER <= number < TABLE_LENGTH:
        raise _beyond()
    if number >= 0:
        return _from_table(number)
    about = instant_at(_table()[0]) + number * MEAN_LUNATION / 2
    near = moons_between(max(about - REACH, LAST_UNKNOWN + _SECOND), about + REACH)
    return next(moon for moon in near if moon.key == key)


def moon_nearest(phase: Phase, instant: datetime) -> Moon:
    """The new or the full moon nearest an aware instant, the earlier of two equally near.

    Raises: BeyondAlmanac, also when an unknown moon could be nearer than the known ones.
    """
    if not LAST_UNKNOWN < instant < NEXT_UNKNOWN:
        raise _beyond()
    around = moons_between(max(instant - REACH, LAST_UNKNOWN + _SECOND), min(instant + REACH, NEXT_UNKNOWN))
    found = [moon for moon in around if moon.phase == phase]
    if not found:
        raise _beyond()
    nearest = min(found, key=lambda moon: (abs(moon.instant - instant), moon.instant))
    distance = abs(nearest.instant - instant)
    if instant - distance <= LAST_UNKNOWN or instant + distance > NEXT_UNKNOWN:
        raise _beyond()
    return nearest


def eighth(instant: datetime) -> int:
    """The eighth of its round that the moon is in: 0 new, 2 first quarter, 4 full, 6 last quarter.

    `instant` is aware. For small marks with a word beside them: five sines, for any year a page may show.
    Measured against Skyfield every 6 hours of 1900 to 2052, the angle behind it is at most 0.51 degrees off,
    so a mark changes at most 50 minutes early or late. (Interpolating between the table's moons would be 8.6
    degrees and 16 hours off: it can't see the moon change speed.) `sky.day_in_the_sky` has the true angle.
    Source: Meeus, Astronomical Algorithms, chapter 48.
    """
    century = (instant - _NOON_2000) / timedelta(days=36_525)
    elongation = radians(297.8501921 + 445_267.1114034 * century)
    sun = radians(357.5291092 + 35_999.0502909 * century)
    moon = radians(134.9633964 + 477_198.8675055 * century)
    unevenness = 6.289 * sin(moon) - 2.100 * sin(sun) + 1.274 * sin(2 * elongation - moon)
    unevenness += 0.658 * sin(2 * elongation) + 0.214 * sin(2 * moon)
    return eighth_of(degrees(elongation) + unevenness)


def eighth_of(phase_angle: float) -> int:
    """The eighth, 0 to 7, nearest a phase angle in degrees (0 new, 180 full)."""
    return int((phase_angle + 22.5) // 45 % 8)


def moon_at(number: int, seconds: int, eclipse: Eclipse | None) -> Moon:
    """The moon of a number (see the module), at whole seconds since 1970."""
    return Moon(key_of(number), "full" if number % 2 else "new", instant_at(seconds), eclipse)


def key_of(number: int) -> MoonKey:
    """The key of a moon's number: `new-0` of 0, `full--1` of -1."""
    return f"{'full' if number % 2 else 'new'}-{number // 2}"


def instant_at(seconds: int) -> datetime:
    """Whole seconds since 1970 as an instant in UTC."""
    return _EPOCH + timedelta(seconds=seconds)


def read_table(file: Path) -> array[int]:
    """The instants of a table by number, in milliseconds since 1970. Raises: Misconfigured."""
    try:
        instants = array("q", file.read_bytes())
    except (OSError, ValueError) as error:
        raise _damaged(file) from error
    if len(instants) != TABLE_LENGTH:
        raise _damaged(file)
    if sys.byteorder == "big":  # the file is little-endian everywhere
        instants.byteswap()
    return instants


def read_eclipses(file: Path) -> dict[MoonKey, Eclipse]:
    """The kinds of lunar eclipses by the keys of their full moons, in order. Raises: Misconfigured."""
    try:
        lines = file.read_text("utf-8").splitlines()
        pairs = dict(line.split(",") for line in lines if not line.startswith("#"))
        return msgspec.convert(pairs, dict[MoonKey, Eclipse])
    except (OSError, ValueError) as error:
        raise _damaged(file) from error


def _whole_second(instant: datetime) -> int:
    """The first whole second since 1970 that isn't before the instant."""
    return -((_EPOCH - instant) // _SECOND)


def _before_table(start: datetime, end: datetime) -> tuple[Moon, ...]:
    last_year = min(end.astimezone(UTC).year, 1999)
    years = range(start.astimezone(UTC).year, last_year + 1)
    return tuple(moon for year in years for moon in _year_before_table(year) if start <= moon.instant < end)


@cache
def _year_before_table(year: int) -> tuple[Moon, ...]:
    """The moons of a year 1899 to 1999, kept: a page asks for the same ones again and again."""
    from folkmoot_core.rhythm import (
        sky,
    )  # brings numpy and Skyfield: a fifth of a second, so not before it's needed

    start = max(
        datetime(year, 1, 1, tzinfo=UTC), LAST_UNKNOWN + REACH / 2
    )  # moons are two weeks apart: none is lost
    return sky.phases_between(start, datetime(year + 1, 1, 1, tzinfo=UTC))


def _from_table(number: int) -> Moon:
    return moon_at(number, _table()[number], _eclipses().get(key_of(number)))


@cache
def _table() -> array[int]:
    """The instants of the table in whole seconds since 1970, by number."""
    instants = read_table(TABLE)
    return array("q", ((instant + 500) // 1000 for instant in instants))


@cache
def _eclipses() -> dict[MoonKey, Eclipse]:
    return read_eclipses(ECLIPSES)


def _beyond() -> BeyondAlmanac:
    return BeyondAlmanac(_("The moon is known here from 1900 to 2100."))


def _damaged(file: Path) -> Misconfigured:
    return Misconfigured(
        _(
            "The file {name} that came with folkmoot is damaged. Nothing of yours is lost; install it again.",
            name=file.name,
        )
    )
