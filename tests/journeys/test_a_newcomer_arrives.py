"""Journeys 1 and 2 over a real sshd: a host is set up by what it prints, cards are written, a newcomer arrives."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from door.account import Account
from door.conftest import people, service_account  # noqa: F401  fixtures
from door.house import DoorHouse, founded
from door.ssh_keys import SshKeys
from door.sshd_here import Sshd, hang_up


@pytest.fixture
def house(service_account: Account) -> Iterator[DoorHouse]:  # noqa: F811
    """A community that was founded a minute ago, and nobody's key is known yet."""
    folder = Path(tempfile.mkdtemp(prefix="journey-", dir=service_account.folder))
    service_account.give(folder)
    yield founded(service_account, folder)
    shutil.rmtree(folder)


def test_from_an_empty_host_to_a_newcomer_who_goes_on_where_they_stopped(
    house: DoorHouse,
    people: SshKeys,  # noqa: F811
) -> None:
    year = house.data("rhythm", "--from", "2027-01-01", "--to", "2028-01-01")["occurrences"]
    assert sum(one["kind"] == "gathering" for one in year) == 2
    house.host("keys", "add", people.ed25519("ana").line)
    with Sshd("match", house.account, block=house.block) as sshd:
        house.host(
            "host", "setup", "--address", "127.0.0.1", "--port", str(sshd.port), "--user", house.account.name
        )
        assert _doctor(house, sshd).returncode == 0
        cards = house.host("invite", "--to", "next", "--count", "3")
        line = f"ssh -p {sshd.port} {house.account.name}@127.0.0.1"
        assert cards.count(line) == 3
        codes = [
            row.split()[1] for row in cards.splitlines() if row.count("-") == 2 and len(row.split()[1]) == 14
        ]
        assert len(set(codes)) == 3
        _arrives(sshd, people, codes[0])
        told = sshd.run(people.ed25519("ana"), "here")
        assert told.returncode == 0


def _arrives(sshd: Sshd, people: SshKeys, code: str) -> None:  # noqa: F811
    rio = people.ed25519("rio")
    with sshd.terminal(rio, environ={"LANG": "C.UTF-8"}) as terminal:
        terminal.wait_for("Welcome to the door of Moss")
        terminal.press(code.lower().replace("-", " "), "enter")
        terminal.wait_for("Your handle")
        terminal.press("Río", "down", "rio", "ctrl+s")
        terminal.wait_for("Welcome to Moss, Río.")
        terminal.press("enter")  # the first step: their time zone, on their card
        terminal.wait_for("Handle")
        terminal.press("e")
        terminal.wait_for("Your card")
        terminal.press("down", "down", "America/Bogota")
        terminal.wait_for("America/Bogota")
        hang_up(terminal)  # the laptop is closed half way
    sshd.wait_for_sessions(0)
    with sshd.terminal(rio, environ={"LANG": "C.UTF-8"}) as terminal:
        terminal.wait_for("What you were typing when you left is kept: Your card")
        terminal.open("You")
        terminal.wait_for("Handle")
        terminal.press("e")
        terminal.wait_for("Here is what you had typed before.")
        terminal.wait_for("America/Bogota")
        terminal.press("ctrl+s")
        terminal.wait_for("Saved.")
        terminal.wait_for("America/Bogota")
        terminal.press("1")
        terminal.wait_for("[x] Say which time zone")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def _doctor(house: DoorHouse, sshd: Sshd) -> subprocess.CompletedProcess[str]:
    config = str(sshd.folder / "sshd_config")
    asked = ["host", "doctor", "--user", house.account.name, "--port", str(sshd.port), "--config", config]
    return subprocess.run(
        [house.account.python, "-I", "-m", "folkmoot", "--store", str(house.store), *asked],
        capture_output=True,
        text=True,
        env={**os.environ, "LANG": "C.UTF-8"},
    )
