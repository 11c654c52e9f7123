"""Why can't I? Everything that has a rule, whether this person may, and which rule it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from folkmoot.door.reasons import Reason, reasons
from folkmoot.shell.dialog import Dialog
from folkmoot.shell.lists import PickList
from folkmoot.shell.safe import joined, safe
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.session import Session


class Why(Dialog[None]):
    """A list of things to do; the rule of the one at the cursor stands below."""

    DEFAULT_CSS = "Why .why-rule { height: 4; margin: 1 0 0 0; }"
    around = 13

    def __init__(self, session: Session) -> None:
        super().__init__(_("What you may do here"))
        self.reasons: Sequence[Reason] = reasons(session)

    def body(self) -> Iterable[Widget]:
        yield PickList([(one.verb, self._line(one)) for one in self.reasons])
        yield Static("", classes="why-rule")

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", _("move")), *super().foot())

    def _line(self, one: Reason) -> Content:
        word = _("you may") if one.allowed else _("you may not")
        return joined((f"{word:<14}", "bold" if one.allowed else "dim"), one.title)

    def on_mount(self) -> None:
        self._show()

    def on_option_list_option_highlighted(self) -> None:
        self._show()

    def _show(self) -> None:
        picked = self.query_one(PickList).picked
        for one in self.reasons:
            if one.verb == picked:
                self.query_one(".why-rule", Static).update(safe(one.because))
