"""`ssh folkmoot@host COMMAND`: the same words as on the host, as the member whose key it is, never a shell.

The line is taken apart here, as a shell would quote it, and handed over as words: nothing in it is expanded or run.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress
from time import sleep
from typing import TYPE_CHECKING

from folkmoot.cli import HOISTED, run
from folkmoot.cli.call import Call
from folkmoot.cli.talk import say
from folkmoot.door.keys import why_out
from folkmoot.errors import UsageError
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.session import Session

LOOK = 0.5  # seconds between two looks at whether a key still counts
HOSTS_OWN = {name for name in HOISTED if name != "--plain"}  # which record, as whom: not for a guest to say


def run_from_afar(words: Sequence[str], store: str | None, session: Session) -> int:
    """Run one command as the member whose session it is, and return its exit code. Raises: UsageError."""
    for word in words:
        if word == "--":
            break
        if word.partition("=")[0] in HOSTS_OWN:
            raise UsageError(_("{option} is for the host alone. Nothing was done.", option=word))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the person's own ctrl-c, from here on
    _see_out(session)
    given = ["--help"] if list(words) == ["help"] else list(words)
    return run(given, Call(store=store, handle=session.handle, key=session.key, afar=True))


def _see_out(session: Session) -> None:
    """End a command that goes on (it may wait for its input) once its key or its account counts no longer."""

    def look() -> None:
        while True:
            sleep(LOOK)
            out = None
            with suppress(Exception):  # the record can't be read just now, or the command is over
                out = why_out(session.store, session.key, session.handle)
            if out:
                with suppress(Exception):
                    say(out)
                os._exit(77)

    threading.Thread(target=look, daemon=True).start()
