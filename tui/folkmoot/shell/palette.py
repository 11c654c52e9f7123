"""The palette: every page and every action by its name, for those who don't know the key yet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content
from textual.fuzzy import FuzzySearch
from textual.widgets import Input

from folkmoot.shell.bars import shown
from folkmoot.shell.dialog import Dialog
from folkmoot.shell.line import LineInput
from folkmoot.shell.lists import PickList
from folkmoot.shell.safe import joined
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.shell.app import Shell

Doing = Callable[[], Awaitable[None] | None]


class Palette(Dialog[None]):
    """Type to narrow, arrows to move, enter to do it."""

    DEFAULT_CSS = """
    Palette { & Input { margin: 0 0 1 0; } & PickList { text-wrap: nowrap; text-overflow: ellipsis; } }
    """
    around = 9
    BINDINGS = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("ctrl+p", "leave", show=False, priority=True),
    ]

    def __init__(self, shell: Shell) -> None:
        super().__init__(_("Find a page or an action"))
        self.entries: list[tuple[str, str, Doing]] = [
            (page.title, page.help, self._opener(shell, page.id)) for page in shell.pages
        ]
        view = shell.view
        own = list(view.known_keys()) if view else []
        if view:
            for key in sorted(own, key=lambda key: key.quiet):
                name = shown(key.key.split(",")[0])
                self.entries.append((key.help or key.label, name, partial(view.run_key, key)))
        for key in shell.all_keys()[len(own) :]:
            if key.key != "1":
                self.entries.append((key.help or key.label, shown(key.key.split(",")[0]), key.run))

    @staticmethod
    def _opener(shell: Shell, page: str) -> Doing:
        return lambda: shell.open_page(page)

    def body(self) -> Iterable[Input | PickList]:
        yield LineInput(placeholder=_("Type a few letters"))
        options = PickList(self._lines(""))
        options.can_focus = False
        yield options

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", _("move")), ("enter", _("do it")), *super().foot())

    def on_mount(self) -> None:
        self.query_one(PickList).show(self._lines(""))
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        lines = self._lines(event.value)
        options = self.query_one(PickList)
        options.show(lines or [(None, joined(_("Nothing of that name. Try fewer letters.")))])
        options.highlighted = 0 if lines else None  # the best fit, not what was best before

    def _lines(self, typed: str) -> list[tuple[str | None, Content]]:
        search = FuzzySearch()
        scored = [
            (_score(search, typed, name, note), index, name, note)
            for index, (name, note, _doing) in enumerate(self.entries)
        ]
        found = sorted(
            (row for row in scored if row[0][1] > 0), key=lambda row: (not row[0][0], -row[0][1], row[1])
        )
        return [(str(index), joined(name, (f"  {note}", "dim"))) for _score, index, name, note in found]

    def action_move(self, by: int) -> None:
        options = self.query_one(PickList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    async def on_input_submitted(self) -> None:
        picked = self.query_one(PickList).picked
        if picked is None or not self.is_current:
            return
        doing = self.entries[int(picked)][2]
        self.done(None)
        result = doing()
        if result is not None:
            await result


def _score(search: FuzzySearch, typed: str, name: str, note: str) -> tuple[bool, float]:
    """How well an entry fits: all that fit by name come before those that fit by what is said of them."""
    if not typed:
        return (True, 1.0)
    by_name = search.match(typed, name)[0]
    return (True, by_name) if by_name else (False, search.match(typed, note)[0])
