"""The journal: a row of segments to which every transaction adds one line, followed by all who read the store."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from folkmoot.contributions import Document
from folkmoot.store import format, segments
from folkmoot.store.errors import CorruptStore
from folkmoot.store.files import data_synced, flush, make_folder, owned_like, replace, sync_folder
from folkmoot.store.format import BadLine, Line
from folkmoot.store.image import Taken
from folkmoot.store.segment import PrivateAt, Segment
from folkmoot.words import _

Key = tuple[str, int]  # a table and an id


class Journal:
    """Follows the segments from a place in one of them, and adds to the last."""

    def __init__(self, folder: Path, place: Path) -> None:
        self.folder = folder
        self._place = place  # what errors name
        self.seq = 0
        self.chain = 0
        self.read = 0  # bytes of records read since `follow`
        self.tail = 0  # bytes after the last good record, when it was last read
        self.private: dict[Key, list[PrivateAt]] = {}
        self.lacking: set[Key] = set()  # private documents whose latest content was not found
        self._segment: Segment | None = None

    @property
    def segment(self) -> Segment:
        """The last segment."""
        assert self._segment is not None
        return self._segment

    def follow(self, header: format.Header) -> None:
        """Go to where a snapshot says the journal goes on. Raises: CorruptStore, FileNotFoundError."""
        self.seq, self.chain = header.seq, int(header.chain, 16)
        self.read = self.tail = 0
        self.private, self.lacking = {}, set()
        self._segment = segment = self._opened(header.segment)
        start, chain = self._beginning(segment, header.community)
        if segment.base == self.seq and chain == self.chain:
            segment.offset = start
        elif not self._goes_on_at(segment, header.offset, header.last):
            segment.offset = self._sought(segment, start, chain)

    def _opened(self, name: str) -> Segment:
        try:
            return Segment(self.folder / name)
        except (FileNotFoundError, NotADirectoryError):
            raise
        except ValueError as error:
            raise CorruptStore(self._place, _("{name} is no segment's name", name=name)) from error

    def _beginning(self, segment: Segment, community: str) -> tuple[int, int]:
        head = segment.bytes(0, min(segment.size(), 4096)).partition(b"\n")
        try:
            line, chain = format.read_opening(head[0])
        except BadLine as error:
            raise CorruptStore(
                self._place,
                _(
                    "the beginning of {segment} can't be read: {reason}",
                    segment=segment.path.name,
                    reason=error,
                ),
            ) from error
        if line.community != community or line.opens != segment.base:
            raise CorruptStore(
                self._place, _("{segment} belongs to another community", segment=segment.path.name)
            )
        return len(head[0]) + 1, chain

    def _goes_on_at(self, segment: Segment, offset: int, last: int) -> bool:
        """Whether the record after the snapshot, or the end, stands at an offset."""
        size = segment.size()
        if not 0 < offset <= size or segment.bytes(offset - 1, offset) != b"\n":
            return False
        if offset == size:
            head = segment.bytes(last, last + len(format.MARK) + 8)
            segment.offset, segment.last = offset, last
            return head == format.MARK + b"%08x" % self.chain
        for _start, data in format.whole_lines(segment.bytes(offset, size)):
            if format.is_chained(data):
                try:
                    line, _chain = format.read(data, self.chain)
                except BadLine:
                    return False
                segment.offset, segment.last = offset, last
                return bool(line.seal) or line.seq == self.seq + 1
        return False

    def _sought(self, segment: Segment, start: int, chain: int) -> int:
        """Where the record after the snapshot stands: offsets move when content is erased. Raises: CorruptStore."""
        for offset, data in format.whole_lines(segment.bytes(start, segment.size())):
            if not format.is_chained(data):
                continue
            try:
                line, chain = format.read(data, chain)
            except BadLine:
                break
            if line.seq == self.seq and chain == self.chain:
                segment.last = start + offset
                return start + offset + len(data) + 1
        raise CorruptStore(
            self._place,
            _("{segment} does not go on where {file} ends", segment=segment.path.name, file=self._place.name),
        )

    # -- reading -------------------------------------------------------------------------------------------

    def unchanged(self) -> bool:
        """Whether nothing was added since the last look; costs one fstat. Raises: Gone.

        Behind a bad end one has to look: it may have been taken back, and as much written in its place.
        """
        segment = self.segment
        return segment.size() == segment.offset and not self.tail

    def news(self) -> list[Taken]:
        """The records added since. A bad end is left for whoever holds the lock. Raises: Gone, CorruptStore."""
        found: list[Taken] = []
        while True:
            segment = self.segment
            size = segment.size()
            found += self.taken(segment.bytes(segment.offset, size))
            if self.segment is segment:
                self.tail = size - segment.offset
                if self.tail and segments.record_follows(segment.bytes(segment.offset, size)):
                    raise CorruptStore(
                        self._place,
                        _(
                            "after change {seq} a record can't be read, and others follow it",
                            seq=self.seq,
                        ),
                    )
                return found

    def taken(self, data: bytes) -> list[Taken]:
        """The records in what follows the last one; goes on in the next segment where this one is sealed."""
        segment, begin = self.segment, self.segment.offset
        found: list[Taken] = []
        pending: dict[Key, tuple[str, Document, PrivateAt]] = {}
        for offset, bytes_ in format.whole_lines(data):
            if not format.is_chained(bytes_):
                if private := format.read_private(bytes_):
                    content, total = private
                    at = PrivateAt(content.private, segment.path.name, begin + offset, len(bytes_))
                    pending[content.t, content.id] = total, content.doc, at
                continue
            try:
                line, chain = format.read(bytes_, self.chain)
            except BadLine:
                break
            if line.seal:
                self._go_on(line.seal)
                break
            if line.seq != self.seq + 1:
                break
            found.append(Taken(line, chain, self._contents(line, pending)))
            pending = {}
            self.seq, self.chain = line.seq, chain
            end = begin + offset + len(bytes_) + 1
            self.read += end - segment.offset
            segment.offset, segment.last = end, begin + offset
        return found

    def _contents(
        self, line: Line, pending: dict[Key, tuple[str, Document, PrivateAt]]
    ) -> dict[Key, Document]:
        contents = {}
        for op in line.ops:
            if not op.private:
                continue
            key = op.t, op.id
            known = pending.get(key)
            if known is not None and known[0] != op.sum:
                known = None
            if known is not None:
                contents[key] = known[1]
                self.private.setdefault(key, []).append(known[2])
            if known or op.private == "removed":
                self.lacking.discard(key)
            else:
                self.lacking.add(key)
        return contents

    def _go_on(self, name: str) -> None:
        try:
            segment = Segment(self.folder / name)
        except (OSError, ValueError) as error:
            raise CorruptStore(self._place, _("the segment {name} is missing", name=name)) from error
        line_end, chain = self._beginning(segment, self._community())
        if chain != self.chain or segment.base <= self.segment.base:
            raise CorruptStore(self._place, _("{segment} does not go on from the one before", segment=name))
        segment.offset = line_end
        self._segment = segment
        self.tail = 0

    def _community(self) -> str:
        line, _chain = format.read_opening(self.segment.bytes(0, 4096).partition(b"\n")[0])
        return line.community

    # -- writing: the caller holds the lock ----------------------------------------------------------------

    def add(self, line: Line, private: Sequence[tuple[bytes, Key, Document]] = ()) -> Taken:
        """Add a record behind its private content, and be behind it. Raises: OSError, with nothing added."""
        segment = self.segment
        data, chain = format.chained(line, self.chain)
        before = b"".join(content for content, _key, _document in private)
        self.append(before + data)
        at = segment.offset
        for content, key, _document in private:
            place = PrivateAt(line.seq, segment.path.name, at, len(content) - 1)
            self.private.setdefault(key, []).append(place)
            at += len(content)
        self.read += len(before) + len(data)
        segment.offset, segment.last = at + len(data), at
        self.seq, self.chain = line.seq, chain
        return Taken(line, chain, {key: document for _content, key, document in private})

    def append(self, data: bytes) -> None:
        """Add lines after the last record, all or none. Raises: OSError, with the segment as it was."""
        segment = self.segment
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(segment.descriptor, rest) :]
        except BaseException:
            os.ftruncate(segment.descriptor, segment.offset)
            raise

    def flush(self) -> None:
        """Have the disk keep what was added. Raises: NotDurable."""
        segment = self.segment  # held: a rotation in another thread must not close it meanwhile
        data_synced(segment.descriptor, self._place)

    def rotate(self) -> None:
        """Begin the next segment, and seal this one with its name. Raises: OSError, NotDurable."""
        name = format.name_of(self.seq)
        if name == self.segment.path.name:
            return
        replace(
            self.folder / name,
            format.opening(self.seq, self.chain, self._community()),
            sync=True,
            like=self.segment.path,
        )
        line, _value = format.chained(Line(seal=name), self.chain)
        self.append(line)
        self.flush()
        self._go_on(name)

    def past_private(self, line: Line) -> list[PrivateAt]:
        """Where content stands that a record has replaced; it is forgotten here."""
        past: list[PrivateAt] = []
        for op in line.ops:
            if op.private and (places := self.private.get((op.t, op.id))):
                past += [at for at in places if at.seq < line.seq]
                self.private[op.t, op.id] = [at for at in places if at.seq >= line.seq]
        return past

    def blank(self, places: Sequence[PrivateAt]) -> None:
        """Write spaces over private content that is past."""
        for at in places:
            with suppress(FileNotFoundError):
                descriptor = os.open(self.folder / at.segment, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
                try:
                    found = format.read_private(os.pread(descriptor, at.length, at.offset))
                    if found and found[0].private == at.seq:
                        os.pwrite(descriptor, b" " * at.length, at.offset)
                        flush(descriptor)
                finally:
                    os.close(descriptor)


def begin(folder: Path, base: int, chain: int, community: str, like: Path, lines: bytes = b"") -> Path:
    """Make a segment that begins after a record, with lines that follow it. Raises: OSError, NotDurable."""
    make_folder(folder)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        owned_like(descriptor, folder.parent)
    finally:
        os.close(descriptor)
    path = folder / format.name_of(base)
    replace(path, format.opening(base, chain, community) + lines, sync=True, like=like)
    sync_folder(folder)
    return path
