"""The pure ground of sealing: how keys are written, how much room things take, who sealed what.

Nothing here knows age itself. Written keys are Bech32 (BIP 173), as age has them.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

SECRET_KEY = "AGE-SECRET-KEY-1"  # noqa: S105  how such keys begin
HUMAN_PART = "age-secret-key-"
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
LEAST_ROOM = 4096  # bytes: a word and a page look alike
LEAST_LETTERS = 12  # of a passphrase
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**17, 8, 1  # half a second and 146 MB for each guess
SALT_BYTES = 16
BEGIN, END = "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"


def derived(passphrase: str, salt: bytes) -> str:
    """The age secret key that a passphrase stands for: slow on purpose, and it lets other threads run.

    Raises: ValueError, MemoryError where the machine has no room for it.
    """
    raw = hashlib.scrypt(
        same_letters(passphrase).encode(),
        salt=salt,
        n=SCRYPT_N,
        r=SCRYPT_R,
        p=SCRYPT_P,
        maxmem=2 * 128 * SCRYPT_N * SCRYPT_R,
        dklen=32,
    )
    return written_key(raw)


def same_letters(passphrase: str) -> str:
    """A passphrase as every keyboard types it: letters composed, no line break behind."""
    return unicodedata.normalize("NFC", passphrase.rstrip("\r\n"))


def written_key(raw: bytes) -> str:
    """32 bytes as age writes a secret key."""
    bits = int.from_bytes(raw) << 4  # 256 bits and four of padding: 52 letters of five
    data = [bits >> shift & 31 for shift in range(255, -1, -5)]
    spread = [ord(letter) >> 5 for letter in HUMAN_PART] + [0]
    spread += [ord(letter) & 31 for letter in HUMAN_PART]
    check = _polymod([*spread, *data, *[0] * 6]) ^ 1
    data += [check >> 5 * (5 - place) & 31 for place in range(6)]
    return f"{HUMAN_PART}1{''.join(LETTERS[one] for one in data)}".upper()


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate(GENERATOR):
            check ^= part if top >> place & 1 else 0
    return check


def as_secret_key(typed: str) -> str | None:
    """What was typed, as an age secret key if it looks like one: spaces and small letters do no harm."""
    packed = "".join(typed.split()).upper()
    return packed if packed.startswith(SECRET_KEY) else None


def padded(data: bytes) -> bytes:
    """With spaces behind, as long as the next step: 4 KB, 8 KB, 16 KB and so on. Only the step can be seen."""
    room = LEAST_ROOM
    while room < len(data):
        room *= 2
    return data.ljust(room, b" ")


def mac_of(key: bytes, owner: str, label: str, sealed: str) -> str:
    """The owner's mark on something sealed, that nobody without the key can make (HMAC-SHA-256, in hexadecimal)."""
    said = "\0".join(("folkmoot map 1", owner, label, sealed))
    return hmac.new(key, said.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def is_marked(key: bytes, owner: str, label: str, sealed: str, mac: str) -> bool:
    """Whether the mark on something sealed is the owner's."""
    made = mac_of(key, owner, label, sealed)
    return hmac.compare_digest(made.encode(), mac.encode("utf-8", "surrogatepass"))


def is_cut_off(sealed: str) -> bool:
    """Whether an age file lacks its end."""
    return not sealed.rstrip().endswith(END)


def name_of(key: bytes, *parts: str) -> str:
    """A name for something that tells nobody what it is, the same at each time."""
    return hmac.new(key, "\0".join(("name", *parts)).encode(), hashlib.sha256).hexdigest()[:32]
