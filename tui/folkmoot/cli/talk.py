"""What commands say: lines for people, JSON for scripts, always through the door for text."""

from __future__ import annotations

import re
import sys
from typing import Any

import msgspec

from folkmoot.terminal import terminal_is_utf8
from folkmoot.text import plain, to_ascii

# What JSON lets through and a terminal would obey: C1 controls, and marks that turn the direction of writing.
UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class ReaderGone(Exception):
    """Whoever reads our output has enough: no trouble, and nothing more to say."""


def out(line: str = "") -> None:
    """A line of data for a person, on stdout."""
    _write(sys.stdout, line)


def say(line: str) -> None:
    """A line of talk, on stderr."""
    _write(sys.stderr, line)


def out_bytes(data: bytes) -> None:
    """A file on stdout, byte by byte: of a calendar or a table, whose text was cleaned where it was made."""
    if sys.stdout is None:
        return
    try:
        if hasattr(sys.stdout, "buffer"):
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:  # a stand-in of a test
            sys.stdout.write(data.decode("utf-8"))
    except BrokenPipeError:
        raise ReaderGone from None


def out_json(value: Any) -> None:
    """A value as JSON on stdout. Numbers, strings, lists and objects only."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=1).decode()
    text = UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    if sys.stdout is not None:
        _put(sys.stdout, text)


def _write(stream: Any, line: str) -> None:
    if stream is None:  # started with its output closed
        return
    text = plain(line)
    if not terminal_is_utf8():
        text = to_ascii(text.replace("…", "..."))
    _put(stream, text)


def _put(stream: Any, text: str) -> None:
    try:
        stream.write(text + "\n")
    except BrokenPipeError:
        raise ReaderGone from None
