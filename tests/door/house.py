"""A community whose door stands on a real sshd: founded by the account that members reach."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from door.account import Account
from door.ssh_keys import SshKey

FOUNDING = (
    "--name Moss --zone Europe/London --place Moss --latitude 53.7 --longitude -2.1 --your-name Ana --as ana"
)


@dataclass
class DoorHouse:
    """The record, and whatever its owner does on the host itself."""

    account: Account
    store: Path

    @property
    def command(self) -> str:
        """What sshd forces."""
        return f"{self.account.python} -I -m folkmoot session --store {self.store}"

    @property
    def block(self) -> str:
        """What `host setup` prints for sshd."""
        printed = self.host("host", "setup", "--user", self.account.name)
        return printed[printed.index("Match User") : printed.index("Match all")] + "Match all\n"

    def host(self, *words: str, stdin: bytes = b"", code: int = 0) -> str:
        """A command on the host, as its owner; what it printed."""
        ran = self.account.run(
            self.account.python, "-I", "-m", "folkmoot", "--store", str(self.store), *words, stdin=stdin
        )
        assert ran.returncode == code, (ran.returncode, ran.stdout.decode(), ran.stderr.decode())
        return ran.stdout.decode() + (ran.stderr.decode() if code else "")

    def data(self, *words: str) -> Any:
        """What a command says as JSON."""
        return json.loads(self.host(*words, "--json"))

    def invite(self, *words: str) -> str:
        """A code."""
        return str(self.data("invite", *words)["invitations"][0]["code"])

    def joined(self, handle: str, key: SshKey, *invitation: str) -> None:
        """Somebody comes in with a card, before the story begins, by what sshd would run for them."""
        line = (
            f"join {self.invite(*(invitation or (handle,)))} --name {handle.capitalize()} --handle {handle}"
        )
        session = [*self.command.split(), "--key", f"{key.type}:{key.blob}"]
        ran = self.account.run("env", f"SSH_ORIGINAL_COMMAND={line}", *session)
        assert ran.returncode == 0, ran.stderr.decode()


def founded(account: Account, folder: Path) -> DoorHouse:
    """A house of one: Ana, who looks after the host."""
    house = DoorHouse(account, folder / "community.json")
    house.host("init", *FOUNDING.split())
    return house
