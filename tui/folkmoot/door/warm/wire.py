"""What client and server say to each other over their socket, which never leaves the machine.

    client                                   server, then its child
    connects                                 HERE, at once
    a request, with descriptors 0 to 2       STARTED with a descriptor of the child's process, or FULL
    GO, once it let go of the terminal       runs the session; at its end the exit code, a line

Whoever hangs up before GO has changed nothing: the client is then the session itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

VERSION = b"folkmoot 1"
HERE, STARTED, FULL, GO = b"+", b"S", b"F", b"!"
SESSION, STATUS, RESTART = b"session", b"status", b"restart"
LONGEST = 4_000_000  # bytes of a request: arguments and environment of a process are shorter
INT = 4  # bytes of a length, and of a descriptor


class Request:
    """What a client asks for. `streams`: encoding and errors of each of the three, as its own Python has them.

    A plain class: whatever would write it for us costs the client more than all else that it does.
    """

    def __init__(
        self,
        kind: bytes,
        arguments: Sequence[str] = (),
        streams: Sequence[str] = (),
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.kind, self.arguments, self.streams, self.environ = kind, arguments, streams, environ or {}


def packed(request: Request) -> bytes:
    """A request as bytes, its length first. Nothing in it can hold a zero byte."""
    environ = [f"{name}={value}" for name, value in request.environ.items()]
    lists = [[os.fsencode(word) for word in each] for each in (request.arguments, request.streams, environ)]
    parts = [VERSION, request.kind]
    for words in lists:
        parts += [b"%d" % len(words), *words]
    body = b"\0".join(parts)
    return len(body).to_bytes(INT, "big") + body


def unpacked(body: bytes) -> Request:
    """A request from its bytes. Raises: ValueError for one of another version, or none at all."""
    version, kind, *rest = body.split(b"\0")
    if version != VERSION:
        raise ValueError("another version")
    lists: list[list[str]] = []
    for _list in range(3):
        count, rest = int(rest[0]), rest[1:]
        lists.append([os.fsdecode(word) for word in rest[:count]])
        rest = rest[count:]
    arguments, streams, environ = lists
    return Request(kind, arguments, streams, dict(pair.split("=", 1) for pair in environ))


def descriptors(ancillary: Sequence[tuple[int, int, bytes]]) -> list[int]:
    """The descriptors that came along with a message."""
    found: list[int] = []
    for _level, _kind, data in ancillary:
        whole = len(data) - len(data) % INT
        found += [int.from_bytes(data[at : at + INT], sys.byteorder) for at in range(0, whole, INT)]
    return found
