"""Our store, as store.py measures it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
from store_documents import COLLECTIONS, Act, Answer, Event, Measured, Member

from folkmoot.store import Durability, Store, Stored, open_store

LONGEST = 20_000  # writes after which a store that doesn't compact by itself is long enough


class Folkmoot(Measured):
    """Our store. `main` is worked on by two handles; its copies are read only, written unflushed, and long."""

    def __init__(self, folder: Path, members: Sequence[Member]) -> None:
        super().__init__(members)
        self.folder = folder
        self._build()
        for name in ("quiet", "loose", "long"):
            shutil.copytree(folder / "main", folder / name)
        self.writes_to_compaction = self._lengthen()
        self.store, self._other = self._opened("main"), self._opened("main")
        # As in a session that stands for long: every document was touched, and the index is there.
        self.store.collection(Member).all()
        self.store.collection(Member).find(handle=self.handle())
        self._loose = self._opened("loose", durability="none")
        self._visitor: Store | None = None
        self._fresh: Store | None = None
        self._untouched: Iterator[int] = iter(())
        self.lines = {name: self._line(name) for name in ("insert", "update", "two")}  # bytes

    def path(self, name: str) -> Path:
        """The file of one of the stores."""
        return self.folder / name / "community.json"

    def open(self) -> Act:
        return self._opening("quiet", lambda store: store.collection(Member).get(self.anyone()))

    def open_find(self) -> Act:
        return self._opening("quiet", lambda store: store.collection(Member).find(handle=self.handle()))

    def open_long(self) -> Act:
        return self._opening("long", lambda store: store.collection(Member).get(self.anyone()))

    def get_first(self) -> Act:
        doc_id = next(self._untouched, 0)
        if self._fresh is None or not doc_id:
            if self._fresh is not None:
                self._fresh.close()
            self._fresh, doc_id = self._opened("quiet"), 1
            self._untouched = iter(range(2, len(self.members) + 1))
        fresh = self._fresh
        return lambda: fresh.collection(Member).get(doc_id)

    def get(self) -> Act:
        doc_id = self.anyone()
        return lambda: self.store.collection(Member).get(doc_id)

    def find(self) -> Act:
        handle = self.handle()
        return lambda: self.store.collection(Member).find(handle=handle)

    def insert(self) -> Act:
        return self._inserting(self.store)

    def insert_unflushed(self) -> Act:
        return self._inserting(self._loose)

    def update(self) -> Act:
        return self._updating(self.store)

    def two(self) -> Act:
        event, handle = self.store.collection(Event).get(1), self.handle()

        def act() -> None:
            with self.store.transaction(by=handle, why="answered") as transaction:
                transaction.add(Answer(1, handle))
                transaction.replace(event, msgspec.structs.replace(event.value, yes=event.value.yes + 1))

        return act

    def seen(self) -> Act:
        since = self.store.seq
        self._updating(self._other)()

        def act() -> Stored[Member]:
            (change,) = self.store.changes(since)
            return self.store.collection(Member).get(change.id)

        return act

    def idle(self) -> Act:
        since = self.store.seq
        return lambda: self.store.changes(since)

    def poll_after(self) -> Act:
        self._updating(self._other)()
        since = self.store.seq
        self._other.compact()
        return lambda: self.store.changes(since)

    def compact(self) -> Act:
        self._updating(self.store)()
        return self.store.compact

    def close(self) -> None:
        """Let go of all stores."""
        for store in (self.store, self._other, self._loose, self._visitor, self._fresh):
            if store is not None:
                store.close()

    def _build(self) -> None:
        path = self.path("main")
        with open_store(path, COLLECTIONS, durability="none", create=True) as store:
            with store.transaction(by="bench", why="founded") as transaction:
                transaction.add(Event("New moon supper"))
            for start in range(0, len(self.members), 1000):
                with store.transaction(by="bench", why="joined") as transaction:
                    for member in self.members[start : start + 1000]:
                        transaction.add(member)
            store.compact()

    def _lengthen(self) -> int:
        """Write until the store compacts by itself, then nearly as much again; how many writes that takes."""
        path = self.path("long")
        snapshot = path.stat().st_ino
        with self._opened("long", durability="none") as store:
            count = 0
            while path.stat().st_ino == snapshot and count < LONGEST:
                self._updating(store)()
                count += 1
            for _write in range(count * 9 // 10):
                self._updating(store)()
        return count

    def _line(self, name: str) -> int:
        """How many bytes an operation adds to the journal."""
        log = self.folder / "main" / "community.log"
        before = sum(segment.stat().st_size for segment in log.iterdir())
        getattr(self, name)()()
        return sum(segment.stat().st_size for segment in log.iterdir()) - before

    def _opened(self, name: str, durability: Durability = "commit") -> Store:
        return open_store(self.path(name), COLLECTIONS, durability=durability)

    def _opening(self, name: str, read: Callable[[Store], object]) -> Act:
        if self._visitor is not None:
            self._visitor.close()

        def act() -> None:
            self._visitor = self._opened(name)
            read(self._visitor)

        return act

    def _inserting(self, store: Store) -> Act:
        newcomer, _caught_up = self.newcomer(), store.seq

        def act() -> None:
            with store.transaction(by="bench", why="joined") as transaction:
                transaction.add(newcomer)

        return act

    def _updating(self, store: Store) -> Act:
        stored = store.collection(Member).get(self.anyone())
        value = self.moved(stored.value)

        def act() -> None:
            with store.transaction(by=value.handle, why="moved") as transaction:
                transaction.replace(stored, value)

        return act
