"""What two people have in common by their keys: a secret that only the two can make, and numbers to compare.

X25519 as in RFC 7748, on keys as age writes them. age itself tells nobody who sealed something; with this, it can be
told. It is not made to take the same time for every key: it runs on the machine of the session, a few times a day.
"""

from __future__ import annotations

import hashlib
import hmac

from folkmoot_tmaps.sealing.rules import LETTERS

PRIME = 2**255 - 19
ROUNDS = 5200  # of hashing, so that keys with the same numbers can't be searched for
GROUPS = 8  # of five digits


def raw_key(written: str) -> bytes:
    """The 32 bytes of a key as age writes it, secret or public. Raises: ValueError."""
    data = written.strip().lower().rpartition("1")[2][:-6]
    if len(data) != 52:
        raise ValueError("no key of age")
    number = 0
    for letter in data:
        number = number << 5 | LETTERS.index(letter)
    return (number >> 4).to_bytes(32)


def in_common(identity: str, public: str) -> bytes:
    """The secret that the holder of `identity` and the holder of the secret half of `public` can make, nobody else.

    Raises: ValueError for what is no key, or for one that has nothing in common with anybody.
    """
    scalar = int.from_bytes(raw_key(identity), "little") & ~7 & (1 << 254) - 1 | 1 << 254
    made = _ladder(scalar, int.from_bytes(raw_key(public), "little") & (1 << 255) - 1)
    if not made:
        raise ValueError("a key of low order")
    return made.to_bytes(32, "little")


def _ladder(scalar: int, point: int) -> int:
    """RFC 7748, section 5, with its names."""
    x_2, z_2, x_3, z_3, swap = 1, 0, point, 1, 0
    for place in range(254, -1, -1):
        bit = scalar >> place & 1
        if swap ^ bit:
            x_2, x_3, z_2, z_3 = x_3, x_2, z_3, z_2
        swap = bit
        a, b = x_2 + z_2, x_2 - z_2
        aa, bb = a * a % PRIME, b * b % PRIME
        e = aa - bb
        da, cb = (x_3 - z_3) * a % PRIME, (x_3 + z_3) * b % PRIME
        x_3, z_3 = (da + cb) ** 2 % PRIME, point * (da - cb) ** 2 % PRIME
        x_2, z_2 = aa * bb % PRIME, e * (aa + 121665 * e) % PRIME
    if swap:
        x_2, z_2 = x_3, z_3
    return x_2 * pow(z_2, PRIME - 2, PRIME) % PRIME


def mark_between(identity: str, public: str, by: str, label: str, said: str) -> str:
    """The mark that `by` makes on something for one other person, and that the two alone can make.

    Raises: ValueError for what is no key.
    """
    about = "\0".join(("folkmoot letter 1", by, label, said))
    return hmac.new(in_common(identity, public), about.encode(), hashlib.sha256).hexdigest()


def numbers_of(one: tuple[str, str], other: tuple[str, str]) -> str:
    """The numbers of two people, each a handle and a public key: the same at both, others with any other key."""
    text = "\0".join(("folkmoot numbers 1", *(part for pair in sorted((one, other)) for part in pair)))
    made = text.encode()
    for _round in range(ROUNDS):
        made = hashlib.sha512(made + text.encode()).digest()
    digits = f"{int.from_bytes(made) % 10 ** (5 * GROUPS):0{5 * GROUPS}}"
    return " ".join(digits[place : place + 5] for place in range(0, len(digits), 5))
