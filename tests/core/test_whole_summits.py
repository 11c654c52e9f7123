"""A summit as a whole: moved, cancelled and taken back in one act, by keys and commands, and told once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from door.visitors import a_code, comes_in
from folkmoot.door.invites import occasions
from folkmoot.errors import BadData, ChangedMeanwhile, NotAllowed, NotFound
from folkmoot.testing import HOSTILE, NOON, TestCommunity
from folkmoot_core.rhythm import suggestions
from folkmoot_core.rhythm.actions import cancel_occurrence, move_occurrence
from folkmoot_core.rhythm.rule_actions import add_calendar_rule
from folkmoot_core.rhythm.summits import cancel_summit, move_summit, restore_summit
from folkmoot_core.rhythm.whole_summit import Summit, whole_of
from folkmoot_core.today.gathered import today_of

KEY = "summit/2026-12-05"
LATER = date(2026, 12, 12)


@pytest.fixture
def summit(community: TestCommunity) -> TestCommunity:
    session = community.session("ana")
    add_calendar_rule(session, "summit", suggestions.summit(session))
    return community


def whole(community: TestCommunity) -> Summit:
    found = whole_of(community.session("ana").store, KEY)
    assert found is not None
    return found


def days_and_times(found: Summit) -> list[tuple[str, str]]:
    return [(f"{one.local_start:%m-%d %H:%M}", one.status) for one in found.sessions]


def test_every_session_moves_by_as_many_days_and_keeps_its_time(summit: TestCommunity) -> None:
    before = whole(summit)
    moved = move_summit(summit.session("ana"), KEY, LATER, "storm")
    assert [one.local_start for one in moved.sessions] == [
        one.local_start + timedelta(days=7) for one in before.sessions
    ]
    assert {(one.status, one.reason) for one in moved.sessions} == {("moved", "storm")}
    assert days_and_times(restore_summit(summit.session("ana"), KEY)) == days_and_times(before)


def test_a_session_that_was_moved_alone_keeps_its_distance_and_a_cancelled_one_goes_along(
    summit: TestCommunity,
) -> None:
    ana = summit.session("ana")
    move_occurrence(ana, f"{KEY}/two", "2026-12-06T11:00", "")
    cancel_occurrence(ana, f"{KEY}/three", "no host")
    moved = {one.key: one for one in move_summit(ana, f"{KEY}/one", LATER, "storm").sessions}
    assert f"{moved[f'{KEY}/two'].local_start:%m-%d %H:%M}" == "12-13 11:00"
    assert (moved[f"{KEY}/three"].status, moved[f"{KEY}/three"].reason) == ("cancelled", "no host")
    back = {one.key: one for one in restore_summit(ana, KEY).sessions}
    assert back[f"{KEY}/three"].status == "moved"
    assert f"{back[f'{KEY}/three'].local_start:%m-%d}" == "12-13"


def test_a_whole_summit_is_cancelled_in_one_transaction_and_comes_back(summit: TestCommunity) -> None:
    ana = summit.session("ana")
    seq = ana.store.seq
    cancelled = cancel_summit(ana, KEY, "storm")
    assert {(one.status, one.reason) for one in cancelled.sessions} == {("cancelled", "storm")}
    assert ana.store.seq == seq + 1
    assert {one.status for one in restore_summit(ana, KEY).sessions} == {"confirmed"}


def test_one_sentence_on_today_tells_of_it(summit: TestCommunity) -> None:
    summit.join("bo")
    summit.now = lambda: NOON + timedelta(minutes=1)
    cancel_summit(summit.session("ana"), KEY, "storm")
    summit.now = lambda: NOON + timedelta(days=1)
    today = today_of(summit.session("bo"))
    said = [item.text for item in today.lately if "cancelled" in item.text]
    assert said == ["Ana cancelled “Summit” of Sat, 5 Dec 10:00."]
    waiting = [item.text for item in today.items if "storm" in item.text]
    assert waiting == ["Summit, cancelled: storm"]


def test_too_far_over_or_no_summit_is_refused(summit: TestCommunity) -> None:
    ana = summit.session("ana")
    with pytest.raises(BadData, match="within 31 days"):
        move_summit(ana, KEY, date(2027, 3, 1), "")
    with pytest.raises(NotFound):
        cancel_summit(ana, "summit/2026-12-06", "")
    summit.now = lambda: NOON + timedelta(days=30)
    with pytest.raises(BadData, match="is over"):
        cancel_summit(summit.session("ana"), KEY, "")


def test_a_guest_may_not_and_is_told_who_may(summit: TestCommunity) -> None:
    ana = summit.session("ana")
    comes_in(summit, "gus", a_code(ana, occasion=occasions(ana)[0].key))
    for act in (lambda gus: move_summit(gus, KEY, LATER, ""), lambda gus: cancel_summit(gus, KEY, "")):
        with pytest.raises(NotAllowed):
            act(summit.session("gus"))
    assert {one.status for one in whole(summit).sessions} == {"confirmed"}


def test_whoever_saw_it_as_it_was_is_told(summit: TestCommunity) -> None:
    seen = whole(summit)
    move_occurrence(summit.session("ana"), f"{KEY}/one", "2026-12-05T11:00", "")
    with pytest.raises(ChangedMeanwhile):
        cancel_summit(summit.session("ana"), KEY, "", seen)


def test_commands_move_cancel_and_take_back_the_whole(summit: TestCommunity) -> None:
    said = summit.run("ana", "rhythm", "move", KEY, "2026-12-12", "--why", HOSTILE)
    assert said.count("12 Dec") + said.count("13 Dec") == 3
    assert "\x1b" not in said
    summit.run("ana", "rhythm", "move", KEY, "2026-12-12T10:00", code=65)
    assert summit.run("ana", "rhythm", "cancel", KEY, "--why", "storm").count("storm") == 3
    assert summit.run("ana", "rhythm", "restore", KEY).count("moved") == 3
    assert days_and_times(whole(summit))[0][1] == "moved"


async def test_keys_move_and_cancel_the_whole(summit: TestCommunity) -> None:
    async with summit.shell("ana") as screen:
        await screen.app.open_page("rhythm", "2026-12-05")
        await screen.press("m", "enter")
        assert "The whole summit, all its sessions" in screen.text
        await screen.press("down", "enter")
        assert "Begins on" in screen.text
        await screen.press("ctrl+u")
        await screen.type("12 December")
        await screen.press("enter")
        await screen.type(HOSTILE[:60])
        await screen.press("ctrl+s")
        assert "Moved. Everyone sees it at once." in screen.text
    assert whole(summit).first_day == LATER
    async with summit.shell("ana") as screen:
        await screen.app.open_page("rhythm", "2026-12-12")
        await screen.press("x", "enter", "down", "enter")
        await screen.type("storm")
        await screen.press("ctrl+s")
        assert "Cancelled. It stays in the calendar" in screen.text
        await screen.press("x", "enter", "down", "enter")
        assert "Shall it take place after all?" in screen.text
        await screen.press("y")
    assert {one.status for one in whole(summit).sessions} == {"moved"}
