"""On a real terminal: little is sent; whatever happens to it, its screen is whole again; and one can go back."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace as evolve

from folkmoot.accounts import account_of
from folkmoot.testing import NOON, TestCommunity
from journeys.on_a_terminal import KEYS, OnATerminal

PATH = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
HOUSE = [sys.executable, "-m", "journeys.a_house_at_a_clock"]
PAGES = (("Rhythm", "[ ] month"), ("People", "Ana"), ("Circles", "circle"), ("Today", "Full moon call"))
LAST_LINE = "Say how others reach you, and what you need."  # of the first page
KEYS.setdefault("f5", "\x1b[15~")


@pytest.fixture
def house(community: TestCommunity, tmp_path: Path) -> Callable[[], OnATerminal]:
    """Opens the shell of Ana at noon."""
    clock = tmp_path / "clock"
    clock.write_text(NOON.isoformat(), "utf-8")
    environ = {"PYTHONPATH": PATH, "CLOCK": str(clock)}
    return lambda: OnATerminal([*HOUSE, str(community.path), "ana"], environ=environ)


def seen(terminal: OnATerminal) -> list[tuple[object, ...]]:
    """All cells, of blanks only the ground."""
    cells = [terminal.screen.buffer[y][x] for y in range(24) for x in range(80)]
    return [
        (" ", cell.bg) if cell.data == " " and not (cell.reverse or cell.underscore) else tuple(cell)
        for cell in cells
    ]


def leave(terminal: OnATerminal) -> None:
    terminal.press("q")
    assert terminal.wait_for_end() == 0


def until_it_shows(terminal: OnATerminal, before: list[tuple[object, ...]]) -> None:
    """Read until the screen is as it was. Raises: TimeoutError."""
    while seen(terminal) != before:
        terminal.wait_for_more()


def test_with_one_setting_all_of_the_screen_is_sent_and_looks_the_same_for_many_times_the_bytes(
    community: TestCommunity, house: Callable[[], OnATerminal]
) -> None:
    looks: list[list[tuple[object, ...]]] = []
    sizes: list[int] = []
    for screen in ("all", "changes"):
        session = community.session("ana")
        stored = account_of(session.store, "ana")
        with session.store.transaction(by="ana", why="tried the other way") as tx:
            tx.replace(stored, evolve(stored.value, screen=screen))
        with house() as terminal:
            terminal.wait_for(LAST_LINE)
            for number, (title, sign) in enumerate(PAGES):
                terminal.open(title)
                terminal.wait_for(sign)
                terminal.press("?")
                terminal.wait_for(f"Help: {title}")
                terminal.wait_for("esc back")
                terminal.press("esc")
                terminal.wait_without(f"Help: {title}")
                terminal.wait_for("q leave")
                if screen == "all":
                    looks.append(seen(terminal))
                else:
                    until_it_shows(terminal, looks[number])
            leave(terminal)
            sizes.append(len(terminal.received))
    assert sizes[0] > 3 * sizes[1]


def test_put_aside_and_taken_up_again_the_screen_is_whole(house: Callable[[], OnATerminal]) -> None:
    with house() as terminal:
        terminal.wait_for(LAST_LINE)
        before = seen(terminal)
        os.kill(terminal.pid, signal.SIGTSTP)
        os.waitid(os.P_PID, terminal.pid, os.WSTOPPED)
        terminal.wait_to_receive(rb"\x1b\[\?1049l")
        terminal.screen.reset()
        os.kill(terminal.pid, signal.SIGCONT)
        until_it_shows(terminal, before)
        leave(terminal)


def test_what_something_else_wrote_over_the_screen_is_gone_with_one_key(
    house: Callable[[], OnATerminal],
) -> None:
    with house() as terminal:
        terminal.wait_for(LAST_LINE)
        before = seen(terminal)
        terminal.stream.feed(b"\x1b[3;5Hthe system is going down\r\n\x1b[41mrubbish\x1b[2K\x1b[0m")
        terminal.press("f5")
        until_it_shows(terminal, before)
        leave(terminal)


def test_in_a_window_of_another_size_the_screen_is_whole(house: Callable[[], OnATerminal]) -> None:
    with house() as terminal:
        terminal.wait_for(LAST_LINE)
        before = seen(terminal)
        for columns, lines in ((60, 20), (80, 24)):
            terminal.screen.resize(lines, columns)
            terminal.screen.reset()
            fcntl.ioctl(terminal.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            terminal.wait_for("1 Today")
            terminal.wait_for("q leave")
        until_it_shows(terminal, before)
        terminal.stream.feed(b"\x1b[H\x1b[2Jas after a window was made small and large again at once")
        os.kill(terminal.pid, signal.SIGWINCH)
        until_it_shows(terminal, before)
        leave(terminal)
