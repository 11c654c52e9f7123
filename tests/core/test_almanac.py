"""The moons of the table, against figures that other people and other programs computed.

`figures/moon.json`: 200 instants with a tolerance each from USNO, Espenak and six libraries, local dates near
midnight, days on which clocks change, months with two full moons or none, lunar eclipses, years after 2053.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.errors import BadData, Misconfigured, NotFound
from folkmoot.zones import utc_at, zone
from folkmoot_core.rhythm import almanac
from folkmoot_core.rhythm.almanac import BeyondAlmanac, moon_nearest, moon_of, moons_between
from folkmoot_core.rhythm.model import Moon, Phase

FIGURES: dict[str, Any] = json.loads((Path(__file__).parent / "figures" / "moon.json").read_text("utf-8"))
INSTANT = timedelta(microseconds=1)
THREE_SECONDS = timedelta(seconds=3)  # as much as the libraries behind the local dates differ


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def of(figure: dict[str, Any]) -> Moon:
    return moon_nearest(figure["kind"], at(figure["utc"]))


def named(figure: dict[str, Any]) -> str:
    return "-".join(str(figure[name]) for name in ("kind", "utc", "zone", "peak_utc") if name in figure)


def months(first: int, last: int) -> list[str]:
    return [f"{year}-{month:02}" for year in range(first, last + 1) for month in range(1, 13)]


def local_days(kind: Phase, zone_name: str, first: int, last: int) -> list[datetime]:
    """Local times of the moons whose local date lies in these years."""
    start, end = (utc_at(datetime(year, 1, 1), zone_name) for year in (first, last + 1))
    return [m.instant.astimezone(zone(zone_name)) for m in moons_between(start, end) if m.phase == kind]


@pytest.mark.parametrize("figure", FIGURES["instants"] + FIGURES["beyond_2053"], ids=named)
def test_a_moon_is_when_others_have_it(figure: dict[str, Any]) -> None:
    assert abs(of(figure).instant - at(figure["utc"])) <= timedelta(seconds=figure["tolerance_s"])


@pytest.mark.parametrize("figure", FIGURES["local_dates"], ids=named)
def test_a_moon_near_midnight_falls_on_the_right_local_date(figure: dict[str, Any]) -> None:
    local = of(figure).instant.astimezone(zone(figure["zone"]))
    expected = at(figure["local"])
    assert abs(local - expected) <= THREE_SECONDS
    assert local.utcoffset() == expected.utcoffset()
    assert local.date() == date.fromisoformat(figure["local_date"])
    assert of(figure).instant.date() == date.fromisoformat(figure["utc_date"])
    midnight = datetime.combine(local.date(), datetime.min.time(), local.tzinfo)
    from_midnight = min(abs(local - midnight), abs(midnight + timedelta(days=1) - local))
    assert abs(from_midnight - timedelta(seconds=figure["seconds_from_midnight"])) <= THREE_SECONDS


@pytest.mark.parametrize("figure", FIGURES["transition_days"], ids=named)
def test_a_moon_on_a_day_when_clocks_change_has_the_right_offset_and_fold(figure: dict[str, Any]) -> None:
    there = zone(figure["zone"])
    local = of(figure).instant.astimezone(there)
    expected = at(figure["local"])
    assert abs(local - expected) <= THREE_SECONDS
    assert (local.utcoffset(), local.fold) == (expected.utcoffset(), figure["fold"])
    assert local.date() == date.fromisoformat(figure["local_date"])
    assert of(figure).instant.date() == date.fromisoformat(figure["utc_date"])

    first = datetime.combine(local.date(), datetime.min.time(), there)
    before, after = (
        (first + shift).utcoffset() for shift in (timedelta(hours=-3), timedelta(days=1, hours=3))
    )
    assert [str(before), str(after)] == [figure["offset_before"], figure["offset_after"]]
    assert (first.astimezone(UTC).astimezone(there).hour != 0) == figure["midnight_missing"]
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    assert twice == figure["ambiguous_local_time"]


@pytest.mark.parametrize("figure", FIGURES["month_counts"], ids=lambda f: f"{f['kind']}-{f['zone']}")
def test_months_have_one_moon_but_for_those_with_two_or_none(figure: dict[str, Any]) -> None:
    first, last = (int(year) for year in figure["years"].split("-"))
    local = local_days(figure["kind"], figure["zone"], first, last)
    a_month = Counter(moon.strftime("%Y-%m") for moon in local)
    assert [month for month in months(first, last) if a_month[month] == 2] == figure["two"]
    assert [month for month in months(first, last) if a_month[month] == 0] == figure["none"]
    assert max(a_month.values()) == 2

    a_year = Counter(moon.year for moon in local)
    assert [year for year, count in sorted(a_year.items()) if count == 13] == figure["years_with_13"]
    assert sum(count == 12 for count in a_year.values()) == figure["years_with_12"]
    near = [moon for moon in local if _near_another_month(moon)]
    assert [moon.strftime("%Y-%m") for moon in near] == figure["ambiguous_within_2min"]


def _near_another_month(moon: datetime) -> bool:
    return any((moon + shift).month != moon.month for shift in (timedelta(minutes=-2), timedelta(minutes=2)))


@pytest.mark.parametrize("figure", FIGURES["lunar_eclipses"], ids=named)
def test_an_eclipse_belongs_to_the_full_moon_within_twenty_minutes(figure: dict[str, Any]) -> None:
    moon = moon_nearest("full", at(figure["peak_utc"]))
    assert moon.eclipse == figure["kind"]
    assert abs(moon.instant - at(figure["peak_utc"])) <= timedelta(minutes=20)


def test_a_new_moon_has_no_lunar_eclipse() -> None:
    moons = moons_between(at("2000-01-01T00Z"), at("2101-01-01T00Z"))
    assert not [moon for moon in moons if moon.phase == "new" and moon.eclipse]


def test_the_table_holds_every_moon_of_101_years_by_turns() -> None:
    moons = moons_between(at("2000-01-01T00Z"), at("2101-01-01T00Z"))
    assert len(moons) == 2_499
    assert moons[0].key == "new-0" and moons[-1].key == "new-1249"
    assert all(moon.phase == ("full" if place % 2 else "new") for place, moon in enumerate(moons))
    assert all(moon.lunation == place // 2 for place, moon in enumerate(moons))
    gaps = [(late.instant - early.instant) / timedelta(days=1) for early, late in pairwise(moons)]
    assert min(gaps) > 13.9 and max(gaps) < 15.7


def test_a_moon_is_an_instant_in_utc_to_the_second() -> None:
    moon = moon_of("full-334")
    assert moon == Moon("full-334", "full", datetime(2027, 1, 22, 12, 17, 23, tzinfo=UTC))
    assert moon.instant.tzinfo is UTC and moon.instant.microsecond == 0


@pytest.mark.parametrize("key", ["full-334", "new-0", "full--1"])
def test_the_start_of_a_range_is_included_and_its_end_is_not(key: str) -> None:
    moon = moon_of(key)
    assert moons_between(moon.instant, moon.instant + INSTANT) == (moon,)
    assert moons_between(moon.instant - INSTANT, moon.instant) == ()
    assert moons_between(moon.instant + INSTANT, moon.instant + timedelta(seconds=1)) == ()


@pytest.mark.parametrize(
    ("start", "end"),
    [("2027-01-01", "2027-01-01"), ("2027-02-01", "2027-01-01"), ("2500-01-01", "2500-01-01")],
)
def test_a_range_without_length_has_no_moons(start: str, end: str) -> None:
    assert moons_between(at(f"{start}T00Z"), at(f"{end}T00Z")) == ()


def test_a_range_may_be_given_in_any_zone() -> None:
    there = zone("Pacific/Auckland")
    in_utc = moons_between(at("2026-12-31T11:00Z"), at("2027-12-31T11:00Z"))
    assert moons_between(datetime(2027, 1, 1, tzinfo=there), datetime(2028, 1, 1, tzinfo=there)) == in_utc


def test_the_seam_between_skyfield_and_table_neither_loses_nor_doubles_a_moon() -> None:
    moons = moons_between(at("1999-11-01T00Z"), at("2000-02-29T00Z"))
    assert [moon.key for moon in moons] == [
        "new--2", "full--2", "new--1", "full--1", "new-0", "full-0", "new-1", "full-1"
    ]  # fmt: skip
    assert moons[3].instant == almanac.LAST_BEFORE_TABLE


@given(cut=st.datetimes(datetime(1999, 11, 2), datetime(2000, 2, 28), timezones=st.just(UTC)))
def test_a_range_cut_in_two_has_the_moons_of_the_whole(cut: datetime) -> None:
    start, end = at("1999-11-01T00Z"), at("2000-02-29T00Z")
    assert moons_between(start, cut) + moons_between(cut, end) == moons_between(start, end)


# The last second without an unknown moon in it, on either side (DE440; `scripts/moons.py verify`).
def test_all_of_1900_to_2100_is_known_in_every_zone() -> None:
    first, last = almanac.LAST_UNKNOWN + timedelta(seconds=1), almanac.NEXT_UNKNOWN
    moons = moons_between(first, last)
    assert [moons[0].key, moons[-1].key] == ["new--1242", "new-1249"]
    assert len(moons) == 2_484 + 2_499
    assert first < datetime(1900, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    assert last > datetime(2101, 1, 1, tzinfo=timezone(timedelta(hours=-12)))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (almanac.LAST_UNKNOWN, at("1900-01-01T00Z")),
        (at("2100-01-01T00Z"), almanac.NEXT_UNKNOWN + INSTANT),
        (at("0001-01-01T00+14:00"), at("0001-01-02T00Z")),
        (at("9999-12-30T00Z"), at("9999-12-31T23-12:00")),
    ],
)
def test_a_range_that_may_hold_an_unknown_moon_is_refused_with_a_sentence(
    start: datetime, end: datetime
) -> None:
    with pytest.raises(BeyondAlmanac, match=r"^The moon is known here from 1900 to 2100\.$"):
        moons_between(start, end)


@pytest.mark.parametrize(
    "key", ["new-0", "full-0", "full-1248", "new-1249", "full--1", "new--1", "full--600", "new--1242"]
)
def test_a_moon_is_found_by_its_key(key: str) -> None:
    moon = moon_of(key)
    assert moon.key == key
    assert moon_nearest(moon.phase, moon.instant) == moon


NO_KEYS = ["", "full-334 ", "full-" + "9" * 5_000]
NO_KEYS += ["full", "full-", "full-x", "Full-3", "half-3", "full-03", "new--0", "full-1.5", "full-٣"]


@pytest.mark.parametrize("key", NO_KEYS)
def test_a_key_that_is_none_is_not_found(key: str) -> None:
    with pytest.raises(NotFound, match="A moon's key is like full-334"):
        moon_of(key)


@pytest.mark.parametrize("key", ["full-1249", "new-1250", "full--1243", "new--99999", "full-99999"])
def test_a_key_beyond_the_almanac_is_refused(key: str) -> None:
    with pytest.raises(BeyondAlmanac):
        moon_of(key)


@pytest.mark.parametrize(
    ("phase", "instant", "key"),
    [
        ("full", "2027-01-22T00Z", "full-334"),
        ("new", "2027-01-22T00Z", "new-334"),
        ("full", "2027-01-01T00Z", "full-333"),
        ("full", "2000-01-03T00Z", "full--1"),
        ("full", "2100-12-31T00Z", "full-1248"),
        ("new", "2101-01-01T12Z", "new-1249"),
    ],
)
def test_the_nearest_moon_of_a_phase(phase: Phase, instant: str, key: str) -> None:
    assert moon_nearest(phase, at(instant)).key == key


@given(
    instant=st.datetimes(datetime(2000, 3, 1), datetime(2100, 11, 1), timezones=st.just(UTC)),
    phase=st.sampled_from(get_args(Phase)),
)
def test_no_moon_of_a_phase_is_nearer_than_the_nearest(instant: datetime, phase: Phase) -> None:
    wide = moons_between(instant - timedelta(days=45), instant + timedelta(days=45))
    distances = [abs(moon.instant - instant) for moon in wide if moon.phase == phase]
    assert abs(moon_nearest(phase, instant).instant - instant) == min(distances)


def test_of_two_moons_equally_near_the_earlier_is_taken() -> None:
    early, late = moon_of("full-333"), moon_of("full-334")
    middle = early.instant + (late.instant - early.instant) / 2
    assert moon_nearest("full", middle) == early
    assert moon_nearest("full", middle + INSTANT) == late


@pytest.mark.parametrize(
    "question", ["full 2101-01-01", "full 1899-08-01", "new 2101-02-01", "new 1700-01-01"]
)
def test_the_nearest_moon_is_not_guessed_beyond_the_almanac(question: str) -> None:
    phase, day = question.split()
    with pytest.raises(BeyondAlmanac):
        moon_nearest("full" if phase == "full" else "new", at(f"{day}T00Z"))


@pytest.mark.parametrize(
    ("read", "content"),
    [(almanac.read_table, "12345678"), (almanac.read_table, "123"), (almanac.read_table, None),
     (almanac.read_eclipses, "full-1"), (almanac.read_eclipses, "full-1,blue"), (almanac.read_eclipses, None)],
)  # fmt: skip
def test_a_damaged_file_is_named_in_a_sentence(
    read: Callable[[Path], object], content: str | None, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "moons").write_text(content)
    with pytest.raises(Misconfigured, match="The file moons that came with folkmoot is damaged"):
        read(tmp_path / "moons")


def test_being_beyond_the_almanac_is_the_callers_data_not_our_fault() -> None:
    assert issubclass(BeyondAlmanac, BadData) and BeyondAlmanac("").exit_code == 65


@pytest.mark.parametrize("year", [2000, 2027, 2100])
def test_reading_a_year_of_moons_imports_neither_numpy_nor_skyfield_nor_textual(year: int) -> None:
    script = f"""
import sys
from datetime import UTC, datetime
from folkmoot_core.rhythm.almanac import eighth, moon_nearest, moon_of, moons_between
assert len(moons_between(datetime({year}, 1, 1, tzinfo=UTC), datetime({year + 1}, 1, 1, tzinfo=UTC))) >= 24
middle = datetime({year}, 7, 1, tzinfo=UTC)
moon_of("full-334"), moon_nearest("full", middle), eighth(middle)
print(*sorted({{"numpy", "skyfield", "textual"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
