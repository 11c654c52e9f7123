"""Leaving when a signal asks, whatever the program is doing: a closed window (SIGHUP), or SIGTERM.

The handler runs in the main thread between two steps of Python, so also while the loop is blocked: by a terminal
that takes nothing any more, by a plugin that sleeps or computes. It saves what is unfinished, and asks the loop to
end. Where the loop can't hear, a thread ends the program; where Python itself is held up, the system's alarm does.
"""

from __future__ import annotations

import _thread
import atexit
import os
import signal
from contextlib import suppress
from functools import partial
from time import sleep
from types import FrameType, TracebackType
from typing import TYPE_CHECKING

from folkmoot.shell.driver import TerminalDriver

if TYPE_CHECKING:
    from folkmoot.shell.safe import SafeApp

ASKING = (signal.SIGHUP, signal.SIGTERM)
IN_ORDER = 1.0  # seconds in which a program that was asked to leave may do so in order
BACKSTOP = 1.5  # seconds after which the system ends what is still there


class Leaving:
    """Listens to the signals that ask to leave while a program is on the terminal. `code`: how it then ends."""

    def __init__(self, app: SafeApp) -> None:
        self.app = app
        self.code = 0

    def __enter__(self) -> Leaving:
        self._before = {number: signal.signal(number, self._asked) for number in ASKING}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.code:  # else we go on listening: being asked twice changes nothing
            for number, before in self._before.items():
                signal.signal(number, signal.SIG_DFL if before is None else before)

    def _asked(self, number: int, _frame: FrameType | None) -> None:
        first = not self.code
        if first:
            self.code = 128 + number
            _arm_backstop()
            with suppress(Exception):
                self.app.save_unfinished()
        if number == signal.SIGHUP:
            self._let_go_of_terminal()
        if first:
            _thread.start_new_thread(self._see_out, ())  # `threading` takes locks that we may be holding
            loop = self.app._loop
            if loop is not None:
                with suppress(RuntimeError):  # it has ended already
                    loop.call_soon_threadsafe(partial(self.app.exit, return_code=self.code))

    def _let_go_of_terminal(self) -> None:
        if isinstance(self.app._driver, TerminalDriver):
            self.app._driver.gone = True
        with suppress(OSError):
            nothing = os.open(os.devnull, os.O_RDWR)
            for descriptor in (0, 1, 2):
                os.dup2(nothing, descriptor)
            os.close(nothing)
        # At its end, Python would flush a stream that the thread of writing may hold for ever.
        atexit.register(os._exit, self.code)

    def _see_out(self) -> None:
        sleep(IN_ORDER)
        with suppress(Exception):
            if isinstance(self.app._driver, TerminalDriver):
                self.app._driver.give_back()
        os._exit(self.code)


def _arm_backstop() -> None:
    """Have the system end this process in a while, whatever was inherited for its alarm."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGALRM])
    signal.setitimer(signal.ITIMER_REAL, BACKSTOP)
