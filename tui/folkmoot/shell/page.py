"""A page: what a plugin draws, held by the host. A page that fails is replaced by a panel that says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Compose
from textual.message import Message

from folkmoot.errors import CONTAINED, FolkmootError, StoreTrouble
from folkmoot.plugged import too_long
from folkmoot.shell.background import work_in_background

if TYPE_CHECKING:
    from folkmoot.session import Session
    from folkmoot.shell.app import Shell
    from folkmoot.store import Change

T = TypeVar("T")


@dataclass(frozen=True)
class Key:
    """One thing a person can do on a page: the binding, the foot, the palette and help all come from it.

    `key` is Textual's name, or several with commas (the first is shown). `label` is one or two words for the
    foot, `help` a sentence, `name` what the foot shows instead of the key. With `quiet` it is left out of the
    foot, not of help.
    """

    key: str
    label: str
    run: Callable[[], Any]
    help: str = ""
    quiet: bool = False
    name: str = ""


class PageView(Vertical, can_focus=False):
    """What plugins subclass. `build` composes, `keys` says what can be done, `on_changes` redraws what changed."""

    DEFAULT_CSS = "PageView { width: 1fr; height: 1fr; }"
    sees_presence = False  # whether it shows who is here: then it is told every two seconds (nothing listed)
    shows_seconds = (
        False  # whether it shows a running clock just now: then it is told at each look at the clock
    )

    class Failed(Message):
        """A page could not go on; the shell puts a panel in its place."""

        def __init__(self, page: PageView, where: str, error: BaseException) -> None:
            super().__init__()
            self.page, self.where, self.error = page, where, error

    class Slow(Message):
        """A page let the screen stand still for longer than anybody should wait."""

        def __init__(self, page: PageView, where: str, seconds: float) -> None:
            super().__init__()
            self.page, self.where, self.seconds = page, where, seconds

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.failed = False

    def build(self) -> ComposeResult:
        """The widgets of the page."""
        yield from ()

    def keys(self) -> Sequence[Key]:
        """What can be done here, in the order of the foot."""
        return ()

    def open_at(self, where: str) -> None:
        """Go to something on the page, named as the page itself names it in `TodayItem.opens` (`page/where`)."""

    def on_changes(self, changes: Sequence[Change]) -> None:
        """Something changed in the store (nothing listed: the page was away). Redraw; keep cursor and focus."""

    def on_tick(self) -> None:
        """The time went on, and the page `shows_seconds`: four times a second. Draw what says something else now."""

    def covered(self) -> None:
        """The screen was covered, for nobody has pressed a key for a while: let go of what is secret."""

    def is_looked_at(self) -> bool:
        """Whether people look at it just now without pressing a key (a running clock, say): no cover hides it."""
        return False

    def focus_first(self) -> None:
        """Put the focus where a person would start."""
        for widget in self.query("*"):
            if widget.focusable:
                widget.focus(scroll_visible=False)
                return
        self.can_focus = True  # or its keys would find nobody
        self.focus(scroll_visible=False)

    @property
    def shell(self) -> Shell:
        """The shell around the page."""
        from folkmoot.shell.app import Shell

        assert isinstance(self.app, Shell)
        return self.app

    def say(self, sentence: str) -> None:
        """Tell the person something at the foot of the screen."""
        self.shell.say(sentence)

    def keys_changed(self) -> None:
        """Draw the foot again: `keys` says something else now."""
        self.bind_keys()
        self.shell.show_foot()

    def do(self, use_case: Callable[..., T], *arguments: Any, **options: Any) -> T | None:
        """Run a use case; what it refuses is told as a sentence. None then."""
        try:
            return use_case(self.session, *arguments, **options)
        except FolkmootError as error:
            self.say(error.sentence)
            return None

    def in_background(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Run slow work in a thread and go on with its result here; a failure becomes a panel or a sentence."""
        work_in_background(
            self,
            work,
            then,
            gone=lambda: self._pruning or not self.is_attached,
            say=self.say,
            fail=self.fail,
        )

    # -- the host's side -----------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        building: Any = None
        while True:
            try:
                with self.watched("build"):
                    building = building or iter(self.build())
                    widget = next(building)
            except StopIteration:
                return
            except CONTAINED as error:
                self.fail("build", error)
                return
            yield widget

    def bind_keys(self) -> None:
        """Take the page's keys into its bindings; what a key stands for is asked when it is pressed."""
        for key in self.known_keys():
            for name in key.key.split(","):
                if name not in self._bindings.key_to_bindings:
                    self._bindings.bind(name, f"page_key({name!r})")

    def known_keys(self) -> Sequence[Key]:
        """The page's keys; none where asking for them fails."""
        try:
            return list(self.keys())
        except CONTAINED as error:
            self.fail("keys", error)
            return ()

    async def action_page_key(self, name: str) -> None:
        for key in self.known_keys():
            if name in key.key.split(","):
                await self.run_key(key)
                return

    async def run_key(self, key: Key) -> None:
        """Do what a key stands for, contained; what it hands back is awaited where it can be."""
        try:
            with self.watched(key.label):
                done = key.run()
            if isawaitable(done):
                await done
        except FolkmootError as error:
            self.say(error.sentence)
        except CONTAINED as error:
            self.fail(key.label, error)
        self.shell.look()

    @contextmanager
    def watched(self, where: str) -> Iterator[None]:
        """Look at the clock while a piece of the page's work holds the screen: too long is told and noted."""
        clock = self.session.house.clock
        began = clock()
        try:
            yield
        finally:
            took = clock() - began
            if too_long(took):
                self.app.post_message(self.Slow(self, where, took))

    def told_of_time(self) -> None:
        """The host's side of `on_tick`: contained."""
        try:
            self.on_tick()
        except StoreTrouble as error:
            self.say(error.sentence)
        except CONTAINED as error:
            self.fail("on_tick", error)

    def told_of_cover(self) -> None:
        """The host's side of `covered`: contained."""
        try:
            self.covered()
        except StoreTrouble as error:
            self.say(error.sentence)
        except CONTAINED as error:
            self.fail("covered", error)

    def fail(self, where: str, error: BaseException) -> None:
        """Give the page up to the host, once."""
        if not self.failed:
            self.failed = True
            self.display = False
            self.app.post_message(self.Failed(self, where, error))

    async def _dispatch_message(self, message: Message) -> None:
        timed = nullcontext() if isinstance(message, Compose) else self.watched(type(message).__name__)
        try:
            with timed:  # what composes is timed by itself
                await super()._dispatch_message(message)
        except StoreTrouble as error:
            self.say(error.sentence)
        except CONTAINED as error:
            self.fail(type(message).__name__, error)
