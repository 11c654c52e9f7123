"""Opening a store, or founding one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from folkmoot.contributions import Collection
from folkmoot.errors import CannotCreate
from folkmoot.store.engine import Durability
from folkmoot.store.errors import ReadOnlyStore
from folkmoot.store.places import Places
from folkmoot.store.segments import take_away
from folkmoot.store.storage import FileEngine
from folkmoot.store.store import Store
from folkmoot.words import _

PATIENCE = 5.0  # seconds to wait for another writer


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def open_store(
    path: Path,
    collections: Iterable[Collection],
    *,
    durability: Durability = "commit",
    clock: Callable[[], datetime] = system_clock,
    create: bool = False,
    patience: float = PATIENCE,
) -> Store:
    """The store in a JSON file; with `create` a new one, its folder made for this user alone.

    Collections carry their full names (`core.member`). Documents older than their collection are lifted,
    after a backup. `durability` says when a commit is flushed to the disk: before it is acknowledged, once a
    second, or when the system likes; a file is always replaced whole. `patience` is how many seconds to wait
    for another writer. Where the file can't be written, the store opens for reading.

    Raises: NoStore; with `create` StoreExists and CannotCreate; CorruptStore, SchemaTooNew, MigrationFailed,
    StoreBusy, DiskFull, NotDurable; TypeError for a collection that can't be stored.
    """
    if durability not in get_args(Durability):
        raise ValueError(f"durability is one of {', '.join(get_args(Durability))}")
    known = tuple(collections)
    engine = FileEngine(path, known, durability, patience)
    try:
        store = Store(engine, known, clock, patience)
        if create:
            _create(engine, path, clock().astimezone(UTC))
        store.lift()
    except BaseException:
        engine.close()
        raise
    return store


def _create(engine: FileEngine, path: Path, now: datetime) -> None:
    from uuid import uuid4

    try:
        engine.create(uuid4().hex, now)
    except ReadOnlyStore as error:
        raise CannotCreate(
            _(
                "No community can be made at {path}: you may not write there. Nothing was changed. "
                "Choose another place with --store.",
                path=str(path),
            )
        ) from error


def copies(path: Path) -> list[Path]:
    """The copies of a store that lie beside it, the oldest name first."""
    return Places.of(path).copies()


def set_aside(path: Path) -> list[Path]:
    """What was kept beside a store because it was damaged."""
    return Places.of(path).set_aside()


def unmake(path: Path) -> None:
    """Take a store away that was made a moment ago and could not be filled. Raises: OSError."""
    places = Places.of(path)
    places.file.unlink(missing_ok=True)
    take_away(places.log)
    for lock in (places.lock, places.snap_lock):
        lock.unlink(missing_ok=True)


def traces(path: Path) -> bool:
    """Whether there is a store in a file, or anything that tells of one that was there."""
    places = Places.of(path)
    return any(place.exists() for place in (places.file, places.log, places.lock, places.backups))
