"""Answers to meetings: one each, changed as often as one likes; whose turn it is to host."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from folkmoot.errors import BadData, NotFound
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_core.answers.actions import (
    answers_to,
    asked_to_host,
    coming,
    give_answer,
    host,
    my_answer,
    said_yes_to,
    take_back,
    tally_of,
)
from folkmoot_core.answers.model import Answer
from folkmoot_core.answers.rules import host_order, last_hosted, tallied, whom_to_ask
from folkmoot_core.rhythm.actions import cancel_occurrence, restore_occurrence

CALL = "full-call/full-332"  # Tue, 24 Nov 2026, two days after the moment of these tests
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def said(account: str, says: str, *, days: int = 0, hosts: bool = False) -> Answer:
    at = NOON + timedelta(days=days)
    return Answer(account=account, occurrence="x", says=says, start=at, at=at, hosts=hosts)  # type: ignore[arg-type]


def test_answers_are_counted_in_the_order_in_which_they_came() -> None:
    tally = tallied([said("cy", "yes", days=2), said("bo", "yes", days=1, hosts=True), said("di", "no")])
    assert tally == (("bo", "cy"), (), ("di",), ("bo",))


PEOPLE = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(PEOPLE, st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 50)))
def test_who_never_hosted_is_asked_first_then_whoever_hosted_longest_ago(
    people: Sequence[str], ago: dict[str, int]
) -> None:
    hosted = {handle: NOON - timedelta(days=days) for handle, days in ago.items()}
    order = host_order(people, hosted)
    assert sorted(order) == sorted(people)
    never = [handle for handle in people if handle not in hosted]
    assert order[: len(never)] == never
    days = [ago[handle] for handle in order[len(never) :]]
    assert days == sorted(days, reverse=True)


def test_of_those_who_come_one_is_asked_and_nobody_where_there_is_a_host() -> None:
    hosted = last_hosted(
        [said("bo", "yes", days=-9, hosts=True), said("cy", "yes", days=-3, hosts=True)], NOON
    )
    both = tallied([said("bo", "yes"), said("cy", "yes")])
    assert whom_to_ask(both, ["ana", "bo", "cy"], hosted) == "bo"
    assert whom_to_ask(tallied([]), ["ana", "bo"], hosted) == "ana"
    assert whom_to_ask(tallied([said("ana", "no")]), ["ana", "bo"], hosted) == "bo"
    assert whom_to_ask(tallied([said("cy", "yes", hosts=True)]), ["ana"], hosted) is None
    assert whom_to_ask(tallied([said("ana", "no")]), ["ana"], hosted) is None


def test_hosting_that_is_still_to_come_does_not_count_as_done() -> None:
    assert last_hosted([said("bo", "yes", days=5, hosts=True)], NOON) == {}


def test_one_answers_changes_the_answer_and_takes_it_back(community: TestCommunity) -> None:
    ana = community.session("ana")
    give_answer(ana, CALL, "maybe", "I am late")
    give_answer(ana, CALL, "yes")
    stored = my_answer(ana, CALL)
    assert stored is not None
    assert (stored.value.says, stored.value.note) == ("yes", "I am late")
    assert len(answers_to(ana.store, CALL)) == 1
    take_back(ana, CALL)
    assert answers_to(ana.store, CALL) == []
    with pytest.raises(BadData, match="not answered"):
        take_back(ana, CALL)


def test_the_same_answer_twice_writes_nothing(community: TestCommunity) -> None:
    ana = community.session("ana")
    give_answer(ana, CALL, "yes")
    written = ana.store.seq
    give_answer(ana, CALL, "yes")
    assert ana.store.seq == written


def test_what_is_cancelled_over_or_unknown_can_not_be_answered(community: TestCommunity) -> None:
    ana = community.session("ana")
    with pytest.raises(NotFound):
        give_answer(ana, "full-call/full-1", "yes")
    cancel_occurrence(ana, CALL, "storm")
    with pytest.raises(BadData, match="cancelled"):
        give_answer(ana, CALL, "yes")
    restore_occurrence(ana, CALL)
    community.moment += timedelta(days=2, hours=10)
    with pytest.raises(BadData, match="over"):
        give_answer(community.session("ana"), CALL, "yes")


def test_who_hosts_comes_and_who_does_not_come_hosts_no_longer(community: TestCommunity) -> None:
    ana = community.session("ana")
    assert host(ana, CALL, True).says == "yes"
    assert tally_of(ana.store, CALL).hosts == ("ana",)
    give_answer(ana, CALL, "no")
    assert tally_of(ana.store, CALL).hosts == ()
    with pytest.raises(BadData, match="do not host"):
        host(ana, CALL, False)


def test_two_host_at_most(community: TestCommunity) -> None:
    for handle in ("bo", "cy"):
        community.join(handle)
        host(community.session(handle), CALL, True)
    with pytest.raises(BadData, match="host this already"):
        host(community.session("ana"), CALL, True)


def test_a_host_is_looked_for_in_time_and_not_before(community: TestCommunity) -> None:
    ana = community.session("ana")
    near, *_others, far = [one.occurrence for one in coming(ana)]
    assert asked_to_host(ana, near, ana.now()) == "ana"
    assert asked_to_host(ana, far, ana.now()) is None
    host(ana, near.key, True)
    assert asked_to_host(ana, near, ana.now()) is None


def test_a_members_own_calendar_holds_what_they_said_yes_to(
    community: TestCommunity, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    ana = community.session("ana")
    meetings = [one.occurrence for one in coming(ana)]
    give_answer(ana, meetings[0].key, "yes")
    give_answer(ana, meetings[1].key, "maybe")
    assert said_yes_to(ana, meetings) == meetings[:1]
    assert (
        community.command(None, "rhythm", "--from", "2026-11-22", "--to", "2027-11-22", "--ics", "--mine")
        == 0
    )
    assert capsysbinary.readouterr().out.count(b"BEGIN:VEVENT") == 1


def test_the_command_answers_lists_and_says_what_is_missing(
    community: TestCommunity, capsys: pytest.CaptureFixture[str]
) -> None:
    assert community.command(None, "answer", "--json") == 0
    meetings = json.loads(capsys.readouterr().out)["meetings"]
    key = meetings[0]["key"]
    assert community.command(None, "answer", key) == 64
    assert community.command(None, "answer", key, "perhaps") == 64
    assert community.command(None, "answer", "none", "yes") == 65
    assert community.command(None, "answer", key, "yes", "--note", HOSTILE) == 0
    assert community.command(None, "answer", key, "--host") == 0
    capsys.readouterr()
    assert community.command(None, "answer", "--json") == 0
    told = json.loads(capsys.readouterr().out)["meetings"][0]
    assert (told["mine"], told["yes"], told["hosts"]) == ("yes", ["ana"], ["ana"])
    assert community.command(None, "answer", key, "--no-host") == 0
    assert community.command(None, "answer", key, "--back") == 0
    assert community.command(None, "answer") == 0
    assert "not answered" in capsys.readouterr().out


async def test_two_keys_on_today_answer_and_another_session_sees_it(community: TestCommunity) -> None:
    community.join("bo")
    async with community.shell("bo") as screen:
        await screen.press("a")
        assert "do you come?" in screen.text
        await screen.press("y")
        assert "(you: yes, 1 comes)" in screen.text
        async with community.shell("ana") as other:
            await other.press("a")
            assert "Come" in other.text
            assert "bo" in other.text
            await other.press("escape")
            give_answer(community.session("bo"), CALL, "no")
            await other.look()
            assert tally_of(community.session().store, CALL).no == ("bo",)


async def test_hosting_and_a_note_from_the_day(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press("2", "n", "enter")
        assert "Full moon call" in screen.text
        await screen.press("a", "h")
        assert "Host" in screen.text
        assert tally_of(screen.app.session.store, CALL).hosts == ("ana",)
        await screen.press("e")
        await screen.type("bring bread")
        await screen.press("enter")
        assert "bring bread" in screen.text
        await screen.press("delete")
        assert tally_of(screen.app.session.store, CALL).yes == ()


async def test_hostile_names_and_notes_are_inert(community: TestCommunity) -> None:
    community.join("bo", name="Bo [/] Oak")
    give_answer(community.session("bo"), CALL, "yes", HOSTILE)
    async with community.shell("ana") as screen:
        await screen.press("a")
        assert "Come   Bo [/] Oak" in screen.text
        assert "Bo [/] Oak: [/] [bold]x[/bold]" in screen.text
        assert "\x1b" not in screen.text
