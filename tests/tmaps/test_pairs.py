"""What two keys have in common, after RFC 7748; and numbers that are the same at both, and at nobody else."""

from __future__ import annotations

import pytest

from folkmoot_tmaps.sealing.keys import new_secret_key, public_of
from folkmoot_tmaps.sealing.pairs import in_common, mark_between, numbers_of, raw_key
from folkmoot_tmaps.sealing.rules import LETTERS, written_key

# RFC 7748, section 6.1
ALICE = bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
ALICE_PUBLIC = bytes.fromhex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
BOB_PUBLIC = bytes.fromhex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")
SHARED = bytes.fromhex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")


def as_public(raw: bytes) -> str:
    """A public key as age writes it; its last six letters are a check that nobody looks at here."""
    bits = int.from_bytes(raw) << 4
    return "age1" + "".join(LETTERS[bits >> shift & 31] for shift in range(255, -1, -5)) + "qqqqqq"


def test_two_keys_have_in_common_what_rfc_7748_says() -> None:
    assert in_common(written_key(ALICE), as_public(BOB_PUBLIC)) == SHARED
    base = bytes([9, *[0] * 31])
    assert in_common(written_key(ALICE), as_public(base)) == ALICE_PUBLIC


def test_a_key_is_read_as_age_writes_it() -> None:
    secret = new_secret_key()
    base = bytes([9, *[0] * 31])
    assert in_common(secret, as_public(base)) == raw_key(public_of(secret))


def test_both_make_the_same_mark_and_nobody_else_does() -> None:
    ana, bo, cy = (new_secret_key() for _one in range(3))
    made = mark_between(ana, public_of(bo), "ana", "x", "said")
    assert made == mark_between(bo, public_of(ana), "ana", "x", "said")
    assert made != mark_between(bo, public_of(ana), "bo", "x", "said")
    assert made != mark_between(cy, public_of(bo), "ana", "x", "said")


@pytest.mark.parametrize("key", ["", "age1", "age1qqqq", "nothing", as_public(bytes(32))])
def test_what_is_no_key_has_nothing_in_common_with_anybody(key: str) -> None:
    with pytest.raises(ValueError):
        in_common(new_secret_key(), key)


def test_numbers_are_the_same_at_both_and_others_with_another_key() -> None:
    ana, bo = (("ana", public_of(new_secret_key())), ("bo", public_of(new_secret_key())))
    assert numbers_of(ana, bo) == numbers_of(bo, ana)
    assert [len(one) for one in numbers_of(ana, bo).split()] == [5] * 8
    assert numbers_of(ana, bo) != numbers_of(ana, ("bo", public_of(new_secret_key())))
    assert numbers_of(ana, bo) != numbers_of(ana, ("cy", bo[1]))
