"""What commands say: lines for people, JSON for scripts, always through the door for text."""

from __future__ import annotations

import os
import sys
from typing import Any

import msgspec

from folkmoot.text import plain, to_ascii


def out(line: str = "") -> None:
    """A line of data for a person, on stdout."""
    _write(sys.stdout, line)


def say(line: str) -> None:
    """A line of talk, on stderr."""
    _write(sys.stderr, line)


def out_json(value: Any) -> None:
    """A value as JSON on stdout. Numbers, strings, lists and objects only."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=1).decode()
    sys.stdout.write(text + "\n")


def _write(stream: Any, line: str) -> None:
    text = plain(line)
    if not terminal_is_utf8():
        text = to_ascii(text)
    stream.write(text + "\n")


def terminal_is_utf8() -> bool:
    """Whether the person's terminal was said to speak UTF-8.

    Python coerces LC_CTYPE to C.UTF-8 in the C locale (PEP 538), so that very value says nothing about the
    terminal: the locale behind it is asked then.
    """
    for variable in ("LC_ALL", "LC_CTYPE", "LANG"):
        value = os.environ.get(variable, "")
        if value and not (variable == "LC_CTYPE" and value == "C.UTF-8"):
            return "utf" in value.lower()
    return False
