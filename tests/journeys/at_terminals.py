"""People at terminals of one community: the real program for each, at a clock that a test moves."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from folkmoot.testing import TestCommunity
from journeys.on_a_terminal import OnATerminal
from journeys.test_a_year_of_a_congregation import Year

HOUSE = Path(__file__).with_name("a_house_at_a_clock.py")


class ByKeys(Year):
    """The same year, with people at terminals: their sessions stay open while the clock goes on."""

    def __init__(self, community: TestCommunity, desk: ExitStack) -> None:
        super().__init__(community)
        self.desk = desk
        self.clock = community.path.with_name("clock")
        self.seen: dict[OnATerminal, datetime] = {}
        self._set()

    def _set(self) -> None:
        new = self.clock.with_suffix(".new")
        new.write_text(self.community.moment.isoformat(), "utf-8")
        new.replace(self.clock)

    def go_to(self, moment: datetime) -> None:
        super().go_to(moment)
        self._set()

    def sits(self, handle: str) -> OnATerminal:
        """Somebody opens the house at a terminal of their own."""
        environ = {"CLOCK": str(self.clock)}
        command = [sys.executable, str(HOUSE), str(self.community.path), handle]
        terminal = self.desk.enter_context(OnATerminal(command, environ=environ))
        terminal.wait_for("^p find")
        self.seen[terminal] = self.community.moment
        return terminal

    def back(self, *terminals: OnATerminal) -> None:
        """Whoever was away for longer than a quarter of an hour finds the screen covered; any key brings it back."""
        for terminal in terminals:
            if self.community.moment - self.seen[terminal] > timedelta(minutes=15):
                terminal.wait_for("You have been away since")
                terminal.press(" ")
                terminal.wait_without("You have been away since")
            self.seen[terminal] = self.community.moment


def does(terminal: OnATerminal, *steps: str) -> str:
    """Press keys; a step that begins with a dot is what the screen says before the next key."""
    for step in steps:
        if step.startswith("."):
            terminal.wait_for(step[1:])
        else:
            terminal.press(step)
    return terminal.text
