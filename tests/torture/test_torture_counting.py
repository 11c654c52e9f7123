"""Eight processes that count in one store, in two collections at once."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from torture_house import Left, Right, Tick, check_store, made, opened

from folkmoot.store import CorruptStore

Start = Callable[..., "subprocess.Popen[str]"]
WATCH = 120  # seconds after which a process hangs


def begin(workers: list[subprocess.Popen[str]]) -> None:
    """Let workers that are ready go, all at once."""
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()


def count_together(start: Start, path: Path, times: int, broken: str = "") -> None:
    """See that what eight processes counted is neither less nor more."""
    made(path).close()
    workers = [start("count", path, times, broken=broken) for _ in range(8)]
    begin(workers)
    told = [worker.communicate(timeout=WATCH)[0].splitlines() for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 8
    ids = [int(line.split()[1]) for lines in told for line in lines]
    assert sorted(ids) == list(range(1, 8 * times + 1)), "an id was given twice, or lost"
    assert check_store(path) == 8 * times
    with opened(path) as store:
        assert store.collection(Left).get(1).value.value == store.collection(Right).get(1).value.value
        assert store.seq == 8 * times + 1
        assert {tick.value.worker for tick in store.collection(Tick).all()} == {
            f"worker {worker.pid}" for worker in workers
        }


def test_what_eight_processes_count_in_two_collections_is_exact(start: Start, path: Path, long: bool) -> None:
    count_together(start, path, 500 if long else 30)


def test_a_store_without_a_lock_is_caught_losing_increments(start: Start, path: Path) -> None:
    with pytest.raises((AssertionError, CorruptStore)):
        count_together(start, path, 10, broken="without_lock")


def found_together(start: Start, path: Path, broken: str = "") -> None:
    """See that of several who found a community in one place one does, and the others are told."""
    workers = [start("found", path, broken=broken) for _ in range(4)]
    begin(workers)
    told = [worker.communicate(timeout=WATCH)[0] for worker in workers]
    assert sorted(told) == ["exists\n", "exists\n", "exists\n", "founded\n"]
    assert check_store(path) == 0


def test_of_several_who_found_a_community_in_one_place_one_does(start: Start, path: Path) -> None:
    found_together(start, path)
