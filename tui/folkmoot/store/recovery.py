"""Repair: a store that can be used again, out of what can still be read. What is damaged is set aside, never lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace as evolve

from folkmoot.contributions import Collection
from folkmoot.store import backup, format, segments
from folkmoot.store.errors import CorruptStore, NoStore, SchemaTooNew, StoreExists
from folkmoot.store.files import make_folder, replace, sync_folder, told
from folkmoot.store.format import Line
from folkmoot.store.image import Image, Taken, applied
from folkmoot.store.lock import Lock
from folkmoot.store.places import Places
from folkmoot.store.snapshot import Snapshot, parsed
from folkmoot.store.survey import Survey, survey
from folkmoot.words import _, ngettext

REPAIRER = "(store)"


@contextmanager
def alone(places: Places, doing: str, patience: float) -> Iterator[None]:
    """Both locks of a store. Raises: StoreBusy, ReadOnlyStore."""
    with ExitStack() as stack, told(places.file):
        for path in (places.lock, places.snap_lock):
            lock = Lock(path)
            lock.take(doing, patience)
            stack.callback(lock.close)
            stack.callback(lock.release)
        yield


def repair(
    path: Path, collections: Iterable[Collection], *, now: datetime, patience: float = 5.0
) -> list[str]:
    """Make the store in a file usable; returns a sentence for each thing that was done, none if all was well.

    Raises: NoStore; CorruptStore where nothing can be read that a store could be made of, with all left as it
    is; SchemaTooNew; StoreBusy, ReadOnlyStore, DiskFull, NotDurable.
    """
    places = Places.of(path)
    if not places.file.exists() and not segments.names(places.log) and not places.copies():
        raise NoStore(path)
    with alone(places, "repairing", patience):
        found = survey(path, collections)
        _refuse_newer(places.file)
        if found.whole:
            return _tidy(found)
        return _rebuild(found, now)


def _refuse_newer(file: Path) -> None:
    try:
        parsed(file.read_bytes(), file)
    except SchemaTooNew:
        raise
    except (CorruptStore, OSError):
        return


def _tidy(found: Survey) -> list[str]:
    """Set a bad end aside, and take away what an interrupted rotation left."""
    places, said = found.places, []
    if found.journal.tail:
        name, start, length = found.journal.tail
        segment = places.log / name
        aside = places.aside(segment)
        data = segment.read_bytes()
        replace(aside, data[start:], sync=True, like=segment)
        replace(segment, data[:start], sync=True)
        sync_folder(segment)
        said.append(
            ngettext(
                "{count} byte of an unfinished write was set aside as {name}.",
                "{count} bytes of an unfinished write were set aside as {name}.",
                length,
                name=aside.name,
            )
        )
    if found.snapshot and found.snapshot.header.segment:
        before = segments.names(places.log)
        segments.sweep(places.log, found.journal.names[0])
        left = [name for name in before if not (places.log / name).exists()]
        said += [_("{name}, which led nowhere, was taken away.", name=name) for name in left]
    return said


def _rebuild(found: Survey, now: datetime) -> list[str]:
    """A new journal and a new snapshot, out of what can be read; the old ones are set aside."""
    known = _kept_in_copies(found)
    start, since, said = _beginning(found)
    opens, opening = _opening(found, known, start.seq)
    image, lines, lost = _followed(found, known, start, since, opens, opening, now)
    said += [_set_aside(found.places, path) for path in _files(found.places)]
    history = [line.rstrip(b"\n") for line in lines]
    old = segments.names(found.places.log)
    backup.found(found.places, image, history, opens if history else None, opening)
    for name in old:
        if name != format.name_of(opens if history else image.seq):
            (found.places.log / name).unlink()
    if lost:
        which = ", ".join(str(seq) for seq in lost)
        said.append(_("Lost: what these changes did, where nothing else holds it: {which}.", which=which))
    if not found.journal.records:
        said.append(
            _("What happened after change {seq} stood in the journal alone, and is lost.", seq=image.seq)
        )
    said.append(
        ngettext(
            "The store is whole again, with its history of {count} change.",
            "The store is whole again, with its history of {count} changes.",
            len(history),
        )
    )
    return said


def _kept_in_copies(found: Survey) -> dict[int, tuple[Line, int]]:
    """Records that copies of this community hold, and the value of the chain before each."""
    header = found.snapshot.header if found.snapshot else None
    community = found.journal.community or (header.community if header else "")
    known: dict[int, tuple[Line, int]] = {}
    for copy in found.places.copies():
        try:
            snapshot = parsed(copy.read_bytes(), copy)
        except (CorruptStore, SchemaTooNew):
            continue
        if community and snapshot.header.community != community:
            continue
        chain = int(snapshot.header.opening or "0", 16)
        for data in snapshot.history:
            line, after = format.read(data, chain)
            known.setdefault(line.seq, (line, chain))
            chain = after
    return known


def _opening(found: Survey, known: Mapping[int, tuple[Line, int]], seq: int) -> tuple[int, int]:
    """The record after which the history begins, and the value of the chain there."""
    if found.journal.records:
        return found.journal.base, found.journal.opening
    kept = sorted(number for number in known if number <= seq)
    return (kept[0] - 1, known[kept[0]][1]) if kept else (seq, 0)


def _beginning(found: Survey) -> tuple[Image, int, list[str]]:
    """The best thing to start from: the file, the journal from its beginning, the file as it stands, a copy."""
    places = found.places
    if found.snapshot and not found.snapshot_fault and _belongs(found, found.snapshot):
        return found.snapshot.image, found.snapshot.header.seq, []
    if found.journal.goes_back:
        said = [_("{file} was written anew from its journal.", file=places.file.name)]
        return _with_private(_founded(found), found.snapshot, found), 0, said
    if found.snapshot and found.snapshot.image.names():
        said = [_("{file} was taken as it stands, without its checksum.", file=places.file.name)]
        return found.snapshot.image, found.snapshot.header.seq, said
    for copy in reversed(places.copies()):
        try:
            snapshot = parsed(copy.read_bytes(), copy)
        except (CorruptStore, SchemaTooNew):
            continue
        if not found.journal.records or snapshot.header.seq >= found.journal.base:
            return snapshot.image, snapshot.header.seq, [_("{copy} was taken to start from.", copy=copy.name)]
    raise CorruptStore(places.file, _("neither it nor its journal nor a copy can be read far enough"))


def _belongs(found: Survey, snapshot: Snapshot) -> bool:
    return not found.journal.community or snapshot.header.community == found.journal.community


def _founded(found: Survey) -> Image:
    return Image(found.journal.community, "", 0, 0, {}, {}, {}, {}, frozenset())


def _with_private(image: Image, damaged: Snapshot | None, found: Survey) -> Image:
    """Private content is not in the journal: what the damaged file still tells of it is kept."""
    if damaged is None:
        return image
    hidden = {op.t for one in found.journal.records if one.line for op in one.line.ops if op.private}
    tables = {name: damaged.image.tables[name] for name in hidden if name in damaged.image.tables}
    return evolve(image, tables=tables, next={name: damaged.image.next_id(name) for name in tables})


def _followed(
    found: Survey,
    known: Mapping[int, tuple[Line, int]],
    image: Image,
    since: int,
    opens: int,
    opening: int,
    now: datetime,
) -> tuple[Image, list[bytes], list[int]]:
    """The present, the history's lines in a chain of their own, and the numbers of what was lost."""
    here = {one.line.seq: one for one in found.journal.records if one.line is not None}
    if not here and not known:
        return image, [], []
    lines: list[bytes] = []
    lost: list[int] = []
    chain = opening
    for seq in range(opens + 1, max(image.seq, *here, opens) + 1):
        one = here.get(seq)
        line = one.line if one else known[seq][0] if seq in known else None
        if line is not None and seq > since:
            try:
                image = applied(image, [Taken(line, 0, one.private if one else {})])
            except ValueError:
                line = None
        if line is None:
            lost.append(seq)
            line = _stand_in(seq, now)
            image = applied(image, [Taken(line, 0)]) if seq > since else image
        data, chain = format.chained(evolve(line, chain="") if line.chain else line, chain)
        lines.append(data)
    return evolve(image, seq=max(image.seq, opens + len(lines)), chain=chain), lines, lost


def _stand_in(seq: int, now: datetime) -> Line:
    return Line(seq, now, REPAIRER, _("this change could not be read any more"), lost=True)


def _files(places: Places) -> Iterator[Path]:
    if places.file.exists():
        yield places.file
    for name in segments.names(places.log):
        yield places.log / name


def _set_aside(places: Places, path: Path) -> str:
    aside = places.aside(path)
    replace(aside, path.read_bytes(), sync=True, like=path)
    sync_folder(aside)
    return _("{file} was kept as {name}.", file=path.name, name=aside.name)


def import_file(source: Path, path: Path, *, patience: float = 5.0) -> None:
    """Make a store of a file that stands alone: an export, a backup, or a file of the first version.

    Raises: StoreExists, CorruptStore, SchemaTooNew, StoreUnreadable, ReadOnlyStore, DiskFull, NotDurable.
    """
    with told(source, writing=False):
        snapshot = backup.read(source)
    places = Places.of(path)
    with told(path):
        make_folder(places.file.parent)
    with alone(places, "importing", patience), told(path):
        if places.file.exists() or segments.hold_records(places.log):
            raise StoreExists(path)
        backup.adopt(places, snapshot)


def put_in_place(copy: Path, path: Path, *, patience: float = 5.0) -> list[str]:
    """Where the present can't be read: set all of it aside and make the store of a copy.

    Raises: as `import_file`.
    """
    with told(copy, writing=False):
        snapshot = backup.read(copy)
    places = Places.of(path)
    with alone(places, "restoring", patience), told(path):
        old = segments.names(places.log)
        said = [_set_aside(places, file) for file in _files(places)]
        for name in old:
            (places.log / name).unlink()
        places.file.unlink(missing_ok=True)
        backup.adopt(places, snapshot)
    return said
