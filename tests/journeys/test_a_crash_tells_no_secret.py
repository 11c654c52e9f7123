"""Whatever goes wrong while a secret is at hand, neither the terminal nor any file is told it."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import pytest

from folkmoot.plugins import open_house
from folkmoot.shell.arrangement import arranged
from folkmoot.testing import TestCommunity
from journeys.crashing import APPS, ON_A_PAGE
from journeys.on_a_terminal import OnATerminal

SECRET = "correct-horse-9f3a"
PROGRAM = Path(__file__).with_name("crashing.py")
LOGGING = {
    "TEXTUAL_LOG": "textual.log",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_SHOW_RETURN": "1",
    "TEXTUAL_SCREENSHOT": "0",
    "TEXTUAL_SCREENSHOT_LOCATION": ".",
}
SELECT_ALL, COPY = b"\x1b[1;2H", b"\x03"
LOGGED = [("typed", True), ("worker", True), ("key", True)]
STOPS = {"key", "changes", "drawing", "handler", "background", "timer"}


def on_terminal(folder: Path, community: TestCommunity, way: str, **environ: str) -> OnATerminal:
    """The program, at home in a folder: what it writes anywhere is found there."""
    here = {"HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": str(PROGRAM.parent.parent)}
    command = [sys.executable, str(PROGRAM), str(community.path), way]
    go = ["sh", "-c", 'cd "$0" && exec "$@"', str(folder), *command]
    return OnATerminal(go, environ={**here, "PYTHONDONTWRITEBYTECODE": "1", "THE_SECRET": SECRET, **environ})


def tellers(folder: Path, terminal: OnATerminal) -> list[str]:
    """What holds the secret: the terminal (all that it ever received), and files by their names."""
    held = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    held["the terminal"] = terminal.received
    forms = SECRET.encode(), base64.b64encode(SECRET.encode())  # as OSC 52 copies it
    return [where for where, data in held.items() if any(form in data for form in forms)]


def crash_each_page(terminal: OnATerminal, way: str) -> None:
    """Go to every page of the house and press the key at which it goes wrong; the house stands."""
    _owners, pages = arranged(open_house())
    strip = [page.id for page in pages if page.strip]
    assert len(strip) < 10
    sign = "has stopped" if way in STOPS else "That could not be done"
    for page in pages:
        if page.strip:
            terminal.press(str(strip.index(page.id) + 1))
        else:
            terminal.press("ctrl+p")
            terminal.wait_for("Find a page")
            terminal.press(page.title, "enter")
            terminal.wait_without("Find a page")
            while f" {page.title}" not in terminal.screen.display[0]:  # in the strip, as long as it is open
                terminal.wait_for_more()
        terminal.wait_without(sign)
        terminal.press("Z")
        if way == "typed":
            terminal.wait_for("Passphrase")
            terminal.press(SECRET)
            terminal.wait_for("•" * len(SECRET))
            terminal.send(SELECT_ALL + COPY)
            terminal.press("enter")
        elif way == "form":
            terminal.wait_for("Word")
            terminal.press("ctrl+s")
        terminal.wait_for(sign)
        terminal.wait_for("ValueError")


@pytest.mark.parametrize(
    ("way", "logging"),
    [*((way, False) for way in ON_A_PAGE), *(pytest.param(*one, marks=pytest.mark.whole) for one in LOGGED)],
)
def test_a_crash_on_any_page_tells_no_secret(
    tmp_path: Path, community: TestCommunity, way: str, logging: bool
) -> None:
    with on_terminal(tmp_path, community, way, **(LOGGING if logging else {})) as terminal:
        terminal.wait_for("Today")
        crash_each_page(terminal, way)
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert tellers(tmp_path, terminal) == []


@pytest.mark.parametrize("way", APPS)
def test_a_crash_outside_every_page_tells_no_secret(
    tmp_path: Path, community: TestCommunity, way: str
) -> None:
    with on_terminal(tmp_path, community, way) as terminal:
        code = terminal.wait_for_end()
        assert tellers(tmp_path, terminal) == []
        if way == "left-behind":
            assert code == 0
        else:
            assert "Something in folkmoot itself went wrong (" in terminal.text
            assert code == 70


@pytest.mark.parametrize("way", APPS)
def test_textual_alone_would_tell_it(tmp_path: Path, community: TestCommunity, way: str) -> None:
    with on_terminal(tmp_path, community, way, STOCK="1") as terminal:
        terminal.wait_for_end()
        assert tellers(tmp_path, terminal) == ["the terminal"]
