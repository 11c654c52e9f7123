"""From one frame to the next: the least that has to be written, as text for a terminal."""

from __future__ import annotations

from folkmoot.shell.painting.cells import BLANK, reach
from folkmoot.shell.painting.frame import Frame, Row, blank
from folkmoot.shell.painting.looks import PLAIN, on_blank
from folkmoot.shell.painting.scrolling import scrolled
from folkmoot.shell.painting.terminal_writer import TerminalWriter

CLEAR = "\x1b[m\x1b[2J"
STEP = 4  # unchanged cells that cost no more to write again than a move past them
ERASE = 4  # blanks that cost no more to write than to erase


def difference(before: Frame | None, after: Frame) -> str:
    """What makes `after` of a terminal that shows `before`; None: nobody knows what it shows.

    The terminal writes past no line's end by itself (DECAWM is off), and its look is its own, before and after.
    """
    if before is None or (before.width, before.height) != (after.width, after.height):
        writer = TerminalWriter(after.width, after.height, None)
        writer.raw(CLEAR)
        _write_changes(writer, blank(after.width, after.height), after)
        return writer.text
    writer = TerminalWriter(after.width, after.height, before.cursor)
    _write_changes(writer, before, after)
    moved = scrolled(before, after)
    if moved is None:
        return writer.text
    other = TerminalWriter(after.width, after.height, None)
    other.raw(moved.sequence)
    _write_changes(other, moved.frame, after)
    return min(writer.text, other.text, key=len)


def _write_changes(writer: TerminalWriter, before: Frame, after: Frame) -> None:
    for y, (old, new) in enumerate(zip(before.rows, after.rows, strict=True)):
        if old is not new and old != new:
            _write_row(writer, y, old, new)
    if after.cursor is not None:
        writer.move(*after.cursor)
    writer.wear(PLAIN)


def _write_row(writer: TerminalWriter, y: int, old: Row, new: Row) -> None:
    """Write the cells of a row that differ."""
    end = _end_of_text(new)
    erases = sum(a != b for a, b in zip(old[end:], new[end:], strict=True)) > ERASE
    stop = end if erases else len(new)
    again = -1  # up to here cells are written again, over which a letter before them may have spread
    x = 0
    while x < stop:
        if not new[x].text or (new[x] == old[x] and x >= again):
            x += 1
            continue
        _go_to(writer, x, y, new)
        writer.put(new[x])
        if spread := reach(new[x].text):
            again = max(again, x + spread)
        x += 1
    if erases:
        first = next(x for x in range(end, len(new)) if old[x] != new[x])
        writer.move(first, y)
        writer.erase_to_end_of_line()


def _go_to(writer: TerminalWriter, x: int, y: int, row: Row) -> None:
    """Stand at a column: by writing what lies between once more, where that is no dearer than a move."""
    if writer.y == y and writer.x is not None and 0 < x - writer.x <= STEP:
        between = row[writer.x : x]
        if all(
            len(cell.text) == 1
            and cell.text.isascii()
            and (cell.look == writer.look or (cell.text == " " and cell.look == on_blank(writer.look)))
            for cell in between
        ):
            for cell in between:
                writer.put(cell)
            return
    writer.move(x, y)


def _end_of_text(row: Row) -> int:
    """The column after the last cell that is more than a blank in the terminal's own colours."""
    end = len(row)
    while end and row[end - 1] == BLANK:
        end -= 1
    return end
