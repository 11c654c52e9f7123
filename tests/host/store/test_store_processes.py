"""Real processes at one store: nothing is lost, nothing is torn, and who waits is told for whom."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from store_house import Counter, Note, everything, left_over, log, made, opened

from folkmoot.store import DiskFull, ReadOnlyStore, Store, StoreBusy
from folkmoot.store.lock import Holder, holder_of

Start = Callable[..., "subprocess.Popen[str]"]
root_only = pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="needs to mount")


def test_four_processes_that_count_lose_nothing_and_readers_see_whole_moments(
    store: Store, path: Path, start: Start
) -> None:
    with store.transaction("ana", "start") as tx:
        tx.add(Counter("shared"))
    workers = [start(how, path, 50) for how in ("count", "table", "count", "table")]
    for worker in workers:
        assert worker.stdout is not None and worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    seen = [0]
    while any(worker.poll() is None for worker in workers):
        with store.reading() as reader:
            counter = reader.collection(Counter).get(1).value
            again = reader.collection(Counter).first(name="shared")
            assert again is not None and counter.left == counter.right == again.value.right
        assert counter.left >= seen[-1]
        seen.append(counter.left)
    assert [worker.wait() for worker in workers] == [0] * 4
    assert store.collection(Counter).get(1).value == Counter("shared", 200, 200)
    assert store.seq == 201
    assert [entry.seq for entry in store.history(Counter, 1)] == list(range(1, 202))
    assert len(set(seen)) > 1, "nobody read while others wrote"


def test_a_writer_killed_at_any_moment_tears_nothing_and_loses_nothing_it_acknowledged(
    store: Store, path: Path, start: Start
) -> None:
    acknowledged = 0
    for kill_after in [1, 2, 3] * 8:
        writer = start("write", path)
        assert writer.stdout is not None
        for _ in range(kill_after):
            acknowledged = int(writer.stdout.readline())
            assert store.collection(Note).count() >= acknowledged
        writer.kill()
        rest = writer.stdout.read().splitlines(keepends=True)
        acknowledged = max([acknowledged, *(int(line) for line in rest if line.endswith("\n"))])
        with opened(path) as again:
            count = again.collection(Note).count()
            assert again.seq == count >= acknowledged
            assert [stored.id for stored in again.collection(Note).all()] == list(range(1, count + 1))
    with store.transaction("ana", "after all") as tx:
        tx.add(Note("ana", "still here"))
    assert left_over(path) == []


def test_a_lock_that_is_held_names_its_holder_and_readers_go_on(path: Path, start: Start) -> None:
    with made(path, patience=0.05) as store:
        with store.transaction("ana", "writing") as tx:
            tx.add(Note("ana", "one"))
        holder = start("hold", path)
        assert holder.stdout is not None and holder.stdout.readline() == "holding\n"
        with pytest.raises(StoreBusy) as caught, store.transaction("ana", "waiting") as tx:
            tx.add(Note("ana", "two"))
        assert (caught.value.pid, caught.value.doing) == (holder.pid, "planting trees")
        assert f"process {holder.pid} (planting trees)" in str(caught.value)
        assert caught.value.exit_code == 75
        assert store.collection(Note).count() == 1
        holder.kill()
        holder.wait()
        with store.transaction("ana", "writing") as tx:
            assert tx.add(Note("ana", "two")).id == 2
        assert holder_of(path.with_suffix(".lock")) == Holder(os.getpid(), "writing")


def test_a_lock_file_taken_away_while_it_is_being_locked_does_not_let_two_in(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, real = path.with_suffix(".lock"), fcntl.flock

    def taken_away(descriptor: int, operation: int) -> None:
        monkeypatch.undo()
        lock.unlink()
        real(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", taken_away)
    with (
        opened(path, patience=0.05) as other,
        store.transaction("ana", "one"),
        pytest.raises(StoreBusy),
        other.transaction("bo", "two"),
    ):
        pass


def test_a_file_that_may_grow_no_longer_is_a_full_disk(store: Store, path: Path, start: Start) -> None:
    worker = start("fill", path, 20_000)
    assert worker.wait() == 0
    assert worker.stdout is not None
    written = int(worker.stdout.read())
    assert store.collection(Note).count() == written
    with store.transaction("ana", "with room again") as tx:
        assert tx.add(Note("ana", "x")).id == written + 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place], check=False)
    if mounted.returncode:
        pytest.skip("can't mount here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


@root_only
def test_a_disk_that_is_really_full_costs_nothing_that_was_saved(small_disk: Path) -> None:
    path = small_disk / "house" / "community.json"
    with made(path) as store:
        reserve = small_disk / "reserve"
        reserve.write_bytes(b"x" * 65_536)
        written = 0
        with pytest.raises(DiskFull):
            while True:
                with store.transaction("ana", "filling") as tx:
                    tx.add(Note("ana", "x" * 2000))
                written += 1
        assert written > 10 and store.collection(Note).count() == written
        assert left_over(path) == []
        with pytest.raises(OSError, match="space"), (small_disk / "rest").open("wb", buffering=0) as rest:
            while True:
                rest.write(b"x" * 4096)
        with pytest.raises(DiskFull):
            while True:
                with store.transaction("ana", "a few words") as tx:
                    tx.add(Note("ana", "x" * 500))
                written += 1
        reserve.unlink()
        (small_disk / "rest").unlink()
        with store.transaction("ana", "removing") as tx:
            tx.remove(tx.collection(Note).get(1))
    with opened(path) as again:
        assert again.collection(Note).count() == written - 1


@root_only
def test_a_store_on_a_read_only_file_system_can_be_read_and_not_written(small_disk: Path) -> None:
    path = small_disk / "community.json"
    with made(path) as store:
        with store.transaction("ana", "writing") as tx:
            tx.add(Note("ana", "one"))
        before = everything(path)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with opened(path) as store:
        with opened(path) as again:
            assert again.read_only
            assert [stored.value.text for stored in again.collection(Note).all()] == ["one"]
            assert len(again.history(Note, 1)) == 1
            with pytest.raises(ReadOnlyStore, match="but not change it"), again.transaction("ana", "no"):
                pass
        for attempt in (partial(store.undo, 1, by="ana"), partial(store.table("x").insert, {"a": 1})):
            with pytest.raises(ReadOnlyStore) as caught:
                attempt()
            assert caught.value.exit_code == 73
        assert everything(path) == before


def test_somebody_without_the_right_to_write_can_read_and_no_more() -> None:
    place = Path(tempfile.mkdtemp())
    try:
        path = place / "community.json"
        with made(path) as store, store.transaction("ana", "writing") as tx:
            tx.add(Note("ana", "one"))
        before = everything(path)
        for file in (path, log(path)):
            file.chmod(0o444)
        for folder in (place, log(path).parent):
            folder.chmod(0o555)
        worker = Path(__file__).with_name("store_workers.py")
        told = subprocess.run(
            [sys.executable, worker, "read", path], stdout=subprocess.PIPE, text=True, check=True
        )
        assert told.stdout.split() == ["73", "one"]
        assert everything(path) == before
    finally:
        place.chmod(0o755)
        shutil.rmtree(place)
