"""Which processes run, and who started them, read from /proc; waiting until something is so."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

PATIENCE = 120.0  # seconds after which waiting is given up: a hang, not a measure
BETWEEN_LOOKS = 0.02

T = TypeVar("T")


def wait_until(condition: Callable[[], T], what: str) -> T:
    """Look until a condition holds; what it gave. Raises: TimeoutError that says what did not come."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not so after {PATIENCE:.0f} s")
        time.sleep(BETWEEN_LOOKS)
    return found


def end(pids: Iterable[int]) -> None:
    """Kill processes by their ids; who is gone already is no error."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def words_of(pid: int) -> list[str]:
    """The command line of a process; empty when it has ended, or waits to be reaped."""
    return [os.fsdecode(word) for word in _read(pid, "cmdline").split(b"\0")[:-1]]


def below(ancestor: int) -> list[int]:
    """The processes that a process started, and those that they started."""
    return [pid for pid in _every() if pid != ancestor and _descends(pid, ancestor)]


def of_user(uid: int) -> list[int]:
    """The processes of a user (by status: the folder's owner is root when a process can't be dumped)."""
    found = []
    for pid in _every():
        lines = _read(pid, "status").splitlines()
        uids = next((line.split()[1:] for line in lines if line.startswith(b"Uid:")), [])
        if str(uid).encode() in uids and not any(line.startswith(b"State:\tZ") for line in lines):
            found.append(pid)
    return found


def _every() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def _state_and_parent(pid: int) -> tuple[str, int] | None:
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return (fields[0].decode(), int(fields[1])) if fields else None


def _descends(pid: int, ancestor: int) -> bool:
    """Walk up the parents; when one ends meanwhile its children have a new one, so begin again."""
    lost: set[int] = set()
    walker = pid
    while walker > 1:
        if walker == ancestor:
            return True
        seen = _state_and_parent(walker)
        if walker == pid and (seen is None or seen[0] == "Z"):
            return False
        if seen is not None:
            walker = seen[1]
        elif walker in lost:
            return False
        else:
            lost.add(walker)
            walker = pid
    return False
