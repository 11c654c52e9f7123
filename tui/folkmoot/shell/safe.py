"""Members' text in widgets: the only ways from a string to a widget, and an app that can't be talked into more."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.binding import Binding
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from folkmoot.shell.painting.app import PaintedApp
from folkmoot.text import clean, to_ascii
from folkmoot.words import _

if TYPE_CHECKING:
    from rich.segment import Segment
    from textual.strip import Strip


def safe(text: object, style: str = "", *, lines: bool = False) -> Content:
    """Text for Static, labels, options and titles: cleaned, and never read as markup."""
    return Content.styled(clean(text, lines=lines), style)


def joined(*parts: Content | tuple[object, str] | str) -> Content:
    """Content of several parts, each cleaned; spaces stay as they are, for columns."""
    pieces: list[Content | tuple[str, str]] = []
    for part in parts:
        if isinstance(part, Content):
            pieces.append(part)
        else:
            text, style = part if isinstance(part, tuple) else (part, "")
            pieces.append((clean(text, spaces=True), style))
    return Content.assemble(*pieces)


class AsciiFilter(LineFilter):
    """The last thing before a terminal that is not UTF-8: every character as the nearest ASCII of its width."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        from rich.cells import cell_len
        from rich.segment import Segment

        changed: list[Segment] = []
        for text, style, control in segments:
            if control is None and not text.isascii():
                text = "".join(_of_width(character, cell_len(character)) for character in text)
            changed.append(Segment(text, style, control))
        return changed


def _of_width(character: str, width: int) -> str:
    return to_ascii(character).ljust(width)[:width] if width else ""


def say_nothing(*_about: object) -> None:
    """What hears of errors that nobody waits for: Python would print them, message and all, once we have left."""


class SafeApp(PaintedApp):
    """Textual's App without the doors that members' text or a crash could use.

    No markup in notices, no links opened on the host, no screenshots or files delivered, and no traceback
    with values in it: a crash says its type and line.
    """

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [Binding("ctrl+q", "quit", show=False, priority=True)]

    def __init__(self, **options: Any) -> None:
        super().__init__(ansi_color=True, **options)
        self.last_words = ""
        self.parting = ""  # what is said once the terminal is given back

    def get_system_commands(self, screen: Any) -> Any:
        return ()

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        self.say(_("Links are not opened here; copy it if you trust it: {url}", url=url))

    def deliver_text(self, *arguments: Any, **options: Any) -> None:
        """Files are not handed out from a screen: commands print them."""

    def deliver_binary(self, *arguments: Any, **options: Any) -> None:
        """Files are not handed out from a screen: commands print them."""

    def deliver_screenshot(self, *arguments: Any, **options: Any) -> None:
        """Pictures of members' screens are not made by the program."""

    def save_screenshot(self, *arguments: Any, **options: Any) -> str:
        """Pictures of members' screens are not made by the program."""
        return ""

    def copy_to_clipboard(self, text: str) -> None:
        """What is copied can be pasted in here, and is not sent to the terminal; a password is not copied."""
        if not getattr(self.focused, "password", False):
            self._clipboard = text

    def notify(self, message: str, **options: Any) -> None:
        """Notices are lines at the foot, without markup; Textual's own end up there too."""
        self.say(message)

    def say(self, sentence: str) -> None:
        """Tell the person something; the shell shows it at the foot until the next key."""
        self.bell()

    def run_here(self) -> None:
        """Run on this terminal, without the mouse: its motions would cost bytes over a slow line."""
        from folkmoot.shell.leaving import Leaving

        self.driver_class = self.driver_on_terminal()
        if not os.environ.get("FOLKMOOT_DEBUG"):
            threading.excepthook = say_nothing
            sys.unraisablehook = say_nothing
        with Leaving(self):
            try:
                self.run(mouse=False)
            except SystemExit:  # from a plugin's widget, around whose loop nobody can stand
                self.give_terminal_back()
                self.last_words = _("A plugin ended folkmoot. What was saved before is safe.")
                self._print_error_renderables()
                raise
        if self.parting:
            from folkmoot.cli.talk import say

            say(self.parting)
        if self.return_code:
            raise SystemExit(self.return_code)

    def leave_with(self, sentence: str, code: int) -> None:
        """End, and say why on the terminal as it was before."""
        self.parting = sentence
        self.exit(return_code=code)

    def strips(self) -> list[Strip]:
        """The lines that a person sees."""
        return self.screen._compositor.render_strips()

    def save_unfinished(self) -> None:
        """Save at once what is unfinished: the program may be gone in a moment. Called by a signal, too."""

    def action_help_quit(self) -> None:
        self.say(_("ctrl+q leaves. Everything is already saved."))

    def give_terminal_back(self) -> None:
        """The terminal as it was, where leaving in order did not come so far."""
        if self._driver is not None:
            with suppress(Exception):
                self._driver.stop_application_mode()

    async def run_async(self, **options: Any) -> None:
        if not os.environ.get("FOLKMOOT_DEBUG"):
            asyncio.get_running_loop().set_exception_handler(say_nothing)
        await super().run_async(**options)

    def panic(self, *renderables: Any) -> None:
        """End, where Textual gives up. Of what it would print, the kinds of errors alone are told."""
        traces = [renderable.trace for renderable in renderables if hasattr(renderable, "trace")]
        self._end(", ".join(trace.stacks[0].exc_type for trace in traces) or "panic")

    def _fatal_error(self) -> None:
        """Textual would print what stands in every variable."""
        self._handle_exception(sys.exc_info()[1] or RuntimeError())

    def _handle_exception(self, error: BaseException) -> None:
        from folkmoot.errors import described

        if self._exception is None:
            self._exception = error if isinstance(error, Exception) else RuntimeError(type(error).__name__)
            self._exception_event.set()
        if os.environ.get("FOLKMOOT_DEBUG"):
            import traceback

            self.last_words = self.last_words or "".join(traceback.format_exception(error))
        self._end(described(error))

    def _end(self, error: str) -> None:
        """End with a sentence and an exit code."""
        self._return_code = 70
        self.last_words = self.last_words or _(
            "Something in folkmoot itself went wrong ({error}). What was saved before is safe.", error=error
        )
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """One sentence is enough; Textual would add advice for its own developers."""
        if self.last_words:
            from folkmoot.cli.talk import say

            say(self.last_words)
        self._exit_renderables.clear()
