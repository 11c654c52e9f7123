"""Whatever becomes of the line and whatever the program is doing then: it ends, and what was typed is kept."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from folkmoot.testing import NOON, TestCommunity
from journeys.on_a_terminal import PATIENCE, OnATerminal

HUNG_UP, TERMINATED = 128 + signal.SIGHUP, 128 + signal.SIGTERM
PATH = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
HANGS = [sys.executable, "-m", "journeys.a_house_that_hangs"]
LAST_WORDS = "typed at the last moment"


class Line:
    """Pipes by name between a test and a house that hangs: the screen may be stuck."""

    def __init__(self, folder: Path) -> None:
        self.told, self.go = folder / "told", folder / "go"
        os.mkfifo(self.told)
        os.mkfifo(self.go)
        self.environ = {
            "PYTHONPATH": PATH,
            "TOLD": str(self.told),
            "GO": str(self.go),
            "PYTHONUNBUFFERED": "",
        }
        self._descriptor = os.open(self.told, os.O_RDWR)  # with a writer of our own, it never ends

    def wait_for(self, word: str) -> None:
        """Wait until the house tells a word."""
        ready, _w, _x = select.select([self._descriptor], [], [], PATIENCE)
        assert ready, f"“{word}” was not told"
        assert os.read(self._descriptor, 1000).decode().split() == [word]

    def let_go(self) -> None:
        """Let the house go on that waits for this."""
        self.go.write_bytes(b"go")

    def close(self) -> None:
        os.close(self._descriptor)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    line = Line(tmp_path)
    yield line
    line.close()


@pytest.fixture
def store(community: TestCommunity) -> str:
    return str(community.path)


def house(store: str) -> OnATerminal:
    return OnATerminal([sys.executable, "-m", "folkmoot", "--store", store])


def hanging_house(store: str, line: Line, **environ: str) -> OnATerminal:
    return OnATerminal([*HANGS, store], environ={**line.environ, **environ})


def type_into_the_card(terminal: OnATerminal, text: str) -> None:
    terminal.wait_for("1 Today")
    terminal.wait_for("Full moon call")
    terminal.open("You")
    terminal.wait_for("Handle")
    terminal.press("e")
    terminal.wait_for("Your card")
    terminal.press(text)
    terminal.wait_for(f"Ana{text}")


def go_to_where_it_hangs(terminal: OnATerminal) -> None:
    terminal.wait_for("Full moon call")
    terminal.open("Hang")
    terminal.wait_for("nothing hangs so far")


def is_kept(store: str, text: str) -> None:
    """At the next start it is told of, and shown in its form."""
    with house(store) as terminal:
        terminal.wait_for("is kept: Your card (page")
        terminal.open("You")
        terminal.wait_for("Handle")
        terminal.press("e")
        terminal.wait_for("Here is what you had typed before.")
        terminal.wait_for(text)
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0


def echoes(terminal: OnATerminal) -> bool:
    """Whether the terminal shows what is typed by itself, as a shell's does."""
    return bool(termios.tcgetattr(terminal.terminal)[3] & termios.ECHO)


def test_a_closed_window_keeps_what_was_typed(store: str) -> None:
    with house(store) as terminal:
        type_into_the_card(terminal, " Maria")
        terminal.close()
        assert terminal.end() == HUNG_UP
    is_kept(store, "Ana Maria")


def test_a_client_that_is_killed_is_a_closed_window(store: str) -> None:
    with house(store) as terminal, terminal.hand_over() as client:
        type_into_the_card(terminal, " Maria")
        client.kill()
        assert terminal.end() == HUNG_UP
    is_kept(store, "Ana Maria")


def test_the_first_screen_of_an_empty_house_ends_with_its_window_and_founds_nothing(tmp_path: Path) -> None:
    with house(str(tmp_path / "home")) as terminal:
        terminal.wait_for("There is no community here yet.")
        terminal.close()
        assert terminal.end() == HUNG_UP
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("told", ["by the system", "by a signal"])
@pytest.mark.parametrize("environ", [{}, {"IN_ORDER": "1"}])
def test_a_client_that_was_stopped_while_the_screen_was_painted_holds_no_one_up_once_the_line_is_gone(
    store: str, line: Line, told: str, environ: dict[str, str]
) -> None:
    with hanging_house(store, line, **environ) as terminal, terminal.hand_over() as client:
        go_to_where_it_hangs(terminal)
        terminal.press("f")
        line.wait_for("ready")
        client.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, client.pid, os.WSTOPPED)
        line.let_go()
        line.wait_for("hanging")
        if told == "by the system":
            client.kill()
        else:
            os.kill(terminal.pid, signal.SIGHUP)
        assert terminal.end() == HUNG_UP
    is_kept(store, LAST_WORDS)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, HUNG_UP), (signal.SIGTERM, TERMINATED)])
def test_where_nothing_holds_it_up_it_leaves_in_order(
    store: str, line: Line, number: signal.Signals, code: int
) -> None:
    with hanging_house(store, line, IN_ORDER="1") as terminal:
        go_to_where_it_hangs(terminal)
        os.kill(terminal.pid, number)
        assert terminal.wait_for_end() == code


def test_input_that_ends_without_a_signal_is_a_closed_window(store: str) -> None:
    inner = f"trap '' HUP; {sys.executable} -m folkmoot --store {store}; exit $?"
    with OnATerminal(["sh", "-c", inner]) as terminal:
        type_into_the_card(terminal, " Maria")
        terminal.close()
        assert terminal.end() == HUNG_UP
    is_kept(store, "Ana Maria")


def test_asked_to_end_it_gives_the_terminal_back_and_keeps_what_was_typed(store: str) -> None:
    with house(store) as terminal:
        assert echoes(terminal)
        type_into_the_card(terminal, " Maria")
        assert not echoes(terminal)
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait_for_end() == TERMINATED
        assert echoes(terminal)
        assert terminal.received.rstrip().endswith((b"\x1b[?1004l", b"\x1b[?25h"))
    is_kept(store, "Ana Maria")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, HUNG_UP), (signal.SIGTERM, TERMINATED)])
@pytest.mark.parametrize("key", ["s", "c"])
def test_a_plugin_that_sleeps_or_computes_holds_no_one_up(
    store: str, line: Line, key: str, number: signal.Signals, code: int
) -> None:
    with hanging_house(store, line) as terminal:
        go_to_where_it_hangs(terminal)
        terminal.press(key)
        line.wait_for("hanging")
        os.kill(terminal.pid, number)
        assert terminal.wait_for_end() == code
        if number == signal.SIGTERM:
            assert echoes(terminal)
            assert b"\x1b[?1049l" in terminal.received
    is_kept(store, LAST_WORDS)


def test_what_lets_nothing_else_run_is_ended_by_the_system_and_keeps_what_was_typed(
    store: str, line: Line
) -> None:
    with hanging_house(store, line) as terminal:
        go_to_where_it_hangs(terminal)
        terminal.press("m")
        line.wait_for("hanging")
        os.kill(terminal.pid, signal.SIGHUP)
        assert terminal.wait_for_end() == -signal.SIGALRM
    is_kept(store, LAST_WORDS)


ASKED = """
import os, signal
from folkmoot.shell.leaving import BACKSTOP, IN_ORDER, Leaving
from folkmoot.shell.safe import SafeApp

signal.signal(signal.SIGALRM, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
with Leaving(SafeApp()) as leaving:
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    os.kill(os.getpid(), signal.SIGTERM)
    armed = signal.getitimer(signal.ITIMER_REAL)[0]
    assert 0 < armed <= BACKSTOP <= 2 and IN_ORDER < BACKSTOP, armed
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    assert signal.SIGALRM not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    os.kill(os.getpid(), signal.SIGHUP)
    assert signal.getitimer(signal.ITIMER_REAL)[0] < armed
    assert leaving.code == 128 + signal.SIGTERM
os._exit(7)
"""


def test_the_system_is_asked_to_end_in_two_seconds_what_may_be_held_up_and_only_once() -> None:
    ran = subprocess.run([sys.executable, "-c", ASKED], stderr=subprocess.PIPE, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (7, "")


def test_under_the_cover_nothing_of_the_house_is_on_the_terminal_and_then_all_of_it_again(
    store: str, line: Line, tmp_path: Path
) -> None:
    clock = tmp_path / "clock"
    clock.write_text(NOON.isoformat(), "utf-8")
    with hanging_house(store, line, CLOCK=str(clock)) as terminal:
        terminal.wait_for("q leave")
        terminal.wait_for("Full moon call")
        terminal.wait_for("Say how others reach you, and what you need.")  # the last line of the page
        is_covered_and_uncovered(terminal, clock, hour=12)
        terminal.open("You")
        terminal.wait_for("Handle")
        terminal.press("e")
        terminal.wait_for("Your card")
        terminal.press(" Maria")
        terminal.wait_for("Ana Maria")
        terminal.wait_for("esc back")
        is_covered_and_uncovered(terminal, clock, hour=13)
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0


def test_what_changes_under_the_cover_does_not_reach_the_terminal(
    community: TestCommunity, line: Line, tmp_path: Path
) -> None:
    clock = tmp_path / "clock"
    tell_the_time(clock, 12, 0)
    with hanging_house(str(community.path), line, CLOCK=str(clock)) as terminal:
        go_to_where_it_hangs(terminal)
        tell_the_time(clock, 12, 15)
        terminal.wait_for("leaves.")
        community.join("ben")
        line.wait_for("drawn")
        terminal.press("x")
        terminal.wait_without("You have been away")
        under_cover = terminal.received.partition(b"leaves.")[2].partition(b"1 Today")[0]
        assert b"changed" not in under_cover
        terminal.wait_for("something changed")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0


def is_covered_and_uncovered(terminal: OnATerminal, clock: Path, hour: int) -> None:
    """A quarter of an hour after the full hour, the last key being of that hour."""
    before = terminal.text
    tell_the_time(clock, hour, 15)
    terminal.wait_for(f"You have been away since {hour}:00")
    terminal.wait_for("leaves.")
    said = f"You have been away since {hour}:00. Any key brings the house back; ctrl+q leaves."
    while re.sub(r"\s+", " ", terminal.text).strip() != said:
        terminal.wait_for_more()
    tell_the_time(clock, hour + 1, 0)
    terminal.press("x")
    terminal.wait_without("You have been away")
    while terminal.text != before:
        terminal.wait_for_more()


def tell_the_time(clock: Path, hour: int, minute: int) -> None:
    later = clock.with_suffix(".new")
    later.write_text(NOON.replace(hour=hour, minute=minute).isoformat(), "utf-8")
    later.replace(clock)
