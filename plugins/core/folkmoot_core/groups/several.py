"""Some of several people: space marks, enter goes on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.binding import Binding
from textual.content import Content

from folkmoot.api import Dialog, PickList, joined
from folkmoot_core.words import _


class PickSeveral(Dialog[tuple[str, ...]]):
    """Dismissed with the ids that are marked."""

    BINDINGS = [
        Binding("space", "mark", show=False, priority=True),
        Binding("enter,ctrl+j", "go_on", show=False, priority=True),
    ]

    def __init__(self, title: str, entries: Sequence[tuple[str, str]]) -> None:
        """`entries` are ids and names."""
        super().__init__(title)
        self.entries = entries
        self.marked: set[str] = set()

    def body(self) -> Iterable[PickList]:
        yield PickList(self._lines())

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", _("line")), (_("space"), _("mark")), ("enter", _("go on")), *super().foot())

    def _lines(self) -> list[tuple[str | None, Content]]:
        return [(one, joined("[x] " if one in self.marked else "[ ] ", name)) for one, name in self.entries]

    def action_mark(self) -> None:
        """Mark who is at the cursor, or no longer."""
        options = self.query_one(PickList)
        if options.picked is not None:
            self.marked ^= {options.picked}
            options.show(self._lines())

    def action_go_on(self) -> None:
        """Close with who is marked."""
        if not self.marked:
            self.say(_("Nobody is marked yet: space marks."))
        else:
            self.done(tuple(one for one, _name in self.entries if one in self.marked))
