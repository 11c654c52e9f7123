"""What a sealed part looks like from outside, what each holds inside, and in which ways one can be wrong."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal[
    "forged", "cut", "swapped", "replayed", "missing", "older", "public", "left over", "unreadable"
]


class Inside(msgspec.Struct, frozen=True, kw_only=True):
    """What every sealed part holds beside its own: whose it is, which one, and which version of it."""

    owner: str
    label: str
    version: int


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed part: an age file, armored, and the owner's mark on it."""

    sealed: str
    mac: str


class Tampered(Exception):
    """A part is not as its owner sealed it; `kind` says in which way."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind)
        self.kind = kind
