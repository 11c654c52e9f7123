"""A map over a real sshd: begun, written, taken home as age files; nothing of it readable on the host."""

from __future__ import annotations

from door.house import DoorHouse
from door.ssh_keys import SshKeys
from door.sshd_here import Sshd

PASSPHRASE, SECRET = "four quiet river otters", "Quokkafeather"


def test_a_map_is_kept_and_taken_home_over_ssh(sshd: Sshd, people: SshKeys, house: DoorHouse) -> None:
    ana = people.ed25519("ana")
    twice = f"{PASSPHRASE}\n{PASSPHRASE}\n".encode()
    begun = sshd.run(ana, "map", "begin", stdin=twice)
    assert (begun.returncode, begun.stdout[:16]) == (0, b"AGE-SECRET-KEY-1")
    written = sshd.run(ana, "map", "write", "steer/proud", stdin=f"{PASSPHRASE}\n{SECRET}\n".encode())
    assert written.returncode == 0
    assert SECRET.encode() in sshd.run(ana, "map", "open", stdin=f"{PASSPHRASE}\n".encode()).stdout
    assert sshd.run(people.ed25519("bo"), "map", "open", stdin=f"{PASSPHRASE}\n".encode()).returncode == 65
    exported = sshd.run(ana, "map", "export").stdout
    assert exported[:17] == b"care-map/READ-ME."
    assert SECRET.encode() not in exported
    refused = sshd.run(ana, "map", "export", "here.tar")
    assert (refused.returncode, b"map export > map.tar" in refused.stderr) == (65, True)
    moved = sshd.run(people.ed25519("bo"), "map", "restore", "-", stdin=f"{PASSPHRASE}\n".encode() + exported)
    assert moved.returncode == 0
    assert SECRET.encode() in sshd.run(people.ed25519("bo"), "map", stdin=f"{PASSPHRASE}\n".encode()).stdout
    printed = sshd.run(ana, "map", "booklet", stdin=f"{PASSPHRASE}\n".encode())
    assert (printed.returncode, printed.stdout[:5], printed.stdout[-6:]) == (0, b"%PDF-", b"%%EOF\n")
    as_text = sshd.run(
        ana, "map", "booklet", "--to", "-", "--format", "markdown", stdin=f"{PASSPHRASE}\n".encode()
    )
    assert SECRET.encode() in as_text.stdout
    nowhere = sshd.run(ana, "map", "booklet", "--to", "here.pdf", stdin=f"{PASSPHRASE}\n".encode())
    assert (nowhere.returncode, b"map booklet > mine.pdf" in nowhere.stderr) == (65, True)
    folder = house.store.parent
    for word in (PASSPHRASE, SECRET, begun.stdout.decode().strip()):
        assert not [
            file for file in folder.rglob("*") if file.is_file() and word.encode() in file.read_bytes()
        ]
    assert sshd.run(ana, "map", "erase", "--yes").returncode == 0
