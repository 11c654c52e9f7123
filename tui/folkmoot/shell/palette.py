"""The palette: every page and every action by its name, for those who don't know the key yet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.binding import Binding

from folkmoot.shell.bars import shown
from folkmoot.shell.finder import Finder
from folkmoot.shell.plugin_settings import to_set
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.shell.app import Shell

Doing = Callable[[], Awaitable[None] | None]


class Palette(Finder[None]):
    """Type to narrow, arrows to move, enter to do it."""

    BINDINGS = [Binding("ctrl+p", "leave", show=False, priority=True)]

    def __init__(self, shell: Shell) -> None:
        self.entries: list[tuple[str, str, Doing]] = []
        beside: list[tuple[str, str, Doing]] = []
        for page in shell.pages:
            entry = (page.title, page.help, self._opener(shell, page.id))
            (self.entries if page.strip else beside).append(entry)
        view = shell.view
        own = list(view.known_keys()) if view else []
        if view:
            for key in sorted(own, key=lambda key: key.quiet):
                name = shown(key.key.split(",")[0])
                self.entries.append((key.help or key.label, name, partial(view.run_key, key)))
        self.entries += beside
        self.entries += [(said, "", opens) for said, opens in to_set(shell)]
        for key in shell.all_keys()[len(own) :]:
            if key.key != "1":
                self.entries.append((key.help or key.label, shown(key.key.split(",")[0]), key.run))
        super().__init__(_("Find a page or an action"), [(name, note) for name, note, _doing in self.entries])

    @staticmethod
    def _opener(shell: Shell, page: str) -> Doing:
        return lambda: shell.open_page(page)

    def foot(self) -> Sequence[tuple[str, str]]:
        move, _choose, *others = super().foot()
        return (move, ("enter", _("do it")), *others)

    async def chosen(self, number: int) -> None:
        """Close, then do it."""
        self.done(None)
        result = self.entries[number][2]()
        if result is not None:
            await result
