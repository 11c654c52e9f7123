"""Sharing over a real sshd: given and read by two people with keys of their own; nothing of it readable on the host."""

from __future__ import annotations

from door.house import DoorHouse
from door.ssh_keys import SshKeys
from door.sshd_here import Sshd

PASSPHRASE, SECRET = "four quiet river otters", "Quokkafeather"
OPEN = f"{PASSPHRASE}\n".encode()


def test_a_section_is_given_and_read_over_ssh(sshd: Sshd, people: SshKeys, house: DoorHouse) -> None:
    ana, bo = people.ed25519("ana"), people.ed25519("bo")
    for key in (ana, bo):
        assert sshd.run(key, "map", "begin", stdin=OPEN * 2).returncode == 0
    written = sshd.run(ana, "map", "write", "heavy/please", stdin=OPEN + f"{SECRET}\n".encode())
    assert written.returncode == 0
    assert SECRET.encode() in sshd.run(ana, "map", "card", stdin=OPEN).stdout
    given = sshd.run(ana, "map", "share", "heavy", "bo", "--yes", stdin=OPEN)
    assert (given.returncode, b"can be read by Bo." in given.stderr) == (0, True)
    assert SECRET.encode() in sshd.run(bo, "map", "shared", "ana", stdin=OPEN).stdout
    with sshd.terminal(bo) as terminal:
        terminal.wait_for("Welcome to Moss")
        terminal.open("Map")
        terminal.wait_for("enter opens it")
        terminal.press("enter")
        terminal.wait_for("Passphrase, or recovery key")
        terminal.press(PASSPHRASE)
        terminal.press("enter")
        terminal.wait_for("1 section is shared with you")
        terminal.press("f")
        terminal.wait_for("When it is heavy")
        terminal.press("enter")
        terminal.wait_for(SECRET)
        terminal.send(b"\x0c")
        terminal.wait_for("Welcome to Moss")
        terminal.wait_without(SECRET)
    taken = sshd.run(ana, "map", "revoke", "bo", stdin=OPEN)
    assert (taken.returncode, b"may remember it" in taken.stderr) == (0, True)
    assert sshd.run(bo, "map", "shared", "ana", stdin=OPEN).returncode == 65
    folder = house.store.parent
    for word in (PASSPHRASE, SECRET, "When it is heavy"):
        files = [file for file in folder.rglob("*") if file.is_file()]
        assert not [file for file in files if word.encode() in file.read_bytes()]
    for key in (ana, bo):
        assert sshd.run(key, "map", "erase", "--yes").returncode == 0
