"""A map that comes from an export: every part is opened and looked at, then sealed for where it is now."""

from __future__ import annotations

import io
import tarfile

import msgspec
from msgspec.structs import replace as evolve

from folkmoot.api import BadData, Session, TryAgain, hide_memory
from folkmoot_tmaps.maps.actions import why
from folkmoot_tmaps.maps.exporting import Manifest
from folkmoot_tmaps.maps.model import INDEX, Index, Letter, OwnWorkbook, Piece, Section
from folkmoot_tmaps.maps.unlocking import map_of, remember
from folkmoot_tmaps.sealing.boxes import seal, unseal
from folkmoot_tmaps.sealing.keys import Keys, open_keyring, sealed_keyring, secret_key_of
from folkmoot_tmaps.sealing.model import Tampered
from folkmoot_tmaps.sealing.wording import fault_words
from folkmoot_tmaps.words import _

LARGEST = 50_000_000  # bytes of an export


def read_export(data: bytes) -> Manifest:
    """What an export holds, still sealed. Raises: BadData."""
    try:
        if len(data) > LARGEST:
            raise ValueError("too large")
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as tar:
            file = tar.extractfile("care-map/map.json")
            assert file is not None
            manifest = msgspec.json.decode(file.read(), type=Manifest)
        bytes.fromhex(manifest.care_map.salt)
    except Exception:
        raise BadData(
            _(
                "That is no whole export of a map (a tar file, as “folkmoot map export” makes it). Nothing was changed."
            )
        ) from None
    if manifest.format != 1:
        raise BadData(_("A newer folkmoot made this export; this one can't read it. Nothing was changed."))
    return manifest


def restore(session: Session, manifest: Manifest, secret: str, *, replace: bool = False) -> Keys:
    """Bring a map back from an export, with its own passphrase, recovery key and keys. Slow.

    `replace` lets go of a map that stands here already. Raises: NotAllowed, BadData, TryAgain, Unavailable.
    """
    session.must("map.begin")
    hide_memory()
    unchanged = _("Nothing was changed.")
    old, owner = manifest.care_map, session.handle
    keys = open_keyring(old.keyring, old.owner, secret_key_of(secret, old.salt))
    pieces = {piece.label: piece for piece in manifest.pieces}
    try:
        index = unseal(keys, INDEX, old.index, Index, pieces)
        contents = _contents(keys, index, pieces)
    except Tampered as fault:
        said = fault_words(fault.kind, _("A part of the export"))
        raise BadData(f"{said} {unchanged}") from None
    moved = evolve(keys, owner=owner, generation=keys.generation + 1)
    today = session.now().date()
    with session.store.transaction(by=owner, why=why(), by_day=True) as tx:
        standing = map_of(tx, owner)
        if standing is not None and not replace:
            raise TryAgain(
                _("You have a map here already. Nothing was changed; --replace puts this one in its place.")
            )
        if standing is not None:
            tx.remove(standing)
            moved = evolve(moved, generation=max(moved.generation, standing.value.generation + 1))
            for piece in tx.collection(Piece).find(owner=owner):
                tx.remove(piece)
            for letter in tx.collection(Letter).find(owner=owner):
                tx.remove(letter)
        for listed in index.parts:
            box = seal(moved, evolve(contents[listed.label], owner=owner))
            tx.add(Piece(owner=owner, label=listed.label, box=box, day=pieces[listed.label].day))
        tx.add(
            evolve(
                old,
                owner=owner,
                changed=today,
                keyring=sealed_keyring(moved),
                public=moved.public,
                generation=moved.generation,
                index=seal(moved, _without_letters(evolve(index, owner=owner))),
            )
        )
    remember(session, index.version)
    return moved


def _without_letters(index: Index) -> Index:
    """A list of parts without letters: they are sealed again when the map is opened, to keys that are known.

    Whoever was still waited for might be somebody else here, under the same handle.
    """
    grants = tuple(one for one in index.grants if index.known_key(one.reader))
    return evolve(index, grants=grants, sent=())


def _contents(keys: Keys, index: Index, pieces: dict[str, Piece]) -> dict[str, Section | OwnWorkbook]:
    """Every part that the index lists, opened. Raises: Tampered."""
    found: dict[str, Section | OwnWorkbook] = {}
    for listed in index.parts:
        if listed.label not in pieces:
            raise Tampered("missing")
        shape: type[Section] | type[OwnWorkbook] = OwnWorkbook if listed.kind == "workbook" else Section
        content = unseal(keys, listed.label, pieces[listed.label].box, shape, pieces)
        if content.version != listed.version:
            raise Tampered("replayed")
        found[listed.label] = content
    return found
