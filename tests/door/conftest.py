"""Who comes to the door, and the account behind it. One account for a worker, gone at its end."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from door.account import Account, made_for_a_test, our_own
from door.house import DoorHouse, founded
from door.ssh_keys import SshKeys
from door.sshd_here import Sshd, path_of_sshd
from door.warm import WAYS, cold, warm


@pytest.fixture(scope="session")
def service_account() -> Iterator[Account]:
    """A service account made for these tests; skipped without root, or without a Python that it can run."""
    path_of_sshd()
    with made_for_a_test() as account:
        yield account


@pytest.fixture(scope="session")
def own_account(request: pytest.FixtureRequest) -> Iterator[Account]:
    """Who runs an sshd of their own: the service account when we are root, else ourselves."""
    if os.getuid() == 0:
        yield request.getfixturevalue("service_account")
        return
    with tempfile.TemporaryDirectory(prefix="folkmoot-door-", dir="/tmp") as folder:
        yield our_own(Path(folder))


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> SshKeys:
    """The keys of everybody in a module, by name."""
    path_of_sshd()
    return SshKeys(tmp_path_factory.mktemp("people"))


@pytest.fixture(
    scope="module",
    params=[pytest.param(way, marks=() if way == "warm" else pytest.mark.whole) for way in WAYS],
)
def house(request: pytest.FixtureRequest, service_account: Account, people: SshKeys) -> Iterator[DoorHouse]:
    """A community for a module: its tests add people of their own. Ana can come in, and Bo, both Partners.

    Twice: its sessions are processes of their own, and children of a warm server; nobody may see a difference.
    """
    folder = Path(tempfile.mkdtemp(prefix="house-", dir=service_account.folder))
    service_account.give(folder)
    community = founded(service_account, folder)
    cold(community)
    community.host("keys", "add", people.ed25519("ana").line)
    community.joined("bo", people.ed25519("bo"))
    with warm(community) if request.param == "warm" else nullcontext():
        yield community
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def sshd(house: DoorHouse) -> Iterator[Sshd]:
    """The system's kind of sshd, with the very block that `host setup` prints."""
    with Sshd("match", house.account, block=house.block) as server:
        yield server


@pytest.fixture
def ssh_keys(tmp_path: Path) -> SshKeys:
    """Key pairs in a folder of this test."""
    path_of_sshd()
    folder = tmp_path / "ssh_keys"
    folder.mkdir()
    return SshKeys(folder)
