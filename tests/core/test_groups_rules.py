"""Groups' rules: sizes, looking back, the pulse on the calendar, whose turn it is, proposals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from folkmoot.recurring import comes_round
from folkmoot_core.groups.forms import HomeForm, pulse_of
from folkmoot_core.groups.model import Asking, Group, Pulse, Seat
from folkmoot_core.groups.proposing import Person, proposed, spread
from folkmoot_core.groups.rules import (
    Meeting,
    counted_from,
    hint_for,
    looks_back_on,
    months_later,
    on_weekday,
    past_its_end,
    room_in,
    rule_of,
    still_needed,
    turns,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOON.date()


def a_group(**about: object) -> Group:
    given = {"kind": "home", "name": "Mill", "began": NOON, "turns_from": NOON, **about}
    return Group(**given)  # type: ignore[arg-type]


def seat(account: str, *, days: int = 0, hosted: int | None = None) -> Seat:
    """Somebody who came so many days ago, and hosted so many days ago."""
    on = TODAY - timedelta(days=hosted) if hosted is not None else None
    return Seat(group=1, account=account, since=TODAY - timedelta(days=days), hosted=on)


@pytest.mark.parametrize(
    ("people", "room", "hint"),
    [(1, 5, "grow"), (2, 4, "grow"), (3, 3, None), (6, 0, None), (7, 0, "split"), (9, 0, "split")],
)
def test_three_to_six_are_a_group_seven_are_two_and_two_are_few(
    people: int, room: int, hint: str | None
) -> None:
    assert (room_in(people), hint_for(people)) == (room, hint)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 10, 1), 3, date(2027, 1, 1)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_three_months_later_is_the_same_day_or_the_months_last(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_a_group_looks_back_three_months_after_the_last_time_or_its_beginning() -> None:
    assert looks_back_on(a_group()) == date(2027, 2, 22)
    assert looks_back_on(a_group(looked_back=date(2027, 1, 5))) == date(2027, 4, 5)


def test_a_working_group_is_past_its_end_from_that_day_until_it_is_closed() -> None:
    group = a_group(kind="working", until=TODAY)
    assert not past_its_end(group, TODAY - timedelta(days=1))
    assert past_its_end(group, TODAY)
    assert not past_its_end(a_group(kind="working", until=TODAY, closed=NOON), TODAY)


def test_a_second_home_group_takes_the_yes_of_both() -> None:
    asking = Asking(group=3, account="bo", at=NOON)
    assert still_needed(asking, [1]) == {1, 3}
    assert still_needed(Asking(group=3, account="bo", at=NOON, yes=(3,)), [1]) == {1}
    assert still_needed(Asking(group=3, account="bo", at=NOON, yes=(1, 3)), [1]) == set()


# -- the pulse ---------------------------------------------------------------------------------------------


def walls(pulse: Pulse, start: datetime, days: int) -> list[datetime]:
    found = comes_round(
        rule_of(pulse), pulse.first, pulse.at, pulse.zone, start, start + timedelta(days=days)
    )
    return [one.wall for one in found]


def test_a_weekly_pulse_keeps_its_hour_when_the_clocks_change() -> None:
    pulse = Pulse(every="weekly", weekday=7, zone="Europe/Lisbon", first=date(2027, 3, 21))
    found = [*comes_round(rule_of(pulse), pulse.first, "19:00", pulse.zone, NOON, NOON + timedelta(days=130))]
    assert [one.wall.hour for one in found] == [19, 19]
    assert [one.instant.hour for one in found] == [19, 18]


@pytest.mark.parametrize(
    ("first", "days"),
    [
        (
            date(2027, 1, 13),
            [date(2027, 1, 13), date(2027, 2, 10), date(2027, 3, 10)],
        ),  # the second Wednesday
        (date(2026, 12, 30), [date(2026, 12, 30), date(2027, 1, 27), date(2027, 2, 24)]),  # the last one
    ],
)
def test_a_monthly_pulse_keeps_its_place_in_the_month(first: date, days: list[date]) -> None:
    pulse = Pulse(every="monthly", weekday=3, first=first)
    assert [wall.date() for wall in walls(pulse, NOON, 120)][:3] == days


@given(
    st.sampled_from(["weekly", "fortnightly", "monthly"]),
    st.integers(1, 7),
    st.dates(date(2024, 1, 1), date(2026, 12, 1)),
)
def test_counted_from_near_by_a_pulse_is_the_same(every: str, weekday: int, since: date) -> None:
    pulse = Pulse(every=every, weekday=weekday, first=on_weekday(weekday, since))  # type: ignore[arg-type]
    near = counted_from(pulse, TODAY)
    assert near <= max(TODAY, pulse.first)
    end = NOON + timedelta(days=90)
    whole = [one.wall for one in comes_round(rule_of(pulse), pulse.first, "19:00", "UTC", NOON, end)]
    assert [one.wall for one in comes_round(rule_of(pulse), near, "19:00", "UTC", NOON, end)] == whole


def test_a_pulse_begins_on_its_weekday_and_changes_from_today_on() -> None:
    form = HomeForm(name="Mill", zone="UTC", every="fortnightly", weekday="3", first="2026-11-02")
    before = pulse_of(form, TODAY)
    assert before.first == date(2026, 11, 4)
    same = HomeForm(name="Mill", zone="UTC", every="fortnightly", weekday="3", first="2026-11-04", at="20:00")
    assert pulse_of(same, TODAY, before).first == before.first  # every second week stays the same one
    other = HomeForm(name="Mill", zone="UTC", every="fortnightly", weekday="5", first="2026-11-04")
    assert pulse_of(other, TODAY, before).first == date(2026, 11, 27)


# -- turns to host -----------------------------------------------------------------------------------------


def days(count: int) -> list[Meeting]:
    return [Meeting(TODAY + timedelta(days=7 * number)) for number in range(count)]


def test_who_hosted_longest_ago_hosts_next_and_who_never_did_has_waited_since_they_came() -> None:
    seats = [seat("ana", days=99, hosted=7), seat("bo", days=99, hosted=21), seat("cy", days=50)]
    assert turns(seats, days(4)) == ["cy", "bo", "ana", "cy"]


def test_nobody_new_hosts_before_those_who_were_there() -> None:
    seats = [seat("ana", days=99, hosted=7), seat("bo", days=99, hosted=14), seat("new", days=0)]
    assert turns(seats, days(4)) == ["bo", "ana", "new", "bo"]


def test_who_takes_a_turn_hosts_and_the_passed_over_one_is_next() -> None:
    seats = [seat("ana", days=9, hosted=30), seat("bo", days=9, hosted=20)]
    first, second = days(2)
    assert turns(seats, [first._replace(hosts=("bo",)), second]) == ["bo", "ana"]


def test_who_does_not_come_is_passed_over_and_keeps_the_turn() -> None:
    seats = [seat("ana", days=9, hosted=30), seat("bo", days=9, hosted=20)]
    first, second = days(2)
    assert turns(seats, [first._replace(without=frozenset({"ana"})), second]) == ["bo", "ana"]
    assert turns(seats, [first._replace(without=frozenset({"ana", "bo"}))]) == [None]


def test_nobody_hosts_before_they_came_and_a_stranger_never() -> None:
    seats = [seat("ana", days=9, hosted=1), seat("bo", days=-3)]
    first, second, third = days(3)
    assert turns(seats, [first._replace(hosts=("zed",)), second, third]) == ["ana", "ana", "bo"]


@given(st.lists(st.sampled_from("abcdef"), unique=True, min_size=1), st.integers(1, 30))
def test_turns_go_round_evenly(people: Sequence[str], count: int) -> None:
    found = turns([seat(one, days=9) for one in people], days(count))
    often = [found.count(one) for one in people]
    assert max(often) - min(often) <= 1


# -- proposals ---------------------------------------------------------------------------------------------

WISHES = st.frozensets(st.sampled_from(["farming", "music", "bread"]), max_size=2)
PEOPLE = st.lists(
    st.builds(
        Person,
        st.integers(0, 60).map(lambda number: f"p{number:02}"),
        st.sampled_from([-480, 0, 60, 330, 345, 780]),
        WISHES,
        st.sampled_from(["", "weekly", "monthly"]),
    ),
    unique_by=lambda person: person.handle,
    max_size=40,
)


@settings(deadline=None)
@given(PEOPLE, st.integers(0, 9), st.randoms())
def test_everybody_is_in_one_group_of_three_to_six_whatever_the_order(
    people: list[Person], seed: int, chance: object
) -> None:
    found = proposed(people, seed)
    if len(people) < 3:
        assert found == ()
        return
    assert sorted(one for group in found for one in group.members) == sorted(one.handle for one in people)
    assert all(3 <= len(group.members) <= 6 for group in found)
    chance.shuffle(people)  # type: ignore[attr-defined]
    assert proposed(people, seed) == found


@given(st.integers(3, 60))
def test_by_one_clock_groups_are_as_equal_as_they_can_be(count: int) -> None:
    sizes = [len(group.members) for group in proposed([Person(f"p{n:02}") for n in range(count)], 1)]
    assert max(sizes) - min(sizes) <= 1


def test_people_by_far_clocks_are_not_put_together_where_it_can_be_helped() -> None:
    near = [Person(f"near{n}", 0) for n in range(4)]
    far = [Person(f"far{n}", 12 * 60) for n in range(5)]
    assert sorted((len(group.members), group.spread) for group in proposed(near + far, 3)) == [(4, 0), (5, 0)]


def test_people_of_one_wish_and_who_want_to_be_together_are_put_together() -> None:
    farming = [Person(f"f{n}", 0, frozenset({"farming"})) for n in range(4)]
    music = [Person(f"m{n}", 0, frozenset({"music"})) for n in range(3)]
    friend = Person("friend", 0, beside=frozenset({"m0"}))
    found = proposed([*farming, *music, friend], 5)
    assert {group.members for group in found} == {("f0", "f1", "f2", "f3"), ("friend", "m0", "m1", "m2")}
    assert {group.shared for group in found} == {(("farming", 4),), (("music", 3),)}


def test_another_seed_may_put_people_together_otherwise() -> None:
    people = [Person(f"p{n:02}") for n in range(20)]
    assert len({proposed(people, seed) for seed in range(5)}) > 1


@pytest.mark.parametrize(
    ("offsets", "minutes"), [([], 0), ([60], 0), ([0, 90], 90), ([-660, 720], 60), ([-480, 780], 180)]
)
def test_clocks_are_as_far_apart_as_the_short_way_round_the_day(offsets: list[int], minutes: int) -> None:
    assert spread(offsets) == minutes


def test_thirteen_hundred_people_are_placed() -> None:
    wishes = [frozenset({"farming"}), frozenset({"music", "bread"}), frozenset[str]()]
    people = [Person(f"p{n:04}", 60 * (n % 4), wishes[n % 3], ["", "weekly"][n % 2]) for n in range(1300)]
    found = proposed(people, 1)
    assert sum(len(group.members) for group in found) == 1300
    assert max(group.spread for group in found) <= 60
