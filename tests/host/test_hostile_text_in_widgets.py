"""On a real terminal: no text that a member types can crash a widget, drive the terminal or bring a link to life."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import pytest

from folkmoot.testing import TestCommunity
from folkmoot.text import MAX_MARKS
from host.hostile_widgets import HOSTILE, SINKS
from journeys.on_a_terminal import OnATerminal

PROGRAM = Path(__file__).with_name("hostile_widgets.py")
NEXT = b"\x1b[20~"  # f9
GROUPS = 6
# What we and Textual send: styles and places, lines that move or end, a clear terminal to begin with; modes of the
# terminal (and questions about them), keys, the pointer's shape.
TEXTUALS = re.compile(
    r"\x1b\[m\x1b\[2J|\x1b\[[\d;]*[mHABCDKr]|\x1bM|\x08"
    r"|\x1b\[\?(?:7|25|1004|1049|2004|2026|2048)(?:[hl]|\$p)|\x1b\[[<>]\d*u|\x1b\]22;default\x07"
)


def beginning(number: int, text: str) -> str:
    """What of a text is on the screen at least: short ones as they were typed."""
    return f"A{number}:{text if len(text) < 9 and text.isprintable() and text.isascii() else ''}"


def look_through(received: bytes) -> None:
    """All that ever reached the terminal: Textual's own sequences, and text of no other kind than people write."""
    text = received.decode("utf-8")
    assert not [sequence for sequence in TEXTUALS.findall(text) if "7777" in sequence]
    rest = TEXTUALS.sub("", text)
    kinds = {character: unicodedata.category(character) for character in set(rest) - set("\r\n\u200c\u200d")}
    assert not {
        hex(ord(character)) for character, kind in kinds.items() if kind[0] == "C" or kind in ("Zl", "Zp")
    }
    marks = "".join("m" if unicodedata.category(character) in ("Mn", "Me") else "." for character in rest)
    assert "m" * (MAX_MARKS + 1) not in marks


def test_there_are_as_many_kinds_of_widgets_and_texts_as_we_say() -> None:
    assert len(SINKS) >= 27
    assert len(HOSTILE) == 22


@pytest.mark.parametrize("group", range(GROUPS))
def test_hostile_text_is_inert_in_every_kind_of_widget(community: TestCommunity, group: int) -> None:
    sinks = SINKS[group::GROUPS]
    paths = {"PYTHONPATH": str(PROGRAM.parent.parent)}
    with OnATerminal([sys.executable, str(PROGRAM), str(community.path), *sinks], environ=paths) as terminal:
        terminal.wait_for("Stage")
        number = 0
        for sink in sinks:
            for name, text in HOSTILE.items():
                number += 1
                terminal.send(NEXT)
                try:
                    assert terminal.wait_to_receive(rb"END %d (\w+)\." % number)[1] == b"STILL"
                    terminal.wait_for(beginning(number, text))
                except (AssertionError, TimeoutError) as error:
                    raise AssertionError(f"{sink}: {name}: {error}\n{terminal.text}") from error
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
        look_through(terminal.received)
