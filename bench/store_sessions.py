"""Sessions of store.py: processes of their own that open a store, wait, and poll it four times a second.

Run as a program, this file is one of them, and does what it reads a line at a time:

    python bench/store_sessions.py STORE DATABASE
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import random
from statistics import median

from measuring import shuffled
from store_documents import COLLECTIONS, Member
from store_rivals import VERSION, connected
from terminal import busy_seconds, proportional_mib

from folkmoot.store import open_store

PAUSE = 0.25  # seconds between two polls
TURNS = 3  # of polling each of these
KINDS = ("nothing", "folkmoot", "sqlite")


@dataclass
class Found:
    """Medians over the sessions: opening in microseconds, memory (PSS) in MiB more than after the imports.

    `percent` is the processor time of all together, polling the named thing, in percent of one core.
    """

    sessions: int
    open: float
    opened_mib: float
    touched_mib: float
    percent: dict[str, float] = field(default_factory=dict)


class Session:
    """Another process, told what to do. It has opened the store, which is measured at once."""

    def __init__(self, store: Path, database: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(store), str(database)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.answer()
        self.bare_mib = self.mib()
        self.tell("open")
        self.opening = float(self.answer())  # microseconds
        self.opened_mib = self.mib()

    def tell(self, word: str) -> None:
        """Say what to do."""
        assert self._process.stdin is not None
        print(word, file=self._process.stdin, flush=True)

    def answer(self) -> str:
        """Wait until it is done. Raises: SystemExit where the process is not there any more."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"a session ended with {self._process.wait()}")
        return line.strip()

    def mib(self) -> float:
        """Its memory now (PSS)."""
        return proportional_mib(self._process.pid)

    def busy(self) -> float:
        """Its processor time so far, in seconds."""
        return busy_seconds(self._process.pid)

    def end(self) -> None:
        """Let it end, by closing what it reads from."""
        self._process.communicate()


@contextmanager
def _ending() -> Iterator[list[Session]]:
    """A list of sessions that are ended, whatever happens."""
    sessions: list[Session] = []
    try:
        yield sessions
    finally:
        for session in sessions:
            session.end()


def polling(store: Path, database: Path, count: int, seconds: float) -> Found:
    """What so many sessions cost. They start one after the other, and poll at the same time."""
    with _ending() as sessions:
        for _session in range(count):
            sessions.append(Session(store, database))
        percent = _percent(sessions, seconds)
        last = sessions[-1]  # nothing that it shares with others became cheaper since it began
        last.tell("touch")
        last.answer()
        return Found(
            count,
            median(session.opening for session in sessions),
            median(session.opened_mib - session.bare_mib for session in sessions),
            last.mib() - last.bare_mib,
            percent,
        )


def _percent(sessions: Sequence[Session], seconds: float) -> dict[str, float]:
    """Medians of what they use while they poll each of the kinds, which take turns."""
    for kind in KINDS:
        _polled(sessions, kind, PAUSE)  # uncounted: what a first look costs is paid once
    found: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for kind in shuffled(KINDS, TURNS):
        found[kind].append(_polled(sessions, kind, seconds))
    return {kind: median(turns) for kind, turns in found.items()}


def _polled(sessions: Sequence[Session], kind: str, seconds: float) -> float:
    """Processor time of all, in percent of one core, while they poll."""
    before = [session.busy() for session in sessions]
    for session in sessions:
        session.tell(f"{kind} {seconds}")
    for session in sessions:
        session.answer()
    used = sum(session.busy() - first for session, first in zip(sessions, before, strict=True))
    return 100 * used / seconds


def _poll(look: Callable[[], object], seconds: float) -> None:
    time.sleep(random() * PAUSE)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        look()
        time.sleep(PAUSE)


def main(path: Path, database: Path) -> None:
    """Be a session."""
    connection = connected(database)
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    store = open_store(path, COLLECTIONS)
    members = store.collection(Member)
    members.get(1)
    print((time.perf_counter() - began) * 1e6, flush=True)
    since = store.seq
    looks: dict[str, Callable[[], object]] = {
        "nothing": lambda: None,
        "folkmoot": lambda: store.changes(since),
        "sqlite": lambda: connection.execute(VERSION).fetchone(),
    }
    for line in sys.stdin:
        word, _space, seconds = line.strip().partition(" ")
        if word == "touch":
            members.all()
        else:
            _poll(looks[word], float(seconds))
        print("done", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
