"""The terminal emulator pyte with quick ways for what a shell sends most: plain letters, styles, places, nothing new.

`test_emulator.py` sees that both draw the same.
"""

from __future__ import annotations

import re
from functools import cache

import pyte
from pyte import charsets, modes
from pyte.screens import Char

SIMPLE = re.compile(r"(\x1b\[[\d;]*[mH])")


@cache
def numbers(sequence: str) -> tuple[int, ...]:
    """The numbers of a sequence, as pyte reads them."""
    return tuple(min(int(number or 0), 9999) for number in sequence[2:-1].split(";"))


class QuickScreen(pyte.Screen):
    """A screen that draws plain letters at once, and reads anew only the lines that changed."""

    def __init__(self, columns: int, lines: int) -> None:
        self._cells: dict[Char, dict[str, Char]] = {}
        self._styles: dict[tuple[Char, str], Char] = {}
        self._lines: list[str] = []
        super().__init__(columns, lines)

    @property
    def display(self) -> list[str]:
        """The screen's lines."""
        if len(self._lines) != self.lines:
            self._lines = super().display
        elif self.dirty:
            whole = self.lines
            for number in [number for number in self.dirty if number < whole]:
                self._lines[number] = self._line(number)
        self.dirty.clear()
        return list(self._lines)

    def _line(self, number: int) -> str:
        """One line, by pyte's own reading."""
        buffer, lines = self.buffer, self.lines
        try:
            self.buffer, self.lines = {0: buffer[number]}, 1
            return super().display[0]
        finally:
            self.buffer, self.lines = buffer, lines

    def draw(self, data: str) -> None:
        """Put text at the cursor."""
        cursor = self.cursor
        plain = data.isascii() and data.isprintable() and cursor.x + len(data) <= self.columns
        if not plain or self.charset or self.g0_charset != charsets.LAT1_MAP or modes.IRM in self.mode:
            self.dirty.add(
                max(0, cursor.y - 1)
            )  # a mark at a line's beginning goes to the end of the one above
            super().draw(data)
            return
        cells = self._cells.setdefault(cursor.attrs, {})
        line = self.buffer[cursor.y]
        for column, letter in enumerate(data, cursor.x):
            cell = cells.get(letter)
            if cell is None:
                cell = cells[letter] = cursor.attrs._replace(data=letter)
            line[column] = cell
        cursor.x += len(data)
        self.dirty.add(cursor.y)

    def styled(self, sequence: str) -> None:
        """Take a style from here on."""
        before = self.cursor.attrs
        style = self._styles.get((before, sequence))
        if style is None:
            self.select_graphic_rendition(*numbers(sequence))
            self._styles[before, sequence] = self.cursor.attrs
        else:
            self.cursor.attrs = style


class QuickStream(pyte.ByteStream):
    """Reads what comes; styles and places past pyte's reading letter by letter."""

    listener: QuickScreen

    def feed(self, data: bytes) -> None:
        """Take in what a program sent."""
        if not self.use_utf8:
            super().feed(data)
            return
        for part in SIMPLE.split(self.utf8_decoder.decode(data)):
            if not self._taking_plain_text or not SIMPLE.fullmatch(part):
                pyte.Stream.feed(self, part)
            elif part[-1] == "m":
                self.listener.styled(part)
            else:
                self.listener.cursor_position(*numbers(part))
