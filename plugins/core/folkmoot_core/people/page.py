"""The people here: a list that is narrowed by typing, and a card for each."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from folkmoot.api import (
    Change,
    FilterLine,
    Key,
    LongList,
    PageView,
    Session,
    Still,
    css_beside,
    joined,
    safe,
)
from folkmoot_core.people.actions import standing_words
from folkmoot_core.people.cards import person
from folkmoot_core.people.directory import ONLY, Directory, Only, Row
from folkmoot_core.people.doing import PeopleDoing
from folkmoot_core.people.person import PersonCard
from folkmoot_core.people.wording import away_line, only_words
from folkmoot_core.words import _, ngettext

OF_PEOPLE = ("folkmoot.accounts", "core.cards", "core.members")
NAME, HANDLE, STANDING = 24, 21, 9  # columns
OWN_CARD, AWAY = "+card", "+away"  # places on the page that no handle can be


class PeoplePage(PageView):
    """Everybody by name. Typing narrows the list where it stands, f goes through standings; enter opens a card."""

    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.doing = PeopleDoing(self)
        self.only: Only = "everyone"

    def build(self) -> ComposeResult:
        self.directory = Directory(self.session)
        yield Still(id="how-many")
        rows = LongList()
        yield FilterLine(rows, placeholder=_("letters of a name, a language, Friend, Partner, guest"))
        yield rows

    def on_mount(self) -> None:
        self._read()

    def on_changes(self, changes: Sequence[Change]) -> None:
        if not changes or any(change.collection in OF_PEOPLE for change in changes):
            self.directory.refresh()
            self._read()

    def _read(self) -> None:
        """Show the people; read all cards where that is soon done, or where somebody is looking for something."""
        if self.directory.quick:
            self.directory.prepare()
        elif self._narrowed:
            self._prepare()
        self._show()

    @property
    def _narrowed(self) -> bool:
        return self.only != "everyone" or bool(self.query_one(FilterLine).display)

    def _prepare(self) -> None:
        """In a large community, read the cards beside the screen; what they add is shown when it is there."""
        if not self.directory.ready:
            self.in_background(self.directory.prepare, lambda _done: self._show())

    def open_at(self, where: str) -> None:
        if where == OWN_CARD:
            self.doing.edit()
        elif where == AWAY:
            self.doing.away()
        else:
            person(self.session, where)  # says so where nobody has that handle
            self.app.push_screen(PersonCard(self, where))

    def keys(self) -> Sequence[Key]:
        doing = self.doing
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("enter", _("card"), self.open_card, _("Open the card of the person at the cursor.")),
            Key("slash", _("find"), self.find, _("Type letters, a language or a standing.")),
            Key("f", _("show only"), self.turn, _("Only Friends, Partners, guests, or who is away.")),
            Key("escape", _("everybody"), self.everybody, _("Everybody again."), quiet=True),
            Key("e", _("my card"), doing.edit, _("Your name, time zone, how to reach you, what you need.")),
            Key("a", _("away"), doing.away, _("Say that you are away for a while, or here again.")),
            Key("x", _("goodbye"), doing.leave, _("Leave the community for good; asks twice."), quiet=True),
        )

    # -- what is shown -----------------------------------------------------------------------------------------

    def _show(self) -> None:
        typed = self.query_one(FilterLine).value
        found = self.directory.matching(typed, self.only)
        self.query_one("#how-many", Still).update(self._how_many(len(found), typed))
        rows = self.query_one(LongList)
        if found:
            rows.show(
                [one.handle for one in found], lambda place: self._line(self.directory.row(found[place]))
            )
        else:
            nobody = self._nobody(typed)
            rows.show([None], lambda _place: nobody)

    def _how_many(self, count: int, typed: str) -> Content:
        everyone = len(self.directory.accounts)
        if typed.strip() or self.only != "everyone":
            said = _("{count} of {all} people", count=count, all=everyone)
            only = f"  {only_words(self.only)}" if self.only != "everyone" else ""
            return joined((said, "bold"), only)
        return joined((ngettext("{count} person", "{count} people", count), "bold"))

    def _nobody(self, typed: str) -> Content:
        if not self.directory.ready and self._narrowed:  # standings and languages are still being read
            return safe(_("Looking…"), "dim")
        if typed.strip():
            return safe(_("Nobody like that. esc shows everybody again, f other standings."), "dim")
        return safe(_("Nobody just now. f shows others."), "dim")

    def _line(self, row: Row) -> Content:
        handle = safe(row.account.handle, "dim")
        kind = standing_words(row.standing)
        away = away_line(self.session, row.away) if row.away else ""
        return Content.assemble(
            _column(safe(row.account.name), NAME),
            _column(handle, HANDLE),
            joined(f"{kind:<{STANDING}}", (away, "italic")),
        )

    # -- what is done ------------------------------------------------------------------------------------------

    def on_long_list_selected(self) -> None:
        self.open_card()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._show()

    def on_input_submitted(self) -> None:
        self.query_one(LongList).focus()  # so that back on the page its keys are keys again
        self.open_card()

    def on_filter_line_let_go(self) -> None:
        self.everybody()

    def open_card(self) -> None:
        """Open the card of the person at the cursor."""
        picked = self.query_one(LongList).picked
        if picked is not None:
            self.app.push_screen(PersonCard(self, picked))

    def find(self) -> None:
        """Begin to type."""
        self.query_one(FilterLine).begin()
        self._prepare()

    def turn(self) -> None:
        """Show only the next kind of people."""
        self.only = ONLY[(ONLY.index(self.only) + 1) % len(ONLY)]
        self._prepare()
        self._show()

    def everybody(self) -> None:
        """Everybody again, the cursor where it was."""
        self.only = "everyone"
        self.query_one(FilterLine).rest()
        self.query_one(LongList).focus()
        self._show()


def _column(content: Content, width: int) -> Content:
    """Content in a column, by the cells that it takes."""
    return content.truncate(width - 2, ellipsis=True).pad_right(width - min(width - 2, content.cell_length))
