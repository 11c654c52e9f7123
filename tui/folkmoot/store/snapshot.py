"""A snapshot as a file: all documents at one moment, one a line, in JSON that stock TinyDB reads.

{"_store":{"1":{"format":2,"community":"…","at":"…","seq":8,"chain":"…","segment":"000000000000.jsonl","offset":82,…}},
"core.member":{
"1":{"name":"Ana","_rev":2}}}

One that stands alone (an export, a backup) has its history in a table of its own instead of a segment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Raw, Struct

from folkmoot.contributions import Document
from folkmoot.store import format
from folkmoot.store.errors import CorruptStore, SchemaTooNew
from folkmoot.store.format import HEADER, HISTORY, BadLine, Header, Line
from folkmoot.store.image import SMALL, Documents, Image
from folkmoot.words import _

ONE_FILE = 1  # the format of the first version, which had no journal


class Snapshot(Struct, frozen=True):
    """What a file holds."""

    header: Header
    image: Image
    history: tuple[bytes, ...]  # lines of records, only where the file stands alone


class Format(Struct, frozen=True):
    """As much of a header as every later format will have."""

    format: int


def parsed(data: bytes, path: Path, *, strict: bool = True) -> Snapshot:
    """What a file's bytes hold. Without `strict` the checksum may differ. Raises: CorruptStore, SchemaTooNew."""
    try:
        parts = msgspec.json.decode(data, type=dict[str, Raw])
        header, rest = _header(parts)
        if strict and header.format != ONE_FILE and not format.unsealed(data):
            raise CorruptStore(path, _("it was edited by hand or damaged: its checksum differs"))
        if header.format == ONE_FILE or not strict:
            data.decode("utf-8")
        tables = {
            name: Documents(_table(raw)) for name, raw in parts.items() if name not in (HEADER, HISTORY)
        }
        history = tuple(_history(parts[HISTORY], header)) if HISTORY in parts else ()
    except KeyError as error:
        raise CorruptStore(path, _("{part} is missing", part=str(error))) from error
    except ValueError as error:
        raise CorruptStore(path, str(error) if data.strip() else _("the file is empty")) from error
    image = Image(
        header.community,
        header.at,
        header.seq,
        int(header.chain or "0", 16),
        tables,
        {**header.next, **_following(tables, header.next)},
        header.versions,
        header.owners,
        frozenset(header.private),
        rest,
    )
    return Snapshot(header, image, history)


def header_of(data: bytes, path: Path) -> Header:
    """The header of a file that is as it was written. Raises: CorruptStore, SchemaTooNew."""
    if not format.unsealed(data):
        return parsed(data, path).header  # which says what is wrong
    found = data.find(format.TAIL)
    header = msgspec.json.decode(data[len(format.HEAD) : found] + b"}", type=Header)
    return header if header.format == format.FORMAT else parsed(data, path).header


def _header(parts: Mapping[str, Raw]) -> tuple[Header, Document]:
    found = msgspec.json.decode(parts[HEADER], type=dict[str, Format])["1"].format
    if found > format.FORMAT:
        raise SchemaTooNew(_("the file"), found, format.FORMAT)
    rest = msgspec.json.decode(parts[HEADER], type=dict[str, dict[str, Any]])["1"]
    known = Header.__struct_fields__
    header = msgspec.convert(rest, Header)
    int(header.chain or "0", 16), int(header.opening or "0", 16)
    return header, {name: part for name, part in rest.items() if name not in known and name != "crc"}


def _table(raw: Raw) -> dict[int, Any]:
    if len(memoryview(raw)) <= SMALL:  # or the whole file would stay in memory with it
        raw = raw.copy()
    found = msgspec.json.decode(raw, type=dict[int, Raw])
    for part in found.values():
        if bytes(memoryview(part)[:1]) != b"{":
            raise ValueError(_("a document is no JSON object"))
        break
    return found


def _following(tables: Mapping[str, Documents], known: Mapping[str, int]) -> dict[str, int]:
    """The next id of tables for which the header names none, or one that is taken."""
    highest = {name: max(documents.ids(), default=0) for name, documents in tables.items()}
    return {name: top + 1 for name, top in highest.items() if known.get(name, 1) <= top}


def _history(raw: Raw, header: Header) -> Iterator[bytes]:
    lines = msgspec.json.decode(raw, type=dict[int, Raw])
    chain = int(header.opening or "0", 16)
    for seq in sorted(lines):
        if header.format == ONE_FILE:
            found = msgspec.json.decode(lines[seq], type=Line)
            line, chain = format.chained(msgspec.structs.replace(found, seq=seq), chain)
            yield line.rstrip(b"\n")
        else:
            line = bytes(lines[seq])
            read, chain = format.read(line, chain)
            if read.seq != seq:
                raise BadLine(_("change {seq} is not where it should be", seq=seq))
            yield line


def encoded(image: Image, place: Mapping[str, object], history: Iterable[bytes] | None = None) -> bytes:
    """A file's bytes. `place` holds the header's fields that tell of the journal; `history` makes it stand alone."""
    header = {
        **image.rest,
        "format": format.FORMAT,
        "community": image.community,
        "at": image.at,
        "seq": image.seq,
        "chain": format.digits(image.chain),
        **place,
        "next": dict(image.next),
        "versions": dict(image.versions),
        "owners": dict(image.owners),
        "private": sorted(image.private),
    }
    rest = b"".join(_rest(image, history))
    return format.sealed_header(header, rest) + rest


def _rest(image: Image, history: Iterable[bytes] | None) -> Iterator[bytes]:
    yield b"}"
    for name, documents in image.tables.items():
        yield b",\n" + msgspec.json.encode(name) + b":{\n"
        yield b",\n".join(documents.encoded())
        yield b"}"
    if history is not None:
        yield b',\n"_history":{\n'
        yield b",\n".join(b'"%d":%b' % (format.decoded(line).seq, line) for line in history)
        yield b"}"
    yield b"}\n"
