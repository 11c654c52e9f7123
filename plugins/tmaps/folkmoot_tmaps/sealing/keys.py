"""A member's keys: made, kept in a keyring that the passphrase or the recovery key opens, and changed.

The keyring is one age file to two recipients that stand nowhere else: one derived from the passphrase, one of the
recovery key. So nobody can make another keyring that either of them would open. What is in it is an age identity
file: `age -i` takes it as it is.
"""

from __future__ import annotations

import secrets
from typing import Any

import msgspec

from folkmoot.api import BadData, NotAllowed, Unavailable
from folkmoot_tmaps.sealing import rules
from folkmoot_tmaps.words import _

HEAD = "# The keyring of a care map, for folkmoot or “age -i”. Whoever holds it can read the map.\n"


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """An open keyring. `identity` is the age secret key that opens the map, `mac` the key of the owner's mark.

    `generation` counts how often all of it was made anew; the recipients are those of the keyring.
    """

    owner: str
    generation: int
    identity: str
    mac: bytes
    by_passphrase: str
    by_recovery: str

    def __repr__(self) -> str:
        """Nothing that a crash could tell."""
        return f"Keys(generation={self.generation})"

    @property
    def public(self) -> str:
        """The recipient to which others seal for this person."""
        return public_of(self.identity)


def public_of(secret_key: str) -> str:
    """The public half of an age secret key. Raises: BadData, without the key in it."""
    import pyrage  # in each function: who doesn't open a map needs none of it

    try:
        return str(pyrage.x25519.Identity.from_str(secret_key).to_public())
    except Exception:
        raise BadData(_("This is no whole recovery key: a letter may be missing or wrong.")) from None


def new_secret_key() -> str:
    """A new age secret key."""
    import pyrage

    return str(pyrage.x25519.Identity.generate())


def new_keys(owner: str, by_passphrase: str, by_recovery: str, generation: int = 1) -> Keys:
    """New keys for a map."""
    return Keys(
        owner=owner,
        generation=generation,
        identity=new_secret_key(),
        mac=secrets.token_bytes(32),
        by_passphrase=by_passphrase,
        by_recovery=by_recovery,
    )


def new_salt() -> str:
    """A salt, in hexadecimal: so that one guess is good for one person only."""
    return secrets.token_hex(rules.SALT_BYTES)


def secret_key_of(secret: str, salt: str) -> str:
    """The age secret key that was typed, or that a passphrase stands for. Slow. Raises: BadData, Unavailable."""
    found = rules.as_secret_key(secret)
    if found is not None:
        public_of(found)
        return found
    try:
        return rules.derived(secret, bytes.fromhex(salt))
    except (ValueError, MemoryError):
        raise Unavailable(
            _(
                "There is not enough memory here to open the map just now (150 MB). Nothing is lost; try again."
            )
        ) from None


def checked_passphrase(passphrase: str, again: str) -> str:
    """A new passphrase. Raises: BadData where it is too short, or was typed in two ways."""
    if len(" ".join(passphrase.split())) < rules.LEAST_LETTERS:
        raise BadData(
            _(
                "A passphrase has {count} letters at least; four or five words that only you would put together.",
                count=rules.LEAST_LETTERS,
            )
        )
    if rules.same_letters(passphrase) != rules.same_letters(again):
        raise BadData(_("The two are not the same. Nothing was changed; type both again."))
    if rules.as_secret_key(passphrase):
        raise BadData(_("That is a recovery key. A passphrase is made of your own words."))
    return passphrase


def sealed_keyring(keys: Keys) -> str:
    """The keyring as an age file, armored."""
    import pyrage

    about: dict[str, Any] = {
        "owner": keys.owner,
        "generation": keys.generation,
        "mac": keys.mac.hex(),
        "by_passphrase": keys.by_passphrase,
        "by_recovery": keys.by_recovery,
    }
    text = f"{HEAD}# {msgspec.json.encode(about).decode()}\n{keys.identity}\n#"
    recipients = [pyrage.x25519.Recipient.from_str(one) for one in (keys.by_passphrase, keys.by_recovery)]
    sealed: bytes = pyrage.encrypt(rules.padded(text.encode()), recipients, armored=True)
    return sealed.decode("ascii")


def open_keyring(keyring: str, owner: str, secret_key: str) -> Keys:
    """The keys in a keyring. Raises: NotAllowed where the key doesn't open it; BadData where it is damaged."""
    import pyrage

    try:
        identity = pyrage.x25519.Identity.from_str(secret_key)
        text = pyrage.decrypt(keyring.encode(), [identity]).decode()
    except Exception:
        if rules.is_cut_off(keyring):
            raise BadData(_damaged()) from None
        raise NotAllowed(
            _("That does not open your map. Nothing is lost; try again, or use your recovery key.")
        ) from None
    try:
        lines = [line for line in text.splitlines() if line.strip(" #")]
        about = msgspec.json.decode(lines[1].removeprefix("# "))
        keys = Keys(
            owner=about["owner"],
            generation=about["generation"],
            identity=lines[2].strip(),
            mac=bytes.fromhex(about["mac"]),
            by_passphrase=about["by_passphrase"],
            by_recovery=about["by_recovery"],
        )
        public_of(keys.identity)
    except Exception:
        raise BadData(_damaged()) from None
    if keys.owner != owner:
        raise BadData(
            _("The keyring that stands here is somebody else's: this map was swapped. A copy may hold yours.")
        )
    return keys


def _damaged() -> str:
    return _("The keyring of this map is damaged or cut off. A copy of the record, or your export, opens it.")
