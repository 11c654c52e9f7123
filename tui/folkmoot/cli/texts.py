"""Text that a command takes: as it is written, or with “-” from the input, where it may have many lines."""

from __future__ import annotations

import sys

import click

from folkmoot.cli.talk import say
from folkmoot.errors import BadData
from folkmoot.words import _

MOST = 200_000  # letters that are read; what takes less says so itself
READ = "folkmoot.input"  # where a run of a command remembers that the input was read


def text(value: str) -> str:
    """What a text given on the command line stands for. Raises: BadData."""
    if value != "-":
        return value
    context = click.get_current_context(silent=True)
    if context is not None:
        known = context.find_root().meta
        if READ in known:
            raise BadData(_("Only one text can come from the input."))
        known[READ] = True
    return from_input()


def from_input() -> str:
    """All that comes in, without the line ends at its end. Raises: BadData."""
    if sys.stdin is None:
        raise BadData(_("There is no input to read the text from."))
    if sys.stdin.isatty():
        say(_("Type the text; ctrl+d on a line of its own ends it."))
    try:
        found = sys.stdin.read(MOST + 1)
    except UnicodeDecodeError:
        raise BadData(_("What comes in is no text in UTF-8.")) from None
    if len(found) > MOST:
        raise BadData(_("What comes in is longer than any text here."))
    return found.rstrip("\r\n")


LONG_TEXT = click.types.FuncParamType(text)
