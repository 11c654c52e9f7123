"""A box to type several lines in: what it begins with, and what is pasted, is cleaned."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from folkmoot.text import clean


class TextBox(TextArea):
    """Several lines. Enter begins another one, tab leaves; the cursor does not blink, as in `LineInput`."""

    DEFAULT_CSS = """
    TextBox {
        height: 8; width: 1fr; padding: 0 1; border: round $foreground; background: transparent; color: $foreground;
        &:focus { border: round $foreground; background: transparent; }
        & .text-area--cursor-line { background: transparent; }
        & .text-area--cursor, &:ansi .text-area--cursor {
            color: ansi_default !important; background: ansi_default !important; text-style: reverse !important;
        }
        & .text-area--selection { text-style: reverse; background: transparent; }
        & .text-area--placeholder { text-style: dim; }
    }
    """

    def __init__(self, text: str = "", *, id: str | None = None) -> None:  # noqa: A002  Textual's word
        super().__init__(
            clean(text, lines=True, limit=1_000_000),
            id=id,
            soft_wrap=True,
            tab_behavior="focus",
            compact=True,
        )
        self.cursor_blink = False
        self.move_cursor(self.document.end)

    async def _on_paste(self, event: events.Paste) -> None:
        """Clean it; Textual's own handler, which comes next, takes it in."""
        event.text = clean(event.text, lines=True, limit=1_000_000)
