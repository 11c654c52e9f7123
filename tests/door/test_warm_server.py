"""A warm server: what it is asked, whom it serves, when it ends; and that forking leaves nothing shared behind."""

from __future__ import annotations

import ast
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from door.processes import wait_until
from folkmoot.door.knocks import door_folder
from folkmoot.door.opening import store_file
from folkmoot.door.warm import place, wire
from folkmoot.door.warm.guest import stream_of
from folkmoot.door.warm.limits import Limits, is_full, limits_in, set_limits
from folkmoot.door.warm.status import asked, state_of
from folkmoot.door.warm.units import LONGEST, service_unit, socket_unit
from folkmoot.door.warm.warming import bundled_modules
from folkmoot.errors import BadData
from folkmoot.testing import TestCommunity

WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
NAMES = st.text(st.characters(exclude_characters="\0=", exclude_categories=["Cs"]), min_size=1, max_size=9)
CLIENT = "import folkmoot.door.warm.client, sys; print(*sys.modules)"
FORKED = """
import os, random, sys, uuid
from folkmoot.door.warm import warming
warming.get_warm()
assert warming.threads() == 1, warming.threads()
import asyncio, gc, numpy.random
assert asyncio._get_running_loop() is None and asyncio.get_event_loop_policy()._local._loop is None
assert gc.get_freeze_count() > 1_000
for _child in range(2):
    if not os.fork():
        warming.reseed()
        print(random.random(), numpy.random.random(), uuid.uuid4(), flush=True)
        os._exit(0)
    os.wait()
for one in os.listdir("/proc/self/fd"):
    if int(one) > 2 and os.path.exists(f"/proc/self/fd/{one}"):
        print(os.readlink(f"/proc/self/fd/{one}"))
"""


def server(store: Path, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-m", "folkmoot", "server", "--store", str(store), *options]
    )


def said(capsys: pytest.CaptureFixture[str], community: TestCommunity, *words: str, code: int = 0) -> str:
    """What a command of whoever looks after the host prints."""
    assert community.command(None, *words) == code
    return capsys.readouterr().out


@pytest.fixture
def running(community: TestCommunity) -> Iterator[subprocess.Popen[bytes]]:
    """A server of the community."""
    process = server(community.path)
    wait_until(lambda: process.poll() is not None or state_of(community.path), "a warm server listens")
    yield process
    process.terminate()
    process.wait(60)


@given(st.lists(WORDS), st.lists(WORDS), st.dictionaries(NAMES, WORDS))
def test_a_request_comes_out_as_it_went_in(
    arguments: list[str], streams: list[str], environ: dict[str, str]
) -> None:
    body = wire.packed(wire.Request(wire.SESSION, arguments, streams, environ))
    assert int.from_bytes(body[:4], "big") == len(body) - 4
    found = wire.unpacked(body[4:])
    assert (found.kind, found.arguments, found.streams, found.environ) == (
        wire.SESSION,
        arguments,
        streams,
        environ,
    )


@given(st.binary(max_size=60))
def test_what_is_no_request_is_an_error_and_nothing_else(body: bytes) -> None:
    with pytest.raises((ValueError, IndexError)):
        wire.unpacked(body)


@pytest.mark.parametrize("named", [None, "moss", "moss/other.json", "folder.json", "~/moss"])
def test_the_client_looks_beside_the_record_that_the_session_opens(
    named: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    (tmp_path / "folder.json").mkdir()
    for arguments in [["--store", named], [f"--store={named}"]] if named else [[]]:
        assert Path(place.folder_of(place.store_named(arguments))) == door_folder(store_file(named)) / "warm"


def test_a_client_imports_nothing_that_takes_its_time() -> None:
    ran = subprocess.run([sys.executable, "-I", "-c", CLIENT], capture_output=True, text=True, check=True)
    costly = {"typing", "re", "enum", "socket", "signal", "dataclasses", "subprocess", "pathlib", "msgspec"}
    before = subprocess.run(
        [sys.executable, "-I", "-c", "import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (set(ran.stdout.split()) - set(before.stdout.split())) & costly == set()


def test_nothing_that_is_imported_before_the_fork_says_anything_in_a_language() -> None:
    for module in bundled_modules():
        found = find_spec(module)
        assert found is not None and found.origin is not None
        tree = ast.parse(Path(found.origin).read_text("utf-8"))
        assert said_at_import(tree) == [], module


def said_at_import(node: ast.AST) -> list[str]:
    """What a module translates as it is imported: outside of functions, and in their decorators and defaults."""
    if isinstance(node, ast.Lambda):
        return []
    inner: list[ast.AST] = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        inner = [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
    own = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext")
    return [
        *([ast.unparse(node)] if own else []),
        *(found for each in inner for found in said_at_import(each)),
    ]


def test_before_the_fork_there_is_no_thread_no_loop_and_no_open_file_and_chance_is_each_ones_own() -> None:
    ran = subprocess.run([sys.executable, "-I", "-c", FORKED], capture_output=True, text=True, check=True)
    first, second, *opened = ran.stdout.splitlines()
    assert all(one != other for one, other in zip(first.split(), second.split(), strict=True))
    assert [one for one in opened if not one.startswith("/proc/")] == []


def test_status_tells_of_a_server_and_that_there_is_none(
    community: TestCommunity, running: subprocess.Popen[bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(said(capsys, community, "host", "status", "--json"))
    assert (found["running"], found["pid"], found["by"], found["sessions"]) == (
        True,
        running.pid,
        "session",
        [],
    )
    assert found["memory_mib"] > 10
    assert "A warm server runs since" in said(capsys, community, "host", "status")
    running.terminate()
    assert running.wait(60) == 0
    found = json.loads(said(capsys, community, "host", "status", "--json"))
    assert found == {"running": False, "limits": {"sessions": 200, "memory": 512, "free": 64, "warm": True}}
    assert "No warm server runs" in said(capsys, community, "host", "status")
    said(capsys, community, "host", "restart", code=69)


def test_a_second_server_of_a_record_ends_at_once(
    community: TestCommunity, running: subprocess.Popen[bytes]
) -> None:
    second = server(community.path)
    assert second.wait(60) == 0
    assert running.poll() is None
    assert state_of(community.path) is not None


def test_without_a_record_there_is_no_server_and_nothing_is_made(tmp_path: Path) -> None:
    assert server(tmp_path / "moss" / "community.json").wait(60) == 69
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_nobody_needs_ends_by_itself(community: TestCommunity) -> None:
    process = server(community.path, "--idle", "0.2")
    assert process.wait(60) == 0
    folder = Path(place.folder_of(str(community.path)))
    assert not (folder / place.SOCKET).exists()


def test_a_server_begins_anew_when_it_is_asked_and_is_the_same_process(
    community: TestCommunity, running: subprocess.Popen[bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Begun anew; 0 sessions go on" in said(capsys, community, "host", "restart")
    words = Path(f"/proc/{running.pid}/cmdline")
    wait_until(lambda: b"--listening" in words.read_bytes(), "the server is a new one")
    found = wait_until(lambda: state_of(community.path), "it listens")
    assert found.pid == running.pid


def test_limits_are_kept_and_a_server_that_is_not_wanted_ends(
    community: TestCommunity, running: subprocess.Popen[bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    found = said(capsys, community, "host", "limits", "--sessions", "3", "--memory", "128", "--json")
    assert json.loads(found) == {"sessions": 3, "memory": 128, "free": 64, "warm": True}
    folder = Path(place.folder_of(str(community.path)))
    assert limits_in(folder) == Limits(sessions=3, memory=128)
    assert oct((folder / place.LIMITS).stat().st_mode)[-3:] == "600"
    assert "No warm server is wanted" in said(capsys, community, "host", "limits", "--no-warm")
    assert running.wait(60) == 0
    assert "No warm server is wanted" in said(capsys, community, "host", "status")
    assert server(community.path).wait(60) == 0  # nor does another come up
    said(capsys, community, "host", "limits", "--warm")
    assert not (folder / place.OFF).exists()


@pytest.mark.parametrize(
    "wrong", [("--sessions", "0"), ("--memory", "1"), ("--free", "-1"), ("--sessions", "x")]
)
def test_limits_that_make_no_sense_are_refused(community: TestCommunity, wrong: tuple[str, str]) -> None:
    assert community.command(None, "host", "limits", *wrong) == 64


def test_limits_that_cannot_be_read_are_the_usual_ones(tmp_path: Path) -> None:
    (tmp_path / place.LIMITS).write_text('{"sessions": -4}')
    assert limits_in(tmp_path) == Limits()
    (tmp_path / place.LIMITS).write_bytes(b"\xff")
    assert limits_in(tmp_path) == Limits()


def test_a_house_is_full_by_number_or_by_memory() -> None:
    assert is_full(Limits(sessions=2), 2)
    assert not is_full(Limits(sessions=2), 1)
    assert is_full(Limits(free=1_000_000), 0)


def test_a_folder_that_others_may_enter_is_not_trusted(
    community: TestCommunity, running: subprocess.Popen[bytes]
) -> None:
    folder = Path(place.folder_of(str(community.path)))
    assert oct(folder.stat().st_mode)[-3:] == "700"
    folder.chmod(0o755)
    with pytest.raises(PermissionError):
        place.opened(str(folder))
    folder.chmod(0o700)
    moved = folder.with_name("moved")
    folder.rename(moved)
    folder.symlink_to(moved)
    with pytest.raises(OSError, match=r"Not a directory|symbolic"):
        place.opened(str(folder))
    folder.unlink()
    moved.rename(folder)


@pytest.mark.parametrize("said", [b"", b"\0\0\0\1", b"\xff\xff\xff\xff", b"\0\0\0\4abcd", os.urandom(5000)])
def test_nonsense_on_the_socket_disturbs_nobody(
    community: TestCommunity, running: subprocess.Popen[bytes], said: bytes
) -> None:
    folder = place.opened(place.folder_of(str(community.path)))
    with socket.socket(socket.AF_UNIX) as link:
        link.connect(place.within(folder, place.SOCKET))
        assert link.recv(1) == wire.HERE
        link.sendall(said)
        link.shutdown(socket.SHUT_WR)
        assert link.recv(10) == b""
    os.close(folder)
    assert asked(community.path, wire.STATUS) is not None


def test_who_says_nothing_holds_up_nobody(community: TestCommunity, running: subprocess.Popen[bytes]) -> None:
    folder = place.opened(place.folder_of(str(community.path)))
    links = [socket.socket(socket.AF_UNIX) for _one in range(20)]
    for link in links:
        link.connect(place.within(folder, place.SOCKET))
    os.close(folder)
    found = state_of(community.path)
    assert found is not None and found.sessions == ()
    for link in links:  # each still has a process that waits for its word
        link.setblocking(False)
        assert link.recv(1) == wire.HERE
        with pytest.raises(BlockingIOError):
            link.recv(1)
        link.close()


def test_a_stream_has_the_encoding_of_the_clients_own(tmp_path: Path) -> None:
    file = tmp_path / "said"
    with file.open("wb") as out:
        for encoding, errors in (("latin-1", "strict"), ("no-such", "strict"), ("utf-8", "no-such")):
            stream = stream_of(out.fileno(), encoding, errors) if out.fileno() != 0 else sys.stdout
            stream.write("é")
            stream.flush()
    assert file.read_bytes() == "é".encode("latin-1") + 2 * "é".encode()


def test_the_units_for_systemd_are_ones_that_it_takes(tmp_path: Path) -> None:
    store = Path("/srv/a house's/community.json")
    (tmp_path / "folkmoot.socket").write_text(socket_unit(store, "root"))
    (tmp_path / "folkmoot.service").write_text(service_unit(store, "root"))
    assert "NoNewPrivileges=yes" in service_unit(store, None)
    assert "PrivateTmp" not in service_unit(store, "root")
    with pytest.raises(BadData):
        socket_unit(Path("/" + "x" * LONGEST), None)
    with pytest.raises(BadData):
        socket_unit(Path("/50%/community.json"), None)
    try:
        ran = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(tmp_path / "folkmoot.socket")],
            capture_output=True,
            text=True,
            env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        )
    except FileNotFoundError:
        pytest.skip("no systemd-analyze")
    assert str(tmp_path) not in ran.stderr, ran.stderr


def test_memory_of_one_session_is_limited_beside_what_it_began_with() -> None:
    tried = (
        "from folkmoot.door.warm.limits import Limits, limit_memory\n"
        "limit_memory(Limits(memory=64))\n"
        "few = bytearray(16_000_000)\n"
        "try:\n    bytearray(100_000_000)\nexcept MemoryError:\n    print('no more')\n"
    )
    ran = subprocess.run([sys.executable, "-I", "-c", tried], capture_output=True, text=True, check=True)
    assert ran.stdout == "no more\n"


def test_limits_are_set_in_one_go(community: TestCommunity) -> None:
    set_limits(community.path, Limits(warm=False))
    set_limits(community.path, Limits(sessions=9))
    folder = Path(place.folder_of(str(community.path)))
    assert (limits_in(folder).sessions, (folder / place.OFF).exists()) == (9, False)
