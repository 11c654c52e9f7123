"""What happened: changes for those who watch, history for those who ask, and taking a change back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from folkmoot.contributions import Document
from folkmoot.store.documents import result, same, without_revision
from folkmoot.store.engine import Kind, Op, Record
from folkmoot.store.errors import CannotUndo, ChangedSince
from folkmoot.store.transaction import Transaction
from folkmoot.words import _


class Change(msgspec.Struct, frozen=True):
    """One document that one transaction changed, without content. `at` is aware, in UTC."""

    seq: int
    at: datetime
    by: str
    why: str
    collection: str
    id: int
    kind: Kind


class HistoryEntry(msgspec.Struct, frozen=True):
    """One document that one transaction changed, with the fields that changed, as plain values.

    `before` is empty for what was added, `after` for what was removed. Both are None where the content is
    private or was erased.
    """

    seq: int
    at: datetime
    by: str
    why: str
    collection: str
    id: int
    kind: Kind
    before: Document | None
    after: Document | None


ITSELF = "(store)"  # stands as the collection of what a record tells without touching a document
FACT = (Op(ITSELF, 0, "changed", {}, {}),)


def changes(records: Iterable[Record]) -> Iterator[Change]:
    """Records as changes, in order."""
    for record in records:
        for op in record.ops:
            yield Change(record.seq, record.at, record.by, record.why, op.table, op.id, op.kind)


def entries(records: Iterable[Record]) -> Iterator[HistoryEntry]:
    """Records as history, in order."""
    for record in records:
        for op in record.ops or FACT:
            yield HistoryEntry(
                record.seq, record.at, record.by, record.why, op.table, op.id, op.kind, op.before, op.after
            )


def take_back(record: Record, transaction: Transaction) -> None:
    """Undo a record's changes in an open transaction; what others changed since stays.

    Raises: CannotUndo; Conflict where a field that it changed was changed again.
    """
    if record.lifted:
        raise CannotUndo(record.seq, _("it lifted documents to a newer version"))
    for op in reversed(record.ops):
        if op.before is None or op.after is None:
            raise CannotUndo(record.seq, _("its content is private or was erased"))
        transaction.put(op.table, op.id, _reversed(op, record, transaction))


def _reversed(op: Op, record: Record, transaction: Transaction) -> Document | None:
    """The document as it is without the operation."""
    before, after = op.before or {}, op.after or {}
    current = transaction.view().table(op.table).get(op.id)
    back = Op(op.table, op.id, "changed", after, before)
    if op.kind == "added":
        standing = current is not None and same(without_revision(current), after)
    elif op.kind == "removed":
        standing = current is None
    else:
        standing = current is not None and all(
            same(current.get(name, ...), after.get(name, ...)) for name in {*before, *after}
        )
    if standing:
        return None if op.kind == "added" else result(current, back, 0)
    mine = None
    if op.kind != "added":
        mine = transaction.meant(op.table, without_revision(result(current, back, 0) or {}))
    raise ChangedSince(transaction.conflict(op.table, op.id, record.seq, mine))
