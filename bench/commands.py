"""Commands as whole processes, beside a Python that only imports what every command needs.

    python bench/commands.py [--rounds N] [--folkmoot PATH]

Run it with the Python of the environment that folkmoot stands in. Every command runs once uncounted, then once
a round, in shuffled order, on one kept demo community; what it prints is thrown away.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measuring import (
    Sample,
    demo_store,
    environment,
    house,
    options,
    print_table,
    remember,
    shuffled,
    version,
)

BASE = "imports"
IMPORTS = "import click, tinydb, msgspec"


def commands(folkmoot: str, home: Path) -> dict[str, list[str]]:
    """What is run, by the name of its line in the table."""
    store = ["--store", str(demo_store(folkmoot, home))]
    two_years = ["--from", "2026-01-01", "--to", "2028-01-01"]
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        BASE: [sys.executable, "-c", IMPORTS],
        "rhythm --json": [folkmoot, "rhythm", *two_years, "--json", *store],
        "moons --json": [folkmoot, "moons", *two_years, "--json"],
        "today --json": [folkmoot, "today", "--json", *store],
        "plugins": [folkmoot, "plugins"],
        "--version": [folkmoot, "--version"],
    }


def run(arguments: list[str], home: Path) -> Sample:
    """One process from its start to its end: time, and the most memory it held (resident)."""
    began = time.perf_counter()
    process = subprocess.Popen(
        arguments, env=environment(home), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    _pid, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {process.returncode}")
    return Sample(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main() -> None:
    """Measure, print the table, remember it."""
    given = options("Commands as whole processes.", "folkmoot").parse_args()
    folkmoot = house(given.folkmoot)
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        home = Path(folder)
        measured = commands(folkmoot, home)
        for arguments in measured.values():
            run(arguments, home)
        samples: dict[str, list[Sample]] = {name: [] for name in measured}
        for name in shuffled(list(measured), given.rounds):
            samples[name].append(run(measured[name], home))
    print_table(samples, BASE, "MiB at most")
    versions = {"python": sys.version.split()[0], "folkmoot": version(folkmoot)}
    remember("commands", given.date, versions, samples, BASE)


if __name__ == "__main__":
    main()
