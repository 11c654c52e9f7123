"""Letters as they should stand: after each change of a map, those that say something else are sealed again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from msgspec.structs import replace as evolve

from folkmoot.api import Account, Reader, Session, Stored, Transaction
from folkmoot_tmaps.maps.model import CareMap, Index, Known, Letter, Section, Sent
from folkmoot_tmaps.sealing.boxes import check_mark, new_label
from folkmoot_tmaps.sealing.keys import Keys
from folkmoot_tmaps.sealing.model import Tampered
from folkmoot_tmaps.sealing.wording import fault_words
from folkmoot_tmaps.sharing.letters import Message, digest_of, sealed_letter
from folkmoot_tmaps.sharing.shown import as_read
from folkmoot_tmaps.sharing.wording import changed_key_words
from folkmoot_tmaps.words import _
from folkmoot_tmaps.workbook.model import Workbook


class Change(NamedTuple):
    """A map as it comes to be: its sections, which of them say something else, the version, whether keys are new."""

    sections: Mapping[str, Section]
    workbook: Workbook
    changed: Collection[str]
    version: int
    anew: bool = False


def send(session: Session, keys: Keys, tx: Transaction, index: Index, change: Change) -> Index:
    """Put every letter as it should stand, take away the others; returns the index that lists them."""
    standing = {one.value.label: one for one in tx.collection(Letter).find(owner=keys.owner)}
    sent: list[Sent] = []
    for wanted in _wanted(session, tx, index, change):
        there = standing.pop(wanted.label, None)
        if there is not None and wanted.digest == digest_of(there.value.box.sealed):
            sent.append(wanted)
            continue
        sent.append(_put(session, keys, tx, index, change, evolve(wanted, version=change.version), there))
    for left in standing.values():
        tx.remove(left)
    return evolve(index, sent=tuple(sent))


def _wanted(session: Session, reader: Reader, index: Index, change: Change) -> list[Sent]:
    """The letters that should stand. Without a digest: to be sealed. Another circle of readers has another label."""
    today, found = session.now().date(), []
    for section in dict.fromkeys(grant.of for grant in index.grants):
        to = tuple(one for one in index.readers_of(section) if can_get(reader, index, one))
        before = next((one for one in index.sent if (one.kind, one.of) == ("section", section)), None)
        if section not in change.sections:  # it can't be read just now: what stands, stays
            found += [before] if before is not None and before.to == to else []
            continue
        if not to:
            continue
        fresh = Sent(kind="section", of=section, to=to, label=new_label(), version=change.version, day=today)
        if before is None or before.to != to or change.anew:
            found.append(fresh)
        else:
            found.append(evolve(fresh, label=before.label) if section in change.changed else before)
    for one in index.sent:
        if one.kind == "read" and can_get(reader, index, one.to[0]):
            found.append(evolve(one, label=new_label(), digest="") if change.anew else one)
    return found


def _put(
    session: Session,
    keys: Keys,
    tx: Transaction,
    index: Index,
    change: Change,
    sent: Sent,
    there: Stored[Letter] | None,
) -> Sent:
    message = Message(
        owner=keys.owner,
        label=sent.label,
        version=sent.version,
        kind=sent.kind,
        section=sent.of,
        about=sent.about,
        day=sent.day,
    )
    if sent.kind == "section":
        section = change.sections[sent.of]
        answers = as_read(change.workbook.part(sent.of), section)
        message = evolve(message, title=section.title, answers=answers)
    to = [known for one in sent.to if (known := index.known_key(one)) is not None]
    letter = Letter(
        owner=keys.owner,
        label=sent.label,
        box=sealed_letter(keys, message, to),
        day=session.now().date(),
    )
    if there is None:
        tx.add(letter)
    else:
        tx.replace(there, letter)
    return evolve(sent, digest=digest_of(letter.box.sealed))


def is_settled(session: Session, reader: Reader, index: Index, change: Change) -> bool:
    """Whether every letter stands for those it should be for, and no other."""
    wanted = {(one.label, one.digest) for one in _wanted(session, reader, index, change)}
    return wanted == {(one.label, one.digest) for one in index.sent}


def can_get(reader: Reader, index: Index, handle: str) -> bool:
    """Whether something is sealed to somebody: a member, whose key is known and still the same."""
    known = index.known_key(handle)
    return known is not None and known.public == public_key(reader, handle) and is_here(reader, handle)


def letter_faults(keys: Keys, index: Index, reader: Reader) -> list[str]:
    """What is not as it was sealed among the letters that stand for others, as sentences."""
    standing = {one.value.label: one.value for one in reader.collection(Letter).find(owner=keys.owner)}
    labels = [*standing]
    faults = []
    for one in index.sent:
        letter = standing.pop(one.label, None)
        try:
            if letter is None:
                raise Tampered("missing")
            check_mark(keys, one.label, letter.box, labels)
            if digest_of(letter.box.sealed) != one.digest:
                raise Tampered("replayed")
        except Tampered as fault:
            faults.append(fault_words(fault.kind, _letter_title(index, one)))
    if standing:
        faults.append(fault_words("left over", ""))
    return faults


def _letter_title(index: Index, sent: Sent) -> str:
    if sent.kind == "read":
        return _("Your note that you have read something")
    listed = index.listed("section", sent.of)
    return _("{title}, for its readers", title=listed[0].title if listed else sent.of)


def changed_keys(index: Index, reader: Reader) -> list[str]:
    """Which readers have another key than the one that is known: nothing is sealed to it, until it is compared."""
    readers = {one.reader for one in index.grants}
    changed = [one for one in index.known if one.handle in readers and is_changed(reader, one)]
    return [changed_key_words(name_of(reader, one.handle)) for one in changed]


def is_changed(reader: Reader, known: Known) -> bool:
    """Whether the key that stands for somebody is another one than the one that is known."""
    public = public_key(reader, known.handle)
    return public is not None and public != known.public


def public_key(reader: Reader, handle: str) -> str | None:
    """The key to which others seal for somebody, as it stands in the record; None where they have none."""
    stored = reader.collection(CareMap).first(owner=handle)
    return stored.value.public if stored else None


def is_here(reader: Reader, handle: str) -> bool:
    """Whether somebody is a member here."""
    stored = reader.collection(Account).first(handle=handle)
    return stored is not None and stored.value.state == "member"


def has_left(reader: Reader, handle: str) -> bool:
    """Whether somebody is gone for good; who is suspended may come back."""
    stored = reader.collection(Account).first(handle=handle)
    return stored is None or stored.value.state == "left"


def name_of(reader: Reader, handle: str) -> str:
    """What somebody is called; their handle, where they are gone."""
    stored = reader.collection(Account).first(handle=handle)
    return stored.value.name if stored else handle
