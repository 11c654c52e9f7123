"""Transactions: all or nothing, one at a time, and only for who began them."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from folkmoot.contributions import Document
from folkmoot.store.documents import difference, plain, same, without_revision
from folkmoot.store.engine import REVISION, Op, TableChanges, View
from folkmoot.store.errors import Conflict, StoreBusy, TransactionAborted
from folkmoot.store.typed import Shape, Shapes, Stored, TypedCollection
from folkmoot.words import _

T = TypeVar("T", bound=msgspec.Struct)
Who = tuple[int, int, Any]  # process, thread and asyncio task


def who() -> Who:
    """Who is running: two tasks of one thread are two, for an `await` lets one into the other's transaction."""
    asyncio = sys.modules.get("asyncio")  # not imported here: commands need none
    loop = asyncio._get_running_loop() if asyncio is not None else None
    task = asyncio.current_task(loop) if asyncio is not None and loop is not None else None
    return os.getpid(), threading.get_ident(), task


class Turns:
    """Whose turn it is to write, in this process. Threads wait; what would wait for itself is refused."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._pid = os.getpid()
        self._holder: Who | None = None
        self._doing = ""
        self.transaction: Transaction | None = None

    @contextmanager
    def taken(self, doing: str) -> Iterator[None]:
        """Hold the turn. Raises: TransactionAborted, StoreBusy."""
        self.take(doing)
        try:
            yield
        finally:
            self.end()

    def take(self, doing: str) -> None:
        """Hold the turn until `end`. Raises: TransactionAborted, StoreBusy."""
        me = who()
        self._renewed_after_fork()
        if self._holder is not None and self._holder[:2] == me[:2]:
            raise TransactionAborted(
                _("A transaction was begun inside another one. Use the open one, or end it first.")
                if self._holder == me
                else _(
                    "A transaction was left open across an await, and another task began one. End it first."
                )
            )
        if not self._lock.acquire(timeout=self._patience):
            raise StoreBusy(me[0], self._doing)
        self._holder, self._doing = me, doing

    def end(self) -> None:
        """Let others have the turn. In a child that was forked meanwhile it does nothing: it is its parent's."""
        if self._holder is not None and os.getpid() == self._holder[0]:
            self._holder, self.transaction = None, None
            self._lock.release()

    def mine(self) -> Transaction | None:
        """The open transaction of whoever asks."""
        return self.transaction if self.transaction is not None and self._holder == who() else None

    def _renewed_after_fork(self) -> None:
        if self._pid != os.getpid():
            self._lock, self._pid = threading.Lock(), os.getpid()
            self._holder, self.transaction = None, None


class Layered(Mapping[int, Document]):
    """The documents of a table with changes on top; None stands for a removal."""

    def __init__(self, base: Mapping[int, Document], changes: Mapping[int, Document | None]) -> None:
        self._base = base
        self._changes = changes

    def __getitem__(self, doc_id: int) -> Document:
        found = self._changes[doc_id] if doc_id in self._changes else self._base[doc_id]
        if found is None:
            raise KeyError(doc_id)
        return found

    def __iter__(self) -> Iterator[int]:
        yield from (doc_id for doc_id in self._base if doc_id not in self._changes)
        yield from (doc_id for doc_id, document in self._changes.items() if document is not None)

    def __len__(self) -> int:
        removed = sum(1 for doc_id, one in self._changes.items() if one is None and doc_id in self._base)
        added = sum(
            1 for doc_id, one in self._changes.items() if one is not None and doc_id not in self._base
        )
        return len(self._base) + added - removed


class Overlay:
    """A `View` of a moment with changes on top of it that nobody else sees."""

    def __init__(self, base: View) -> None:
        self.base = base
        self._changes: dict[str, dict[int, Document | None]] = {}
        self._next: dict[str, int] = {}
        self._made: dict[str, set[str]] = {"create": set(), "clear": set(), "drop": set()}

    @property
    def seq(self) -> int:
        return self.base.seq

    @property
    def versions(self) -> Mapping[str, int]:
        return self.base.versions

    @property
    def owners(self) -> Mapping[str, str]:
        return self.base.owners

    @property
    def private(self) -> frozenset[str]:
        return self.base.private

    def names(self) -> Sequence[str]:
        names = dict.fromkeys([*self.base.names(), *self._changes, *sorted(self._made["create"])])
        return tuple(name for name in names if name not in self._made["drop"] or self.table(name))

    def table(self, name: str) -> Mapping[int, Document]:
        base, changes = self.base.table(name), self._changes.get(name)
        return Layered(base, changes) if changes else base

    def lookup(self, table: str, field: str, value: object, absent: object) -> Sequence[int]:
        """More than what fits, perhaps: every changed document is named, for the caller compares anyway."""
        touched = self._changes.get(table, {})
        found = [doc_id for doc_id in self.base.lookup(table, field, value, absent) if doc_id not in touched]
        return [*found, *(doc_id for doc_id, document in touched.items() if document is not None)]

    def next_id(self, table: str) -> int:
        known = self._next.get(table, 1)
        return known if self._begun_anew(table) else max(known, self.base.next_id(table))

    def _begun_anew(self, table: str) -> bool:
        return table in self._made["clear"] or table in self._made["drop"]

    def make(self, what: str, table: str) -> None:
        """Create, clear or drop a table that no collection keeps (its documents are put to None besides)."""
        if table not in self.versions:
            self._made[what].add(table)
            if what != "create":
                self._next[table] = 1

    def made(self) -> TableChanges | None:
        """What was done to tables as such."""
        if not any(self._made.values()):
            return None
        return TableChanges(**{what: sorted(names) for what, names in self._made.items()})

    def reserve(self, table: str, doc_id: int) -> None:
        """Give out no id up to this one again."""
        self._next[table] = max(self.next_id(table), doc_id + 1)

    def put(self, table: str, doc_id: int, document: Document | None) -> None:
        """Set or, with None, remove a document."""
        self._changes.setdefault(table, {})[doc_id] = document
        self.reserve(table, doc_id)

    def ops(self, private: Iterable[str]) -> Iterator[Op]:
        """What was done on the whole, by table and id; what came to nothing is left out."""
        hidden = frozenset(private)
        for name in sorted(self._changes):
            before = self.base.table(name)
            for doc_id in sorted(self._changes[name]):
                now = self._changes[name][doc_id]
                op = difference(name, doc_id, before.get(doc_id), now, name in hidden)
                if op is not None:
                    yield op


class Transaction:
    """Several changes that happen together. Reads see them; others see them when all are kept."""

    def __init__(self, base: View, shapes: Shapes, place: Path) -> None:
        self.overlay = Overlay(base)
        self._shapes = shapes
        self._place = place
        self._who: Who | None = who()

    @property
    def seq(self) -> int:
        """The number this transaction will have, if it changes anything."""
        return self.overlay.seq + 1

    def collection(self, model: type[T], /) -> TypedCollection[T]:
        """The documents of a type as this transaction leaves them. Raises: TypeError."""
        return TypedCollection(self._shapes.of(model), self.view, self._place)

    def add(self, value: T) -> Stored[T]:
        """Add a document under a new id. Raises: BadData, TypeError, TransactionAborted."""
        shape = self._shapes.of(type(value))
        return self._kept(shape, self.view().next_id(shape.name), value)

    def replace(self, stored: Stored[T], value: T) -> Stored[T]:
        """Set a document's new value; fields that only a newer plugin knows stay.

        Raises: Conflict if `stored` is no longer the latest, BadData, TypeError, TransactionAborted.
        """
        shape = self._shapes.of(type(value))
        if type(stored.value) is not type(value):
            raise TypeError(f"a {type(stored.value).__name__} can't become a {type(value).__name__}")
        self._latest(shape, stored, mine=value)
        return self._kept(shape, stored.id, value)

    def remove(self, stored: Stored[Any]) -> None:
        """Remove a document. Raises: Conflict if `stored` is no longer the latest, TransactionAborted."""
        shape = self._shapes.of(type(stored.value))
        self._latest(shape, stored, mine=stored.value)
        self.put(shape.name, stored.id, None)

    def _kept(self, shape: Shape[T], doc_id: int, value: T) -> Stored[T]:
        overlay = self.view()
        before = overlay.table(shape.name).get(doc_id)
        made, back = shape.written(value, before)
        return Stored(doc_id, self._keep(overlay, shape.name, doc_id, made), back)

    def _latest(self, shape: Shape[T], stored: Stored[T], mine: T) -> None:
        document = self.view().table(shape.name).get(stored.id)
        actual = 0 if document is None else document.get(REVISION, 0)
        if document is None or actual != stored.rev:
            raise self.conflict(shape.name, stored.id, stored.rev, mine)

    def conflict(self, table: str, doc_id: int, expected: int, mine: object) -> Conflict:
        """The conflict with a document as it is now."""
        document = self.view().table(table).get(doc_id)
        if document is None:
            return Conflict(table, doc_id, expected, 0, None, mine=mine)
        actual = document.get(REVISION, 0)
        current = Stored(doc_id, actual, self.meant(table, without_revision(document)))
        return Conflict(table, doc_id, expected, actual, current, mine=mine)

    def meant(self, table: str, document: Document) -> object:
        """A plain document as the value that it stands for, or as it is if no open collection knows it."""
        shape = self._shapes.by_name.get(table)
        try:
            return shape.value(document) if shape else document
        except msgspec.ValidationError:
            return document

    def put(self, table: str, doc_id: int, document: Mapping[str, Any] | None) -> None:
        """Set or, with None, remove a plain document, whatever its revision. Raises: BadData."""
        self._put(table, doc_id, None if document is None else plain(without_revision(document), table))

    def _put(self, table: str, doc_id: int, made: Document | None) -> None:
        overlay = self.view()
        if made is None:
            overlay.put(table, doc_id, None)
            return
        if table in self._shapes.by_name:
            self._shapes.by_name[table].check(made)
        self._keep(overlay, table, doc_id, made)

    def _keep(self, overlay: Overlay, table: str, doc_id: int, made: Document) -> int:
        """Set a document that is known to be good; returns its revision."""
        before = overlay.base.table(table).get(doc_id)
        if before is not None and same(without_revision(before), made):
            overlay.put(table, doc_id, before)
            return int(before.get(REVISION, 0))
        seq = overlay.seq + 1
        overlay.put(table, doc_id, {**made, REVISION: seq})
        return seq

    def view(self) -> Overlay:
        """What this transaction sees. Raises: TransactionAborted for all but who began it."""
        if self._who is None:
            raise TransactionAborted(_("This transaction has ended; begin a new one."))
        if self._who != who():
            raise TransactionAborted(_("This transaction belongs to another task, thread or process."))
        return self.overlay

    def ops(self) -> list[Op]:
        """What it does on the whole."""
        hidden = {name for name, shape in self._shapes.by_name.items() if shape.private}
        return list(self.view().ops(hidden | self.overlay.private))

    def end(self) -> None:
        """Nothing goes through it from here on."""
        self._who = None
