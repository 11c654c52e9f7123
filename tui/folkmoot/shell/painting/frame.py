"""A whole screen as cells. A frame never changes: what is painted on one gives another that shares its other rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from folkmoot.shell.painting.cells import BLANK, Cell, cells_of, is_wide
from folkmoot.shell.painting.looks import on_blank

Row = Sequence[Cell]
Piece = tuple[str, str]  # text, and the codes of its look


class Stroke(NamedTuple):
    """Where pieces of text are painted: from which column and row on, from 0."""

    x: int
    y: int
    pieces: Iterable[Piece]


class Frame(NamedTuple):
    """Rows of cells, all of the same width; where the cursor stands (column, row; None: nobody knows)."""

    width: int
    rows: tuple[Row, ...]
    cursor: tuple[int, int] | None = None

    @property
    def height(self) -> int:
        return len(self.rows)


def blank(width: int, height: int) -> Frame:
    """What a terminal shows that was cleared just now."""
    return Frame(width, ([BLANK] * width,) * height)


def painted(frame: Frame, strokes: Iterable[Stroke], cursor: tuple[int, int]) -> Frame:
    """A frame with strokes painted on it, one after the other; what lies beyond its edges is left out."""
    rows: list[Row] = list(frame.rows)
    changed: dict[int, list[Cell]] = {}
    for x, y, pieces in strokes:
        if 0 <= y < len(rows):
            if y not in changed:
                rows[y] = changed[y] = list(rows[y])
            _paint(changed[y], x, pieces)
    x, y = cursor
    return Frame(frame.width, tuple(rows), (min(max(x, 0), frame.width - 1), min(max(y, 0), len(rows) - 1)))


def _paint(row: list[Cell], x: int, pieces: Iterable[Piece]) -> None:
    """Paint on a row of cells from a column on."""
    width = len(row)
    for text, codes in pieces:
        marks, cells = cells_of(text, codes)
        if marks:
            _add_marks(row, x - 1, marks)
        cells = cells[: max(0, width - x)]
        if cells:
            end = x + len(cells)
            row[x:end] = cells
            _mend(row, x)
            _mend(row, end)
            x = end


def _add_marks(row: list[Cell], x: int, marks: str) -> None:
    """Put marks on the letter at a column, or on the wide one whose second half is there."""
    x = min(x, len(row) - 1)
    if x > 0 and not row[x].text:
        x -= 1
    if x >= 0 and is_wide(row[x].text + marks) == is_wide(row[x].text):
        row[x] = Cell(row[x].text + marks, row[x].look)


def _mend(row: list[Cell], x: int) -> None:
    """Where a wide letter was cut in two at a column, nothing is seen of the half that is left."""
    left_wide = x > 0 and is_wide(row[x - 1].text)
    right_half = x < len(row) and not row[x].text
    if left_wide and not right_half:
        row[x - 1] = Cell(" ", on_blank(row[x - 1].look))
    elif right_half and not left_wide:
        row[x] = Cell(" ", on_blank(row[x].look))
