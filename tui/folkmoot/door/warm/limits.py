"""How many sessions a warm server takes in, and how much memory each may have: set by whoever looks after the host."""

from __future__ import annotations

import os
import resource
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from folkmoot.door.warm import place
from folkmoot.store.files import owned_like, replace

MIB = 1024 * 1024


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """`sessions` at one time; `memory` that one may take beside what it began with, and `free` that the machine
    must have left when one comes, both in MiB; `warm`: whether there is to be a server at all."""

    sessions: Annotated[int, Meta(ge=1, le=10_000)] = 200
    memory: Annotated[int, Meta(ge=64, le=1_000_000)] = 512
    free: Annotated[int, Meta(ge=0, le=1_000_000)] = 64
    warm: bool = True


def limits_in(folder: Path) -> Limits:
    """The limits that were set; those that hold where nobody set any, or where they can't be read."""
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((folder / place.LIMITS).read_bytes(), type=Limits)
    return Limits()


def set_limits(store: Path, limits: Limits) -> None:
    """Keep limits beside a record; they count from the next session on. Raises: as the store's files."""
    folder = Path(place.folder_of(str(store)))
    make_folder(folder, store)
    replace(folder / place.LIMITS, msgspec.json.encode(limits), sync=True, like=store)
    (folder / place.LIMITS).chmod(0o600)
    off = folder / place.OFF
    if limits.warm:
        off.unlink(missing_ok=True)
    else:
        replace(off, b"", sync=False, like=store)


def make_folder(folder: Path, store: Path) -> None:
    """The server's folder beside a record, for the record's owner alone."""
    for each in (folder.parent, folder):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(each, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            owned_like(descriptor, store)
        finally:
            os.close(descriptor)


def is_full(limits: Limits, others: int) -> bool:
    """Whether one more session is one too many, or would find no memory."""
    return others >= limits.sessions or free_memory() < limits.free * MIB


def free_memory() -> int:
    """Bytes that a new program could have, as the kernel reckons; a great many where it doesn't say."""
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return 1 << 62


def limit_memory(limits: Limits) -> None:
    """Let this process take no more than its share beside what it has (RLIMIT_DATA: what it writes to)."""
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("VmData:"):
                most = int(line.split()[1]) * 1024 + limits.memory * MIB
                resource.setrlimit(resource.RLIMIT_DATA, (most, most))
