"""The file's content at one moment: its form as JSON that stock TinyDB reads, and what a record does to it.

{"_store":{"1":{"format":1,"community":"…","at":"…","seq":8,"next":{…},"versions":{…},…}},
"core.member":{
"1":{"name":"Ana","_rev":2}},
"_history":{
"2":{"at":"…","by":"ana","why":"joined","ops":[{"t":"core.member","id":1,"new":{"name":"Ana"}}]}}}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from folkmoot.contributions import Collection, Document
from folkmoot.store.documents import result
from folkmoot.store.engine import Record
from folkmoot.store.errors import CorruptStore, SchemaTooNew
from folkmoot.store.journal import append, decode
from folkmoot.words import _

FORMAT = 1
HEADER, HISTORY = "_store", "_history"  # the tables that are not documents


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The one document of the table `_store`."""

    format: int
    community: str
    at: str
    seq: int
    next: dict[str, int] = {}
    versions: dict[str, int] = {}
    owners: dict[str, str] = {}
    private: list[str] = []


class Format(msgspec.Struct, frozen=True):
    """As much of a header as every later format will have."""

    format: int


class Documents(dict[int, Document]):
    """The documents of a table, and what was looked up in them so far. Never changed once it is made."""

    def __init__(self, documents: Mapping[int, Document]) -> None:
        super().__init__(documents)
        self._indexes: dict[tuple[str, object], dict[object, list[int]]] = {}

    def lookup(self, field: str, value: object, absent: object) -> Sequence[int]:
        """Ids of documents whose field equals a string, integer or None."""
        index = self._indexes.get((field, absent))
        if index is None:
            index = {}
            for doc_id, document in self.items():
                part = document.get(field, absent)
                if part is None or isinstance(part, str | int | float):
                    index.setdefault(part, []).append(doc_id)
            self._indexes[field, absent] = index
        return index.get(value, ())


class Image(msgspec.Struct, frozen=True):
    """A `View` of a whole file. `history` is the JSON of its records, decoded when it is asked for."""

    header: Header
    tables: Mapping[str, Documents]
    history: bytes
    rest: Mapping[str, Any]  # the header as it was read, with what a later folkmoot may have put there

    @property
    def seq(self) -> int:
        return self.header.seq

    @property
    def versions(self) -> Mapping[str, int]:
        return self.header.versions

    @property
    def owners(self) -> Mapping[str, str]:
        return self.header.owners

    @property
    def private(self) -> frozenset[str]:
        return frozenset(self.header.private)

    def names(self) -> Sequence[str]:
        return tuple(self.tables)

    def table(self, name: str) -> Mapping[int, Document]:
        return self.tables.get(name, {})

    def lookup(self, table: str, field: str, value: object, absent: object) -> Sequence[int]:
        found = self.tables.get(table)
        return () if found is None else found.lookup(field, value, absent)

    def next_id(self, table: str) -> int:
        return max(self.header.next.get(table, 1), max(self.table(table), default=0) + 1)

    def records(self, path: Path, since: int = 0) -> Iterator[Record]:
        """The records after `since`. Raises: CorruptStore."""
        return decode(self.history, path, since)

    def encoded(self) -> bytes:
        """The file's bytes."""
        header = {**self.rest, **msgspec.to_builtins(self.header)}
        return b"".join(self._parts(msgspec.json.Encoder(), header))

    def _parts(self, encoder: msgspec.json.Encoder, header: Document) -> Iterator[bytes]:
        yield b'{"_store":' + encoder.encode({"1": header})
        for name, documents in self.tables.items():
            yield b",\n" + encoder.encode(name) + b":{\n"
            yield b",\n".join(
                b'"%d":%b' % (doc_id, encoder.encode(documents[doc_id])) for doc_id in sorted(documents)
            )
            yield b"}"
        yield b',\n"_history":' + self.history + b"}\n"


def founded(community: str, at: str, collections: Iterable[Collection]) -> Image:
    """The image of a new store."""
    header = Header(format=FORMAT, community=community, at=at, seq=0)
    return _known(Image(header, {}, b"{}", {}), collections)


def parsed(data: bytes, path: Path) -> Image:
    """The image in a file's bytes. Raises: CorruptStore, SchemaTooNew."""
    try:
        data.decode("utf-8")
        parts = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        header, rest = _header(parts)
        tables = {
            name: Documents(msgspec.json.decode(raw, type=dict[int, dict[str, Any]]))
            for name, raw in parts.items()
            if name not in (HEADER, HISTORY)
        }
    except KeyError as error:
        raise CorruptStore(path, _("{part} is missing", part=str(error))) from error
    except ValueError as error:
        raise CorruptStore(path, str(error) if data.strip() else _("the file is empty")) from error
    history = bytes(parts.get(HISTORY, b"{}")).strip()
    if not history.startswith(b"{"):
        raise CorruptStore(path, _("{part} is not what it should be", part=HISTORY))
    return Image(header, tables, history, rest)


def _header(parts: Mapping[str, msgspec.Raw]) -> tuple[Header, Document]:
    found = msgspec.json.decode(parts[HEADER], type=dict[str, Format])["1"].format
    if found > FORMAT:
        raise SchemaTooNew(_("the file"), found, FORMAT)
    rest = msgspec.json.decode(parts[HEADER], type=dict[str, dict[str, Any]])["1"]
    return msgspec.convert(rest, Header), rest


def applied(image: Image, record: Record, collections: Iterable[Collection]) -> Image:
    """The image after a record whose contents are all known."""
    tables = dict(image.tables)
    following = dict(image.header.next)
    for name in {op.table for op in record.ops}:
        documents = dict(image.table(name))
        following[name] = image.next_id(name)
        for op in record.ops:
            if op.table == name:
                document = result(documents.pop(op.id, None), op, record.seq)
                following[name] = max(following[name], op.id + 1)
                if document is not None:
                    documents[op.id] = document
        tables[name] = Documents(documents)
    header = replace(image.header, seq=record.seq, at=msgspec.to_builtins(record.at), next=following)
    history = append(image.history, record)
    return _known(replace(image, header=header, tables=tables, history=history), collections)


def _known(image: Image, collections: Iterable[Collection]) -> Image:
    """The image with what the loaded collections say of themselves, kept for when their plugin is off."""
    loaded = list(collections)
    header = image.header
    return replace(
        image,
        header=replace(
            header,
            versions={**header.versions, **{one.name: one.version for one in loaded}},
            owners={**header.owners, **{one.name: one.owner for one in loaded if one.owner}},
            private=sorted({*header.private, *(one.name for one in loaded if one.private)}),
        ),
    )
