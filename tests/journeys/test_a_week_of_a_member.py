"""Journey 3: a week in a member's life. Today says what waits; six keys answer it; their calendar shows the same."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar

from folkmoot.testing import Screen, TestCommunity
from folkmoot_core.answers.actions import tally_of
from folkmoot_core.people.model import Member
from folkmoot_core.rhythm import suggestions
from folkmoot_core.rhythm.ics import uid_of
from folkmoot_core.rhythm.rule_actions import add_calendar_rule
from journeys.on_a_terminal import OnATerminal

MONDAY = datetime(2027, 1, 4, 8, tzinfo=UTC)
NEW_MOON_CALL, QUIET_SUNDAY, FULL_MOON_CALL = (
    "new-call/new-334",
    "restorative/2027-01-10",
    "full-call/full-334",
)


@pytest.fixture
def community(found_community: Callable[..., TestCommunity]) -> TestCommunity:
    """Ana founded it; Bo and two in Auckland are Friends; a quiet Sunday each month."""
    made = found_community(moment=MONDAY)
    session = made.session("ana")
    add_calendar_rule(session, "restorative", {**suggestions.restorative(session), "first": "2020-01-01"})
    for handle, zone in (("bo", ""), ("sefa", "Pacific/Auckland"), ("moana", "Pacific/Auckland")):
        made.join(handle, zone=zone)
        with session.store.transaction(by="ana", why="came to a gathering") as tx:
            tx.add(Member(account=handle, standing="friend", since=MONDAY))
    return made


class Counting:
    """Presses keys of a person and counts each of them."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.pressed = screen, 0

    async def press(self, *keys: str) -> str:
        for key in keys:
            self.pressed += 1
            await self.screen.press(key)
        return self.screen.text


async def test_six_keys_answer_all_that_waits(community: TestCommunity) -> None:
    async with community.shell("bo") as screen:
        person = Counting(screen)
        assert "Thu, 7 Jan 19:00     New moon call – do you come? (a)" in screen.text
        assert "Sun, 10 Jan 15:00    Restorative gathering – do you come? (a)" in screen.text
        assert "New moon call, Thu, 7 Jan 19:00: do you come?" in await person.press("a")
        assert "New moon call (you: yes, 1 comes)" in await person.press("y")
        assert "Restorative gathering, Sun, 10 Jan 15:00: do you come?" in await person.press("a")
        assert "Restorative gathering (you: yes, 1 comes)" in await person.press("y")
        assert "Full moon call, Fri, 22 Jan 19:00: do you come?" in await person.press("a")
        assert "Full moon call (you: maybe)" in await person.press("m")
        assert person.pressed == 6
        assert "do you come?" not in screen.text
    store = community.session("ana").store
    said = [tally_of(store, key) for key in (NEW_MOON_CALL, QUIET_SUNDAY, FULL_MOON_CALL)]
    assert [(one.yes, one.maybe) for one in said] == [(("bo",), ()), (("bo",), ()), ((), ("bo",))]


@pytest.mark.parametrize("handle", ["sefa", "moana"])
async def test_on_thursday_here_is_friday_morning_for_two_others(
    community: TestCommunity, handle: str
) -> None:
    async with community.shell(handle) as screen:
        assert "Fri, 8 Jan 08:00     New moon call (Thu, 7 Jan 19:00 in London)" in screen.text


def events(data: bytes) -> dict[str, Any]:
    """The events of a calendar file, as a phone reads it, by the part of their UID that is the meeting's."""
    return {str(event["UID"]).partition("@")[0]: event for event in Calendar.from_ical(data).walk("VEVENT")}


async def test_the_phone_shows_the_same_for_its_calendar_is_the_members_own(
    community: TestCommunity, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    async with community.shell("sefa") as screen:
        await screen.press("a", "y", "a", "y", "a", "n")
    span = ["--from", "2027-01-01", "--to", "2027-02-01"]
    assert community.command("sefa", "rhythm", *span, "--ics", "--mine") == 0
    told = events(capsysbinary.readouterr().out)
    promised = {
        one.key: one for one in community.session("sefa").meetings(MONDAY, datetime(2027, 2, 1, tzinfo=UTC))
    }
    assert set(told) == {uid_of(promised[key]) for key in (NEW_MOON_CALL, QUIET_SUNDAY)}
    for key in (NEW_MOON_CALL, QUIET_SUNDAY):
        event = told[uid_of(promised[key])]
        assert event["DTSTART"].dt.astimezone(UTC) == promised[key].start
        assert event["DTEND"].dt.astimezone(UTC) == promised[key].end
        assert str(event["SUMMARY"]) == promised[key].title
    assert community.command("sefa", "rhythm", *span, "--ics") == 0
    assert len(events(capsysbinary.readouterr().out)) == 3


def test_the_same_week_by_commands_alone(
    community: TestCommunity, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    def said(*words: str) -> bytes:
        assert community.command("bo", *words) == 0
        return capsysbinary.readouterr().out

    today = json.loads(said("today", "--json"))
    asked = [item["text"] for item in today["items"] if "do you come?" in item["text"]]
    keys = [one["key"] for one in json.loads(said("answer", "--json"))["meetings"][:2]]
    assert [f"(folkmoot answer {key} yes)" in text for key, text in zip(keys, asked, strict=True)] == [
        True,
        True,
    ]
    for key in keys:
        said("answer", key, "yes")
    assert "do you come?" not in said("today").decode()
    answered = {one["key"]: one["mine"] for one in json.loads(said("answer", "--json"))["meetings"]}
    assert [answered[key] for key in keys] == ["yes", "yes"]
    meetings = {one["key"]: one for one in json.loads(said("rhythm", "--json"))["occurrences"]}
    told = events(said("rhythm", "--ics", "--mine"))
    starts = sorted(
        event["DTSTART"].dt.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for event in told.values()
    )
    assert starts == sorted(meetings[key]["start"] for key in keys)


def line_at_the_cursor(terminal: OnATerminal) -> str:
    """The line that is shown in reverse."""
    for number, row in enumerate(terminal.screen.display):
        if terminal.screen.buffer[number][3].reverse:
            return row.strip()
    return ""


def test_an_answer_of_one_person_is_on_the_terminal_of_another_who_does_nothing(
    community: TestCommunity,
) -> None:
    command = [sys.executable, "-m", "folkmoot", "--store", str(community.path), "--as"]
    with OnATerminal([*command, "ana"]) as ana, OnATerminal([*command, "bo"]) as bo:
        for terminal in (ana, bo):
            terminal.wait_for("do you come?")
        bo.press("down", "down", "down")
        bo.wait_for("q leave")
        ana.press("a")
        ana.wait_for("You  ")
        ana.press("y")
        ana.wait_for("Kept: yes.")
        bo.wait_for("(1 comes)")
        at = line_at_the_cursor(bo)
        assert at
        ana.press("a")
        ana.wait_for("You  ")
        ana.press("y")
        bo.wait_for("1 comes) – do you come? (a)")
        assert line_at_the_cursor(bo)[:20] == at[:20]
        for terminal in (ana, bo):
            terminal.press("q")
            assert terminal.wait_for_end() == 0
