"""A person's public key, as OpenSSH writes it: kind, base64 and fingerprint. Nothing secret passes through here.

Source: RFC 4253 section 6.6 (the blob begins with the name of its kind), RFC 8709, OpenSSH's PROTOCOL.u2f;
the fingerprint is `ssh-keygen -lf`'s.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import NamedTuple

from folkmoot.errors import BadData
from folkmoot.words import _

KINDS = {
    "ssh-ed25519": "Ed25519",
    "sk-ssh-ed25519@openssh.com": "Ed25519-SK",
    "ecdsa-sha2-nistp256": "ECDSA",
    "ecdsa-sha2-nistp384": "ECDSA",
    "ecdsa-sha2-nistp521": "ECDSA",
    "sk-ecdsa-sha2-nistp256@openssh.com": "ECDSA-SK",
    "ssh-rsa": "RSA",
}
LEAST_RSA = 2048  # bits; OpenSSH refuses less than 1024 today, and nobody should rely on 1024
LONGEST = 16_384  # characters of a line: a key of 16,384 bits of RSA has under 3,000


class PublicKey(NamedTuple):
    """A key as a server sees it: the name of its kind and its base64."""

    kind: str
    blob: str

    @property
    def fingerprint(self) -> str:
        """`SHA256:` and 43 characters, as `ssh-keygen -l` prints it."""
        import hashlib

        digest = hashlib.sha256(base64.b64decode(self.blob)).digest()
        return "SHA256:" + base64.b64encode(digest).decode("ascii").rstrip("=")

    @property
    def line(self) -> str:
        """The key as a line of an `authorized_keys` file."""
        return f"{self.kind} {self.blob}"


def parsed(line: str) -> PublicKey:
    """The key of a line as in `id_ed25519.pub`; a comment behind it is left out.

    Raises: BadData for a private key, for options in front, for anything that isn't one whole key of a kind
    and size that is used here.
    """
    text = line.strip()
    if "PRIVATE KEY" in text:
        raise BadData(
            _(
                "That is the private part of a key: never show it to anyone. Nothing of it was kept. What is "
                "wanted is in the file that ends in .pub."
            )
        )
    found = re.fullmatch(r"([a-z0-9@.-]+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t].*)?", text)
    if len(text) > LONGEST or found is None:
        raise BadData(
            _("That is no public key. It is one line that begins like “ssh-ed25519 AAAA”, from a .pub file.")
        )
    return checked(found[1], found[2])


def checked(kind: str, blob: str) -> PublicKey:
    """A key of a kind and base64 that belong together. Raises: BadData."""
    if kind not in KINDS:
        raise BadData(_("Keys of the kind {kind} are not taken; make one with: {how}", kind=kind, how=MAKE))
    try:
        raw = base64.b64decode(blob, validate=True)
        parts = _strings(raw)
    except (binascii.Error, ValueError):
        raise BadData(_("That public key is not whole. Copy its line from the .pub file again.")) from None
    if not parts or parts[0] != kind.encode("ascii") or len(parts) < 2:
        raise BadData(_("That public key is not whole. Copy its line from the .pub file again."))
    if kind == "ssh-rsa" and int.from_bytes(parts[-1], "big").bit_length() < LEAST_RSA:
        raise BadData(
            _("An RSA key needs {least} bits or more; make one with: {how}", least=LEAST_RSA, how=MAKE)
        )
    return PublicKey(kind, base64.b64encode(raw).decode("ascii"))


MAKE = "ssh-keygen -t ed25519"


def _strings(raw: bytes) -> list[bytes]:
    """The length-prefixed strings of a blob. Raises: ValueError where they don't fill it exactly."""
    parts: list[bytes] = []
    at = 0
    while at < len(raw):
        length = int.from_bytes(raw[at : at + 4], "big")
        if at + 4 + length > len(raw):
            raise ValueError("cut short")
        parts.append(raw[at + 4 : at + 4 + length])
        at += 4 + length
    return parts
