"""Nominations under seal: written to the round's key, read by nobody before all are in.

The record holds age files and the public half of a key. The secret half lies beside the record, on this machine
alone: no history, no copy and no export of the record has it, and it is gone once the nominations are open.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

import msgspec

from folkmoot.api import Session, drop_beside, keep_beside, kept_beside
from folkmoot_sociocracy.selection.model import Nomination

if TYPE_CHECKING:
    import pyrage

BLOCK = 4096  # bytes: a short reason and a long one look the same


def new_key(session: Session, number: int) -> str:
    """Make a key for the nominations of a selection; returns its public half."""
    import pyrage  # in each function: who only looks at Today needs none of it

    identity = pyrage.x25519.Identity.generate()
    keep_beside(session, _name(number), str(identity))
    return str(identity.to_public())


def has_key(session: Session, number: int, recipient: str) -> bool:
    """Whether the key of a round is on this machine."""
    identity = _identity(session, number)
    return identity is not None and str(identity.to_public()) == recipient


def seal(nomination: Nomination, recipient: str) -> str:
    """A nomination as text that only the round's key opens."""
    import pyrage

    data = msgspec.json.encode(nomination)
    padded = data.ljust(-(-len(data) // BLOCK) * BLOCK, b" ")
    return b64encode(pyrage.encrypt(padded, [pyrage.x25519.Recipient.from_str(recipient)])).decode("ascii")


def unseal(session: Session, number: int, sealed: str) -> Nomination | None:
    """The nomination again; None where the key is not here, or the text is not of this round."""
    import pyrage

    identity = _identity(session, number)
    if identity is None:
        return None
    try:
        return msgspec.json.decode(pyrage.decrypt(b64decode(sealed), [identity]), type=Nomination)
    except (pyrage.DecryptError, ValueError, msgspec.MsgspecError):
        return None


def drop_key(session: Session, number: int) -> None:
    """Let go of a key: what was sealed to it stays closed for ever, in every copy."""
    drop_beside(session, _name(number))


def _identity(session: Session, number: int) -> pyrage.x25519.Identity | None:
    import pyrage

    kept = kept_beside(session, _name(number))
    try:
        return pyrage.x25519.Identity.from_str(kept) if kept else None
    except pyrage.IdentityError:
        return None


def _name(number: int) -> str:
    return f"sociocracy-selection-{number}"
