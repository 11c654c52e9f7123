"""Today: what comes and waits, who may want company, what happened since one was here; screen and command alike."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pytest import CaptureFixture

from door.visitors import a_code, as_partner, comes_in
from folkmoot.cli import main
from folkmoot.door.invites import occasions
from folkmoot.door.leaving import leave_house
from folkmoot.door.visits import BREAK, Visit, after, visiting
from folkmoot.testing import HOSTILE, NOON, TestCommunity
from folkmoot_core.rhythm.actions import cancel_occurrence, move_occurrence
from folkmoot_core.today.gathered import today_of
from journeys.on_a_terminal import OnATerminal

CALL = "full-call/full-332"
LONG_AGO = datetime(2026, 11, 1, 9, tzinfo=UTC)


def test_a_visit_ends_an_hour_after_one_was_here_and_then_counts_as_the_last() -> None:
    first = after(None, NOON)
    assert first == Visit(NOON)
    again = after(first, NOON + BREAK)
    assert again == Visit(NOON + BREAK)
    later = after(again, NOON + 3 * BREAK)
    assert later == Visit(NOON + 3 * BREAK, NOON + BREAK)
    dropped = after(later, NOON + 3 * BREAK + timedelta(minutes=5))
    assert dropped.before == NOON + BREAK


def test_a_clock_put_back_takes_nothing_from_what_is_new() -> None:
    visit = Visit(NOON, LONG_AGO)
    assert after(visit, NOON - timedelta(days=3)) == visit


def test_only_what_happened_since_one_was_here_is_told(community: TestCommunity) -> None:
    community.join("ben", name="Ben")
    as_partner(community, "ben")
    community.moment = NOON
    visiting(community.session("ana"))
    community.moment = NOON + timedelta(minutes=10)
    cancel_occurrence(community.session("ben"), CALL, "")
    community.moment = NOON + timedelta(days=1)
    told = today_of(visiting(community.session("ana")))
    assert [item.text for item in told.lately] == ["Ben cancelled “Full moon call” of Tue, 24 Nov 19:00."]
    community.moment = NOON + timedelta(days=2)
    assert not today_of(visiting(community.session("ana"))).lately


def test_nobody_is_told_what_they_did_themselves(community: TestCommunity) -> None:
    community.join("ben", name="Ben")
    as_partner(community, "ben")
    cancel_occurrence(community.session("ben"), CALL, "")
    assert not today_of(community.session("ben")).lately
    assert today_of(community.session("ana")).lately


def test_more_than_a_few_happenings_are_counted_not_listed(community: TestCommunity) -> None:
    community.join("ben", name="Ben")
    as_partner(community, "ben")
    ben = community.session("ben")
    for number in range(332, 341):
        with_rule = "gathering" if number == 336 else "full-call"
        cancel_occurrence(ben, f"{with_rule}/full-{number}", "")
    found = today_of(community.session("ana"))
    assert len(found.lately) == 6
    assert found.more == 3


def test_a_guest_of_the_last_weeks_is_named_to_the_others(community: TestCommunity) -> None:
    ana = community.session("ana")
    comes_in(community, "bea", a_code(ana, occasion=occasions(ana)[0].key))
    said = today_of(community.session("ana")).company
    assert [(one.text, one.opens) for one in said] == [
        ("Bea came in on Sun, 22 Nov and knows few people yet.", "people/bea")
    ]
    assert not today_of(community.session("bea")).company
    community.moment = NOON + timedelta(days=40)
    assert not today_of(community.session("ana")).company


def test_what_is_known_of_visits_goes_with_who_leaves(community: TestCommunity) -> None:
    community.join("bea")
    bea = visiting(community.session("bea"))
    kept = list(community.path.parent.rglob("visits/bea.json"))
    assert kept
    assert kept[0].stat().st_mode & 0o077 == 0
    leave_house(bea)
    assert not kept[0].exists()


def test_the_command_prints_the_same_lines(community: TestCommunity, capsys: CaptureFixture[str]) -> None:
    community.join("ben", name=HOSTILE[:40])
    as_partner(community, "ben")
    move_occurrence(community.session("ben"), CALL, "2026-11-27T18:30", HOSTILE)
    assert community.command("ana", "today", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert set(data) == {"community", "date", "zone", "items", "company", "since", "steps", "lately"}
    assert not list(community.path.parent.rglob("visits/ana.json")), "a script that looks is no visit"
    assert community.command("ana", "today") == 0
    assert "\x1b" not in capsys.readouterr().out
    assert list(community.path.parent.rglob("visits/ana.json"))


async def test_the_page_says_since_when_and_that_nothing_happened(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        assert "Lately" not in screen.text


@pytest.mark.parametrize(
    ("visit", "says"),
    [
        (lambda now: Visit(now - timedelta(days=2)), "Since you were here last"),
        (lambda now: Visit(now, before=now + timedelta(minutes=1)), "Nothing new"),
    ],
)
def test_who_comes_back_reads_what_is_new(
    visit: Callable[[datetime], Visit], says: str, tmp_path: Path
) -> None:
    assert main(["demo", "--keep", str(tmp_path / "d")]) == 0
    file = next((tmp_path / "d").rglob("visits/*.json"))
    earlier = visit(datetime.now(UTC))
    file.write_bytes(msgspec.json.encode(earlier))
    line = [sys.executable, "-m", "folkmoot", "--store", str(tmp_path / "d"), "--as", file.stem]
    with OnATerminal(line) as terminal:
        terminal.wait_for("1 Today")
        terminal.press("end")
        terminal.wait_for(says)
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    kept = msgspec.json.decode(file.read_bytes(), type=Visit)
    assert kept.until > earlier.until
    assert kept.before == (earlier.before or earlier.until)


async def test_the_last_lines_are_seen_from_the_last_one_that_can_be_picked(community: TestCommunity) -> None:
    community.join("ben", name="Ben")
    as_partner(community, "ben")
    for number in range(332, 341):
        cancel_occurrence(
            community.session("ben"), f"{'gathering' if number == 336 else 'full-call'}/full-{number}", ""
        )
    async with community.shell("ana", size=(80, 12)) as screen:
        assert "today is Sunday" in screen.text
        await screen.press("end")
        assert "and 3 more" in screen.text
        await screen.press("home")
        assert "and 3 more" not in screen.text


async def test_a_page_that_opens_beside_it_does_not_read_today_anew(
    community: TestCommunity, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    reading = type(community.house).ask

    def counted(house: Any, hook: str, *arguments: Any, **options: Any) -> Any:
        read.append(hook)
        return reading(house, hook, *arguments, **options)

    async with community.shell() as screen:
        monkeypatch.setattr(type(community.house), "ask", counted)
        await screen.press("2", "1")
        assert "today" not in read
        assert "Full moon call" in screen.text
