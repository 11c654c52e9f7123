"""Three people on a call, two screens, one clock: a process is killed in the middle, and nothing is lost."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from core.clinic_figures import time_in
from folkmoot.stepclock import where
from folkmoot.testing import TestCommunity
from folkmoot_core.clinic.actions import held_of, make_groups, next_meeting
from folkmoot_core.clinic.wording import clock_face
from journeys.on_a_terminal import OnATerminal

Found = Callable[..., TestCommunity]


@pytest.fixture
def community(found_community: Found) -> TestCommunity:
    """A community of today: real processes have the machine's clock."""
    community = found_community(moment=datetime.now(UTC))
    for handle in ("bo", "cy"):
        community.join(handle)
    return community


def clinic_of(community: TestCommunity, who: str) -> OnATerminal:
    """Somebody's screen, on the clinic's page."""
    command = [sys.executable, "-m", "folkmoot", "--store", str(community.path), "--as", who]
    terminal = OnATerminal(command)
    terminal.wait_for("1 Today")
    terminal.wait_for("full moon")
    terminal.press("ctrl+p")
    terminal.wait_for("Find a page")
    terminal.press("Clinic")
    terminal.wait_for("Case clinic on a call")
    terminal.press("enter")
    return terminal


def wait_for_time(terminal: OnATerminal, time: str) -> None:
    """Read until the figures show a time that stands still."""
    while time_in(terminal.screen.display) != time:
        terminal.wait_for_more()


def test_a_killed_session_comes_back_to_the_second_that_the_others_see(community: TestCommunity) -> None:
    ana = community.session("ana")
    meeting = next_meeting(ana)
    assert meeting is not None
    make_groups(ana, meeting.key, ("ana", "bo", "cy"), "case-clinic")
    with clinic_of(community, "ana") as first, clinic_of(community, "bo") as second:
        first.wait_for("not begun")
        second.wait_for("not begun")
        first.press("enter")
        first.wait_for("Space begins")
        first.press(" ")
        first.wait_for("if it goes on from here")
        second.wait_for("if it goes on from here")  # its clock opened by itself
        os.kill(first.pid, signal.SIGKILL)
        assert first.end() == -signal.SIGKILL
        second.press(" ")
        second.wait_for("the clock stands still: paused by Bo")
        held = held_of(ana, meeting.key)
        stands = clock_face(where(held.runs[0].value, held.clinic.steps, datetime.now(UTC)))
        wait_for_time(second, stands)
    with clinic_of(community, "ana") as again:
        again.wait_for("paused by Bo")
        wait_for_time(again, stands)
        again.press(" ")
        again.wait_for("(Ana went on)")
        again.press("n")
        again.wait_for("step 2 of 6")
