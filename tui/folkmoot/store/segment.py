"""One open segment of a journal."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from folkmoot.store import format
from folkmoot.store.files import FORBIDDEN


class Gone(Exception):
    """The segment was replaced or taken away: whoever follows it must read the store anew."""


class Lacking(Gone):
    """Private content was not found: it was replaced meanwhile, or is lost."""


class PrivateAt(Struct, frozen=True):
    """Where a private document's content stands."""

    seq: int
    segment: str
    offset: int
    length: int


class Segment:
    """An open segment: its descriptor, and up to where it was read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.base = format.base_of(path.name)
        self.writable = True
        try:
            self.descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError as error:
            if error.errno not in FORBIDDEN:
                raise
            self.writable = False
            self.descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        self.offset = 0  # where the next record will stand
        self.last = 0  # where the last one begins

    def size(self) -> int:
        """How long it is. Raises: Gone."""
        status = os.fstat(self.descriptor)
        if not status.st_nlink or status.st_size < self.offset:
            raise Gone
        return status.st_size

    def bytes(self, start: int, end: int) -> bytes:
        """What stands between two offsets."""
        parts = []
        while start < end and (part := os.pread(self.descriptor, end - start, start)):
            parts.append(part)
            start += len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def __del__(self) -> None:
        if hasattr(self, "descriptor"):
            with suppress(OSError):
                os.close(self.descriptor)
