"""A text that may be longer than the screen: arrows scroll it, and a line below says that there is more."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from folkmoot.shell.safe import safe
from folkmoot.shell.still import Still
from folkmoot.words import _


class Reading(Vertical):
    """Content that is read by arrows, j and k, pages, home and end. The place stays where other content comes."""

    DEFAULT_CSS = """
    Reading {
        height: auto;
        & > #reading-more { height: 1; width: 1fr; }
    }
    """
    BINDINGS = [
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
    ]

    def __init__(self, content: Content) -> None:
        super().__init__()
        self._content = content

    def compose(self) -> ComposeResult:
        with VerticalScroll() as scroll:
            scroll.show_vertical_scrollbar = False
            yield Still(self._content, id="reading-text")
        yield Still(id="reading-more")

    def on_mount(self) -> None:
        scroll = self.query_one(VerticalScroll)
        self.watch(scroll, "scroll_y", self._hint, init=False)
        self.watch(scroll, "virtual_size", self._hint, init=False)
        scroll.focus()
        self.call_after_refresh(self._hint)

    def on_resize(self) -> None:
        self.call_after_refresh(self._hint)

    def show(self, content: Content) -> None:
        """Show other content."""
        self.query_one("#reading-text", Still).update(content)
        self.call_after_refresh(self._hint)

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def _hint(self) -> None:
        scroll = self.query_one(VerticalScroll)
        above, below = scroll.scroll_y > 0, scroll.scroll_y < scroll.max_scroll_y
        said = ""
        if below:
            said = _("↓ more below")
        elif above:
            said = _("↑ the end; more above")
        self.query_one("#reading-more", Still).update(safe(said, "dim"))
