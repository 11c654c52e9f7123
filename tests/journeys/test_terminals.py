"""The demo on real terminals of several kinds: it draws, does what the keys say, and leaves the terminal whole."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from journeys.on_a_terminal import OnATerminal

DEMO = [sys.executable, "-m", "folkmoot", "demo"]


@pytest.mark.parametrize("term", ["xterm-256color", "tmux-256color", "linux", "xterm", "vt100"])
def test_the_rhythm_is_two_keys_away_on_every_kind_of_terminal(term: str) -> None:
    with OnATerminal(DEMO, environ={"TERM": term}) as terminal:
        assert "1 Today" in terminal.wait_for("Ribeira")
        terminal.press("2")
        terminal.wait_for("Mon        Tue")
        terminal.press("?")
        terminal.wait_for("Help: Rhythm")
        terminal.wait_for("scroll")
        terminal.press("esc")
        terminal.wait_without("Help: Rhythm")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_month_is_drawn_without_holes(size: tuple[int, int]) -> None:
    with OnATerminal(DEMO, columns=size[0], lines=size[1]) as terminal:
        terminal.wait_for("Ribeira")
        terminal.press("2")
        terminal.wait_for("[ ] month")
        text = terminal.wait_for("○ full moon")
        assert re.search(r"Mon\s+Tue\s+Wed\s+Thu\s+Fri\s+Sat\s+Sun", text)
        assert re.search(r"\d\d:\d\d  \S full moon", text)
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0


def test_in_the_c_locale_only_ascii_reaches_the_terminal() -> None:
    with OnATerminal(DEMO, environ={"LANG": "C", "LC_ALL": ""}) as terminal:
        terminal.wait_for("Ribeira")
        for page, sign in (
            ("Rhythm", "[ ] month"),
            ("Circles", "Hearth"),
            ("Map", "Care map"),
            ("You", "Handle"),
        ):
            terminal.open(page)
            terminal.wait_for(sign)
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert terminal.received.isascii()


def test_with_no_color_no_colour_reaches_the_terminal() -> None:
    with OnATerminal(DEMO, environ={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for("Ribeira")
        for page, sign in (("Rhythm", "[ ] month"), ("Circles", "Hearth"), ("You", "Handle")):
            terminal.open(page)
            terminal.wait_for(sign)
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        styles = {
            code for run in re.findall(rb"\x1b\[([\d;]*)m", terminal.received) for code in run.split(b";")
        }
        colours = {
            code
            for code in styles
            if code and (30 <= int(code) <= 38 or 40 <= int(code) <= 48 or int(code) >= 90)
        }
        assert not colours


def test_mouse_and_blinking_are_not_asked_for() -> None:
    with OnATerminal(DEMO) as terminal:
        terminal.wait_for("Ribeira")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert b"\x1b[?1000h" not in terminal.received
        assert b"\x1b[?1003h" not in terminal.received


def test_bytes_of_another_encoding_and_pasted_escapes_press_no_keys_and_end_nothing() -> None:
    with OnATerminal(DEMO) as terminal:
        terminal.wait_for("Ribeira")
        terminal.open("You")
        terminal.wait_for("Handle")
        terminal.press("e")
        terminal.wait_for("Your card")
        terminal.send(b"caf\xe9x\xff")
        terminal.wait_for("caf\ufffdx\ufffd")
        terminal.send(b"\x1b[200~ evil \x1b[31mX\rq\x1b\x1b[201~")
        terminal.wait_for("evil [31mX")
        assert "Your card" in terminal.text
        terminal.press("esc")
        terminal.wait_without("Your card")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_a_window_that_is_closed_ends_the_session(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    make = [sys.executable, "-m", "folkmoot", "demo", "--keep", str(kept)]
    subprocess.run(make, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    with OnATerminal([sys.executable, "-m", "folkmoot", "--store", str(kept)]) as terminal:
        terminal.wait_for("Ribeira")
        terminal.close()
        assert terminal.end() == 129
