"""Whatever one process does is begun and ended between any two system calls of another."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from torture_broken import VARIANTS
from torture_disk import CHANGES, READS, before_call
from torture_house import Letter, Secret, Tick, check, files, made, opened, put, state, step

from folkmoot.store import Store, StoreBusy
from folkmoot.store.opening import system_clock

CALLS = (*CHANGES, *READS)
Files = dict[str, bytes]
Works = dict[str, Callable[[Store], object]]


def template(folder: Path) -> Files:
    """A store of some segments, with a snapshot in the middle, somebody to forget, and half a line."""
    path = folder / "community.json"
    with made(path, durability="none") as store:
        store._engine.rotate_at = 2000  # type: ignore[attr-defined]
        for number in range(11):
            step(store)
            if number == 5:
                store.compact()
        with store.transaction("leaver", "writing") as tx:
            tx.add(Letter("leaver", "forget me"))
            tx.add(Secret("leaver", "forget me too"))
    content = files(path)
    last = max(name for name in content if name.endswith(".jsonl"))
    return {**content, last: content[last] + content[last].splitlines(keepends=True)[-1][:50]}


def rotate(store: Store) -> None:
    for _ in range(8):
        step(store)


def rotate_and_prune(store: Store) -> None:
    rotate(store)
    store.prune(system_clock(), by="keeper")


def look(store: Store) -> None:
    check(store)


def look_anew(store: Store) -> None:
    with opened(store.path, durability="none", patience=store._engine._patience) as again:  # type: ignore[attr-defined]
        check(again)


def look_through_history(store: Store) -> None:
    seqs = [change.seq for change in store.changes(0)]
    assert seqs == sorted(seqs)
    store.history(Tick, 1)


LOOKS: Works = {
    "read": look,
    "open": look_anew,
    "read the history": look_through_history,
}
WRITES: Works = {
    "step": step,
    "rotate": rotate,
    "compact": lambda store: store.compact(),
    "forget": lambda store: store.forget("leaver", by="leaver"),
    "prune": lambda store: store.prune(system_clock(), by="keeper"),
    "rotate and prune": rotate_and_prune,
    "backup": lambda store: store.backup(),
}


class Scene:
    """A store with somebody who works, somebody who intrudes, and somebody who only reads."""

    def __init__(self, path: Path, behind: int, patience: float = 0.001) -> None:
        self.path = path
        self.stores = [opened(path, durability="none", patience=patience) for _ in range(3)]
        self.worker, self.intruder, self.reader = self.stores
        for store in self.stores:
            store._engine.rotate_at = 2000  # type: ignore[attr-defined]
        for _ in range(behind):
            step(self.intruder)

    def intruded(
        self, number: int, work: Callable[[Store], object], intrusion: Callable[[Store], object]
    ) -> bool:
        """Let somebody intrude before a call of the work; whether there was such a call."""

        def intrude() -> None:
            with suppress(*(() if intrusion in LOOKS.values() else (StoreBusy,))):
                intrusion(self.intruder)

        with before_call(number, CALLS, intrude) as reached:
            work(self.worker)
        return reached()

    def check(self) -> None:
        """See that all of them, and whoever comes next, agree."""
        with opened(self.path, durability="none") as fresh:
            expected = state(fresh)
            check(fresh)
            for store in self.stores:
                assert state(store) == expected, "they do not agree"
            for store in self.stores:
                step(store)
            assert [state(store) for store in self.stores] == [state(fresh)] * 3
        assert not [name for name in files(self.path) if name.endswith(".tmp")]
        for store in self.stores:
            store.close()


def interleave(
    quick: Path,
    content: Files,
    work: Callable[[Store], object],
    intrusion: Callable[[Store], object],
    behind: int = 0,
    stride: int = 1,
) -> None:
    """See that before each call that some work makes another may intrude, and both end well."""
    for number in count(0, stride):
        with TemporaryDirectory(dir=quick) as folder:
            scene = Scene(put(Path(folder), content), behind)
            try:
                reached = scene.intruded(number, work, intrusion)
                scene.check()
            except Exception as error:
                raise AssertionError(f"intruding before call {number}: {error}") from error
            if not reached:
                return


def check_all(quick: Path, works: Works, intrusions: Works, behinds: tuple[int, ...], stride: int) -> None:
    """Interleave each of some works with each of some intrusions, and tell all that end badly."""
    content = template(quick / "whole")
    bad = []
    for work in works:
        for intrusion in intrusions:
            for behind in behinds:
                try:
                    interleave(quick, content, works[work], intrusions[intrusion], behind, stride)
                except AssertionError as error:
                    bad.append(f"{work} / {intrusion}, {behind} behind: {error}")
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("work", LOOKS)
def test_who_reads_is_not_disturbed_by_whatever_happens_between_two_calls(
    quick: Path, work: str, long: bool
) -> None:
    check_all(quick, {work: LOOKS[work]}, WRITES, (0, 1, 9) if long else (0, 9), 1 if long else 3)


@pytest.mark.parametrize("look", LOOKS)
def test_what_is_half_done_disturbs_nobody_who_reads(quick: Path, look: str, long: bool) -> None:
    check_all(quick, WRITES, {look: LOOKS[look]}, (0,), 1 if long else 11)


@pytest.mark.parametrize("work", WRITES)
def test_what_two_write_between_each_others_calls_ends_well(quick: Path, work: str, long: bool) -> None:
    check_all(quick, {work: WRITES[work]}, WRITES, (0, 9) if long else (0,), 1 if long else 19)


def test_a_store_without_a_lock_is_caught_by_who_writes_meanwhile(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    VARIANTS["without_lock"](monkeypatch.setattr)
    with pytest.raises(AssertionError, match="intruding"):
        interleave(quick, template(quick / "whole"), step, step)
