"""The care page: what people said and until when, one's buddies; n says something, l shows who listens now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import (
    Change,
    FolkmootError,
    Key,
    PageView,
    PickList,
    Still,
    clean,
    css_beside,
    joined,
    safe,
)
from folkmoot_tmaps.care import doing
from folkmoot_tmaps.care.actions import care_round, forget_what_is_over, is_anything_over, own_statements
from folkmoot_tmaps.care.buddies import all_between
from folkmoot_tmaps.care.listening_screen import ListeningScreen
from folkmoot_tmaps.care.model import SAYS, Statement
from folkmoot_tmaps.care.person_screen import PersonScreen
from folkmoot_tmaps.care.wish_screen import WishScreen
from folkmoot_tmaps.care.wording import (
    kind_heading,
    name_of,
    one_line,
    says_words,
    standing_words,
    until_words,
)
from folkmoot_tmaps.words import _

NAME, UNTIL = 20, 19  # columns
SAYING = 40  # letters of what one says oneself
OWN, SAID, BUDDY = "own", "said", "buddy"  # what a line's id begins with
LOOK = 30.0  # seconds between two looks at the clock: a day may be over
SHOWN = 200  # lines that are drawn of others; the rest is found on people's cards


class CarePage(PageView):
    """What is said just now. Nobody is a case here: it shows what somebody wrote, and how to reach them."""

    DEFAULT_CSS = css_beside(__file__)

    def build(self) -> ComposeResult:
        yield Still(id="care-head")
        yield PickList()

    def on_mount(self) -> None:
        self.draw()
        self.set_interval(LOOK, self.draw)

    def on_show(self) -> None:
        """Somebody comes back to it: days may have gone by, though nobody changed anything."""
        if self.is_mounted:
            self.draw()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self.draw()

    def open_at(self, where: str) -> None:
        self.session.must("care.see")
        kind, _slash, handle = where.partition("/")
        if where == "listen":
            self.listening()
        elif kind == BUDDY:
            doing.open_buddy(self, handle)
        else:
            self.app.push_screen(PersonScreen(self, where))

    def keys(self) -> Sequence[Key]:
        return (
            Key("enter", _("open"), self.open_picked, _("How to reach them; of your own, who could answer.")),
            Key("n", _("say"), self.new, _("Say something in the care round, until a day.")),
            Key("x", _("take back"), self.take_back, _("Take your line back, or end it with a buddy.")),
            Key("b", _("buddy"), self.ask_buddy, _("Ask somebody whether you look out for each other.")),
            Key("l", _("listeners"), self.listening, _("Who listens now, and how to reach them.")),
        )

    # -- what is shown -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Read what is said, and show it; the cursor stays on its line."""
        head, pick = self.query_one("#care-head", Still), self.query_one(PickList)
        try:
            self.session.must("care.see")
            lines = self._lines()
        except FolkmootError as error:
            head.update(safe(error.sentence))
            pick.show([])
            return
        about = _("Friends and Partners read this. Each line is forgotten after its day.")
        head.update(Content("\n").join([joined((_("Care round"), "bold")), safe(about, "dim")]))
        pick.show(lines)
        if is_anything_over(self.session):  # in a large community it takes a while: beside the screen
            self.in_background(partial(forget_what_is_over, self.session), lambda _count: None)

    def _lines(self) -> list[tuple[str | None, Content]]:
        return [*self._own(), *self._buddies(), *self._others()]

    def _own(self) -> list[tuple[str | None, Content]]:
        mine = own_statements(self.session)
        if not mine:
            return [(None, safe(_("You say nothing just now; n says something."), "dim"))]
        lines: list[tuple[str | None, Content]] = [(None, joined((_("You say"), "bold")))]
        for one in mine:
            said = f"  {clean(says_words(one.says), limit=SAYING):<{SAYING}}"
            until = f" {until_words(self.session, one):<{UNTIL}}"
            lines.append((f"{OWN}/{one.says}", joined(said, until, (one_line(one.how), "dim"))))
        return lines

    def _buddies(self) -> list[tuple[str | None, Content]]:
        found = all_between(self.session)
        lines: list[tuple[str | None, Content]] = (
            [(None, Content("")), (None, joined((_("Your buddies"), "bold")))] if found else []
        )
        for one in found:
            name = f"  {clean(name_of(self.session, one.other), limit=NAME - 1):<{NAME}}"
            lines.append((f"{BUDDY}/{one.other}", joined(name, (standing_words(self.session, one), "dim"))))
        return lines

    def _others(self) -> list[tuple[str | None, Content]]:
        said = [one for one in care_round(self.session) if one.account != self.session.handle][:SHOWN]
        lines: list[tuple[str | None, Content]] = []
        for says in SAYS:
            of_kind = [one for one in said if one.says == says]
            if of_kind:
                lines += [(None, Content("")), (None, joined((kind_heading(says), "bold")))]
                lines += [(f"{SAID}/{one.account}/{one.says}", self._line(one)) for one in of_kind]
        return lines or [(None, Content("")), (None, safe(_("Nobody else says anything just now."), "dim"))]

    def _line(self, one: Statement) -> Content:
        name = clean(name_of(self.session, one.account), limit=NAME - 1)
        until = until_words(self.session, one)
        return joined(f"  {name:<{NAME}}", f"{until:<{UNTIL}}", (one_line(one.how), "dim"))

    # -- what is done here ---------------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        self.open_picked()

    @property
    def picked(self) -> tuple[str, str]:
        """Of what kind the line at the cursor is, and of whom or what; empty where there is none."""
        kind, _slash, rest = (self.query_one(PickList).picked or "").partition("/")
        return kind, rest.partition("/")[0]

    def open_picked(self) -> None:
        """Open the line at the cursor."""
        kind, of = self.picked
        if kind == OWN:
            self.app.push_screen(WishScreen(self, next(one for one in SAYS if one == of)))
        elif kind == BUDDY:
            doing.open_buddy(self, of)
        elif kind == SAID:
            self.app.push_screen(PersonScreen(self, of))
        else:
            self.new()

    def new(self) -> None:
        """Say something."""
        doing.say_something(self)

    def take_back(self) -> None:
        """Take back the own line at the cursor; of a buddy's, end what stands between the two."""
        kind, of = self.picked
        if kind == OWN:
            doing.take_back(self, next(one for one in SAYS if one == of))
        elif kind == BUDDY:
            doing.end_with(self, of)
        else:
            self.say(_("Put the cursor on a line of your own, or on a buddy."))

    def ask_buddy(self) -> None:
        """Ask somebody."""
        doing.ask_somebody(self)

    def listening(self) -> None:
        """Show who listens."""
        self.session.must("care.see")
        self.app.push_screen(ListeningScreen(self))
