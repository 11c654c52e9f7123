"""Records as they stand in the file: `new`, `old`, or `set` and `was` for each document, or why not.

A record whose document is private says `"private":"changed"` in place of content, one whose content was
erased says `"erased":"changed"`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from folkmoot.contributions import Document
from folkmoot.store.engine import FORGOTTEN, Kind, Op, Record
from folkmoot.store.errors import CorruptStore


class StoredOp(msgspec.Struct, frozen=True, omit_defaults=True):
    """One document's part of a record."""

    t: str
    id: int
    new: Document | None = None
    old: Document | None = None
    set: Document | None = None
    was: Document | None = None
    private: Kind | None = None
    erased: Kind | None = None

    def op(self) -> Op:
        """The operation that it tells of."""
        hidden = self.private or self.erased
        if hidden:
            return Op(self.t, self.id, hidden, None, None, private=self.private is not None)
        if self.new is not None:
            return Op(self.t, self.id, "added", {}, self.new)
        if self.old is not None:
            return Op(self.t, self.id, "removed", self.old, {})
        return Op(self.t, self.id, "changed", self.was or {}, self.set or {})


class StoredRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A record without its number, which is its key."""

    at: datetime
    by: str
    why: str
    ops: list[StoredOp]
    lifted: dict[str, int] = {}

    def record(self, seq: int) -> Record:
        """The record that it stands for."""
        return Record(seq, self.at, self.by, self.why, tuple(op.op() for op in self.ops), self.lifted)


def stored(op: Op) -> StoredOp:
    """How an operation is kept."""
    if op.private:
        return StoredOp(op.table, op.id, private=op.kind)
    if op.before is None or op.after is None:
        return StoredOp(op.table, op.id, erased=op.kind)
    if op.kind == "added":
        return StoredOp(op.table, op.id, new=op.after)
    if op.kind == "removed":
        return StoredOp(op.table, op.id, old=op.before)
    return StoredOp(op.table, op.id, set=op.after, was=op.before)


def append(history: bytes, record: Record) -> bytes:
    """The history with one more record, one a line."""
    body = history.rstrip()[:-1].rstrip()
    return b"%b%b\n%b}" % (body, b"" if body == b"{" else b",", _line(record))


def _line(record: Record) -> bytes:
    kept = StoredRecord(
        record.at, record.by, record.why, [stored(op) for op in record.ops], dict(record.lifted)
    )
    return b'"%d":%b' % (record.seq, msgspec.json.encode(kept))


def decode(history: bytes, path: Path, since: int = 0) -> Iterator[Record]:
    """The records after `since`, oldest first. Raises: CorruptStore."""
    try:
        lines = msgspec.json.decode(history, type=dict[int, msgspec.Raw])
        for seq in sorted(seq for seq in lines if seq > since):
            yield msgspec.json.decode(lines[seq], type=StoredRecord).record(seq)
    except ValueError as error:
        raise CorruptStore(path, str(error)) from error


def erased(records: Iterable[Record], gone: set[tuple[str, int]], account: str) -> bytes:
    """The history without the content of some documents and without an account's name; the facts stay.

    The reason of a record goes with the content: it may tell of it.
    """
    lines = []
    for record in records:
        touched = record.by == account or any((op.table, op.id) in gone for op in record.ops)
        lines.append(_line(_erased(record, gone, account) if touched else record))
    return b"{\n" + b",\n".join(lines) + b"}" if lines else b"{}"


def _erased(record: Record, gone: set[tuple[str, int]], account: str) -> Record:
    by = FORGOTTEN if record.by == account else record.by
    ops = [
        Op(op.table, op.id, op.kind, None, None) if (op.table, op.id) in gone and not op.private else op
        for op in record.ops
    ]
    return Record(record.seq, record.at, by, "", ops, record.lifted)
