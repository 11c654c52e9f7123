"""What others share with whoever holds the keys, and their notes that they have read it.

No name stands outside a letter, so each is tried once: what is one's own, and up to which letter one has looked, is
kept on this machine, sealed. Elsewhere all of them are tried again; and where there are few, at each opening.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace as evolve

from folkmoot.api import FolkmootError, Reader, Session, keep_beside, kept_beside
from folkmoot_tmaps.maps.actions import put_index, why
from folkmoot_tmaps.maps.kept_names import letters_name
from folkmoot_tmaps.maps.model import Answer, Known, Letter
from folkmoot_tmaps.maps.unlocking import OpenMap, read_map
from folkmoot_tmaps.sealing.boxes import seal, unseal
from folkmoot_tmaps.sealing.keys import Keys
from folkmoot_tmaps.sealing.model import Box, Inside, Tampered
from folkmoot_tmaps.sealing.rules import is_cut_off
from folkmoot_tmaps.sharing.letters import Message, is_from, message_in, opened_letter
from folkmoot_tmaps.sharing.sending import name_of, public_key
from folkmoot_tmaps.sharing.wording import lettered_fault
from folkmoot_tmaps.words import _

SEEN = "seen letters"
FEW = 500  # letters, that can all be tried in a quarter of a second


class Mine(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that was for oneself when it was last looked at."""

    label: str
    owner: str
    kind: str
    section: str
    title: str
    version: int


class Seen(Inside, frozen=True, kw_only=True):
    """The letters that are one's own, and the number up to which all were tried."""

    upto: int = 0
    seq: int = 0  # of the record at that time: an earlier one was brought back
    mine: tuple[Mine, ...] = ()


@dataclass(frozen=True, repr=False)
class Received:
    """A section that somebody shares with oneself. `name` is what they are called here."""

    owner: str
    name: str
    section: str
    title: str
    answers: tuple[Answer, ...]
    version: int

    @property
    def key(self) -> str:
        """By which it is known in lists."""
        return f"{self.owner}/{self.section}"


@dataclass(frozen=True, repr=False)
class Inbox:
    """What is shared with oneself; notes of others that they have read something; sentences on what is wrong."""

    received: tuple[Received, ...] = ()
    read: tuple[Message, ...] = ()
    notes: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()  # who shares something under another key than before

    def of(self, owner: str, section: str) -> Received | None:
        """A section of somebody."""
        return next((one for one in self.received if (one.owner, one.section) == (owner, section)), None)

    def read_by(self, reader: str, section: str) -> Message | None:
        """Somebody's note that they have read a section."""
        return next((one for one in self.read if (one.owner, one.section) == (reader, section)), None)


@dataclass(frozen=True, repr=False)
class Gathered:
    """What was found among all letters, not yet taken in."""

    opened: OpenMap
    inbox: Inbox
    seen: Seen
    known: tuple[Known, ...] = ()  # whose key is met for the first time


def gather(session: Session, keys: Keys, *, only_new: bool = False) -> Gathered:
    """Look through the letters; nothing is written. Slow where thousands are new. Raises: as `read_map`."""
    session.must("map.open", keys.owner)
    with session.store.reading() as reader:
        opened = read_map(session, keys, reader)
        seen = _seen(session, keys)
        few = reader.collection(Letter).count() <= FEW and not only_new
        return _Sorting(keys, opened, reader, seen).gathered(few or reader.seq < seen.seq)


def take_in(session: Session, keys: Keys, gathered: Gathered) -> Inbox:
    """Note whose keys were met, and what was seen. Raises: as `read_map`."""
    if gathered.known:
        with session.store.transaction(by=session.handle, why=why(), by_day=True) as tx:
            opened = read_map(session, keys, tx)
            new = [one for one in gathered.known if opened.index.known_key(one.handle) is None]
            put_index(session, keys, tx, opened, evolve(opened.index, known=(*opened.index.known, *new)))
    before = _seen(session, keys)
    if evolve(before, seq=0) != evolve(gathered.seen, seq=0):
        box = seal(keys, evolve(gathered.seen, owner=keys.owner, label=SEEN))
        with suppress(FolkmootError, OSError):  # what was looked at can be looked at again
            keep_beside(session, letters_name(session), msgspec.json.encode(box).decode())
    return gathered.inbox


def inbox(session: Session, keys: Keys) -> Inbox:
    """What others share, looked through and taken in. Raises: as `read_map`."""
    return take_in(session, keys, gather(session, keys))


def _seen(session: Session, keys: Keys) -> Seen:
    fresh = Seen(owner=keys.owner, label=SEEN, version=0)
    kept = kept_beside(session, letters_name(session))
    if not kept:
        return fresh
    try:
        return unseal(keys, SEEN, msgspec.json.decode(kept, type=Box), Seen)
    except (Tampered, msgspec.MsgspecError):  # sealed with older keys, or spoilt: look at all of them again
        return fresh


class _Sorting:
    """One look through all letters."""

    def __init__(self, keys: Keys, opened: OpenMap, reader: Reader, seen: Seen) -> None:
        self.keys, self.opened, self.reader, self.seen = keys, opened, reader, seen
        self.before = {one.label: one for one in seen.mine}
        self.highest: dict[tuple[str, str, str], int] = {}
        for one in seen.mine:
            place = (one.owner, one.kind, one.section)
            self.highest[place] = max(one.version, self.highest.get(place, 0))
        self.best: dict[tuple[str, str, str], Message] = {}
        self.mine: list[Mine] = []
        self.known: dict[str, Known] = {}
        self.notes: list[str] = []
        self.changed: list[str] = []

    def gathered(self, everything: bool) -> Gathered:
        """Try what is new and what was one's own; or everything."""
        upto = 0 if everything else self.seen.upto
        tried = upto
        standing = set()
        for stored in self.reader.collection(Letter).all():
            letter = stored.value
            if letter.owner == self.keys.owner:
                continue
            if stored.id > tried or letter.label in self.before:
                self._look(letter)
                standing.add(letter.label)
                upto = max(upto, stored.id)
        self._tell_gone(standing)
        return Gathered(
            opened=self.opened,
            inbox=Inbox(
                self._received(),
                self._read(),
                tuple(dict.fromkeys(self.notes)),
                tuple(dict.fromkeys(self.changed)),
            ),
            seen=evolve(self.seen, upto=upto, seq=self.reader.seq, mine=tuple(self.mine)),
            known=tuple(self.known.values()),
        )

    def _look(self, letter: Letter) -> None:
        """Take in a letter, if it is one's own."""
        before = self.before.get(letter.label)
        envelope = opened_letter(self.keys, letter)
        if envelope is None:
            if before is not None:
                self._fault("cut" if is_cut_off(letter.box.sealed) else "forged", before)
                self.mine.append(before)
            return
        message = message_in(envelope)
        if message is None or (message.owner, message.label) != (letter.owner, letter.label):
            self._fault("swapped", before or _mine(letter, None))
            self.mine += [before] if before is not None else []
            return
        known = self.opened.index.known_key(letter.owner) or self.known.get(letter.owner)
        public = public_key(self.reader, letter.owner)
        if known is not None and is_from(self.keys, envelope, letter.owner, known.public, letter.label):
            self._take(message, before)
        elif public is None or not is_from(self.keys, envelope, letter.owner, public, letter.label):
            self._fault("forged", before or _mine(letter, None))
            self.mine += [before] if before is not None else []
        elif known is not None:
            self._fault("changed", before or _mine(letter, message))
            self.changed.append(letter.owner)
            self.mine.append(before or _mine(letter, message))
        else:
            self.known[letter.owner] = Known(handle=letter.owner, public=public)
            self._take(message, before)

    def _take(self, message: Message, before: Mine | None) -> None:
        place = (message.owner, message.kind, message.section)
        self.mine.append(
            Mine(
                label=message.label,
                owner=message.owner,
                kind=message.kind,
                section=message.section,
                title=message.title,
                version=max(message.version, self.highest.get(place, 0)),
            )
        )
        there = self.best.get(place)
        if there is None or there.version < message.version:
            self.best[place] = message

    def _tell_gone(self, standing: set[str]) -> None:
        """Say what was there and is not: unless another letter stands for the same."""
        for label, one in self.before.items():
            place = (one.owner, one.kind, one.section)
            if label not in standing and one.kind == "section" and place not in self.best:
                self._fault("gone", one)
        for place, message in self.best.items():
            if place[1] == "section" and message.version < self.highest.get(place, 0):
                self._fault("replayed", _mine_of(message))

    def _fault(self, kind: str, about: Mine) -> None:
        if about.kind == "section" or kind == "changed":
            title = about.title or _("Something")
            self.notes.append(lettered_fault(kind, title, name_of(self.reader, about.owner)))

    def _received(self) -> tuple[Received, ...]:
        found = [
            Received(
                one.owner,
                name_of(self.reader, one.owner),
                one.section,
                one.title,
                one.answers,
                one.version,
            )
            for one in self.best.values()
            if one.kind == "section"
        ]
        return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.owner, one.title)))

    def _read(self) -> tuple[Message, ...]:
        return tuple(one for one in self.best.values() if one.kind == "read")


def _mine(letter: Letter, message: Message | None) -> Mine:
    """What is known of a letter; nothing that it says itself, where nobody can tell who wrote it."""
    kind, section, title = (message.kind, message.section, message.title) if message else ("section", "", "")
    return Mine(label=letter.label, owner=letter.owner, kind=kind, section=section, title=title, version=0)


def _mine_of(message: Message) -> Mine:
    return Mine(
        label=message.label,
        owner=message.owner,
        kind=message.kind,
        section=message.section,
        title=message.title,
        version=message.version,
    )
