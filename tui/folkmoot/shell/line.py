"""One line of a form: to type in, or to choose on."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input, Static

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

    def _on_paste(self, event: events.Paste) -> None:
        """Take the first line of a paste that says something: copied lines often begin with a break."""
        line = next((line for line in event.text.splitlines() if line.strip()), "")
        event.text = line.strip()
        super()._on_paste(event)


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

    def action_turn(self, by: int) -> None:
        values = list(self.words)
        self.value = values[(values.index(self.value) + by) % len(values)]
        self.draw()
        self.post_message(self.Changed())
