"""The simple engine: one JSON file, read whole, written whole at each commit, replaced at once.

Writers take turns by a lock beside the file; readers never lock and see whole versions only, for a version
is never changed in place. A damaged file is never touched.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic

from msgspec.structs import replace

from folkmoot.contributions import Collection
from folkmoot.errors import CannotCreate
from folkmoot.store import journal
from folkmoot.store.documents import belongs, owned
from folkmoot.store.engine import Durability, Record
from folkmoot.store.errors import NoStore, NotDurable, ReadOnlyStore, StoreExists, TransactionAborted
from folkmoot.store.files import Stamp, make_folder, stamp, sweep, sync_folder, synced, told
from folkmoot.store.files import replace as replace_file
from folkmoot.store.image import Documents, Image, applied, founded, parsed
from folkmoot.store.lock import take, usable
from folkmoot.words import _

BACKUPS = "backups"
SECOND = 1.0  # between two flushes when durability is "interval"


class FileEngine:
    """An `Engine` on one file. A symbolic link is followed once, so that the lock is the same for all."""

    def __init__(
        self, path: Path, collections: Sequence[Collection], durability: Durability, patience: float
    ) -> None:
        self.path = path
        self._file = Path(os.path.realpath(path))
        self._lock = self._file.with_suffix(".lock")
        self._collections = collections
        self._durability = durability
        self._patience = patience
        self._seen: tuple[Stamp, Image] | None = None
        self._failed = False
        self._closed = False
        self._flushed_at = 0.0
        self._unflushed = False
        self._writable: bool | None = None

    def create(self, community: str, at: datetime) -> None:
        """Make the file of a new community, and its folder. Raises: StoreExists, CannotCreate, DiskFull."""
        try:
            with told(self.path):
                make_folder(self._file.parent)
            with self._locked("init"):
                self._found(founded(community, at.isoformat().replace("+00:00", "Z"), self._collections))
        except ReadOnlyStore as error:
            raise CannotCreate(
                _(
                    "No community can be made at {path}: you may not write there. Nothing was changed. "
                    "Choose another place with --store.",
                    path=str(self.path),
                )
            ) from error

    def _found(self, image: Image) -> None:
        if os.path.lexists(self._file):
            raise StoreExists(self.path)
        try:
            self._write(image)
        except BaseException:
            if not self._file.exists():  # or the lock would tell of a community that never was
                self._lock.unlink(missing_ok=True)
            raise

    @property
    def community(self) -> str:
        return self.view().header.community

    @property
    def read_only(self) -> bool:
        if self._writable is None:
            allowed = os.access(self._file, os.W_OK) and os.access(self._file.parent, os.W_OK | os.X_OK)
            self._writable = allowed and usable(self._lock)
        return not self._writable

    def view(self) -> Image:
        """The present moment, for the price of one stat if nothing happened."""
        if self._closed:
            raise TransactionAborted(_("This store is closed; open it again to go on."))
        with told(self.path, writing=False):
            try:
                found = stamp(self._file.stat())
                seen = self._seen
                if seen is None or seen[0] != found:
                    seen = self._seen = self._read()
            except (FileNotFoundError, NotADirectoryError):
                raise NoStore(self.path, lost=self._was_here()) from None
            return seen[1]

    def _read(self) -> tuple[Stamp, Image]:
        with self._file.open("rb") as file:
            return stamp(os.fstat(file.fileno())), parsed(file.read(), self.path)

    def _was_here(self) -> bool:
        return self._seen is not None or self._lock.exists() or (self._file.parent / BACKUPS).is_dir()

    @contextmanager
    def writing(self, doing: str) -> Iterator[Image]:
        """Alone among all processes. Raises: StoreBusy, ReadOnlyStore, NotDurable."""
        self.view()
        if self.read_only:
            raise ReadOnlyStore(self.path)
        if self._failed:
            raise NotDurable(self.path)
        with self._locked(doing):
            yield self.view()

    @contextmanager
    def _locked(self, doing: str) -> Iterator[None]:
        with told(self.path):
            held = take(self._lock, doing, self._patience)
        try:
            yield
        finally:
            held.release()

    def commit(self, record: Record) -> None:
        """Keep a record and what it does."""
        self._write(applied(self.view(), record, self._collections))

    def records(self, since: int = 0) -> Iterator[Record]:
        """The records after `since`, oldest first."""
        return self.view().records(self.path, since)

    def erase(self, account: str, record: Record) -> None:
        """Commit a record, and leave no content of the account's documents here or in a backup."""
        here = self.view()
        with told(self.path):
            copies = {path: parsed(path.read_bytes(), path) for path in self._backups()}
        gone = set[tuple[str, int]]()
        for path, image in [(self.path, here), *copies.items()]:
            gone |= owned(image.tables, image.records(path), here.owners, account)
        for path, image in copies.items():
            kept = _without(image, here.owners, account)
            self._replace(path, replace(kept, history=journal.erased(image.records(path), gone, account)))
        history = journal.erased(here.records(self.path), gone, account)
        self._write(applied(replace(here, history=history), record, self._collections))

    def _backups(self) -> list[Path]:
        return sorted((self._file.parent / BACKUPS).glob(f"{self._file.stem}-*.json"))

    def backup(self, label: str) -> Path:
        """Put a copy of the file into `backups`, flushed to the disk."""
        folder = self._file.parent / BACKUPS
        with told(self.path):
            make_folder(folder)
            path = folder / f"{self._file.stem}-{label}.json"
            number = 2
            while path.exists():
                path = folder / f"{self._file.stem}-{label}-{number}.json"
                number += 1
            self._replace(path, self.view())
            sync_folder(folder)
        return path

    def _write(self, image: Image) -> None:
        with told(self.path):
            sweep(self._file)
        sync = self._durability == "commit" or (
            self._durability == "interval" and monotonic() - self._flushed_at >= SECOND
        )
        made = self._replace(self._file, image, sync=sync)
        self._seen = (made, image)
        self._unflushed = not sync
        if sync:
            self._flushed_at = monotonic()

    def _replace(self, path: Path, image: Image, *, sync: bool = True) -> Stamp:
        try:
            return replace_file(path, image.encoded(), sync=sync)
        except NotDurable:
            self._failed = True
            raise

    def close(self) -> None:
        """Flush what `interval` left unflushed; after that nothing may be asked."""
        due = self._unflushed and self._durability == "interval" and not self._closed
        self._closed, self._seen = True, None
        if due:
            with told(self.path), self._file.open("rb") as file:
                synced(file.fileno(), self.path)
                sync_folder(self._file)


def _without(image: Image, owners: Mapping[str, str], account: str) -> Image:
    """An image without the documents that belong to an account."""
    tables = dict(image.tables)
    for name, owner in owners.items():
        kept = {
            doc_id: document
            for doc_id, document in image.table(name).items()
            if not belongs(document, owner, account)
        }
        if name in tables:
            tables[name] = Documents(kept)
    return replace(image, tables=tables)
