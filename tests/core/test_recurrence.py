"""Meetings by the calendar: the wall time that was promised, whatever the clocks and the months do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given

from folkmoot.recurring import comes_round
from folkmoot.zones import utc, zone
from folkmoot_core.rhythm.by_calendar import day_of, meetings_by_calendar, summit_of
from folkmoot_core.rhythm.model import CalendarRule, ChangedOccurrence, SummitSession
from folkmoot_core.rhythm.recurrence import (
    Recurring,
    first_by_date,
    never_comes,
    recurring_of,
    rrule_of,
)

ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Cairo",
    "Pacific/Auckland",
    "America/Mexico_City",
    "Asia/Kathmandu",
    "UTC",
)


def starts(
    rule: str, first: str, at: str, zone_name: str, start: str, end: str
) -> list[tuple[str, str, str]]:
    """Wall time as promised, UTC, and what the clocks did."""
    span = (
        datetime.fromisoformat(start).replace(tzinfo=UTC),
        datetime.fromisoformat(end).replace(tzinfo=UTC),
    )
    found = comes_round(rule, date.fromisoformat(first), at, zone_name, *span)
    return [(f"{one.wall:%Y-%m-%d %H:%M}", utc(one.instant)[5:16], one.flag or "") for one in found]


@pytest.mark.parametrize(
    ("zone_name", "at", "start", "end", "expected"),
    [
        pytest.param(
            "Europe/London",
            "19:00",
            "2027-03-20",
            "2027-04-06",
            [
                ("2027-03-21 19:00", "03-21T19:00", ""),
                ("2027-03-28 19:00", "03-28T18:00", ""),
                ("2027-04-04 19:00", "04-04T18:00", ""),
            ],
            id="London in spring: the hour stays, the instant moves",
        ),
        pytest.param(
            "Europe/London",
            "01:30",
            "2027-03-27",
            "2027-03-30",
            [("2027-03-28 01:30", "03-28T01:30", "gap")],
            id="London in spring: a time that is skipped takes the offset before",
        ),
        pytest.param(
            "America/New_York",
            "01:30",
            "2026-11-01",
            "2026-11-03",
            [("2026-11-01 01:30", "11-01T05:30", "ambiguous")],
            id="New York in autumn: of two the first",
        ),
        pytest.param(
            "Australia/Lord_Howe",
            "02:15",
            "2026-10-03",
            "2026-10-12",
            [("2026-10-04 02:15", "10-03T15:45", "gap"), ("2026-10-11 02:15", "10-10T15:15", "")],
            id="Lord Howe: half an hour is skipped",
        ),
        pytest.param(
            "Africa/Cairo",
            "00:15",
            "2027-10-25",
            "2027-11-08",
            [("2027-10-31 00:15", "10-30T22:15", ""), ("2027-11-07 00:15", "11-06T22:15", "")],
            id="Cairo after the clocks went back at midnight of the Friday before",
        ),
    ],
)
def test_each_sunday_keeps_its_wall_time(
    zone_name: str, at: str, start: str, end: str, expected: list[tuple[str, str, str]]
) -> None:
    assert starts("FREQ=WEEKLY;BYDAY=SU", "2020-01-01", at, zone_name, start, end) == expected


def test_the_clocks_of_cairo_change_at_midnight() -> None:
    every_friday = ("FREQ=WEEKLY;BYDAY=FR", "2024-01-01", "00:30", "Africa/Cairo")
    assert starts(*every_friday, "2024-04-25", "2024-04-28") == [("2024-04-26 00:30", "04-25T22:30", "gap")]
    every_thursday = ("FREQ=WEEKLY;BYDAY=TH", "2024-01-01", "23:30", "Africa/Cairo")
    assert starts(*every_thursday, "2024-10-31", "2024-11-02") == [
        ("2024-10-31 23:30", "10-31T20:30", "ambiguous")
    ]


def test_a_day_that_a_country_skipped_is_held_at_the_same_hour_of_the_day_after() -> None:
    (held,) = starts(
        "FREQ=WEEKLY;BYDAY=FR", "2011-12-01", "19:00", "Pacific/Apia", "2011-12-28", "2012-01-05"
    )
    assert held == ("2011-12-30 19:00", "12-31T05:00", "gap")
    apia = datetime(2011, 12, 31, 5, tzinfo=UTC).astimezone(zone("Pacific/Apia"))
    assert f"{apia:%Y-%m-%d %H:%M}" == "2011-12-31 19:00"


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["01-31", "03-31", "05-31", "07-31", "08-31", "10-31", "12-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=29", [f"{month:02}-29" for month in range(1, 13) if month != 2]),
        ("FREQ=MONTHLY;BYDAY=5SU", ["01-31", "05-30", "08-29", "10-31"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["01-29", "02-26", "03-26", "04-30", "05-28", "06-25", "07-30",
                                     "08-27", "09-24", "10-29", "11-26", "12-31"]),
        ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=1SA", ["03-06", "06-05", "09-04", "12-04"]),
    ],
)  # fmt: skip
def test_months_that_have_no_such_day_are_skipped(rule: str, days: list[str]) -> None:
    found = starts(rule, "2020-01-01", "12:00", "UTC", "2027-01-01", "2028-01-01")
    assert [wall[5:10] for wall, _utc, _flag in found] == days


def test_the_29th_of_february_comes_in_leap_years() -> None:
    rule = "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29"
    found = starts(rule, "2020-01-01", "12:00", "Europe/Lisbon", "2023-01-01", "2033-01-01")
    assert [wall[:10] for wall, _utc, _flag in found] == ["2024-02-29", "2028-02-29", "2032-02-29"]


def test_a_rule_whose_day_never_comes_ends_with_the_span() -> None:
    never = "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31"
    assert starts(never, "2020-01-01", "12:00", "UTC", "2027-01-01", "2028-01-01") == []


PLAIN = st.one_of(
    st.builds(Recurring, often=st.sampled_from(["weekly", "fortnightly"]), weekday=st.integers(1, 7)),
    st.builds(
        Recurring,
        often=st.sampled_from(["monthly"]),
        weekday=st.integers(1, 7),
        which=st.sampled_from([1, 2, 3, 4, 5, -1]),
    ),
    st.builds(Recurring, often=st.just("monthly"), which=st.just(0), month_day=st.integers(1, 31)),
    st.builds(
        Recurring,
        often=st.just("quarterly"),
        weekday=st.integers(1, 7),
        which=st.sampled_from([1, 2, 3, 4, -1]),
        months=st.sets(st.integers(1, 12), min_size=1).map(lambda months: tuple(sorted(months))),
    ),
)
FIRST = st.dates(date(2000, 1, 1), date(2040, 1, 1))
TIMES = st.times().map(lambda at: f"{at:%H:%M}")


@given(PLAIN, FIRST, TIMES, st.sampled_from(ZONES), st.integers(0, 4000))
def test_starts_strictly_increase_at_the_promised_wall_time(
    plain: Recurring, first: date, at: str, zone_name: str, later: int
) -> None:
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(days=later)
    end = begin + timedelta(days=400)
    found = list(comes_round(rrule_of(plain), first, at, zone_name, begin, end))
    assert all(one.instant < other.instant for one, other in pairwise(found))
    for one in found:
        assert begin <= one.instant < end
        assert one.wall.date() >= first
        assert f"{one.wall:%H:%M}" == at
        there = one.instant.astimezone(zone(zone_name)).replace(tzinfo=None)
        assert there == one.wall or one.flag == "gap"


@given(PLAIN, FIRST, st.integers(0, 4000))
def test_a_rule_counts_the_same_wherever_one_looks(plain: Recurring, first: date, later: int) -> None:
    """A fortnightly meeting is not in another week when it is looked at from a later day."""
    rule = CalendarRule(id="x", recurrence=rrule_of(plain), first=first, zone="Europe/London")
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    assume(later < 3900)
    near = begin + timedelta(days=later)
    end = near + timedelta(days=60)
    whole = [one.key for one in meetings_by_calendar([rule], [], begin, end) if one.start >= near]
    assert [one.key for one in meetings_by_calendar([rule], [], near, end)] == whole


@given(PLAIN)
def test_plain_fields_come_back_from_their_rrule(plain: Recurring) -> None:
    assert rrule_of(recurring_of(rrule_of(plain))) == rrule_of(plain)
    rule = CalendarRule(id="x", recurrence=rrule_of(plain), first=date(2027, 1, 1))
    assert recurring_of(rule.recurrence).often == plain.often


@pytest.mark.parametrize(
    ("months", "day", "never"),
    [((2,), 30, True), ((2,), 29, False), ((4, 6, 9, 11), 31, True), ((4, 5), 31, False)],
)
def test_a_date_that_none_of_the_months_has_never_comes(
    months: tuple[int, ...], day: int, never: bool
) -> None:
    assert never_comes(Recurring(often="quarterly", which=0, month_day=day, months=months)) is never


def test_a_rule_by_date_counts_from_its_first_such_day() -> None:
    plain = Recurring(often="monthly", which=0, month_day=31)
    assert first_by_date(plain, date(2027, 2, 3)) == date(2027, 3, 31)


SUMMIT = CalendarRule(
    id="summit",
    kind="summit",
    recurrence="FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=1SA",
    first=date(2027, 1, 1),
    zone="Europe/Lisbon",
    sessions=(
        SummitSession(id="opening", title="Opening", zone="Europe/Lisbon"),
        SummitSession(id="dawn", title="Dawn", day=2, local_time="07:00", zone="Pacific/Auckland"),
    ),
)
SPRING = (datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC))


def test_sessions_of_a_summit_are_meetings_of_their_own_in_their_own_zones() -> None:
    held = {one.key: one for one in meetings_by_calendar([SUMMIT], [], *SPRING)}
    assert set(held) == {"summit/2027-03-06/opening", "summit/2027-03-06/dawn"}
    dawn = held["summit/2027-03-06/dawn"]
    assert (utc(dawn.start), dawn.zone) == ("2027-03-06T18:00:00Z", "Pacific/Auckland")
    assert f"{dawn.local_start:%Y-%m-%d %H:%M}" == "2027-03-07 07:00"
    assert {summit_of(key) for key in held} == {"summit/2027-03-06"}


def test_a_moved_session_keeps_its_key_and_is_found_where_it_is_held() -> None:
    moved = ChangedOccurrence(
        rule="summit", key="2027-03-06/dawn", action="move", start_local="2027-04-02T08:00"
    )
    assert [one.key for one in meetings_by_calendar([SUMMIT], [moved], *SPRING)] == [
        "summit/2027-03-06/opening"
    ]
    april = (datetime(2027, 4, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC))
    (dawn,) = meetings_by_calendar([SUMMIT], [moved], *april)
    assert (dawn.key, dawn.status) == ("summit/2027-03-06/dawn", "moved")
    assert dawn.replaced_start is not None
    assert dawn.end - dawn.start == timedelta(minutes=90)


def test_keys_that_are_no_days_hang_on_moons() -> None:
    assert day_of("full-334") is None
    assert day_of("9999-12-31") is None
    assert day_of("2027-02-30") is None
    assert day_of("2027-03-06/dawn") == date(2027, 3, 6)
    assert summit_of("full-call/full-334") == ""
    assert summit_of("quiet/2027-03-14") == ""
