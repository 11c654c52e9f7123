"""The store at several sizes, beside SQLite that flushes, stock TinyDB, and bare appends to a file.

    python bench/store.py [--quick] [--sizes 40,1300,23000] [--rounds N] [--folder PATH] [--profile]

Every size, store and operation takes its turn once a round, in shuffled order. A turn is some calls, each timed
by itself; what is slow has one call a turn and, with stock TinyDB, fewer turns. Nothing fails on a time.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import os
import pstats
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any
from zlib import crc32

from measuring import options, shuffled, write_down
from store_documents import Act, people
from store_ours import Folkmoot
from store_report import OPERATIONS, Medians, limits, print_limits, print_sessions, print_table, print_written
from store_rivals import Bare, GrowingSqlite, Sqlite, Stock
from store_sessions import polling

import folkmoot.store

SLOW = {"open", "open_find", "open_long", "poll_after", "compact"}  # one call a turn
CALLS = 20  # a turn, of all others
STOCK_TURNS = 3
UPDATES, STOCK_UPDATES = 200, 2  # over which the written bytes are counted: too few for a compaction
QUICK_ROUNDS = 4
PROFILED = 2_000  # inserts
Rivals = Mapping[str, Any]  # by name; which operations each of them has is looked up


@dataclass(frozen=True)
class Case:
    """One operation of one store of one size."""

    size: int
    operation: str
    rival: str
    prepare: Callable[[], Act]
    calls: int
    every: int  # rounds from one turn to the next


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = options("The store beside SQLite, stock TinyDB and bare appends.")
    parser.add_argument("--sizes", default="40,1300,23000", help="how many members (default 40,1300,23000)")
    parser.add_argument(
        "--folder", type=Path, default=Path(), help="where the files lie meanwhile: on a disk"
    )
    parser.add_argument("--sessions", type=int, default=40, help="how many processes poll (default 40)")
    parser.add_argument("--seconds", type=float, default=6.0, help="how long they poll at a time (default 6)")
    parser.add_argument("--quick", action="store_true", help="without stock TinyDB and without sessions")
    parser.add_argument(
        "--profile", action="store_true", help="only say where an unflushed insert spends its time"
    )
    return parser.parse_args()


@contextmanager
def built(folder: Path, size: int, quick: bool) -> Iterator[Rivals]:
    """All stores with so many members, by name."""
    place = folder / str(size)
    place.mkdir()
    members = people(size)
    ours = Folkmoot(place, members)
    growing = place / "growing"
    growing.mkdir()
    rivals: dict[str, Any] = {
        "folkmoot": ours,
        "sqlite": Sqlite(place, members),
        "growing": GrowingSqlite(growing, members),
    }
    if not quick:
        rivals["stock"] = Stock(place, members)
    rivals["bare"] = Bare(place, ours.lines, ours.path("quiet"))
    try:
        yield rivals
    finally:
        for rival in rivals.values():
            rival.close()


def cases(size: int, rivals: Rivals, rounds: int) -> Iterator[Case]:
    """Whatever each of them can do."""
    for name, rival in rivals.items():
        for operation in OPERATIONS:
            prepare = getattr(rival, operation, None)
            if prepare is not None:
                slow = name == "stock" or operation in SLOW
                every = max(1, rounds // STOCK_TURNS) if name == "stock" else 1
                yield Case(size, operation, name, prepare, 1 if slow else CALLS, every)


def measured(all_cases: Sequence[Case], rounds: int) -> Medians:
    """The median call of each case, in microseconds."""
    by_name = {f"{case.size} {case.operation} {case.rival}": case for case in all_cases}
    samples: dict[str, list[float]] = {name: [] for name in by_name}
    for turn, name in enumerate(shuffled(list(by_name), rounds)):
        case = by_name[name]
        if turn // len(by_name) % case.every == 0:
            samples[name] += [timed(case.prepare()) for _call in range(case.calls)]
    found: Medians = {}
    for name, case in by_name.items():
        found.setdefault(case.size, {}).setdefault(case.operation, {})[case.rival] = median(samples[name])
    return found


def timed(act: Act) -> float:
    """How long one call takes, in microseconds."""
    began = time.perf_counter_ns()
    act()
    return (time.perf_counter_ns() - began) / 1000


def written(rival: Any) -> dict[str, float]:
    """Bytes that an update hands over (`wchar`), and bytes of the pages that it has the disk write."""
    updates = STOCK_UPDATES if isinstance(rival, Stock) else UPDATES
    before = _counted()
    for _update in range(updates):
        rival.update()()
    after = _counted()
    return {name: (after[name] - before[name]) / updates for name in ("wchar", "write_bytes")}


def _counted() -> dict[str, int]:
    lines = (line.split(": ") for line in Path("/proc/self/io").read_text("ascii").splitlines())
    return {name: int(count) for name, count in lines}


def profile(ours: Folkmoot) -> None:
    """Print in which functions an insert spends its time, without the disk's."""
    profiler = cProfile.Profile()
    plain = 0.0
    for _insert in range(PROFILED):
        plain += timed(ours.insert_unflushed())
    for _insert in range(PROFILED):
        act = ours.insert_unflushed()
        profiler.enable()
        act()
        profiler.disable()
    print(f"{PROFILED:,} inserts that are not flushed: {plain / PROFILED:.0f} µs each; profiled:")
    pstats.Stats(profiler).strip_dirs().sort_stats("tottime").print_stats(15)


def versions(folder: Path) -> dict[str, str]:
    """Of what the figures hang on: the file system too, and a checksum of the store's own code."""
    system = subprocess.run(
        ["stat", "-f", "-c", "%T", str(folder)], capture_output=True, text=True
    ).stdout.strip()
    if system in ("tmpfs", "ramfs"):
        print(
            f"{folder} lies in memory: nothing is flushed there; name another with --folder", file=sys.stderr
        )
    packages = {name: version(name) for name in ("folkmoot", "tinydb", "msgspec")}
    parts = sorted(Path(folkmoot.store.__file__).parent.glob("*.py"))
    code = f"{crc32(b''.join(part.read_bytes() for part in parts)):08x}"
    both = {"store": code, "sqlite": sqlite3.sqlite_version, "disk": system}
    return {"python": sys.version.split()[0], **packages, **both}


def bench(given: argparse.Namespace, folder: Path, stack: ExitStack) -> dict[str, object]:
    """Measure and print everything; what the history keeps."""
    sizes = sorted({int(size) for size in given.sizes.split(",")})
    rounds = min(given.rounds, QUICK_ROUNDS) if given.quick else given.rounds
    stores = {size: stack.enter_context(built(folder, size, given.quick)) for size in sizes}
    gc.collect()
    gc.freeze()  # what stands by now is not what a program that opens one store would hold
    began = os.getloadavg()[0]
    found = measured([case for size in sizes for case in cases(size, stores[size], rounds)], rounds)
    print(f"{rounds} rounds, load {began:.2f} before and {os.getloadavg()[0]:.2f} after")
    for size in sizes:
        print_table(size, found[size], list(stores[size]))
    rivals = stores[sizes[-1]]
    ours, sqlite = rivals["folkmoot"], rivals["sqlite"]
    timed(ours.compact())  # so that none falls among the updates that are counted
    bytes_written = {name: written(rival) for name, rival in rivals.items()}
    print_written(bytes_written, ours.path("main").stat().st_size, ours.writes_to_compaction)
    sessions = None
    if given.sessions and not given.quick:
        sessions = polling(ours.path("quiet"), sqlite.path, given.sessions, given.seconds)
        print_sessions(sessions)
    asked = list(limits(found, sessions))
    print_limits(asked)
    return {
        "rounds": rounds,
        "median_us": found,
        "limits": {one.name: round(one.figure, 3) for one in asked},
        "bytes_an_update": bytes_written,
        "sessions": asdict(sessions) if sessions else None,
    }


def main() -> None:
    """Measure, print, remember."""
    given = arguments()
    with (
        tempfile.TemporaryDirectory(prefix="folkmoot-bench-", dir=given.folder) as name,
        ExitStack() as stack,
    ):
        folder = Path(name).resolve()
        if given.profile:
            profile(Folkmoot(folder, people(max(int(size) for size in given.sizes.split(",")))))
            return
        about = versions(folder)
        print(", ".join(f"{name} {what}" for name, what in about.items()))
        facts = {"versions": about, **bench(given, folder, stack)}
    write_down("store", given.date, facts)


if __name__ == "__main__":
    main()
