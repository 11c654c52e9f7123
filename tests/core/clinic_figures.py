"""The large figures of a clinic's clock, read off a screen as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence

from folkmoot_core.clinic.big import FIGURES


def time_in(lines: Sequence[str]) -> str:
    """`9:59`, of the lines of a screen. Raises: AssertionError where no clock is drawn."""
    first = next((n for n, line in enumerate(lines) if line.strip().startswith("██")), None)
    assert first is not None, "no clock is drawn:\n" + "\n".join(lines)
    rows = lines[first : first + 5]
    width = max(len(row) for row in rows)
    found, column = "", 0
    while column < width:
        figure = next((one for one in FIGURES if _stands_at(one, rows, column)), "")
        found += figure
        column += len(FIGURES[figure][0]) + 1 if figure else 1
    return found


def _stands_at(figure: str, rows: Sequence[str], column: int) -> bool:
    shape = FIGURES[figure]
    size = len(shape[0])
    return all(
        row.ljust(column + size)[column : column + size] == part
        for row, part in zip(rows, shape, strict=True)
    )
