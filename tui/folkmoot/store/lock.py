"""One writer at a time: `flock` on a file beside the store, which tells who holds it and for what."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import msgspec

from folkmoot.store.errors import StoreBusy
from folkmoot.store.files import FORBIDDEN, owned_like

FIRST_PAUSE, LONGEST_PAUSE = 0.0005, 0.05  # seconds between two tries


class Holder(msgspec.Struct, frozen=True):
    """Who holds a lock, as told by the lock file."""

    pid: int
    doing: str = ""


class Held(msgspec.Struct, frozen=True):
    """A lock that this process holds."""

    descriptor: int
    pid: int

    def release(self) -> None:
        """Let others write. In a forked child it does nothing: the lock is its parent's."""
        if self.pid != os.getpid():
            os.close(self.descriptor)
            return
        with suppress(OSError):
            os.truncate(self.descriptor, 0)
        fcntl.flock(self.descriptor, fcntl.LOCK_UN)
        os.close(self.descriptor)


def take(path: Path, doing: str, patience: float) -> Held:
    """Hold the lock, waiting up to `patience` seconds. Raises: StoreBusy, OSError.

    The file is opened anew each time: a descriptor from before a fork would share its parent's lock.
    """
    until = monotonic() + patience
    pause = FIRST_PAUSE
    while True:
        descriptor = _tried(path)
        if descriptor is not None:
            _tell(descriptor, doing)
            return Held(descriptor, os.getpid())
        if monotonic() >= until:
            holder = holder_of(path)
            raise StoreBusy(holder.pid, holder.doing) if holder else StoreBusy()
        sleep(pause * (0.5 + os.urandom(1)[0] / 256))
        pause = min(pause * 2, LONGEST_PAUSE)


def usable(path: Path) -> bool:
    """Whether we may hold the lock; makes its file where it is missing. Other faults show when it is taken."""
    try:
        os.close(_opened(path))
    except OSError as error:
        return error.errno not in FORBIDDEN
    return True


def holder_of(path: Path) -> Holder | None:
    """Who wrote last into the lock file that they hold it; None if that can't be told."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Holder)
    except (OSError, ValueError):
        return None


def _opened(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    owned_like(descriptor, path.parent)
    return descriptor


def _tried(path: Path) -> int | None:
    descriptor = _opened(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(descriptor), path.stat()):
            return descriptor
    except (BlockingIOError, FileNotFoundError):
        pass  # held by another, or the file was taken away under us: try again
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def _tell(descriptor: int, doing: str) -> None:
    with suppress(OSError):  # on a full disk those who wait just know less
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, msgspec.json.encode(Holder(os.getpid(), doing)), 0)
