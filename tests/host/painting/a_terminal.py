"""A terminal (pyte) that gives letters the cells that Textual counts on, knows dim, and cuts wide letters in two."""

from __future__ import annotations

from functools import cache

import pyte
from pyte import modes
from pyte.screens import Char
from rich.cells import get_character_cell_size, split_graphemes

SEEN_ON_BLANKS = ("underscore", "strikethrough", "reverse", "blink")
DIM = " dim"  # at the end of a colour's name, since pyte has no place for it


class ATerminal(pyte.Screen):
    """A terminal. `old`: it draws each character of a joined picture by itself, as some do."""

    def __init__(self, columns: int, lines: int, *, old: bool = False) -> None:
        self.old = old
        self._seen: dict[int, list[tuple[object, ...]]] = {y: [] for y in range(lines)}
        super().__init__(columns, lines)
        self.reset_mode(7, private=True)  # nothing is written past a line's end, as the driver asks
        self.stream = pyte.Stream(self)

    def feed(self, text: str) -> None:
        """Take in what is sent, line feeds as a tty makes them."""
        self.stream.feed(text.replace("\n", "\r\n"))

    def seen(self) -> list[list[tuple[object, ...]]]:
        """What a person sees, cell by cell: of a blank, no colour of letters and no weight."""
        for y in self.dirty.intersection(range(self.lines)):
            row = self.buffer[y]
            self._seen[y] = [_seen(row[x]) for x in range(self.columns)]
        self.dirty.clear()
        return list(self._seen.values())

    def resize(self, lines: int | None = None, columns: int | None = None) -> None:
        super().resize(lines, columns)
        self._seen = {y: [] for y in range(self.lines)}
        self.dirty.update(range(self.lines))

    def draw(self, data: str) -> None:
        self.dirty.add(self.cursor.y)
        parts = [(data[start:end], width) for start, end, width in split_graphemes(data)[0]]
        if self.old:
            parts = [(letter, get_character_cell_size(letter)) for letter in data]
        for text, width in parts:
            if width:
                self._place(text, width)
            else:
                self._mark(text)

    def _place(self, text: str, width: int) -> None:
        x = self.cursor.x = min(self.cursor.x, self.columns - width)
        line = self.buffer[self.cursor.y]
        if x > 0 and not line[x].data:
            line[x - 1] = line[x - 1]._replace(data=" ")
        if x + width < self.columns and not line[x + width].data:
            line[x + width] = line[x + width]._replace(data=" ")
        line[x] = self.cursor.attrs._replace(data=text)
        if width == 2:
            line[x + 1] = self.cursor.attrs._replace(data="")
        self.cursor.x = x + width

    def _mark(self, text: str) -> None:
        x, line = self.cursor.x - 1, self.buffer[self.cursor.y]
        if x > 0 and not line[x].data:
            x -= 1
        if x >= 0:
            line[x] = line[x]._replace(data=line[x].data + text)

    def select_graphic_rendition(self, *codes: int, **options: object) -> None:
        attrs = self.cursor.attrs
        dim = attrs.fg.endswith(DIM)
        self.cursor.attrs = attrs._replace(fg=attrs.fg.removesuffix(DIM))
        super().select_graphic_rendition(*codes)
        left = list(codes or (0,))
        while left:
            code = left.pop(0)
            if code in (38, 48):
                del left[: 4 if left[:1] == [2] else 2]
            elif code == 2 or code in (0, 22):
                dim = code == 2
        if dim:
            self.cursor.attrs = self.cursor.attrs._replace(fg=self.cursor.attrs.fg + DIM)


@cache
def _seen(cell: Char) -> tuple[object, ...]:
    if cell.data == " " and not any(getattr(cell, style) for style in SEEN_ON_BLANKS):
        return (" ", cell.bg)
    return tuple(cell)


assert modes.DECAWM == 7 << 5
