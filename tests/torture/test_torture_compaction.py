"""Snapshots, segments, copies, forgetting and pruning while others write, read and open."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from test_torture_counting import begin
from torture_house import check, files, made, opened, records

from folkmoot.store import CorruptStore

Start = Callable[..., "subprocess.Popen[str]"]
WATCH = 120  # seconds after which a process hangs
Words = tuple[str | int, ...]
TUNED = (4000, 2000)  # bytes of a segment, and of journal that are compacted
WRITERS: list[Words] = [("write until told", *TUNED), ("write until told", *TUNED)]
READERS: list[Words] = [("read",), ("open",)]
KEEPER: Words = ("keep", *TUNED)


class Crowd:
    """Some processes at one store, and what each of them said in the end."""

    def __init__(self, start: Start, path: Path, work: list[Words], broken: str) -> None:
        self.work = [words[0] for words in work]
        self.workers = [start(what, path, *rest, broken=broken) for what, *rest in work]
        begin(self.workers)

    def end(self, what: str) -> list[list[str]]:
        """Tell those who do something that it is enough: what they said."""
        some = [worker for worker, its in zip(self.workers, self.work, strict=True) if its == what]
        found = [worker.communicate(timeout=WATCH)[0].split() for worker in some]
        assert [worker.returncode for worker in some] == [0] * len(some), f"those who {what} found it torn"
        return found


def crowd_together(start: Start, path: Path, until: int, work: list[Words], broken: str = "") -> None:
    """See that under a crowd nothing is torn and nothing lost, until so many steps were made."""
    with made(path, patience=WATCH) as store:
        crowd = Crowd(start, path, work, broken)
        while check(store) < until and all(worker.poll() is None for worker in crowd.workers):
            threading.Event().wait(0.01)  # leaves the processors to the others
        kept = crowd.end("keep")
        counted = sum(int(said[1]) for said in crowd.end("write until told"))
        assert check(store) == counted, "steps are lost"
        for said in crowd.end("read"):
            assert said[:2] == ["number", str(counted)], "a reader missed something"
            assert int(said[3]) > 1, "nobody read while others wrote"
        assert all(int(said[1]) >= 1 for said in [*crowd.end("open"), *kept])
        told = [record.seq for record in records(store)]
        assert told == list(range(told[0], store.seq + 1)), "the history has a gap"
    with opened(path) as again:
        assert check(again) == counted
        assert [record.seq for record in records(again)] == told
    assert not [name for name in files(path) if name.endswith(".tmp") or ".bad-" in name]
    assert len(list(path.with_suffix(".log").iterdir())) > 1 or kept, "no segment was begun"


def test_snapshots_and_segments_under_load_tear_nothing_and_lose_nothing(
    start: Start, path: Path, long: bool
) -> None:
    crowd_together(start, path, 20_000 if long else 300, [*WRITERS, *READERS])


def test_copies_forgetting_and_pruning_under_load_tear_nothing_and_lose_nothing(
    start: Start, path: Path, long: bool
) -> None:
    crowd_together(start, path, 10_000 if long else 120, [*WRITERS, *READERS, KEEPER])


def test_two_who_keep_the_store_at_once_do_not_disturb_each_other(
    start: Start, path: Path, long: bool
) -> None:
    crowd_together(start, path, 3000 if long else 40, [*WRITERS, KEEPER, KEEPER])


@pytest.mark.parametrize("broken", ["with_a_record_for_each_document", "with_snapshots_in_place"])
def test_a_store_whose_readers_see_halves_is_caught(start: Start, path: Path, broken: str) -> None:
    with pytest.raises((AssertionError, CorruptStore)):
        crowd_together(start, path, 2000, [*WRITERS, *READERS], broken=broken)
