"""From start to first text: folkmoot beside ikhal, harlequin and calcurse, each on a terminal of its own.

    python bench/start.py [--rounds N] [--ikhal PATH] [--harlequin PATH] …

Every program runs once uncounted (caches), then once a round, in shuffled order. The time is from just before
the fork to the piece of output with which the text stands on an 80x24 screen.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from measuring import (
    Sample,
    demo_store,
    environment,
    executable,
    house,
    libraries,
    options,
    print_table,
    remember,
    shuffled,
    version,
)
from terminal import NotSeen, Terminal

BASE = "ikhal"
PATIENCE = 30.0  # seconds until a program counts as not starting
KHAL = """\
[calendars]
[[home]]
path = {home}/calendar
[sqlite]
path = {home}/khal.db
[locale]
local_timezone = UTC
default_timezone = UTC
"""


@dataclass(frozen=True)
class Program:
    """What to start, the text of its first screen (none: until it ends), and the keys that end it."""

    arguments: tuple[str, ...]
    text: str
    keys: bytes = b""


def programs(given: argparse.Namespace, home: Path) -> dict[str, Program]:
    """Those that are here; the missing ones are said to be missing."""
    folkmoot = house(given.folkmoot)
    store = str(demo_store(folkmoot, home))
    found = {
        "python -c pass": Program((sys.executable, "-c", "pass"), ""),
        "folkmoot demo": Program((folkmoot, "demo"), "1 Today", b"q"),
        "folkmoot --store": Program((folkmoot, "--store", store), "1 Today", b"q"),
    }
    (home / "calendar").mkdir()
    (home / "khal.conf").write_text(KHAL.format(home=home), "utf-8")
    others = {
        "ikhal": (("-c", str(home / "khal.conf")), "Mo Tu We", b"q"),
        "harlequin": ((), "Query Editor", b"\x11"),
        "calcurse": ((), "Calendar", b"qy"),
    }
    for name, (arguments, text, keys) in others.items():
        path = executable(name, getattr(given, name))
        if path is None:
            print(f"{name} is missing and left out", file=sys.stderr)
        else:
            found[name] = Program((path, *arguments), text, keys)
    return found


def run(program: Program, home: Path) -> Sample:
    """Start a program, wait for its text, end it. Raises: NotSeen."""
    terminal = Terminal(program.arguments, environment(home))
    try:
        if not program.text:
            return Sample(terminal.wait_for_end(PATIENCE))
        sight = terminal.wait_for(program.text, PATIENCE)
        return Sample(sight.seconds, sight.busy, sight.mib)
    finally:
        terminal.end(program.keys)


def that_start(found: dict[str, Program], home: Path) -> dict[str, Program]:
    """Run each once, uncounted; those of others that don't start here are said and left out."""
    starting: dict[str, Program] = {}
    for name, program in found.items():
        try:
            run(program, home)
        except NotSeen as error:
            if name.startswith("folkmoot"):
                raise SystemExit(f"{name}: {error}") from None
            print(f"{name} does not start here and is left out: {error}", file=sys.stderr)
        else:
            starting[name] = program
    return starting


def versions(starting: dict[str, Program]) -> dict[str, str]:
    """Of the programs, and of what a start hangs on: a heavier icalendar in ikhal flatters everyone else."""
    paths = {
        Path(program.arguments[0]).name: program.arguments[0] for program in starting.values() if program.text
    }
    said = {"python": sys.version.split()[0]} | {name: version(path) for name, path in paths.items()}
    for name, packages in {"ikhal": ("urwid", "icalendar"), "folkmoot": ("textual",)}.items():
        if name in paths:
            said |= libraries(paths[name], *packages)
    return said


def main() -> None:
    """Measure, print the table, remember it."""
    given = options("From start to first text.", "folkmoot", "ikhal", "harlequin", "calcurse").parse_args()
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        home = Path(folder)
        starting = that_start(programs(given, home), home)
        samples: dict[str, list[Sample]] = {name: [] for name in starting}
        for name in shuffled(list(starting), given.rounds):
            samples[name].append(run(starting[name], home))
    print_table(samples, BASE, "MiB (PSS) at the text")
    remember("start", given.date, versions(starting), samples, BASE)


if __name__ == "__main__":
    main()
