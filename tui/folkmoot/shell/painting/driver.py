"""The driver that sends what changed on the screen, and never waits for a slow terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from queue import Full
from typing import Any

from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from folkmoot.shell.driver import TerminalDriver
from folkmoot.shell.painting.frame import Frame, Stroke, blank, painted
from folkmoot.shell.painting.paper import BELL, Paper


class CellDriver(TerminalDriver):
    """Keeps the screen as cells. The thread of writing is Textual's; frames wait beside its queue, not in it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._paper = Paper(self._file)
        self._file: Any = self._paper
        self._frame: Frame | None = None

    def show(
        self,
        update: LayoutUpdate | ChopsUpdate,
        cursor: tuple[int, int],
        size: tuple[int, int],
        system: ColorSystem | None,
    ) -> None:
        """Show what Textual has drawn, and the cursor at a column and row, as soon as the terminal takes it."""
        frame = self._frame
        if frame is None or (frame.width, frame.height) != size:
            frame = blank(*size)
            self._paper.forget()  # also where no frame of the size in between was ever sent
        self._frame = painted(frame, strokes_of(update, system or ColorSystem.TRUECOLOR), cursor)
        self._paper.synchronized = self._app._sync_available
        self._want(self._frame)

    def repaint(self) -> None:
        """Paint all of it anew: what the terminal shows is no longer known."""
        self._paper.forget()
        if self._frame is not None:
            self._want(self._frame)

    def told_of_size(self, size: tuple[int, int]) -> None:
        """The window was changed: what a terminal makes of its lines then, nobody knows.

        At another size Textual draws all anew by itself; where it is the old one again, it may draw nothing.
        """
        if self._frame is not None and size == (self._frame.width, self._frame.height):
            self.repaint()

    def write(self, data: str) -> None:
        """Send what is no frame, in its turn. A bell is not worth waiting for."""
        if data == BELL and self._writer_thread is not None:
            with suppress(Full):
                self._writer_thread._queue.put_nowait(data)
        else:
            super().write(data)

    def start_application_mode(self) -> None:
        self._paper.open()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._frame is not None:  # put aside for a while, and here again
            self._want(self._frame)

    def stop_application_mode(self) -> None:
        self._paper.shut()
        super().stop_application_mode()

    def _want(self, frame: Frame) -> None:
        """Have the thread of writing paint a frame; where its queue is full, it will do so after what is in it."""
        if self._paper.want(frame) and self._writer_thread is not None and not self.gone:
            with suppress(Full):
                self._writer_thread._queue.put_nowait("")


def strokes_of(update: LayoutUpdate | ChopsUpdate, system: ColorSystem) -> Iterator[Stroke]:
    """What Textual would write for an update, as strokes: the same strips, at the same places."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            yield Stroke(update.region.x, y, [piece for strip in line for piece in pieces_of(strip, system)])
        return
    for y, first, stop in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x <= stop and end > first:
                whole = x >= first and x < stop and end <= stop
                part = strip if whole else strip.crop(0, min(end, stop) - x)
                yield Stroke(x, y, pieces_of(part, system))


def pieces_of(strip: Strip, system: ColorSystem) -> list[tuple[str, str]]:
    """The texts of a strip and the codes of their looks, as `Strip.render` would write them."""
    return [(text, _codes(style, system)) for text, style, _control in strip._segments]


def _codes(style: Any, system: ColorSystem) -> str:
    if style is None:
        return ""
    codes: str | None = style._ansi
    return Strip.render_ansi(style, system) if codes is None else codes
