"""Some who write, keep, read and open at once, in thousands of orders: a failing one can be had again."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from test_torture_interleaving import LOOKS, WRITES, Files, Scene, template
from torture_broken import VARIANTS
from torture_house import put
from torture_schedule import Schedule

from folkmoot.store import Store

PATIENCE = 30.0  # seconds: who waits for the lock lets others go on meanwhile
THREADS_PATIENCE = 3.0


def draw(quick: Path, content: Files, seed: int) -> None:
    """See that three who do something at once, in an order of its own, end well."""
    with TemporaryDirectory(dir=quick) as folder:
        scene = Scene(put(Path(folder), content), behind=0, patience=PATIENCE)
        chance = random.Random(seed)
        writes, looks = list(WRITES.values()), list(LOOKS.values())
        works = [chance.choices(among, k=2) for among in (writes, [*writes, *looks], looks)]
        schedule = Schedule(seed)
        schedule.run([one_by_one(some, store) for some, store in zip(works, scene.stores, strict=True)])
        if schedule.errors:
            raise AssertionError(repr(schedule.errors[0])) from schedule.errors[0]
        scene.check()


def one_by_one(works: list[Callable[[Store], object]], store: Store) -> Callable[[], object]:
    """Several works after each other."""
    return lambda: [work(store) for work in works]


def draw_threads(quick: Path, content: Files, seed: int) -> None:
    """See that two threads that share a store, beside another process, end well in an order of their own."""
    with TemporaryDirectory(dir=quick) as folder:
        chance, schedule = random.Random(seed), Schedule(seed)
        writes, looks = list(WRITES.values()), list(LOOKS.values())
        works = [chance.choices(among, k=2) for among in (writes, [*writes, *looks], writes)]
        with schedule.locks():
            scene = Scene(put(Path(folder), content), behind=0, patience=THREADS_PATIENCE)
            stores = (scene.worker, scene.worker, scene.intruder)
            schedule.run([one_by_one(some, store) for some, store in zip(works, stores, strict=True)])
        if schedule.errors:
            raise AssertionError(repr(schedule.errors[0])) from schedule.errors[0]
        scene.check()


def check_orders(quick: Path, drawn: Callable[[Path, Files, int], None], seeds: range) -> None:
    """Draw some orders, and tell those that end badly."""
    content = template(quick / "whole")
    bad = []
    for seed in seeds:
        try:
            drawn(quick, content, seed)
        except Exception as error:  # whatever it is, the next order has its turn
            bad.append(f"order {seed}: {error}")
    assert not bad, f"{len(bad)} of {len(seeds)} orders: " + "\n".join(bad[:20])


@pytest.mark.parametrize("part", range(4))
def test_three_who_do_something_at_once_end_well_in_any_order(quick: Path, part: int, long: bool) -> None:
    check_orders(quick, draw, range(part, 40_000 if long else 160, 4))


@pytest.mark.parametrize("part", range(4))
def test_threads_that_share_a_store_end_well_in_any_order(quick: Path, part: int, long: bool) -> None:
    check_orders(quick, draw_threads, range(part, 40_000 if long else 120, 4))


def test_a_store_without_a_lock_is_caught_in_some_order(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    VARIANTS["without_lock"](monkeypatch.setattr)
    with pytest.raises(AssertionError, match="orders"):
        check_orders(quick, draw, range(40))


def test_threads_without_a_mutex_are_caught_in_some_order(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    VARIANTS["without_mutex"](monkeypatch.setattr)
    with pytest.raises(AssertionError, match="orders"):
        check_orders(quick, draw_threads, range(60))
