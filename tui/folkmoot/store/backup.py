"""Files that stand alone: backups and exports, and a store made of one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec.structs import replace as evolve

from folkmoot.store import format, journal, segments
from folkmoot.store.errors import BadCopy, CorruptStore
from folkmoot.store.files import replace, sync_folder
from folkmoot.store.image import Image
from folkmoot.store.places import Places
from folkmoot.store.snapshot import Snapshot, encoded, parsed
from folkmoot.words import _

DAILY, WEEKLY = 7, 8  # how many of each are kept
STAMP = "%Y%m%dT%H%M%SZ"


def write(path: Path, image: Image, first: str, places: Places, place: Path) -> None:
    """Write an image with its history as one file. Raises: CorruptStore where the history can't be read."""
    base, opening = beginning(places.log / first)
    lines = (data for _line, _chain, data in segments.records(places.log, first, place, 0, image.seq))
    header = {"opens": base, "opening": format.digits(opening)}
    replace(path, encoded(image, header, lines), sync=True, like=places.file)
    sync_folder(path)


def beginning(segment: Path) -> tuple[int, int]:
    """The record after which a segment begins, and the chain's value there."""
    with segment.open("rb") as file:
        line, chain = format.read_opening(file.readline().rstrip(b"\n"))
    return line.opens or 0, chain


def read(path: Path) -> Snapshot:
    """A file that stands alone, whole. Raises: CorruptStore, SchemaTooNew, OSError."""
    try:
        snapshot = parsed(path.read_bytes(), path)
    except CorruptStore as error:
        raise BadCopy(path, error.reason) from error
    if snapshot.header.segment:
        says = _("it is the file of a store, whose journal lies beside it; “folkmoot store export” makes one")
        raise BadCopy(path, says)
    return snapshot


def adopt(places: Places, snapshot: Snapshot) -> None:
    """Make a store of a file that stands alone, in its place. Raises: CorruptStore, OSError."""
    header, image = snapshot.header, snapshot.image
    opens, chain = header.opens, int(header.opening or "0", 16)
    reached = opens
    for data in snapshot.history:
        line, chain = format.read(data, chain)
        reached = line.seq
    if not snapshot.history:
        opens = reached = image.seq
        chain = image.chain
    if reached != image.seq or (image.chain and chain != image.chain):
        raise CorruptStore(places.file, _("its history does not lead to what it holds"))
    found(places, evolve(image, chain=chain), snapshot.history, opens, int(header.opening or "0", 16))


def found(
    places: Places, image: Image, history: Sequence[bytes], opens: int | None = None, opening: int = 0
) -> None:
    """Make the files of a store: the journal first, the snapshot last. Raises: OSError, DiskFull, NotDurable."""
    if not history:
        opens, opening = image.seq, image.chain
    lines = b"".join(data + b"\n" for data in history)
    segment = journal.begin(places.log, opens or 0, opening, image.community, places.file, lines)
    size = segment.stat().st_size
    last = size - len(history[-1]) - 1 if history else 0
    place = {"segment": segment.name, "offset": size, "last": last, "first": segment.name}
    replace(places.file, encoded(image, place), sync=True)


# -- rotation ------------------------------------------------------------------------------------------------


def label(now: datetime, names: Iterable[str]) -> str:
    """What the next routine copy is called: the first of a calendar week is a weekly one."""
    week = now.isocalendar()[:2]
    weekly = any(
        kind == "weekly" and taken.isocalendar()[:2] == week for taken, kind in routine(names).values()
    )
    return f"{now:{STAMP}}-{'daily' if weekly else 'weekly'}"


def routine(names: Iterable[str]) -> dict[str, tuple[datetime, str]]:
    """Of the names of copies, those that were made by the week's routine: when, and which kind."""
    found = {}
    for name in names:
        parts = name.removesuffix(".json").split("-")
        kinds = [n for n, part in enumerate(parts) if part in ("daily", "weekly")]
        if kinds and kinds[0] > 0:
            try:
                taken = datetime.strptime(parts[kinds[0] - 1], STAMP).replace(tzinfo=UTC)
            except ValueError:
                continue
            found[name] = (taken, parts[kinds[0]])
    return found


def superfluous(names: Iterable[str], now: datetime) -> list[str]:
    """Routine copies that are past: all but the newest of a day that is over, seven daily and eight weekly ones.

    Those of today are all kept: whoever made one just now will look for it.
    """
    found = routine(names)
    kept = {name for name, (taken, _kind) in found.items() if taken.date() >= now.date()}
    for kind, count in (("daily", DAILY), ("weekly", WEEKLY)):
        newest: dict[date, str] = {}
        for name, (taken, its) in sorted(found.items(), key=lambda one: (one[1][0], one[0])):
            if its == kind:
                newest[taken.date()] = name
        kept |= {newest[day] for day in sorted(newest)[-count:]}
    return [name for name in found if name not in kept]


def is_due(now: datetime, names: Iterable[str]) -> bool:
    """Whether today has no routine copy yet."""
    return not any(taken.date() == now.date() for taken, _kind in routine(names).values())


def keep_routine(
    places: Places, now: datetime, make: Callable[[str], Path], *, only_if_due: bool
) -> Path | None:
    """Make today's copy by its label, and take away those that are past; None where today has one already."""
    names = [path.name for path in places.copies()]
    if only_if_due and not is_due(now, names):
        return None
    made = make(label(now, names))
    for name in superfluous([*names, made.name], now):
        (places.backups / name).unlink(missing_ok=True)
    return made
