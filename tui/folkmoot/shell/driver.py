"""Textual's driver of terminals, with a keyboard that is waited for instead of looked at ten times a second.

An idle session then wakes for the store alone; and a terminal that has gone ends the session instead of being
read for ever, and a full line holds nobody up who has to leave.
"""

from __future__ import annotations

import os
import select
import selectors
import signal
import termios
import threading
from collections.abc import Iterable
from queue import Full
from typing import Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from folkmoot.shell.incoming import Incoming

MOMENT = 0.1  # seconds in which an escape turns out to be a key, or the beginning of one
CHUNK = 4096
AS_BEFORE = "\x1b[<u\x1b[?2004l\x1b[?1004l\x1b[?7h\x1b[?1049l\x1b[?25h"  # what `stop_application_mode` writes


class TerminalDriver(LinuxDriver):
    """What a session on a terminal runs on."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._told_to_end, self._tell_to_end = os.pipe()
        self.gone = False  # whether the terminal is: then nothing is written or restored any more

    def run_input_thread(self) -> None:
        """Hand on what is typed, until input is turned off or the terminal is gone."""
        parser, incoming = XTermParser(self._debug), Incoming()
        while self._is_told():  # of an earlier time, before the program was put aside
            os.read(self._told_to_end, CHUNK)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._told_to_end, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                half_read = getattr(parser, "_timeout_time", 0) is not None
                ready = [key.fd for key, _mask in selector.select(MOMENT if half_read else None)]
                if self.fileno in ready:
                    data = self._read()
                    if not data:
                        break
                    if text := incoming.decode(data):
                        self._hand_on(parser.feed(text))
                self._hand_on(parser.tick())

    def _read(self) -> bytes:
        """What was typed; nothing where the terminal is gone, which is then told as the system would tell it."""
        try:
            data = os.read(self.fileno, CHUNK)
        except OSError:
            data = b""
        if not data and not self.gone:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGHUP)
        return data

    def write(self, data: str) -> None:
        """Hand a frame on to the thread of writing. Wait while it is behind, unless the terminal is gone."""
        assert self._writer_thread is not None
        while not self.gone:
            try:
                self._writer_thread._queue.put(data, timeout=MOMENT)
                return
            except Full:
                continue

    def close(self) -> None:
        """Wait until all is written, unless the terminal is gone."""
        if not self.gone:
            super().close()

    def give_back(self) -> None:
        """Make the terminal as it was, past a loop that is blocked; what would have to wait is left out."""
        if self.gone:
            return
        if self.attrs_before is not None:
            termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        out = self._file.fileno() if self._file is not None else 2
        if select.select([], [out], [], 0)[1]:
            os.write(out, AS_BEFORE.encode())

    def _hand_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def _is_told(self) -> bool:
        with selectors.SelectSelector() as selector:
            selector.register(self._told_to_end, selectors.EVENT_READ)
            return bool(selector.select(0))

    def disable_input(self) -> None:
        if self._key_thread is not None and self._key_thread.is_alive():
            os.write(self._tell_to_end, b".")
        super().disable_input()
