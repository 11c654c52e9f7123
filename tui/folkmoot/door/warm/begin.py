"""`python -I -m folkmoot server --store PATH`: how a warm server begins, and how it begins anew after an upgrade."""

from __future__ import annotations

import fcntl
import os
import resource
import signal
import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from folkmoot.door.hardening import harden
from folkmoot.door.warm import place
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.door.warm.guest import Guest
    from folkmoot.door.warm.server import Server

IDLE = 3600.0  # seconds without a session after which a server is no longer needed
WAITING = 512  # who may stand in line for a moment
BY_SYSTEMD = 3  # the descriptor on which systemd hands over a socket
TRIES, PAUSE = 50, 0.02  # for the lock, which the one who starts us holds for a moment


def main(arguments: Sequence[str]) -> int:
    """A server until nobody needs it, or one of its sessions; the exit code of this process."""
    given = dict(zip(arguments[::2], arguments[1::2], strict=False))
    handed = os.environ.get("LISTEN_PID") == str(os.getpid()) and os.environ.get("LISTEN_FDS") == "1"
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # asked to begin anew, while it still does
    harden(os.environ)
    with suppress(ValueError, OSError):  # three open files for each who is in
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    store = os.path.realpath(place.store_named(arguments))
    if not os.path.exists(store) or os.stat(store).st_uid != os.geteuid():  # noqa: PTH110, PTH116
        return _say(_("There is no record of this account at {path}, so nobody comes in.", path=store), 69)
    lock = int(given["--lock"]) if "--lock" in given else _lock(place.folder_of(store))
    if lock < 0:
        return _say(_("A server of this record is there already."))
    os.set_inheritable(lock, False)
    taken = int(given["--listening"]) if "--listening" in given else BY_SYSTEMD if handed else None
    by = given.get("--by", "systemd" if handed else "session")
    guest = _guest(store, lock, taken, by, given)
    if guest is not None:
        guest.run()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if by != "systemd":
        with suppress(OSError):
            os.unlink(f"{place.folder_of(store)}/{place.SOCKET}")  # noqa: PTH108
    return 0


def _guest(store: str, lock: int, taken: int | None, by: str, given: Mapping[str, str]) -> Guest | None:
    """Get warm, then listen, at a socket that was handed over or one of our own. Returns as `Server.serve`."""
    from folkmoot.door.warm.installed import state_of_program
    from folkmoot.door.warm.server import Server
    from folkmoot.door.warm.warming import get_warm
    from folkmoot.errors import Unavailable

    program = state_of_program()  # before it is imported: what changes meanwhile is noticed
    try:
        get_warm()
    except Unavailable as error:
        _say(error.sentence)
        return None
    Path(place.folder_of(store), place.PROCESS).write_text(f"{os.getpid()}\n", "ascii")
    listener = _adopted(taken) if taken is not None else _listening(place.folder_of(store))
    idle = float(given.get("--idle", IDLE))
    server = Server(store, listener, lock, by, idle, program, begin_anew)
    _take_over(server, given.get("--sessions", ""))
    return server.serve()


def _say(sentence: str, code: int = 0) -> int:
    """To the journal, or to whoever tries it by hand."""
    from folkmoot.cli.talk import say

    say(sentence)
    return code


def _lock(folder: str) -> int:
    """The lock of the one server that a record has; -1 where another holds it. Raises: OSError."""
    os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103
    descriptor = place.opened(folder)
    lock = os.open(place.LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600, dir_fd=descriptor)
    os.close(descriptor)
    for _try in range(TRIES):
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        time.sleep(PAUSE)
    return -1


def _listening(folder: str) -> socket.socket:
    """A socket in the folder, in place of one that was left behind. Raises: OSError."""
    descriptor = place.opened(folder)
    try:
        with suppress(FileNotFoundError):
            os.unlink(place.SOCKET, dir_fd=descriptor)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(place.within(descriptor, place.SOCKET))
        listener.listen(WAITING)
    finally:
        os.close(descriptor)
    return listener


def _adopted(descriptor: int) -> socket.socket:
    os.set_inheritable(descriptor, False)
    return socket.socket(fileno=descriptor)


def begin_anew(server: Server) -> NoReturn:
    """Run what is installed now in this process's place, with the socket, the lock and the sessions that it has."""
    from folkmoot.door.warm.starting import command

    told = []
    for pid, child in server.children.items():
        told.append(f"{pid}:{child.link.fileno()}:{child.memory}:{child.since}:{int(child.session)}")
        for descriptor in (child.link.fileno(), child.memory):
            if descriptor >= 0:
                os.set_inheritable(descriptor, True)
    for descriptor in (server.listener.fileno(), server.lock):
        os.set_inheritable(descriptor, True)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until the new one listens
    more = ("--listening", str(server.listener.fileno()), "--lock", str(server.lock), "--by", server.by)
    words = command(server.store, *more, "--idle", str(server.idle), "--sessions", ",".join(told))
    os.execv(words[0], words)  # noqa: S606


def _take_over(server: Server, told: str) -> None:
    """Know the sessions that the server before us in this process had."""
    from folkmoot.door.warm.server import Child

    for one in filter(None, told.split(",")):
        pid, link, memory, since, session = one.split(":")
        with suppress(OSError):
            if int(memory) >= 0:
                os.set_inheritable(int(memory), False)
            process = os.pidfd_open(int(pid))  # our child still, until we wait for it
            server.children[int(pid)] = Child(
                process, _adopted(int(link)), float(since), int(memory), bool(int(session))
            )
