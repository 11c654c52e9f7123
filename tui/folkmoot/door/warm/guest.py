"""Whoever has just been forked for a client: what it wants, and how it becomes a session on the client's terminal."""

from __future__ import annotations

import atexit
import codecs
import fcntl
import io
import os
import signal
import socket
import sys
import termios
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from folkmoot.door.warm import wire
from folkmoot.door.warm.limits import is_full, limit_memory, limits_in
from folkmoot.door.warm.status import Status, state
from folkmoot.door.warm.warming import reseed

PATIENCE = 5.0  # seconds for a client to say what it wants
HANDED = 3  # descriptors


@dataclass
class Guest:
    """A child of the server: its connection, what the server knew when it came, and a line back to it.

    `let_go` closes whatever else was the server's.
    """

    link: socket.socket
    folder: Path
    status: Status
    reports: socket.socket
    let_go: Callable[[], None]

    def run(self) -> NoReturn:
        """Do what the client asked for, and end this process."""
        code = self._served()
        with suppress(OSError, ValueError, AttributeError):  # whoever reads may have had enough
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)  # to take apart what is shared, as Python does at its end, would copy all of it

    def _served(self) -> int:
        self.link.settimeout(PATIENCE)
        try:
            request, handed = self._request()
        except (OSError, ValueError, IndexError):
            return 0  # it has gone, or speaks another version: then it is its own session
        if request.kind == wire.SESSION and len(handed) == HANDED:
            return self._session(request, handed)
        with suppress(OSError):
            if request.kind == wire.STATUS:
                self.link.sendall(state(self.status))
            elif request.kind == wire.RESTART:
                os.kill(self.status.server, signal.SIGHUP)
                self.link.sendall(wire.STARTED)
        return 0

    def _request(self) -> tuple[wire.Request, list[int]]:
        body, ancillary, _flags, _address = self.link.recvmsg(65536, socket.CMSG_LEN(HANDED * wire.INT))
        handed = wire.descriptors(ancillary)
        whole = wire.INT + int.from_bytes(body[: wire.INT], "big")
        if whole > wire.LONGEST:
            raise ValueError("too long")
        while len(body) < whole:
            more = self.link.recv(65536)
            if not more:
                raise ValueError("cut short")
            body += more
        return wire.unpacked(body[wire.INT :]), handed

    def _session(self, request: wire.Request, handed: Sequence[int]) -> int:
        """Be the session, as its own process would be: from `harden` on, there is no difference any more."""
        limits = limits_in(self.folder)
        if is_full(limits, self.status.others):
            with suppress(OSError):
                self.link.sendall(wire.FULL)
            return 0
        process = os.pidfd_open(os.getpid())
        self._report()
        self.let_go()
        try:
            socket.send_fds(self.link, [wire.STARTED], [process])
            os.close(process)
            if self.link.recv(1) != wire.GO:
                return 0
        except OSError:
            return 0
        os.setsid()
        self._take_terminal(handed)
        self._end_with_client()
        for stream, number, encoding, errors in zip(
            ("stdin", "stdout", "stderr"), (0, 1, 2), request.streams[::2], request.streams[1::2], strict=True
        ):
            opened = stream_of(number, encoding, errors)
            setattr(sys, stream, opened)
            setattr(sys, f"__{stream}__", opened)
        os.environ.clear()
        os.environ.update(request.environ)
        sys.argv = ["folkmoot", "session", *request.arguments]
        time.tzset()
        with suppress(OSError):
            os.chdir(os.environ.get("HOME") or "/")  # where sshd begins a session
        reseed()
        limit_memory(limits)
        from folkmoot.door.entry import run_session

        code = run_session(request.arguments)
        threading._shutdown()  # type: ignore[attr-defined]  # as at any end: what still works is waited for
        atexit._run_exitfuncs()
        with suppress(OSError):
            self.link.send(b"%d\n" % code)
        return code

    def _report(self) -> None:
        """Tell the server that this is a session now, and where its memory can be read."""
        said = b"%d" % os.getpid()
        try:
            with open("/proc/self/smaps_rollup", "rb", buffering=0) as memory:  # noqa: PTH123
                socket.send_fds(self.reports, [said], [memory.fileno()])
        except OSError:
            self.reports.send(said)

    def _take_terminal(self, handed: Sequence[int]) -> None:
        """Stand on what was handed over; be told by the system of keys, sizes and the end, if the client let go."""
        for number, descriptor in enumerate(handed):
            os.dup2(descriptor, number)
        for descriptor in handed:
            os.close(descriptor)
        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        with suppress(OSError):
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def _end_with_client(self) -> None:
        """Have the system say SIGHUP when the client has gone, however it went: it sends nothing more until then."""
        self.link.setblocking(False)
        link = self.link.fileno()
        fcntl.fcntl(link, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(link, fcntl.F_SETSIG, signal.SIGHUP)
        fcntl.fcntl(link, fcntl.F_SETFL, fcntl.fcntl(link, fcntl.F_GETFL) | os.O_ASYNC)
        with suppress(BlockingIOError):
            self.link.recv(1)
            os.kill(os.getpid(), signal.SIGHUP)  # it had gone before we asked


def stream_of(number: int, encoding: str, errors: str) -> io.TextIOWrapper:
    """One of the three streams, as Python would have opened it for a process with such a locale."""
    try:
        codecs.lookup(encoding)
        codecs.lookup_error(errors)
    except LookupError:
        encoding, errors = "utf-8", "replace"
    raw = io.FileIO(number, "r" if number == 0 else "w", closefd=False)
    lines = number == 2 or raw.isatty()
    buffer = io.BufferedReader(raw) if number == 0 else io.BufferedWriter(raw)
    return io.TextIOWrapper(buffer, encoding, errors, newline="\n", line_buffering=lines)
