"""A clinic's rules: everybody in one group, whoever waited longest brings a case, and a clock that loses nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import given
from msgspec.structs import replace as evolve

from folkmoot.stepclock import MORE, Did, counted, fresh, pressed, room_of, where
from folkmoot_core.clinic.model import Case, Run
from folkmoot_core.clinic.rules import (
    giver_of,
    grouped,
    in_turn,
    is_visitor,
    last_brought,
    next_giver,
    sizes,
)
from folkmoot_core.clinic.shapes import FormatStep

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE, SECOND, NOTHING = timedelta(minutes=1), timedelta(seconds=1), timedelta(0)


@pytest.mark.parametrize(
    ("count", "made"),
    [
        (0, ()),
        (2, ()),
        (3, (3,)),
        (5, (5,)),
        (6, (3, 3)),
        (7, (4, 3)),
        (8, (4, 4)),
        (9, (5, 4)),
        (10, (4, 3, 3)),
        (11, (4, 4, 3)),
        (13, (5, 4, 4)),
        (15, (4, 4, 4, 3)),
    ],
)
def test_groups_have_three_to_five_people_and_are_as_equal_as_can_be(count: int, made: Sequence[int]) -> None:
    assert sizes(count) == made


@given(st.integers(0, 2000))
def test_groups_of_three_to_five_hold_everybody_however_many_there_are(count: int) -> None:
    made = sizes(count)
    assert sum(made) == (count if count >= 3 else 0)
    assert all(3 <= size <= 5 for size in made)
    assert not made or max(made) - min(made) <= 1


@given(st.integers(0, 300), st.integers(2, 12), st.integers(0, 6))
def test_whatever_sizes_a_format_wants_nobody_is_left_out_and_no_group_is_too_small(
    count: int, least: int, more: int
) -> None:
    made = sizes(count, least, least + more)
    assert sum(made) == (count if count >= least else 0)
    assert all(size >= least for size in made)


PEOPLE = st.lists(st.sampled_from([*"abcdefghijklmnop", "+maria", "+jo"]), unique=True, min_size=3)
BROUGHT = st.dictionaries(st.sampled_from("abcdefghijklmnop"), st.dates(date(2025, 1, 1), date(2026, 1, 1)))


def waited(who: str, brought: Mapping[str, date]) -> tuple[bool, date]:
    return (is_visitor(who), brought.get(who, date.min))


@given(PEOPLE, BROUGHT, st.integers(0, 10**6))
def test_everybody_is_in_exactly_one_group(people: list[str], brought: dict[str, date], seed: int) -> None:
    groups = grouped(people, brought, seed)
    assert sorted(who for group in groups for who in group) == sorted(people)


@given(PEOPLE, BROUGHT, st.integers(0, 10**6))
def test_whoever_brings_a_case_waited_longer_than_all_who_do_not(
    people: list[str], brought: dict[str, date], seed: int
) -> None:
    groups = grouped(people, brought, seed)
    givers = [group[0] for group in groups]
    others = [who for group in groups for who in group[1:]]
    assert max(waited(who, brought) for who in givers) <= min(waited(who, brought) for who in others)


@given(PEOPLE, BROUGHT, st.integers(0, 10**6))
def test_a_seed_makes_the_same_groups_in_whatever_order_people_came(
    people: list[str], brought: dict[str, date], seed: int
) -> None:
    assert grouped(people, brought, seed) == grouped(people[::-1], brought, seed)


def test_other_seeds_make_other_groups() -> None:
    people = list("abcdefghijkl")
    assert len({tuple(grouped(people, {}, seed)) for seed in range(20)}) > 15


def test_who_never_brought_a_case_comes_first_then_longest_ago_then_visitors() -> None:
    brought = {"bo": date(2026, 5, 1), "cy": date(2026, 3, 1)}
    assert in_turn(["bo", "+maria", "cy", "di"], brought, 1) == ["di", "cy", "bo", "+maria"]


def test_a_case_passed_on_goes_round_the_group() -> None:
    group = ("ana", "bo", "cy")
    assert [next_giver(group, who) for who in group] == ["bo", "cy", "ana"]
    assert next_giver(group, "somebody who left") == "ana"
    assert giver_of(group, "nobody") == ""


def test_the_last_of_several_cases_counts() -> None:
    cases = [Case(account="bo", on=date(2026, month, 1), meeting="x") for month in (3, 5, 4)]
    assert last_brought(cases) == {"bo": date(2026, 5, 1)}


# -- the clock ---------------------------------------------------------------------------------------------

STEPS = (
    FormatStep(name="in", minutes=3),
    FormatStep(name="alone", minutes=1, goes_on=True),
    FormatStep(name="pairs", minutes=2, goes_on=True),
    FormatStep(name="end", minutes=10),
)
READY = fresh(Run(meeting="x", number=1, people=("ana", "bo", "cy")), STEPS)


def run_by(*presses: tuple[Did, float]) -> Run:
    """A group after presses, each at a minute."""
    run = READY
    for did, minute in presses:
        after = pressed(run, STEPS, NOON + minute * MINUTE, did, "bo")
        assert after is not None, did
        run = after
    return run


def at(run: Run, minute: float) -> tuple[str, int, timedelta, timedelta]:
    found = where(run, STEPS, NOON + minute * MINUTE)
    return (found.state, found.step, found.left, found.over)


def test_before_it_begins_all_of_the_time_is_there() -> None:
    assert at(READY, 50) == ("ready", 0, 3 * MINUTE, NOTHING)
    assert where(READY, STEPS, NOON).ends == NOON + 16 * MINUTE


def test_a_step_runs_down_and_then_says_by_how_much_it_is_over() -> None:
    run = run_by(("start", 0))
    assert at(run, 1) == ("running", 0, 2 * MINUTE, NOTHING)
    assert at(run, 3) == ("running", 0, NOTHING, NOTHING)
    assert at(run, 5) == ("running", 0, NOTHING, 2 * MINUTE)
    assert where(run, STEPS, NOON + 5 * MINUTE).ends == NOON + 18 * MINUTE


def test_a_pause_costs_nothing() -> None:
    run = run_by(("start", 0), ("pause", 1), ("on", 30))
    assert at(run_by(("start", 0), ("pause", 1)), 30) == ("paused", 0, 2 * MINUTE, NOTHING)
    assert at(run, 31) == ("running", 0, MINUTE, NOTHING)


def test_more_time_is_added_to_what_is_left_and_counts_from_now_where_it_was_over() -> None:
    assert at(run_by(("start", 0), ("extend", 1)), 1) == ("running", 0, 4 * MINUTE, NOTHING)
    assert at(run_by(("start", 0), ("extend", 8)), 8) == ("running", 0, MORE, NOTHING)


def test_a_step_that_goes_on_leads_to_the_next_and_others_wait() -> None:
    run = run_by(("start", 0), ("next", 4))
    assert at(run, 4.5) == ("running", 1, MINUTE / 2, NOTHING)
    assert at(run, 5) == ("running", 2, 2 * MINUTE, NOTHING)
    assert at(run, 7) == ("running", 3, 10 * MINUTE, NOTHING)
    assert at(run, 30) == ("running", 3, NOTHING, 13 * MINUTE)


def test_back_gives_a_step_what_it_had_left_and_two_minutes_at_least() -> None:
    assert at(run_by(("start", 0), ("next", 0.5), ("back", 0.7)), 0.7) == (
        "running",
        0,
        2.5 * MINUTE,
        NOTHING,
    )
    assert at(run_by(("start", 0), ("next", 9), ("back", 9.5)), 9.5) == ("running", 0, MORE, NOTHING)
    assert at(run_by(("start", 0), ("next", 4), ("next", 4.5), ("back", 5)), 5)[1:3] == (1, MORE)


def test_next_from_the_last_step_is_the_end_and_back_opens_it_again_standing_still() -> None:
    run = run_by(("start", 0), ("next", 1), ("next", 1), ("next", 1), ("next", 2))
    assert at(run, 90)[:2] == ("ended", 3)
    assert where(run, STEPS, NOON + 90 * MINUTE).ends == NOON + 2 * MINUTE
    again = pressed(run, STEPS, NOON + 3 * MINUTE, "back", "bo")
    assert again is not None
    assert at(again, 9) == ("paused", 3, 9 * MINUTE, NOTHING)


def test_going_to_another_step_leaves_a_clock_that_stands_still_as_it_is() -> None:
    assert at(run_by(("start", 0), ("pause", 1), ("next", 2)), 9)[:2] == ("paused", 1)


@pytest.mark.parametrize(
    ("run", "did"),
    [
        (READY, "pause"),
        (READY, "next"),
        (READY, "end"),
        (run_by(("start", 0)), "start"),
        (run_by(("start", 0)), "back"),
        (run_by(("start", 0)), "on"),
        (run_by(("start", 0), ("pause", 1)), "pause"),
        (run_by(("start", 0), ("end", 1)), "next"),
        (run_by(("start", 0), ("end", 1)), "on"),
        (run_by(("start", 0), ("end", 1)), "end"),
    ],
)
def test_what_changes_nothing_is_refused(run: Run, did: Did) -> None:
    assert pressed(run, STEPS, NOON + 2 * MINUTE, did, "bo") is None


PRESSES = st.lists(
    st.tuples(
        st.sampled_from(["start", "pause", "on", "extend", "next", "back", "end"]),
        st.timedeltas(NOTHING, 20 * MINUTE),
    ),
    max_size=40,
)


@given(PRESSES)
def test_whatever_is_pressed_no_time_is_lost_none_is_won_and_nothing_is_negative(
    presses: list[tuple[Did, timedelta]],
) -> None:
    run, now, ran = READY, NOON, NOTHING
    for did, later in presses:
        now += later
        ran += later if run.since else NOTHING
        run = pressed(run, STEPS, now, did, "bo") or run
        found = where(run, STEPS, now)
        so_far = counted(run, STEPS, now)
        assert sum(so_far.spent, NOTHING) == ran
        assert min(so_far.spent) >= NOTHING
        assert min(found.left, found.over) == NOTHING <= max(found.left, found.over)
        assert found.left - found.over == room_of(run, STEPS, found.step) - so_far.spent[found.step]
        assert 0 <= found.step < len(STEPS)
        assert run.ended or found.ends >= now


@given(PRESSES, st.timedeltas(NOTHING, 90 * MINUTE))
def test_a_group_read_again_from_the_record_is_at_the_same_second(
    presses: list[tuple[Did, timedelta]], later: timedelta
) -> None:
    run, now = READY, NOON
    for did, between in presses:
        now += between
        run = pressed(run, STEPS, now, did, "bo") or run
        read = msgspec.json.decode(msgspec.json.encode(run), type=Run)
        assert where(read, STEPS, now + later) == where(run, STEPS, now + later)


@given(PRESSES, st.timedeltas(NOTHING, 90 * MINUTE), st.timedeltas(NOTHING, 90 * MINUTE))
def test_looking_changes_nothing_however_often_one_looks(
    presses: list[tuple[Did, timedelta]], soon: timedelta, later: timedelta
) -> None:
    run, now = READY, NOON
    for did, between in presses:
        now += between
        run = pressed(run, STEPS, now, did, "bo") or run
    looked = counted(run, STEPS, now + soon)
    assert where(looked, STEPS, now + soon + later) == where(run, STEPS, now + soon + later)


def test_a_clock_that_is_put_back_counts_nothing_and_loses_nothing() -> None:
    run = run_by(("start", 0), ("pause", 2), ("on", 2))
    assert at(run, -60) == ("running", 0, MINUTE, NOTHING)
    paused = pressed(run, STEPS, NOON - 60 * MINUTE, "pause", "bo")
    assert paused is not None
    assert at(paused, 0) == ("paused", 0, MINUTE, NOTHING)


def test_who_pressed_last_stands_in_the_group() -> None:
    assert (run_by(("start", 0), ("pause", 1)).did, run_by(("start", 0)).by) == ("pause", "bo")
    assert evolve(READY).did == ""
