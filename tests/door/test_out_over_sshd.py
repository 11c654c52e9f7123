"""Over a real sshd: who is out is out at once, and who is gone leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess

from door.house import DoorHouse
from door.ssh_keys import SshKeys
from door.sshd_here import Sshd, hang_up


def test_a_key_that_is_removed_while_it_is_used_ends_the_session_and_another_still_works(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    phone, laptop = people.ed25519("phone"), people.ed25519("laptop")
    code = house.invite("Dee")
    assert sshd.run(phone, "join", code, "--name", "Dee", "--handle", "dee").returncode == 0
    assert sshd.run(phone, "keys", "add", laptop.line, "--name", "laptop").returncode == 0
    with sshd.terminal(phone) as live:
        live.wait_for("A new key was added to your account")
        live.press("esc")
        live.wait_for("First steps")
        assert sshd.run(laptop, "keys", "remove", "'first key'").returncode == 0
        live.wait_for("This key was removed")
        assert live.wait_for_end() == 77
    sshd.wait_for_sessions(0)
    told = sshd.run(phone, "today")
    assert told.returncode == 77
    assert b"This key was removed" in told.stderr
    assert sshd.run(laptop, "today").returncode == 0


def test_a_shared_connection_that_stands_already_is_asked_for_the_key_again(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    phone, laptop = people.ed25519("eli phone"), people.ed25519("eli laptop")
    code = house.invite("Eli")
    assert sshd.run(phone, "join", code, "--name", "Eli", "--handle", "eli").returncode == 0
    assert sshd.run(phone, "keys", "add", laptop.line).returncode == 0
    socket = str(people.folder / "shared")
    master = subprocess.Popen(
        sshd.client(phone, options=["-M", "-N", "-S", socket]),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        check = sshd.client(phone, options=["-S", socket, "-O", "check"])
        while subprocess.run(check, capture_output=True).returncode != 0:
            assert master.poll() is None
        assert sshd.run(phone, "today", options=["-S", socket]).returncode == 0
        assert sshd.run(laptop, "keys", "remove", "1").returncode == 0
        refused = sshd.run(phone, "today", options=["-S", socket])
        assert refused.returncode == 77
        assert b"removed" in refused.stderr
    finally:
        master.terminate()
        master.wait(60)


def test_who_is_suspended_is_out_at_once_and_told_why(sshd: Sshd, people: SshKeys, house: DoorHouse) -> None:
    fay, bo = people.ed25519("fay"), people.ed25519("bo")
    code = house.invite("Fay", "--to", "next")
    assert sshd.run(fay, "join", code, "--name", "Fay", "--handle", "fay").returncode == 0
    with sshd.terminal(fay) as live:
        live.wait_for("First steps")
        house.host("acts", "ask", "account.suspend", "fay", "--why", "a broken promise")
        for act in house.data("acts")["acts"]:
            assert sshd.run(bo, "acts", "agree", str(act["number"])).returncode == 0
        live.wait_for("suspended")
        assert live.wait_for_end() == 77
    ran = sshd.run(fay, "today")
    assert (ran.returncode, b"suspended" in ran.stderr) == (77, True)


def test_a_client_that_is_killed_leaves_no_session_behind_and_nobody_on_the_list(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    ana = people.ed25519("ana")
    with sshd.terminal(ana) as terminal:
        terminal.wait_for("1 Today")
        assert "ana" in [one["handle"] for one in house.data("here")["here"]]
        hang_up(terminal)
    sshd.wait_for_sessions(0)
    assert house.data("here")["here"] == []


def test_a_command_that_waits_for_its_input_ends_with_its_key(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    phone, laptop, more = (people.ed25519(f"gil {name}") for name in ("phone", "laptop", "more"))
    house.joined("gil", phone, "--to", "next")
    assert sshd.run(phone, "keys", "add", laptop.line, "--name", "laptop").returncode == 0
    waiting = subprocess.Popen(
        sshd.client(phone, "keys", "add", options=["-T"]),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    sshd.wait_for_sessions(1)
    assert sshd.run(laptop, "keys", "remove", "1").returncode == 0
    sshd.wait_for_sessions(0)
    _out, said = waiting.communicate(more.line.encode(), timeout=60)
    assert waiting.returncode == 77
    assert b"This key was removed" in said
    assert sshd.run(more, "today").returncode == 77


def test_a_network_that_is_cut_ends_the_session_and_keeps_what_was_typed(
    people: SshKeys, house: DoorHouse
) -> None:
    hal = people.ed25519("hal")
    house.joined("hal", hal, "--to", "next")
    block = house.block.replace("ClientAliveInterval 15", "ClientAliveInterval 1")
    with Sshd("match", house.account, block=block.replace("CountMax 3", "CountMax 1")) as sshd:
        with sshd.terminal(hal) as terminal:
            terminal.wait_for("First steps")
            terminal.open("You")
            terminal.wait_for("Handle")
            terminal.press("e")
            terminal.wait_for("Your card")
            terminal.press(" Nine")
            terminal.wait_for("Hal Nine")
            sshd.wait_for_sessions(1)
            os.kill(terminal.pid, signal.SIGSTOP)  # nothing is answered any more, and nothing says goodbye
            sshd.wait_for_sessions(0)
        assert "hal" not in [one["handle"] for one in house.data("here")["here"]]
        with sshd.terminal(hal) as terminal:
            terminal.wait_for("is kept: Your card")
            terminal.open("You")
            terminal.wait_for("Handle")
            terminal.press("e")
            terminal.wait_for("Hal Nine")
            terminal.press("ctrl+q")
            terminal.wait_for_end()
