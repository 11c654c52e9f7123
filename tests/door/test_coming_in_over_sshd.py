"""Over a real sshd: members come in as themselves, newcomers with a card."""

from __future__ import annotations

import json

import pytest

from door.house import DoorHouse
from door.ssh_keys import SshKeys
from door.sshd_here import Sshd, hang_up


def test_a_newcomer_joins_with_a_card_and_goes_on_where_they_stopped(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    benn = people.ed25519("benn")
    with sshd.terminal(benn) as terminal:
        terminal.wait_for("Welcome to the door of Moss")
        terminal.press("AAAA-AAAA-AAAA", "enter")
        terminal.wait_for("not known here. Look")
        terminal.press(*["backspace"] * 14, house.invite("Benn", "Oak").lower(), "enter")
        terminal.wait_for("Your handle")
        terminal.wait_for("Benn Oak")
        terminal.press("ctrl+s")
        terminal.wait_for("First steps")
        terminal.wait_for("[ ] See the month")
        terminal.press("down", "down", "down", "enter")
        terminal.wait_for("[ ] month")
        hang_up(terminal)
    sshd.wait_for_sessions(0)
    with sshd.terminal(benn) as terminal:
        terminal.wait_for("[x] See the month")
        terminal.press("d")
        terminal.wait_for("1 Today")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    with sshd.terminal(benn) as terminal:
        terminal.wait_for("1 Today")
        terminal.press("q")
        terminal.wait_for_end()


def test_a_newcomer_joins_by_commands_alone(sshd: Sshd, people: SshKeys, house: DoorHouse) -> None:
    cleo = people.ed25519("cleo")
    code = house.invite("Cleo")
    assert sshd.run(cleo, "today").returncode == 77
    asked = sshd.run(cleo, "join", code)
    assert asked.returncode == 65
    assert b"Say also who you are" in asked.stderr
    assert sshd.run(cleo, "join", code, "--name", "'Cleo Ruiz'", "--handle", "Cleo").returncode == 65
    joined = sshd.run(cleo, "join", code, "--name", "'Cleo Ruiz'", "--handle", "cleo")
    assert (joined.returncode, b"Welcome, Cleo Ruiz" in joined.stderr) == (0, True)
    assert sshd.run(cleo, "today").returncode == 0
    assert sshd.run(people.ed25519("other"), "join", code, "--name", "X", "--handle", "xx").returncode == 65


def test_an_unknown_key_that_is_offered_first_is_told_how_to_offer_another(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    ana, other = people.ed25519("ana"), people.ed25519("work")
    with sshd.terminal(ana, options=["-i", str(other.path)]) as terminal:
        terminal.wait_for("IdentitiesOnly=yes")
        terminal.press("esc")
        assert terminal.wait_for_end() == 0
    assert b"IdentitiesOnly=yes" in sshd.run(ana, "today", options=["-i", str(other.path)]).stderr


def test_a_member_runs_commands_as_themselves(sshd: Sshd, people: SshKeys, house: DoorHouse) -> None:
    mo = people.ed25519("mo")
    joined = sshd.run(mo, "join", house.invite("Mo", "--to", "next"), "--name", "Mo", "--handle", "mo")
    assert joined.returncode == 0
    ran = sshd.run(mo, "keys", "--json")
    assert ran.returncode == 0
    assert [key["here"] for key in json.loads(ran.stdout)["keys"]].count(True) == 1
    assert sshd.run(mo, "folkmoot", "today", "--json").returncode == 0
    added = sshd.run(mo, "keys", "add", "--name", "spare", stdin=people.ed25519("spare").line.encode())
    assert added.returncode == 0
    assert sshd.run(people.ed25519("spare"), "today").returncode == 0


@pytest.mark.parametrize(
    "term",
    ["x" * 500, "xterm\x1b[31m", "dumb", "", "unknown", "../../etc/passwd", "linux", "screen"],
    ids=lambda term: repr(term)[:24],
)
def test_a_terminal_of_any_name_is_drawn_on(sshd: Sshd, people: SshKeys, house: DoorHouse, term: str) -> None:
    ana = people.ed25519("ana")
    with sshd.terminal(ana, environ={"TERM": term}) as terminal:
        terminal.wait_for("1 Today")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_by_commands_too_one_is_told_of_a_key_that_was_added(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    ida, other = people.ed25519("ida"), people.ed25519("ida's other")
    house.joined("ida", ida, "--to", "next")
    assert sshd.run(ida, "keys", "add", other.line, "--name", "other").returncode == 0
    told = sshd.run(ida, "today")
    assert b"A new key was added to your account" in told.stderr
    assert b"other" in told.stderr
    assert b"A new key" not in sshd.run(ida, "today").stderr + sshd.run(other, "today").stderr
