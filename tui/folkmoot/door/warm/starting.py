"""The first session of a record starts its warm server beside itself, for those who come after it."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Sequence
from time import time

from folkmoot.door.warm import place

NOT_AGAIN = 10.0  # seconds: a server that doesn't come up is not tried at each session
KEPT = ("HOME", "USER", "LOGNAME")


def start_server(arguments: Sequence[str]) -> None:
    """Start a server for the sessions to come, where one is wanted and none is there. Costs this one a fork."""
    if not sys.platform.startswith("linux"):
        return
    os.umask(0o077)
    store = place.store_named(arguments)
    try:
        if os.stat(store).st_uid == os.geteuid() and _is_wanted(place.folder_of(store)):  # noqa: PTH116
            _detached(command(store))
    except OSError:
        return  # no record yet, or none of ours; no room: then sessions are plain processes


def command(store: str, *more: str) -> list[str]:
    """How the server of a record is started."""
    return [sys.executable, "-I", "-m", "folkmoot", "server", "--store", store, *more]


def _is_wanted(folder: str) -> bool:
    os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103
    descriptor = place.opened(folder)
    try:
        if os.path.exists(place.within(descriptor, place.OFF)):  # noqa: PTH110
            return False
        lock = os.open(place.LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600, dir_fd=descriptor)
    finally:
        os.close(descriptor)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # who is there, or just coming up, has it
        begun = os.read(lock, 32)
        if begun and abs(time() - float(begun)) < NOT_AGAIN:
            return False
        os.pwrite(lock, b"%-20d" % int(time()), 0)
        return True
    except (BlockingIOError, ValueError):
        return False
    finally:
        os.close(lock)


def _detached(words: Sequence[str]) -> None:
    """Run a program that is nobody's child, of no terminal, with nothing of ours open."""
    first = os.fork()
    if first:
        os.waitpid(first, 0)
        return
    try:
        os.setsid()
        if os.fork():
            os._exit(0)
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nothing, number)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        os.chdir("/")
        environ = {name: os.environ[name] for name in KEPT if name in os.environ}
        os.execve(words[0], list(words), {**environ, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"})  # noqa: S606
    finally:
        os._exit(127)
