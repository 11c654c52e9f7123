"""The other ways to a door: an sshd without root, a key told in the command, a file of keys, no sshd at all."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from door.account import Account
from door.blocks import for_user
from door.house import DoorHouse
from door.ssh_keys import SshKeys
from door.sshd_here import Sshd


@pytest.fixture(params=["match", "own", "command"])
def any_door(request: pytest.FixtureRequest, house: DoorHouse) -> Iterator[Sshd]:
    """Each kind of sshd that lets newcomers in, set up as `host setup` says."""
    with Sshd(request.param, house.account, block=_block(request.param, house)) as server:
        yield server


def _block(mode: str, house: DoorHouse) -> str:
    if mode == "match":
        return house.block
    if mode == "command":
        printed = house.host("host", "setup", "--user", house.account.name, "--in-line")
        return printed[printed.index("Match User") : printed.index("Match all")] + "Match all\n"
    house.host("host", "setup", "--own", "--port", "2222")
    config = (house.store.parent / "sshd" / "sshd_config").read_text()
    own = ("Port", "HostKey", "PidFile")  # the harness has its own of these
    return "".join(f"{line}\n" for line in config.splitlines() if line.split()[0] not in own)


def test_members_and_newcomers_come_in_by_every_way(
    any_door: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    handle = f"kit{any_door.mode}"
    kit = people.ed25519(handle)
    assert any_door.run(people.ed25519("ana"), "today").returncode == 0
    assert any_door.run(kit, "today").returncode == 77
    with any_door.terminal(kit) as terminal:
        terminal.wait_for("Welcome to the door of Moss")
        terminal.press(house.invite("Kit", "--to", "next"), "enter")
        terminal.wait_for("Your handle")
        terminal.press("down", *["backspace"] * 8, handle, "ctrl+s")
        terminal.wait_for("First steps")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    assert any_door.run(kit, "keys").returncode == 0
    for refused in ("sh", "; id", "$(id)"):
        assert any_door.run(kit, refused).returncode == 64
    assert any_door.run(kit).returncode == 65


def test_a_file_of_keys_lets_members_in_and_is_written_anew_when_keys_change(
    house: DoorHouse, people: SshKeys
) -> None:
    file = house.account.folder / "authorized_keys"
    house.host("host", "setup", "--keys", str(file))
    ana, tablet = people.ed25519("ana"), people.ed25519("tablet")
    with Sshd("keys", house.account, authorized_keys=file) as sshd:
        assert sshd.run(ana, "today").returncode == 0
        assert sshd.run(people.ed25519("nobody"), "today").returncode == 255
        assert sshd.run(ana, "keys", "add", tablet.line, "--name", "tablet").returncode == 0
        assert sshd.run(tablet, "today").returncode == 0
        assert sshd.run(tablet, "sh").returncode == 64
        assert sshd.run(ana, "keys", "remove", "tablet").returncode == 0
        assert sshd.run(tablet, "today").returncode == 255
        assert sshd.run(ana, options=["-W", f"127.0.0.1:{sshd.port}"]).returncode != 0


def test_a_key_in_the_command_that_is_not_the_one_sshd_saw_lets_nobody_in(
    house: DoorHouse, people: SshKeys
) -> None:
    ana = people.ed25519("ana")
    command = f"{house.command} --key {ana.type}:{ana.blob}"
    block = house.block.replace(house.command, command)
    assert command in block
    with Sshd("match", house.account, block=block) as sshd:
        assert sshd.run(ana, "today").returncode == 0
        other = sshd.run(people.ed25519("other"), "today")
        assert other.returncode == 78
        assert b"two different keys" in other.stderr


def test_without_the_key_nobody_is_let_in_and_the_mend_is_named(house: DoorHouse, people: SshKeys) -> None:
    name = house.account.name
    lines = [
        line for line in house.block.splitlines() if "ExposeAuthInfo" not in line and "Match" not in line
    ]
    block = for_user(name, "\n".join(line.strip() for line in lines))
    with Sshd("match", house.account, block=block) as sshd:
        ran = sshd.run(people.ed25519("ana"), "today")
    assert ran.returncode == 78
    assert b"host doctor" in ran.stderr


def test_another_user_of_the_machine_is_told_how_to_get_in(
    house: DoorHouse, service_account: Account, tmp_path: Path
) -> None:
    other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--", "env", "HOME=/nonexistent"]

    for words in (["today"], ["--as", "bo", "keys"]):
        ran = subprocess.run(
            [*other, house.account.python, "-I", "-m", "folkmoot", "--store", str(house.store), *words],
            capture_output=True,
            text=True,
            cwd="/",
        )
        assert ran.returncode == 77, ran
        assert "Members come in with ssh" in ran.stderr


def test_the_session_itself_is_no_way_in_without_sshd(house: DoorHouse) -> None:
    ran = house.account.run(*house.command.split())
    assert ran.returncode == 78
    assert b"with which key" in ran.stderr
