"""One writer at a time: `flock` on a file beside the store, which tells who holds it and for what."""

from __future__ import annotations

import fcntl
import os
import threading
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import msgspec

from folkmoot.store.errors import StoreBusy
from folkmoot.store.files import FORBIDDEN, owned_like

FIRST_PAUSE, LONGEST_PAUSE = 0.0005, 0.05  # seconds between two tries
WIDTH = 160  # bytes of the line that tells who holds a lock: always as long, so that nothing is cut off it


class Holder(msgspec.Struct, frozen=True):
    """Who holds a lock, as told by the lock file."""

    pid: int
    doing: str = ""


class Lock:
    """A lock file, kept open between two uses. Threads of a process, which share it, wait for each other too."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1
        self._pid = 0
        self._among_threads = threading.RLock()
        self._depth = 0  # how often the thread that holds it took it

    def take(self, doing: str, patience: float) -> None:
        """Hold the lock, waiting up to `patience` seconds. Raises: StoreBusy, OSError."""
        if self._pid != os.getpid():  # a descriptor from before a fork would share its parent's lock
            self._begin_anew()
        if not self._among_threads.acquire(timeout=patience):
            raise self._busy()
        try:
            if not self._depth:
                self._wait(patience)
                self._tell(doing)
        except BaseException:
            self._among_threads.release()
            raise
        self._depth += 1

    def _wait(self, patience: float) -> None:
        until = 0.0
        pause = FIRST_PAUSE
        while not self._tried():
            until = until or monotonic() + patience
            if monotonic() >= until:
                raise self._busy()
            sleep(pause * (0.5 + os.urandom(1)[0] / 256))
            pause = min(pause * 2, LONGEST_PAUSE)

    def _busy(self) -> StoreBusy:
        holder = holder_of(self.path)
        return StoreBusy(holder.pid, holder.doing) if holder else StoreBusy()

    def _begin_anew(self) -> None:
        self.close()
        self._among_threads, self._depth, self._pid = threading.RLock(), 0, os.getpid()

    def release(self) -> None:
        """Let others write. In a forked child it does nothing: the lock is its parent's."""
        if self._pid == os.getpid():
            self._depth -= 1
            if not self._depth:
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            self._among_threads.release()

    def is_free(self) -> bool:
        """Whether nobody holds it just now. Raises: OSError."""
        try:
            self.take("looking", 0.0)
        except StoreBusy:
            return False
        self.release()
        return True

    def quiet(self) -> None:
        """Take away what the file tells. Only while it is held."""
        with suppress(OSError):
            os.truncate(self._descriptor, 0)

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _tried(self) -> bool:
        if self._descriptor < 0:
            self._descriptor = _opened(self.path)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if os.fstat(self._descriptor).st_nlink:
            return True
        self.close()  # the file was taken away under us: open the new one
        return False

    def __del__(self) -> None:
        with suppress(OSError):
            self.close()

    def _tell(self, doing: str) -> None:
        # A line at one end of its fixed width, in one write: those who wait see an old line or a new one.
        line = msgspec.json.encode(Holder(os.getpid(), doing))
        if len(line) > WIDTH:
            line = msgspec.json.encode(Holder(os.getpid(), doing[: WIDTH // 8]))
        with suppress(OSError):  # on a full disk those who wait just know less
            os.pwrite(self._descriptor, line.ljust(WIDTH), 0)


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
