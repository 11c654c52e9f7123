"""A circle of seven meets on seven terminals: check-in, agenda, a proposal that two objections make better, a role
filled with a change of mind, a facilitator whose line is lost, check-out, minutes that are accepted."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from folkmoot.testing import TestCommunity
from folkmoot_sociocracy.circles.actions import running
from folkmoot_sociocracy.consent.model import Proposal
from folkmoot_sociocracy.consent.reading import proposal_of
from folkmoot_sociocracy.meetings.model import Meeting
from folkmoot_sociocracy.meetings.planning import draw_up
from folkmoot_sociocracy.meetings.reading import meeting_of
from folkmoot_sociocracy.meetings.rounds import current, missing
from folkmoot_sociocracy.meetings.transcript import plain
from folkmoot_sociocracy.rounds.turns import next_up
from folkmoot_sociocracy.selection import actions as selecting
from folkmoot_sociocracy.selection.model import Selection
from folkmoot_sociocracy.selection.nominating import nominate
from folkmoot_sociocracy.selection.reading import selection_of
from journeys.on_a_terminal import PATIENCE, OnATerminal
from sociocracy.test_meetings import a_topic
from sociocracy.village import TODAY, circle, hold

Found = Callable[..., TestCommunity]
SEVEN = ("ana", "bo", "cy", "di", "eve", "fay", "gus")


def at_a_terminal(community: TestCommunity, who: str) -> OnATerminal:
    """Somebody's screen, on the meeting's page."""
    terminal = OnATerminal([sys.executable, "-m", "folkmoot", "--store", str(community.path), "--as", who])
    terminal.wait_for("1 Today")
    terminal.wait_for("full moon")
    return terminal


def open_meetings(terminal: OnATerminal) -> None:
    """By the palette to the meetings, and into the one at the cursor."""
    terminal.press("ctrl+p")
    terminal.wait_for("Find a page")
    terminal.press("Meetings")
    terminal.wait_for("Meetings  ")
    terminal.press("enter")
    terminal.wait_for("Backlog")
    terminal.press("enter")


class Table:
    """Seven people at seven terminals, and what the record says meanwhile."""

    def __init__(self, community: TestCommunity, number: int, at: dict[str, OnATerminal]) -> None:
        self.community, self.number, self.at = community, number, at
        self.session = community.session("ana")

    @property
    def meeting(self) -> Meeting:
        return meeting_of(self.session, self.number).value

    @property
    def proposal(self) -> Proposal:
        return proposal_of(self.session, 1).value

    @property
    def selection(self) -> Selection:
        return selection_of(self.session, 1).value

    def all_see(self, text: str) -> None:
        """Every screen shows a text."""
        for terminal in self.at.values():
            terminal.wait_for(text)

    def until(self, holds: Callable[[], bool], who: str) -> None:
        """Read somebody's screen until the record says so. Raises: TimeoutError."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(f"it did not come to that; {who} sees:\n{self.at[who].text}")
            self.at[who]._read()

    def go_on(self, who: str, text: str) -> None:
        """Somebody leads on, and every screen follows."""
        self.at[who].wait_for("g go on")
        self.at[who].press("g")
        self.all_see(text)

    def left(self) -> Sequence[str]:
        """Who is still to be heard in the meeting's round."""
        asked = current(self.meeting)
        return missing(asked) if asked else ()

    def round_of(self, *keys: str) -> None:
        """Everyone in turn: each waits for it on their own screen, and presses."""
        while left := self.left():
            who = left[0]
            self.at[who].wait_for("It is your turn.")
            self.at[who].press(*keys)
            self.until(lambda who=who: who not in self.left(), who)  # type: ignore[misc]

    def consents(self, *but: str) -> None:
        """Everyone consents to the proposal in turn, on their own screen, up to somebody."""
        while (who := next_up(self.proposal.rounds[-1])) and who not in but:
            self.at[who].wait_for("c consent")
            self.at[who].press("c")
            self.at[who].wait_for("^s save")
            self.at[who].press("ctrl+s")
            self.at[who].wait_for("Kept.")

    def fill(self, who: str, key: str, *lines: str) -> None:
        """Somebody fills a form in and saves it."""
        terminal = self.at[who]
        terminal.press(key)
        terminal.wait_for("^s save")
        for number, line in enumerate(lines):
            terminal.press(*(["tab"] if number else []), line)
        terminal.press("ctrl+s")
        terminal.wait_for("Kept.")


@pytest.fixture
def table(found_community: Found) -> Iterator[Table]:
    """Hearth, with seven in it, before their screens; bo facilitates, di writes. Real processes have real clocks."""
    community = found_community(moment=datetime.now(UTC))
    hearth = circle(community, "Hearth", members=" ".join(SEVEN))
    days = (datetime.now(UTC).date() - TODAY).days
    for role, who in (("facilitator", "bo"), ("secretary", "di")):
        hold(community, hearth, role, who, since=days - 9, until=days + 99)
    a_topic(community, hearth, title="The oven", wanted="decide")
    a_topic(community, hearth, title="Who writes", wanted="decide")
    number = draw_up(community.session("bo"), hearth).id
    with ExitStack() as stack:
        at = {who: stack.enter_context(at_a_terminal(community, who)) for who in SEVEN}
        for terminal in at.values():
            open_meetings(terminal)
            terminal.wait_for("The agenda: draw it up")
        yield Table(community, number, at)


def test_a_circle_of_seven_meets(table: Table) -> None:
    at, community = table.at, table.community
    at["bo"].press("g")
    for count, who in enumerate([who for who in SEVEN if who != "bo"], 2):
        at[who].wait_for("enter come in")
        at[who].press("enter")
        at[who].wait_for(f"{count} in")
    table.all_see("7 in")
    table.round_of("s", "enter")
    table.go_on("bo", "There: ")
    table.go_on("bo", "You are asked")
    for who in SEVEN:
        at[who].press("c")
    table.all_see("all were heard")
    table.go_on("bo", "left of 10 min")

    # a proposal, two objections, and a better proposal
    at["ana"].press("d")
    at["ana"].wait_for("What is decided?")
    at["ana"].press("enter")
    at["ana"].wait_for("^s save")
    at["ana"].press("Light it", "tab", "cold", "tab", "We light it every day.", "tab", "tab", "tab")
    at["ana"].press("right", "ctrl+s")
    table.all_see("Proposal 1, “Light it”")
    for who in SEVEN:
        at[who].press("enter")
        at[who].wait_for("We light it every day.")
    table.consents("cy")
    table.fill("cy", "o", "the wood lasts a week", "a warm winter")
    table.consents("fay")
    table.fill("fay", "o", "nobody is there on Mondays", "nobody burns")
    table.consents()
    table.all_see("there are objections")
    at["ana"].press("m")
    at["ana"].wait_for("Which objection?")
    at["ana"].press("enter")
    at["ana"].wait_for("^s save")
    at["ana"].press("\x15", "We light it on Fridays.", "ctrl+s")
    at["ana"].wait_for("Kept.")
    table.fill("ana", "w", "who was there")
    at["bo"].press("g")
    at["bo"].wait_for("^s save")
    at["bo"].press("ctrl+s")
    table.until(lambda: len(table.proposal.rounds) == 2, "bo")
    table.consents()
    table.until(lambda: table.proposal.phase == "decided", "ana")
    for who in SEVEN:
        at[who].press("esc")
    table.all_see("Decided until")

    # bo's train enters a tunnel
    os.kill(at["bo"].pid, signal.SIGKILL)
    assert at["bo"].end() == -signal.SIGKILL
    at["cy"].wait_for("line seems gone")
    at["cy"].press("f")
    table.at = {who: terminal for who, terminal in at.items() if who != "bo"}
    table.all_see("leads: Cy")
    table.go_on("cy", "Who writes  decide")
    with at_a_terminal(community, "bo") as again:
        open_meetings(again)
        again.wait_for("leads: Cy")
        table.at["bo"] = again
        _choose_and_end(table)
    told = "\n".join(plain(table.session, meeting_of(table.session, table.number)))
    for text in (
        "There: Bo, Ana, Cy, Di, Eve, Fay, Gus.",
        "Decided until",
        "We light it on Fridays. who was there",
        "Cy facilitates from here on; before: Bo.",
        "gus was chosen.",
        "the oven first",
        "unless somebody objects.",
    ):
        assert text in told, told
    community.moment = datetime.now(UTC) + timedelta(hours=48)
    assert "Accepted" in community.run("ana", "meeting", "show", str(table.number))


def _choose_and_end(table: Table) -> None:
    """A role is filled, with a change of mind and the nominee last; then check-out."""
    community, at = table.community, table.at
    at["cy"].press("d")
    at["cy"].wait_for("What is decided?")
    at["cy"].press("down", "enter")
    at["cy"].wait_for("^s save")
    at["cy"].press("secretary", "enter", "writes plainly", "ctrl+s")
    table.all_see("Selection 1")
    for who in SEVEN:
        at[who].press("enter")
        at[who].wait_for("writes plainly")
    _by_commands(table, "consent")
    at["cy"].press("g")
    table.all_see("n nominate")
    for who in SEVEN[:-1]:
        nominate(community.session(who), 1, "fay" if who == "ana" else "gus", "writes well")
    at["gus"].press("n")
    at["gus"].wait_for("Whom do you nominate?")
    at["gus"].press("fay", "enter")
    at["gus"].wait_for("^s save")
    at["gus"].press("patient", "ctrl+s")
    at["gus"].wait_for("Kept.")
    _by_commands(table, "spoke")
    at["cy"].wait_for("g go on")
    at["cy"].press("g")
    at["cy"].wait_for("^s save")
    at["cy"].press("ctrl+s")
    table.until(lambda: table.selection.phase == "changes", "cy")
    while (who := next_up(table.selection.rounds[-1])) != "":
        if who == "ana":
            at["ana"].wait_for("e keep, change")
            at["ana"].press("e")
            at["ana"].wait_for("After all that was said")
            at["ana"].press("down", "enter")
            at["ana"].wait_for("Whom do you nominate?")
            at["ana"].press("gus", "enter")
            at["ana"].wait_for("^s save")
            at["ana"].press("yes", "ctrl+s")
            at["ana"].wait_for("Kept.")
        else:
            mine = next(one for one in table.selection.nominations if one.by == who)
            selecting.keep_or_change(community.session(who), 1, mine.nominee, mine.why)
    at["cy"].wait_for("g go on")
    at["cy"].press("g")
    at["cy"].wait_for("p propose")
    at["cy"].press("p")
    at["cy"].wait_for("Whom do you propose?")
    at["cy"].press("gus", "enter")
    at["cy"].wait_for("^s save")
    at["cy"].press("the reasons of most", "ctrl+s")
    at["cy"].wait_for("Kept.")
    assert table.selection.rounds[-1].order[-1] == "gus"
    _by_commands(table, "consent", but="gus")
    at["gus"].wait_for("c consent")
    at["gus"].press("c")
    at["gus"].wait_for("^s save")
    at["gus"].press("ctrl+s")
    table.until(lambda: table.selection.phase == "decided", "gus")
    held = running(table.session, table.meeting.circle)["secretary"].value
    assert held.account == "gus"
    for who in SEVEN:
        at[who].press("esc")
    table.all_see("gus was chosen.")
    at["di"].press("w")
    at["di"].wait_for("^s save")
    at["di"].press("the oven first", "ctrl+s")
    table.all_see("the oven first (Di)")
    table.go_on("cy", "What is left")
    table.go_on("cy", "Check-out round")
    table.round_of("s", "ctrl+s")
    table.go_on("cy", "unless somebody objects")


def _by_commands(table: Table, says: str, but: str = "") -> None:
    """Those who are at no screen just now are heard in turn."""
    while (who := next_up(table.selection.rounds[-1])) not in ("", but):
        text = "writes well" if says == "spoke" else ""
        selecting.give_voice(table.community.session(who), 1, says, text)  # type: ignore[arg-type]
