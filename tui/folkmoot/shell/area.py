"""Several lines of a form: long text wraps, enter makes a line, arrows leave at its edges."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.widgets import TextArea

from folkmoot.text import MAX_LENGTH, clean

HIGHEST = 8  # lines at once; more are scrolled


class LinesInput(TextArea):
    """Text of any length to type in: what it begins with, and what is pasted, is cleaned; its lines stay.

    It has no scroll bar of its own: one that comes and goes would wrap the text anew, and so come and go for ever. It
    grows with what stands in it, from `lowest` lines on; `limit` is how many letters it takes of what it begins
    with, and of a paste. Its cursor does not blink: that would cost bytes and keep dead sessions alive.
    """

    DEFAULT_CSS = """
    LinesInput {
        &, &:focus { width: 1fr; height: 2; border: none; padding: 0; background: transparent; color: $foreground; }
        scrollbar-size: 0 0;
        &:ansi .text-area--cursor, &:dark .text-area--cursor, &:light .text-area--cursor {
            color: ansi_default !important; background: ansi_default !important; text-style: reverse !important;
        }
        &:ansi .text-area--selection { background: transparent; text-style: reverse; }
        & .text-area--placeholder { color: $foreground; text-style: dim; }
    }
    """

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002  Textual's word
        lowest: int = 2,
        limit: int = MAX_LENGTH,
    ) -> None:
        self.lowest, self.limit = lowest, limit
        super().__init__(
            clean(value, lines=True, spaces=True, limit=limit),
            placeholder=clean(placeholder),
            id=id,
            compact=True,
            highlight_cursor_line=False,
            tab_behavior="focus",
        )
        self.cursor_blink = False

    @property
    def value(self) -> str:
        """What stands in it, its lines parted by line feeds."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n")

    @value.setter
    def value(self, value: str) -> None:
        self.text = value

    def show_value(self, value: str) -> None:
        """Hold another text, cleaned."""
        self.text = clean(value, lines=True, spaces=True, limit=self.limit)

    def fit(self) -> None:
        """Take as many lines as the text does: `lowest` at least, and so many at most that others stay in sight."""
        most = min(HIGHEST, max(3, self.app.size.height * 3 // 10))
        self.styles.height = max(self.lowest, min(most, self.wrapped_document.height))

    def on_mount(self) -> None:
        self.move_cursor(self.document.end)

    def on_resize(self) -> None:
        self.fit()

    def on_text_area_changed(self) -> None:
        self.fit()

    async def _on_paste(self, event: events.Paste) -> None:
        """Take a paste as it is, but for what nobody sees and some terminals obey."""
        event.prevent_default()
        event.stop()
        pasted = clean(event.text, lines=True, limit=self.limit)
        if pasted and (done := self._replace_via_keyboard(pasted, *self.selection)):
            self.move_cursor(done.end_location)

    def new_line(self) -> None:
        """Begin another line."""
        self._replace_via_keyboard("\n", *self.selection)

    def down(self) -> None:
        """A line down; from the last one, to what stands below."""
        self._move_or_leave(self.action_cursor_down, self.screen.focus_next)

    def up(self) -> None:
        """A line up; from the first one, to what stands above."""
        self._move_or_leave(self.action_cursor_up, self.screen.focus_previous)

    def _move_or_leave(self, move: Callable[[], None], leave: Callable[[], object]) -> None:
        line = self.wrapped_document.location_to_offset(self.cursor_location).y
        move()
        if self.wrapped_document.location_to_offset(self.cursor_location).y == line:
            leave()
