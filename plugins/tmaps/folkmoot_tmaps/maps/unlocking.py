"""Opening a map: the keyring by passphrase or recovery key, then every part, looked at before it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from folkmoot.api import (
    BadData,
    FolkmootError,
    NotFound,
    Reader,
    Session,
    Stored,
    TryAgain,
    hide_memory,
    keep_beside,
    kept_beside,
)
from folkmoot_tmaps.maps.kept_names import version_name
from folkmoot_tmaps.maps.model import INDEX, CareMap, Index, Listed, OwnWorkbook, Piece, Section
from folkmoot_tmaps.sealing.boxes import check_mark, unseal
from folkmoot_tmaps.sealing.keys import Keys, open_keyring, secret_key_of
from folkmoot_tmaps.sealing.model import Tampered
from folkmoot_tmaps.sealing.wording import fault_words
from folkmoot_tmaps.sharing.sending import changed_keys, letter_faults
from folkmoot_tmaps.words import _
from folkmoot_tmaps.workbook.files import USUAL, workbook_of
from folkmoot_tmaps.workbook.model import Workbook

P = TypeVar("P", Section, OwnWorkbook)


@dataclass(frozen=True, repr=False)
class OpenMap:
    """A map as it could be opened. `faults` are sentences about what is not as its owner sealed it."""

    stored: Stored[CareMap]
    index: Index
    workbook: Workbook
    sections: dict[str, Section] = field(default_factory=dict)
    pieces: dict[str, Stored[Piece]] = field(default_factory=dict)  # by label
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # sentences about the keys of others
    next_version: int = 1

    def listed(self, label: str) -> Listed | None:
        """A part as the index has it."""
        return next((one for one in self.index.parts if one.label == label), None)


def map_of(reader: Reader, handle: str) -> Stored[CareMap] | None:
    """Whether somebody has a map: nothing of what it says."""
    return reader.collection(CareMap).first(owner=handle)


def own_map(session: Session) -> Stored[CareMap]:
    """The own map, still sealed. Raises: NotAllowed, NotFound."""
    session.must("map.open", session.handle)
    found = map_of(session.store, session.handle)
    if found is None:
        raise NotFound(_("You have not begun a map. There is no hurry; “folkmoot map begin” begins one."))
    return found


def unlock(session: Session, secret: str) -> Keys:
    """The keys of the own map, by its passphrase or its recovery key. Takes half a second and more, on purpose.

    Raises: NotAllowed, NotFound, BadData, Unavailable.
    """
    stored = own_map(session)
    hide_memory()
    keys = open_keyring(stored.value.keyring, session.handle, secret_key_of(secret, stored.value.salt))
    if keys.generation != stored.value.generation:
        raise BadData(
            _("An older keyring was put in the place of yours. Nothing was opened; a copy may hold yours.")
        )
    return keys


def read_map(session: Session, keys: Keys, reader: Reader | None = None) -> OpenMap:
    """The map as it stands now. Raises: NotFound; TryAgain where it was sealed anew since the keys were taken."""
    reader = reader or session.store
    stored = map_of(reader, keys.owner)
    if stored is None:
        raise NotFound(_("Your map is no longer here: it was erased meanwhile."))
    if stored.value.generation != keys.generation:
        raise TryAgain(_("Your map was sealed anew meanwhile. Open it again."))
    pieces = {one.value.label: one for one in reader.collection(Piece).find(owner=keys.owner)}
    try:
        index = unseal(keys, INDEX, stored.value.index, Index, pieces)
    except Tampered as fault:
        raise BadData(fault_words(fault.kind, _("The list of all parts"))) from None
    faults = list(_about_the_whole(session, keys, stored.value, index, set(pieces)))
    sections: dict[str, Section] = {}
    for listed in index.listed("section"):
        try:
            sections[listed.of] = _opened(keys, listed, pieces, Section, faults)
        except Tampered as fault:
            faults.append(fault_words(fault.kind, listed.title))
    for listed in index.listed("snapshot"):
        try:
            if listed.label not in pieces:
                raise Tampered("missing")
            check_mark(keys, listed.label, pieces[listed.label].value.box, pieces)
        except Tampered as fault:
            faults.append(fault_words(fault.kind, _("{title}, as it was", title=listed.title)))
    faults += letter_faults(keys, index, reader)
    return OpenMap(
        stored=stored,
        index=index,
        workbook=_workbook(session, keys, index, pieces, faults),
        sections=sections,
        pieces=pieces,
        faults=tuple(faults),
        notes=tuple(changed_keys(index, reader)),
        next_version=max(index.version, _seen(session)) + 1,
    )


def snapshots(keys: Keys, opened: OpenMap, section: str) -> list[Section]:
    """How a section was at its reviews, the latest first; what can't be opened is left out and told by `faults`."""
    found = []
    for listed in opened.index.listed("snapshot", section):
        try:
            found.append(_opened(keys, listed, opened.pieces, Section, []))
        except Tampered:
            continue
    return sorted(found, key=lambda one: str(one.taken), reverse=True)


def remember(session: Session, version: int) -> None:
    """Note on this machine how far the map was: so that an older state of all of it is told."""
    keep_beside(session, version_name(session), str(version))


def _seen(session: Session) -> int:
    kept = kept_beside(session, version_name(session)) or ""
    return int(kept) if kept.isascii() and kept.isdigit() and len(kept) < 16 else 0


def _about_the_whole(
    session: Session, keys: Keys, stored: CareMap, index: Index, labels: set[str]
) -> list[str]:
    faults = []
    if index.version < _seen(session):
        faults.append(fault_words("older", ""))
    if stored.public != keys.public:
        faults.append(fault_words("public", ""))
    if labels - {one.label for one in index.parts}:
        faults.append(fault_words("left over", ""))
    return faults


def _opened(
    keys: Keys, listed: Listed, pieces: dict[str, Stored[Piece]], shape: type[P], faults: list[str]
) -> P:
    """A part that the index lists. An older version is noted and handed out all the same. Raises: Tampered."""
    stored = pieces.get(listed.label)
    if stored is None:
        raise Tampered("missing")
    content = unseal(keys, listed.label, stored.value.box, shape, [INDEX, *pieces])
    if content.version != listed.version:
        faults.append(fault_words("replayed", listed.title))
    return content


def _workbook(
    session: Session, keys: Keys, index: Index, pieces: dict[str, Stored[Piece]], faults: list[str]
) -> Workbook:
    """The workbook the map follows; the usual one, with a sentence, where that can't be had."""
    try:
        if index.workbook:
            return workbook_of(session, index.workbook)
        for listed in index.listed("workbook"):
            return _opened(keys, listed, pieces, OwnWorkbook, faults).workbook
    except Tampered as fault:
        faults.append(fault_words(fault.kind, _("Your workbook")))
    except FolkmootError as error:
        faults.append(error.sentence)
    try:
        return workbook_of(session, USUAL)
    except FolkmootError as error:  # what was answered can be read without its questions
        faults.append(error.sentence)
        return Workbook(version=1, licence="", title="", sections=())
