"""Codes on cards: 12 characters that can be read aloud and typed, of which only a hash is kept.

60 bits, of RFC 4648's base32 letters, which have neither 0, 1, 8 nor 9: who types one of those meant a letter.
"""

from __future__ import annotations

import re
import secrets

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
LENGTH = 12
HALF = LENGTH // 2
_MEANT = str.maketrans("0189", "OIBG")


def new_code(length: int = LENGTH) -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(LETTERS) for _letter in range(length))


def shown_code(code: str) -> str:
    """In groups of four, as it is printed: `ABCD-EFGH-IJKL`."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def read_code(typed: str) -> str | None:
    """What was typed, in whatever case and groups; None where it can't be a code."""
    letters = re.sub(r"[\s\-–—.]", "", typed[:100]).upper().translate(_MEANT)
    return letters if len(letters) == LENGTH and set(letters) <= set(LETTERS) else None


def hashed(code: str, community: str) -> str:
    """What is kept of a code: scrypt (N=2^14, r=8, p=1: 16 MB, some 40 ms), salted with the community's own id.

    The salt is one for all codes of a community, so that a code can be looked up; the work per guess is what
    protects the few days in which a code counts.
    """
    import hashlib

    salt = f"folkmoot code {community}".encode("ascii")
    return hashlib.scrypt(code.encode("ascii"), salt=salt, n=2**14, r=8, p=1, dklen=20).hex()
