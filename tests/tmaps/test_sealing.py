"""Keys and seals: what opens what, what can be seen from outside, and what Debian's age makes of it."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.api import BadData, NotAllowed
from folkmoot_tmaps.maps.demo import BY_PASSPHRASE, PASSPHRASE, SALT
from folkmoot_tmaps.maps.model import Section
from folkmoot_tmaps.sealing import keys as ring
from folkmoot_tmaps.sealing import rules
from folkmoot_tmaps.sealing.boxes import CROWD, seal, sealed_to, unseal
from folkmoot_tmaps.sealing.keys import Keys
from folkmoot_tmaps.sealing.model import Box, Tampered
from tmaps.a_map import SECRET, needs_age

DERIVED = "AGE-SECRET-KEY-1XFRXSTQZLX0C33YTQ3WYYGD6ZPFHAZW8NUJPH00J70HPN7CAN3JSPFVVMK"


def made(owner: str = "ana") -> Keys:
    one, other = ring.new_secret_key(), ring.new_secret_key()
    return ring.new_keys(owner, ring.public_of(one), ring.public_of(other))


def a_section(keys: Keys, label: str = "a", version: int = 1, title: str = SECRET) -> Section:
    return Section(owner=keys.owner, label=label, version=version, section="steer", title=title)


@given(st.binary(min_size=32, max_size=32))
def test_a_key_is_written_as_age_writes_it(raw: bytes) -> None:
    written = rules.written_key(raw)
    assert str(pyrage.x25519.Identity.from_str(written)) == written


def test_a_passphrase_makes_the_same_key_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "SCRYPT_N", 2**17)
    assert rules.derived("moss and river stones", bytes(16)) == DERIVED
    assert ring.public_of(ring.secret_key_of(PASSPHRASE, SALT)) == BY_PASSPHRASE


@pytest.mark.parametrize(
    ("one", "other"), [("café au lait grand", "cafe\u0301 au lait grand"), ("a b", "a b\n")]
)
def test_a_passphrase_is_the_same_on_every_keyboard(one: str, other: str) -> None:
    assert rules.derived(one, bytes(16)) == rules.derived(other, bytes(16))


@pytest.mark.parametrize("way", ["by_passphrase", "by_recovery"])
def test_either_of_two_keys_opens_the_keyring_and_no_other(way: str) -> None:
    secrets = {"by_passphrase": ring.new_secret_key(), "by_recovery": ring.new_secret_key()}
    keys = ring.new_keys("ana", *(ring.public_of(secret) for secret in secrets.values()))
    keyring = ring.sealed_keyring(keys)
    assert ring.open_keyring(keyring, "ana", secrets[way]) == keys
    with pytest.raises(NotAllowed, match="does not open your map"):
        ring.open_keyring(keyring, "ana", ring.new_secret_key())
    with pytest.raises(BadData, match="somebody else's"):
        ring.open_keyring(keyring, "bo", secrets[way])
    with pytest.raises(BadData, match="cut off"):
        ring.open_keyring(keyring[:300], "ana", secrets[way])


def test_the_keyring_shows_neither_of_the_recipients_that_open_it() -> None:
    keys = made()
    keyring = ring.sealed_keyring(keys)
    assert not any(part in keyring for part in (keys.by_passphrase, keys.by_recovery, keys.public))


def test_keys_tell_nothing_where_a_crash_would_print_them() -> None:
    keys = made()
    shown = f"{keys!r} {keys}"
    assert not any(part in shown for part in (keys.identity, keys.mac.hex(), keys.by_recovery))


def test_a_part_opens_again_and_shows_a_step_of_size_and_opens_to_its_owner_alone() -> None:
    keys = made()
    boxes = [seal(keys, a_section(keys)), seal(keys, a_section(keys, title=SECRET * 50))]
    assert {abs(len(box.sealed) - len(boxes[0].sealed)) < 1000 for box in boxes} == {True}
    for box in boxes:
        data = pyrage.decrypt(box.sealed.encode(), [pyrage.x25519.Identity.from_str(keys.identity)])
        assert len(data) == rules.LEAST_ROOM
        assert unseal(keys, "a", box, Section).owner == "ana"
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(boxes[0].sealed.encode(), [pyrage.x25519.Identity.from_str(ring.new_secret_key())])


def test_every_part_has_as_many_stanzas_as_a_crowd() -> None:
    import base64

    keys = made()
    for readers in (0, 1, CROWD - 1):
        everyone = (keys.public, *(ring.public_of(ring.new_secret_key()) for _one in range(readers)))
        raw = base64.b64decode("".join(sealed_to(b"x", everyone).splitlines()[1:-1]))
        assert raw.count(b"-> X25519 ") == CROWD


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda keys, box: Box(sealed=box.sealed, mac="0" * 64), "forged"),
        (lambda keys, box: Box(sealed=box.sealed[:500], mac=box.mac), "cut"),
        (lambda keys, box: Box(sealed="", mac=""), "cut"),
        (lambda keys, box: Box(sealed=box.sealed.replace("A", "B", 1), mac=box.mac), "forged"),
        (lambda keys, box: seal(keys, a_section(keys, "b")), "swapped"),
        (lambda keys, box: seal(made(), a_section(keys, "a")), "forged"),
        (lambda keys, box: _to_the_owner_by_a_stranger(keys), "forged"),
        (lambda keys, box: seal(keys, a_section(made("bo"), "a")), "swapped"),
    ],
)
def test_a_part_that_its_owner_did_not_seal_so_is_told(change: object, kind: str) -> None:
    keys = made()
    box = change(keys, seal(keys, a_section(keys, "a")))  # type: ignore[operator]
    with pytest.raises(Tampered) as told:
        unseal(keys, "a", box, Section, ["a", "b"])
    assert told.value.kind == kind


def _to_the_owner_by_a_stranger(keys: Keys) -> Box:
    """What age alone would take for the owner's: anybody can seal to a public key."""
    forged = pyrage.encrypt(
        b'{"owner":"ana","label":"a","version":1,"section":"steer","title":"x"}',
        [pyrage.x25519.Recipient.from_str(keys.public)],
        armored=True,
    ).decode()
    return Box(sealed=forged, mac="f" * 64)


@given(st.text(max_size=200), st.text(max_size=80))
def test_whatever_stands_in_place_of_a_part_is_refused_and_nothing_crashes(sealed: str, mac: str) -> None:
    with pytest.raises(Tampered):
        unseal(made(), "a", Box(sealed=sealed, mac=mac), Section, ["b"])


@given(st.text(max_size=300))
def test_whatever_stands_in_place_of_a_keyring_is_refused_in_a_sentence(keyring: str) -> None:
    with pytest.raises((BadData, NotAllowed)):
        ring.open_keyring(keyring, "ana", DERIVED)


@pytest.mark.parametrize(
    "typed", ["short", "             ", "", "age-secret-key-1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"]
)
def test_what_is_no_passphrase_is_refused(typed: str) -> None:
    with pytest.raises(BadData):
        ring.checked_passphrase(typed, typed)


def test_a_recovery_key_is_taken_as_people_copy_it() -> None:
    secret = ring.new_secret_key()
    spaced = " ".join(secret.lower()[place : place + 5] for place in range(0, len(secret), 5))
    assert ring.secret_key_of(spaced, "00" * 16) == secret
    with pytest.raises(BadData, match="letter"):
        ring.secret_key_of(secret[:-1] + ("A" if secret[-1] != "A" else "C"), "00" * 16)


@needs_age
def test_debians_age_opens_keyring_and_part(tmp_path: Path) -> None:
    recovery = ring.new_secret_key()
    keys = ring.new_keys("ana", ring.public_of(ring.new_secret_key()), ring.public_of(recovery))
    (tmp_path / "recovery.txt").write_text(recovery)
    (tmp_path / "keyring.age").write_text(ring.sealed_keyring(keys))
    section = Section(owner="ana", label="a", version=1, section="s", title=SECRET, reviewed=date(2027, 1, 1))
    (tmp_path / "part.age").write_text(seal(keys, section).sealed)
    command = "age -d -i recovery.txt keyring.age > keys.txt && age -d -i keys.txt part.age"
    found = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=True)
    assert SECRET.encode() in found.stdout
