"""A look over every file of a store: what is well, what is damaged, and what would be lost. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from folkmoot.contributions import Collection
from folkmoot.errors import FolkmootError
from folkmoot.store import erase
from folkmoot.store.engine import REVISION
from folkmoot.store.errors import field_of
from folkmoot.store.image import Image, Taken, applied
from folkmoot.store.places import Places
from folkmoot.store.salvage import Fault, Salvaged, salvaged
from folkmoot.store.snapshot import Snapshot, parsed
from folkmoot.text import clean
from folkmoot.words import _, ngettext


class Survey(Struct):
    """What was found. `image` is the present, where all of it can be read."""

    places: Places
    snapshot: Snapshot | None = None
    snapshot_fault: str = ""
    journal: Salvaged = msgspec.field(default_factory=lambda: Salvaged(Places(Path())))
    image: Image | None = None
    faults: list[Fault] = []

    @property
    def seq(self) -> int:
        """The last change that can be read."""
        known = [one.line.seq for one in self.journal.records[-1:] if one.line]
        return max([self.snapshot.header.seq if self.snapshot else 0, *known])

    @property
    def whole(self) -> bool:
        """Whether the store can be used as it is."""
        return not any(fault.grave for fault in self.faults)


def survey(path: Path, collections: Iterable[Collection]) -> Survey:
    """Look over the store in a file. Raises: OSError for files that can't be read at all."""
    found = Survey(Places.of(path))
    _look_at_snapshot(found)
    found.journal = salvaged(found.places, found.snapshot.header if found.snapshot else None)
    found.faults += found.journal.faults
    if found.snapshot and not found.snapshot_fault:
        _look_at_present(found, tuple(collections))
    found.faults += _beside(found.places)
    return found


def _look_at_snapshot(found: Survey) -> None:
    file = found.places.file
    try:
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        found.snapshot_fault = _("the file is missing")
    else:
        try:
            found.snapshot = parsed(data, file)
        except FolkmootError as error:
            found.snapshot_fault = getattr(error, "reason", error.sentence)
            if getattr(error, "known", None) is None:
                found.snapshot = _leniently(data, file)
    if found.snapshot_fault:
        found.faults.append(Fault(file.name, found.snapshot_fault, ""))


def _leniently(data: bytes, file: Path) -> Snapshot | None:
    try:
        snapshot = parsed(data, file, strict=False)
        for documents in snapshot.image.tables.values():
            for document in documents.values():
                if not isinstance(document, dict):
                    return None
    except (FolkmootError, ValueError, TypeError, AttributeError):
        return None
    return snapshot


def _look_at_present(found: Survey, collections: Sequence[Collection]) -> None:
    """Whether snapshot and journal lead to one present, and whether it fits its types."""
    assert found.snapshot is not None
    header, image = found.snapshot.header, found.snapshot.image
    if header.segment and found.journal.community not in ("", header.community):
        says = _("it belongs to another community than its journal")
        found.faults.append(Fault(found.places.file.name, says, _("nothing: it is kept aside")))
        return
    if header.segment and not found.journal.missing:
        reached = found.journal.opening if header.seq == found.journal.base else None
        later = []
        for one in found.journal.records:
            if one.line is None:
                continue
            if one.line.seq == header.seq:
                reached = one.chain
            if one.line.seq > header.seq:
                later.append(Taken(one.line, one.chain, one.private))
        if reached != image.chain:
            says = _("change {seq} in the journal is not the one that the file ends with", seq=header.seq)
            found.faults.append(Fault(found.places.file.name, says, _("nothing that can be told")))
            return
        try:
            image = applied(image, later)
        except ValueError as error:
            found.faults.append(Fault(found.places.file.name, str(error), _("the changes after it")))
            return
    found.image = image
    found.faults += _misfits(image, collections, found.places.file.name)
    if found.journal.base == 0 and header.segment and not found.journal.missing:
        found.faults += _differences(found, image)


def _misfits(image: Image, collections: Sequence[Collection], where: str) -> Iterator[Fault]:
    """Documents that their plugin could not read."""
    for collection in collections:
        if image.versions.get(collection.name, 1) != collection.version:
            continue
        for doc_id, document in image.table(collection.name).items():
            try:
                msgspec.convert(
                    {name: part for name, part in document.items() if name != REVISION},
                    collection.type,
                    str_keys=True,
                )
            except msgspec.ValidationError as error:
                says = _(
                    "{collection} {id} does not fit: {reason}",
                    collection=collection.name,
                    id=doc_id,
                    reason=clean(str(error).split(" - at ")[0]),
                )
                yield Fault(f"{where} ({field_of(str(error)) or '?'})", says, _("nothing; it stays as it is"))


def _differences(found: Survey, image: Image) -> Iterator[Fault]:
    """Where the history, from its beginning, leads to another present than the file tells of."""
    replayed = replay(found)
    if replayed is None:
        return
    hidden = {
        (op.t, op.id)
        for one in found.journal.records
        if one.line
        for op in one.line.ops
        if op.private or op.erased
    }
    for name in {*image.names(), *replayed.names()}:
        one, other = image.table(name), replayed.table(name)
        for doc_id in sorted({*one, *other}):
            if (name, doc_id) not in hidden and one.get(doc_id) != other.get(doc_id):
                says = _("{collection} {id} is not what its history leads to", collection=name, id=doc_id)
                yield Fault(found.places.file.name, says, _("nothing: the history has it"))


def replay(found: Survey) -> Image | None:
    """The present as the journal alone tells it, from its beginning; None where it does not go back so far."""
    if (
        found.journal.base
        or found.journal.missing
        or any(one.line is None or one.line.lost for one in found.journal.records)
    ):
        return None
    image = Image(found.journal.community, "", 0, 0, {}, {}, {}, {}, frozenset())
    try:
        return applied(
            image, [Taken(one.line, one.chain, one.private) for one in found.journal.records if one.line]
        )
    except ValueError:
        return None


def _beside(places: Places) -> Iterator[Fault]:
    """Copies that can't be read, what was set aside, and what an interrupted `forget` left to do."""
    for copy in places.copies():
        try:
            parsed(copy.read_bytes(), copy)
        except FolkmootError as error:
            says = getattr(error, "reason", error.sentence)
            yield Fault(f"{places.backups.name}/{copy.name}", says, _("this copy"), grave=False)
    for aside in places.set_aside():
        says = ngettext(
            "{count} byte was set aside as damaged",
            "{count} bytes were set aside as damaged",
            aside.stat().st_size,
        )
        yield Fault(aside.name, says, _("nothing; it may be looked at and removed"), grave=False)
    if erase.unfinished(places):
        says = _("somebody was being forgotten when the program ended")
        yield Fault(
            places.forgetting.name, says, _("nothing; opening the store goes on with it"), grave=False
        )
