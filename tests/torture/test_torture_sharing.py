"""One open store in several hands: forked children, and threads."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from test_torture_counting import begin
from torture_house import Tick, check, check_store, made, opened

Start = Callable[..., "subprocess.Popen[str]"]
WATCH = 120  # seconds after which a process hangs


def share(start: Start, path: Path, how: str, *words: object, broken: str = "") -> int:
    """Have a process share its store: how far it got."""
    worker = start("share", path, how, *words, broken=broken)
    told = worker.communicate(timeout=WATCH)[0].split()
    assert worker.returncode == 0, " ".join(told)
    with opened(path) as store:
        assert check(store) == int(told[1])
    return int(told[1])


def test_children_of_a_process_with_an_open_store_write_without_disturbing_it(
    start: Start, path: Path
) -> None:
    assert share(start, path, "children") == 24
    assert check_store(path) == 24


def test_a_fork_in_a_transaction_leaves_it_and_its_lock_alone(start: Start, path: Path) -> None:
    share(start, path, "fork")


def test_a_child_that_writes_with_its_parents_lock_is_caught(start: Start, path: Path) -> None:
    with pytest.raises(AssertionError, match=r"a child wrote while its parent did|the child failed"):
        share(start, path, "fork", broken="with_the_parents_lock")


def share_between_threads(start: Start, path: Path, until: int, broken: str = "") -> None:
    """Have threads share a store while another process writes, and see that nothing is lost."""
    made(path).close()
    other = start("write until told", path, 8000, 3000)
    begin([other])
    worker = start("share", path, "threads", until, broken=broken)
    told = worker.communicate(timeout=WATCH)[0].split()
    steps = other.communicate(timeout=WATCH)[0].split()
    assert worker.returncode == 0, " ".join(told)
    assert other.returncode == 0, "another process was disturbed"
    assert check_store(path) >= int(told[1]) >= until
    with opened(path) as store:
        theirs = store.collection(Tick).find(worker=f"worker {other.pid}")
    assert len(theirs) == int(steps[1]) > 0, "steps of another process are lost"


def test_threads_may_share_a_store_while_others_write(start: Start, path: Path, long: bool) -> None:
    share_between_threads(start, path, 2_000 if long else 300)


def test_a_store_whose_threads_do_not_wait_for_each_other_is_caught(start: Start, path: Path) -> None:
    with pytest.raises(AssertionError):
        share_between_threads(start, path, 3000, broken="without_mutex")
