"""Writing a file so that others see the old one or the new one, whole, and a power cut changes nothing."""

from __future__ import annotations

import errno
import os
import re
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from folkmoot.errors import FolkmootError
from folkmoot.store.errors import DiskFull, NotDurable, ReadOnlyStore, StoreUnreadable

TEMPORARY = re.compile(r"\..+\.[0-9]+-[0-9a-f]{8}\.tmp")
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
flush = getattr(os, "fdatasync", os.fsync)  # macOS has no fdatasync

Stamp = tuple[int, int, int]  # inode, mtime in nanoseconds, size: what changes when a file is replaced


class told:  # noqa: N801  used as a statement, at every write: a class costs a third of a generator
    """Turn an error of the operating system into one with a sentence."""

    __slots__ = ("_path", "_writing")

    def __init__(self, path: Path, *, writing: bool = True) -> None:
        self._path, self._writing = path, writing

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(error, OSError):
            raise _explained(error, self._path, self._writing) from error


def _explained(error: OSError, path: Path, writing: bool) -> FolkmootError:
    if error.errno in FULL:
        return DiskFull(path)
    if writing and error.errno in FORBIDDEN:
        return ReadOnlyStore(path)
    return StoreUnreadable(path, os.strerror(error.errno) if error.errno else str(error))


def stamp(status: os.stat_result) -> Stamp:
    """What tells this version of a file from every other."""
    return status.st_ino, status.st_mtime_ns, status.st_size


def replace(path: Path, data: bytes, *, sync: bool, like: Path | None = None) -> Stamp:
    """Put `data` in the place of a file, at once; returns the new stamp.

    The caller holds the lock. Keeps mode and owner of the old file; a new one takes them from `like`, or gets
    0600. Raises: DiskFull, ReadOnlyStore, StoreUnreadable (the old file is whole), NotDurable.
    """
    with told(path):
        temporary = path.with_name(f"{_prefix(path)}{os.getpid()}-{os.urandom(4).hex()}.tmp")
        model = path if like is None or path.exists() else like
        try:
            made = _written(temporary, data, model, sync=sync)
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        if sync:
            sync_folder(path)
    return made


def _written(temporary: Path, data: bytes, model: Path, *, sync: bool) -> Stamp:
    descriptor = os.open(
        temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600
    )
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if model.exists():
            old = model.stat()
            os.fchmod(descriptor, old.st_mode & 0o777)
            owned_like(descriptor, model)
            _later_than(descriptor, old.st_mtime_ns)
        if sync:
            synced(descriptor, model)
        return stamp(os.fstat(descriptor))
    finally:
        os.close(descriptor)


def _later_than(descriptor: int, before: int) -> None:
    """See that the time of a file grows with every version: clocks are coarse and inodes are used again."""
    made = os.fstat(descriptor)
    if made.st_mtime_ns <= before:
        os.utime(descriptor, ns=(made.st_atime_ns, before + 1))


def owned_like(descriptor: int, model: Path) -> None:
    """Give a file to the owner of another: what root writes must stay readable to the service's account."""
    if os.geteuid() != 0:
        return
    wanted, found = model.stat(), os.fstat(descriptor)
    if (wanted.st_uid, wanted.st_gid) != (found.st_uid, found.st_gid):
        with suppress(OSError):
            os.fchown(descriptor, wanted.st_uid, wanted.st_gid)


def synced(descriptor: int, path: Path) -> None:
    """Flush a file that nobody sees yet. Raises: NotDurable; OSError where only room was lacking."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno in FULL:
            raise
        raise NotDurable(path) from error


def data_synced(descriptor: int, path: Path) -> None:
    """Flush what others see already. A failure is never tried again. Raises: NotDurable."""
    try:
        flush(descriptor)
    except OSError as error:
        raise NotDurable(path) from error


def sync_folder(path: Path) -> None:
    """Flush the folder in which a name was put. Raises: NotDurable."""
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        raise NotDurable(path) from error
    finally:
        os.close(descriptor)


def sweep(path: Path) -> None:
    """Take away what killed writers left. The caller holds the lock, so nobody is writing."""
    with os.scandir(path.parent) as entries:
        left = [entry.path for entry in entries if _is_temporary(entry.name, path)]
    for name in left:
        with suppress(OSError):
            Path(name).unlink()


def sweep_all(folder: Path) -> None:
    """Take away every temporary file of a folder that holds a store's files. Under both locks."""
    with suppress(FileNotFoundError):
        for entry in list(os.scandir(folder)):
            if TEMPORARY.fullmatch(entry.name):
                with suppress(OSError):
                    Path(entry.path).unlink()


def _is_temporary(name: str, path: Path) -> bool:
    return name.startswith(_prefix(path)) and name.endswith(".tmp")


def _prefix(path: Path) -> str:
    return f".{path.name}."


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, closed to others (0700) and safe from a power cut. Raises: OSError."""
    missing = [folder, *folder.parents]
    for parent in reversed([place for place in missing if not place.exists()]):
        with suppress(FileExistsError):
            parent.mkdir(0o700)
        sync_folder(parent)
