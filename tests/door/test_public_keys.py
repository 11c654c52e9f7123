"""What is taken as a public key, and what is told to whoever hands over something else."""

from __future__ import annotations

import subprocess
from base64 import b64decode, b64encode
from pathlib import Path

import pytest

from folkmoot.door.publickey import PublicKey, parsed
from folkmoot.errors import BadData


def made(folder: Path, *kind: str) -> tuple[str, str]:
    """A key that ssh-keygen made: its public line, and its fingerprint by ssh-keygen."""
    path = folder / "key"
    quiet = {"check": True, "stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
    subprocess.run(["ssh-keygen", "-q", *kind, "-N", "", "-C", "a comment", "-f", str(path)], **quiet)  # type: ignore[call-overload]
    told = subprocess.run(["ssh-keygen", "-lf", f"{path}.pub"], **quiet)  # type: ignore[call-overload]
    return Path(f"{path}.pub").read_text(), told.stdout.split()[1]


@pytest.mark.parametrize(
    "kind",
    [
        ("-t", "ed25519"),
        ("-t", "ecdsa", "-b", "256"),
        ("-t", "ecdsa", "-b", "521"),
        ("-t", "rsa", "-b", "2048"),
    ],
    ids=lambda kind: "-".join(kind),
)
def test_a_key_has_the_fingerprint_that_ssh_keygen_says(tmp_path: Path, kind: tuple[str, ...]) -> None:
    line, fingerprint = made(tmp_path, *kind)
    key = parsed(line)
    assert key.fingerprint == fingerprint
    assert key.line == " ".join(line.split()[:2])


def test_an_rsa_key_of_1024_bits_is_refused(tmp_path: Path) -> None:
    line, _fingerprint = made(tmp_path, "-t", "rsa", "-b", "1024")
    with pytest.raises(BadData, match="2048 bits"):
        parsed(line)


def test_the_private_part_of_a_key_is_never_taken(tmp_path: Path) -> None:
    made(tmp_path, "-t", "ed25519")
    private = (tmp_path / "key").read_text()
    with pytest.raises(BadData, match="never show it") as told:
        parsed(private)
    assert private.splitlines()[1] not in told.value.sentence


GOOD = "AAAAC3NzaC1lZDI1NTE5AAAAI" + "A" * 43
CUT = b64encode(b64decode(GOOD + "=" * (-len(GOOD) % 4))[:-3]).decode()


@pytest.mark.parametrize(
    "line",
    [
        "",
        "ssh-ed25519",
        "hello there",
        f"ssh-rsa {GOOD}",
        f"ssh-ed25519 {CUT}",
        "ssh-ed25519 AAAA",
        f'command="sh" ssh-ed25519 {GOOD}',
        f"ssh-ed25519 {GOOD}\nssh-ed25519 {GOOD}",
        f"ssh-dss {GOOD}",
        f"ssh-ed25519-cert-v01@openssh.com {GOOD}",
        "ssh-ed25519 " + "A" * 20_000,
        "ssh-ed25519 ÄÖÜ",
        "\x1b[31mssh-ed25519 AAAA",
    ],
)
def test_what_is_no_whole_key_is_refused_in_a_sentence(line: str) -> None:
    with pytest.raises(BadData) as told:
        parsed(line)
    assert told.value.sentence.endswith((".", "ed25519"))


def test_a_key_is_the_same_whatever_its_comment(tmp_path: Path) -> None:
    line, _fingerprint = made(tmp_path, "-t", "ed25519")
    kind, blob, *_comment = line.split()
    assert parsed(f"  {kind}\t{blob}  ana@laptop [/] \n") == PublicKey(kind, blob)
