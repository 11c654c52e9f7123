"""Seven people of a circle at seven terminals, and what the record says meanwhile."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence

from folkmoot.testing import TestCommunity
from folkmoot_sociocracy.consent.model import Proposal
from folkmoot_sociocracy.consent.reading import proposal_of
from folkmoot_sociocracy.meetings.model import Meeting
from folkmoot_sociocracy.meetings.reading import meeting_of
from folkmoot_sociocracy.meetings.rounds import current, missing
from folkmoot_sociocracy.rounds.turns import next_up
from folkmoot_sociocracy.selection.model import Selection
from folkmoot_sociocracy.selection.reading import selection_of
from folkmoot_sociocracy.selection.states import unwritten
from journeys.on_a_terminal import PATIENCE, OnATerminal

SEVEN = ("ana", "bo", "cy", "di", "eve", "fay", "gus")


def at_a_terminal(community: TestCommunity, who: str) -> OnATerminal:
    """Somebody's screen, on Today."""
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


def flat(text: str) -> str:
    """What a screen says, without its frames and line breaks."""
    return " ".join(text.replace("│", " ").split())


class Table:
    """Every voice is somebody's own keys; after each, every screen has to show it."""

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

    # -- what is seen --------------------------------------------------------------------------------------

    def all_see(self, text: str) -> None:
        """Every screen shows a text, wherever its lines break."""
        for who, terminal in self.at.items():
            end = time.monotonic() + PATIENCE
            while text not in flat(terminal.text):
                if time.monotonic() > end or not terminal._read():
                    raise TimeoutError(f"{who} does not see “{text}”, but:\n{terminal.text}")

    def until(self, holds: Callable[[], bool], who: str) -> None:
        """Read somebody's screen until the record says so. Raises: TimeoutError."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(f"it did not come to that; {who} sees:\n{self.at[who].text}")
            self.at[who]._read()

    # -- what is pressed -----------------------------------------------------------------------------------

    def go_on(self, who: str, text: str) -> None:
        """Somebody leads on, and every screen follows."""
        self.at[who].wait_for("g go on")
        self.at[who].press("g")
        self.all_see(text)

    def fill(self, who: str, key: str, *lines: str) -> None:
        """Somebody fills a form in and saves it; an empty line leaves what stands there."""
        terminal = self.at[who]
        terminal.press(key)
        terminal.wait_for("^s save")
        for number, line in enumerate(lines):
            terminal.press(*(["tab"] if number else []), line)
        terminal.press("ctrl+s")
        terminal.wait_without("^s save")

    def pick(self, who: str, title: str, name: str, why: str) -> None:
        """Somebody chooses a person by letters, and says why."""
        terminal = self.at[who]
        terminal.wait_for(title)
        terminal.press(name, "enter")
        terminal.wait_for("^s save")
        terminal.press(why, "ctrl+s")
        terminal.wait_without("^s save")

    # -- rounds --------------------------------------------------------------------------------------------

    def left(self) -> Sequence[str]:
        """Who is still to be heard in the meeting's round."""
        asked = current(self.meeting)
        return missing(asked) if asked else ()

    def round_of_the_meeting(self, *keys: str) -> None:
        """Everyone in turn: each waits for it on their own screen, and presses."""
        while left := self.left():
            who = left[0]
            self.at[who].wait_for("It is your turn.")
            self.at[who].press(*keys)
            self.until(lambda who=who: who not in self.left(), who)  # type: ignore[misc]
            if left[1:]:
                self.all_see(f"now {left[1].capitalize()}")

    def in_turn(
        self, what: Callable[[], Proposal | Selection], says: Callable[[str], None], *but: str
    ) -> None:
        """Everyone is heard in turn on what is decided, up to somebody; every screen says whose turn it is then."""
        rounds = len(what().rounds)
        while (who := next_up(what().rounds[-1])) and who not in but:
            self.at[who].wait_for("It is your turn.")
            says(who)
            self.until(lambda who=who: _heard(what(), who, rounds), who)  # type: ignore[misc]
            if following := len(what().rounds) == rounds and next_up(what().rounds[-1]):
                self.all_see(f"It is the turn of {following}.")

    def consents(self, what: Callable[[], Proposal | Selection], *but: str) -> None:
        """Everyone consents in turn, up to somebody."""

        def consent(who: str) -> None:
            self.at[who].wait_for("c consent")
            self.fill(who, "c")

        self.in_turn(what, consent, *but)

    def nominates(self, who: str, name: str, why: str) -> None:
        """Somebody writes a nomination; the others see that they did, and not whom."""
        self.at[who].wait_for("n nominate")
        self.at[who].press("n")
        self.pick(who, "Whom do you nominate?", name, why)
        self.until(lambda: self.selection.phase != "nominating" or who not in unwritten(self.selection), who)
        if left := unwritten(self.selection) if self.selection.phase == "nominating" else ():
            self.all_see(f"not yet: {', '.join(left)}")
            assert not any(why in terminal.text for terminal in self.at.values())


def _heard(what: Proposal | Selection, who: str, rounds: int) -> bool:
    """Whether somebody was heard in the round of this number."""
    return who in {voice.by for voice in what.rounds[rounds - 1].voices}
