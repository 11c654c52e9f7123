"""Who is here now: a file for each session, locked as long as its process lives.

The kernel lets go of a lock when a process ends, however it ends: so nobody stays on the list who has gone, and
nothing has to be asked of a process number that may be another's by now.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import msgspec

from folkmoot.door.knocks import door_folder
from folkmoot.errors import TryAgain
from folkmoot.session import Session
from folkmoot.words import _

MOST_EACH = 8  # sessions of one person: more are forgotten windows, or a script that runs wild
MOST_VISITORS = 30  # people at the join screen at one time
MOST_WITH_ONE_KEY = 2  # of them, with one key


class Presence(msgspec.Struct, frozen=True):
    """One session: whose, since when, with which key. A visitor who is not in yet has no handle."""

    handle: str
    since: datetime
    key: str
    pid: int


def present(store: Path) -> list[Presence]:
    """All sessions whose process lives, the longest here first; what the others left is taken away."""
    found: list[Presence] = []
    for file in _folder(store).glob("*.json"):
        with suppress(OSError, msgspec.MsgspecError):
            descriptor = os.open(file, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                if _gone(descriptor):
                    file.unlink(missing_ok=True)
                else:
                    found.append(msgspec.json.decode(os.read(descriptor, 4096), type=Presence))
            finally:
                os.close(descriptor)
    return sorted(found, key=lambda one: (one.since, one.pid))


def _gone(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def being_here(store: Path, handle: str, key: str, now: datetime) -> Iterator[None]:
    """Stand on the list for the length of a block. Raises: TryAgain, where there are too many already."""
    others = [one for one in present(store) if one.handle == handle]
    same = [one for one in others if one.key == key]
    if len(others) >= (MOST_EACH if handle else MOST_VISITORS) or (
        not handle and len(same) >= MOST_WITH_ONE_KEY
    ):
        raise TryAgain(_too_many(handle))
    descriptor, file = _listed(_folder(store), Presence(handle, now, key, os.getpid()))
    try:
        yield
    finally:
        with suppress(OSError):
            file.unlink(missing_ok=True)
        if descriptor >= 0:
            os.close(descriptor)


def _listed(folder: Path, presence: Presence) -> tuple[int, Path]:
    """The open file that stands for a session. Where none can be made, nobody is kept out for that: -1."""
    name = f"{os.getpid()}-{os.urandom(4).hex()}"
    hidden, file = folder / f".{name}", folder / f"{name}.json"
    descriptor = -1
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(hidden, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.write(descriptor, msgspec.json.encode(presence))
        hidden.rename(file)  # seen only once it is locked: or somebody would take it for one left behind
    except OSError:
        with suppress(OSError):
            hidden.unlink(missing_ok=True)
    return descriptor, file


def _too_many(handle: str) -> str:
    if handle:
        return _(
            "You are here {count} times already. Close a window you no longer need, then come again.",
            count=MOST_EACH,
        )
    return _("Many newcomers are at the door just now. Come again in a minute.")


def _folder(store: Path) -> Path:
    return door_folder(store) / "here"


def here_now(session: Session) -> list[Presence]:
    """Who is here, for whoever may see it: members, and how many stand at the door. Raises: NotAllowed."""
    session.must("here.see")
    return present(session.store.path)
