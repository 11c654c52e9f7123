"""The board page: lines of notices in one of six views; enter opens one, n writes one, v shows the places."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import (
    Change,
    FindOne,
    FolkmootError,
    Key,
    LongList,
    PageView,
    Session,
    Still,
    clean,
    css_beside,
    joined,
    safe,
)
from folkmoot_core.board import doing
from folkmoot_core.board.model import KINDS
from folkmoot_core.board.notice_screen import NoticeScreen
from folkmoot_core.board.places_screen import PlacesScreen
from folkmoot_core.board.reading import Row, board, ended, mine
from folkmoot_core.board.wording import kind_word, kinds_word, name_of, note_words, title_of
from folkmoot_core.words import _, ngettext

VIEWS = ("all", *KINDS, "mine", "ended")
TITLE, KIND, WHO = 34, 12, 15  # columns


class BoardPage(PageView):
    """What is up, the newest first; ← and → go through the views."""

    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.shown = "all"

    def build(self) -> ComposeResult:
        yield Still(id="views")
        yield Still(id="about")
        yield LongList()

    def on_mount(self) -> None:
        self.draw()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self.draw()

    def open_at(self, where: str) -> None:
        if where == "places":
            self.places()
        elif where in VIEWS:
            self.shown = where
            self.draw()
        else:
            self.open_notice(int(where))

    def keys(self) -> Sequence[Key]:
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key(
                "right,l",
                _("view"),
                lambda: self.turn(1),
                _("The next view: offers, requests, yours."),
                name="←→",
            ),
            Key("left,h", _("view"), lambda: self.turn(-1), _("The view before."), quiet=True),
            Key("enter", _("open"), self.open_picked, _("Open the notice: reply, renew, thank.")),
            Key("n", _("new"), self.new, _("Offer something, ask for something, tell of work.")),
            Key("slash", _("find"), self.find, _("Find a notice by a few letters.")),
            Key("v", _("places"), self.places, _("Where people talk and write beside this place.")),
        )

    def turn(self, by: int) -> None:
        """Go to another view."""
        self.shown = VIEWS[(VIEWS.index(self.shown) + by) % len(VIEWS)]
        self.draw()

    def draw(self) -> None:
        """Read the view and show it; the cursor stays on its notice."""
        self.query_one("#views", Still).update(self._views())
        try:
            found = self._rows()
        except FolkmootError as error:  # somebody without an account
            self.query_one("#about", Still).update(safe(error.sentence))
            return
        self.query_one("#about", Still).update(self._about(len(found)))
        rows = self.query_one(LongList)
        if found:
            rows.show([str(row.number) for row in found], lambda place: self._line(found[place]))
        else:
            nothing = safe(self._nothing(), "dim")
            rows.show([None], lambda _place: nothing)

    def _rows(self) -> list[Row]:
        if self.shown == "mine":
            return mine(self.session)
        if self.shown == "ended":
            return ended(self.session)
        return board(self.session, next((kind for kind in KINDS if kind == self.shown), None))

    def _views(self) -> Content:
        words: dict[str, str] = {kind: kinds_word(kind) for kind in KINDS}
        words |= {"all": _("all"), "mine": _("yours"), "ended": _("ended")}
        parts = [
            joined((f"[{words[view]}]", "bold")) if view == self.shown else joined(f" {words[view]} ")
            for view in VIEWS
        ]
        return Content("  ").join(parts)

    def _about(self, count: int) -> Content:
        said = {
            "mine": _("Yours that are up, and those you wrote about."),
            "ended": _("Yours that ended. Open one, and + puts it up again."),
        }.get(self.shown, ngettext("{count} notice", "{count} notices", count))
        return safe(said, "dim")

    def _nothing(self) -> str:
        if self.shown == "mine":
            return _("Nothing of yours is up, and you wrote about nothing. n writes a notice.")
        if self.shown == "ended":
            return _("Nothing of yours ended in the last two months.")
        return _("Nothing here yet. n writes the first.")

    def _line(self, row: Row) -> Content:
        title = joined(f"{clean(title_of(row), limit=TITLE - 1):<{TITLE}}")
        if row.notice is None:
            return title
        who = name_of(self.session, row.notice.author)
        note = note_words(self.session, row)
        return joined(
            title,
            (f"{kind_word(row.notice.kind):<{KIND}}", "dim"),
            (f"{clean(who, limit=WHO - 1):<{WHO}}", "dim"),
            (note, "bold" if row.unread else ""),
        )

    # -- what is done here ---------------------------------------------------------------------------------

    def on_long_list_selected(self) -> None:
        self.open_picked()

    def open_picked(self) -> None:
        """Open the notice at the cursor."""
        picked = self.query_one(LongList).picked
        if picked is not None:
            self.open_notice(int(picked))

    def open_notice(self, number: int) -> None:
        """Open a notice."""
        from folkmoot_core.board.reading import opened

        found = self.do(opened, number)
        if found is not None:
            self.app.push_screen(NoticeScreen(self, found))

    def new(self) -> None:
        """Write a notice."""
        doing.new_notice(self)

    def find(self) -> None:
        """Find a notice that is up by typing."""
        rows = [row for row in board(self.session) if row.notice is not None]
        lines = [(str(row.number), title_of(row), _note(self.session, row)) for row in rows]
        then: Callable[[str | None], None] = lambda picked: self.open_notice(int(picked)) if picked else None  # noqa: E731
        self.app.push_screen(FindOne(_("Find a notice"), lines), then)

    def places(self) -> None:
        """Show the virtual places."""
        self.app.push_screen(PlacesScreen(self))


def _note(session: Session, row: Row) -> str:
    notice = row.notice
    if notice is None:
        return ""
    return f"{kind_word(notice.kind)}, {name_of(session, notice.author)}, {notice.where} {notice.text}"
