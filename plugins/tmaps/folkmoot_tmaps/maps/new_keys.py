"""Other keys for a map: another passphrase, another recovery key, everything sealed anew."""

from __future__ import annotations

from contextlib import suppress

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, FolkmootError, Session
from folkmoot_tmaps.maps.actions import Begun, why
from folkmoot_tmaps.maps.drafts import seal_drafts_anew
from folkmoot_tmaps.maps.model import CareMap, OwnWorkbook, Section
from folkmoot_tmaps.maps.unlocking import OpenMap, read_map, remember
from folkmoot_tmaps.sealing.boxes import seal, unseal
from folkmoot_tmaps.sealing.keys import (
    Keys,
    checked_passphrase,
    new_keys,
    new_salt,
    new_secret_key,
    public_of,
    sealed_keyring,
    secret_key_of,
)
from folkmoot_tmaps.sealing.model import Tampered
from folkmoot_tmaps.sharing.sending import Change, send
from folkmoot_tmaps.words import _


def change_passphrase(session: Session, keys: Keys, passphrase: str, again: str) -> Keys:
    """Another passphrase; the old one opens older copies and nothing else. Slow. Raises: BadData, Unavailable."""
    session.must("map.open", keys.owner)
    salt = new_salt()
    secret = secret_key_of(checked_passphrase(passphrase, again), salt)
    changed = evolve(keys, by_passphrase=public_of(secret))
    _put_keyring(session, keys, changed, salt)
    return changed


def new_recovery_key(session: Session, keys: Keys) -> Begun:
    """Another recovery key, told once; the old one opens nothing from now on but older copies."""
    session.must("map.open", keys.owner)
    recovery = new_secret_key()
    changed = evolve(keys, by_recovery=public_of(recovery))
    _put_keyring(session, keys, changed)
    return Begun(changed, recovery)


def _put_keyring(session: Session, keys: Keys, changed: Keys, salt: str = "") -> None:
    with session.store.transaction(by=session.handle, why=why(), by_day=True) as tx:
        stored = read_map(session, keys, tx).stored
        value: CareMap = evolve(
            stored.value,
            keyring=sealed_keyring(changed),
            salt=salt or stored.value.salt,
            changed=session.now().date(),
        )
        tx.replace(stored, value)


def rotate(session: Session, keys: Keys) -> Keys:
    """Seal everything anew, with keys that nobody has seen; the passphrase and the recovery key stay.

    Nothing is left behind: where a part can't be opened, nothing is changed. Raises: BadData; as `read_map`.
    """
    session.must("map.open", keys.owner)
    made = new_keys(keys.owner, keys.by_passphrase, keys.by_recovery, keys.generation + 1)
    with session.store.transaction(by=session.handle, why=why(), by_day=True) as tx:
        opened = read_map(session, keys, tx)
        version = opened.next_version
        parts = []
        for listed in opened.index.parts:
            content = _content(keys, opened, listed.label)
            parts.append(evolve(listed, version=version))
            stored = opened.pieces[listed.label]
            box = seal(made, evolve(content, version=version))
            tx.replace(stored, evolve(stored.value, box=box))
        index = evolve(opened.index, version=version, parts=tuple(parts))
        change = Change(opened.sections, opened.workbook, (), version, anew=True)
        index = send(session, made, tx, index, change)
        tx.replace(
            opened.stored,
            evolve(
                opened.stored.value,
                keyring=sealed_keyring(made),
                public=made.public,
                generation=made.generation,
                index=seal(made, index),
                changed=session.now().date(),
            ),
        )
    remember(session, version)
    with suppress(OSError, FolkmootError):  # the map is sealed anew in any case
        seal_drafts_anew(session, keys, made)
    return made


def _content(keys: Keys, opened: OpenMap, label: str) -> Section | OwnWorkbook:
    """A part as it stands. Raises: BadData."""
    listed, stored = opened.listed(label), opened.pieces.get(label)
    assert listed is not None
    shape: type[Section] | type[OwnWorkbook] = OwnWorkbook if listed.kind == "workbook" else Section
    try:
        if stored is None:
            raise Tampered("missing")
        return unseal(keys, label, stored.value.box, shape)
    except Tampered:
        raise BadData(
            _(
                "A part of your map can't be opened, so nothing was sealed anew. Opening the map says which one."
            )
        ) from None
