"""Processes that are stopped while they hold a lock, or are in the middle of a line."""

from __future__ import annotations

import os
import select
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from torture_broken import VARIANTS
from torture_house import Letter, check, check_store, made, opened, step

from folkmoot.store import CorruptStore, Store, StoreBusy

Start = Callable[..., "subprocess.Popen[str]"]
WATCH = 120  # seconds after which a process hangs


def stop(process: subprocess.Popen[str], said: str) -> None:
    """Stop a process once it has said something, unless it stops itself."""
    assert process.stdout is not None
    assert process.stdout.readline() == f"{said}\n"
    if said != "stopping":
        os.kill(process.pid, signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)


def go_on(process: subprocess.Popen[str]) -> str:
    """Let it go on: what it says in the end."""
    os.kill(process.pid, signal.SIGCONT)
    return process.communicate(timeout=WATCH)[0]


def check_others(store: Store, holder: subprocess.Popen[str], doing: str) -> None:
    """See that others are told whom they wait for, and that who reads goes on."""
    number = check(store)
    try:
        step(store)
    except StoreBusy as busy:
        assert busy.pid == holder.pid
        assert f"process {holder.pid} ({doing}" in str(busy)
    else:
        raise AssertionError("somebody wrote while another held the lock")
    assert check(store) == number
    with opened(store.path) as again:
        assert check(again) == number


def hold_stopped(start: Start, path: Path, broken: str = "") -> None:
    """See how others fare while a stopped process holds the lock, and after it went on."""
    with made(path, patience=0.05) as store, made_writing(store):
        holder = start("hold", path, broken=broken)
        stop(holder, "holding")
        check_others(store, holder, "planting trees")
        seq = store.seq
        assert go_on(holder) == f"seq {seq + 1}\n"
        assert [letter.value.text for letter in store.collection(Letter).find(author="worker")] == ["a tree"]
        assert step(store).rev == seq + 2
    check_store(path)


def made_writing(store: Store) -> Store:
    """A store that has written already."""
    for _ in range(3):
        step(store)
    return store


def test_who_waits_for_a_stopped_process_is_told_and_who_reads_goes_on(start: Start, path: Path) -> None:
    hold_stopped(start, path)


def test_a_store_without_a_lock_is_caught_writing_while_another_holds_it(
    start: Start, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    VARIANTS["without_lock"](monkeypatch.setattr)
    with pytest.raises(AssertionError, match="while another held the lock"):
        hold_stopped(start, path)


def see_half_a_line(start: Start, path: Path) -> None:
    """See that half a line is no line, and is one once its writer went on."""
    with made(path, patience=0.05) as store, made_writing(store):
        writer = start("stop halfway", path)
        stop(writer, "stopping")
        check_others(store, writer, "step of ana")
        assert not path.with_suffix(".log").joinpath("000000000000.jsonl").read_bytes().endswith(b"\n")
        seq = store.seq
        assert go_on(writer) == f"seq {seq + 1}\n"
        assert check(store) == 4, "a line is missing"
        assert step(store).rev == seq + 2
    assert check_store(path) == 5


def test_half_a_line_of_a_stopped_writer_is_no_line_and_is_whole_once_it_goes_on(
    start: Start, path: Path
) -> None:
    see_half_a_line(start, path)


def test_a_reader_that_passes_over_half_a_line_is_caught(
    start: Start, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    VARIANTS["passing_over_half_lines"](monkeypatch.setattr)
    with pytest.raises((AssertionError, CorruptStore)):
        see_half_a_line(start, path)


def test_half_a_line_of_a_stopped_writer_that_is_killed_is_set_aside(start: Start, path: Path) -> None:
    with made(path, patience=60) as store, made_writing(store):
        writer = start("stop halfway", path)
        stop(writer, "stopping")
        assert check(store) == 3
        writer.kill()
        assert writer.wait(WATCH) == -signal.SIGKILL
        assert step(store).value.number == 4
        assert [file.name for file in path.with_suffix(".log").glob("*.bad-*")] == [
            "000000000000.jsonl.bad-1"
        ]
    assert check_store(path) == 4


def test_a_process_stopped_while_it_writes_a_snapshot_holds_up_nobody(start: Start, path: Path) -> None:
    made(path).close()
    keeper = start("stop in a snapshot", path)
    stop(keeper, "stopping")
    writer = start("write", path, 5000, 3000)  # with patience for minutes: it must not need any
    assert writer.stdout is not None
    for number in range(2, 40):
        assert select.select([writer.stdout], [], [], 30)[0], "a writer waits for somebody's snapshot"
        assert writer.stdout.readline() == f"seq {number}\n"
    assert go_on(keeper).startswith("seq ")
    writer.kill()
    writer.wait(WATCH)
    assert check_store(path) >= 38
