"""The store of one community, as everything above sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import msgspec
from tinydb.table import Table

from folkmoot.contributions import Collection
from folkmoot.errors import NotFound
from folkmoot.store import migration
from folkmoot.store.engine import EVERYTHING, Engine, Record, View, Wanted
from folkmoot.store.errors import CannotUndo, DiskFull, StoreBusy
from folkmoot.store.history import Change, HistoryEntry, changes, entries, take_back
from folkmoot.store.tables import RecordedStorage, Tables
from folkmoot.store.transaction import Transaction, Turns, Who, who
from folkmoot.store.typed import Moment, Reader, Shapes, TypedCollection
from folkmoot.store.upkeep import ITSELF, Upkeep
from folkmoot.text import clean
from folkmoot.words import _

T = TypeVar("T", bound=msgspec.Struct)
RESERVED = ("_store", "_history")


class Store(Upkeep):
    """Documents, transactions and history over an `Engine`. Made by `open_store`.

    Each read sees the latest there is, also from other processes; inside a transaction its own changes, and
    inside `reading()` that one moment. Threads may share a store.
    """

    def __init__(
        self,
        engine: Engine,
        collections: Sequence[Collection],
        clock: Callable[[], datetime],
        patience: float,
    ) -> None:
        self._engine = engine
        self._collections = collections
        self._clock = clock
        self._shapes = Shapes(collections)
        self._turns = Turns(patience)
        self._pinned: dict[Who, View] = {}
        self._prepared: tuple[View, View] | None = None
        self._same_versions: Mapping[str, int] | None = None
        self._tables = Tables(
            self._view, self._joined, lambda: self._turns.mine() is not None, storage=RecordedStorage
        )

    @property
    def path(self) -> Path:
        """The file that was opened."""
        return self._engine.path

    @property
    def read_only(self) -> bool:
        """Whether this process may only read it."""
        return self._engine.read_only

    @property
    def community_id(self) -> str:
        """The community's own id, 32 hexadecimal digits, the same wherever its file goes."""
        return self._engine.community

    @property
    def seq(self) -> int:
        """The number of the last transaction."""
        return self._view().seq

    def collection(self, model: type[T], /) -> TypedCollection[T]:
        """The documents of a type. Raises: TypeError where no open collection has it."""
        return TypedCollection(self._shapes.of(model), self._view, self.path)

    def table(self, name: str) -> Table:
        """TinyDB's own table of a collection or of any other name, with its query language.

        Its writes join the open transaction, or are one each. Documents show no revision. Raises: ValueError
        for the store's own tables.
        """
        if name in RESERVED:
            raise ValueError(f"{name} is the store's own")
        return self._tables.table(name, cache_size=0)

    @contextmanager
    def transaction(self, by: str, why: str, *, by_day: bool = False) -> Iterator[Transaction]:
        """Do several things or none. `by` is the account that acts, `why` the reason that history tells.

        With `by_day` the history tells the day (in UTC) and no time of it.

        Raises: StoreBusy, ReadOnlyStore, DiskFull, NotDurable, CorruptStore, TransactionAborted; whatever is
        raised inside undoes all.
        """
        by, why = clean(by), clean(why)
        if not by:
            raise ValueError("a transaction needs somebody who does it")
        self._turns.take(why)
        try:
            with self._engine.writing(why) as present:
                transaction = Transaction(self._lifted(present), self._shapes, self.path)
                self._turns.transaction = transaction
                try:
                    yield transaction
                    ops, tables = transaction.ops(), transaction.overlay.made()
                    if ops or tables:
                        now = self._now()
                        at = now.replace(hour=0, minute=0, second=0, microsecond=0) if by_day else now
                        record = Record(transaction.seq, at, by, why, ops, made=tables)
                        self._engine.commit(record)
                finally:
                    transaction.end()
        finally:
            self._turns.end()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Several reads at one moment: of what is yielded, and of this store by the same task."""
        view, me = self._view(), who()
        outer = self._pinned.get(me)
        self._pinned[me] = view
        try:
            yield Moment(view, self._shapes, self.path)
        finally:
            del self._pinned[me]
            if outer is not None:
                self._pinned[me] = outer

    def changes(self, since: int) -> list[Change]:
        """What happened after transaction `since`, oldest first, also inside `reading()`. One stat if nothing did."""
        if self._latest().seq <= since:
            return []
        return list(changes(self._engine.records(since)))

    def told(self, seq: int) -> list[Change]:
        """What one transaction changed; nothing where the history doesn't hold it."""
        return [change for change in changes(self._engine.records(seq - 1)) if change.seq == seq]

    @property
    def epoch(self) -> int:
        """Rises when everything was read anew: then what changed since can't be told, and all may have."""
        return self._engine.epoch

    def history(self, model: type[T], doc_id: int) -> list[HistoryEntry]:
        """All that happened to one document, oldest first. Raises: TypeError."""
        name = self._shapes.of(model).name
        return [
            entry
            for entry in self._entries(wanted=Wanted((name,)))
            if (entry.collection, entry.id) == (name, doc_id)
        ]

    def history_by(self, by: str) -> list[HistoryEntry]:
        """All that one account did, oldest first."""
        return [entry for entry in self._entries() if entry.by == by]

    def history_between(
        self, start: datetime, end: datetime, collections: Sequence[str] = (), whys: Sequence[str] = ()
    ) -> list[HistoryEntry]:
        """All that happened from `start` (included) to `end` (not); both are aware.

        With `collections` only what happened in those, with `whys` only for one of these reasons: then it costs
        little also where an import wrote down thousands meanwhile.
        """
        return [
            entry
            for entry in self._entries(not_before=start, wanted=Wanted(collections, whys))
            if start <= entry.at < end
            and (not collections or entry.collection in collections)
            and (not whys or entry.why in whys)
        ]

    def undo(self, seq: int, *, by: str, why: str = "") -> int:
        """Take a transaction back by a new one, and return its number; what others did since stays.

        Raises: NotFound; CannotUndo; Conflict where a field was changed since; as `transaction`.
        """
        with self.transaction(by, why or _("undid change {seq}", seq=seq)) as transaction:
            records = list(self._engine.records(seq - 1))
            if not records or records[0].seq != seq:
                raise NotFound(_("There is no change {seq} in the history. Nothing was changed.", seq=seq))
            if not records[0].ops:
                raise CannotUndo(seq, _("it changed no document"))
            lifted = {name for record in records[1:] for name in record.lifted}
            if lifted & {op.table for op in records[0].ops}:
                raise CannotUndo(seq, _("its documents have a newer shape since"))
            take_back(records[0], transaction)
            return transaction.seq

    def lift(self) -> None:
        """Bring older documents to the version of their collections, after a backup.

        A store that can only be read stays as it is: its documents are lifted in memory. Raises: SchemaTooNew,
        MigrationFailed; as `transaction`.
        """
        if not self.read_only and self._engine.unfinished() is not None:
            with suppress(StoreBusy, DiskFull):  # whoever opens the store next goes on
                self.go_on_forgetting()
        if self._latest() is self._engine.view() or self.read_only:
            return
        why = _("lifting documents to a newer version")
        with self._turns.taken(why), self._engine.writing(why) as present:
            self._lifted(present)

    def close(self) -> None:
        """Let go of the store; nothing may be asked of it afterwards."""
        self._engine.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _view(self) -> View:
        """What whoever asks sees: their transaction, their moment, or the latest."""
        transaction = self._turns.mine()
        if transaction is not None:
            return transaction.view()
        pinned = self._pinned.get(who()) if self._pinned else None
        return self._latest() if pinned is None else pinned

    def _latest(self) -> View:
        view = self._engine.view()
        if self._is_current(view):
            return view
        prepared = self._prepared
        if prepared is None or prepared[0] is not view:
            old = migration.older(view, self._collections)
            prepared = self._prepared = (view, migration.lifted(view, old) if old else view)
        return prepared[1]

    def _is_current(self, view: View) -> bool:
        """Whether all documents have the versions of their collections. Raises: SchemaTooNew."""
        versions = view.versions
        if versions is self._same_versions:  # the moments of a store share it as long as nothing is lifted
            return True
        migration.refuse_newer(view, self._collections)
        if any(versions.get(one.name) != one.version for one in self._collections):
            return False
        self._same_versions = versions
        return True

    def _lifted(self, view: View) -> View:
        """The present moment under the lock, with older documents lifted in the store itself."""
        if self._is_current(view):
            return view
        old = migration.older(view, self._collections)
        if not old:
            return view
        now = self._now()
        seq = view.seq + 1
        private = {one.name for one in self._collections if one.private} | view.private
        ops = list(migration.lifted(view, old, seq).ops(private))
        self._engine.backup(f"{now:%Y%m%dT%H%M%SZ}-before-migration")
        versions = {one.name: one.version for one in old}
        self._engine.commit(Record(seq, now, ITSELF, _("lifted to a newer version"), ops, versions))
        return self._engine.view()

    @contextmanager
    def _joined(self) -> Iterator[Transaction]:
        transaction = self._turns.mine()
        if transaction is not None:
            yield transaction
            return
        with self.transaction(ITSELF, _("written through a table")) as opened:
            yield opened

    def _entries(
        self, not_before: datetime | None = None, wanted: Wanted = EVERYTHING
    ) -> Iterator[HistoryEntry]:
        self._latest()
        return entries(self._engine.records(not_before=not_before, wanted=wanted))

    def _now(self) -> datetime:
        now = self._clock()
        if now.tzinfo is None:
            raise ValueError("the clock must tell aware times")
        return now.astimezone(UTC)
