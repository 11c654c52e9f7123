"""One line of a form: to type in, or to choose on."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input, OptionList, Static

from folkmoot.shell.long_list import LongList
from folkmoot.shell.safe import joined
from folkmoot.text import clean


class LineInput(Input):
    """A line to type in: what it begins with is cleaned.

    Its cursor does not blink: that would cost bytes and keep dead sessions alive.
    """

    DEFAULT_CSS = """
    LineInput {
        & > .input--cursor, &:ansi > .input--cursor {
            color: ansi_default !important; background: ansi_default !important; text-style: reverse !important;
        }
    }
    """

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(
            clean(value, spaces=True),
            placeholder=clean(placeholder),
            id=id,
            compact=True,
            select_on_focus=False,
        )
        self.cursor_blink = False

    def show_value(self, value: str) -> None:
        """Hold another value, cleaned."""
        self.value = clean(value, spaces=True)

    def _on_paste(self, event: events.Paste) -> None:
        """Make one clean line of a paste, so that nothing of it is lost; Textual then hands it to `Input` itself."""
        event.text = clean(event.text)


class FilterLine(LineInput):
    """A line above a list: what is typed narrows it, arrows move in it, enter opens, esc lets go of the filter."""

    BINDINGS = [
        Binding("down", "move('down')", show=False),
        Binding("up", "move('up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
        Binding("escape", "let_go", show=False),
    ]

    class LetGo(Message):
        """The filter is no longer wanted."""

    def __init__(self, below: OptionList | LongList, *, placeholder: str = "") -> None:
        super().__init__(placeholder=placeholder)
        self.below = below
        self.rest()

    def rest(self) -> None:
        """Be out of sight and empty, until it is wanted."""
        self.value = ""
        self.display, self.disabled = False, True

    def begin(self) -> None:
        """Be there, to be typed in."""
        self.display, self.disabled = True, False
        self.focus()

    def on_focus(self) -> None:
        self._lead(True)

    def on_blur(self) -> None:
        self._lead(False)

    def _lead(self, leads: bool) -> None:
        """Have the list show where one is in it, while the keys come here."""
        if isinstance(self.below, LongList):
            self.below.led = leads

    def action_move(self, how: str) -> None:
        getattr(self.below, f"action_{'cursor_' * (how in ('down', 'up'))}{how}")()

    def action_let_go(self) -> None:
        self.post_message(self.LetGo())


class ChoiceLine(Static, can_focus=True):
    """One of a few values, in words; left and right go through them."""

    BINDINGS = [
        Binding("right,space", "turn(1)", show=False),
        Binding("left", "turn(-1)", show=False),
    ]

    class Changed(Message):
        """Another value was chosen."""

    def __init__(self, value: str, words: Mapping[str, str], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.words = dict(words)
        self.value = value if value in self.words else next(iter(self.words))

    def on_mount(self) -> None:
        self.draw()

    def draw(self) -> None:
        """Show the word of the value, with a sign that there are others."""
        self.update(joined(("< ", "dim"), self.words[self.value], (" >", "dim")))

    def show_value(self, value: str) -> None:
        """Hold another value, if it is one of them."""
        if value in self.words:
            self.value = value
            self.draw()

    def action_turn(self, by: int) -> None:
        values = list(self.words)
        self.value = values[(values.index(self.value) + by) % len(values)]
        self.draw()
        self.post_message(self.Changed())
