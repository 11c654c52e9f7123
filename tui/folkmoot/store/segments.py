"""The segments of a journal as files: which there are, what stands in them, and putting a bad end aside."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from folkmoot.store import format
from folkmoot.store.engine import EVERYTHING, Wanted
from folkmoot.store.errors import CorruptStore
from folkmoot.store.files import replace, sweep_all, sync_folder
from folkmoot.store.format import BadLine, Line
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.store.journal import Journal

SEAL = 64  # bytes that hold more than a seal


def names(folder: Path) -> list[str]:
    """The segments there are, also such as no seal leads to."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return sorted(entry.name for entry in os.scandir(folder) if _is_segment(entry.name))
    return []


def _is_segment(name: str) -> bool:
    try:
        return format.base_of(name) >= 0
    except ValueError:
        return False


def linked(folder: Path, first: str) -> list[str]:
    """The segments that follow each other from the first, by their seals."""
    found = [first]
    while (following := sealed_with(folder / found[-1])) and following not in found:
        found.append(following)
    return found


def sealed_with(path: Path) -> str:
    """The name that a segment's last line seals it with; empty where it is still open. Raises: OSError."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - SEAL))
        last = file.read().rstrip(b"\n").rpartition(b"\n")[2]
    if not format.is_chained(last):
        return ""
    try:
        return format.decoded(last).seal
    except BadLine:
        return ""


def beyond(folder: Path, base: int, seq: int) -> str | None:
    """A segment that goes on after a record and is not the one that ends with it; None where there is none.

    One that begins there and holds nothing was left by an interrupted rotation.
    """
    for name in names(folder):
        begins = format.base_of(name)
        if begins > base and (begins > seq or (begins == seq and holds_records(folder / name))):
            return name
    return None


def holds_records(segment: Path) -> bool:
    """Whether anything stands behind its first line."""
    try:
        with segment.open("rb") as file:
            return bool(file.readline()) and bool(file.readline())
    except FileNotFoundError:
        return False


def records(
    folder: Path,
    first: str,
    place: Path,
    since: int = 0,
    until: int | None = None,
    not_before: datetime | None = None,
    wanted: Wanted = EVERYTHING,
) -> Iterator[tuple[Line, int, bytes]]:
    """Every record after `since`: its content, the chain after it, and its bytes without the line feed.

    With `until` no record after that, and none may be missing before it. Records before an instant, and those
    that are not `wanted`, are verified and passed over unread. Raises: CorruptStore.
    """
    told = format.told_by(wanted)
    early = _written(not_before) if not_before else b""
    try:
        following = linked(folder, first)
        start = max((n for n, name in enumerate(following) if format.base_of(name) <= since), default=0)
        reached = 0
        for name in following[start:]:
            for line, chain, data in _of_segment(folder / name, early, told):
                if until is not None and line.seq > until:
                    return
                reached = line.seq
                if line.seq > since and line.at is not None:
                    yield line, chain, data
    except FileNotFoundError as error:
        missing = _("the segment {name} is missing", name=Path(str(error.filename)).name)
        raise CorruptStore(place, missing) from error
    if until is not None and reached < until and format.base_of(following[-1]) < until:
        raise CorruptStore(place, _("the record of change {seq} can't be read", seq=reached + 1))


AT = re.compile(rb'\{"crc":"[0-9a-f]{8}","seq":([0-9]+),"at":"([^"]+)"')


def _written(instant: datetime) -> bytes:
    """An instant as records write it, to the second: what sorts before it is earlier."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S").encode()


def _of_segment(
    path: Path, early: bytes = b"", told: Sequence[Sequence[bytes]] = ()
) -> Iterator[tuple[Line, int, bytes]]:
    """The records of a segment up to its seal, or to the first that can't be read.

    Of those written before `early`, and of those that lack all of one of the lists `told`, only the number is.
    """
    chain: int | None = None
    for data in format.chained_lines(path.read_bytes()):
        try:
            if chain is None:
                _line, chain = format.read_opening(data)
                continue
            found = AT.match(data) if early or told else None
            if found and (found[2] < early or _lacks(data, told)) and b'"chain":"' not in data:
                line, chain = Line(int(found[1])), format.verified(data, chain)
            else:
                line, chain = format.read(data, chain)
        except BadLine:
            return
        if line.seal:
            return
        yield line, chain, data


def _lacks(data: bytes, told: Sequence[Sequence[bytes]]) -> bool:
    return any(not any(one in data for one in each) for each in told)


def hold_records(folder: Path) -> bool:
    """Whether anything was ever written there."""
    found = names(folder)
    return len(found) > 1 or any(
        sum(1 for _offset, data in format.whole_lines((folder / name).read_bytes()) if data) > 1
        for name in found
    )


def take_away(folder: Path) -> None:
    """Remove the folder of a journal that holds nothing."""
    with suppress(OSError):
        for entry in list(folder.iterdir()):
            entry.unlink()
        folder.rmdir()


def sweep(folder: Path, first: str) -> None:
    """Remove segments that no seal leads to: an interrupted rotation or pruning left them. Under the lock."""
    following = linked(folder, first)
    for name in names(folder):
        if name not in following:
            (folder / name).unlink(missing_ok=True)
    sweep_all(folder)


def set_tail_aside(journal: Journal) -> Path:
    """Keep what follows the last good record under another name, and end the segment there. Under the lock.

    A good record never follows the bad one here: that is no interrupted write, and was refused when it was read.
    """
    segment = journal.segment
    data = segment.path.read_bytes()
    tail = data[segment.offset :]
    number = 1
    while (aside := segment.path.with_name(f"{segment.path.name}.bad-{number}")).exists():
        number += 1
    replace(aside, tail, sync=True, like=segment.path)
    replace(segment.path, data[: segment.offset], sync=True)
    sync_folder(aside)
    return aside


def record_follows(tail: bytes) -> bool:
    """Whether behind the first line of a bad end there is one that was a whole record."""
    chained = [data for _offset, data in format.whole_lines(tail) if format.is_chained(data)]
    first_is_bad = not tail.startswith(format.MARK)
    for data in chained if first_is_bad and not tail.startswith(b'{"private":') else chained[1:]:
        try:
            if format.decoded(data).seq > 0:
                return True
        except BadLine:
            continue
    return False
