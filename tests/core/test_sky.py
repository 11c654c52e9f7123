"""The table against Skyfield, and the sky of a day against Astronomy Engine."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from folkmoot.errors import BadData
from folkmoot.zones import UnknownZone, zone
from folkmoot_core.rhythm import almanac, sky
from folkmoot_core.rhythm.almanac import BeyondAlmanac, eighth, moons_between
from folkmoot_core.rhythm.sky import SkyDay, day_in_the_sky, phases_between

PLACES = {
    "Auckland": (-36.85, 174.76, "Pacific/Auckland"),
    "Kathmandu": (27.72, 85.32, "Asia/Kathmandu"),
    "Kiritimati": (1.87, -157.43, "Pacific/Kiritimati"),
    "London": (51.51, -0.13, "Europe/London"),
    "Longyearbyen": (78.22, 15.65, "Arctic/Longyearbyen"),
    "McMurdo": (-77.85, 166.67, "Antarctica/McMurdo"),
    "New York": (40.71, -74.01, "America/New_York"),
    "Quito": (0.0, -78.45, "America/Guayaquil"),
    "Reykjavik": (64.15, -21.94, "Atlantic/Reykjavik"),
    "Tromso": (69.65, 18.96, "Europe/Oslo"),
    "Ushuaia": (-54.80, -68.30, "America/Argentina/Ushuaia"),
}

# Sunrise, sunset, moonrise, moonset in local time; the moon's phase angle at local noon in degrees.
# Source: astronomy-engine 2.1.19, SearchRiseSet and MoonPhase, zones of tzdata 2026f. It takes the Sun's size
# from its distance where Skyfield follows USNO's fixed 16', which near the poles makes up to a minute.
DAYS = [
    ("Auckland", "2027-01-22", ["06:24:52"], ["20:39:17"], ["20:34:43"], ["05:22:42"], 172.14),
    ("Kathmandu", "2050-07-01", ["05:11:38"], ["19:03:36"], ["15:43:07"], ["01:53:38"], 134.56),
    ("Kiritimati", "2026-10-01", ["06:16:42"], ["18:22:23"], ["22:11:00"], ["09:46:47"], 234.96),
    ("London", "1935-01-05", ["08:05:52"], ["16:05:49"], ["08:31:01"], ["16:25:12"], 3.86),
    ("London", "1950-06-21", ["04:42:47"], ["21:21:20"], ["10:45:16"], ["00:32:25"], 67.91),
    ("London", "2026-06-21", ["04:43:07"], ["21:21:32"], ["12:40:30"], ["00:34:30"], 84.57),
    ("Longyearbyen", "2026-06-21", [], [], ["12:29:13"], ["01:17:04"], 84.07),
    ("Longyearbyen", "2026-08-25", ["01:33:23"], ["00:28:07", "23:55:21"], [], [], 148.25),
    ("Longyearbyen", "2026-12-10", [], [], [], [], 15.49),
    ("Longyearbyen", "2026-12-24", [], [], [], [], 185.67),
    ("McMurdo", "2026-04-24", ["12:11:18"], ["13:29:40"], [], [], 88.65),
    ("New York", "2026-03-08", ["07:18:53"], ["18:55:12"], [], ["09:22:41"], 240.14),
    ("New York", "2026-11-01", ["06:26:27"], ["16:52:15"], ["23:14:00"], ["13:07:02"], 268.12),
    ("Quito", "2026-03-20", ["06:17:55"], ["18:24:25"], ["07:27:37"], ["19:51:41"], 21.75),
    ("Reykjavik", "2026-06-26", ["02:58:23"], ["00:02:49"], ["22:27:13"], ["00:17:10", "23:30:57"], 141.77),
    ("Reykjavik", "2026-06-29", ["03:02:21"], ["00:00:09", "23:58:57"], [], [], 174.55),
    ("Tromso", "2026-06-11", [], [], ["00:24:02", "23:38:35"], ["18:47:38"], 308.01),
    ("Tromso", "2026-06-21", [], [], ["12:17:48"], ["00:37:10"], 84.07),
    ("Tromso", "2026-12-21", [], [], [], [], 143.36),
    ("Tromso", "2027-01-15", ["11:34:40"], ["12:12:58"], ["08:57:48"], ["00:36:56"], 85.14),
    ("Ushuaia", "2026-06-21", ["09:58:52"], ["17:11:14"], ["13:16:01"], ["00:46:07"], 86.57),
]
POLAR = {"Longyearbyen", "McMurdo", "Tromso"}
SUN_TOLERANCE, POLAR_SUN_TOLERANCE, MOON_TOLERANCE = (timedelta(seconds=s) for s in (10, 60, 3))


def year(number: int) -> datetime:
    return datetime(number, 1, 1, tzinfo=UTC)


def sky_of(place: str, day: str) -> SkyDay:
    return day_in_the_sky(*PLACES[place], date.fromisoformat(day))


def assert_near(
    found: tuple[datetime, ...], expected: list[str], place: str, day: str, within: timedelta
) -> None:
    there = zone(PLACES[place][2])
    times = [datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=there) for time in expected]
    assert [str(at.tzinfo) for at in found] == [PLACES[place][2]] * len(times)
    assert [at.date().isoformat() for at in found] == [day] * len(times)
    assert all(abs(at - time) <= within for at, time in zip(found, times, strict=True)), (found, times)


@pytest.mark.parametrize(("place", "day", "sunrise", "sunset", "moonrise", "moonset", "angle"), DAYS)
def test_sun_and_moon_rise_and_set_when_astronomy_engine_has_them(
    place: str,
    day: str,
    sunrise: list[str],
    sunset: list[str],
    moonrise: list[str],
    moonset: list[str],
    angle: float,
) -> None:
    found = sky_of(place, day)
    sun_tolerance = POLAR_SUN_TOLERANCE if place in POLAR else SUN_TOLERANCE
    assert_near(found.sunrise, sunrise, place, day, sun_tolerance)
    assert_near(found.sunset, sunset, place, day, sun_tolerance)
    assert_near(found.moonrise, moonrise, place, day, MOON_TOLERANCE)
    assert_near(found.moonset, moonset, place, day, MOON_TOLERANCE)
    assert found.phase_angle == pytest.approx(angle, abs=0.02)
    assert found.eighth == round(angle / 45) % 8


@pytest.mark.parametrize(
    ("place", "day", "sun", "moon"),
    [
        ("London", "2026-06-21", "rises", "rises"),
        ("Tromso", "2026-06-21", "always_up", "rises"),
        ("Tromso", "2026-12-21", "always_down", "always_up"),
        ("Longyearbyen", "2026-12-24", "always_down", "always_up"),
        ("Longyearbyen", "2026-12-10", "always_down", "always_down"),
        ("McMurdo", "2026-04-24", "rises", "always_down"),
    ],
)
def test_polar_day_and_polar_night_are_told_apart(place: str, day: str, sun: str, moon: str) -> None:
    assert (sky_of(place, day).sun, sky_of(place, day).moon) == (sun, moon)


def test_a_sun_that_shows_itself_for_four_minutes_is_seen() -> None:
    found = day_in_the_sky(69.71, 18.96, "Europe/Oslo", date(2027, 1, 15))
    assert found.sun == "rises"
    assert found.sunset[0] - found.sunrise[0] < timedelta(minutes=8)


@pytest.mark.parametrize(("latitude", "sun"), [(90.0, "always_up"), (-90.0, "always_down")])
def test_the_poles_have_a_sky_too(latitude: float, sun: str) -> None:
    found = day_in_the_sky(latitude, 0.0, "UTC", date(2026, 6, 1))
    assert (found.sun, found.sunrise, found.sunset) == (sun, (), ())


# The Sun's rim sinks below the South Pole's horizon once a year; astronomy-engine: 2026-03-22 17:16 UTC.
def test_the_sun_sets_once_a_year_at_the_pole() -> None:
    days = [day_in_the_sky(-90.0, 0.0, "UTC", date(2026, 3, day)) for day in (21, 22, 23)]
    assert [day.sun for day in days] == ["always_up", "rises", "always_down"]
    assert abs(days[1].sunset[0] - datetime(2026, 3, 22, 17, 16, tzinfo=UTC)) < timedelta(minutes=5)


@pytest.mark.parametrize(
    ("place", "first", "days"),
    [("New York", "2026-03-06", 5), ("New York", "2026-10-30", 5), ("Reykjavik", "2026-06-24", 24)],
)
def test_days_of_any_length_share_out_the_risings_and_settings(place: str, first: str, days: int) -> None:
    seen = [sky_of(place, str(date.fromisoformat(first) + timedelta(days=n))) for n in range(days)]
    for name, longest in (("sunrise", 25), ("sunset", 25), ("moonrise", 120), ("moonset", 120)):
        times = [at.astimezone(UTC) for day in seen for at in getattr(day, name)]
        gaps = [late - early for early, late in pairwise(times)]
        assert min(gaps) > timedelta(hours=23) and max(gaps) < timedelta(hours=longest)


def test_a_day_that_a_zone_left_out_has_no_risings() -> None:
    found = day_in_the_sky(-13.8, -171.8, "Pacific/Apia", date(2011, 12, 30))
    assert (found.sunrise, found.sunset, found.moonrise, found.moonset) == ((), (), (), ())


@pytest.mark.parametrize("day", [date.min, date(1899, 7, 29), date(2053, 10, 8), date.max])
def test_a_day_outside_the_ephemeris_is_refused_with_a_sentence(day: date) -> None:
    with pytest.raises(BeyondAlmanac, match="known here from 1900 to September 2053"):
        day_in_the_sky(51.51, -0.13, "UTC", day)


@pytest.mark.parametrize("day", [date(1899, 7, 30), date(2053, 10, 7)])
def test_the_first_and_the_last_day_of_the_ephemeris_are_known(day: date) -> None:
    assert day_in_the_sky(51.51, -0.13, "UTC", day).sun == "rises"


@pytest.mark.parametrize(("latitude", "longitude"), [(90.1, 0), (-91, 0), (0, 181), (float("nan"), 0)])
def test_a_place_that_is_not_on_earth_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(BadData, match="latitude"):
        day_in_the_sky(latitude, longitude, "UTC", date(2026, 6, 1))


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(UnknownZone):
        day_in_the_sky(0.0, 0.0, "Mars/Olympus", date(2026, 6, 1))


def test_the_table_is_within_a_twentieth_of_a_second_of_de421() -> None:
    instants = np.array(almanac.read_table(almanac.TABLE)) / 1000
    numbers = np.arange(np.searchsorted(instants, datetime(2053, 10, 1, tzinfo=UTC).timestamp()))
    assert len(numbers) == 1_330
    assert np.abs(sky.syzygies(numbers, sky.de421()) - instants[numbers]).max() < 0.05


def test_skyfield_and_the_table_agree_on_moons_and_eclipses() -> None:
    start, end = year(2020), year(2053)
    by_sky, by_table = phases_between(start, end), moons_between(start, end)
    assert [(moon.key, moon.eclipse) for moon in by_sky] == [(moon.key, moon.eclipse) for moon in by_table]
    apart = [abs(one.instant - other.instant) for one, other in zip(by_sky, by_table, strict=True)]
    assert max(apart) <= timedelta(seconds=1)


# NASA/TP-2009-214172, Five Millennium Canon of Lunar Eclipses: the century that Skyfield answers for, the one
# of the table, and the two eclipses of 2000.
@pytest.mark.parametrize(
    ("first", "end", "penumbral", "partial", "total"),
    [(1901, 2001, 83, 65, 81), (2001, 2101, 86, 57, 85), (2000, 2001, 0, 0, 2)],
)
def test_there_are_as_many_eclipses_of_each_kind_as_in_the_canon(
    first: int, end: int, penumbral: int, partial: int, total: int
) -> None:
    counts = Counter(moon.eclipse for moon in moons_between(year(first), year(end)))
    assert (counts["penumbral"], counts["partial"], counts["total"]) == (penumbral, partial, total)


# Umbral magnitudes in the Canon's catalogue; by other conventions the first is partial.
@pytest.mark.parametrize(
    ("day", "kind", "expected"),
    [
        ("2015-04-04", "total", 1.0008),
        ("2018-07-27", "total", 1.6087),
        ("2021-05-26", "total", 1.0095),
        ("2021-11-19", "partial", 0.9742),
    ],
)
def test_an_eclipse_is_as_deep_as_the_canon_has_it(day: str, kind: str, expected: float) -> None:
    moon = almanac.moon_nearest("full", datetime.fromisoformat(f"{day}T12Z"))
    _penumbral, umbral, _greatest = sky.eclipse_magnitudes(np.array([moon.instant.timestamp()]), sky.de421())
    assert moon.eclipse == kind
    assert float(umbral[0]) == pytest.approx(expected, abs=0.001)


def test_the_eighth_at_every_new_moon_is_0_and_at_every_full_moon_4() -> None:
    moons = moons_between(year(2000), year(2101))
    assert {(moon.phase, eighth(moon.instant)) for moon in moons} == {("new", 0), ("full", 4)}


# Quarters by USNO (2026): first quarter 26 January 04:47, last quarter 10 January 15:48.
@pytest.mark.parametrize(("instant", "expected"), [("2026-01-26T04:47Z", 2), ("2026-01-10T15:48Z", 6)])
def test_the_eighth_at_a_quarter_is_2_or_6(instant: str, expected: int) -> None:
    assert eighth(datetime.fromisoformat(instant)) == expected


def test_the_eighths_follow_each_other() -> None:
    hours = [eighth(datetime(2026, 1, 18, 20, tzinfo=UTC) + timedelta(hours=hour)) for hour in range(29 * 24)]
    changes = [late for early, late in pairwise(hours) if early != late]
    assert hours[0] == 0 and changes == [1, 2, 3, 4, 5, 6, 7, 0]


def test_the_quick_eighth_changes_within_an_hour_of_skyfields() -> None:
    seconds = np.arange(year(2026).timestamp(), year(2031).timestamp(), 10_800.0)
    eighths = (np.degrees(np.unwrap(np.radians(sky.phase_angles(seconds)))) + 22.5) / 45
    borders = np.arange(np.ceil(eighths[0]), eighths[-1])
    changes = np.interp(borders, eighths, seconds)
    assert len(changes) == 495
    for border, change in zip(borders.tolist(), changes.tolist(), strict=True):
        assert eighth(datetime.fromtimestamp(change - 3600, UTC)) == (border - 1) % 8
        assert eighth(datetime.fromtimestamp(change + 3600, UTC)) == border % 8


def test_neither_warnings_nor_the_network_come_with_the_sky() -> None:
    script = """
import socket
def refuse(*_): raise AssertionError("the network was asked for")
socket.socket.connect = socket.getaddrinfo = refuse
from datetime import date
from folkmoot_core.rhythm.sky import day_in_the_sky
print(day_in_the_sky(51.51, -0.13, "Europe/London", date(2026, 6, 21)).sun)
"""
    command = [sys.executable, "-W", "error", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("rises\n", "")
