"""Help: what each key does, on the page that is open and everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from folkmoot.contributions import Page
from folkmoot.shell.bars import shown
from folkmoot.shell.dialog import Dialog
from folkmoot.shell.page import Key
from folkmoot.shell.safe import joined, safe
from folkmoot.words import _


class HelpScreen(Dialog[None]):
    """A page's help and its keys, from the same declarations as the foot and the palette."""

    around = 7
    BINDINGS = [Binding("question_mark", "leave", show=False), Binding("j", "down"), Binding("k", "up")]

    def __init__(self, page: Page, keys: Sequence[Key]) -> None:
        super().__init__(_("Help: {page}", page=page.title))
        self.page, self.keys = page, keys

    def body(self) -> Iterable[VerticalScroll]:
        lines = [Static(safe(self.page.help + "\n", lines=True))] if self.page.help else []
        for key in self.keys:
            names = " ".join(shown(name.strip()) for name in key.key.split(","))
            lines.append(Static(joined((f"{names:<12} ", "bold"), key.help or key.label)))
        yield VerticalScroll(*lines)

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", _("scroll")), *super().foot())

    def action_down(self) -> None:
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one(VerticalScroll).scroll_up(animate=False)
