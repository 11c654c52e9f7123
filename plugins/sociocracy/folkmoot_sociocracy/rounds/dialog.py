"""The screen of something that a circle decides: what there is to read, and only the keys that count now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from folkmoot.api import (
    Account,
    Choose,
    Dialog,
    FindOne,
    FolkmootError,
    FormScreen,
    PageView,
    Session,
    Still,
    css_beside,
    joined,
    wrapped,
)
from folkmoot_sociocracy.rounds.detail import Line
from folkmoot_sociocracy.rounds.model import Objection
from folkmoot_sociocracy.rounds.wording import act_word, objection_words
from folkmoot_sociocracy.words import _

KEYS: dict[str, str] = {  # which key does what, in proposals and selections alike
    "speak": "s",
    "consent": "c",
    "object": "o",
    "concern": "r",
    "nominate": "n",
    "change": "e",
    "test": "t",
    "modify": "m",
    "describe": "m",
    "shorten": "h",
    "measure": "w",
    "take_back": "b",
    "restate": "e",
    "answer": "a",
    "propose": "p",
    "begin": "g",
    "open": "u",
    "go_on": "g",
    "note": "i",
    "away": "minus",
    "announce": "d",
    "facilitate": "f",
    "withdraw": "x",
    "compare": "v",
}
LABEL = 15
INDENT = 2
EDGES = 6  # of the frame and the place of a scroll bar


class DecidingDialog(Dialog[None]):
    """One proposal or selection. Subclasses say what there is to read, what can be done, and do it (`do_…`)."""

    DEFAULT_CSS = css_beside(__file__)
    around = 7
    BINDINGS = [
        *(Binding(key, f"press({key!r})", show=False) for key in dict.fromkeys(KEYS.values())),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, page: PageView, number: int, title: str) -> None:
        super().__init__(title)
        self.page, self.number = page, number
        self.clock = ""
        self.in_a_meeting = False  # then people are together, and no round is a written one
        self.lead: Callable[[], object] | None = (
            None  # how somebody leads there, with all that is decided in it
        )

    @property
    def session(self) -> Session:
        """Of the page below: it is kept fresh."""
        return self.page.session

    @property
    def drafts(self) -> dict[str, dict[str, str]]:
        """Where unfinished forms are kept."""
        return self.page.shell.drafts

    def acts(self) -> Sequence[str]:
        """What can be done now, the most urgent first."""
        return ()

    def word(self, act: str) -> str:
        """What an act is called."""
        return act_word(act)  # type: ignore[arg-type]

    def lines(self) -> list[Line]:
        """What there is to read."""
        return []

    # -- what is drawn -------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(Still(self._told(), id="told"))

    def foot(self) -> Sequence[tuple[str, str]]:
        keys = [("-" if KEYS[act] == "minus" else KEYS[act], self.word(act)) for act in self.acts()]
        return (*keys, *super().foot())

    def on_changes(self) -> None:
        self.unsay()
        self.draw()

    def on_resize(self) -> None:
        super().on_resize()
        self.draw()

    def draw(self) -> None:
        """Show how it stands now, and the keys that count now."""
        self.query_one("#told", Still).update(self._told())
        parts = [part for key, word in self.foot() for part in ((f"{key} ", "bold"), f"{word}  ")]
        self.query_one(".dialog-foot", Static).update(joined(*parts))

    def show_clock(self, clock: str) -> None:
        """Show beside the title what is left of a meeting's time, where it is decided in one."""
        if clock != self.clock and self.is_mounted:
            self.clock = clock
            title = joined((self.heading, "bold"), (f"  {clock}", "dim"))
            self.query_one(".dialog-title", Static).update(title)

    def _told(self) -> Content:
        shown: list[Content] = []
        room = min(80, self.app.size.width) - EDGES
        for label, text in self.lines():
            style = "bold" if label in (_("Stands"), _("You")) else ""
            shown += _hanging(label, text, style, room)
        return Content("\n").join(shown)

    # -- what is done --------------------------------------------------------------------------------------

    def action_scroll(self, by: int) -> None:
        """A line up or down."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_press(self, key: str) -> None:
        """Do what the key stands for now; a key that stands for nothing is said to."""
        for act in self.acts():
            if KEYS[act] == key:
                self.say("")
                getattr(self, f"do_{act}")()
                return
        self.say(self.not_now())

    def not_now(self) -> str:
        """Why a key does nothing now."""
        return _("That key does nothing at this step.")

    def run(self, work: Callable[[], object]) -> bool:
        """Do something; what is refused is told, and nothing is lost."""
        try:
            work()
        except FolkmootError as error:
            self.say(error.sentence)
            self.draw()
            return False
        self.page.shell.look()
        self.draw()
        return True

    def ask(
        self,
        title: str,
        form: type[msgspec.Struct],
        save: Callable[[Any], object],
        *,
        name: str,
        start: Mapping[str, Any] | None = None,
        keeps_drafts: bool = True,
    ) -> None:
        """Ask for a form, then go on here."""
        self.app.push_screen(
            FormScreen(
                title,
                form,
                save,
                name=f"{name} {self.number}",
                drafts=self.drafts if keeps_drafts else {},
                start=start,
                translate=_,
                keeps_drafts=keeps_drafts,
            ),
            self._back,
        )

    def _back(self, saved: bool | None) -> None:
        self.draw()
        if saved:
            self.say(_("Kept."))

    def ask_which(self, objections: Sequence[tuple[int, Objection]], then: Callable[[int], None]) -> None:
        """Which objection? Asked only where there are several."""
        if len(objections) == 1:
            then(objections[0][0])
            return
        lines = [(str(number), joined(objection_words(number, one))) for number, one in objections]
        self.app.push_screen(
            Choose(_("Which objection?"), lines), lambda picked: then(int(picked)) if picked else None
        )

    def ask_who(self, title: str, handles: Sequence[str], then: Callable[[str], None]) -> None:
        """Which person? Asked only where there are several."""
        if len(handles) == 1:
            then(handles[0])
            return
        self.ask_person(title, handles, then)

    def ask_person(self, title: str, handles: Sequence[str], then: Callable[[str], None]) -> None:
        """A person by a few letters of their name."""
        lines = [(handle, self.name_of(handle), handle) for handle in handles]
        self.app.push_screen(FindOne(title, lines), lambda picked: then(picked) if picked else None)

    def name_of(self, handle: str) -> str:
        """What somebody is called; by their handle where they have left."""
        account = self.session.store.collection(Account).first(handle=handle)
        return account.value.name if account else handle

    def choose(self, title: str, words: Mapping[str, str], then: Callable[[str], None]) -> None:
        """One of a few."""
        lines = [(name, joined(word)) for name, word in words.items()]
        self.app.push_screen(Choose(title, lines), lambda picked: then(picked) if picked else None)


def _hanging(label: str, text: str, style: str, room: int) -> list[Content]:
    """A label and its text beside it, below one that is too long; without a label it stands further left."""
    indent = LABEL if label else INDENT
    lines = wrapped(text, room - indent)
    if len(label) >= indent:
        return [joined((label, "dim")), *(joined(" " * indent, (line, style)) for line in lines)]
    first = joined((f"{label:<{indent}}", "dim"), (lines[0], style))
    return [first, *(joined(" " * indent, (line, style)) for line in lines[1:])]
