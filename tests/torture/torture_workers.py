"""Other processes at the same store: `python torture_workers.py BROKEN WHAT PATH …`."""

from __future__ import annotations

import os
import random
import resource
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import count
from pathlib import Path
from time import sleep

from torture_broken import VARIANTS, plain
from torture_crashes import crash_everywhere
from torture_house import Letter, Secret, check, check_moment, files, made, opened, say, step, tune
from torture_scenario import record
from torture_sharing import fork_in_a_transaction, share_between_threads, write_with_children

from folkmoot.store import DiskFull, Store, StoreExists
from folkmoot.store.opening import system_clock

PATIENCE = 120.0  # seconds: on a busy machine nobody is refused


def wait_for_the_start() -> None:
    """Begin together with the others."""
    say("ready")
    sys.stdin.readline()


def until_told() -> Iterator[int]:
    """Numbers, one at least, until our input is closed."""
    for number in count():
        yield number
        if select.select([sys.stdin], [], [], 0)[0]:
            return


def write_in_pieces() -> None:
    """Have the system take only a part of what is written at once, as it may, and dawdle now and then."""
    real = os.write

    def some(descriptor: int, data: bytes) -> int:
        if random.random() < 0.1:
            sleep(0.002)
        return real(descriptor, memoryview(data)[: random.randint(1, max(1, len(data)))])

    os.write = some  # type: ignore[assignment]


def found(path: Path) -> None:
    """Found a community, unless somebody did."""
    wait_for_the_start()
    try:
        with made(path, patience=PATIENCE):
            say("founded")
    except StoreExists:
        say("exists")


def count_up(path: Path, times: str) -> None:
    with opened(path, patience=PATIENCE) as store:
        wait_for_the_start()
        for _ in range(int(times)):
            say("id", step(store, f"worker {os.getpid()}").id)


def write_for_ever(path: Path, rotate_at: str, compact_at: str) -> None:
    """Write in pieces, and tell each number that was acknowledged."""
    tune(int(rotate_at), int(compact_at))
    write_in_pieces()
    with opened(path, patience=PATIENCE) as store:
        for number in count():
            say("seq", step(store, f"worker {os.getpid()}", "x" * (number * 37 % 400)).rev)


def write_until_told(path: Path, rotate_at: str, compact_at: str) -> None:
    tune(int(rotate_at), int(compact_at))
    write_in_pieces()
    steps = 0
    with opened(path, patience=PATIENCE) as store:
        wait_for_the_start()
        for number in until_told():
            step(store, f"worker {os.getpid()}", "x" * (number * 37 % 400))
            steps += 1
    say("steps", steps)


def read_until_told(path: Path) -> None:
    """See whole moments only, and each at least as late as the one before."""
    with opened(path) as store:
        wait_for_the_start()
        seen, last = {0}, 0
        for _ in until_told():
            with store.reading() as reader:
                number, seq = check_moment(reader), reader.seq
            assert seq >= last, "time went back"
            last = seq
            seen.add(number)
        say("number", check(store), "of", len(seen))


def open_until_told(path: Path) -> None:
    """See whole moments only, though everything is read anew each time."""
    wait_for_the_start()
    last = rounds = 0
    for _ in until_told():
        with opened(path, patience=PATIENCE) as store, store.reading() as reader:
            check_moment(reader)
            assert reader.seq >= last, "time went back"
            last, rounds = reader.seq, rounds + 1
    say("rounds", rounds)


def keep_until_told(path: Path, rotate_at: str, compact_at: str) -> None:
    """Make copies, forget people, and let go of history, and see that nothing is left of what was forgotten."""
    tune(int(rotate_at), int(compact_at))
    with opened(path, patience=PATIENCE) as store:
        wait_for_the_start()
        done = 0
        for number in until_told():
            who = f"leaver {number} of {os.getpid()}"
            token = f"words of {who}"
            with store.transaction(who, token) as tx:
                tx.add(Letter(who, token))
                tx.add(Secret(who, token))
            (store.compact, store.backup, lambda: None)[number % 3]()
            store.forget(who, by=who)
            left = [name for name, data in _present(path) if who.encode() in data]
            assert not left, f"{who!r} stands in {left}"
            store.prune(system_clock() - timedelta(seconds=0.2), by="keeper")
            done += 1
        say("rounds", done)


def _present(path: Path) -> list[tuple[str, bytes]]:
    """The files there are, while others replace them."""
    for _try in range(100):
        with suppress(FileNotFoundError):
            return list(files(path).items())
    raise AssertionError("the files changed too quickly to be looked through")


def hold(path: Path) -> None:
    """Hold the lock until somebody closes our input, then write."""
    with opened(path) as store:
        with store.transaction("worker", "planting trees") as tx:
            tx.add(Letter("worker", "a tree"))
            say("holding")
            sys.stdin.read()
        say("seq", store.seq)


def stop_at(name: str, then: str) -> None:
    """Stop this process before it does something to a file for the first time; a write is half done by then."""
    real = getattr(os, name)

    def stopped(what: int | str, *rest: object) -> object:
        setattr(os, name, real)
        if name == "write":
            (data,) = rest
            assert isinstance(data, memoryview)
            done = real(what, data[: len(data) // 2])
        say(then)
        os.kill(os.getpid(), signal.SIGSTOP)
        return done if name == "write" else real(what, *rest)

    setattr(os, name, stopped)


def stop_halfway(path: Path) -> None:
    """Stop in the middle of a record."""
    with opened(path) as store:
        stop_at("write", "stopping")
        say("seq", step(store).rev)


def stop_in_a_snapshot(path: Path) -> None:
    """Stop before a snapshot takes its place."""
    with opened(path) as store:
        stop_at("replace", "stopping")
        store.compact()
        say("seq", store.seq)


def fill(path: Path, limit: str) -> None:
    """Write until a file may grow no longer: as much as was acknowledged, and not a byte more, is there."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
    with opened(path) as store:
        reached = fill_up(store, path)
        assert check(store) == reached
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert check(store) == step(store).value.number - 1 == reached
    say("number", reached + 1)


def fill_up(store: Store, path: Path, size: int = 300) -> int:
    """Write until the disk is full: the number reached. What failed leaves every file as it was."""
    reached = check(store)
    for number in range(100_000):
        before = files(path)
        try:
            reached = step(store, "filler", "x" * (number * 131 % size)).value.number
        except DiskFull as error:
            assert "safe" in str(error)
            assert _journal(files(path)) == _journal(before), "a write that failed left something"
            return reached
    raise AssertionError("the limit was never met")


def _journal(content: dict[str, bytes]) -> dict[str, bytes]:
    """What a write that failed must not touch: all but a segment that was begun and not yet gone on to."""
    lines = {name: data for name, data in content.items() if name.endswith(".jsonl")}
    return {name: data for name, data in lines.items() if data.count(b"\n") > 1}


def crash(folder: Path, work: str, tail: str, stride: str) -> None:
    """Crash some work at each of its calls, and tell what became of the others."""
    try:
        number = crash_everywhere(folder, work, half_a_line=tail == "half a line", stride=int(stride))
    except Exception as error:
        say("crashed:", error)
        raise
    say("calls", number)


def record_disk(folder: Path, what: str, target: str) -> None:
    """Record what a store asks of its disk."""
    record(folder, what, Path(target))


def share(path: Path, how: str, *words: str) -> None:
    """Have several hands use one open store."""
    ways: dict[str, Callable[..., int]] = {
        "children": write_with_children,
        "fork": fork_in_a_transaction,
        "threads": share_between_threads,
    }
    try:
        say("number", ways[how](path, *words))
    except BaseException as error:
        say("shared:", error)
        raise


WORK: dict[str, Callable[..., None]] = {
    "found": found,
    "count": count_up,
    "write": write_for_ever,
    "write until told": write_until_told,
    "read": read_until_told,
    "open": open_until_told,
    "keep": keep_until_told,
    "hold": hold,
    "stop halfway": stop_halfway,
    "stop in a snapshot": stop_in_a_snapshot,
    "fill": fill,
    "crash": crash,
    "record": record_disk,
    "share": share,
}

if __name__ == "__main__":
    if sys.argv[1]:
        VARIANTS[sys.argv[1]](plain)
    WORK[sys.argv[2]](Path(sys.argv[3]), *sys.argv[4:])
