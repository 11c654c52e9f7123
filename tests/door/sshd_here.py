"""A real OpenSSH server on this machine's loopback, for tests of the door.

with Sshd("match", account, f"{account.python} -I -m folkmoot session --store {store}") as sshd:
    done = sshd.run(key, "whoami")
"""

from __future__ import annotations

import grp
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Literal

import pytest

from door import blocks
from door.account import Account
from door.processes import below, end, wait_until, words_of
from door.ssh_keys import SshKey, SshKeys
from journeys.on_a_terminal import OnATerminal

Mode = Literal["match", "own", "command", "keys"]
HERE = "127.0.0.1"
PORTS_TRIED = 20
SERVER = """\
ListenAddress {here}
Port {port}
HostKey {folder}/host_key
PidFile {folder}/sshd.pid
UsePAM no
StrictModes yes
PasswordAuthentication no
KbdInteractiveAuthentication no
PrintMotd no
PrintLastLog no
MaxStartups 100
LogLevel VERBOSE
"""
# Sessions whose parents ended become children of the server (36: a subreaper), so that they are still seen;
# and the server ends when the tests do (1: a signal at the parent's end).
KEEPER = """\
import ctypes, os, sys
libc = ctypes.CDLL(None)
libc.prctl(36, 1)
libc.prctl(1, 15)
os.execvp(sys.argv[1], sys.argv[1:])
"""


def path_of_sshd() -> str:
    """Where the server is (it wants its absolute path); the test is skipped where there is none."""
    found = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip("no sshd: install openssh-server")
    for program in ("ssh", "ssh-keygen"):
        if shutil.which(program) is None:
            pytest.skip(f"no {program}: install openssh-client")
    if not Path("/proc/self/stat").exists():
        pytest.skip("no /proc: sessions can't be seen")
    return found


class Sshd:
    """A server with a door, its log, its sessions, and clients that come to it; ended with the block.

    Modes: "match", by root, for one account; "own", by the account itself; "command", as match, but the
    command is told the key by an argument; "keys", by root, with a file of keys.
    """

    def __init__(
        self,
        mode: Mode,
        account: Account,
        command: str = "",
        *,
        block: str | None = None,
        authorized_keys: Path | None = None,
    ) -> None:
        self.program = path_of_sshd()
        self.mode = mode
        if mode != "own" and os.getuid() != 0:
            pytest.skip(f"no root: an sshd of the system's kind ({mode}) can't be run")
        self.account = account
        self.block = block if block is not None else self._block(command, authorized_keys)
        self.port = 0

    def _block(self, command: str, authorized_keys: Path | None) -> str:
        name = self.account.name
        if self.mode == "keys":
            if authorized_keys is None:
                raise ValueError("mode “keys” wants the path of authorized_keys")
            return blocks.listed(authorized_keys)
        if self.mode == "own":
            return blocks.forced(name, command)
        block = blocks.forced if self.mode == "match" else blocks.keyed
        return blocks.for_user(name, block("nobody", command))

    def __enter__(self) -> Sshd:
        self.folder = Path(tempfile.mkdtemp(prefix="folkmoot-sshd-", dir="/tmp"))
        try:
            self.host_key = SshKeys(self.folder).ed25519("host_key")
            self._start()
        except BaseException:
            shutil.rmtree(self.folder)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            wait_until(self._none_left, "no session of the server is left")
            self.process.terminate()
            self.process.wait(60)
        finally:
            shutil.rmtree(self.folder)

    @property
    def pid(self) -> int:
        """The process that listens."""
        return self.process.pid

    @property
    def log(self) -> str:
        """What the server has written so far."""
        return (self.folder / "log").read_text(errors="replace")

    def sessions(self) -> list[int]:
        """The processes that run `folkmoot session` for this server, with their client or left behind."""
        return [pid for pid in below(self.pid) if _is_session(words_of(pid))]

    def wait_for_sessions(self, count: int) -> list[int]:
        """Look until there are so many sessions; their process ids. Raises: TimeoutError."""
        wait_until(lambda: len(self.sessions()) == count, f"{count} sessions of the server")
        return self.sessions()

    def run(
        self,
        key: SshKey,
        *command: str,
        tty: bool = False,
        options: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        stdin: bytes = b"",
        timeout: float = 60,
    ) -> subprocess.CompletedProcess[bytes]:
        """Come with a key; what the client wrote, and its exit code. The names in env are sent along."""
        if tty:
            self._skip_unless_it_gives_terminals()
        called = self.client(key, *command, options=["-tt" if tty else "-T", *options, *_sent(env or {})])
        environ = {**os.environ, **(env or {})}
        return subprocess.run(called, input=stdin, capture_output=True, env=environ, timeout=timeout)

    def terminal(
        self,
        key: SshKey,
        *command: str,
        columns: int = 80,
        lines: int = 24,
        environ: Mapping[str, str] | None = None,
        options: Sequence[str] = (),
    ) -> OnATerminal:
        """Come with a key, from a real terminal. The names in environ are sent along."""
        self._skip_unless_it_gives_terminals()
        called = self.client(key, *command, options=["-tt", *options, *_sent(environ or {})])
        environ = {"TERM": "xterm-256color", **(environ or {})}
        return OnATerminal(called, columns=columns, lines=lines, environ=environ)

    def client(self, key: SshKey, *command: str, options: Sequence[str] = ()) -> list[str]:
        """The client's command line. Options come first, so that `-i` or `-l` in them goes before ours."""
        known = [f"UserKnownHostsFile={self.folder}/known_hosts", "GlobalKnownHostsFile=/dev/null"]
        strict = ["StrictHostKeyChecking=yes", "IdentitiesOnly=yes", "IdentityAgent=none", "BatchMode=yes"]
        said = [word for option in [*known, *strict] for word in ("-o", option)]
        where = ["-i", str(key.path), "-l", self.account.name, "-p", str(self.port), "--", HERE]
        return ["ssh", "-F", "/dev/null", *options, *said, *where, *command]

    def _skip_unless_it_gives_terminals(self) -> None:
        """An sshd without root closes the connection when it can't make a terminal the group tty's."""
        if self.mode == "own" and os.getuid() != 0 and not _terminals_are_of_tty():
            pytest.skip("no gid=tty on /dev/pts: an sshd of one's own gives no terminals here")

    def _start(self) -> None:
        """Listen at a free port; who else took it in between makes us take another."""
        if self.mode != "own":
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where the server locks its weaker half in
        for _ in range(PORTS_TRIED):
            self.port = _a_free_port()
            self._write_config()
            self.process = self._listen()
            if self._listens():
                return
            if "Address already in use" not in self.log:
                break
        raise RuntimeError(f"sshd did not start:\n{self.log}")

    def _write_config(self) -> None:
        server = SERVER.format(here=HERE, port=self.port, folder=self.folder)
        (self.folder / "sshd_config").write_text(server + self.block)
        (self.folder / "known_hosts").write_text(f"[{HERE}]:{self.port} {self.host_key.line}\n")
        (self.folder / "log").write_text("")
        if self.mode == "own":
            self.account.give(self.folder)

    def _listen(self) -> subprocess.Popen[bytes]:
        config, log = self.folder / "sshd_config", self.folder / "log"
        becoming = self.account.becoming("tty") if self.mode == "own" else []
        server = [*becoming, self.program, "-D", "-f", str(config), "-E", str(log)]
        with log.open("ab") as said:
            return subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", KEEPER, *server],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
                cwd="/",
                start_new_session=True,
            )

    def _listens(self) -> bool:
        """Whether the server listens, once it does or has ended."""
        listening = f"Server listening on {HERE} port {self.port}."
        wait_until(lambda: listening in self.log or self.process.poll() is not None, "sshd listens")
        return self.process.poll() is None

    def _none_left(self) -> bool:
        """End what the server started; true once nothing was left to end."""
        left = below(self.pid)
        end(left)
        return not left


def hang_up(terminal: OnATerminal) -> None:
    """The client is gone from one moment to the next, as when a laptop's lid is shut."""
    os.kill(terminal.pid, signal.SIGKILL)


def _is_session(words: Sequence[str]) -> bool:
    """`… folkmoot session …` as words of their own: not the shell, nor echo, which have it within a word."""
    return any(Path(first).name == "folkmoot" and second == "session" for first, second in pairwise(words))


def _terminals_are_of_tty() -> bool:
    """Whether a new terminal is of the group tty, or we may give it to that group."""
    tty = grp.getgrnam("tty").gr_gid
    ours, theirs = os.openpty()
    made = os.fstat(theirs).st_gid
    os.close(ours)
    os.close(theirs)
    return tty in (made, *os.getgroups())


def _sent(environ: Mapping[str, str]) -> list[str]:
    return [word for name in environ if name != "TERM" for word in ("-o", f"SendEnv={name}")]


def _a_free_port() -> int:
    with socket.socket() as tried:
        tried.bind((HERE, 0))
        port: int = tried.getsockname()[1]
        return port
