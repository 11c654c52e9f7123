"""A process that dies at each of its calls, while another has the store open and lives on."""

from __future__ import annotations

import os
import re
import signal
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from torture_disk import CHANGES, around
from torture_house import Letter, Secret, check, check_history, files, made, opened, put, records, state, step

from folkmoot.store import Store
from folkmoot.store.opening import system_clock

Files = dict[str, bytes]
Work = Callable[[Store], object]
TOKEN = "forget me"  # stands in every document of whom some scenarios forget


def die(*_anything: object) -> None:
    """End this process as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)


def rotate(store: Store) -> None:
    for _ in range(6):
        step(store)


def prune_the_last_segment(store: Store) -> None:
    """Let go of a part of the segment that goes on."""
    store._engine.rotate_at = 1 << 24  # type: ignore[attr-defined]
    store.prune(records(store)[-1].at, by="keeper")


WORK: dict[str, Work] = {
    "step": step,
    "rotate": rotate,
    "compact": lambda store: store.compact(),
    "backup": lambda store: store.backup(),
    "prune": lambda store: store.prune(system_clock(), by="keeper"),
    "prune the last segment": prune_the_last_segment,
    "forget": lambda store: store.forget("leaver", by="leaver"),
    "export": lambda store: store.export(store.path.with_name("exported.json")),
}


def template(folder: Path, *, half_a_line: bool) -> Files:
    """A store of some segments, with a snapshot in the middle, a copy, and somebody to forget."""
    path = folder / "community.json"
    with made(path, durability="none") as store:
        store._engine.rotate_at = 1500  # type: ignore[attr-defined]
        for number in range(7):
            step(store)
            if number == 2:
                store.backup()
                store.compact()
                with store.transaction("leaver", TOKEN) as tx:
                    tx.add(Letter("leaver", TOKEN))
                    tx.add(Secret("leaver", TOKEN))
        store.backup()
    content = files(path)
    last = max(name for name in content if name.endswith(".jsonl"))
    return {**content, last: content[last] + (_half_a_record(content) if half_a_line else b"")}


def _half_a_record(content: Files) -> bytes:
    """What somebody leaves who is killed while they write: private content, whole, and a part of the record."""
    lines = b"".join(data for name, data in content.items() if name.endswith(".jsonl")).splitlines(
        keepends=True
    )
    private, record = (line for line in lines if TOKEN.encode() in line)
    return private + record[:-30]


def crash(path: Path, work: Work, number: int) -> bool:
    """Do some work in a child that dies before its call with a number; whether it lived to the end.

    Of a write, half is done by then.
    """
    child = os.fork()
    if child:
        status = os.waitpid(child, 0)[1]
        assert status in (0, signal.SIGKILL), "the child failed before it died"
        return status == 0
    calls = -1

    def see(name: str, real: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        nonlocal calls
        calls += 1
        if calls == number:
            if name in ("write", "pwrite"):
                descriptor, data, *rest = arguments
                real(descriptor, data[: len(data) // 2], *rest)
            die()
        return real(*arguments, **options)

    failed = 1
    try:
        with opened(path, durability="none") as store, around(see, CHANGES):
            store._engine.rotate_at = 1500  # type: ignore[attr-defined]
            work(store)
        failed = 0
    finally:
        os._exit(failed)


def check_survivors(path: Path, survivor: Store, work: str) -> None:
    """See that who had the store open and who opens it now agree, go on, and lose nothing."""
    before = check(survivor)
    with opened(path, durability="none") as fresh:
        assert check(fresh) in (before, check(survivor)), "they do not agree"
        assert state(fresh) == state(survivor), "they do not agree"
        for store in (survivor, fresh, survivor):
            reached = step(store).value.number
        assert state(fresh) == state(survivor), "they went different ways"
        told = [record.seq for record in records(fresh)]
        assert told == list(range(told[0], fresh.seq + 1)), "the history has a gap"
        if told[0] == 1 and work != "forget":
            check_history(fresh)
    with opened(path, durability="none") as again:
        assert check(again) == reached == before + 3, "what a survivor wrote is lost"
        _check_forgotten(path, again, work)
        again.backup()
    for copy in (path.parent / "backups").glob("*.json"):
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            restored = put(Path(folder), {"community.json": copy.read_bytes()})
            with opened(restored, durability="none") as store:
                check(store)


def _check_forgotten(path: Path, store: Store, work: str) -> None:
    """See that who was to be forgotten is, wherever it was interrupted: by who opens next, or at the next try."""
    if work == "forget" and store.collection(Letter).find(author="leaver"):
        return  # it had not begun
    store.forget("leaver", by="leaver")
    left = [
        name
        for name, data in files(path).items()
        if (TOKEN.encode() in data or b"leaver" in data) and "exported" not in name
    ]
    assert not left, f"words of somebody forgotten stand in {left}"


def crash_everywhere(folder: Path, work: str, *, half_a_line: bool, stride: int = 1) -> int:
    """Crash at each call of some work, and see what becomes of the others; returns how often."""
    content = template(folder / "whole", half_a_line=half_a_line)
    bad: dict[str, list[int]] = {}
    for number in count(0, stride):
        with tempfile.TemporaryDirectory(dir=folder) as place:
            path = put(Path(place), content)
            with opened(path, durability="none") as survivor:
                check(survivor)
                lived = crash(path, WORK[work], number)
                try:
                    check_survivors(path, survivor, work)
                except Exception as error:
                    bad.setdefault(re.sub(r"[.][0-9]+-[0-9a-f]{8}", "", str(error)), []).append(number)
        if lived:
            break
    assert not bad, "\n".join(f"{work} that dies at call {calls}: {what}" for what, calls in bad.items())
    return number
