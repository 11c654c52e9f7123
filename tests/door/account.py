"""The account that the door's sessions run as: made for a test when we are root, else our own."""

from __future__ import annotations

import fcntl
import getpass
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from door.processes import end, of_user, wait_until

ASKED = """\
import os, sys, sysconfig
standard = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
standard |= {f"{path}/lib-dynload" for path in standard}
print(f"python3.{sys.version_info.minor}")
print(*(path for path in sys.path if os.path.isdir(path) and path not in standard), sep="\\n")
"""


@dataclass(frozen=True)
class Account:
    """A user of this machine, a folder of its own (where stores go), and a Python that it can run."""

    name: str
    uid: int
    gid: int
    folder: Path
    python: str

    def becoming(self, *groups: str) -> list[str]:
        """What a command is put behind to run as this account, in these groups beside its own.

        By way of `env`: what setpriv itself starts is still looked up with root's rights.
        """
        if self.uid == os.getuid():
            return []
        beside = f"--groups={','.join(groups)}" if groups else "--clear-groups"
        identity = [f"--reuid={self.uid}", f"--regid={self.gid}", beside]
        return ["setpriv", *identity, "--pdeathsig=TERM", "--", "env", "--"]

    def run(
        self, *command: str, stdin: bytes = b"", timeout: float = 60
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command as this account, in its folder."""
        environ = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(self.folder), "USER": self.name}
        return subprocess.run(
            [*self.becoming(), *command],
            input=stdin,
            capture_output=True,
            timeout=timeout,
            env=environ,
            cwd=self.folder,
        )

    def give(self, path: Path) -> Path:
        """Make a file, or a folder with all in it, the account's."""
        for each in [path, *path.rglob("*")]:
            os.chown(each, self.uid, self.gid, follow_symlinks=False)
        return path


def our_own(folder: Path) -> Account:
    """Ourselves, with the Python that runs the tests."""
    return Account(getpass.getuser(), os.getuid(), os.getgid(), folder, sys.executable)


@contextmanager
def made_for_a_test() -> Iterator[Account]:
    """A service account like a community's host has, and its Python; both gone afterwards."""
    _skip_unless_accounts_can_be_made()
    folder = Path(tempfile.mkdtemp(prefix="folkmoot-door-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        with _one_more_account(folder / "home") as account:
            python = python_for(account, sys.executable, folder / "python", "folkmoot.cli")
            yield replace(account, python=python)
    finally:
        shutil.rmtree(folder)


def _skip_unless_accounts_can_be_made() -> None:
    if os.getuid() != 0:
        pytest.skip("no root: a service account can't be made")
    for program in ("useradd", "userdel", "setpriv"):
        if shutil.which(program) is None:
            pytest.skip(f"no {program}: a service account can't be made")


@contextmanager
def _one_more_account(home: Path) -> Iterator[Account]:
    """Made as the hosts' guide says: `*` for a password, since sshd refuses `!` without PAM."""
    name = f"moot-{secrets.token_hex(4)}"
    how = ["--system", "--create-home", "--home-dir", str(home), "--shell", "/bin/sh", "--password", "*"]
    _change_accounts("useradd", *how, name)
    try:
        owner = home.stat()
        yield Account(name, owner.st_uid, owner.st_gid, home, sys.executable)
    finally:
        _end_all_of(home.stat().st_uid, name)
        _change_accounts("userdel", name)


def _change_accounts(*command: str) -> None:
    """One at a time over all workers: useradd gives up when it finds the list locked."""
    with Path("/etc/passwd").open() as accounts:
        fcntl.flock(accounts, fcntl.LOCK_EX)
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed ({done.returncode}): {done.stderr.strip()}")


def _end_all_of(uid: int, name: str) -> None:
    """The account is ours alone, so is all that it runs; userdel refuses while something does."""

    def none_left() -> bool:
        left = of_user(uid)
        end(left)
        return not left

    wait_until(none_left, f"no process of {name} is left")


def python_for(account: Account, python: str, folder: Path, importing: str) -> str:
    """A Python when the account can run it, else one of the system's that sees the same packages.

    The test is skipped where the account can't import what is named with either.
    """
    if _why_not(account, python, importing) is None:
        return python
    version, *packages = _version_and_packages(python)
    system = Path("/usr/bin") / version
    if not os.access(system, os.X_OK):
        pytest.skip(f"no {system}, and the service account can't run {python}")
    command = [str(system), "-I", "-m", "venv", "--without-pip", str(folder)]
    made = subprocess.run(command, capture_output=True, text=True, umask=0o022)
    if made.returncode:
        pytest.skip(f"no venv by {system} for the service account: {made.stderr or made.stdout}")
    seen = folder / "lib" / version / "site-packages" / "as_in_the_tests.pth"
    seen.write_text("".join(f"{path}\n" for path in packages))
    seen.chmod(0o644)
    made_python = str(folder / "bin" / "python")
    if (reason := _why_not(account, made_python, importing)) is not None:
        pytest.skip(f"no Python that the service account can run: {reason}")
    return made_python


def _why_not(account: Account, python: str, importing: str) -> str | None:
    """Why the account can't import something with a Python; None when it can."""
    tried = account.run(python, "-I", "-c", f"import {importing}")
    said = tried.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
    return None if tried.returncode == 0 else f"{python}: {said[-1]}"


def _version_and_packages(python: str) -> list[str]:
    """What a Python is called, and the folders of packages it sees by itself, without its standard library."""
    shown = subprocess.run([python, "-I", "-c", ASKED], check=True, capture_output=True, text=True)
    return shown.stdout.splitlines()
