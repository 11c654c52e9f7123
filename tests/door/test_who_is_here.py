"""Who is here now: nobody stays on the list whose process is gone, however it went."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from folkmoot.door.here import MOST_EACH, MOST_VISITORS, being_here, present
from folkmoot.errors import TryAgain
from folkmoot.testing import NOON, TestCommunity

STAY = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from folkmoot.door.here import being_here
with being_here(Path(sys.argv[1]), sys.argv[2], "", datetime.now(UTC)):
    print("here", flush=True)
    sys.stdin.read()
"""


def stays(store: Path, handle: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", STAY, str(store), handle], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"here\n"
    return process


def here(store: Path) -> list[str]:
    return sorted(one.handle for one in present(store))


def test_sessions_are_listed_while_their_processes_live(community: TestCommunity) -> None:
    ana, bo = stays(community.path, "ana"), stays(community.path, "bo")
    assert here(community.path) == ["ana", "bo"]
    bo.communicate()
    assert here(community.path) == ["ana"]
    os.kill(ana.pid, signal.SIGKILL)
    ana.communicate()
    assert here(community.path) == []
    assert list((community.path.with_suffix(".door") / "here").iterdir()) == []


def test_a_stopped_process_is_still_here(community: TestCommunity) -> None:
    ana = stays(community.path, "ana")
    os.kill(ana.pid, signal.SIGSTOP)
    assert here(community.path) == ["ana"]
    os.kill(ana.pid, signal.SIGKILL)
    ana.communicate()


def test_nobody_is_here_more_often_than_anybody_needs(community: TestCommunity) -> None:
    held = [being_here(community.path, "ana", "", NOON) for _time in range(MOST_EACH)]
    for one in held:
        one.__enter__()
    with pytest.raises(TryAgain, match="Close a window"), being_here(community.path, "ana", "", NOON):
        pass
    with being_here(community.path, "bo", "", NOON):
        assert len(here(community.path)) == MOST_EACH + 1
    for one in held:
        one.__exit__(None, None, None)


def test_the_door_holds_so_many_strangers_and_members_still_come_in(community: TestCommunity) -> None:
    held = [being_here(community.path, "", f"key {number}", NOON) for number in range(MOST_VISITORS)]
    for one in held:
        one.__enter__()
    with pytest.raises(TryAgain, match="newcomers"), being_here(community.path, "", "another", NOON):
        pass
    with being_here(community.path, "ana", "", NOON):
        pass
    for one in held:
        one.__exit__(None, None, None)


def test_what_is_in_the_folder_and_no_session_harms_nobody(community: TestCommunity) -> None:
    folder = community.path.with_suffix(".door") / "here"
    folder.mkdir(parents=True)
    (folder / "1.json").write_text("torn {")
    (folder / "2.json").symlink_to("/etc/passwd")
    (folder / "3.json").mkdir()
    with being_here(community.path, "ana", "", NOON):
        assert here(community.path) == ["ana"]


def test_one_key_holds_no_more_than_two_places_at_the_door(community: TestCommunity) -> None:
    held = [being_here(community.path, "", "one key", NOON) for _time in range(2)]
    for one in held:
        one.__enter__()
    with pytest.raises(TryAgain), being_here(community.path, "", "one key", NOON):
        pass
    with being_here(community.path, "", "another key", NOON):
        pass
    for one in held:
        one.__exit__(None, None, None)
