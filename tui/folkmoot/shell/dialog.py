"""Screens that stand over a page: a title, a body, their own keys below; esc always goes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from folkmoot.errors import CONTAINED, FolkmootError
from folkmoot.shell.background import work_in_background
from folkmoot.shell.bars import READING, shown
from folkmoot.shell.lists import PickList
from folkmoot.shell.safe import joined, safe
from folkmoot.shell.styles import css_beside
from folkmoot.words import _

R = TypeVar("R")
T = TypeVar("T")


class Dialog(ModalScreen[R], Generic[R]):
    """The frame of every dialog. Subclasses fill `body` and list `foot` as (key name, word)."""

    DEFAULT_CSS = css_beside(__file__)
    BINDINGS = [Binding("escape", "leave", show=False)]
    around = 0  # rows that are not the list's: where a dialog names them, its list takes all the others

    class Failed(Message):
        """A dialog could not go on; the shell closes it and says so."""

        def __init__(self, dialog: Screen[Any], error: BaseException) -> None:
            super().__init__()
            self.dialog, self.error = dialog, error

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title
        self.said = ""
        self.said_at: datetime | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe(self.heading, "bold"), classes="dialog-title")
            yield from self.body()
            yield Static(safe(self.said, "reverse"), classes="dialog-said")
            yield Static(foot_of(self.foot()), classes="dialog-foot")

    def on_resize(self) -> None:
        if self.around:
            for scrolled in self.query("VerticalScroll, PickList, LongList").results(Widget):
                scrolled.styles.max_height = max(3, self.size.height - self.around)

    def body(self) -> Iterable[Widget]:
        """The widgets between title and foot."""
        return ()

    def foot(self) -> Sequence[tuple[str, str]]:
        """The dialog's keys, with esc last."""
        return ((shown("escape"), _("back")),)

    def say(self, sentence: str) -> None:
        """Tell the person something inside the dialog."""
        self.said, self.said_at = sentence, self._now()
        for line in self.query(".dialog-said").results(
            Static
        ):  # none before it is drawn: then it begins with it
            line.update(safe(sentence, "reverse"))

    def unsay(self) -> None:
        """Let go of what was said, once it could be read: things stand otherwise now."""
        now = self._now()
        if now is None or self.said_at is None or not timedelta(0) <= now - self.said_at < READING:
            self.say("")

    def _now(self) -> datetime | None:
        session = getattr(self.app, "session", None) if self.is_attached else None
        return session.now() if session is not None else None

    def keep_typed(self) -> None:
        """Hold on to what is typed just now, as a draft: the program may be gone before it is told of the last key.

        Called by a signal, too: it neither waits nor writes.
        """

    def on_changes(self) -> None:
        """Something changed in the store while the dialog is open."""

    def told_of_changes(self) -> None:
        """The host's side of `on_changes`: contained."""
        try:
            self.on_changes()
        except FolkmootError as error:
            self.say(error.sentence)
        except CONTAINED as error:
            self._fail("on_changes", error)

    def in_background(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Run slow work in a thread and go on with its result here, if the dialog is still open then."""
        work_in_background(
            self,
            work,
            then,
            gone=lambda: self not in self.app.screen_stack,
            say=self.say,
            fail=self._fail,
        )

    def _fail(self, where: str, error: BaseException) -> None:
        self.post_message(self.Failed(self, error))

    def done(self, result: R | None) -> None:
        """Close with a result, once: a second enter of a quick hand finds the dialog gone."""
        if self.is_current:
            self.dismiss(result)

    def action_leave(self) -> None:
        self.done(None)


class Ask(Dialog[bool]):
    """A question with yes (y, or s for sí) and no; nothing happens on esc."""

    BINDINGS = [Binding("y,s,enter", "yes", show=False), Binding("n", "leave", show=False)]

    def __init__(self, title: str, sentence: str, then: Callable[[], None]) -> None:
        super().__init__(title)
        self.sentence, self.then = sentence, then

    def body(self) -> Iterable[Static]:
        yield Static(safe(self.sentence, lines=True))

    def foot(self) -> Sequence[tuple[str, str]]:
        return ((_("yes")[0], _("yes")), ("n", _("no")))

    def action_yes(self) -> None:
        if self.is_current:
            self.done(True)
            self.app.call_later(self.then)


class Choose(Dialog[str]):
    """One of several, by arrows and enter; dismissed with its id."""

    def __init__(self, title: str, lines: Sequence[tuple[str | None, Content]]) -> None:
        super().__init__(title)
        self.lines = lines

    def body(self) -> Iterable[PickList]:
        yield PickList(self.lines)

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("enter", _("choose")), *super().foot())

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        self.done(event.option.id)


def foot_of(keys: Sequence[tuple[str, str]]) -> Content:
    return joined(*(part for key, word in keys for part in ((f"{key} ", "bold"), f"{word}  ")))
