"""What every dialog of a map has: one key hides it, and all of the map, at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from folkmoot.api import Ask, Choose, Dialog, FolkmootError, LineInput, Still, hide_memory, joined, safe
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.maps.page import MapPage

T = TypeVar("T")
HIDE = "ctrl+l"
HIDE_SHOWN = "^l"
DOTS = 0.25  # seconds between two dots of a wait


class OverMap(Dialog[T], Generic[T]):
    """A dialog over a map. `keep_now` saves what is typed in it, for it may be closed at any moment."""

    BINDINGS = [Binding(HIDE, "hide", show=False, priority=True)]
    page: MapPage

    def foot(self) -> Sequence[tuple[str, str]]:
        return ((HIDE_SHOWN, _("hide")), *super().foot())

    def keep_now(self) -> None:
        """Save what is typed here, without asking anything."""

    def on_changes(self) -> None:
        if self.is_mounted:  # else it is drawn as things stand, in a moment
            self.redraw()

    def redraw(self) -> None:
        """Show how it stands now: the map, or what others share, has changed."""

    def action_hide(self) -> None:
        self.page.hide()


class MapDialog(OverMap[None]):
    """A dialog over a map that hands nothing back."""

    def __init__(self, page: MapPage, title: str) -> None:
        super().__init__(title)
        self.page = page


class AskOverMap(OverMap[bool], Ask):
    """A question with yes and no."""

    def __init__(self, page: MapPage, title: str, sentence: str, then: Callable[[], None]) -> None:
        super().__init__(title, sentence, then)
        self.page = page


class ChooseOverMap(OverMap[str], Choose):
    """One of several, over a map."""

    def __init__(self, page: MapPage, title: str, lines: Sequence[tuple[str | None, Content]]) -> None:
        super().__init__(title, lines)
        self.page = page


class SecretDialog(MapDialog, Generic[T]):
    """Asks for secrets, does something slow with them aside of the screen, and hands on what comes of it."""

    def __init__(
        self,
        page: MapPage,
        title: str,
        sentence: str,
        labels: Sequence[str],
        work: Callable[..., T],
        then: Callable[[T], None],
    ) -> None:
        super().__init__(page, title)
        self.sentence, self.labels, self.work, self.then = sentence, labels, work, then
        self.dots = 0

    def body(self) -> Iterable[Widget]:
        yield Static(safe(self.sentence, lines=True))
        for number, label in enumerate(self.labels):
            yield Static(safe(label, "bold"))
            box = LineInput(id=f"secret-{number}")
            box.password = True
            yield box
        yield Still(id="secret-wait")

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("enter", _("go on")), *super().foot())

    def on_mount(self) -> None:
        hide_memory()
        self._boxes()[0].focus()
        self.waiting = self.set_interval(DOTS, self._dot, pause=True)

    def _boxes(self) -> list[LineInput]:
        return [self.query_one(f"#secret-{number}", LineInput) for number in range(len(self.labels))]

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        boxes = self._boxes()
        if event.input is not boxes[-1]:
            self.focus_next()
            return
        if not all(box.value for box in boxes):
            self.say(_("Type it, then enter. Nothing has changed."))
            return
        secrets = [box.value for box in boxes]
        for box in boxes:
            box.disabled, box.value = True, ""
        self.say("")
        self.dots = 0
        self._dot()
        self.waiting.resume()
        self.in_background(partial(self._worked, *secrets), self._done)

    def _worked(self, *secrets: str) -> tuple[T] | str:
        """What came of it; or what stood in the way, as a sentence."""
        try:
            return (self.work(*secrets),)
        except FolkmootError as error:
            return error.sentence

    def _done(self, result: tuple[T] | str) -> None:
        self.waiting.pause()
        if isinstance(result, str):
            for box in self._boxes():
                box.disabled = False
            self.query_one("#secret-wait", Still).update(safe(""))
            self.say(result)
            self._boxes()[0].focus()
            return
        self.done(None)
        self.then(result[0])

    def _dot(self) -> None:
        """Show that it goes on: it is slow on purpose, so that guessing is."""
        self.dots += 1
        said = _("This takes a moment, on purpose")
        self.query_one("#secret-wait", Still).update(joined((said + " " + "." * self.dots, "dim")))


class Told(MapDialog):
    """Something to be read and put away: a recovery key, say. Enter or esc closes."""

    DEFAULT_CSS = """
    Told {
        & .dialog { width: 80; }  /* a recovery key has 74 letters, and no break in them */
        & .told-words { margin: 1 0; }
    }
    """
    BINDINGS = [Binding("enter", "leave", show=False)]

    def __init__(self, page: MapPage, title: str, above: str, words: str, below: str) -> None:
        super().__init__(page, title)
        self.above, self.words, self.below = above, words, below

    def body(self) -> Iterable[Widget]:
        yield Static(safe(self.above))
        yield Static(safe(self.words, "bold"), classes="told-words")
        yield Static(safe(self.below))

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("enter", _("I have it")), *super().foot())

    def on_mount(self) -> None:
        self.page.shell.set_focus(None)
