"""Figures that can be read from across a room; of plain blocks, so that every terminal can draw them."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from folkmoot.api import Still, joined

SLOTS = 7  # sign, figures and colon: +999:59
HEIGHT = 5
FULL, LEFT, RIGHT, SIDES = "██████", "██    ", "    ██", "██  ██"
FIGURES = {
    "0": (FULL, SIDES, SIDES, SIDES, FULL),
    "1": ("  ██  ", "████  ", "  ██  ", "  ██  ", FULL),
    "2": (FULL, RIGHT, FULL, LEFT, FULL),
    "3": (FULL, RIGHT, FULL, RIGHT, FULL),
    "4": (SIDES, SIDES, FULL, RIGHT, RIGHT),
    "5": (FULL, LEFT, FULL, RIGHT, FULL),
    "6": (FULL, LEFT, FULL, SIDES, FULL),
    "7": (FULL, RIGHT, RIGHT, RIGHT, RIGHT),
    "8": (FULL, SIDES, FULL, SIDES, FULL),
    "9": (FULL, SIDES, FULL, RIGHT, FULL),
    "+": ("      ", "  ██  ", FULL, "  ██  ", "      "),
    ":": ("  ", "██", "  ", "██", "  "),
}


def drawn(figure: str, scale: int) -> list[str]:
    """The rows of one figure, each cell as often as the scale says; nothing for a blank."""
    rows = FIGURES.get(figure, ("",) * HEIGHT)
    return ["".join(cell * scale for cell in row) for row in rows for _again in range(scale)]


class BigClock(Horizontal):
    """A time such as `9:59`. Each figure is a widget of its own: in most seconds only the last is sent."""

    DEFAULT_CSS = """
    BigClock { height: auto; width: 1fr; & Still { width: auto; height: auto; padding: 0 1 0 0; } }
    """

    def compose(self) -> ComposeResult:
        for slot in range(SLOTS):
            yield Still(id=f"figure-{slot}")

    def show_time(self, face: str, scale: int) -> None:
        """Draw a time such as `9:59` or `+2:10`; figures that stay as they are cost nothing."""
        for slot, figure in enumerate(f"{face:>{SLOTS}}"[-SLOTS:]):
            still = self.query_one(f"#figure-{slot}", Still)
            rows = Content("\n").join(joined(row) for row in drawn(figure, scale))
            layout = still.display != (figure != " ") or still.size.height != HEIGHT * scale
            still.display = figure != " "
            still.update(rows, layout=layout)
