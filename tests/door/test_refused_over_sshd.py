"""Over a real sshd: what is no word of the house leads nowhere, least of all to a shell."""

from __future__ import annotations

import subprocess

import pytest

from door.house import DoorHouse
from door.processes import wait_until
from door.ssh_keys import SshKeys
from door.sshd_here import Sshd

REFUSED = [
    "sh",
    "sh -i",
    "; id",
    "$(id)",
    "today; id",
    "today && id",
    "today | sh",
    "`id`",
    "bash -c id",
    "/bin/sh",
    "../../bin/sh",
    "scp -t /tmp/x",
    "scp -f /etc/passwd",
    "/usr/lib/openssh/sftp-server",
    "internal-sftp",
    "python -c 1",
    "store check",
    "store export /tmp/x",
    "init",
    "demo --keep /tmp/x",
    "plugins",
    "doctor",
    "host setup",
    "session",
    "--store /tmp/x today",
    "today --store=/tmp/x",
    "--as ana today",
    "--no-plugins keys",
    "--plugin /tmp/x.py today",
    "plugins enable /tmp/x.py",
    "today 'unclosed",
    "today\nid",
    "\x1b[31m",
    "rhythm --ics /etc/passwd",
    "x" * 5000,
]


@pytest.mark.parametrize("line", REFUSED, ids=lambda line: repr(line)[:24])
def test_what_is_no_word_of_the_house_is_refused_and_nothing_is_run(
    sshd: Sshd, people: SshKeys, house: DoorHouse, line: str
) -> None:
    ana = people.ed25519("ana")
    ran = sshd.run(ana, line)
    assert ran.returncode in (64, 65, 77), ran
    assert ran.stdout == b""
    assert b"uid=" not in ran.stdout + ran.stderr
    assert b"\x1b" not in ran.stderr
    assert b"Traceback" not in ran.stderr
    assert ran.stderr.strip()


def test_scp_in_both_modes_and_sftp_bring_nothing_in_or_out(
    sshd: Sshd, people: SshKeys, house: DoorHouse, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ana = people.ed25519("ana")
    folder = tmp_path_factory.mktemp("copied")
    (folder / "mine").write_text("mine")
    there = f"{house.account.name}@127.0.0.1"
    common = sshd.client(ana)
    options = [*common[1 : common.index("-l")], "-P", str(sshd.port)]
    for program in (["scp"], ["scp", "-O"]):
        for pair in (
            [str(folder / "mine"), f"{there}:/tmp/brought"],
            [f"{there}:/etc/passwd", str(folder / "got")],
        ):
            ran = subprocess.run([*program, *options, *pair], capture_output=True, timeout=60)
            assert ran.returncode != 0
    ran = subprocess.run(["sftp", *options, there], input=b"ls\n", capture_output=True, timeout=60)
    assert ran.returncode != 0
    assert sorted(path.name for path in folder.iterdir()) == ["mine"]


def test_no_port_is_forwarded_in_either_direction(sshd: Sshd, people: SshKeys, house: DoorHouse) -> None:
    ana = people.ed25519("ana")
    through = sshd.run(ana, options=["-W", f"127.0.0.1:{sshd.port}"])
    assert through.returncode != 0
    assert b"SSH-2.0" not in through.stdout
    back = sshd.run(ana, "today", options=["-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"])
    assert back.returncode != 0
    here = sshd.port + 1 if sshd.port < 60_000 else sshd.port - 1
    with sshd.terminal(ana, options=["-L", f"{here}:127.0.0.1:{sshd.port}"]) as terminal:
        terminal.wait_for("1 Today")
        probe = subprocess.run(
            ["ssh-keyscan", "-T", "3", "-p", str(here), "127.0.0.1"], capture_output=True, timeout=60
        )
        assert b"ssh-" not in probe.stdout
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_without_a_terminal_there_is_a_hint_and_code_65(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    ana = people.ed25519("ana")
    for key in (ana, people.ed25519("stranger")):
        ran = sshd.run(key)
        assert ran.returncode == 65
        assert b"ssh -t" in ran.stderr


def test_a_members_key_does_not_open_any_other_account(sshd: Sshd, people: SshKeys, house: DoorHouse) -> None:
    ana = people.ed25519("ana")
    for user in ("root", "nobody"):
        ran = sshd.run(ana, "id", options=["-l", user])
        assert ran.returncode == 255
        assert b"Permission denied" in ran.stderr


def test_only_what_is_on_the_list_comes_along_from_the_environment(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    ana = people.ed25519("ana")
    evil = {
        "LANG": "es_ES.UTF-8",
        "PYTHONPATH": "/tmp",
        "PYTHONSTARTUP": "/tmp/x",
        "TEXTUAL_LOG": "/tmp/textual.log",
        "TEXTUAL_DRIVER": "os:path",
        "LD_PRELOAD": "/tmp/x.so",
        "SSH_USER_AUTH": "/dev/null",
        "FOLKMOOT_DEBUG": "1",
        "HOME": "/tmp",
        "XDG_DATA_HOME": "/tmp",
    }
    ran = sshd.run(ana, "today", env=evil)
    assert ran.returncode == 0
    assert "Moss, miércoles" in ran.stdout.decode() or "Moss," in ran.stdout.decode()
    assert "Luna" in ran.stdout.decode() or "luna" in ran.stdout.decode()


@pytest.mark.parametrize("early", [b"\x1a", b"\x03", b"\x1c", b"\x1a\x03\x1c\x04\r\n"], ids=repr)
def test_keys_pressed_before_the_house_is_there_lead_to_no_shell(
    sshd: Sshd, people: SshKeys, house: DoorHouse, early: bytes
) -> None:
    ana = people.ed25519("ana")
    begun = sshd.log.count("Starting session")
    with sshd.terminal(ana) as terminal:
        wait_until(lambda: sshd.log.count("Starting session") > begun, "the session is beginning")
        terminal.send(early * 3)
        try:
            terminal.wait_for("1 Today")
        except TimeoutError:
            assert terminal.wait_for_end() in (1, 130, 131, 255)  # it ended: that is no shell either
        else:
            terminal.press("q")
            terminal.wait_for_end()
        assert "$" not in terminal.text
    sshd.wait_for_sessions(0)


def test_no_more_than_two_sessions_share_a_connection(house: DoorHouse, sshd: Sshd) -> None:
    asked = f"user={house.account.name},host=x,addr=127.0.0.1"
    said = subprocess.run(
        [
            sshd.program,
            "-T",
            "-f",
            str(sshd.folder / "sshd_config"),
            "-C",
            asked,
        ],
        capture_output=True,
        text=True,
    ).stdout
    assert "maxsessions 2" in said
    assert "disableforwarding yes" in said
