"""One of many by typing a few letters of it: pages and actions, people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input

from folkmoot.search import Searched
from folkmoot.shell.dialog import Dialog
from folkmoot.shell.line import LineInput
from folkmoot.shell.lists import PickList
from folkmoot.shell.safe import joined
from folkmoot.words import _

R = TypeVar("R")
MOST = 60  # lines that are drawn: whoever sees more does not read them


class Finder(Dialog[R]):
    """Type to narrow, arrows to move, enter to choose. `entries` are names, and what is said of each."""

    DEFAULT_CSS = """
    Finder { & Input { margin: 0 0 1 0; } & PickList { text-wrap: nowrap; text-overflow: ellipsis; } }
    """
    around = 9
    BINDINGS = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    def __init__(self, title: str, entries: Sequence[tuple[str, str]]) -> None:
        super().__init__(title)
        self.found = entries
        self._searched = Searched(entries)

    async def chosen(self, number: int) -> None:
        """Go on with the entry of a number."""

    def body(self) -> Iterable[Input | PickList]:
        yield LineInput(placeholder=_("Type a few letters"))
        options = PickList(self._lines(""))
        options.can_focus = False
        yield options

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", _("move")), ("enter", _("choose")), *super().foot())

    def on_mount(self) -> None:
        self.query_one(PickList).show(self._lines(""))
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        lines = self._lines(event.value)
        options = self.query_one(PickList)
        options.show(lines or [(None, joined(_("Nothing of that name. Try fewer letters.")))])
        options.highlighted = 0 if lines else None  # the best fit, not what was best before

    def _lines(self, typed: str) -> list[tuple[str | None, Content]]:
        places = self._searched.found(typed)[:MOST]
        shown = [(place, *self.found[place]) for place in places]
        return [(str(place), joined(name, (f"  {note}", "dim"))) for place, name, note in shown]

    def action_move(self, by: int) -> None:
        options = self.query_one(PickList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    async def on_input_submitted(self) -> None:
        picked = self.query_one(PickList).picked
        if picked is not None and self.is_current:
            await self.chosen(int(picked))


class FindOne(Finder[str]):
    """One of several, by its id."""

    def __init__(self, title: str, entries: Sequence[tuple[str, str, str]]) -> None:
        """`entries` are ids, names, and what is said of each."""
        super().__init__(title, [(name, note) for _id, name, note in entries])
        self.ids = [entry[0] for entry in entries]

    async def chosen(self, number: int) -> None:
        """Close with the id."""
        self.done(self.ids[number])
