"""What is written to a terminal: letters, styles and moves, each by its shortest sequence.

Only what a VT100 and all after it understand: no repeated letters, no erasing in a colour.
"""

from __future__ import annotations

from folkmoot.shell.painting.cells import Cell, is_wide, reach
from folkmoot.shell.painting.looks import PLAIN, Look, on_blank, turn


class TerminalWriter:
    """Knows where the cursor is (None: not, as after a last column) and in which look it writes."""

    def __init__(self, width: int, height: int, cursor: tuple[int, int] | None) -> None:
        self.width, self.height = width, height
        self.x: int | None = cursor[0] if cursor else None
        self.y: int | None = cursor[1] if cursor else None
        self.look = PLAIN
        self._out: list[str] = []

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._out)

    def raw(self, sequence: str) -> None:
        """A sequence that moves nothing and changes no look."""
        self._out.append(sequence)

    def lose_place(self) -> None:
        """The cursor may be anywhere."""
        self.x = self.y = None

    def wear(self, look: Look) -> None:
        """Write in a look from here on."""
        self._out.append(turn(self.look, look))
        self.look = look

    def put(self, cell: Cell) -> None:
        """Write a cell where the cursor is, and stand behind it."""
        text, look = cell
        if text != " " or on_blank(self.look) != look:
            self.wear(look)
        if reach(text):
            self._put_doubtful(text)
            return
        self._out.append(text)
        if self.x is not None:
            self.x += 2 if is_wide(text) else 1
            if self.x >= self.width:
                self.x = None

    def _put_doubtful(self, text: str) -> None:
        """Write what a terminal may give fewer or more cells than we: on blanks, and then look for our place anew."""
        assert self.x is not None and self.y is not None
        x, y = self.x, self.y
        if is_wide(text):
            self._out.append("  ")
            self.lose_place()
            self.move(x, y)
        self._out.append(text)
        self.lose_place()

    def erase_to_end_of_line(self) -> None:
        """Make blanks of all from the cursor on, in the terminal's own colours."""
        self.wear(PLAIN)
        self._out.append("\x1b[K")

    def move(self, x: int, y: int) -> None:
        """Stand at a column and row, from 0."""
        if (self.x, self.y) == (x, y):
            return
        ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"]
        if self.y == y:
            ways += self._along(x)
        elif self.y is not None and x == 0 and y == self.y + 1:
            ways.append("\r\n")
        elif self.y is not None and self.x == x:
            ways.append(_by(y - self.y, "B", "A"))
        self._out.append(min(ways, key=len))
        self.x, self.y = x, y

    def _along(self, x: int) -> list[str]:
        """Ways to another column of this row; after the last column, some terminals count from elsewhere."""
        ways = ["\r"] if x == 0 else []
        if self.x is not None:
            ways.append(_by(x - self.x, "C", "D"))
            if x < self.x:
                ways.append("\b" * (self.x - x))
        return ways


def _by(steps: int, forth: str, back: str) -> str:
    number = abs(steps)
    return f"\x1b[{number if number > 1 else ''}{forth if steps > 0 else back}"
