"""The worked cases of `figures/schedule_cases.json`: from a moon to a meeting, figure by figure.

The figures were computed twice, with other libraries (Skyfield + DE440 and ephem; zoneinfo and pytz).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from folkmoot.contributions import Occurrence
from folkmoot.zones import utc, utc_at, zone
from folkmoot_core.rhythm.almanac import moon_of, moons_between
from folkmoot_core.rhythm.founding import rules_of_founding
from folkmoot_core.rhythm.model import ChangedOccurrence, Moon, MoonRule
from folkmoot_core.rhythm.rules import REACH, chosen_moons, day_shift, nearest_to_target, plan, resolve

CASES = {
    case["case"]: case
    for case in json.loads((Path(__file__).parent / "figures/schedule_cases.json").read_text("utf-8"))[
        "cases"
    ]
}
SIMPLE = [
    "nearest-evening-vs-local-date",
    "one-moon-four-places",
    "friday-closest-published",
    "saturday-four-days-back-three-ahead",
    "weekend-tie-by-days",
    "window-misses",
    "gap-at-midnight",
    "ambiguous-fall-back",
    "instant-rounded",
]


def simple_figures() -> list[Any]:
    """Each expected meeting with the rule that makes it: rules and moons in the order of the case."""
    figures = []
    for name in SIMPLE:
        rules, expected = CASES[name]["input"], CASES[name]["expected"]
        for index, figure in enumerate(expected):
            rule = rules[index] if len(rules) == len(expected) else rules[0]
            figures.append(pytest.param(rule, figure, id=f"{name}-{rule['id']}-{figure['moon']}"))
    return figures


def shown(occurrence: Occurrence) -> dict[str, Any]:
    moon = moon_of(occurrence.moon or "")
    local = occurrence.local_start
    return {
        "moon": occurrence.moon,
        "moon_utc": utc(moon.instant),
        "moon_local": moon.instant.astimezone(zone(occurrence.zone)).isoformat(),
        "start_local": local.isoformat(),
        "start_utc": utc(occurrence.start),
        "weekday": f"{local:%a}",
        "flag": occurrence.flag,
    }


def assert_like(occurrence: Occurrence | None, figure: Mapping[str, Any]) -> None:
    assert occurrence is not None
    found = shown(occurrence)
    assert found == {name: figure[name] for name in found}


@pytest.mark.parametrize(("rule", "figure"), simple_figures())
def test_a_rule_hangs_its_meeting_where_the_worked_case_says(
    rule: dict[str, Any], figure: dict[str, Any]
) -> None:
    occurrence = resolve(msgspec.convert(rule, MoonRule), moon_of(figure["moon"]))
    if "occurrence" in figure:
        assert occurrence is None
    else:
        assert_like(occurrence, figure)


@pytest.mark.parametrize(("rule", "figure"), simple_figures()[:3])
def test_a_rule_made_of_plain_keywords_gives_the_same(rule: dict[str, Any], figure: dict[str, Any]) -> None:
    moon = Moon(figure["moon"], figure["moon"].split("-")[0], datetime.fromisoformat(figure["moon_utc"]))
    assert_like(resolve(MoonRule(**rule), moon), figure)


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("year-plan")])
def test_two_gatherings_a_year_replace_the_calls_of_their_lunations(name: str) -> None:
    expected = CASES[name]["expected"]
    there = zone(expected["zone"])
    start = datetime(expected["year"], 1, 1, tzinfo=there)
    end = datetime(expected["year"] + 1, 1, 1, tzinfo=there)
    rules = rules_of_founding(expected["zone"], "19:00", tuple(CASES[name]["input"]["targets"]))[:2]
    moons = [moon for moon in moons_between(start, end) if moon.phase == "full"]
    assert len(moons) == expected["full_moons"]
    planned = plan(rules, moons_between(start - REACH, end + REACH))
    keys = {moon.key for moon in moons}
    planned = [occurrence for occurrence in planned if occurrence.moon in keys]
    gatherings = [occurrence for occurrence in planned if occurrence.kind == "gathering"]
    calls = [occurrence for occurrence in planned if occurrence.kind == "call"]
    assert [shown(occurrence) for occurrence in gatherings] == expected["gatherings"]
    assert [shown(occurrence) for occurrence in calls] == expected["calls"]
    if "replaced" in expected:
        assert sorted(keys - {call.moon for call in calls}) == expected["replaced"]


def test_a_gathering_on_a_blue_moon_replaces_only_the_call_of_that_moon() -> None:
    case = CASES["blue-moon-gathering"]
    zone_name, target = case["input"]["zone"], case["input"]["target"]
    rules = rules_of_founding(zone_name, "19:00", (target,))[:2]
    start, end = datetime(2026, 5, 1, tzinfo=zone(zone_name)), datetime(2026, 6, 1, tzinfo=zone(zone_name))
    may = [moon.key for moon in moons_between(start, end) if moon.phase == "full"]
    assert may == case["expected"]["two"]
    around = moons_between(start - REACH, end + REACH)
    assert nearest_to_target(rules[0], target, 2026, around).key == case["expected"]["gathering"]
    planned = [occurrence for occurrence in plan(rules, around) if occurrence.moon in may]
    assert [o.moon for o in planned if o.kind == "gathering"] == [case["expected"]["gathering"]]
    assert [shown(o) for o in planned if o.kind == "call"] == case["expected"]["calls_kept"]


@pytest.mark.parametrize("zone_name", CASES["zone-dependent-blue-moon"]["input"]["zones"])
@pytest.mark.parametrize("month", CASES["zone-dependent-blue-moon"]["input"]["months"])
def test_which_month_has_two_full_moons_depends_on_the_zone(zone_name: str, month: str) -> None:
    first = date.fromisoformat(f"{month}-01")
    after = (first + timedelta(days=32)).replace(day=1)
    start, end = (utc_at(datetime.combine(day, datetime.min.time()), zone_name) for day in (first, after))
    keys = [moon.key for moon in moons_between(start, end) if moon.phase == "full"]
    expected = CASES["zone-dependent-blue-moon"]["expected"][zone_name][month]
    assert (keys, len(keys)) == (expected["keys"], expected["count"])


def test_moved_and_cancelled_meetings_keep_their_key_and_count_their_changes() -> None:
    case = CASES["moved-and-cancelled"]
    rule = msgspec.convert(case["input"]["rule"], MoonRule)
    changes = [
        ChangedOccurrence(rule=rule.id, **dict(change.items())) for change in case["input"]["exceptions"]
    ]
    for change, figure in zip(changes, case["expected"], strict=True):
        occurrence = resolve(rule, moon_of(change.key), change)
        assert_like(occurrence, figure)
        assert occurrence is not None
        assert occurrence.key == f"full-call/{change.key}"
        assert occurrence.sequence == figure["sequence"]
        if "original_start_utc" in figure:
            assert occurrence.replaced_start is not None
            assert utc(occurrence.replaced_start) == figure["original_start_utc"]
        assert occurrence.status == ("cancelled" if figure["status"] == "CANCELLED" else "moved")


def test_wall_time_is_the_promise_and_the_pinned_zone_data_gives_its_instant() -> None:
    case = CASES["tzdata-changes-under-you"]
    figure = case["expected"]["tzdata_2026f"]
    assert_like(resolve(msgspec.convert(case["input"], MoonRule), moon_of(figure["moon"])), figure)


@pytest.mark.parametrize("zone_name", CASES["members-elsewhere"]["expected"]["members"])
def test_members_elsewhere_see_their_own_clock_and_how_many_days_it_is_off(zone_name: str) -> None:
    case = CASES["members-elsewhere"]
    occurrence = resolve(msgspec.convert(case["input"], MoonRule), moon_of(case["expected"]["moon"]))
    assert_like(occurrence, case["expected"])
    assert occurrence is not None
    expected = case["expected"]["members"][zone_name]
    assert occurrence.start.astimezone(zone(zone_name)).isoformat() == expected["local"]
    assert day_shift(occurrence.start, occurrence.zone, zone_name) == expected["day_shift"]


@pytest.mark.parametrize("figure", CASES["summit-three-sessions-dst-weeks"]["expected"])
def test_a_wall_time_in_its_own_zone_stays_put_through_clock_changes(figure: dict[str, str]) -> None:
    local = datetime.fromisoformat(figure["local"])
    instant = utc_at(local.replace(tzinfo=None), figure["session"])
    assert utc(instant) == figure["utc"]
    assert instant.astimezone(zone(figure["session"])).isoformat() == figure["local"]
    assert instant.astimezone(zone("Europe/London")).isoformat() == figure["london"]
    assert instant.astimezone(zone("America/New_York")).isoformat() == figure["new_york"]


def test_a_target_on_29_february_is_the_28th_in_other_years() -> None:
    rule = MoonRule(id="gathering", targets=("02-29",))
    moons = moons_between(datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 4, 30, tzinfo=UTC))
    assert chosen_moons(rule, moons, ()) == {"full-335"}
