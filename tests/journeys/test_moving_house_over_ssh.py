"""Journey 8 over a real sshd: after the move every member's key works, every map opens, and who had left stays out."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from door.account import Account
from door.conftest import people, service_account  # noqa: F401  fixtures
from door.house import DoorHouse, founded
from door.ssh_keys import SshKeys
from door.sshd_here import Sshd
from door.warm import cold

TWICE = b"four quiet river otters\nfour quiet river otters\n"
ONCE, SECRET = b"four quiet river otters\n", "Quokkafeather"
MEMBERS = ("ana", "bo", "cleo")


@pytest.fixture
def old(service_account: Account, people: SshKeys) -> Iterator[DoorHouse]:  # noqa: F811
    """Three members with keys, and Dov, who comes in and will leave."""
    folder = Path(tempfile.mkdtemp(prefix="old-", dir=service_account.folder))
    service_account.give(folder)
    house = founded(service_account, folder)
    cold(house)
    house.host("keys", "add", people.ed25519("ana").line)
    for handle in (*MEMBERS[1:], "dov"):
        house.joined(handle, people.ed25519(handle))
    yield house
    shutil.rmtree(folder)


@pytest.fixture
def new(service_account: Account) -> Iterator[DoorHouse]:  # noqa: F811
    """Another machine's folder, where nothing is yet."""
    folder = Path(tempfile.mkdtemp(prefix="new-", dir=service_account.folder))
    service_account.give(folder)
    yield DoorHouse(service_account, folder / "community.json")
    shutil.rmtree(folder)


def test_every_key_works_and_every_map_opens_at_the_new_place(
    old: DoorHouse,
    new: DoorHouse,
    people: SshKeys,  # noqa: F811
) -> None:
    with Sshd("match", old.account, block=old.block) as sshd:
        for handle in MEMBERS:
            key = people.ed25519(handle)
            assert sshd.run(key, "map", "begin", stdin=TWICE).returncode == 0
            words = ONCE + f"{SECRET} of {handle}\n".encode()
            assert sshd.run(key, "map", "write", "steer/proud", stdin=words).returncode == 0
        left = people.ed25519("dov")
        assert sshd.run(left, "people", "edit", "--reach", "Numbatwhisper").returncode == 0
        old.host("store", "backup")
        assert sshd.run(left, "people", "leave", "dov").returncode == 0
    card = old.invite("Fay")
    moss = old.store.parent / "moss.json"
    old.host("store", "export", str(moss))
    code = old.invite("Eve")  # a card that was written after the copy belongs to the old place
    new.host("store", "import", str(moss))
    cold(new)
    assert "The record is whole" in new.host("store", "check")
    assert "NOT WELL" not in new.host("doctor")
    seen = new.data("store", "history")["changes"]
    then = old.data("store", "history")["changes"]
    assert seen == then[: len(seen)]
    with Sshd("match", new.account, block=new.block) as sshd:
        for handle in MEMBERS:
            key = people.ed25519(handle)
            assert sshd.run(key, "today").returncode == 0
            opened = sshd.run(key, "map", "open", stdin=ONCE)
            assert f"{SECRET} of {handle}" in opened.stdout.decode()
            assert b"put back" not in opened.stderr
        assert sshd.run(people.ed25519("dov"), "today").returncode == 77
        for name, paper, ends in (("eve", code, 65), ("fay", card, 0)):
            came = sshd.run(people.ed25519(name), "join", paper, "--name", name.title(), "--handle", name)
            assert came.returncode == ends
        with sshd.terminal(people.ed25519("bo")) as terminal:
            terminal.wait_for("Welcome to Moss, Bo.")
            terminal.press("q")
            assert terminal.wait_for_end() == 0
    for house in (old, new):
        files = [file for file in house.store.parent.rglob("*") if file.is_file()]
        assert [file.name for file in files if b"Numbatwhisper" in file.read_bytes()] == []
