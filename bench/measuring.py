"""What the benches share: programs found by name, shuffled rounds, medians and ratios, a table, a history."""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

HISTORY = Path(__file__).parent / "history"


@dataclass(frozen=True)
class Sample:
    """One run, or the median of many: seconds on the clock, of processor, MiB (nan where not looked at)."""

    seconds: float
    busy: float = math.nan
    mib: float = math.nan


def options(description: str, *programs: str) -> argparse.ArgumentParser:
    """The options that every bench takes, and one for each program it starts."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--rounds", type=int, default=9, help="how often each is run (default 9)")
    parser.add_argument("--date", default="", help="what the line of history is dated (default: now, in UTC)")
    for name in programs:
        told = f"the executable of {name} (default: $BENCH_{name.upper()}, or the one on the PATH)"
        parser.add_argument(
            f"--{name}", metavar="PATH", default=os.environ.get(f"BENCH_{name.upper()}"), help=told
        )
    return parser


def executable(name: str, given: str | None) -> str | None:
    """The executable given, the one beside this Python, or the one on the PATH; None where there is none."""
    beside = Path(sys.executable).parent / name
    return shutil.which(given or (str(beside) if beside.exists() else name))


def house(given: str | None) -> str:
    """The executable of folkmoot, without which there is nothing to measure."""
    found = executable("folkmoot", given)
    if found is None:
        raise SystemExit("folkmoot is missing: install it beside this Python, or name it with --folkmoot")
    return found


def environment(home: Path) -> dict[str, str]:
    """A clean environment whose home, caches and temporary files are thrown away with the folder."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(home),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "LC_TIME": "C",  # ikhal asks for the names of days in a locale that may not be installed
        "TZ": "UTC",
    }


def demo_store(folkmoot: str, home: Path) -> Path:
    """A kept demo community in a folder."""
    folder = home / "demo"
    subprocess.run(
        [folkmoot, "demo", "--keep", str(folder)],
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )
    return folder


def version(program: str) -> str:
    """The version that a program says with --version; empty where it says none."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    found = re.search(r"\d+(\.\d+)+", said.stdout + said.stderr)
    return found[0] if found else ""


def interpreter(program: str) -> list[str]:
    """The Python that a script names in its first line; nothing where it is none."""
    with Path(program).open("rb") as file:
        first = file.readline().decode(errors="replace").strip()
    return first[2:].split() if first.startswith("#!") and "python" in first else []


def libraries(program: str, *names: str) -> dict[str, str]:
    """The versions of packages beside a program that is a Python script; nothing where it is none."""
    python = interpreter(program)
    if not python:
        return {}
    asked = "import importlib.metadata as m, json, sys; print(json.dumps({n: m.version(n) for n in sys.argv[1:]}))"
    said = subprocess.run([*python, "-c", asked, *names], capture_output=True, text=True)
    found: dict[str, str] = json.loads(said.stdout) if said.returncode == 0 else {}
    return found


def shuffled(names: Sequence[str], rounds: int) -> Iterator[str]:
    """Each name once a round, in another order every time, so that noise falls on all of them alike."""
    for _round in range(rounds):
        yield from random.sample(names, len(names))


def medians(samples: Mapping[str, Sequence[Sample]]) -> dict[str, Sample]:
    """The median run of each program."""
    return {
        name: Sample(*(median(getattr(run, each) for run in runs) for each in ("seconds", "busy", "mib")))
        for name, runs in samples.items()
    }


def ratios(found: Mapping[str, Sample], base: str, what: str) -> dict[str, float]:
    """How much each took (`seconds` or `busy`), the base being 1; nothing where the base was not measured."""
    if base not in found:
        return {}
    one = getattr(found[base], what)
    compared = {name: round(getattr(sample, what) / one, 3) for name, sample in found.items()}
    return {name: ratio for name, ratio in compared.items() if not math.isnan(ratio)}


def print_table(samples: Mapping[str, Sequence[Sample]], base: str, memory: str) -> None:
    """Median, fastest, ratio to the base; the same of processor time; memory. A line each."""
    found = medians(samples)
    by_clock, by_processor = ratios(found, base, "seconds"), ratios(found, base, "busy")
    print(f"{'':<24}{'median ms':>10}{'fastest':>9}{'/ ' + base:>12}{'cpu ms':>9}{'/ ' + base:>12}  {memory}")
    for name, sample in found.items():
        fastest = min(run.seconds for run in samples[name])
        print(
            f"{name:<24}{_shown(sample.seconds * 1000):>10}{_shown(fastest * 1000):>9}"
            f"{_shown(by_clock.get(name), 2):>12}{_shown(sample.busy * 1000):>9}"
            f"{_shown(by_processor.get(name), 2):>12}  {_shown(sample.mib)}"
        )


def _shown(number: float | None, digits: int = 0) -> str:
    return "-" if number is None or math.isnan(number) else f"{number:.{digits}f}"


def remember(
    bench: str, date: str, versions: Mapping[str, str], samples: Mapping[str, Sequence[Sample]], base: str
) -> None:
    """Add a line to the history of a bench."""
    found = medians(samples)
    facts = {
        "rounds": max(len(runs) for runs in samples.values()),
        "versions": dict(versions),
        "median_ms": {name: round(sample.seconds * 1000, 1) for name, sample in found.items()},
        "base": base,
        "ratios": ratios(found, base, "seconds"),
        "cpu_ratios": ratios(found, base, "busy"),
        "mib": {name: round(sample.mib, 1) for name, sample in found.items() if not math.isnan(sample.mib)},
    }
    write_down(bench, date, facts)


def write_down(bench: str, date: str, facts: Mapping[str, object]) -> None:
    """Add a line to the history of a bench: when, under which load, and what was found."""
    when = date or datetime.now(UTC).isoformat(timespec="seconds")
    line = {"date": when, "load": round(os.getloadavg()[0], 2), **facts}
    HISTORY.mkdir(exist_ok=True)
    with (HISTORY / f"{bench}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
