"""Secrets and texts that commands ask for: never as words behind a command, which others could see."""

from __future__ import annotations

import sys

from folkmoot.api import BadData, hide_memory, say
from folkmoot_tmaps.words import _

HUGE = 100_000  # letters that are read of a text


def secret(prompt: str) -> str:
    """A secret: typed unseen at a terminal; else the next line that comes in. Raises: BadData where none comes."""
    hide_memory()
    if sys.stdin.isatty():
        from getpass import getpass

        typed = getpass(f"{prompt}: ", stream=sys.stderr)
    else:
        say(_("{prompt}, in one line:", prompt=prompt))
        typed = sys.stdin.readline()
    if not typed.strip():
        raise BadData(_("Nothing was typed. Nothing was changed."))
    return typed.rstrip("\r\n")


def opening_secret() -> str:
    """The passphrase or the recovery key of the own map."""
    return secret(_("Passphrase, or recovery key"))


def new_passphrase() -> tuple[str, str]:
    """A new passphrase, typed twice."""
    return secret(_("New passphrase")), secret(_("The same again"))


def text() -> str:
    """A text, to its end."""
    if sys.stdin.isatty():
        say(_("Type, and end with ctrl+d in a line of its own."))
    return sys.stdin.read(HUGE)


def paragraph() -> str | None:
    """Lines up to an empty one; None where nothing more comes."""
    lines: list[str] = []
    while True:
        line = sys.stdin.readline()
        if not line:
            return "\n".join(lines) if lines else None
        if not line.strip():
            return "\n".join(lines)
        lines.append(line.rstrip("\r\n"))
