"""Left, hidden, crashed, killed or cored: neither the terminal's scrollback nor any file holds a word of a map."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from folkmoot.testing import TestCommunity
from folkmoot_tmaps.sealing import rules
from journeys.on_a_terminal import OnATerminal
from tmaps.a_map import PASSPHRASE, SECRET, TITLES, answer, begun, forms_of, told
from tmaps.map_on_a_terminal import WAYS

PROGRAM = Path(__file__).with_name("map_on_a_terminal.py")
ENTER_ALTERNATE, LEAVE_ALTERNATE = b"\x1b[?1049h", b"\x1b[?1049l"
ENDS = {"app"}  # ways of going wrong that end the program; at the others the house stands
TELLS = ("has stopped", "That could not be done")


@pytest.fixture
def words(community: TestCommunity, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A map with a secret in it, and all that must be found nowhere."""
    monkeypatch.setattr(
        rules, "SCRYPT_N", 2**17
    )  # the program in the other process derives with the real cost
    mine = begun(community)
    answer(mine, "steer/matters", SECRET)
    return [SECRET, PASSPHRASE, mine.recovery, mine.keys.identity, mine.keys.mac.hex(), *TITLES]


def on_terminal(folder: Path, community: TestCommunity, way: str) -> OnATerminal:
    """The program with cores allowed, at home in a folder: what it writes anywhere is found there."""
    environ = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONPATH": str(PROGRAM.parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TEXTUAL_LOG": "textual.log",
        "TEXTUAL": "debug,devtools",
    }
    command = [sys.executable, str(PROGRAM), str(community.path), way]
    go = ["sh", "-c", 'ulimit -c unlimited; cd "$0" && exec "$@"', str(folder), *command]
    return OnATerminal(go, environ=environ)


def scrollback(terminal: OnATerminal) -> bytes:
    """What a terminal keeps once the program is gone: all that was not on its other screen."""
    kept = b""
    rest = terminal.received
    while rest:
        before, _enter, rest = rest.partition(ENTER_ALTERNATE)
        kept += before
        _drawn, _leave, rest = rest.partition(LEAVE_ALTERNATE)
    return kept


def assert_untold(folder: Path, kept: bytes, words: list[str]) -> None:
    assert told(folder, *words) == []
    assert [word for word in words for form in forms_of(word) if form in kept] == []


def open_map(terminal: OnATerminal) -> None:
    terminal.wait_for("today is")
    terminal.open("Map")
    terminal.wait_for("enter opens it")
    terminal.press("enter")
    terminal.wait_for("Passphrase, or recovery key")
    terminal.press(PASSPHRASE)
    terminal.wait_for("•" * len(PASSPHRASE))
    terminal.press("enter")
    terminal.wait_for("What I steer by")


def test_left_in_order_it_stays_nowhere(tmp_path: Path, community: TestCommunity, words: list[str]) -> None:
    with on_terminal(tmp_path, community, "") as terminal:
        open_map(terminal)
        terminal.press("enter")
        terminal.wait_for(SECRET)
        terminal.send(b"\x0c")
        terminal.wait_for("today is")
        terminal.wait_without(SECRET)
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert SECRET.encode() in terminal.received
        assert_untold(tmp_path, scrollback(terminal), words)


@pytest.mark.parametrize("way", WAYS)
def test_whatever_goes_wrong_on_it_tells_nothing(
    tmp_path: Path, community: TestCommunity, words: list[str], way: str
) -> None:
    with on_terminal(tmp_path, community, way) as terminal:
        open_map(terminal)
        terminal.press("Z")
        before = len(terminal.received)
        terminal.wait_for("ValueError")
        assert not any(word.encode() in terminal.received[before:] for word in (SECRET, *words[1:5]))
        terminal.press("q")
        assert terminal.wait_for_end() == (70 if way in ENDS and "went wrong" in terminal.text else 0)
        assert_untold(tmp_path, scrollback(terminal), words)


@pytest.mark.parametrize(
    "number", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM, signal.SIGABRT, signal.SIGSEGV]
)
def test_killed_while_somebody_types_it_tells_nothing_and_leaves_no_core(
    tmp_path: Path, community: TestCommunity, words: list[str], number: signal.Signals
) -> None:
    with on_terminal(tmp_path, community, "") as terminal:
        open_map(terminal)
        terminal.press("n")
        terminal.wait_for("quietly glad about")
        terminal.press("Wombatfeather")
        terminal.wait_for("Wombatfeather")
        os.kill(terminal.pid, number)
        terminal.end()
        assert terminal.status != 0
    assert_untold(tmp_path, scrollback(terminal), [*words, "Wombatfeather"])
    assert not list(tmp_path.rglob("core*"))


def test_a_crash_while_somebody_types_tells_nothing(
    tmp_path: Path, community: TestCommunity, words: list[str]
) -> None:
    with on_terminal(tmp_path, community, "typing") as terminal:
        open_map(terminal)
        terminal.press("n")
        terminal.wait_for("quietly glad about")
        terminal.press("x")
        terminal.wait_for("ValueError")
        terminal.press("q")
        terminal.wait_for_end()
        assert_untold(tmp_path, scrollback(terminal), words)


def test_without_hiding_the_memory_a_core_would_tell_it(
    tmp_path: Path, community: TestCommunity, words: list[str]
) -> None:
    if Path("/proc/sys/kernel/core_pattern").read_text().strip() != "core":
        pytest.skip("this machine puts cores elsewhere")
    with on_terminal(tmp_path, community, "unhidden") as terminal:
        open_map(terminal)
        terminal.press("enter")
        terminal.wait_for(SECRET)  # so it stands in the memory
        os.kill(terminal.pid, signal.SIGABRT)
        terminal.end()
    assert [Path(file).name.startswith("core") for file in told(tmp_path, SECRET)] == [True]
