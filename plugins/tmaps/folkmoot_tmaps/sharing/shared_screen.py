"""What others share with oneself: whose, which section; then the section, and a note to them that one has read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from folkmoot.api import FolkmootError, PickList, Reading, Still, joined
from folkmoot_tmaps.looking.card_screen import reading_content
from folkmoot_tmaps.maps.dialogs import MapDialog
from folkmoot_tmaps.sharing.actions import note_of, note_read
from folkmoot_tmaps.sharing.doing import compare_numbers
from folkmoot_tmaps.sharing.receiving import Received
from folkmoot_tmaps.sharing.shown import reading_lines
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.maps.page import MapPage


class SharedScreen(MapDialog):
    """Person by person, what they share."""

    around = 10
    BINDINGS = [Binding("c", "numbers", show=False)]

    def __init__(self, page: MapPage) -> None:
        super().__init__(page, _("From others"))

    def body(self) -> Iterable[Widget]:
        notes = Still(self._notes(), id="shared-notes")
        notes.display = bool(self.page.inbox.notes)
        yield notes
        yield PickList(self._lines())

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("enter", _("read")), ("c", _("numbers")), *super().foot())

    def redraw(self) -> None:
        notes = self.query_one("#shared-notes", Still)
        notes.update(self._notes())
        notes.display = bool(self.page.inbox.notes)
        self.query_one(PickList).show(self._lines())

    def _notes(self) -> Content:
        return Content("\n").join([joined((note, "reverse")) for note in self.page.inbox.notes])

    def _lines(self) -> list[tuple[str | None, Content]]:
        lines: list[tuple[str | None, Content]] = []
        owner = ""
        for one in self.page.inbox.received:
            if one.owner != owner:
                lines.append((None, joined((one.name, "bold"))))
                owner = one.owner
            note = note_of(self.page.opened, one) if self.page.opened is not None else None
            said = _("  you said that you have read it") if note and note.about == one.version else ""
            lines.append((one.key, joined(f"  {one.title}", (said, "dim"))))
        if lines:
            return lines
        return [
            (None, joined(_("Nobody shares anything with you just now. It comes by itself when they do.")))
        ]

    def _picked(self) -> Received | None:
        picked = self.query_one(PickList).picked
        return next((one for one in self.page.inbox.received if one.key == picked), None)

    def on_option_list_option_selected(self) -> None:
        if (picked := self._picked()) is not None:
            self.app.push_screen(ReadScreen(self.page, picked))

    def action_numbers(self) -> None:
        """Compare the numbers with whose section is at the cursor; else with who has another key now."""
        picked = self._picked()
        if picked is not None:
            compare_numbers(self.page, picked.owner)
        elif self.page.inbox.changed:
            compare_numbers(self.page, self.page.inbox.changed[0])


class ReadScreen(MapDialog):
    """A section that somebody shares, to be read."""

    around = 8
    BINDINGS = [Binding("r", "note", show=False), Binding("c", "numbers", show=False)]

    def __init__(self, page: MapPage, received: Received) -> None:
        super().__init__(page, f"{received.name}: {received.title}")
        self.received = received

    def body(self) -> Iterable[Widget]:
        yield Reading(reading_content(reading_lines(self.received.answers)))

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("r", _("I have read it")), ("c", _("numbers")), *super().foot())

    def redraw(self) -> None:
        now = self.page.inbox.of(self.received.owner, self.received.section)
        if now is None:
            self.say(_("It is no longer here for you."))
            self.query_one(Reading).show(Content(""))
        elif now != self.received:
            self.received = now
            self.query_one(Reading).show(reading_content(reading_lines(now.answers)))

    def action_note(self) -> None:
        """Let its writer know that it was read, or take that back."""
        page = self.page
        if page.keys_held is None:
            return
        try:
            said = note_read(page.session, page.keys_held, self.received)
        except FolkmootError as error:
            self.say(error.sentence)
            return
        name = self.received.name
        self.say(
            _("{name} can see that you have read it.", name=name)
            if said
            else _("Taken back: {name} no longer sees that you have read it.", name=name)
        )
        page.shell.look()

    def action_numbers(self) -> None:
        """Compare the numbers with its writer."""
        compare_numbers(self.page, self.received.owner)
