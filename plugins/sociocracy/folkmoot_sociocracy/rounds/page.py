"""The list of what is decided in rounds: what waits for a voice first, then what ended lately."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Generic

import msgspec
from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import (
    Account,
    Change,
    Choose,
    FindOne,
    FormScreen,
    Key,
    PageView,
    PickList,
    Session,
    Still,
    Stored,
    css_beside,
    joined,
)
from folkmoot_sociocracy.rounds.dialog import DecidingDialog
from folkmoot_sociocracy.rounds.model import OVER
from folkmoot_sociocracy.rounds.objections import D
from folkmoot_sociocracy.rounds.reading import LATEST, circle_name, latest, may_read, my_circles
from folkmoot_sociocracy.words import _

QUICK = 5_000  # people among whom it is soon seen who has left
PAST = 12  # of what ended that the list shows below; the logbook has it all


class DecidingPage(PageView, Generic[D]):
    """What is on its way, then what ended lately; enter opens one. Subclasses say of what kind, and in which words."""

    DEFAULT_CSS = css_beside(__file__)
    model: type[D]
    form: type[msgspec.Struct]
    opens: Callable[[Any, int], DecidingDialog]
    verb: ClassVar[str]  # what somebody has to be allowed who begins a new one

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.shown: dict[str, Stored[D]] = {}
        self._asked = 0  # how often was looked, in a large community

    # -- what a kind says ----------------------------------------------------------------------------------

    def coming(self) -> list[Stored[D]]:
        """Those that are on their way."""
        raise NotImplementedError

    def waits(self, one: D) -> bool:
        """Whether one waits for the voice of who reads."""
        raise NotImplementedError

    def begin(self, circle: int, form: Any) -> Stored[D]:
        """Begin a new one in a circle."""
        raise NotImplementedError

    def line(self, one: D) -> tuple[str, str]:
        """The word for its phase, and what it is called."""
        raise NotImplementedError

    def about(self, one: D) -> list[Content]:
        """What is said below the list of the one at the cursor."""
        raise NotImplementedError

    def count_words(self, count: int) -> str:
        """How many are on their way."""
        raise NotImplementedError

    def empty_words(self) -> str:
        """What stands where none is on its way: which key begins one."""
        raise NotImplementedError

    def past_words(self) -> str:
        """What stands over those that ended."""
        raise NotImplementedError

    def find_words(self) -> str:
        """What stands over the finder."""
        raise NotImplementedError

    def form_words(self, circle: str) -> str:
        """What stands over the form of a new one."""
        raise NotImplementedError

    def start(self) -> dict[str, Any]:
        """With what the form of a new one begins."""
        return {}

    # -- what is shown -------------------------------------------------------------------------------------

    def build(self) -> ComposeResult:
        yield Still(id="head")
        yield PickList()
        yield Still(id="about")

    def on_mount(self) -> None:
        self._show()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self._show()

    def open_at(self, where: str) -> None:
        if where.startswith("c"):  # a circle by its number: begin a new one there
            self._write(int(where[1:]))
        else:
            self._opened(where)

    def moves(self) -> tuple[Key, ...]:
        """The keys that every such list has."""
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("enter", _("open"), self.open_picked, _("Open the line at the cursor: read it, be heard.")),
        )

    def back(self) -> Key:
        """To where this list was opened from."""
        return Key("escape,backspace", _("circles"), self.circles, _("Back to the circles."), quiet=True)

    def _show(self) -> None:
        if self.session.store.collection(Account).count() <= QUICK:
            self._draw(self.coming())
            return
        self._asked += 1  # in a large community it takes a while, and what comes late is older
        asked = self._asked
        if not self.shown:
            self.query_one("#head", Still).update(joined((_("Looking…"), "dim")))
        self.in_background(self.coming, lambda found: self._draw(found) if asked == self._asked else None)

    def _draw(self, coming: list[Stored[D]]) -> None:
        me = self.session.handle
        coming.sort(key=lambda one: (not self.waits(one.value), me not in one.value.voters, one.id))
        ended = [one for one in latest(self.session, self.model, LATEST) if one.value.phase in OVER]
        past = [one for one in ended if may_read(self.session, one.value)][:PAST]
        self.shown = {str(one.id): one for one in (*coming, *past)}
        self.query_one("#head", Still).update(joined((self.count_words(len(coming)), "bold")))
        lines: list[tuple[str | None, Content]] = [(str(one.id), self._line(one.value)) for one in coming]
        if not coming:
            lines.append((None, joined((self.empty_words(), "dim"))))
        if past:
            lines += [(None, Content("")), (None, joined((self.past_words(), "bold")))]
            lines += [(str(one.id), self._line(one.value)) for one in past]
        self.query_one(PickList).show(lines)
        self._about()

    def _line(self, one: D) -> Content:
        phase, title = self.line(one)
        return joined(("> " if self.waits(one) else "  ", "bold"), f"{phase:<14} ", title)

    def on_option_list_option_highlighted(self) -> None:
        self._about()

    def _about(self) -> None:
        stored = self.shown.get(self.query_one(PickList).picked or "")
        lines = self.about(stored.value) if stored is not None else []
        self.query_one("#about", Still).update(Content("\n").join(lines))

    # -- what is done --------------------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        self.open_picked()

    def open_picked(self) -> None:
        """Open the one at the cursor."""
        self._opened(self.query_one(PickList).picked)

    def _opened(self, picked: str | None) -> None:
        if picked:
            self.app.push_screen(type(self).opens(self, int(picked)))

    def find(self) -> None:
        """Find one by typing."""
        lines = [
            (number, self.line(one.value)[1], circle_name(self.session, one.value.circle))
            for number, one in self.shown.items()
        ]
        self.app.push_screen(FindOne(self.find_words(), lines), self._opened)

    def new(self) -> None:
        """Choose one of one's circles, where there are several; then write."""
        mine = my_circles(self.session)
        if not mine:
            self.say(self.session.may(self.verb, 0).because)
        elif len(mine) == 1:
            self._write(mine[0][0])
        else:
            lines = [(str(number), joined(name)) for number, name in mine]
            choose = Choose(_("Which circle?"), lines)
            self.app.push_screen(choose, lambda picked: self._write(int(picked)) if picked else None)

    def _write(self, circle: int) -> None:
        made: list[int] = []
        self.session.must(self.verb, circle)

        def save(form: Any) -> None:
            made.append(self.begin(circle, form).id)

        self.app.push_screen(
            FormScreen(
                self.form_words(circle_name(self.session, circle)),
                self.form,
                save,
                name=f"{self.id_of_drafts()} {circle}",
                drafts=self.shell.drafts,
                start=self.start(),
                translate=_,
            ),
            lambda saved: self._opened(str(made[-1])) if saved else None,
        )

    def id_of_drafts(self) -> str:
        """Under what unfinished forms are kept."""
        return self.model.__name__.lower()

    def circles(self) -> Awaitable[None]:
        """To the circles."""
        return self.shell.open_page("circles")
