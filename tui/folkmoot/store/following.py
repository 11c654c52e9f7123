"""The reading side of the engine on files: what a snapshot holds, and whatever its journal has since."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from threading import RLock

from folkmoot.errors import FolkmootError
from folkmoot.store import format, segments
from folkmoot.store.engine import EVERYTHING, Record, Wanted
from folkmoot.store.errors import CorruptStore, NoStore, StoreBusy, StoreReplaced, TransactionAborted
from folkmoot.store.files import Stamp, stamp, told
from folkmoot.store.format import Line
from folkmoot.store.image import Image, Taken, applied
from folkmoot.store.journal import Journal
from folkmoot.store.places import Places
from folkmoot.store.segment import Gone, Lacking
from folkmoot.store.snapshot import header_of, parsed
from folkmoot.words import _

TRIES = 20  # to read a store that others rewrite meanwhile
RECENT = 512  # records that are kept for those who ask what changed


class Following:
    """Follows a store without ever locking it, for the price of two stats where nothing happened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.places = Places.of(path)
        self.journal = Journal(self.places.log, path)
        self.image: Image | None = None
        self.first = ""  # the oldest segment
        self._name = os.fspath(self.places.file)
        self._stamp: Stamp | None = None
        self._size = 0  # of the snapshot, in bytes
        self._recent: deque[Line] = deque(maxlen=RECENT)
        self._closed = False
        self._community = ""  # whose store it was when it was first read
        self.epoch = 0
        self.mutex = RLock()  # threads share a store: one at a time moves it on

    @property
    def community(self) -> str:
        return self.view().community

    def view(self) -> Image:
        """The present moment, for the price of two stats if nothing happened."""
        if self._closed:
            raise TransactionAborted(_("This store is closed; open it again to go on."))
        with self.mutex:
            try:
                image = self._followed()
            except (FileNotFoundError, NotADirectoryError):
                self.image = None
                raise self._missing() from None
            except OSError as error:
                self.image = None
                with told(self.path, writing=False):
                    raise error
            self.looked()
            return image

    def _followed(self) -> Image:
        try:
            if self.image is None:
                return self._load()
            if stamp(os.stat(self._name)) != self._stamp:  # noqa: PTH116  half the price, at every read
                self._look_again()
            if not self.journal.unchanged():
                self._follow()
            return self.image
        except Gone:
            return self._load()
        except CorruptStore:
            self.image = None  # it may be half way: whoever looks next reads everything
            raise

    def _missing(self) -> FolkmootError:
        if segments.names(self.places.log):
            return CorruptStore(self.path, _("the file is missing, and its journal is there"))
        was_here = self._stamp is not None or self.places.lock.exists() or self.places.backups.is_dir()
        return NoStore(self.path, lost=was_here)

    def _load(self) -> Image:
        """Read everything. Others may rewrite it meanwhile: a snapshot and the journal that it names go together."""
        for tried in range(TRIES):
            before = stamp(self.places.file.stat())
            try:
                return self._loaded()
            except Lacking as error:
                if tried and stamp(self.places.file.stat()) == before:
                    raise CorruptStore(self.path, _("private content is missing from its journal")) from error
            except CorruptStore:
                if stamp(self.places.file.stat()) == before:
                    raise
            except Gone:
                continue  # a segment was replaced under us
        raise StoreBusy

    def _loaded(self) -> Image:
        with self.places.file.open("rb") as file:
            self._stamp = stamp(os.fstat(file.fileno()))
            snapshot = parsed(file.read(), self.path)
        if self._community not in ("", snapshot.header.community):
            raise StoreReplaced(self.path)
        if not snapshot.header.segment:
            return self.stands_alone(snapshot.header.community)
        self._size, self.first = self._stamp[2], snapshot.header.first or snapshot.header.segment
        self._recent.clear()
        try:
            self.journal.follow(snapshot.header)
            self.image = snapshot.image
            self._follow()
            while name := segments.beyond(self.places.log, self.journal.segment.base, self.journal.seq):
                reached = self.journal.seq, self.journal.segment.base
                self._follow()  # somebody may have gone on there just now
                if reached == (self.journal.seq, self.journal.segment.base):
                    raise CorruptStore(
                        self.path, _("{name} goes on, and nothing leads there any more", name=name)
                    )
        except FileNotFoundError as error:
            self.image = None
            missing = _("the segment {name} is missing", name=snapshot.header.segment)
            raise CorruptStore(self.path, missing) from error
        except BaseException:
            self.image = None
            raise
        self._community = snapshot.header.community
        self.epoch += 1
        return self.image

    def _follow(self) -> None:
        """Take in what others wrote."""
        assert self.image is not None
        for _time in range(2):  # content that is missing was replaced, by a record that comes next
            records = self.journal.news()
            self._take(records)
            if not self.journal.lacking:
                return
        raise Lacking

    def _take(self, records: Sequence[Taken]) -> None:
        assert self.image is not None
        try:
            self.image = applied(self.image, records)
        except ValueError as error:
            raise CorruptStore(self.path, str(error)) from error
        for taken in records:
            self._recent.append(taken.line)

    def _look_again(self) -> None:
        """The snapshot is another one: see that it is whole, and where the journal begins now."""
        with self.places.file.open("rb") as file:
            found = stamp(os.fstat(file.fileno()))
            header = header_of(file.read(), self.path)
        first = header.first or header.segment
        if not header.segment or (self.image and header.community != self.image.community):
            raise Gone
        if format.base_of(first) > self.journal.segment.base:
            raise Gone  # what is followed here was let go of, by somebody who did not come to take it away
        self.first = first
        self._stamp, self._size, self.journal.read = found, found[2], 0

    def records(
        self, since: int = 0, not_before: datetime | None = None, wanted: Wanted = EVERYTHING
    ) -> Iterator[Record]:
        """The records after `since`, oldest first; most of those before an instant or not `wanted` left out."""
        seq = self.view().seq
        since = max(since, format.base_of(self.first))  # what is older was let go of
        recent = list(self._recent)
        known = bool(recent) and (
            recent[0].seq <= since + 1 or (not_before is not None and _is_before(recent[0], not_before))
        )
        if known:
            return (line.record() for line in recent if since < line.seq <= seq and line.is_one(wanted))
        return self._older(since, seq, not_before, wanted)

    def _older(self, since: int, until: int, not_before: datetime | None, wanted: Wanted) -> Iterator[Record]:
        """Records read from the segments, also where others let go of the oldest meanwhile."""
        while True:
            first = self.first
            try:
                for line, _chain, _data in segments.records(
                    self.places.log, first, self.path, since, until, not_before, wanted
                ):
                    since = line.seq
                    yield line.record()
                return
            except CorruptStore:
                self.view()
                if self.first == first:
                    raise
                since = max(since, format.base_of(self.first))

    def looked(self) -> None:
        """Called at each look at the present."""

    def stands_alone(self, community: str) -> Image:
        """What to do with a file that has no journal."""
        raise CorruptStore(self.path, _("its journal is missing"))


def _is_before(line: Line, instant: datetime) -> bool:
    return line.at is not None and line.at < instant
