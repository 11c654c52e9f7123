"""A letter: what somebody gives others to read, sealed to them alone, with a mark for each that it is from them.

An age file tells nobody who sealed it. So inside stands, for each reader, a mark that only writer and reader can make
(`sealing.pairs`). Outside stand neither names nor how many there are: marks and recipients are filled up to fours.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Sequence
from hmac import compare_digest
from typing import Literal

import msgspec

from folkmoot_tmaps.maps.model import Answer, Known, Letter
from folkmoot_tmaps.sealing import rules
from folkmoot_tmaps.sealing.boxes import CROWD, sealed_to
from folkmoot_tmaps.sealing.keys import Keys
from folkmoot_tmaps.sealing.model import Box, Inside
from folkmoot_tmaps.sealing.pairs import mark_between


class Message(Inside, frozen=True, kw_only=True):
    """What a letter says: a section as its readers see it, and nothing else of it; or that one was read (`about`)."""

    kind: Literal["section", "read"]
    section: str
    title: str = ""
    answers: tuple[Answer, ...] = ()
    about: int = 0
    day: datetime.date


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """A message as its JSON, and the marks on it."""

    said: str
    marks: tuple[str, ...]


def sealed_letter(keys: Keys, message: Message, to: Sequence[Known]) -> Box:
    """A letter to some people. What can be seen: its step of size, and in which four their number is."""
    said = msgspec.json.encode(message).decode()
    marks = [mark_between(keys.identity, one.public, keys.owner, message.label, said) for one in to]
    marks += [secrets.token_hex(32) for _one in range(-len(marks) % CROWD)]
    secrets.SystemRandom().shuffle(marks)
    data = msgspec.json.encode(Envelope(said=said, marks=tuple(marks)))
    sealed = sealed_to(data, [one.public for one in to])
    return Box(sealed=sealed, mac=rules.mac_of(keys.mac, keys.owner, message.label, sealed))


def opened_letter(keys: Keys, letter: Letter) -> Envelope | None:
    """What is in a letter; None where it is not for whom the keys belong to, or can't be opened any more."""
    import pyrage

    try:
        identity = pyrage.x25519.Identity.from_str(keys.identity)
        return msgspec.json.decode(pyrage.decrypt(letter.box.sealed.encode(), [identity]), type=Envelope)
    except Exception:
        return None


def message_in(envelope: Envelope) -> Message | None:
    """What an envelope says; None where that can't be read."""
    try:
        return msgspec.json.decode(envelope.said, type=Message)
    except msgspec.MsgspecError:
        return None


def is_from(keys: Keys, envelope: Envelope, by: str, public: str, label: str) -> bool:
    """Whether a letter was written by who holds the secret half of a public key, to who holds these keys."""
    try:
        mark = mark_between(keys.identity, public, by, label, envelope.said)
    except ValueError:
        return False
    return any(compare_digest(mark.encode(), one.encode()) for one in envelope.marks)


def digest_of(sealed: str) -> str:
    """By which a letter is known again."""
    return hashlib.sha256(sealed.encode()).hexdigest()
