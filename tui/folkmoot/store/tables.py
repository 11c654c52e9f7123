"""TinyDB's own tables, with its whole query language, on a store: whatever is written is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document as TableDocument
from tinydb.table import Table

from folkmoot.contributions import Document
from folkmoot.store.documents import copied, without_revision
from folkmoot.store.engine import View
from folkmoot.store.transaction import Transaction


class Copies(Mapping[str, Document]):
    """A table as TinyDB wants it. Documents are copied when they are reached: nobody can change the store's."""

    def __init__(self, documents: Mapping[int, Document]) -> None:
        self._documents = documents

    def __getitem__(self, key: str) -> Document:
        if not str(key).isdecimal():
            raise KeyError(key)
        document: Document = copied(without_revision(self._documents[int(key)]))
        return document

    def __iter__(self) -> Iterator[str]:
        return (str(doc_id) for doc_id in sorted(self._documents))

    def __len__(self) -> int:
        return len(self._documents)

    def copy(self) -> dict[str, Document]:
        """All of them."""
        return dict(self)


class RecordedStorage(Storage):
    """TinyDB's storage on a store: it reads the present moment and writes what differs, in a transaction."""

    def __init__(
        self,
        view: Callable[[], View],
        joined: Callable[[], AbstractContextManager[Transaction]],
        is_joined: Callable[[], bool],
    ) -> None:
        self._view = view
        self.joined = joined
        self.is_joined = is_joined

    def read(self) -> dict[str, dict[str, Any]]:
        """All tables of this moment."""
        view = self._view()
        return {name: Copies(view.table(name)) for name in view.names()}  # type: ignore[misc]

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the documents what `data` says; tables that were read and not changed cost nothing."""
        with self.joined() as transaction:
            view = transaction.view()
            for name in {*view.names(), *data}:
                content = data.get(name, {})
                if name not in data:
                    transaction.view().make("drop", name)
                elif name not in view.names():
                    transaction.view().make("create", name)
                if not isinstance(content, Copies):
                    _settle(
                        transaction, name, {int(doc_id): document for doc_id, document in content.items()}
                    )


def _settle(transaction: Transaction, name: str, wanted: Mapping[int, Mapping[str, Any]]) -> None:
    for doc_id in [doc_id for doc_id in transaction.view().table(name) if doc_id not in wanted]:
        transaction.put(name, doc_id, None)
    for doc_id, document in wanted.items():
        transaction.put(name, doc_id, document)


class RecordedTable(Table):
    """A table whose writes are transactions, or parts of the one that is open. It caches no query."""

    _given = 0  # the highest id that was handed out outside a transaction, whether or not it was used

    def insert(self, document: Mapping[Any, Any]) -> int:
        with self._joined():
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[Any, Any]]) -> list[int]:
        given = list(documents)
        with self._joined() as transaction:
            taken = [one.doc_id for one in given if isinstance(one, TableDocument)]
            transaction.view().reserve(self.name, max(taken, default=0))
            return super().insert_multiple(given)

    def upsert(self, document: Mapping[Any, Any], cond: QueryLike | None = None) -> list[int]:
        with self._joined():
            return super().upsert(document, cond)

    def truncate(self) -> None:
        with self._joined() as transaction:
            super().truncate()
            transaction.view().make("clear", self.name)
        self._given = 0

    def _update_table(self, updater: Callable[[dict[int, Mapping[Any, Any]]], None]) -> None:
        with self._joined():
            super()._update_table(updater)

    def _get_next_id(self) -> int:
        storage = self._storage
        alone = isinstance(storage, RecordedStorage) and not storage.is_joined()
        with self._joined() as transaction:
            doc_id = max(transaction.view().next_id(self.name), self._given + 1)
            transaction.view().reserve(self.name, doc_id)
            if alone:
                self._given = doc_id
            return doc_id

    def _joined(self) -> AbstractContextManager[Transaction]:
        storage = self._storage
        assert isinstance(storage, RecordedStorage)
        return storage.joined()


class Tables(TinyDB):
    """A TinyDB whose tables are recorded."""

    table_class = RecordedTable
