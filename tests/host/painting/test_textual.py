"""Sending what changed leans on private parts of Textual: where a new Textual has others, it is told here."""

from __future__ import annotations

import inspect
from importlib.metadata import requires, version
from typing import Any

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.app import App
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Region
from textual.strip import Strip

from folkmoot.shell.painting.driver import pieces_of, strokes_of
from host.painting.a_terminal import ATerminal
from host.painting.test_difference import as_textual_writes

TOLD = """
Textual {version} is not the one that folkmoot/shell/painting was proven with ({known}). Read what it leans on
(`painting/driver.py`, `painting/app.py`), run tests/host/painting and tests/contract/test_both_drivers.py, and then
allow the new version in pyproject.toml and here. Until then: "Over the line: all of it" on the card of
whoever needs it, or the older Textual.
"""
KNOWN = "8.2"


def test_textual_is_the_one_that_this_was_proven_with() -> None:
    found = version("textual")
    assert found.startswith(KNOWN + "."), TOLD.format(version=found, known=KNOWN)
    assert any(
        line.startswith("textual") and ">=8.2" in line and "<8.3" in line
        for line in requires("folkmoot") or []
    )


def _sources(*parts: Any) -> str:
    return "\n".join(inspect.getsource(part) for part in parts)


def test_what_is_leant_on_is_there() -> None:
    told = TOLD.format(version=version("textual"), known=KNOWN)
    assert list(inspect.signature(App._display).parameters) == ["self", "screen", "renderable"], told
    assert list(inspect.signature(LayoutUpdate).parameters) == ["strips", "region"], told
    assert list(inspect.signature(ChopsUpdate).parameters) == ["chops", "spans", "chop_ends"], told
    assert Segment._fields == ("text", "style", "control"), told
    drawn = _sources(
        Compositor.render_update, Compositor.render_full_update, Compositor.render_partial_update
    )
    assert "LayoutUpdate(" in drawn and "ChopsUpdate(" in drawn, told
    display = _sources(App._display)
    for part in (
        "self._batch_count",
        "self._running",
        "self._closed",
        "render_segments(console)",
        "post_display_hook",
    ):
        assert part in display, told
    for part in ("self._queue", "write = self._file.write", "flush = self._file.flush"):
        assert part in _sources(WriterThread), told
    assert "self._writer_thread = WriterThread(self._file)" in _sources(LinuxDriver.start_application_mode), (
        told
    )


def test_strokes_are_what_textual_would_write() -> None:
    told = TOLD.format(version=version("textual"), known=KNOWN)
    console = Console(color_system="256", force_terminal=True)
    strips = [
        Strip([Segment("ab", Style.parse("bold red on blue")), Segment("漢c", Style.parse("dim #123456"))]),
        Strip([Segment("plain", Style.null())]),
    ]
    whole = LayoutUpdate([[strip] for strip in strips], Region(0, 0, 5, 2))
    part = ChopsUpdate([{0: strips[0]}, {0: strips[1]}], [(0, 0, 3), (1, 2, 5)], [[5], [5]])
    for update in (whole, part):
        ours, theirs = ATerminal(5, 2), ATerminal(5, 2)
        ours.feed(
            as_textual_writes(
                [each._replace(pieces=list(each.pieces)) for each in strokes_of(update, SYSTEM)]
            )
        )
        theirs.feed(update.render_segments(console))
        assert ours.seen() == theirs.seen(), told
    assert pieces_of(strips[0], SYSTEM)[0] == ("ab", "1;31;44"), told


SYSTEM = ColorSystem.EIGHT_BIT
