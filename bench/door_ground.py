"""What door.py stands on: a service account, the demo community in its folder, and servers that lead to it."""

from __future__ import annotations

import compileall
import importlib.util
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import with_tests  # noqa: F401  the path to the tests' own sshd
from measuring import environment, interpreter
from start import KHAL
from terminal import Terminal

from door import blocks
from door.account import Account, made_for_a_test, python_for
from door.house import DoorHouse
from door.processes import below, words_of
from door.ssh_keys import SshKey, SshKeys
from door.sshd_here import Sshd, path_of_sshd
from door.warm import inside, warm

SAID = "here"  # by what stands beside the shell: only sshd's own cost
ANOTHER = "tomas"  # who lives in the demo community too
PACKAGES = ("folkmoot", "folkmoot_core", "folkmoot_sociocracy", "folkmoot_tmaps", "folkmoot_data")


@dataclass(frozen=True)
class Ground:
    """The account, the house behind its door, who comes, and a server for each thing that they come to."""

    house: DoorHouse
    member: SshKey
    another: SshKey  # of another member: nobody may be here ten times
    stranger: SshKey
    servers: dict[str, Sshd]
    ikhal: tuple[str, ...]  # as the account calls it; empty where it is left out

    @property
    def account(self) -> Account:
        """Who everything runs as."""
        return self.house.account

    def by_ssh(self, server: str, key: SshKey | None = None) -> Terminal:
        """Come with a key (the member's) to what a server forces, on a terminal."""
        called = self.servers[server].client(
            key or self.member, options=["-tt", "-o", "SendEnv=LANG LC_TIME"]
        )
        return Terminal(called, environment(self.account.folder))

    def without_ssh(self, *command: str) -> Terminal:
        """The account's own command on a terminal here."""
        return Terminal([*self.account.becoming(), *command], environment(self.account.folder))

    @property
    def session(self) -> tuple[str, ...]:
        """What sshd runs for the member, told the key by its argument."""
        return (*self.house.command.split(), "--key", f"{self.member.type}:{self.member.blob}")

    def far(self, server: str) -> list[int]:
        """The processes that a server runs for those who came, without its own; the sessions of a warm one too."""
        found = [pid for pid in below(self.servers[server].pid) if not _is_sshd(pid)]
        return found + (inside(self.house) if server == "house" else [])

    def its_own(self, server: str) -> list[int]:
        """The processes in which a server itself looks after those who came."""
        return [pid for pid in below(self.servers[server].pid) if _is_sshd(pid)]


@contextmanager
def ground(ikhal: str | None) -> Iterator[Ground]:
    """All of it, gone afterwards. Skips as the tests do, where there is no root or no sshd."""
    path_of_sshd()
    with ExitStack() as stack:
        account = stack.enter_context(made_for_a_test())
        _compile()
        people = SshKeys(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="folkmoot-bench-"))))
        house = _demo(account)
        member = people.ed25519("member")
        house.host("keys", "add", member.line)
        another = people.ed25519("another")
        house.host("--as", ANOTHER, "keys", "add", another.line)
        stack.enter_context(warm(house))
        called = _ikhal(account, ikhal) if ikhal else ()
        forced = {
            "echo": blocks.forced("nobody", f"/bin/echo {SAID}"),
            "cat": blocks.forced("nobody", f"/bin/echo {SAID}; exec /bin/cat"),
        }
        if called:
            forced["ikhal"] = blocks.forced("nobody", " ".join(called))
        written = {name: blocks.for_user(account.name, block) for name, block in forced.items()}
        written["house"] = house.block  # as `host setup` prints it
        servers = {
            name: stack.enter_context(Sshd("match", account, block=block)) for name, block in written.items()
        }
        yield Ground(house, member, another, people.ed25519("stranger"), servers, called)


def _compile() -> None:
    """Sessions find all compiled, as where folkmoot is installed: the account may not keep what it compiles."""
    for package in PACKAGES:
        found = importlib.util.find_spec(package)
        for folder in found.submodule_search_locations or () if found else ():
            compileall.compile_dir(folder, quiet=1)


def _demo(account: Account) -> DoorHouse:
    folder = account.folder / "demo"
    made = account.run(account.python, "-I", "-m", "folkmoot", "demo", "--keep", str(folder))
    if made.returncode:
        raise SystemExit(f"no demo community: {made.stderr.decode(errors='replace')}")
    return DoorHouse(account, folder / "community.json")


def _ikhal(account: Account, path: str) -> tuple[str, ...]:
    """How the account calls ikhal, with a calendar of its own; empty where it can't, which is said."""
    home = account.folder / "ikhal"
    (home / "calendar").mkdir(parents=True)
    (home / "khal.conf").write_text(KHAL.format(home=home), "utf-8")
    account.give(home)
    try:
        python = python_for(account, interpreter(path)[0], account.folder.parent / "ikhal", "khal.cli")
    except (pytest.skip.Exception, IndexError) as reason:
        print(f"ikhal is left out: {reason}", file=sys.stderr)
        return ()
    called = (python, path, "-c", str(home / "khal.conf"))
    tried = account.run(*called, "--version")
    if tried.returncode:
        print(f"ikhal is left out: {tried.stderr.decode(errors='replace')}", file=sys.stderr)
        return ()
    return called


def _is_sshd(pid: int) -> bool:
    words = words_of(pid)
    return not words or Path(words[0].partition(":")[0]).name == "sshd"
