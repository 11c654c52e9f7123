"""All documents at one moment, and what records make of them. Moments share what they have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import isqrt
from typing import Any

import msgspec
from msgspec import UNSET, Raw, Struct

from folkmoot.contributions import Collection, Document
from folkmoot.store.documents import result
from folkmoot.store.engine import REVISION, TableChanges
from folkmoot.store.format import About, Line, StoredOp

FEW = 64  # changes on top of a table that are always few enough to copy
INDEXED = frozenset({str, int, float, bool})
SMALL = 1 << 16  # bytes: documents of a smaller table are copied out of the file's buffer

_document: Callable[[bytes | Raw], Any] = msgspec.json.Decoder(dict[str, Any]).decode
_gone = object()


class Index:
    """Which documents have a value in a field, or had it: it is shared by later moments, and only grows."""

    def __init__(self, documents: Documents, field: str, absent: object) -> None:
        self._field = field
        self._absent = absent
        self._ids: dict[object, int | set[int]] = {}
        note = self._note
        for doc_id, part in documents.column(field, absent):
            note(doc_id, part)

    def add(self, doc_id: int, document: Document) -> None:
        """Take a changed document in."""
        self._note(doc_id, document.get(self._field, self._absent))

    def _note(self, doc_id: int, part: object) -> None:
        if part is not None and type(part) not in INDEXED:
            return
        known = self._ids.setdefault(part, doc_id)  # one number where there is one: most values are unique
        if known is not doc_id and known != doc_id:
            if isinstance(known, int):
                self._ids[part] = {known, doc_id}
            else:
                known.add(doc_id)

    def ids(self, value: object) -> Iterable[int]:
        """Every document that has the value at any moment that shares this index, perhaps more."""
        found = self._ids.get(value, ())
        return (found,) if isinstance(found, int) else tuple(found)  # at once: other threads may add to it


class Documents(Mapping[int, Document]):
    """The documents of a table: those of a snapshot, parsed when they are reached, and changes on top."""

    __slots__ = ("_base", "_changes", "_count", "_indexes")

    def __init__(
        self,
        base: dict[int, Any],
        changes: dict[int, Document | None] | None = None,
        count: int | None = None,
        indexes: dict[tuple[str, object], Index] | None = None,
    ) -> None:
        self._base = base
        self._changes = changes or {}
        self._count = len(base) if count is None else count
        self._indexes = indexes or {}

    def __getitem__(self, doc_id: int) -> Document:
        found: Document | None = self.get(doc_id)
        if found is None:
            raise KeyError(doc_id)
        return found

    def get(self, doc_id: int, default: Any = None) -> Any:
        """The commonest read: the document is parsed at the first one."""
        found: Any = self._changes.get(doc_id, _gone)
        if found is _gone:
            found = self._base.get(doc_id)
            if type(found) is Raw:
                found = self._base[doc_id] = _document(found)
        return default if found is None else found

    def __contains__(self, doc_id: object) -> bool:
        return self._changes[doc_id] is not None if doc_id in self._changes else doc_id in self._base

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids())

    def ids(self) -> list[int]:
        """The ids in their order."""
        if not self._changes:
            return sorted(self._base)
        changed = self._changes
        kept = [doc_id for doc_id in list(self._base) if doc_id not in changed]
        return sorted([*kept, *(doc_id for doc_id, document in changed.items() if document is not None)])

    def changed(self, changes: Mapping[int, Document | None]) -> Documents:
        """These documents with some set and, where None, removed. The price does not grow with the table."""
        count = self._count
        indexes = dict(self._indexes)
        for doc_id, document in changes.items():
            count += (document is not None) - (doc_id in self)
            if document is not None:
                for index in indexes.values():
                    index.add(doc_id, document)
        merged = {**self._changes, **changes}
        if len(merged) <= max(FEW, isqrt(2 * len(self._base))):
            return Documents(self._base, merged, count, indexes)
        base = {**self._base, **merged}
        for doc_id in [doc_id for doc_id, document in merged.items() if document is None]:
            del base[doc_id]
        return Documents(base, {}, count, indexes)

    def column(self, field: str, absent: object) -> Iterator[tuple[int, object]]:
        """One field of every document, without parsing the others."""
        only = msgspec.json.Decoder(
            msgspec.defstruct("Only", [("part", Any, UNSET)], rename={"part": field})
        ).decode
        for doc_id, found in list(self._base.items()):
            if doc_id not in self._changes:
                part = only(found).part if type(found) is Raw else found.get(field, absent)  # type: ignore[attr-defined]
                yield doc_id, absent if part is UNSET else part
        for doc_id, document in self._changes.items():
            if document is not None:
                yield doc_id, document.get(field, absent)

    def lookup(self, field: str, value: object, absent: object) -> Sequence[int]:
        """Ids of documents whose field equals a string, integer or None."""
        index = self._indexes.get((field, absent))
        if index is None:
            index = self._indexes[field, absent] = Index(self, field, absent)
        return [
            doc_id
            for doc_id in index.ids(value)
            if (document := self.get(doc_id)) is not None and document.get(field, absent) == value
        ]

    def encoded(self) -> Iterator[bytes]:
        """Every document as a line of a snapshot."""
        encode = msgspec.json.Encoder().encode
        changes = self._changes
        for doc_id in self.ids():
            found = changes[doc_id] if doc_id in changes else self._base[doc_id]
            yield b'"%d":%b' % (doc_id, bytes(found) if type(found) is Raw else encode(found))


class Image(Struct, frozen=True):
    """A `View` of a whole store. `chain` is the journal's after `seq`; `rest` what a later header may hold."""

    community: str
    at: str
    seq: int
    chain: int
    tables: Mapping[str, Documents]
    next: Mapping[str, int]
    versions: Mapping[str, int]
    owners: Mapping[str, str]
    private: frozenset[str]
    rest: Mapping[str, Any] = {}

    def names(self) -> Sequence[str]:
        return tuple(self.tables)

    def table(self, name: str) -> Mapping[int, Document]:
        return self.tables.get(name, NONE)

    def lookup(self, table: str, field: str, value: object, absent: object) -> Sequence[int]:
        return self.tables.get(table, NONE).lookup(field, value, absent)

    def next_id(self, table: str) -> int:
        return self.next.get(table, 1)


NONE = Documents({})


class Taken(Struct, frozen=True):
    """A record as it was read, the chain after it, and the private content that came along."""

    line: Line
    chain: int
    private: Mapping[tuple[str, int], Document] = {}


def founded(community: str, at: str, collections: Iterable[Collection]) -> Image:
    """The image of a new store."""
    image = Image(community, at, 0, 0, {}, {}, {}, {}, frozenset())
    news = news_of(collections, image)
    return told(image, news) if news else image


def news_of(collections: Iterable[Collection], image: Image) -> About | None:
    """What collections say of themselves that an image doesn't know yet."""
    versions, owners, private = {}, {}, []
    for one in collections:
        if image.versions.get(one.name) != one.version:
            versions[one.name] = one.version
        if one.owner and image.owners.get(one.name) != one.owner:
            owners[one.name] = one.owner
        if one.private and one.name not in image.private:
            private.append(one.name)
    return About(versions, owners, private) if versions or owners or private else None


def told(image: Image, about: About) -> Image:
    """An image that knows more of its collections."""
    return msgspec.structs.replace(
        image,
        versions={**image.versions, **about.versions},
        owners={**image.owners, **about.owners},
        private=image.private | set(about.private),
    )


def applied(image: Image, records: Iterable[Taken]) -> Image:
    """The image after some records. Raises: ValueError where one can't follow."""
    changes: dict[str, dict[int, Document | None]] = {}
    following = dict(image.next)
    last: Taken | None = None
    for taken in records:
        line, last = taken.line, taken
        for op in line.ops:
            put = changes.setdefault(op.t, {})
            before = put[op.id] if op.id in put else image.table(op.t).get(op.id)
            put[op.id] = _after(before, op, taken)
            if op.id >= following.get(op.t, 1):
                following[op.t] = op.id + 1
        if line.about is not None:
            image = told(image, line.about)
        if line.lifted:
            image = told(image, About(versions=line.lifted))
        if line.tables is not None:  # rare: what came before it is laid down first
            image = _tables_changed(_laid(image, changes), line.tables, following)
            changes = {}
    if last is None:
        return image
    tables = _laid(image, changes).tables
    at = last.line.at
    return msgspec.structs.replace(
        image,
        seq=last.line.seq,
        at=msgspec.to_builtins(at) if at else image.at,
        chain=last.chain,
        tables=tables,
        next=following,
    )


def _laid(image: Image, changes: Mapping[str, Mapping[int, Document | None]]) -> Image:
    tables = dict(image.tables)
    for name, changed in changes.items():
        tables[name] = tables.get(name, NONE).changed(changed)
    return msgspec.structs.replace(image, tables=tables)


def _tables_changed(image: Image, made: TableChanges, following: dict[str, int]) -> Image:
    """Tables created, and those whose ids begin anew; a dropped one is gone where it holds nothing."""
    tables = dict(image.tables)
    for name in made.create:
        tables.setdefault(name, NONE)
    for name in (*made.clear, *made.drop):
        following[name] = max(tables.get(name, NONE).ids(), default=0) + 1
    for name in made.drop:
        if not tables.get(name):
            tables.pop(name, None)
    return msgspec.structs.replace(image, tables=tables)


def _after(before: Document | None, op: StoredOp, taken: Taken) -> Document | None:
    kind = op.private or op.erased
    if kind == "removed" or op.old is not None:
        return None
    if op.private:
        content = taken.private.get((op.t, op.id))
        return before if content is None else {**content, REVISION: taken.line.seq}
    if op.erased:
        return before  # what it held is gone, and so will the document be
    if op.new is not None:
        return {**op.new, REVISION: taken.line.seq}
    if before is None:
        raise ValueError(f"{op.t} {op.id} is changed before it is there")
    return result(before, op.op(), taken.line.seq)
