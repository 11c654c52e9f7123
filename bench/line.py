"""What the shell sends over the line, and how fast: start, every page, keys, doing nothing, a slow line.

    python bench/line.py [--rounds N] [--keys N] [--quick]          (also: python bench/terminal.py)

Twice, in turns: with what changed alone ("changes", as everybody has it) and with all of the screen, as Textual
sends it ("all"), which is one. The demo community, as Inês, at 80x24 in 256 colours.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from measuring import (
    Sample,
    demo_store,
    environment,
    house,
    libraries,
    options,
    print_table,
    shuffled,
    write_down,
)
from start import programs, run, that_start, versions
from terminal import NotSeen, Terminal, busy_seconds

WAYS = ("changes", "all")
DOWN, UP, NEXT_PAGE = b"\x1b[B", b"\x1b[A", b"\x1b[6~"
RATE, DELAY = 32_000, 0.1  # bytes a second, seconds there and back
EVERY, HELD = 1 / 30, 60  # a key that is held for two seconds
QUIET = 0.12  # seconds in which nothing comes once all is drawn
LIMITS = {
    "first screen": "8,000 bytes",
    "a page": "4,000 bytes",
    "cursor": "400 bytes, 20 ms (p99)",
    "idle, a second": "0 bytes, 1 ms of processor",
    "held": "500 ms behind",
}
PAGES = """
import json
from folkmoot.plugins import open_house
from folkmoot.shell.arrangement import arranged
print(json.dumps([page.title for page in arranged(open_house(), newcomer=False)[1]]))
"""
SETTING = """
import sys
from msgspec.structs import replace
from pathlib import Path
from folkmoot.accounts import account_of
from folkmoot.door.opening import session_at
from folkmoot.plugins import open_house
with session_at(open_house(), Path(sys.argv[1]), handle="ines") as session:
    stored = account_of(session.store, "ines")
    with session.store.transaction(by="ines", why="a bench") as tx:
        tx.replace(stored, replace(stored.value, screen=sys.argv[2]))
"""


@dataclass
class Found:
    """Of one way, by what was done: bytes, seconds until the last of them, seconds of processor."""

    sizes: dict[str, list[int]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    busy: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, size: int, seconds: float = math.nan, busy: float = math.nan) -> None:
        """Note one of its kind; nan is not noted."""
        self.sizes.setdefault(name, []).append(size)
        for noted, number in ((self.seconds, seconds), (self.busy, busy)):
            if not math.isnan(number):
                noted.setdefault(name, []).append(number)

    def key(self, name: str, terminal: Terminal, key: bytes) -> None:
        """Press a key and note what came of it."""
        before = busy_seconds(terminal.pid)
        reply = terminal.reply(QUIET, key)
        self.add(name, reply.size, reply.seconds, busy_seconds(terminal.pid) - before)


def worst(numbers: Sequence[float]) -> float:
    """The 99th percentile: of fewer than a hundred, the last."""
    return sorted(numbers)[math.ceil(0.99 * len(numbers)) - 1] if numbers else math.nan


def behind(pressed: float, pieces: Sequence[tuple[float, int]]) -> float:
    """Seconds from the last press to the last byte, over a line that holds back what it can't carry at once.

    The line drops nothing and asks nobody to wait: all that comes too fast stands in its buffers.
    """
    free = 0.0
    for at, size in pieces:
        free = max(free, at + DELAY / 2) + size / RATE
    return max(0.0, free + DELAY / 2 - pressed)


@contextmanager
def shell(folkmoot: str, store: Path, home: Path) -> Iterator[Terminal]:
    """The shell of Inês on a terminal, its first page drawn."""
    terminal = Terminal((folkmoot, "--store", str(store), "--as", "ines"), environment(home))
    try:
        terminal.wait_for("1 Today", 30)
        terminal.reply(0.5)
        yield terminal
    finally:
        terminal.end(b"q")


def go_to(terminal: Terminal, title: str) -> None:
    """Open a page by its name."""
    terminal.reply(QUIET, b"\x10")
    terminal.reply(QUIET, title.encode())
    terminal.reply(0.3, b"\r")


def every_page(terminal: Terminal, titles: Sequence[str], keys: int, found: Found) -> None:
    """Each page after the first by its number or name; then its cursor, up and down."""
    found.add("first screen", terminal.received)
    numbers = {
        title: str(n).encode()
        for n, title in enumerate(titles, 1)
        if f"{n} {title}" in terminal.screen.display[0]
    }
    for title in titles:
        go_to(terminal, title)
        if title in numbers:
            away = b"2" if numbers[title] == b"1" else b"1"
            for _time in range(2):
                terminal.reply(QUIET, away)
                found.key("a page", terminal, numbers[title])
        for number in range(keys):
            found.key(f"cursor: {title}", terminal, DOWN if number % 20 < 10 else UP)


def idle(terminal: Terminal, seconds: float, found: Found) -> None:
    """Nothing, for a while, on the first page."""
    terminal.reply(1.0, b"1")
    busy, received = busy_seconds(terminal.pid), terminal.received
    until = time.perf_counter() + seconds
    while (left := until - time.perf_counter()) > 0:
        terminal.reply(left / 3)
    used = busy_seconds(terminal.pid) - busy
    found.add("idle, a second", round((terminal.received - received) / seconds), busy=used / seconds)


def slow_line(terminal: Terminal, found: Found) -> None:
    """Keys that are held down, over a slow line."""
    for title, key in (("People", DOWN), ("People", NEXT_PAGE), ("Rhythm", DOWN)):
        go_to(terminal, title)
        held = terminal.hold(key, EVERY, HELD, 1.0)
        name = "next page" if key == NEXT_PAGE else "down"
        found.add(
            f"held: {title}, {name}", sum(size for _at, size in held.pieces), behind(held.last, held.pieces)
        )


def print_found(found: dict[str, Found]) -> None:
    """A line for each thing done: bytes and times of what changed, beside all of it."""
    print(f"{'':<26}{'bytes':>7}{'most':>7}{'/ all':>6}{'ms':>7}{'p99':>7}{'cpu ms':>8}{'/ all':>6}  limit")
    ours, stock = found["changes"], found["all"]
    for name, sizes in ours.sizes.items():
        clock, busy = ours.seconds.get(name, []), ours.busy.get(name, [])
        numbers = (middle(clock) * 1000, worst(clock) * 1000, middle(busy) * 1000)
        limit = LIMITS.get(name, LIMITS.get(name.partition(":")[0], ""))
        print(
            f"{name:<26}{middle(sizes):>7.0f}{max(sizes):>7}{ratio(sizes, stock.sizes[name]):>6.2f}"
            + "".join(f"{number:>7.1f}" for number in numbers)
            + f" {ratio(busy, stock.busy.get(name, [])):>6.2f}  {limit}"
        )


def middle(numbers: Sequence[float]) -> float:
    """The median; nan of nothing."""
    return median(numbers) if numbers else math.nan


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Of the medians; nan where there is none."""
    return middle(ours) / middle(theirs) if theirs and middle(theirs) else math.nan


def facts(found: dict[str, Found]) -> dict[str, object]:
    """What history keeps."""
    return {way: {name: _facts(one, name) for name in one.sizes} for way, one in found.items()}


def _facts(one: Found, name: str) -> dict[str, float]:
    sizes, clock, busy = one.sizes[name], one.seconds.get(name, []), one.busy.get(name, [])
    times = {"ms": middle(clock), "p99_ms": worst(clock), "cpu_ms": middle(busy)}
    return {
        "bytes": round(median(sizes)),
        "most": max(sizes),
        **{word: round(number * 1000, 1) for word, number in times.items() if not math.isnan(number)},
    }


def measured(folkmoot: str, home: Path, rounds: int, keys: int, still: float) -> dict[str, Found]:
    """Both ways, in turns."""
    store = demo_store(folkmoot, home) / "community.json"
    asked = subprocess.run([sys.executable, "-c", PAGES], capture_output=True, text=True, check=True)
    titles = json.loads(asked.stdout)
    found = {way: Found() for way in WAYS}
    for way in shuffled(WAYS, rounds):
        subprocess.run([sys.executable, "-c", SETTING, str(store), way], check=True)
        with shell(folkmoot, store, home) as terminal:
            every_page(terminal, titles, keys, found[way])
            idle(terminal, still, found[way])
            slow_line(terminal, found[way])
    return found


def started(given: argparse.Namespace, home: Path, rounds: int) -> dict[str, list[Sample]]:
    """From start to first text, beside those of others that are here."""
    starting = that_start(programs(given, home), home)
    samples: dict[str, list[Sample]] = {name: [] for name in starting}
    for name in shuffled(list(starting), rounds):
        samples[name].append(run(starting[name], home))
    base = next(name for name in ("ikhal", "calcurse", "python -c pass") if name in samples)
    print_table(samples, base, "MiB (PSS) at the text")
    print(", ".join(f"{name} {number}" for name, number in versions(starting).items()), end="\n\n")
    return samples


def main() -> None:
    """Measure, print the tables, remember them."""
    options_here = options("What is sent over the line.", "folkmoot", "ikhal", "harlequin", "calcurse")
    options_here.add_argument(
        "--keys", type=int, default=40, help="how often the cursor is moved on each page"
    )
    options_here.add_argument("--quick", action="store_true", help="one round, ten keys, no start")
    given = options_here.parse_args()
    rounds, keys, still = (1, 10, 4.0) if given.quick else (min(given.rounds, 3), given.keys, 20.0)
    folkmoot = house(given.folkmoot)
    if not given.quick:
        with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
            started(given, Path(folder), given.rounds)
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        found = measured(folkmoot, Path(folder), rounds, keys, still)
    print_found(found)
    write_down("line", given.date, {"versions": libraries(folkmoot, "textual"), **facts(found)})


if __name__ == "__main__":
    try:
        main()
    except NotSeen as error:
        raise SystemExit(str(error)) from None
