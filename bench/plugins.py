"""What thirty plugins cost at the start: the same community with none of its own, and with thirty beside it.

    python bench/plugins.py [--rounds N] [--count N] [--folkmoot PATH]

Each is what `folkmoot plugins new` makes: a page, a command, a line on Today, documents, rules and settings. Measured
from just before the fork to the first text on an 80x24 screen, and `folkmoot today` to its end. Wanted: within 1.3.
"""

from __future__ import annotations

import subprocess
import tempfile
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
from start import Program, run

NONE, MANY = "none", "many"


def make_plugins(folkmoot: str, home: Path, store: Path, count: int) -> None:
    """Write so many plugins beside a store."""
    for number in range(count):
        words = (folkmoot, "plugins", "new", f"shed{number:02}", "--in", str(store / "plugins"))
        subprocess.run(words, env=environment(home), check=True, stdout=subprocess.DEVNULL)


def programs(folkmoot: str, home: Path, count: int) -> dict[str, Program]:
    """The shell and `today`, with no plugin of the community's own, and with many."""
    found: dict[str, Program] = {}
    for name, plugins in ((NONE, 0), (MANY, count)):
        place = home / name
        place.mkdir()
        store = demo_store(folkmoot, place)
        make_plugins(folkmoot, home, store, plugins)
        found[f"shell, {name}"] = Program((folkmoot, "--store", str(store)), "1 Today", b"q")
        found[f"today, {name}"] = Program((folkmoot, "--store", str(store), "today"), "")
    return found


def main() -> None:
    """Measure, print the tables, remember them."""
    parser = options("What plugins cost at the start.", "folkmoot")
    parser.add_argument("--count", type=int, default=30, help="how many plugins (default 30)")
    given = parser.parse_args()
    folkmoot = house(given.folkmoot)
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        home = Path(folder)
        found = programs(folkmoot, home, given.count)
        for program in found.values():
            run(program, home)
        samples: dict[str, list[Sample]] = {name: [] for name in found}
        for name in shuffled(list(found), given.rounds):
            samples[name].append(run(found[name], home))
    for what in ("shell", "today"):
        these = {name: rounds for name, rounds in samples.items() if name.startswith(what)}
        print_table(these, f"{what}, {NONE}", "MiB (PSS) at the text")
        remember(f"plugins-{what}", given.date, {"folkmoot": version(folkmoot)}, these, f"{what}, {NONE}")


if __name__ == "__main__":
    main()
