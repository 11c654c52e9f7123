"""Compaction: a new snapshot that begins further along the journal. It can fail without any write failing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from folkmoot.errors import FolkmootError
from folkmoot.store import format
from folkmoot.store.files import Stamp, replace
from folkmoot.store.format import Header
from folkmoot.store.segment import PrivateAt
from folkmoot.store.snapshot import encoded

if TYPE_CHECKING:
    from folkmoot.store.image import Image
    from folkmoot.store.journal import Journal

LEAST = 256 * 1024  # bytes of journal after the snapshot that are never too many
PART = 16  # and else a sixteenth of the snapshot: opening a store reads it record by record


def due(journal_bytes: int, snapshot_bytes: int) -> bool:
    """Whether the journal has grown so long that opening the store would get slow."""
    return journal_bytes > max(LEAST, snapshot_bytes // PART)


def seq_of(path: Path) -> int:
    """The number of the last record that a snapshot has seen, read from its first line; -1 if that can't be told."""
    try:
        with path.open("rb") as file:
            head = file.read(1 << 20)
        start, end = len(format.HEAD), head.find(format.TAIL)
        if end < 0:
            return -1
        return msgspec.json.decode(head[start:end] + b"}", type=Header).seq
    except (OSError, ValueError):
        return -1


def write(file: Path, image: Image, journal: Journal, first: str, *, sync: bool) -> Stamp:
    """Put a snapshot of the image in the place of the present one, once the journal is safe up to there."""
    if sync:
        journal.flush()
    segment = journal.segment
    place = {"segment": segment.path.name, "offset": segment.offset, "last": segment.last, "first": first}
    return replace(file, encoded(image, place), sync=sync)


def private_places(folder: Path, names: list[str], up_to: int) -> list[PrivateAt]:
    """Where private content still stands in segments, of records that the snapshot has seen."""
    found: list[PrivateAt] = []
    for name in names:
        try:
            data = (folder / name).read_bytes()
        except OSError:
            continue
        if b'{"private":' not in data:
            continue
        for offset, line in format.whole_lines(data):
            if not format.is_chained(line) and (private := format.read_private(line)):
                content = private[0]
                if content.private <= up_to:
                    found.append(PrivateAt(content.private, name, offset, len(line)))
    return found


def sweep_private(journal: Journal, names: list[str], up_to: int) -> None:
    """Take private content that stands in the snapshot out of the journal. The caller holds the lock."""
    try:
        journal.blank(private_places(journal.folder, names, up_to))
    except (OSError, FolkmootError):  # the next compaction does it
        return
    journal.private = {
        key: kept
        for key, places in journal.private.items()
        if (
            kept := [
                at for at in places if at.seq > up_to or not os.path.lexists(journal.folder / at.segment)
            ]
        )
    }
