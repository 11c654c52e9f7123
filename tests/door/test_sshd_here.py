"""The server that the door's tests stand on does what it says, with a stand-in for the door."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from door.account import Account
from door.processes import wait_until
from door.ssh_keys import SshKey, SshKeys
from door.sshd_here import Mode, Sshd, hang_up

STAND_IN = Path(__file__).with_name("stand_in.py")


@pytest.fixture(params=["match", "own", "command"])
def mode(request: pytest.FixtureRequest) -> Mode:
    """Each way in which any key comes in."""
    chosen: Mode = request.param
    return chosen


@pytest.fixture
def account(request: pytest.FixtureRequest, mode: Mode) -> Account:
    """Who the sessions run as, in this mode."""
    chosen: Account = request.getfixturevalue("own_account" if mode == "own" else "service_account")
    return chosen


@pytest.fixture
def ada(ssh_keys: SshKeys) -> SshKey:
    """Someone's key."""
    return ssh_keys.ed25519("ada")


def stand_in(account: Account) -> str:
    """The command that a session runs, where the account can read it."""
    here = account.folder / STAND_IN.name
    shutil.copy(STAND_IN, here)
    account.give(here)
    return f"{account.python} -I {here} folkmoot session"


def lines(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().splitlines()


def key_line(mode: Mode, key: SshKey) -> str:
    if mode == "command":
        return f"key: {['--key', f'{key.type}:{key.blob}']}"
    return f"key: publickey {key.line}"


def test_the_key_and_the_command_arrive_as_the_account(mode: Mode, account: Account, ada: SshKey) -> None:
    with Sshd(mode, account, stand_in(account)) as sshd:
        said = lines(sshd.run(ada, "circles", "list; id"))
    assert said[:3] == [key_line(mode, ada), "command: circles list; id", "tty: False"]
    assert said[4] == f"uid: {account.uid}"


def test_a_command_with_quotes_and_percents_is_run_as_it_stands(
    mode: Mode, account: Account, ada: SshKey
) -> None:
    with Sshd(mode, account, r"""/usr/bin/printf '[%s]\n' "a b" 'c  d' e\"f 100%""") as sshd:
        assert lines(sshd.run(ada))[:4] == ["[a b]", "[c  d]", '[e"f]', "[100%]"]


@pytest.mark.parametrize("bits", [1024, 3072])
def test_an_rsa_key_of_any_length_arrives_whole(
    mode: Mode, account: Account, ssh_keys: SshKeys, bits: int
) -> None:
    key = ssh_keys.rsa("bela", bits)
    with Sshd(mode, account, stand_in(account)) as sshd:
        assert lines(sshd.run(key))[0] == key_line(mode, key)


def test_a_terminal_is_given_when_it_is_asked_for(mode: Mode, account: Account, ada: SshKey) -> None:
    with Sshd(mode, account, stand_in(account)) as sshd:
        assert "tty: True" in lines(sshd.run(ada, tty=True))
        assert "tty: False" in lines(sshd.run(ada))


def test_only_the_environment_on_the_list_arrives(mode: Mode, account: Account, ada: SshKey) -> None:
    with Sshd(mode, account, stand_in(account)) as sshd:
        sent = {"LANG": "es_ES.UTF-8", "PYTHONINSPECT": "1"}
        assert "lang: es_ES.UTF-8" in lines(sshd.run(ada, env=sent))


def test_what_is_typed_on_a_terminal_arrives(mode: Mode, account: Account, ada: SshKey) -> None:
    with (
        Sshd(mode, account, stand_in(account)) as sshd,
        sshd.terminal(ada, "wait for a line", columns=120, environ={"LANG": "ca_ES.UTF-8"}) as terminal,
    ):
        terminal.wait_for("lang: ca_ES.UTF-8")
        terminal.wait_for("waiting")
        assert len(sshd.wait_for_sessions(1)) == 1
        terminal.press("bon dia", "enter")
        terminal.wait_for("line: bon dia")
        assert terminal.wait_for_end() == 0
        sshd.wait_for_sessions(0)


def test_what_is_piped_in_arrives(mode: Mode, account: Account, ada: SshKey) -> None:
    with Sshd(mode, account, stand_in(account)) as sshd:
        assert "line: hello" in lines(sshd.run(ada, "wait for a line", stdin=b"hello\n"))


def test_a_session_ends_with_its_client(mode: Mode, account: Account, ada: SshKey) -> None:
    with (
        Sshd(mode, account, stand_in(account)) as sshd,
        sshd.terminal(ada, "wait for a line") as terminal,
    ):
        terminal.wait_for("waiting")
        sshd.wait_for_sessions(1)
        hang_up(terminal)
        sshd.wait_for_sessions(0)


def test_a_session_that_outlives_its_client_is_seen_and_ends_with_the_server(
    mode: Mode, account: Account, ada: SshKey
) -> None:
    with Sshd(mode, account, stand_in(account)) as sshd:
        with sshd.terminal(ada, "stay whatever comes") as terminal:
            terminal.wait_for("staying")
            (session,) = sshd.wait_for_sessions(1)
            hang_up(terminal)
        wait_until(lambda: parent_of(session) == sshd.pid, "the connection is gone, the session is left")
        assert sshd.sessions() == [session]
    assert not Path(f"/proc/{session}").exists()


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_forwarding_is_refused(mode: Mode, account: Account, ada: SshKey) -> None:
    with Sshd(mode, account, stand_in(account)) as sshd, socket.create_server(("127.0.0.1", 0)) as other:
        beyond = f"127.0.0.1:{other.getsockname()[1]}"
        through = sshd.run(ada, options=["-W", beyond])
        assert (through.returncode, through.stdout) == (255, b"")
        assert b"administratively prohibited" in through.stderr
        back = sshd.run(ada, options=["-o", "ExitOnForwardFailure=yes", "-R", f"0:{beyond}"])
        assert (back.returncode, back.stdout) == (255, b"")
        assert b"remote port forwarding failed" in back.stderr


def test_the_log_tells_who_came(mode: Mode, account: Account, ada: SshKey) -> None:
    with Sshd(mode, account, stand_in(account)) as sshd:
        sshd.run(ada)
        assert f"Accepted publickey for {account.name} from 127.0.0.1" in sshd.log


def test_of_two_keys_the_one_in_the_options_is_offered_first(
    mode: Mode, account: Account, ada: SshKey, ssh_keys: SshKeys
) -> None:
    other = ssh_keys.ed25519("other")
    with Sshd(mode, account, stand_in(account)) as sshd:
        assert lines(sshd.run(ada, options=["-i", str(other.path)]))[0] == key_line(mode, other)


def test_the_block_for_one_account_lets_no_key_in_as_root(service_account: Account, ada: SshKey) -> None:
    with Sshd("match", service_account, stand_in(service_account)) as sshd:
        done = sshd.run(ada, options=["-l", "root"])
        assert done.returncode == 255
        assert b"Permission denied (publickey)" in done.stderr


def test_a_block_that_is_handed_over_is_the_one_that_counts(service_account: Account, ada: SshKey) -> None:
    block = f"Match User {service_account.name}\n    AuthorizedKeysFile none\nMatch all\n"
    with Sshd("match", service_account, block=block) as sshd:
        assert sshd.run(ada).returncode == 255


def test_a_block_that_sshd_does_not_understand_is_told(service_account: Account) -> None:
    with (
        pytest.raises(RuntimeError, match="Bad configuration option: Moon"),
        Sshd("match", service_account, block="Moon full\n"),
    ):
        pass


def test_only_keys_in_the_file_come_in_and_only_to_their_command(
    service_account: Account, ada: SshKey, ssh_keys: SshKeys
) -> None:
    path = keys_file(
        service_account, f'restrict,pty,command="{stand_in(service_account)} --key ada" {ada.line}\n'
    )
    with Sshd("keys", service_account, authorized_keys=path) as sshd:
        assert lines(sshd.run(ada, "rhythm"))[:2] == ["key: ['--key', 'ada']", "command: rhythm"]
        assert sshd.run(ssh_keys.ed25519("nobody")).returncode == 255


def test_a_file_of_keys_that_others_may_write_lets_nobody_in(service_account: Account, ada: SshKey) -> None:
    path = keys_file(service_account, f"{ada.line}\n")
    path.chmod(0o666)
    with Sshd("keys", service_account, authorized_keys=path) as sshd:
        assert sshd.run(ada).returncode == 255
        assert "bad ownership or modes" in sshd.log


def keys_file(account: Account, text: str) -> Path:
    path = account.folder / "authorized_keys"
    path.write_text(text)
    path.chmod(0o600)
    return account.give(path)


def test_two_servers_at_once_do_not_see_each_other(own_account: Account, ada: SshKey) -> None:
    command = stand_in(own_account)
    with Sshd("own", own_account, command) as one, Sshd("own", own_account, command) as other:
        assert one.port != other.port
        with one.terminal(ada, "wait for a line") as terminal:
            terminal.wait_for("waiting")
            one.wait_for_sessions(1)
            assert other.sessions() == []


def test_an_account_runs_commands_of_its_own_in_its_folder(own_account: Account) -> None:
    shown = "import os; print(os.getuid(), os.getcwd())"
    done = own_account.run(own_account.python, "-I", "-c", shown)
    assert done.stdout.decode().split() == [str(own_account.uid), str(own_account.folder)]


def test_a_service_account_is_none_that_was_there(service_account: Account) -> None:
    assert service_account.uid not in (0, os.getuid())
    assert service_account.name.startswith("moot-")
