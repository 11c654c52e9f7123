"""What a warm server says of itself: since when, which version, who is in, how much memory; and how it is asked."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from folkmoot import __version__
from folkmoot.door.warm import place, wire

PATIENCE = 5.0
UNKNOWN = -1


class SessionState(msgspec.Struct, frozen=True, kw_only=True):
    """One session: its process, since when, its share of memory in MiB (PSS; None where the system doesn't say)."""

    pid: int
    since: datetime
    memory_mib: float | None


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A server as it says; `by` is who started it: `systemd`, or a `session`."""

    pid: int
    since: datetime
    version: str
    by: str
    memory_mib: float | None
    sessions: tuple[SessionState, ...]


class Inside(msgspec.Struct, frozen=True, kw_only=True):
    """A session as the server knows it: since when (seconds of the clock), and where its memory can be read."""

    since: float
    memory: int = UNKNOWN


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What a server knows of itself at one moment: its process, and how many it forked that are there (`others`).

    `sessions` are by process; `memory` is the open file in which its own is read.
    """

    server: int
    since: float
    by: str
    memory: int
    others: int
    sessions: dict[int, Inside]


def state(status: Status) -> bytes:
    """As JSON."""
    found = State(
        pid=status.server,
        since=_instant(status.since),
        version=__version__,
        by=status.by,
        memory_mib=share(status.memory),
        sessions=tuple(
            SessionState(pid=pid, since=_instant(one.since), memory_mib=share(one.memory))
            for pid, one in sorted(status.sessions.items())
        ),
    )
    return msgspec.json.encode(found)


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def share(descriptor: int) -> float | None:
    """MiB of memory that are a process's own share (PSS), from its open `smaps_rollup`.

    The process opened it itself: nobody else may look into one that is closed to other eyes.
    """
    with suppress(OSError, ValueError):
        for line in os.pread(descriptor, 4096, 0).splitlines():
            if line.startswith(b"Pss:"):
                return round(int(line.split()[1]) / 1024, 1)
    return None


def asked(store: Path, kind: bytes) -> bytes | None:
    """What the server of a record answers; None where there is none. Raises: PermissionError for another's."""
    try:
        folder = place.opened(place.folder_of(str(store)))
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
            link.settimeout(PATIENCE)
            link.connect(place.within(folder, place.SOCKET))
            if link.recv(1) != wire.HERE:
                return None
            link.sendall(wire.packed(wire.Request(kind)))
            answer = b""
            while more := link.recv(65536):
                answer += more
            return answer or None
    except OSError:
        return None
    finally:
        os.close(folder)


def state_of(store: Path) -> State | None:
    """The server of a record; None where there is none. Raises: PermissionError for another's."""
    answer = asked(store, wire.STATUS)
    if answer is None:
        return None
    with suppress(msgspec.MsgspecError):
        return msgspec.json.decode(answer, type=State)
    return None
