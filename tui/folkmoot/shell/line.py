"""A line to type in, calm: no blinking cursor, which would cost bytes and keep dead sessions alive."""

from __future__ import annotations

from textual.widgets import Input


class LineInput(Input):
    """One line, without a frame."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(value, placeholder=placeholder, id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False
