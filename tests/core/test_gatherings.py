"""Gatherings: prepared by those who tend them, marked on the day, and the only way to become a Friend."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from core.at_gatherings import DAY, FIRST, HOUR, SECOND, at, friend, guest
from door.visitors import as_partner
from folkmoot.errors import NotAllowed, NotFound
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_core.answers.actions import give_answer, host
from folkmoot_core.gatherings.actions import (
    ChangedMeanwhile,
    gathering,
    gatherings,
    needs,
    next_gathering,
    prepare,
)
from folkmoot_core.gatherings.model import Gathering
from folkmoot_core.gatherings.rules import marking_span, missed_by_others, missed_from, seats
from folkmoot_core.people.cards import leave, save_card
from folkmoot_core.people.model import Card
from folkmoot_core.rhythm.actions import hold_gathering_on, restore_occurrence
from folkmoot_core.rhythm.calendar import occurrence_of
from folkmoot_core.today.gathered import today_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
YEAR = timedelta(days=365)


def on_today(community: TestCommunity, handle: str) -> str:
    return "\n".join(item.text for item in today_of(community.session(handle)).items)


# -- rules -------------------------------------------------------------------------------------------------

PEOPLE = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(PEOPLE, st.sets(st.sampled_from("abcdefgh")), st.integers(0, 9))
def test_places_go_in_the_order_of_saying_yes_and_hosts_always_have_one(
    yes: Sequence[str], hosting: set[str], capacity: int
) -> None:
    found = seats(yes, hosting, capacity)
    assert sorted((*found.coming, *found.waiting)) == sorted(yes)
    assert not hosting & set(found.waiting)
    if not capacity:
        assert not found.waiting
    elif found.waiting:
        assert len(found.coming) == max(capacity, len(hosting & set(yes)))
        others = [handle for handle in yes if handle not in hosting]
        assert list(found.waiting) == others[len(others) - len(found.waiting) :]


def test_who_came_is_marked_from_the_morning_of_its_own_clock_and_two_weeks_longer() -> None:
    start = datetime(2027, 3, 20, 2, tzinfo=UTC)  # in Auckland it is three in the afternoon of the 20th
    begins, ends = marking_span(start, start + 3 * HOUR, "Pacific/Auckland")
    assert begins == datetime(2027, 3, 19, 11, tzinfo=UTC)
    assert ends == start + 3 * HOUR + 14 * DAY


@pytest.mark.parametrize(
    ("came_ago", "since_ago", "held_ago", "missed_ago"),
    [
        (None, None, (10,), None),  # nothing is known of them
        (400, 900, (), None),  # nothing took place
        (400, 900, (500,), None),  # nothing since they were there
        (400, 900, (200,), 35),
        (None, 400, (200,), 35),  # never there, since they came in
        (400, 900, (380, 20), 35),
        (800, 900, (20,), 20),  # the first since then was twenty days ago
        (100, 900, (50,), -265),
    ],
)
def test_somebody_is_missed_a_year_after_they_were_there_if_there_was_a_gathering(
    came_ago: int | None, since_ago: int | None, held_ago: tuple[int, ...], missed_ago: int | None
) -> None:
    def ago(days: int | None) -> datetime | None:
        return None if days is None else NOON - timedelta(days=days)

    held = [NOON - timedelta(days=days) for days in held_ago]
    assert missed_from(ago(came_ago), ago(since_ago), held) == ago(missed_ago)


@pytest.mark.parametrize(
    ("missed_ago", "held_ago", "by_others"),
    [
        (None, (), False),
        (-1, (), False),
        (0, (), False),
        (29, (), False),
        (30, (), True),
        (5, (3,), True),
        (5, (5,), False),
    ],
)
def test_the_others_see_it_a_month_later_or_after_the_next_gathering(
    missed_ago: int | None, held_ago: tuple[int, ...], by_others: bool
) -> None:
    since = None if missed_ago is None else NOON - timedelta(days=missed_ago)
    held = [NOON - timedelta(days=days) for days in held_ago]
    assert missed_by_others(since, held, NOON) is by_others


# -- prepared ----------------------------------------------------------------------------------------------


def test_partners_and_friends_who_host_prepare_a_gathering_and_nobody_else(community: TestCommunity) -> None:
    friend(community, "fay", "gil")
    guest(community, "hal")
    community.moment += 20 * DAY
    wanted = Gathering(occurrence=SECOND, theme="Seeds", place="the mill", capacity=12, about="bring a cup")
    for handle in ("fay", "hal"):
        with pytest.raises(NotAllowed, match="Friends who host"):
            prepare(community.session(handle), wanted)
    host(community.session("fay"), SECOND, True)
    host(community.session("hal"), SECOND, True)
    assert prepare(community.session("fay"), wanted) == wanted
    with pytest.raises(NotAllowed, match="Friends who host"):
        prepare(community.session("hal"), wanted)
    prepare(community.session("ana"), Gathering(occurrence=SECOND, theme="Bread"))
    assert gathering(community.session("hal"), SECOND).prepared.theme == "Bread"
    leave(community.session("fay"), "fay")
    assert gathering(community.session("ana"), SECOND).tally.hosts == ("hal",)


def test_two_who_prepare_at_once_lose_nothing_and_see_both(community: TestCommunity) -> None:
    as_partner(community, community.join("bo").handle)
    ana, bo = community.session("ana"), community.session("bo")
    seen = gathering(ana, FIRST).prepared
    prepare(bo, Gathering(occurrence=FIRST, theme="Seeds", capacity=9), seen)
    with pytest.raises(ChangedMeanwhile, match="Seeds; room for 9") as told:
        prepare(ana, Gathering(occurrence=FIRST, theme="Bread"), seen)
    assert prepare(ana, Gathering(occurrence=FIRST, theme="Bread"), told.value.now).theme == "Bread"


def test_what_is_no_gathering_is_not_prepared(community: TestCommunity) -> None:
    ana = community.session("ana")
    for key in ("full-call/full-332", "gathering/full-333", "none", "last"):
        with pytest.raises(NotFound):
            prepare(ana, Gathering(occurrence=key))
    assert [one.key for one in gatherings(ana)] == [FIRST, SECOND]  # none from before the community
    assert next_gathering(ana) == occurrence_of(ana.store, FIRST)


def test_an_occurrence_leads_to_where_it_is_prepared(community: TestCommunity) -> None:
    found = community.session("ana").meetings(community.moment, community.moment + 150 * DAY)
    assert {one.opens for one in found if one.kind == "gathering"} == {f"gatherings/{FIRST}"}
    assert {one.opens for one in found if one.kind == "organising"} == {None}


def test_when_it_is_full_a_later_yes_waits_and_moves_up_in_order(community: TestCommunity) -> None:
    friend(community, "fay", "gil", "hal")
    community.moment += DAY
    prepare(community.session("ana"), Gathering(occurrence=SECOND, capacity=2))
    for handle in ("fay", "gil", "hal"):
        community.moment += HOUR
        give_answer(community.session(handle), SECOND, "yes")
    assert gathering(community.session("ana"), SECOND).seats.waiting == ("hal",)
    assert "number 1 of those who wait" in on_today(community, "hal")
    community.moment += HOUR
    give_answer(community.session("fay"), SECOND, "yes", "I bring bread")  # keeps her place
    assert gathering(community.session("ana"), SECOND).seats.waiting == ("hal",)
    give_answer(community.session("fay"), SECOND, "no")
    assert gathering(community.session("ana"), SECOND).seats.coming == ("gil", "hal")
    assert "wait" not in on_today(community, "hal")


def test_hosts_read_what_those_who_come_need_until_it_is_over(community: TestCommunity) -> None:
    friend(community, "fay", "gil")
    save_card(community.session("fay"), Card(account="fay", needs="a ramp"))
    save_card(community.session("gil"), Card(account="gil", needs="quiet", needs_for="nobody"))
    for handle in ("fay", "gil"):
        give_answer(community.session(handle), SECOND, "maybe")
    ana = community.session("ana")
    assert needs(ana, gathering(ana, SECOND)) == []
    assert needs(community.session("fay"), gathering(ana, SECOND)) == [("fay", "a ramp")]
    host(ana, SECOND, True)
    assert needs(ana, gathering(ana, SECOND)) == [("fay", "a ramp")]
    community.moment = gathering(ana, SECOND).occurrence.start - 30 * DAY
    assert "1 of them says what they need" in on_today(community, "ana")
    at(community, SECOND, 4 * HOUR)
    ana = community.session("ana")
    assert needs(ana, gathering(ana, SECOND)) == []


def test_a_gathering_on_another_moon_takes_along_what_was_prepared_and_back(community: TestCommunity) -> None:
    ana = community.session("ana")
    prepare(ana, Gathering(occurrence=FIRST, theme="Seeds"))
    hold_gathering_on(ana, "full-338")
    assert gathering(ana, "gathering/full-338").prepared.theme == "Seeds"
    restore_occurrence(ana, "gathering/full-338")
    assert gathering(ana, FIRST).prepared.theme == "Seeds"


def test_the_commands_do_all_of_it(community: TestCommunity) -> None:
    guest(community, "hal", "ian")
    run = community.run
    run("hal", "gatherings", "edit", "next", "--theme", "mine", code=77)
    run("ana", "gatherings", "edit", FIRST, "--capacity", "many", code=65)
    run("ana", "gatherings", "edit", FIRST, "--capacity", "-3", code=65)
    run("ana", "gatherings", "edit", FIRST, "--theme", "x" * 81, code=65)
    run(
        "ana",
        "gatherings",
        "edit",
        FIRST,
        "--theme",
        HOSTILE[:70],
        "--place",
        HOSTILE[:110],
        "--capacity",
        "1",
    )
    run("ana", "gatherings", "edit", FIRST, "--about", HOSTILE)
    run("ana", "answer", FIRST, "--host")
    run("hal", "answer", FIRST, "yes")
    assert "All places are taken for now" in run("hal", "gatherings", "show", "next")
    shown = run("ana", "gatherings", "show", FIRST)
    assert "\x1b" not in shown
    assert "full moon, Mon" in shown
    assert "1 of 1; 1 waits" in shown
    told = json.loads(run("ana", "gatherings", "show", FIRST, "--json"))
    assert (told["capacity"], told["hosts"], told["waiting"]) == (1, ["ana"], ["hal"])
    run("ana", "gatherings", "came", FIRST, "hal", code=65)
    at(community, FIRST)
    assert "Guests who came: hal ian" in run("ana", "gatherings", "came", "next", "hal", "ian")
    assert "1 mark taken back." in run("ana", "gatherings", "came", FIRST, "ian", "--not")
    run("hal", "gatherings", "welcome", FIRST, "hal", code=77)
    assert "Welcomed as Friends: Hal." in run("ana", "gatherings", "welcome", FIRST)
    run("ana", "gatherings", "welcome", FIRST, "ian", code=65)
    run("ana", "gatherings", "show", "gathering/none", code=65)
    rows = json.loads(run("hal", "gatherings", "--json"))
    assert [one["came"] for one in rows["gatherings"] if one["key"] == FIRST] == [["hal"]]
    assert rows["we_miss"] == []
    assert "1 was there" in run("hal", "gatherings")
