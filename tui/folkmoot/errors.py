"""What can go wrong, as a sentence for the person and an exit code for a script.

Every error that a person may meet is a `FolkmootError`: `str(error)` says what happened, that nothing is
lost, and what to do next. `exit_code` follows sysexits.h. Anything else that escapes is a fault of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

CONTAINED = (Exception, SystemExit)  # what a plugin may raise without the house going down with it


class FolkmootError(Exception):
    """An error with a sentence for the person; a command prints it and leaves with `exit_code`."""

    exit_code = 70

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UsageError(FolkmootError):
    """The call itself was wrong: a missing value, a word that no command knows (64)."""

    exit_code = 64


class BadData(FolkmootError):
    """What was given can't be used: an unknown zone, a latitude of 91, a date that isn't one (65)."""

    exit_code = 65


class NotFound(BadData):
    """There is nothing under that name, key or number (65)."""


class Unavailable(FolkmootError):
    """Something that is needed isn't there or can't be reached (69)."""

    exit_code = 69


class CannotCreate(FolkmootError):
    """A file or folder can't be made (73)."""

    exit_code = 73


class InputOutputError(FolkmootError):
    """Reading or writing failed: a full disk, a broken file (74)."""

    exit_code = 74


class StoreTrouble(FolkmootError):
    """The record can't be read or written just now: no plugin's fault, and told as it is."""


class TryAgain(FolkmootError):
    """Somebody else was quicker, or holds what is needed; trying again can succeed (75)."""

    exit_code = 75


class ChangedMeanwhile(TryAgain):
    """Somebody else changed the same thing since it was looked at (75). What was typed is kept.

    `now` is how it stands; `fields` how a form of it would be filled now, by field name: a `FormScreen` shows it
    beside what was typed.
    """

    def __init__(self, sentence: str, now: Any, fields: Mapping[str, object] | None = None) -> None:
        super().__init__(sentence)
        self.now = now
        self.fields = dict(fields or {})


class NotAllowed(FolkmootError):
    """A policy says no; the sentence says why (77)."""

    exit_code = 77


class Misconfigured(FolkmootError):
    """The set-up is at fault: a plugin, a data file, a setting (78)."""

    exit_code = 78


def described(error: BaseException, *, message: bool = False) -> str:
    """An error as its type and line. Its message only where no member's words can be in it: at loading."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    line = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
    said = f": {error}" if message and str(error) else ""
    return f"{type(error).__name__}{said}{line}"
