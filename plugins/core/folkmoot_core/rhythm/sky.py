"""The sky by Skyfield: moons and eclipses where the table ends, and what a day's sky is like at a place.

Slow to import (numpy, Skyfield), so `almanac` and the pages import it when first asked. Nothing here touches
the network: the ephemeris DE421 comes with `skyfield-data`, the time scale with Skyfield.

Times inside are seconds since 1970 in civil time: UTC since 1972, before that UT1, which clocks followed.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray
from skyfield.api import load, load_file, wgs84
from skyfield.framelib import ecliptic_frame
from skyfield_data import get_skyfield_data_path

from folkmoot.errors import BadData
from folkmoot.zones import utc_at, zone
from folkmoot_core.rhythm.almanac import BeyondAlmanac, eighth_of, instant_at, moon_at
from folkmoot_core.rhythm.model import Eclipse, Moon
from folkmoot_core.words import _

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
State = Literal["rises", "always_up", "always_down"]

# An hour within the file's ends, past which it would be extrapolated without a word.
DE421_FROM = datetime(1899, 7, 29, 1, tzinfo=UTC)
DE421_UNTIL = datetime(2053, 10, 8, 23, tzinfo=UTC)

DAY = 86_400.0
JD_1970, JD_1972 = 2_440_587.5, 2_441_317.5

# Five Millennium Canon of Lunar Eclipses (Espenak and Meeus, NASA/TP-2009-214172): Danjon's enlargement of
# the Earth, the Sun's semidiameter at 1 au, the Moon's radius in Earth radii.
ENLARGEMENT, SUN_SEMIDIAMETER, MOON_RADIUS = 1.01, np.radians(959.63 / 3600), 0.2725076
EARTH_KM, AU_KM = 6_378.137, 149_597_870.7

REFRACTION, SUN_RADIUS, MOON_KM = 34 / 60, 16 / 60, 1_737.4  # degrees, degrees, km; as USNO has them
STEP = 600.0  # seconds between looks; a body that shows itself for less is found by its highest point


class SkyDay(msgspec.Struct, frozen=True, kw_only=True):
    """Sun and moon on one day at one place; times are aware, in the place's zone, to the second.

    Usually one of each; none or two when a day misses or repeats one. `sun` and `moon` say whether the body
    crosses the horizon at all. `phase_angle` is the moon's at local noon, in degrees (0 new, 180 full, always
    growing); `eighth` is the nearest eighth of it (0 new, 2 first quarter, 4 full, 6 last quarter).
    """

    sunrise: tuple[datetime, ...]
    sunset: tuple[datetime, ...]
    moonrise: tuple[datetime, ...]
    moonset: tuple[datetime, ...]
    sun: State
    moon: State
    phase_angle: float
    eighth: int


@cache
def timescale() -> Any:
    """Skyfield's time scale from its own files."""
    return load.timescale(builtin=True)


@cache
def de421() -> Any:
    """JPL's ephemeris DE421, 1899-07-29 to 2053-10-09."""
    with warnings.catch_warnings():
        # skyfield-data warns that its Earth orientation file is old; that file isn't used here.
        warnings.simplefilter("ignore")
        folder = Path(get_skyfield_data_path())
    return load_file(str(folder / "de421.bsp"))


def phases_between(start: datetime, end: datetime) -> tuple[Moon, ...]:
    """New and full moons from `start` (included) to `end` (excluded), both aware, in order, by DE421.

    Within 0.05 s of DE440. Raises: BeyondAlmanac, if a moon of the range lies outside DE421.
    """
    first, last = (float((instant - instant_at(0)).total_seconds()) for instant in (start, end))
    numbers = np.arange(_number_near(first) - 2, _number_near(last) + 3)
    guesses = civil(timescale().tt_jd(_guess(numbers)))
    near = (guesses > first - 3600) & (guesses < last + 3600)  # a guess is off by minutes at most
    numbers = numbers[near]
    if not len(numbers):
        return ()
    if not all(_in_de421(at) for at in guesses[near]):
        raise BeyondAlmanac(_("The moon is known here from 1900 to 2100."))
    seconds = syzygies(numbers, de421())
    full = numbers % 2 == 1
    kinds = dict(zip(numbers[full].tolist(), eclipse_kinds(seconds[full], de421()), strict=True))
    whole = np.floor(seconds + 0.5).astype(np.int64).tolist()
    moons = (moon_at(n, at, kinds.get(n)) for n, at in zip(numbers.tolist(), whole, strict=True))
    return tuple(moon for moon in moons if start <= moon.instant < end)


def syzygies(numbers: Numbers, ephemeris: Any) -> Floats:
    """Seconds since 1970 of the moons of these numbers (twice the lunation, one more for the full moon).

    Where the apparent ecliptic longitudes of Moon and Sun differ by 0 or 180 degrees. Newton's method from
    Meeus' guess; after two steps what is left is under a millisecond. The ephemeris must reach that far.
    """
    guess = _guess(numbers)
    wanted = np.pi * (numbers % 2)

    def to_go(days: Floats) -> Floats:
        radians = wanted - _elongation(timescale().tt_jd(guess, days), ephemeris)
        return (radians + np.pi) % (2 * np.pi) - np.pi

    here, minutes = np.zeros_like(guess), 5 / 1440
    rate = (to_go(here) - to_go(here + minutes)) / minutes
    days = to_go(here) / rate
    days += to_go(days) / rate
    return civil(timescale().tt_jd(guess, days))


def eclipse_kinds(full_moons: Floats, ephemeris: Any) -> list[Eclipse | None]:
    """The eclipse of each full moon (seconds since 1970), if any, by the convention of NASA's Canon."""
    if not len(full_moons):
        return []
    penumbral, umbral, _greatest = eclipse_magnitudes(full_moons, ephemeris)
    kinds: dict[int, Eclipse | None] = {0: None, 1: "penumbral", 2: "partial", 3: "total"}
    depth = (penumbral > 0).astype(int) + (umbral > 0) + (umbral >= 1)
    return [kinds[step] for step in depth.tolist()]


def eclipse_magnitudes(full_moons: Floats, ephemeris: Any) -> tuple[Floats, Floats, Floats]:
    """Penumbral and umbral magnitude and instant of the greatest eclipse near each full moon, one each.

    Magnitudes are fractions of the Moon's diameter inside each shadow, negative outside; instants are seconds
    since 1970. Shadows as in the Canon (see the constants). Skyfield's own `lunar_eclipses` leaves out light
    time, which moves the Moon up to 6", enough to misjudge grazing eclipses such as that of 2015-04-04.
    """
    reach = (
        1200.0  # greatest eclipse is within 20 minutes of the full moon; the Moon's path is straight there
    )
    before, at, after = (_from_axis(full_moons + shift, ephemeris)[0] ** 2 for shift in (-reach, 0.0, reach))
    greatest = full_moons + reach / 2 * (before - after) / (before - 2 * at + after)
    apart, moon_km, sun_km = _from_axis(greatest, ephemeris)
    parallax = np.arcsin(EARTH_KM / moon_km)
    reach_of_earth = ENLARGEMENT * parallax + np.arcsin(EARTH_KM / sun_km)
    sun_radius = np.arcsin(np.sin(SUN_SEMIDIAMETER) * AU_KM / sun_km)
    moon_radius = np.arcsin(MOON_RADIUS * np.sin(parallax))
    inside = (reach_of_earth + moon_radius - apart) / (2 * moon_radius)
    width = sun_radius / (2 * moon_radius)
    return inside + width, inside - width, greatest


def phase_angles(seconds: Floats) -> Floats:
    """Degrees that the Moon is ahead of the Sun along the ecliptic, 0 to 360, by DE421; seconds since 1970."""
    return np.degrees(_elongation(moments_of(seconds), de421())) % 360


def day_in_the_sky(latitude: float, longitude: float, zone_name: str, day: date) -> SkyDay:
    """Rising and setting of sun and moon on a day of a zone's calendar, at sea level with a flat horizon.

    Degrees, north and east positive. The day runs from its first local midnight to the next, whatever its
    length. Upper rim, 34' of refraction (USNO's definition). Raises: UnknownZone, BadData for a place that
    isn't on Earth, BeyondAlmanac before 1899-07-30 and after 2053-10-07.
    """
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise BadData(_("A latitude lies between -90 and 90, a longitude between -180 and 180."))
    if not 1899 <= day.year <= 2053:
        raise _beyond()
    midnights = (
        utc_at(datetime.combine(date_, time()), zone_name) for date_ in (day, day + timedelta(days=1))
    )
    start, end = (midnight.timestamp() for midnight in midnights)
    noon = utc_at(datetime.combine(day, time(12)), zone_name).timestamp()
    if not (_in_de421(start) and _in_de421(end)):
        raise _beyond()
    observer = de421()["earth"] + wgs84.latlon(latitude, longitude)
    sunrise, sunset, sun = _crossings(lambda at: _height(observer, "sun", at), start, end, zone_name)
    moonrise, moonset, moon = _crossings(lambda at: _height(observer, "moon", at), start, end, zone_name)
    angle = float(phase_angles(np.array([noon]))[0])
    rising = {"sunrise": sunrise, "sunset": sunset, "moonrise": moonrise, "moonset": moonset}
    return SkyDay(**rising, sun=sun, moon=moon, phase_angle=angle, eighth=eighth_of(angle))


def _in_de421(seconds: float) -> bool:
    return bool(DE421_FROM.timestamp() <= seconds <= DE421_UNTIL.timestamp())


def civil(moments: Any) -> Floats:
    """Skyfield's moments as seconds since 1970 in civil time."""
    seconds: Floats = (moments.whole - JD_1970 + moments.tt_fraction) * DAY - _lag(moments)
    return seconds


def moments_of(seconds: Floats) -> Any:
    """Seconds since 1970 in civil time as Skyfield's moments."""
    about = timescale().tt_jd(JD_1970, seconds / DAY)
    return timescale().tt_jd(about.whole, about.tt_fraction + _lag(about) / DAY)


def _lag(moments: Any) -> Floats:
    """Seconds from civil time to TT: to UTC since 1972 (no delta T in it), to UT1 before."""
    return np.asarray(moments.delta_t + np.where(moments.tt < JD_1972, 0.0, moments.dut1))


def _number_near(seconds: float) -> int:
    return round((seconds / DAY + JD_1970 - 2_451_550.1) / 29.530588861 * 2)


def _guess(numbers: Numbers) -> Floats:
    """Julian dates (TT) of the moons, 10 minutes off at most, from the mean lunation and the largest terms.

    Source: Meeus, Astronomical Algorithms, chapter 49; terms of new and full moon are near enough to share.
    """
    k = numbers / 2
    century = k / 1236.85
    sun = np.radians(2.5534 + 29.10535670 * k)
    moon = np.radians(201.5643 + 385.81693528 * k + 0.0107582 * century**2)
    latitude = np.radians(160.7108 + 390.67050284 * k - 0.0016118 * century**2)
    eccentricity = 1 - 0.002516 * century
    terms = -0.4067 * np.sin(moon) + 0.0161 * np.sin(2 * moon) + 0.0104 * np.sin(2 * latitude)
    terms += 0.0074 * np.sin(moon - sun) - 0.0051 * np.sin(moon + sun) + 0.0021 * np.sin(2 * sun)
    terms += 0.1727 * eccentricity * np.sin(sun)
    return np.asarray(2_451_550.09766 + 29.530588861 * k + 0.00015437 * century**2 + terms)


def _moon_and_sun(moments: Any, ephemeris: Any) -> tuple[Any, Any]:
    earth = ephemeris["earth"].at(moments)
    return earth.observe(ephemeris["moon"]).apparent(), earth.observe(ephemeris["sun"]).apparent()


def _elongation(moments: Any, ephemeris: Any) -> Floats:
    """Radians from the Sun's apparent ecliptic longitude of date to the Moon's."""
    moon, sun = _moon_and_sun(moments, ephemeris)
    longitudes = [body.frame_latlon(ecliptic_frame)[1].radians for body in (moon, sun)]
    return np.asarray(longitudes[0] - longitudes[1])


def _from_axis(seconds: Floats, ephemeris: Any) -> tuple[Floats, Floats, Floats]:
    """Radians between the Moon's centre and the shadow's axis, then the distances of Moon and Sun in km."""
    moon, sun = _moon_and_sun(moments_of(seconds), ephemeris)
    return np.pi - moon.separation_from(sun).radians, moon.distance().km, sun.distance().km


def _height(observer: Any, body: str, seconds: Floats) -> Floats:
    """Degrees that the upper rim of `sun` or `moon` stands above the horizon, refraction included."""
    seen = observer.at(moments_of(seconds)).observe(de421()[body]).apparent()
    altitude, _azimuth, distance = seen.altaz()
    radius = SUN_RADIUS if body == "sun" else np.degrees(np.arcsin(MOON_KM / distance.km))
    return np.asarray(altitude.degrees + REFRACTION + radius)


def _crossings(
    height: Callable[[Floats], Floats], start: float, end: float, zone_name: str
) -> tuple[tuple[datetime, ...], tuple[datetime, ...], State]:
    """Risings and settings from `start` to `end` (seconds since 1970), and the state of the day.

    Looks all day long rather than solving for an hour angle: right at the poles, on days of 23 and 25 hours
    and where a body barely shows itself.
    """
    times = np.arange(start - STEP, end + 2 * STEP, STEP)  # one look beyond, so that edges have neighbours
    times = np.sort(np.append(times, _turning_points(times, height(times))))
    above = height(times) >= 0
    change = np.flatnonzero(above[1:] != above[:-1])
    low, high, rising = times[change], times[change + 1], above[change + 1]
    for _round in range(3 if len(change) else 0):  # 600 s to 0.4 s
        looks = np.linspace(low, high, 13)
        seen = height(looks.ravel()).reshape(looks.shape) >= 0
        at, column = (seen[1:] != seen[:-1]).argmax(axis=0), np.arange(len(change))
        low, high = looks[at, column], looks[at + 1, column]
    within = (start <= high) & (high < end)
    rises, sets = (_local(high[within & chosen], zone_name) for chosen in (rising, ~rising))
    if rises or sets:
        return rises, sets, "rises"
    return rises, sets, "always_up" if above[len(above) // 2] else "always_down"


def _turning_points(times: Floats, heights: Floats) -> Floats:
    """When the heights, seen as parabolas through three neighbours, are highest or lowest."""
    left, middle, right = heights[:-2], heights[1:-1], heights[2:]
    turns = (middle - left) * (right - middle) < 0
    left, middle, right = left[turns], middle[turns], right[turns]
    return np.asarray(times[1:-1][turns] + STEP / 2 * (left - right) / (left - 2 * middle + right))


def _local(seconds: Floats, zone_name: str) -> tuple[datetime, ...]:
    # Whole seconds are cut off, not rounded: the last second of a day stays in that day.
    return tuple(instant_at(int(at)).astimezone(zone(zone_name)) for at in np.floor(seconds))


def _beyond() -> BeyondAlmanac:
    return BeyondAlmanac(_("Sunrise and moonrise are known here from 1900 to September 2053."))
