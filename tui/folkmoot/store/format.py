"""The bytes of a store: lines of its journal, each verified by the one before, and a snapshot that TinyDB reads.

A journal is a row of segments. Each line but the private ones carries a CRC32 of its own bytes, seeded with
the value that the chain has reached:

    {"crc":"5d2…","opens":8,"chain":"789b35c8","format":2,"community":"…"}     begins a segment after record 8
    {"private":9,"t":"tmaps.map","id":1,"doc":{…}}                       content that history does not keep
    {"crc":"ae3…","seq":9,"at":"…","by":"ana","why":"joined","ops":[{"t":"core.member","id":1,"new":{…}}]}
    {"crc":"77c…","seal":"000000000009.jsonl"}                           goes on in the next segment

An operation is `new`, `old` (removed), or `set` and `was` (top-level fields); `private` or `erased` stand in
place of content. A record whose content was erased keeps under `chain` the value that the next one is seeded
with, so that erasing breaks no chain.
"""

from __future__ import annotations

from binascii import crc32
from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from folkmoot.contributions import Document
from folkmoot.store.engine import Kind, Op, Record, TableChanges, Wanted

FORMAT = 2
START = 0  # the chain's value before the first record
MARK = b'{"crc":"'
FIRST = len(MARK) + 10  # where a line's own bytes begin: after eight digits, a quote and a comma


class StoredOp(msgspec.Struct, frozen=True, omit_defaults=True):
    """One document's part of a record. `sum` is the CRC32 of the line with its private content."""

    t: str
    id: int
    new: Document | None = None
    old: Document | None = None
    set: Document | None = None
    was: Document | None = None
    private: Kind | None = None
    erased: Kind | None = None
    sum: str = ""

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


class About(msgspec.Struct, frozen=True, omit_defaults=True):
    """What collections say of themselves, kept for when their plugin is off."""

    versions: dict[str, int] = {}
    owners: dict[str, str] = {}
    private: list[str] = []


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """Any chained line: an opening, a record or a seal, told apart by which fields it has."""

    seq: int = 0
    at: datetime | None = None
    by: str = ""
    why: str = ""
    ops: list[StoredOp] = []
    lifted: dict[str, int] = {}
    about: About | None = None
    lost: bool = False  # stands for a record that could not be read any more
    forgot: bool = False
    tables: TableChanges | None = None
    seal: str = ""
    opens: int | None = None
    chain: str = ""
    format: int = 0
    community: str = ""

    def is_one(self, wanted: Wanted) -> bool:
        """Whether it is one of the records that are wanted."""
        tables, whys = wanted
        return (not whys or self.why in whys) and (not tables or any(op.t in tables for op in self.ops))

    def record(self) -> Record:
        """The record that it stands for."""
        assert self.at is not None
        ops = tuple(op.op() for op in self.ops)
        return Record(self.seq, self.at, self.by, self.why, ops, self.lifted, self.forgot, self.tables)


class Private(msgspec.Struct, frozen=True):
    """Content of a private document. The line goes when the content is past, or stands in the snapshot."""

    private: int
    t: str
    id: int
    doc: Document


_encode = msgspec.json.Encoder().encode
_line = msgspec.json.Decoder(Line).decode
_private = msgspec.json.Decoder(Private).decode


class BadLine(ValueError):
    """A line that is not what was written."""


def digits(value: int) -> str:
    """A CRC32 as it is written."""
    return f"{value:08x}"


def name_of(base: int) -> str:
    """The file name of the segment that begins after a record."""
    return f"{base:012d}.jsonl"


def base_of(name: str) -> int:
    """The record after which a segment begins. Raises: ValueError."""
    stem, _dot, ending = name.partition(".")
    if ending != "jsonl" or len(stem) != 12 or not stem.isdigit():
        raise ValueError(name)
    return int(stem)


def chained(line: Line, chain: int) -> tuple[bytes, int]:
    """A line's bytes, and the value of the chain after it."""
    body = _encode(line)[1:]
    value = crc32(body, chain)
    return b'%b%08x",%b\n' % (MARK, value, body), (int(line.chain, 16) if line.chain else value)


def is_chained(data: bytes) -> bool:
    """Whether a line looks like one that carries a CRC."""
    return data.startswith(MARK)


def verified(data: bytes, chain: int) -> int:
    """The checksum of a chained line without its line feed, once it is seen to be right. Raises: BadLine."""
    value = crc32(data[FIRST:], chain)
    if data[: FIRST - 2] != MARK + b"%08x" % value:
        raise BadLine("its checksum differs")
    return value


def read(data: bytes, chain: int) -> tuple[Line, int]:
    """A chained line without its line feed, and the chain's value after it. Raises: BadLine."""
    value = verified(data, chain)
    line = decoded(data)
    return line, (int(line.chain, 16) if line.chain and line.opens is None else value)


def decoded(data: bytes) -> Line:
    """A line's content, whatever its checksum says. Raises: BadLine."""
    try:
        return _line(data)
    except (msgspec.DecodeError, ValueError) as error:
        raise BadLine(str(error)) from error


def opening(base: int, chain: int, community: str) -> bytes:
    """The first line of a segment."""
    line, _value = chained(Line(opens=base, chain=digits(chain), format=FORMAT, community=community), START)
    return line


def read_opening(data: bytes) -> tuple[Line, int]:
    """The first line of a segment, and the chain's value at its beginning. Raises: BadLine."""
    line, _value = read(data, START)
    if line.opens is None:
        raise BadLine("it does not begin a segment")
    return line, int(line.chain, 16)


def private_line(seq: int, table: str, doc_id: int, document: Document) -> tuple[bytes, str]:
    """The bytes that hold a private document, and their checksum."""
    data = _encode(Private(seq, table, doc_id, document))
    return data + b"\n", digits(crc32(data))


def read_private(data: bytes) -> tuple[Private, str] | None:
    """A private line and its checksum; None where it was blanked or can't be read."""
    try:
        return _private(data), digits(crc32(data))
    except (msgspec.DecodeError, ValueError):
        return None


def stored(op: Op, total: str = "") -> StoredOp:
    """How an operation is kept."""
    if op.private:
        return StoredOp(op.table, op.id, private=op.kind, sum=total)
    if op.before is None or op.after is None:
        return StoredOp(op.table, op.id, erased=op.kind)
    if op.kind == "added":
        return StoredOp(op.table, op.id, new=op.after)
    if op.kind == "removed":
        return StoredOp(op.table, op.id, old=op.before)
    return StoredOp(op.table, op.id, set=op.after, was=op.before)


def told_by(wanted: Wanted) -> list[list[bytes]]:
    """How a line that is wanted can be known unread: of each of these lists something stands in it."""
    tables = [b'"t":' + _encode(table) for table in wanted.tables]
    return [each for each in (tables, [b'"why":' + _encode(why) for why in wanted.whys]) if each]


def chained_lines(data: bytes) -> Iterator[bytes]:
    """The whole lines that look like ones with a CRC, without their line feeds; between them may stand thousands
    with private content, which are not looked at."""
    begins = 0 if data.startswith(MARK) else _next_chained(data, 0)
    while begins is not None and (end := data.find(b"\n", begins)) >= 0:
        yield data[begins:end]
        begins = _next_chained(data, end)


def _next_chained(data: bytes, after: int) -> int | None:
    found = data.find(b"\n" + MARK, after)
    return found + 1 if found >= 0 else None


def whole_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines that end in a line feed, each with its offset and without that feed."""
    offset = 0
    while (end := data.find(b"\n", offset)) >= 0:
        yield offset, data[offset:end]
        offset = end + 1


# -- the snapshot --------------------------------------------------------------------------------------------

HEADER, HISTORY = "_store", "_history"  # the tables that are not documents
HEAD = b'{"_store":{"1":'
TAIL = b',"crc":"'


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The one document of the table `_store`.

    `chain` is the chain's value after record `seq`; `segment` and `offset` say where the journal goes on,
    `last` where that record begins, `first` names the oldest segment. A file that stands alone (an export, a
    backup) has no segment, and keeps its history, which begins after record `opens` with the chain's value
    `opening`, in the table `_history`.
    """

    format: int
    community: str
    at: str
    seq: int
    chain: str = ""
    segment: str = ""
    offset: int = 0
    last: int = 0
    first: str = ""
    opens: int = 0
    opening: str = ""
    next: dict[str, int] = {}
    versions: dict[str, int] = {}
    owners: dict[str, str] = {}
    private: list[str] = []


def sealed_header(header: Mapping[str, object], rest: bytes) -> bytes:
    """The beginning of a snapshot, up to its first table, with a checksum over all of it."""
    body = _encode(header)
    return b'%b%b%b%08x"}' % (HEAD, body[:-1], TAIL, crc32(rest, crc32(body)))


def unsealed(data: bytes) -> bool:
    """Whether a snapshot's checksum says that it is as it was written."""
    found = data.find(TAIL, 0, 1 << 20)
    start = found + len(TAIL)
    if not data.startswith(HEAD) or found < 0 or data[start + 8 : start + 10] != b'"}':
        return False
    body = data[len(HEAD) : found] + b"}"
    return data[start : start + 8] == b"%08x" % crc32(memoryview(data)[start + 10 :], crc32(body))
