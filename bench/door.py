"""Coming in by ssh: folkmoot's shell beside `echo` and ikhal behind the same sshd, which stands on loopback.

    python bench/door.py [--quick] [--rounds N] [--ikhal PATH]

As root, since a service account is made for it, with the demo community in its folder; both are gone afterwards.
Everything takes its turn once a round, in shuffled order, after one turn that doesn't count. Nothing fails on a
time.
"""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from door_ground import Ground, ground
from door_measures import Bench, Found
from door_report import facts, print_report
from measuring import executable, libraries, options, shuffled, version, write_down
from terminal import NotSeen

MEMORY_TURNS = 2


def measured(place: Ground, rounds: int) -> Found:
    """All of it, so many times."""
    bench = Bench(place)
    turns = that_work(bench)
    bench.found = Found()
    for name in shuffled(list(turns), rounds):
        turns[name]()
    for _turn in range(min(rounds, MEMORY_TURNS)):
        bench.memory()
    return bench.found


def that_work(bench: Bench) -> dict[str, Callable[[], None]]:
    """Take each turn once, uncounted; those of ikhal are left out where it doesn't start, which is said."""
    working = {}
    for name, turn in bench.turns().items():
        try:
            turn()
        except NotSeen as error:
            if "ikhal" not in name:
                raise SystemExit(f"{name}: {error}") from None
            print(f"{name} is left out: {error}", file=sys.stderr)
        else:
            working[name] = turn
    return working


def versions(place: Ground, ikhal: str | None) -> dict[str, str]:
    """Of what the figures hang on."""
    said = subprocess.run(["ssh", "-V"], capture_output=True, text=True).stderr
    openssh = re.search(r"OpenSSH_(\S+?),?\s", said)
    house = place.account.run(place.account.python, "-I", "-m", "folkmoot", "--version").stdout.decode()
    asked = "import platform, textual; print(platform.python_version(), textual.__version__)"
    python, textual = place.account.run(place.account.python, "-I", "-c", asked).stdout.decode().split()
    found = {
        "openssh": openssh[1] if openssh else "",
        "folkmoot": house.split()[-1] if house else "",
        "python": python,  # the account's, which may be another than this one
        "textual": textual,
    }
    if place.ikhal and ikhal:
        found |= {"ikhal": version(ikhal), **libraries(ikhal, "urwid", "icalendar")}
    return found


def main() -> None:
    """Measure, print the tables, remember them; say why where it can't be done here."""
    parser = options("Coming in by ssh.", "ikhal")
    parser.add_argument("--quick", action="store_true", help="one round")
    given = parser.parse_args()
    ikhal = executable("ikhal", given.ikhal)
    if ikhal is None:
        print("ikhal is missing and left out", file=sys.stderr)
    try:
        with ground(ikhal) as place:
            found = measured(place, 1 if given.quick else given.rounds)
            said = versions(place, ikhal)
    except pytest.skip.Exception as reason:
        print(f"nothing is measured: {reason}", file=sys.stderr)
        return
    print(", ".join(f"{name} {number}" for name, number in said.items()), f"({platform.machine()})\n")
    print_report(found)
    write_down("door", given.date, {"versions": said, **facts(found)})


if __name__ == "__main__":
    main()
