"""Members' text in widgets: the only ways from a string to a widget, and an app that can't be talked into more."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.binding import Binding
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from folkmoot.shell.keys import KeysInOrder
from folkmoot.text import clean, to_ascii
from folkmoot.words import _

if TYPE_CHECKING:
    from rich.segment import Segment


LEFT_BY_SIGNAL = {128 + signal.SIGHUP, 128 + signal.SIGTERM}


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


class SafeApp(KeysInOrder):
    """Textual's App without the doors that members' text or a crash could use.

    No markup in notices, no links opened on the host, no screenshots or files delivered, and no traceback
    with values in it: a crash says its type and line.
    """

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [Binding("ctrl+q", "quit", show=False, priority=True)]

    def __init__(self, **options: Any) -> None:
        super().__init__(ansi_color=True, **options)
        self.last_words = ""

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

    def notify(self, message: str, **options: Any) -> None:
        """Notices are lines at the foot, without markup; Textual's own end up there too."""
        self.say(message)

    def say(self, sentence: str) -> None:
        """Tell the person something; the shell shows it at the foot until the next key."""
        self.bell()

    def run_here(self) -> None:
        """Run on this terminal, without the mouse: its motions would cost bytes over a slow line."""
        from folkmoot.shell.driver import TerminalDriver

        self.driver_class = TerminalDriver
        try:
            self.run(mouse=False)
        except SystemExit as leaving:  # from a plugin's widget, around whose loop nobody can stand
            self.give_terminal_back()
            if leaving.code not in LEFT_BY_SIGNAL:
                self.last_words = _("A plugin ended folkmoot. What was saved before is safe.")
                self._print_error_renderables()
            raise
        if self.return_code:
            raise SystemExit(self.return_code)

    def leave_on_signals(self) -> None:
        """Asked to end (SIGTERM, a closed window): give the terminal back first. SIGALRM ends what can't."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self._leave_on_signal, number)

    def _leave_on_signal(self, number: int) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(3)
        self.exit(return_code=128 + number)

    def action_help_quit(self) -> None:
        self.say(_("ctrl+q leaves. Everything is already saved."))

    def give_terminal_back(self) -> None:
        """The terminal as it was, where leaving in order did not come so far."""
        if self._driver is not None:
            with suppress(Exception):
                self._driver.stop_application_mode()

    def panic(self, *renderables: Any) -> None:
        self._close_messages_no_wait()

    def _handle_exception(self, error: BaseException) -> None:
        from folkmoot.plugins import described

        self._return_code = 70
        if self._exception is None:
            self._exception = error if isinstance(error, Exception) else RuntimeError(type(error).__name__)
            self._exception_event.set()
        sentence = _(
            "Something in folkmoot itself went wrong ({error}). What was saved before is safe.",
            error=described(error),
        )
        if os.environ.get("FOLKMOOT_DEBUG"):
            import traceback

            sentence = "".join(traceback.format_exception(error))
        self.last_words = self.last_words or sentence
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """One sentence is enough; Textual would add advice for its own developers."""
        if self.last_words:
            from folkmoot.cli.talk import say

            say(self.last_words)
        self._exit_renderables.clear()
