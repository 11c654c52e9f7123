"""A terminal that a program believes in: a pty, a screen behind it, and an answer to whatever is asked."""

from __future__ import annotations

import contextlib
import fcntl
import math
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyte

COLUMNS, LINES = 80, 24
# What programs ask a terminal and might wait for, and what a plain xterm of black ground would say.
ANSWERS: tuple[tuple[re.Pattern[bytes], bytes], ...] = (
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),  # what are you (DA1)
    (re.compile(rb"\x1b\[>0?c"), b"\x1b[>0;0;0c"),  # which version (DA2)
    (re.compile(rb"\x1b\[5n"), b"\x1b[0n"),  # are you well (DSR)
    (re.compile(rb"\x1b\[\??6n"), b"\x1b[1;1R"),  # where is the cursor
    (re.compile(rb"\x1b\[(\?\d+)\$p"), b"\x1b[%s;0$y"),  # do you know this mode (DECRQM): no
    (re.compile(rb"\x1b\[18t"), b"\x1b[8;%d;%dt" % (LINES, COLUMNS)),  # how large are you
    (re.compile(rb"\x1b\]10;\?(?:\x07|\x1b\\)"), b"\x1b]10;rgb:c0c0/c0c0/c0c0\x1b\\"),  # text colour
    (re.compile(rb"\x1b\]11;\?(?:\x07|\x1b\\)"), b"\x1b]11;rgb:0000/0000/0000\x1b\\"),  # ground colour
)
LONGEST_QUESTION = 16  # bytes; a question may come in two pieces


@dataclass(frozen=True)
class Sight:
    """When a text stood on the screen: seconds since the start, seconds of processor, memory (PSS) in MiB."""

    seconds: float
    busy: float
    mib: float


@dataclass(frozen=True)
class Reply:
    """What came until it was quiet: bytes, and the seconds to the last of them (nan where none came)."""

    size: int
    seconds: float


@dataclass(frozen=True)
class Held:
    """A key that was held down: when it was pressed for the last time, and when how many bytes came, in seconds."""

    last: float
    pieces: list[tuple[float, int]]


class NotSeen(Exception):
    """The program ended, or the patience did, before the text was seen; the message holds its screen."""


class Terminal:
    """One program on a pseudo-terminal of its own, 80x24. Leave it with `end`."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self._tail = b""
        self._ended = False
        self.received = 0  # bytes
        self.began = time.perf_counter()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(self._master)
                os.login_tty(slave)
                os.execvpe(arguments[0], list(arguments), dict(environment))
            finally:
                os._exit(127)
        os.close(slave)

    def wait_for(self, text: str, patience: float) -> Sight:
        """Read until the screen shows a text. Raises: NotSeen.

        Each piece is timed as it is read; the screen is painted only while nothing waits to be read, so that
        painting here keeps no program waiting.
        """
        unpainted: list[tuple[float, bytes]] = []
        until = self.began + patience
        while True:
            if self._readable(0 if unpainted else until - time.perf_counter()) and (piece := self._read()):
                unpainted.append((time.perf_counter(), piece))
            elif unpainted:
                at, piece = unpainted.pop(0)
                self._stream.feed(piece)
                if any(text in line for line in self.screen.display):
                    sight = Sight(at - self.began, busy_seconds(self.pid), proportional_mib(self.pid))
                    self._paint(piece for _at, piece in unpainted)
                    return sight
            elif self._ended or time.perf_counter() > until:
                raise NotSeen(f"“{text}” was not seen; the screen:\n" + "\n".join(self.screen.display))

    def reply(self, quiet: float, keys: bytes = b"") -> Reply:
        """Type keys, and read until nothing came for so many seconds (until the first, three times as many).

        The screen is painted afterwards, so that painting here keeps no program waiting.
        """
        pieces: list[bytes] = []
        began = time.perf_counter()
        last, until = began, began + 3 * quiet
        self._type(keys)
        while self._readable(until - time.perf_counter()) and (piece := self._read()):
            pieces.append(piece)
            last = time.perf_counter()
            until = last + quiet
        self._paint(pieces)
        return Reply(sum(map(len, pieces)), last - began if pieces else math.nan)

    def hold(self, key: bytes, every: float, times: int, quiet: float) -> Held:
        """Hold a key down, and read until nothing came for so many seconds after it was let go."""
        pieces: list[tuple[float, bytes]] = []
        pressed: list[float] = []
        began = time.perf_counter()
        until = began
        while len(pressed) < times or time.perf_counter() < until:
            due = began + len(pressed) * every if len(pressed) < times else until
            if time.perf_counter() >= due and len(pressed) < times:
                self._type(key)
                pressed.append(time.perf_counter() - began)
                until = time.perf_counter() + quiet
            elif self._readable(due - time.perf_counter()) and (piece := self._read()):
                pieces.append((time.perf_counter() - began, piece))
                until = time.perf_counter() + quiet
        self._paint(piece for _at, piece in pieces)
        return Held(pressed[-1], [(at, len(piece)) for at, piece in pieces])

    def wait_for_end(self, patience: float) -> float:
        """Read until the program closes its terminal; the seconds since the start. Raises: NotSeen."""
        until = self.began + patience
        while not self._ended:
            if self._readable(until - time.perf_counter()):
                self._read()
            elif time.perf_counter() > until:
                raise NotSeen("the program did not end by itself")
        return time.perf_counter() - self.began

    def kill(self) -> None:
        """End the program from one moment to the next, as when a laptop's lid is shut; leave it with `end`."""
        self._kill(signal.SIGKILL)

    def end(self, keys: bytes = b"") -> None:
        """End the program by its own keys; if it stays, by its own pid."""
        for way in (lambda: self._type(keys), lambda: self._kill(signal.SIGTERM)):
            if not self._ended:
                way()
                self._drain(3.0)
        if not self._ended:
            self._kill(signal.SIGKILL)
        os.close(self._master)
        os.waitpid(self.pid, 0)

    def _paint(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            self._stream.feed(piece)

    def _drain(self, patience: float) -> None:
        until = time.perf_counter() + patience
        while not self._ended and (left := until - time.perf_counter()) > 0:
            if self._readable(left):
                self._read()

    def _type(self, keys: bytes) -> None:
        with contextlib.suppress(OSError):  # the other end may be gone already; reading says so
            os.write(self._master, keys)

    def _kill(self, number: int) -> None:
        os.kill(self.pid, number)  # not waited for yet, so the pid is still its own

    def _readable(self, seconds: float) -> bool:
        return bool(select.select([self._master], [], [], max(0, seconds))[0]) and not self._ended

    def _read(self) -> bytes:
        try:
            piece = os.read(self._master, 65536)
        except OSError:  # EIO: nobody holds the other end any more
            piece = b""
        if not piece:
            self._ended = True
            return b""
        self.received += len(piece)
        self._answer(piece)
        return piece

    def _answer(self, piece: bytes) -> None:
        known = len(self._tail)
        asked = self._tail + piece
        for question, answer in ANSWERS:
            for found in question.finditer(asked):
                if found.end() > known:
                    self._type(answer % found.groups())
        self._tail = asked[-LONGEST_QUESTION:]


def proportional_mib(pid: int) -> float:
    """The memory of a process, shared pages counted by their share (PSS), in MiB; nan where it has ended."""
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return float("nan")


def busy_seconds(pid: int) -> float:
    """The processor time of a process so far, all its threads together: what other programs' load spares."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


if __name__ == "__main__":
    from line import main

    main()
