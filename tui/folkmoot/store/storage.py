"""The engine on files: a snapshot, and a journal that every transaction adds one line to.

Writers take turns by a lock beside the file. What is damaged is never touched here; `recovery.py` mends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from time import monotonic

from folkmoot.contributions import Collection, Document
from folkmoot.errors import FolkmootError
from folkmoot.store import backup, compaction, erase, format, segments
from folkmoot.store.documents import result, without_revision
from folkmoot.store.engine import Durability, Record, Unfinished
from folkmoot.store.errors import CorruptStore, NotDurable, ReadOnlyStore, StoreBusy, StoreExists
from folkmoot.store.files import make_folder, sweep, told
from folkmoot.store.following import Following
from folkmoot.store.format import Line, StoredOp
from folkmoot.store.image import Image, founded, news_of
from folkmoot.store.journal import Journal, Key
from folkmoot.store.lock import Lock, usable
from folkmoot.store.snapshot import parsed
from folkmoot.words import _

SECOND = 1.0  # between two flushes when durability is "interval"


class FileEngine(Following):
    """An `Engine` on files. A symbolic link is followed once, so that the lock is the same for all."""

    rotate_at = 16 * 1024 * 1024  # bytes of a segment after which the next one begins

    def __init__(
        self, path: Path, collections: Sequence[Collection], durability: Durability, patience: float
    ) -> None:
        super().__init__(path)
        self._lock = Lock(self.places.lock)
        self._snap_lock = Lock(self.places.snap_lock)
        self._collections = collections
        self._durability = durability
        self._patience = patience
        self._failed = self._written = self._unflushed = self._to_compact = False
        self._flushed_at = 0.0
        self._told_by: Mapping[str, int] | None = None  # the versions of an image that knows our collections
        self._writable: bool | None = None

    @property
    def read_only(self) -> bool:
        if self._writable is None:
            may = os.access(self.places.file, os.W_OK) and os.access(
                self.places.file.parent, os.W_OK | os.X_OK
            )
            log = not self.places.log.exists() or os.access(self.places.log, os.W_OK | os.X_OK)
            self._writable = may and log and usable(self.places.lock)
        return not self._writable

    def stands_alone(self, community: str) -> Image:
        """An export, or a file of the first version, in the place of a store: it gets its journal."""
        if segments.names(self.places.log):
            raise CorruptStore(self.path, _("an export was put over a store whose journal is still there"))
        if self.read_only:
            raise ReadOnlyStore(self.path)
        with self._locked(_("giving the file its journal")):
            snapshot = parsed(self.places.file.read_bytes(), self.path)
            if not snapshot.header.segment:
                with told(self.path):
                    backup.adopt(self.places, snapshot)
        return self._loaded()

    def looked(self) -> None:
        """Flush what `interval` left, a second later."""
        if self._unflushed and monotonic() - self._flushed_at >= SECOND:
            self._flush_now()

    def create(self, community: str, at: datetime) -> None:
        """Make the files of a new community, and their folder. Raises: StoreExists, ReadOnlyStore, DiskFull."""
        image = founded(community, at.isoformat().replace("+00:00", "Z"), self._collections)
        with told(self.path):
            make_folder(self.places.file.parent)
        with self._locked("init"):
            if os.path.lexists(self.places.file) or segments.hold_records(self.places.log):
                raise StoreExists(self.path)
            self._create(image)

    def _create(self, image: Image) -> None:
        try:
            with told(self.path):
                backup.found(self.places, image, [])
        except BaseException:
            if not self.places.file.exists():  # or what is left would tell of a community that never was
                segments.take_away(self.places.log)
                self.places.lock.unlink(missing_ok=True)
            raise

    @contextmanager
    def writing(self, doing: str) -> Iterator[Image]:
        """Alone among all processes. Raises: StoreBusy, ReadOnlyStore, NotDurable."""
        if self.image is None:
            self.view()
        if self.read_only:
            raise ReadOnlyStore(self.path)
        if self._failed:
            raise NotDurable(self.path)
        self._written = False
        with told(self.path):
            self._lock.take(doing, self._patience)
        try:
            try:
                yield self._alone()
            finally:
                self._lock.release()
        finally:
            if self._written:
                self._flush()
                self._tidy()

    def _alone(self) -> Image:
        """The present moment under the lock, with a bad end set aside."""
        image = self.view()
        if not self.journal.tail:
            return image
        with self.mutex, told(self.path):
            self.image = None
            image = self._load()  # from the files alone: what this process remembers may be what is wrong
            if self.journal.tail:
                segments.set_tail_aside(self.journal)
                self.image = None
                image = self._load()
        return image

    @contextmanager
    def _holding(self, lock: Lock, doing: str, patience: float | None) -> Iterator[None]:
        with told(self.path):
            lock.take(doing, self._patience if patience is None else patience)
        try:
            yield
        finally:
            lock.release()

    def _locked(self, doing: str, patience: float | None = None) -> AbstractContextManager[None]:
        return self._holding(self._lock, doing, patience)

    def snapshots(self, patience: float | None = None) -> AbstractContextManager[None]:
        """Alone among those who write snapshots and backups. Raises: StoreBusy."""
        return self._holding(self._snap_lock, "snapshot", patience)

    def commit(self, record: Record) -> None:
        """Keep a record and what it does."""
        image = self.image or self.view()  # under the lock nobody else writes
        ops: list[StoredOp] = []
        content: list[tuple[bytes, Key, Document]] = []
        for op in record.ops:
            total = ""
            if op.private and op.kind != "removed":
                document = without_revision(result(image.table(op.table).get(op.id), op, record.seq) or {})
                kept, total = format.private_line(record.seq, op.table, op.id, document)
                content.append((kept, (op.table, op.id), document))
            ops.append(format.stored(op, total))
        about = None
        if image.versions is not self._told_by:  # most records have nothing new to say of collections
            about = news_of(self._collections, image)
        line = Line(
            record.seq,
            record.at,
            record.by,
            record.why,
            ops,
            dict(record.lifted),
            about,
            tables=record.made,
        )
        self.add(line, content)

    def add(self, line: Line, private: Sequence[tuple[bytes, Key, Document]] = ()) -> None:
        """Add one record to the journal, and follow it."""
        with told(self.path), self.mutex:
            if self.journal.segment.offset >= self.rotate_at:
                self.journal.rotate()
            taken = self.journal.add(line, private)
            self._written = True
            self._take([taken])
            assert self.image is not None
            self._told_by = self.image.versions
            if past := self.journal.past_private(line):
                self._flush_now()  # what replaces it must be safe first
                self.journal.blank(past)
        if any(op.private == "removed" for op in line.ops):
            self._to_compact = True  # or what was taken away would stay in the snapshot until the next one

    def _flush(self) -> None:
        """After the lock is free: have the disk keep what was written."""
        due = self._durability == "interval" and monotonic() - self._flushed_at >= SECOND
        if self._durability == "commit" or due:
            self._flush_now()
        else:
            self._unflushed = self._durability == "interval"

    def _flush_now(self) -> None:
        try:
            self.journal.flush()
        except NotDurable:
            self._failed = True
            raise
        self._flushed_at, self._unflushed = monotonic(), False

    def _tidy(self) -> None:
        """Compact where it is due; no write fails because of it."""
        if self._to_compact or compaction.due(self.journal.read, self._size):
            with suppress(FolkmootError, OSError):
                self.compact(patience=0.0)

    def compact(self, patience: float | None = None) -> None:
        """Write a snapshot of the present. Raises: StoreBusy, DiskFull, NotDurable."""
        patience = self._patience if patience is None else patience
        with self.snapshots(patience), told(self.path), self.mutex:
            image = self.view()
            if compaction.seq_of(self.places.file) < image.seq:
                sweep(self.places.file)
                self._stamp = compaction.write(
                    self.places.file, image, self.journal, self.first, sync=self._durability != "none"
                )
                self._size, self.journal.read = self._stamp[2], 0
            self._to_compact = False
        with suppress(StoreBusy), self._locked("compacting", patience):
            names = segments.names(self.places.log)
            compaction.sweep_private(self.journal, names, image.seq)

    def erase(self, account: str, record: Record, only: Sequence[str] | None = None) -> None:
        """Commit a record, and leave no content of the account's documents here or in a backup."""
        with self.snapshots(), told(self.path), self.mutex:
            erase.forget(self, account, record, only)
        self._lock.quiet()

    def unfinished(self) -> Unfinished | None:
        """What an interrupted `erase` was about; whoever holds the lock may be about it still."""
        found = erase.unfinished(self.places)
        return found if found and self._lock.is_free() else None

    def prune(self, before: datetime, record: Record) -> int:
        """Commit a record, and let go of those that are older than an instant; returns how many."""
        with self.snapshots(), told(self.path), self.mutex:
            return erase.prune(self, before, record)

    def rewritten(self) -> None:
        """Segments were replaced: read everything anew."""
        self.image = None
        self._load()

    def snapshot(self, first: str) -> None:
        """Write a snapshot whatever the present one holds. Under both locks."""
        image = self.view()
        self.first = first
        self._stamp = compaction.write(self.places.file, image, self.journal, first, sync=True)
        self._size, self.journal.read = self._stamp[2], 0

    def backup(self, label: str) -> Path:
        """Put a copy with its history into `backups`, flushed to the disk."""
        with told(self.path):
            make_folder(self.places.backups)
            path = self.places.backup(label)
        self.export(path)
        return path

    def routine_backup(self, now: datetime, *, only_if_due: bool) -> Path | None:
        """Today's copy, and an end to those that are past; None where today has one already."""
        with told(self.path):
            return backup.keep_routine(self.places, now, self.backup, only_if_due=only_if_due)

    def copy(self, path: Path) -> Image:
        """What a copy holds. Raises: CorruptStore, SchemaTooNew, StoreUnreadable."""
        with told(path, writing=False):
            return backup.read(path).image

    def export(self, path: Path) -> None:
        """Write one file that stands alone: the present with its history, as stock TinyDB reads it."""
        with self.snapshots(), told(path):
            image = self.view()
            backup.write(path, image, self.first, self.places, self.path)

    def close(self) -> None:
        """Flush what `interval` left unflushed; after that nothing may be asked."""
        due = self._unflushed and not self._closed and self.image is not None
        self._closed = True
        try:
            if due:
                with told(self.path):
                    self._flush_now()
        finally:
            self.image = None
            self.journal = Journal(self.places.log, self.path)
            self._recent.clear()
            self._lock.close()
            self._snap_lock.close()
