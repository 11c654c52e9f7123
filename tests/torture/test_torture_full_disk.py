"""Disks that are full, and files that may grow no longer: what was acknowledged stays, and room made is used."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from torture_broken import VARIANTS
from torture_house import Letter, check, check_store, files, made, opened, put, step
from torture_workers import fill_up

from folkmoot.store import DiskFull, Store
from folkmoot.store.opening import system_clock

Start = Callable[..., "subprocess.Popen[str]"]
WATCH = 120  # seconds after which a process hangs
root_only = pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="needs to mount")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 192 KB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=192k", "tmpfs", place], check=False)
    if mounted.returncode:
        pytest.skip("can't mount here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill_with_something_else(disk: Path) -> Path:
    """Take the room that is left, to the last byte."""
    rest = disk / "rest"
    with suppress(OSError), rest.open("ab", buffering=0) as file:
        while True:
            file.write(b"x" * 512)
    with suppress(OSError), rest.open("ab", buffering=0) as file:
        while True:
            file.write(b"x")
    return rest


def check_refused(store: Store, number: int) -> None:
    """See that a full disk refuses what needs room, and that reading goes on."""
    path = store.path
    before = files(path)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: step(store, text="x" * 5000),
        store.backup,
        store.compact,
        lambda: store.prune(system_clock(), by="keeper"),
    )
    for attempt in attempts:
        try:
            attempt()
        except DiskFull as error:
            assert "safe" in str(error)
        assert not [
            name for name in files(path) if name not in before and not name.endswith((".json", ".jsonl"))
        ]
    with opened(path) as other:
        assert check(other) == check(store) >= number


@root_only
@pytest.mark.parametrize("rotate_at", [1 << 24, 9000])
def test_a_disk_that_is_full_costs_nothing_and_room_made_is_used(
    small_disk: Path, rotate_at: int, long: bool
) -> None:
    path = small_disk / "community.json"
    with made(path) as store:
        store._engine.rotate_at = rotate_at  # type: ignore[attr-defined]
        reached = 0
        for size in range(100, 4000 if long else 800, 137):
            reserve = small_disk / "reserve"
            reserve.write_bytes(bytes(100_000 - size * 8))
            reached = fill_up(store, path, size)
            rest = fill_with_something_else(small_disk)
            check_refused(store, reached)
            reserve.unlink()
            rest.unlink()
            assert step(store).value.number >= reached + 1
            try:
                assert store.prune(system_clock(), by="keeper") >= 1
            except (
                DiskFull
            ):  # what is kept by now leaves no room for a second copy of itself: nothing is lost by that
                assert long
                break
            for copy in small_disk.glob("backups/*"):
                copy.unlink()
            reached = check(store)
        reached = check(store)
    with opened(path) as again:
        assert check(again) == reached > 20


@root_only
def test_who_is_forgotten_while_the_disk_is_full_is_gone_once_there_is_room(small_disk: Path) -> None:
    path = small_disk / "community.json"
    with made(path) as store:
        for number in range(40):
            step(store, text="x" * 400)
            with store.transaction("leaver", "writing") as tx:
                tx.add(Letter("leaver", f"forget me {number}"))
        reached = check(store)
    for room in range(0, 40_000, 4096):
        rest = fill_with_something_else(small_disk)
        os.truncate(rest, max(0, rest.stat().st_size - room))
        for _again in range(2):
            with opened(path) as store:
                assert check(store) == reached, "a full disk keeps readers out"
                with suppress(DiskFull):
                    store.forget("leaver", by="leaver")
        rest.unlink()
    with opened(path) as store:
        store.forget("leaver", by="leaver")
        assert check(store) == reached
    assert not [name for name, data in files(path).items() if b"leaver" in data or b"forget me" in data]


@root_only
def test_a_store_that_leaves_what_a_full_disk_took_is_caught(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small_disk / "community.json"
    VARIANTS["without_truncating"](monkeypatch.setattr)
    with made(path) as store, pytest.raises(AssertionError, match="left something"):
        fill_up(store, path, 1000)


def fill_files(start: Start, folder: Path, limits: list[int], broken: str = "") -> None:
    """See what becomes of a store whose files may grow no longer than each of some limits."""
    with made(folder / "whole" / "community.json") as store:
        for _ in range(5):
            step(store)
        content = files(store.path)
    assert min(limits) > max(map(len, content.values()))
    paths = [put(folder / str(limit), content) for limit in limits]
    while limits:
        some, limits = limits[:4], limits[4:]
        workers = [
            start("fill", folder / str(limit) / "community.json", limit, broken=broken) for limit in some
        ]
        for limit, worker in zip(some, workers, strict=True):
            told = worker.communicate(timeout=WATCH)[0]
            assert worker.returncode == 0, f"failed at a limit of {limit} bytes"
            assert check_store(folder / str(limit) / "community.json") == int(told.split()[1])
    for path in paths:
        assert not [name for name in files(path) if name.endswith(".tmp") or ".bad-" in name]


def test_files_that_may_grow_no_longer_cost_nothing_at_forty_limits(
    start: Start, quick: Path, long: bool
) -> None:
    chance = random.Random(11)
    limits = sorted(chance.sample(range(3000, 9000), 400 if long else 40))
    fill_files(start, quick, limits)


def test_a_store_that_leaves_what_a_limit_took_is_caught(start: Start, quick: Path) -> None:
    with pytest.raises(AssertionError, match="failed at a limit"):
        fill_files(start, quick, [5000, 5100], broken="without_truncating")


def test_who_saw_half_a_line_that_was_taken_back_sees_the_one_that_takes_its_place(quick: Path) -> None:
    path = quick / "community.json"
    with made(path) as writer, opened(path) as reader:
        before = files(path)
        with opened(put(quick / "again", before)) as other:
            step(other)
        (name,) = (name for name in before if name.endswith(".jsonl"))
        length = (quick / "again" / name).stat().st_size - len(before[name])
        with (quick / name).open("ab") as file:
            file.write(bytes(length))
        assert check(reader) == 0
        os.truncate(quick / name, len(before[name]))
        assert step(writer).value.number == 1
        assert (quick / name).stat().st_size == len(before[name]) + length, "this tests nothing"
        assert check(reader) == 1, "a reader is blind for what was written"
