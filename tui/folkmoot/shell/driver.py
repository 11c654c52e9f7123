"""Textual's driver of terminals, with a keyboard that is waited for instead of looked at ten times a second.

An idle session then wakes for the store alone; and a terminal that has gone ends the session instead of being
read for ever.
"""

from __future__ import annotations

import os
import selectors
from collections.abc import Iterable
from typing import Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from folkmoot.shell.incoming import Incoming

MOMENT = 0.1  # seconds in which an escape turns out to be a key, or the beginning of one
CHUNK = 4096


class TerminalDriver(LinuxDriver):
    """What a session on a terminal runs on."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._told_to_end, self._tell_to_end = os.pipe()

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
                    data = os.read(self.fileno, CHUNK)
                    if not data:
                        self._loop.call_soon_threadsafe(self._app.exit)
                        break
                    if text := incoming.decode(data):
                        self._hand_on(parser.feed(text))
                self._hand_on(parser.tick())

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
