"""Lines that only moved: a terminal moves them by itself, which costs a few bytes instead of all their letters."""

from __future__ import annotations

from typing import NamedTuple

from folkmoot.shell.painting.cells import BLANK
from folkmoot.shell.painting.frame import Frame, Row

FEWEST = 3  # changed rows, below which writing them is as good


class Moved(NamedTuple):
    """What a terminal shows after a sequence that moves lines; the cursor may be anywhere."""

    sequence: str
    frame: Frame


def scrolled(before: Frame, after: Frame) -> Moved | None:
    """The move that brings most rows to where they are wanted; None where there is none worth trying."""
    changed = [y for y in range(after.height) if before.rows[y] != after.rows[y]]
    if len(changed) < FEWEST:
        return None
    by, top, bottom = _most_moved(before, after, changed)
    if not by:
        return None
    gone = abs(by)
    rows: list[Row] = list(before.rows)
    empty: list[Row] = [[BLANK] * before.width] * gone
    inside = rows[top : bottom + 1]
    rows[top : bottom + 1] = [*inside[gone:], *empty] if by > 0 else [*empty, *inside[:-gone]]
    # Within margins, a line feed at the last line moves all up, and a reverse one at the first moves all down.
    move = f"\x1b[{bottom + 1}H" + "\n" * gone if by > 0 else f"\x1b[{top + 1}H" + "\x1bM" * gone
    return Moved(f"\x1b[{top + 1};{bottom + 1}r{move}\x1b[r", before._replace(rows=tuple(rows)))


def _most_moved(before: Frame, after: Frame, changed: list[int]) -> tuple[int, int, int]:
    """By how many lines most rows went up (below 0: down), and the first and last row of all that did; 0: none."""
    places: dict[str, list[int]] = {}
    for y in changed:
        places.setdefault(_letters(before.rows[y]), []).append(y)
    moves: dict[int, list[int]] = {}
    for y in changed:
        letters = _letters(after.rows[y])
        if not letters.isspace():
            for was in places.get(letters, ()):
                moves.setdefault(was - y, []).append(y)
    if not moves:
        return 0, 0, 0
    by, rows = max(moves.items(), key=lambda move: len(move[1]))
    return by, min(rows[0], rows[0] + by), max(rows[-1], rows[-1] + by)


def _letters(row: Row) -> str:
    return "".join([cell.text for cell in row])
