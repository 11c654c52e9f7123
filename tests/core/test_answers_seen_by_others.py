"""An answer given in one session is on the screens of the others, and nobody's cursor jumps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from folkmoot.testing import Screen, TestCommunity
from folkmoot_core.answers.actions import coming, give_answer, host
from folkmoot_core.rhythm import suggestions
from folkmoot_core.rhythm.rule_actions import add_calendar_rule
from folkmoot_core.today.page import TodayPage

CALL = "full-call/full-332"  # Tue, 24 Nov 2026
ORGANISING = "new-call/new-333"  # Tue, 8 Dec 2026


def picked(screen: Screen) -> str:
    """The line at the cursor."""
    from folkmoot.api import PickList

    for shown in (screen.app.screen, *screen.app.query(TodayPage)):
        for pick in shown.query(PickList).results(PickList):
            return pick.picked or ""
    return ""


@pytest.mark.parametrize(
    ("downs", "where"), [(2, f"2026-11-24/{CALL}"), (3, f"2026-12-08/{ORGANISING}"), (4, "2026-12-09")]
)
async def test_today_follows_an_answer_and_keeps_its_cursor(
    community: TestCommunity, downs: int, where: str
) -> None:
    community.join("bo")
    async with community.shell("ana") as screen:
        assert "It is your turn to host" in screen.text
        await screen.press(*["down"] * downs)
        at = picked(screen)
        assert at.startswith(f"rhythm/{where}#")
        give_answer(community.session("bo"), CALL, "yes")
        await screen.look()
        assert "Full moon call (1 comes) – do you come?" in screen.text
        assert picked(screen) == at
        host(community.session("bo"), CALL, True)  # the line about hosting above the cursor goes
        await screen.look()
        assert "your turn to host: Full" not in screen.text
        assert picked(screen) == at
        give_answer(community.session("ana"), CALL, "no")  # in another window of her own
        await screen.look()
        assert "Full moon call (you: no, 1 comes)" in screen.text
        assert picked(screen) == at


async def test_the_month_follows_an_answer_and_keeps_its_cursor(community: TestCommunity) -> None:
    community.join("bo")
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Rhythm"), "n", "n")
        assert "> Tue, 8 Dec" in screen.text
        before = [line for line in screen.lines if "call" not in line]
        give_answer(community.session("bo"), ORGANISING, "maybe")
        await screen.look()
        assert "> Tue, 8 Dec   19:00    New moon call (1 maybe)" in screen.text
        assert [line for line in screen.lines if "call" not in line] == before


async def test_a_day_follows_an_answer_and_keeps_its_cursor(community: TestCommunity) -> None:
    session = community.session("ana")
    add_calendar_rule(session, "summit", suggestions.summit(session))
    community.join("bo")
    async with community.shell("ana") as screen:
        await screen.app.open_page("rhythm", "2026-12-05")
        await screen.press("enter", "down")
        assert picked(screen) == "summit/2026-12-05/two"
        for key in ("summit/2026-12-05/one", "summit/2026-12-05/two"):
            give_answer(community.session("bo"), key, "yes")
        await screen.look()
        assert screen.text.count("1 comes") == 2
        assert picked(screen) == "summit/2026-12-05/two"


async def test_the_cursor_goes_on_to_the_next_meeting_that_waits(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press("a", "y")
        assert picked(screen).startswith(f"rhythm/2026-12-08/{ORGANISING}")
        await screen.press("a")
        assert "New moon call" in screen.text
        await screen.press("escape")
        assert picked(screen).startswith(f"rhythm/2026-12-08/{ORGANISING}")


def test_the_near_meetings_are_listed_and_all_of_a_year_by_an_option(
    community: TestCommunity, capsys: pytest.CaptureFixture[str]
) -> None:
    session = community.session("ana")
    add_calendar_rule(session, "soup", {"recurrence": "FREQ=WEEKLY;BYDAY=WE", "first": "2020-01-01"})
    assert community.command("ana", "answer") == 0
    near = capsys.readouterr()
    assert community.command("ana", "answer", "--all") == 0
    every = capsys.readouterr()
    assert near.out.count("soup/") in (8, 9)
    assert every.out.count("soup/") in (57, 58)
    assert "--all lists" in near.err
    assert "--all" not in every.err


def test_a_meeting_within_400_days_can_be_answered_though_it_is_not_listed(community: TestCommunity) -> None:
    session = community.session("ana")
    add_calendar_rule(session, "soup", {"recurrence": "FREQ=WEEKLY;BYDAY=WE"})
    far = [one.occurrence for one in coming(session) if one.occurrence.rule == "soup"][-1]
    assert far.start > datetime(2027, 12, 1, tzinfo=UTC)
    assert give_answer(session, far.key, "yes").occurrence == far.key
