"""Engines that are broken on purpose: the checks of these tests must catch each of them.

A variant gets a function that sets an attribute: `monkeypatch.setattr`, or `plain` in a process of its own.
"""

from __future__ import annotations

import os
from binascii import crc32
from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import Any

from torture_house import say

from folkmoot.store import CorruptStore, compaction, files, following, format, segments
from folkmoot.store.engine import Record
from folkmoot.store.image import Image, Taken, founded
from folkmoot.store.journal import Journal
from folkmoot.store.lock import Lock
from folkmoot.store.storage import FileEngine
from folkmoot.store.store import Store

Patch = Callable[[Any, str, Any], None]
MOMENT = 0.001  # seconds by which a broken variant makes its gap wider: what it breaks must be seen


def plain(target: Any, name: str, value: Any) -> None:
    """Set an attribute for the rest of this process."""
    assert hasattr(target, name), f"the engine has no {name} any more: this variant breaks nothing"
    setattr(target, name, value)


def without_lock(patch: Patch) -> None:
    """Two may write at once."""
    append = Journal.append

    def slowly(journal: Journal, data: bytes) -> None:
        sleep(MOMENT)
        append(journal, data)

    patch(Journal, "append", slowly)
    patch(Lock, "take", lambda _lock, _doing, _patience: None)
    patch(Lock, "release", lambda _lock: None)


def with_the_parents_lock(patch: Patch) -> None:
    """A forked child goes on with the descriptor of its parent, whose lock is then its own."""
    begin_anew = Lock._begin_anew

    def as_the_parent(lock: Lock) -> None:
        if lock._descriptor >= 0:
            lock._pid = os.getpid()
        else:
            begin_anew(lock)

    patch(Lock, "_begin_anew", as_the_parent)


def acknowledging_early(patch: Patch) -> None:
    """What was written is told before it is."""
    append = Journal.append

    def after_telling(journal: Journal, data: bytes) -> None:
        say("seq", journal.seq + 1)
        sleep(MOMENT)
        append(journal, data)

    patch(Journal, "append", after_telling)


def without_truncating(patch: Patch) -> None:
    """What a full disk took of a record stays."""

    def append(journal: Journal, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(journal.segment.descriptor, rest) :]

    patch(Journal, "append", append)


def without_checksums(patch: Patch) -> None:
    """A record that can be parsed is taken for what was written."""

    def read(data: bytes, chain: int) -> tuple[format.Line, int]:
        line, value = format.decoded(data), crc32(data[format.FIRST :], chain)
        return line, (int(line.chain, 16) if line.chain and line.opens is None else value)

    patch(format, "read", read)


def without_the_snapshots_checksum(patch: Patch) -> None:
    """A snapshot that can be parsed is taken for what was written."""
    patch(format, "unsealed", lambda _data: True)


def passing_over_half_lines(patch: Patch) -> None:
    """A reader that met half a line goes on behind it."""
    taken = Journal.taken

    def to_the_end(journal: Journal, data: bytes) -> list[Taken]:
        segment, end = journal.segment, journal.segment.offset + len(data)
        found = taken(journal, data)
        if journal.segment is segment:
            segment.offset = end
        return found

    patch(Journal, "taken", to_the_end)


def with_a_record_for_each_document(patch: Patch) -> None:
    """Half a transaction can be seen."""
    commit = FileEngine.commit

    def one_by_one(engine: FileEngine, record: Record) -> None:
        for number, op in enumerate(record.ops):
            commit(engine, Record(record.seq + number, record.at, record.by, record.why, (op,)))
            sleep(MOMENT)

    patch(FileEngine, "commit", one_by_one)


def with_snapshots_in_place(patch: Patch) -> None:
    """A snapshot is written over the present one."""

    def over(path: Path, data: bytes, **_options: object) -> files.Stamp:
        with path.open("r+b", buffering=0) as file:
            for start in range(0, len(data), 1000):
                file.write(data[start : start + 1000])
                sleep(MOMENT)
            file.truncate()
        return files.stamp(path.stat())

    patch(compaction, "replace", over)


def beginning_anew(patch: Patch) -> None:
    """What can't be read is taken for a store that holds nothing."""
    load = FileEngine._load

    def or_nothing(engine: FileEngine) -> Image:
        try:
            return load(engine)
        except (CorruptStore, OSError):
            engine.image = founded("0" * 32, "2027-01-22T12:00:00Z", ())
            return engine.image

    patch(FileEngine, "_load", or_nothing)
    patch(FileEngine, "view", lambda engine: engine.image or or_nothing(engine))


def throwing_bad_ends_away(patch: Patch) -> None:
    """A bad end is cut off, and nobody can look at it."""

    def cut(journal: Journal, *_rest: object) -> None:
        os.truncate(journal.segment.path, journal.segment.offset)

    patch(segments, "set_tail_aside", cut)


def writing_behind_bad_ends(patch: Patch) -> None:
    """A record is put behind half a line."""
    patch(FileEngine, "_alone", lambda engine: engine.view())


def acknowledging_without_flush(patch: Patch) -> None:
    """Whether the disk has it is left to luck."""
    patch(FileEngine, "_flush", lambda _engine: None)


def without_flushed_snapshots(patch: Patch) -> None:
    """A snapshot takes the place of the old one before the disk has it."""
    replace = files.replace

    def unflushed(path: Path, data: bytes, **options: Any) -> files.Stamp:
        return replace(path, data, **{**options, "sync": False})

    patch(compaction, "replace", unflushed)


def without_flushed_folders(patch: Patch) -> None:
    """A new name may be gone after a power cut."""
    for module in (files, segments):
        patch(module, "sync_folder", lambda _path: None)


class NoLock:
    """In the place of a lock of threads."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_error: object) -> None: ...


def without_mutex(patch: Patch) -> None:
    """Threads take in what others wrote at the same time."""
    patch(following, "RLock", NoLock)


def with_cached_queries(patch: Patch) -> None:
    """A table answers what it answered before, whatever others wrote meanwhile."""
    patch(Store, "table", lambda store, name: store._tables.table(name))


VARIANTS: dict[str, Callable[[Patch], None]] = {
    found.__name__: found
    for found in (
        without_lock,
        with_the_parents_lock,
        acknowledging_early,
        without_truncating,
        without_checksums,
        without_the_snapshots_checksum,
        passing_over_half_lines,
        with_a_record_for_each_document,
        with_snapshots_in_place,
        beginning_anew,
        throwing_bad_ends_away,
        writing_behind_bad_ends,
        acknowledging_without_flush,
        without_flushed_snapshots,
        without_flushed_folders,
        without_mutex,
        with_cached_queries,
    )
}
