"""Letting go: of a person's content in every file of the store, and of history that is older than wanted.

The chain stays verifiable. A record whose content was erased keeps the value that the next one is seeded with;
the segment that is the first after pruning begins with the value that the chain had reached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace as evolve

from folkmoot.store import format, segments
from folkmoot.store.documents import belongs, owned
from folkmoot.store.engine import FORGOTTEN, NOBODY, Record, Unfinished
from folkmoot.store.errors import CopyInTheWay, CorruptStore
from folkmoot.store.files import replace, sweep_all, sync_folder
from folkmoot.store.format import BadLine, Header, Line, StoredOp
from folkmoot.store.image import Image
from folkmoot.store.places import Places
from folkmoot.store.snapshot import Snapshot, encoded, parsed

if TYPE_CHECKING:
    from folkmoot.store.storage import FileEngine

Key = tuple[str, int]  # a table and an id


def unfinished(places: Places) -> Unfinished | None:
    """What an interrupted `forget` left to do."""
    try:
        return msgspec.json.decode(places.forgetting.read_bytes(), type=Unfinished)
    except FileNotFoundError:
        return None


def forget(engine: FileEngine, account: str, record: Record, only: Sequence[str] | None = None) -> None:
    """Commit a record that removes an account's documents, then erase their content. Under both locks.

    First the present, then history, then copies: interrupted anywhere, the store is whole, and the next one to
    open it goes on. With `only`, the documents of these tables are let go of, and what else the account did stays.
    What the record removes goes from everywhere, too, whosesoever it is or was. For `NOBODY` it is all that goes, and
    copies that hold none of it stay as they are: the history of private documents holds no content.
    """
    image, places = engine.view(), engine.places
    owners = {name: owner for name, owner in image.owners.items() if only is None or name in only}
    if account == NOBODY:
        owners = {}  # what goes is known, and nobody's other documents are looked for
    actor = account if only is None else None
    copies = _copies(places, image.community)
    before = unfinished(places)
    gone = {*before.gone} if before else set()
    gone |= {(op.table, op.id) for op in record.ops}
    if owners:
        gone |= owned(image.tables, engine.records(), owners, account)
    for snapshot in copies.values() if owners else ():
        history = (format.decoded(data).record() for data in snapshot.history)
        gone |= owned(snapshot.image.tables, history, owners, account)
    for folder in (places.file.parent, places.log, places.backups):
        sweep_all(folder)  # half a file that somebody left may hold the same words
    begun = Unfinished(account, sorted(gone), None if only is None else tuple(only))
    replace(places.forgetting, msgspec.json.encode(begun), sync=True, like=places.file)
    sync_folder(places.forgetting)
    ops = [format.stored(op) for op in record.ops]
    engine.add(Line(record.seq, record.at, record.by, record.why, ops, forgot=True))
    engine.snapshot(engine.first)
    segments.sweep(places.log, engine.first)
    for name in segments.linked(places.log, engine.first):
        _rewrite(places.log / name, lambda data: _without(data, gone, actor))
    engine.rewritten()
    engine.snapshot(engine.first)
    for path in places.set_aside():
        _rewrite(path, lambda data: _readable_without(data, gone, actor))
    there = engine.view()
    over = {(table, doc_id) for table, doc_id in gone if doc_id not in there.table(table)}
    told = {key for key in gone if owners or key[0] not in image.private}  # of which history may hold content
    for path, snapshot in copies.items():
        if owners or told or any(doc_id in snapshot.image.table(table) for table, doc_id in over):
            kept = _image_without(snapshot.image, owners, account, over)
            _replace_copy(path, evolve(snapshot, image=kept), told, actor)
    for path in places.drafts_of(account) if only is None else ():
        path.unlink(missing_ok=True)
    places.forgetting.unlink()


def _copies(places: Places, community: str) -> dict[Path, Snapshot]:
    """Every copy of this community in `backups`, whatever it is called. Raises: CopyInTheWay."""
    found = {}
    for path in sorted(places.backups.glob("*.json")):
        try:
            snapshot = parsed(path.read_bytes(), path)
        except CorruptStore as error:
            if path in places.copies():
                raise CopyInTheWay(path, error.reason) from error
            continue  # it is none of ours
        if snapshot.header.community == community and not snapshot.header.segment:
            found[path] = snapshot
    return found


def _rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    data = path.read_bytes()
    changed = change(data)
    if changed != data:
        replace(path, changed, sync=True)


def _without(data: bytes, gone: set[Key], account: str | None) -> bytes:
    """A segment without the content of some documents; whatever can't be read at its end goes with them."""
    lines = []
    chain: int | None = None
    for _offset, line in format.whole_lines(data):
        if not format.is_chained(line):
            private = format.read_private(line)
            lines.append(line if private and (private[0].t, private[0].id) not in gone else b"")
            continue
        if chain is None:
            _opening, chain = format.read_opening(line)
            lines.append(line)
            continue
        try:
            found, after = format.read(line, chain)
        except BadLine:
            break
        lines.append(_erased(found, chain, after, gone, account) if _touches(found, gone, account) else line)
        chain = after
    return b"".join(line + b"\n" for line in lines if line)


def _readable_without(data: bytes, gone: set[Key], account: str | None) -> bytes:
    """Something damaged, without the lines that tell of erased documents or of which nobody can say."""
    kept = []
    for _offset, line in format.whole_lines(data):
        if not format.is_chained(line):
            continue  # private content of a write that never was, or nothing that can be told
        try:
            found = format.decoded(line)
        except BadLine:
            continue
        if not _touches(found, gone, account):
            kept.append(line + b"\n")
    return b"".join(kept)


def _touches(line: Line, gone: set[Key], account: str | None) -> bool:
    return line.by == account or any((op.t, op.id) in gone for op in line.ops)


def _erased(line: Line, before: int, after: int, gone: set[Key], account: str | None) -> bytes:
    """A record without content and reason: it may tell of what is gone. The facts stay."""
    ops = [_erased_op(op) if (op.t, op.id) in gone else op for op in line.ops]
    by = FORGOTTEN if line.by == account else line.by
    changed = evolve(line, by=by, why="", ops=ops, chain=format.digits(after))
    data, _value = format.chained(changed, before)
    return data.rstrip(b"\n")


def _erased_op(op: StoredOp) -> StoredOp:
    if op.private:
        return StoredOp(op.t, op.id, private=op.private, sum=op.sum)
    return StoredOp(op.t, op.id, erased=op.op().kind)


def _replace_copy(path: Path, snapshot: Snapshot, gone: set[Key], account: str | None) -> None:
    header = snapshot.header
    place = {"opens": header.opens, "opening": header.opening}
    if not gone and account is None:
        replace(path, encoded(snapshot.image, place, list(snapshot.history)), sync=True)
        return
    history = []
    chain = int(header.opening or "0", 16)
    for data in snapshot.history:
        found, after = format.read(data, chain)
        touched = _touches(found, gone, account)
        history.append(_erased(found, chain, after, gone, account) if touched else data)
        chain = after
    replace(path, encoded(evolve(snapshot.image, chain=chain), place, history), sync=True)


def _image_without(image: Image, owners: Mapping[str, str], account: str, over: set[Key]) -> Image:
    """An image without the documents that belong to an account, and without some that are over."""
    tables = dict(image.tables)
    for name in {table for table, _id in over} & set(tables):
        tables[name] = tables[name].changed(dict.fromkeys(one for table, one in over if table == name))
    for name, owner in owners.items():
        documents = tables.get(name)
        if documents is not None:
            theirs = [doc_id for doc_id, document in documents.items() if belongs(document, owner, account)]
            tables[name] = documents.changed(dict.fromkeys(theirs))
    return evolve(image, tables=tables)


def prune(engine: FileEngine, before: datetime, record: Record) -> int:
    """Let go of the oldest records, up to the last that is older than an instant. Under both locks."""
    image = engine.view()
    log = engine.places.log
    gone, chain = 0, 0
    count = 0
    for line, after, _data in segments.records(log, engine.first, engine.path):
        if line.at is None or line.at >= before:
            break
        gone, chain, count = line.seq, after, count + 1
    if not count:
        return 0
    engine.add(Line(record.seq, record.at, record.by, record.why))
    engine.journal.flush()  # or a power cut could leave the copy below longer than what it was made of
    following = segments.linked(log, engine.first)
    edge = max((name for name in following if format.base_of(name) <= gone), key=format.base_of)
    first = format.name_of(gone)
    if first != edge:
        lines = b"".join(_after(log / edge, gone))
        replace(log / first, format.opening(gone, chain, image.community) + lines, sync=True, like=log / edge)
        sync_folder(log / first)
    if edge == following[-1]:
        now = engine.view()
        place = Header(
            format=format.FORMAT,
            community=now.community,
            at=now.at,
            seq=now.seq,
            chain=format.digits(now.chain),
            segment=first,
        )
        engine.journal.follow(place)
    engine.snapshot(first)
    segments.sweep(log, first)
    return count


def _after(path: Path, seq: int) -> Iterator[bytes]:
    """The lines of a segment that come after a record."""
    passed = False
    for offset, line in format.whole_lines(path.read_bytes()):
        if passed:
            yield line + b"\n"
        elif offset and format.is_chained(line):
            passed = format.decoded(line).seq == seq
