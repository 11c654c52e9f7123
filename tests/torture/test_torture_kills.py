"""Writers that are killed at any moment, while others write and read."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest
from test_torture_counting import begin
from torture_house import Tick, check, check_moment, check_store, made, step

from folkmoot.store import CorruptStore, Store

Start = Callable[..., "subprocess.Popen[str]"]
WATCH = 120  # seconds after which a process hangs
TUNED = (30_000, 12_000)  # bytes of a segment, and of journal that are compacted


class Killer:
    """Keeps some writers at a store, kills one after the other, and notes what they acknowledged."""

    def __init__(self, start: Start, path: Path, broken: str = "") -> None:
        self._start, self._path, self._broken = start, path, broken
        self._writers = [self._begun() for _ in range(3)]
        self.acknowledged: set[int] = set()

    def _begun(self) -> subprocess.Popen[str]:
        return self._start("write", self._path, *TUNED, broken=self._broken)

    def kill_one(self, number: int) -> None:
        """Kill a writer at some moment after it wrote; another takes its place."""
        writer = self._writers.pop(0)
        self._writers.append(self._begun())
        assert writer.stdout is not None
        for _ in range(random.randint(1, 6)):
            self._note(writer.stdout.readline())
        sleep(random.random() * 0.004 * (number % 3))  # no synchronisation: any moment will do
        writer.kill()
        for line in writer.stdout.read().splitlines(keepends=True):
            self._note(line)
        assert writer.wait(WATCH) == -9, "a writer died before it was killed"

    def kill_all(self) -> None:
        for number in range(len(self._writers)):
            self.kill_one(number)
        while self._writers:
            self._writers.pop().kill()

    def _note(self, line: str) -> None:
        if line.endswith("\n"):
            word, seq = line.split()
            assert word == "seq"
            self.acknowledged.add(int(seq))
        else:
            assert not line or "seq ".startswith(line[:4]), "a writer died before it wrote"


def kill_writers(start: Start, path: Path, times: int, broken: str = "") -> None:
    """See that nothing acknowledged is lost, nothing is torn, and who survives goes on."""
    with made(path, patience=WATCH) as store:
        readers = [start(how, path) for how in ("read", "open")]
        begin(readers)
        killer = Killer(start, path, broken)
        for number in range(times):
            killer.kill_one(number)
            check_acknowledged(store, killer.acknowledged)
        killer.kill_all()
        check_acknowledged(store, killer.acknowledged)
        step(store, "survivor")
        reached = check(store)
    ends = [reader.communicate(timeout=WATCH)[0].split() for reader in readers]
    assert [reader.returncode for reader in readers] == [0, 0], "a reader saw what was torn"
    assert ends[0][:2] == ["number", str(reached)], "a reader missed something"
    assert check_store(path) == reached >= len(killer.acknowledged)


def check_acknowledged(store: Store, acknowledged: set[int]) -> None:
    """See that the store holds what was acknowledged, and is whole."""
    with store.reading() as reader:
        check_moment(reader)
        there = {tick.rev for tick in reader.collection(Tick).all()}
    assert acknowledged <= there, f"{len(acknowledged - there)} acknowledged writes are lost"


def test_whoever_is_killed_loses_nothing_acknowledged_and_the_others_go_on(
    start: Start, path: Path, long: bool
) -> None:
    kill_writers(start, path, 1000 if long else 25)


def test_a_store_that_acknowledges_before_it_wrote_is_caught(start: Start, path: Path) -> None:
    with pytest.raises(AssertionError, match=r"acknowledged writes are lost"):
        kill_writers(start, path, 200, broken="acknowledging_early")


def test_a_store_that_writes_behind_half_a_line_is_caught(start: Start, path: Path) -> None:
    with pytest.raises((AssertionError, CorruptStore)):
        kill_writers(start, path, 200, broken="writing_behind_bad_ends")
