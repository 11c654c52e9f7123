"""What can still be read of a journal, and where it can't. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from folkmoot.store import format, segments
from folkmoot.store.format import BadLine, Header, Line
from folkmoot.store.places import Places
from folkmoot.words import _, ngettext


class Fault(Struct, frozen=True):
    """Something that is not as it should be: where, what it is, and what repairing it would lose."""

    where: str
    says: str
    loses: str
    grave: bool = True  # the store can't be used, or content is damaged


class Found(Struct, frozen=True):
    """A record as it lies in a segment, or what stands where one should be."""

    segment: str
    offset: int
    line: Line | None  # None: it can't be read
    chain: int  # the chain's value after it
    private: dict[tuple[str, int], dict[str, object]] = {}


class Salvaged(Struct):
    """A journal that begins after record `base`, where the chain stands at `opening`."""

    places: Places
    names: Sequence[str] = ()
    community: str = ""
    base: int = 0
    opening: int = 0
    records: list[Found] = []
    tail: tuple[str, int, int] | None = None  # a segment, where its bad end begins, and how long that is
    missing: list[str] = []
    faults: list[Fault] = []

    @property
    def goes_back(self) -> bool:
        """Whether it can be read from the very beginning of the store."""
        return bool(self.community) and self.base == 0 and not self.missing and bool(self.records)


def salvaged(places: Places, header: Header | None) -> Salvaged:
    """The journal of a store whose file says this of it. Raises: OSError."""
    found = Salvaged(places)
    log = found.places.log
    names = segments.names(log)
    if not names:
        if header and header.segment:
            found.faults.append(_missing(header.segment))
            found.missing.append(header.segment)
        return found
    found.names = names = _in_order(log, names, header, found)
    chain: int | None = None
    expected = 0
    for name in names:
        data = (log / name).read_bytes()
        first, _feed, _rest = data.partition(b"\n")
        try:
            line, opening = format.read_opening(first)
        except BadLine as error:
            found.faults.append(
                Fault(name, _("its first line can't be read: {reason}", reason=error), _("nothing"))
            )
            opening = chain if chain is not None else 0
            line = Line(opens=format.base_of(name))
        if chain is None:
            found.base, found.opening, expected = line.opens or 0, opening, line.opens or 0
            found.community = line.community
        chain, expected = _read_segment(found, name, data, opening, expected, last=name == names[-1])
    return found


def _in_order(log: Path, names: Sequence[str], header: Header | None, found: Salvaged) -> list[str]:
    """The segments that belong to the journal; seals that lead nowhere are faults, the others left-overs."""
    first = header.first or header.segment if header and header.segment else names[0]
    if first not in names:
        found.faults.append(_missing(first))
        found.missing.append(first)
        return list(names)
    order = [first]
    while following := segments.sealed_with(log / order[-1]):
        if following not in names or following in order:
            found.faults.append(_missing(following))
            found.missing.append(following)
            break
        order.append(following)
    while later := [
        name
        for name in names
        if format.base_of(name) > format.base_of(order[-1]) and segments.holds_records(log / name)
    ]:
        says = _("it goes on, and nothing leads there any more")
        found.faults.append(Fault(later[0], says, _("nothing that stands in it")))
        order.append(later[0])
    if header and header.segment and header.segment not in order:
        found.faults.append(
            Fault(header.segment, _("the file names it, and the journal does not lead to it"), _("nothing"))
        )
        return list(names)
    for name in names:
        if name not in order:
            says = _("an interrupted rotation or pruning left it")
            found.faults.append(Fault(name, says, _("nothing"), grave=False))
    return order


def _missing(name: str) -> Fault:
    return Fault(name, _("this segment of the journal is missing"), _("the changes that stood in it"))


def _read_segment(
    found: Salvaged, name: str, data: bytes, chain: int, expected: int, *, last: bool
) -> tuple[int, int]:
    """Take a segment's records in, damaged ones too; returns the chain's value and the last number."""
    pending: dict[tuple[str, int], tuple[str, dict[str, object]]] = {}
    bad: list[Found] = []
    end = data.find(b"\n") + 1
    for offset, bytes_ in format.whole_lines(data):
        if offset == 0:
            continue
        if not format.is_chained(bytes_):
            if private := format.read_private(bytes_):
                pending[private[0].t, private[0].id] = private[1], private[0].doc
            elif bytes_.strip():
                bad.append(Found(name, offset, None, chain))
            continue
        line, after = _record(bytes_, chain, bad)
        if line is None or (line.seq and line.seq <= expected):
            bad.append(Found(name, offset, None, chain))
            continue
        if line.seal:
            end = offset + len(bytes_) + 1
            chain = after
            continue
        if bad or line.seq != expected + 1:
            _tell_gap(found, name, expected + 1, line.seq - 1)
            found.records += [Found(name, offset, None, chain)]
        contents = {
            (op.t, op.id): pending[op.t, op.id][1]
            for op in line.ops
            if op.sum and (op.t, op.id) in pending and pending[op.t, op.id][0] == op.sum
        }
        found.records.append(Found(name, offset, line, after, contents))
        pending, bad, chain, expected = {}, [], after, line.seq
        end = offset + len(bytes_) + 1
    if end < len(data):
        _tell_end(found, name, end, len(data) - end, last=last, whole=data[end:].endswith((b"\n", b"}")))
    return chain, expected


def _record(data: bytes, chain: int, bad: Sequence[Found]) -> tuple[Line | None, int]:
    """A line, also behind a damaged one, where its own checksum can't be compared."""
    try:
        return format.read(data, chain)
    except BadLine:
        if not bad:
            return None, chain
    try:
        line = format.decoded(data)
    except BadLine:
        return None, chain
    return line, int(line.chain.encode() or data[len(format.MARK) : len(format.MARK) + 8], 16)


def _tell_gap(found: Salvaged, name: str, first: int, last: int) -> None:
    which = f"{first}" if first >= last else f"{first}-{last}"
    says = _("the record of change {which} can't be read, and others follow it", which=which)
    loses = _("what change {which} did, where the file does not hold it already", which=which)
    found.faults.append(Fault(name, says, loses))


def _tell_end(found: Salvaged, name: str, start: int, length: int, *, last: bool, whole: bool) -> None:
    says = ngettext(
        "{count} byte after its last record is no whole record",
        "{count} bytes after its last record are no whole record",
        length,
    )
    loses = _("an unfinished write: nobody was told that it was saved")
    if whole:
        loses = _("the last change, unless it was an unfinished write that nobody was told of")
    found.faults.append(Fault(name, says, loses, grave=not last))
    if last:
        found.tail = name, start, length
