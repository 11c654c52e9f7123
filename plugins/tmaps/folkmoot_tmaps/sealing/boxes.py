"""Sealing and opening the parts of a map. What was changed by somebody else is told, never shown as one's own."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from folkmoot_tmaps.sealing import rules
from folkmoot_tmaps.sealing.keys import Keys
from folkmoot_tmaps.sealing.model import Box, Inside, Tampered

CROWD = 4  # an age file tells how many can open it: throwaway keys fill that up to a multiple of this


C = TypeVar("C", bound=Inside)


def new_label() -> str:
    """A name for a part that says nothing about it."""
    return secrets.token_hex(16)


def sealed_to(data: bytes, recipients: Sequence[str]) -> str:
    """An age file, armored. What can be seen: its step of size, and in which four the number of recipients is."""
    import pyrage

    known = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    crowd = [pyrage.x25519.Identity.generate().to_public() for _one in range(-len(known) % CROWD)]
    everyone = [*known, *crowd]
    secrets.SystemRandom().shuffle(everyone)
    sealed: bytes = pyrage.encrypt(rules.padded(data), everyone, armored=True)
    return sealed.decode("ascii")


def seal(keys: Keys, content: Inside) -> Box:
    """Seal a part to its owner, with their mark."""
    sealed = sealed_to(msgspec.json.format(msgspec.json.encode(content), indent=1), (keys.public,))
    return Box(sealed=sealed, mac=rules.mac_of(keys.mac, keys.owner, content.label, sealed))


def unseal(keys: Keys, label: str, box: Box, shape: type[C], others: Iterable[str] = ()) -> C:
    """Open the own part of a label. `others` are the labels of the other parts. Raises: Tampered."""
    import pyrage

    check_mark(keys, label, box, others)
    try:
        identity = pyrage.x25519.Identity.from_str(keys.identity)
        content = msgspec.json.decode(pyrage.decrypt(box.sealed.encode(), [identity]), type=shape)
    except Exception:
        raise Tampered("unreadable") from None
    if (content.owner, content.label) != (keys.owner, label):
        raise Tampered("swapped")
    return content


def check_mark(keys: Keys, label: str, box: Box, others: Iterable[str] = ()) -> None:
    """See that a part bears its owner's mark, without opening it. Raises: Tampered."""
    if rules.is_marked(keys.mac, keys.owner, label, box.sealed, box.mac):
        return
    if rules.is_cut_off(box.sealed):
        raise Tampered("cut")
    marked = (rules.is_marked(keys.mac, keys.owner, other, box.sealed, box.mac) for other in others)
    raise Tampered("swapped" if any(marked) else "forged")
