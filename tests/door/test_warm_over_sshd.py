"""Over a real sshd, through a warm server: whoever ends, is killed, hangs or is stopped, the others notice or go on."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from door.account import Account
from door.house import DoorHouse, founded
from door.processes import wait_until, words_of
from door.ssh_keys import SshKeys
from door.sshd_here import Sshd, hang_up
from door.warm import inside, status, warm
from folkmoot.door.warm import place
from journeys.on_a_terminal import OnATerminal

pytestmark = pytest.mark.parametrize("house", ["warm"], indirect=True, scope="module")


def state(pid: int) -> str:
    """R, S, T, Z; nothing where there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return ""


def gone(pid: int) -> bool:
    return state(pid) in ("", "Z")


def come_in(sshd: Sshd, people: SshKeys, house: DoorHouse, name: str = "ana") -> tuple[OnATerminal, int]:
    """Somebody at the first page, and the process of their session."""
    before = inside(house)
    terminal = sshd.terminal(people.ed25519(name))
    terminal.wait_for("q leave")
    (session,) = set(inside(house)) - set(before)
    return terminal, session


def begin_card(terminal: OnATerminal, text: str) -> None:
    terminal.open("You")
    terminal.wait_for("Handle")
    terminal.press("e")
    terminal.wait_for("Your card")
    terminal.press(text)
    terminal.wait_for(text.strip())


def test_a_session_is_a_child_of_the_server_and_as_hardened_as_one_of_its_own(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    server = status(house)["pid"]
    first, _one = come_in(sshd, people, house)
    with first:
        terminal, session = come_in(sshd, people, house, "bo")
        with terminal:
            told = dict(
                line.split(":\t", 1)
                for line in Path(f"/proc/{session}/status").read_text().splitlines()
                if ":\t" in line
            )
            assert (int(told["PPid"]), told["Umask"]) == (server, "0077")
            assert Path(f"/proc/{session}/mem").stat().st_uid == 0  # closed to the account itself
            limits = Path(f"/proc/{session}/limits").read_text()
            assert [line.split()[4:6] for line in limits.splitlines() if "core file" in line] == [["0", "0"]]
            assert [line.split()[3] for line in limits.splitlines() if "data size" in line] != ["unlimited"]
            opened = [str(one.readlink()) for one in Path(f"/proc/{session}/fd").iterdir()]
            assert len([one for one in opened if one.startswith("/dev/p")]) == 3  # nobody else's terminal
            assert not [one for one in opened if one.endswith(f"/warm/{place.LOCK}")]
            assert (
                len([one for one in opened if one.startswith("socket:")]) <= 3
            )  # the client's, two of the loop
            (said,) = [one for one in status(house)["sessions"] if one["pid"] == session]
            assert said["memory_mib"] > 1
            terminal.press("q")
            assert terminal.wait_for_end() == 0


def test_two_who_are_in_at_once_have_a_language_and_colours_of_their_own(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    spanish = {"LANG": "es_ES.UTF-8", "TERM": "dumb"}
    english = {"LANG": "en_GB.UTF-8", "NO_COLOR": "1"}
    with (
        sshd.terminal(people.ed25519("ana"), environ=spanish) as one,
        sshd.terminal(people.ed25519("bo"), environ=english) as other,
    ):
        one.wait_for("1 Hoy")
        other.wait_for("q leave")
        assert len(inside(house)) == 2
        for terminal in (one, other):
            terminal.press("q")
            assert terminal.wait_for_end() == 0


def test_forty_come_at_once_and_all_of_them_from_the_server(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    key = people.ed25519("ana")
    command = [*house.account.becoming(), *house.command.split(), "--key", f"{key.type}:{key.blob}"]
    environ = {
        "HOME": str(house.account.folder),
        "SSH_ORIGINAL_COMMAND": "map begin",
        "PATH": "/usr/bin:/bin",
    }
    several = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environ, cwd="/")
        for _one in range(40)
    ]
    codes = set()
    for one in several:
        assert one.stdin is not None and one.stderr is not None
        first = one.stderr.readline()
        codes.add(b"New passphrase" in first or b"You are here 8 times already" in first)
    assert codes == {True}
    assert len(inside(house)) == 8  # the others were told that one person is here eight times at most
    for one in several:
        one.communicate(timeout=60)
    wait_until(lambda: inside(house) == [], "all have gone")


def test_a_window_that_changes_its_size_is_drawn_anew(sshd: Sshd, people: SshKeys, house: DoorHouse) -> None:
    terminal, _session = come_in(sshd, people, house)
    with terminal:
        terminal.screen.resize(40, 120)
        fcntl.ioctl(terminal.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        wait_until(
            lambda: terminal.wait_for_more() is None and "q leave" in terminal.screen.display[39], "size"
        )
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_behind_a_shell_that_keeps_the_terminal_signals_are_passed_on(
    people: SshKeys, house: DoorHouse, sshd: Sshd
) -> None:
    key = people.ed25519("ana")
    line = f"{house.command} --key {key.type}:{key.blob}; exit $?"
    called = [*house.account.becoming(), "/bin/sh", "-c", line]
    environ = {"TERM": "xterm-256color", "HOME": str(house.account.folder)}
    with OnATerminal(called, environ=environ) as terminal:
        terminal.wait_for("1 Today")
        assert len(inside(house)) == 1
        terminal.screen.resize(40, 120)
        fcntl.ioctl(terminal.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        wait_until(
            lambda: terminal.wait_for_more() is None and "q leave" in terminal.screen.display[39], "size"
        )
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    with OnATerminal(called, environ=environ) as terminal:
        terminal.wait_for("1 Today")
        (session,) = inside(house)
        terminal.close()
        wait_until(lambda: gone(session), "the session has ended with its window")


def test_ctrl_c_stops_a_command_as_ever(sshd: Sshd, people: SshKeys, house: DoorHouse) -> None:
    with sshd.terminal(people.ed25519("ana"), "map", "begin") as terminal:
        terminal.wait_for("New passphrase")
        assert len(inside(house)) == 1
        terminal.press("not to be seen")
        terminal.insist("\x03", "Stopped. Nothing was changed")
        assert "seen" not in terminal.text
        assert terminal.wait_for_end() in (130, 255)  # 255: the shell that sshd puts before it heard it too


def test_a_session_that_is_put_aside_and_taken_up_again_goes_on(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    terminal, session = come_in(sshd, people, house)
    with terminal:
        (client,) = sshd.sessions()
        os.kill(client, signal.SIGTSTP)
        wait_until(lambda: state(session) == "T", "the session is put aside")
        os.kill(client, signal.SIGCONT)
        wait_until(lambda: state(session) != "T", "it goes on")
        terminal.open("You")
        terminal.wait_for("Handle")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("how", ["the client of the server", "the ssh client", "one behind a stopped client"])
def test_whoever_is_killed_the_session_ends_and_what_was_typed_is_kept(
    sshd: Sshd, people: SshKeys, house: DoorHouse, how: str
) -> None:
    name = {"the client of the server": "cid", "the ssh client": "dov"}.get(how, "eda")
    house.joined(name, people.ed25519(name), "--to", "next")
    with sshd.terminal(people.ed25519(name)) as terminal:
        terminal.wait_for("First steps")
        begin_card(terminal, " of the Marsh")
        (session,) = inside(house)
        (client,) = sshd.sessions()
        if "server" in how:
            os.kill(client, signal.SIGKILL)
        elif "stopped" in how:
            os.kill(client, signal.SIGSTOP)
            hang_up(terminal)
        else:
            hang_up(terminal)
        wait_until(lambda: gone(session), "the session has ended")
    assert name not in [one["handle"] for one in house.data("here")["here"]]
    sshd.wait_for_sessions(0)
    with sshd.terminal(people.ed25519(name)) as terminal:
        terminal.wait_for("is kept: Your card")
        terminal.press("q")


def test_a_terminal_that_takes_nothing_any_more_does_not_hold_a_session(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    terminal, session = come_in(sshd, people, house)
    with terminal:
        for _turn in range(300):  # more than any buffer on the way holds
            terminal.send(b"8")
            terminal.send(b"1")
        hang_up(terminal)
        wait_until(lambda: gone(session), "the session has ended")
    sshd.wait_for_sessions(0)


def test_a_session_that_is_killed_takes_its_client_with_it(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    terminal, session = come_in(sshd, people, house)
    with terminal:
        os.kill(session, signal.SIGKILL)
        assert terminal.wait_for_end() == 128 + signal.SIGKILL
    wait_until(lambda: inside(house) == [], "the server knows")
    assert house.data("here")["here"] == []


def test_other_users_of_the_machine_are_not_served(sshd: Sshd, house: DoorHouse) -> None:
    folder = place.folder_of(str(house.store))
    with socket.socket(socket.AF_UNIX) as link:  # root may enter the folder, and is somebody else
        link.connect(f"{folder}/{place.SOCKET}")
        assert link.recv(1) == b""
    look = f"import socket; socket.socket(socket.AF_UNIX).connect({f'{folder}/{place.SOCKET}'!r})"
    stranger = ["setpriv", "--reuid=65534", "--clear-groups", house.account.python, "-I", "-c", look]
    ran = subprocess.run(stranger, capture_output=True, cwd="/")
    assert b"PermissionError" in ran.stderr


def test_a_server_that_hangs_keeps_nobody_out(sshd: Sshd, people: SshKeys, house: DoorHouse) -> None:
    server = status(house)["pid"]
    os.kill(server, signal.SIGSTOP)
    try:
        assert sshd.run(people.ed25519("ana"), "today").returncode == 0
    finally:
        os.kill(server, signal.SIGCONT)
    assert inside(house) == []  # who had given up is not taken in later


def test_a_full_house_says_so_kindly_and_keeps_nobody_from_going_on(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    terminal, _session = come_in(sshd, people, house)
    with terminal:
        house.host("host", "limits", "--sessions", "1")
        try:
            ran = sshd.run(people.ed25519("bo"), "today")
            assert (ran.returncode, b"The house is full just now" in ran.stderr) == (75, True)
            assert sshd.sessions() and len(inside(house)) == 1
        finally:
            house.host("host", "limits", "--sessions", "200")
        assert sshd.run(people.ed25519("bo"), "today").returncode == 0
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_a_new_plugin_makes_a_new_server_and_whoever_is_in_stays_in(
    sshd: Sshd, people: SshKeys, house: DoorHouse
) -> None:
    server = status(house)["pid"]
    terminal, session = come_in(sshd, people, house)
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(house.account.run(house.account.python, "-I", "-c", ask).stdout.decode().strip())
    added = packages / f"moss_{os.getpid()}-1.0.dist-info"
    with terminal:
        added.mkdir()
        try:
            wait_until(  # whoever comes next, a moment later: a session as well
                lambda: status(house)["running"] and "--listening" in words_of(server),
                "the server is a new one",
            )
            wait_until(lambda: status(house)["running"], "it listens")
            assert inside(house) == [session]
            terminal.open("You")
            terminal.wait_for("Handle")
            other, _session = come_in(sshd, people, house, "bo")
            with other:
                other.press("q")
                assert other.wait_for_end() == 0
            terminal.press("q")
            assert terminal.wait_for_end() == 0
        finally:
            added.rmdir()
    wait_until(lambda: inside(house) == [], "the new server has seen them out")


@pytest.fixture
def another(house: DoorHouse, people: SshKeys, service_account: Account) -> Iterator[DoorHouse]:
    """A second community on this host, of the same account."""
    folder = Path(tempfile.mkdtemp(prefix="other-", dir=service_account.folder))
    service_account.give(folder)
    community = founded(service_account, folder)
    community.host("keys", "add", people.ed25519("ana").line)
    yield community
    shutil.rmtree(folder)


def test_two_communities_on_a_host_have_a_server_each(
    sshd: Sshd, people: SshKeys, house: DoorHouse, another: DoorHouse
) -> None:
    with warm(another), Sshd("match", house.account, block=another.block) as theirs:
        assert status(another)["pid"] != status(house)["pid"]
        terminal, session = come_in(theirs, people, another)
        with terminal:
            assert (inside(another), inside(house)) == ([session], [])
            terminal.press("q")
            assert terminal.wait_for_end() == 0


def test_a_session_outlives_its_server_and_the_next_one_starts_another(
    people: SshKeys, another: DoorHouse
) -> None:
    with Sshd("match", another.account, block=another.block) as sshd:
        with warm(another) as server:
            terminal, _session = come_in(sshd, people, another)
            server.kill()
            server.wait(60)
        with terminal:
            terminal.open("You")
            terminal.wait_for("Handle")
            assert not status(another)["running"]
            assert sshd.run(people.ed25519("ana"), "today").returncode == 0  # a process of its own
            found = wait_until(lambda: status(another)["running"] and status(another), "a new server")
            assert found["by"] == "session"
            second, session = come_in(sshd, people, another)
            with second:
                assert inside(another) == [session]
                second.press("q")
                assert second.wait_for_end() == 0
            terminal.press("q")
            assert terminal.wait_for_end() == 0
        os.kill(status(another)["pid"], signal.SIGTERM)
