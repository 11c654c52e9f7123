"""Marking who came: those who said they would first, and anybody else by a few letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from folkmoot.api import Account, Dialog, FindOne, FolkmootError, PickList, joined, safe
from folkmoot_core.gatherings import welcoming
from folkmoot_core.gatherings.actions import gathering
from folkmoot_core.people.actions import standing, standing_words
from folkmoot_core.people.cards import people
from folkmoot_core.people.model import Member
from folkmoot_core.people.names import name_of
from folkmoot_core.words import _, ngettext

if TYPE_CHECKING:
    from folkmoot.api import PageView


class Attendance(Dialog[None]):
    """A line for each person; space marks, and is kept at once."""

    around = 9
    BINDINGS = [
        Binding("space,m", "mark", show=False),
        Binding("slash", "find", show=False),
    ]

    def __init__(self, page: PageView, key: str) -> None:
        super().__init__(_("Who came?"))
        self.page, self.key = page, key

    def body(self) -> Iterable[Static | PickList]:
        yield Static(self._count(), id="count")
        yield PickList(self._lines())

    def foot(self) -> Sequence[tuple[str, str]]:
        return ((_("space"), _("came or not")), ("/", _("somebody else")), *super().foot())

    def on_changes(self) -> None:
        self.query_one("#count", Static).update(self._count())
        self.query_one(PickList).show(self._lines())

    def _count(self) -> Content:
        count = len(gathering(self.page.session, self.key).came)
        if not count:
            return safe(_("Nobody is marked yet."), "dim")
        return safe(ngettext("{count} person is marked.", "{count} people are marked.", count), "dim")

    def _lines(self) -> list[tuple[str | None, Content]]:
        session = self.page.session
        found = gathering(session, self.key)
        guests = session.store.collection(Member).find(occasion=self.key, standing="guest")
        known = dict.fromkeys(
            (*found.tally.yes, *found.tally.maybe, *(one.value.account for one in guests), *found.came)
        )
        lines: list[tuple[str | None, Content]] = []
        for handle in known:
            if session.store.collection(Account).first(handle=handle) is not None:
                marked = handle in found.came
                lines.append((handle, self._line(handle, marked)))
        return lines or [(None, joined((_("Nobody said yes. Find whoever came with /."), "dim")))]

    def _line(self, handle: str, marked: bool) -> Content:
        session = self.page.session
        kind = standing_words(standing(session, handle))
        return joined(
            ("[x] " if marked else "[ ] ", "bold"), f"{name_of(session, handle)[:34]:<36}", (kind, "dim")
        )

    def on_option_list_option_selected(self) -> None:
        self.action_mark()

    def action_mark(self) -> None:
        """Mark the person at the cursor, or take the mark back."""
        handle = self.query_one(PickList).picked
        if handle is None:
            self.action_find()
            return
        marked = handle in gathering(self.page.session, self.key).came
        self._keep(handle, came=not marked)

    def action_find(self) -> None:
        """Mark somebody who had not answered."""
        lines = [(one.handle, one.name, one.handle) for one in people(self.page.session)]
        self.app.push_screen(FindOne(_("Who else came?"), lines), self._found)

    def _found(self, handle: str | None) -> None:
        if handle is not None:
            self._keep(handle, came=True)

    def _keep(self, handle: str, *, came: bool) -> None:
        try:
            (welcoming.came if came else welcoming.did_not_come)(self.page.session, self.key, [handle])
        except FolkmootError as error:
            self.say(error.sentence)
            return
        self.say("")
        self.page.shell.look()
        self.on_changes()
