"""What door.py prints and remembers."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import median

from door_measures import Found, Seen, late, of_key

ECHO = "echo, ssh"
IKHAL = ("ikhal, ssh", "ikhal, no ssh")
STARTS = (ECHO, *IKHAL, "shell, no ssh", "shell, ssh", "join screen, ssh")
COMMANDS = ("echo", "today, no ssh", "today")
LETTER, CURSOR = "cat: letter", "ikhal: cursor"


def print_report(found: Found) -> None:
    """Tables for people: first the starts, then keys, then what stays and what goes."""
    _print_starts(found)
    _print_commands(found)
    _print_keys(found)
    print(f"\n{'memory (PSS) of each':<28}{'MiB':>8}")
    for name, values in found.memory.items():
        print(f"{name:<28}{_shown(median(values), 1):>8}")
    print(f"\n{'client killed, session gone':<28}{'median ms':>10}{'p99':>7}{'of':>5}")
    for name, values in found.hung_up.items():
        print(f"{name:<28}{_ms(median(values)):>10}{_ms(late(values)):>7}{len(values):>5}")


def _print_starts(found: Found) -> None:
    print(
        f"{'start to text':<28}{'median ms':>10}{'fastest':>9}{'/ echo':>9}{'/ ikhal':>9}{'cpu ms':>8}"
        f"{'/ ikhal':>9}{'first screen':>14}"
    )
    for name in (name for name in STARTS if name in found.starts):
        runs = found.starts[name]
        rival = _rival(name)
        seconds, busy = (_median(found, name, what) for what in ("seconds", "busy"))
        echo, ikhal = _median(found, ECHO, "seconds"), _median(found, rival, "seconds")
        print(
            f"{name:<28}{_ms(seconds):>10}{_ms(min(run.seconds for run in runs)):>9}"
            f"{_shown(seconds / echo, 2):>9}{_shown(seconds / ikhal, 2):>9}{_ms(busy):>8}"
            f"{_shown(busy / _median(found, rival, 'busy'), 2):>9}"
            f"{_shown(_median(found, name, 'size')):>8} bytes"
        )


def _print_commands(found: Found) -> None:
    print(f"\n{'command, to its end':<28}{'median ms':>10}{'fastest':>9}{'/ echo':>9}")
    echo = median(found.commands["echo"])
    for name in COMMANDS:
        runs = found.commands[name]
        print(f"{name:<28}{_ms(median(runs)):>10}{_ms(min(runs)):>9}{_shown(median(runs) / echo, 2):>9}")


def _print_keys(found: Found) -> None:
    print(
        f"\n{'a key, to the last byte':<28}{'bytes':>8}{'p99':>8}{'/ ikhal':>9}{'ms':>7}{'p99':>7}"
        f"{'/ letter':>10}{'answered':>12}"
    )
    letter = of_key(found.keys[LETTER])[2]
    cursor = of_key(found.keys[CURSOR])[0] if CURSOR in found.keys else math.nan
    for name in sorted(found.keys, key=_place):
        size, largest, seconds, latest, answered = of_key(found.keys[name])
        compared = size / cursor if answered and name.endswith("cursor") else math.nan
        print(
            f"{name:<28}{_shown(size):>8}{_shown(largest):>8}{_shown(compared, 2):>9}{_ms(seconds):>7}"
            f"{_ms(latest):>7}{_shown(seconds / letter, 1):>10}{f'{answered} of {len(found.keys[name])}':>12}"
        )


def _place(name: str) -> tuple[bool, str, str]:
    """References first, then kind by kind."""
    page, _colon, kind = name.partition(": ")
    return (name not in (LETTER, CURSOR), kind, page)


def facts(found: Found) -> dict[str, object]:
    """What the line of history holds."""
    starts = {name: runs for name, runs in found.starts.items() if runs}
    keys = {name: of_key(replies) for name, replies in found.keys.items()}
    return {
        "rounds": max(len(runs) for runs in starts.values()),
        "start_ms": {name: _rounded(_median(found, name, "seconds") * 1000) for name in starts},
        "start_cpu_ms": {name: _rounded(_median(found, name, "busy") * 1000) for name in starts},
        "start_over_echo": _ratios(found, "seconds", lambda _name: ECHO),
        "start_over_ikhal": _ratios(found, "seconds", _rival),
        "cpu_over_ikhal": _ratios(found, "busy", _rival),
        "first_screen_bytes": {name: _rounded(_median(found, name, "size")) for name in starts},
        "command_ms": {name: _rounded(median(runs) * 1000) for name, runs in found.commands.items()},
        "key_bytes": {name: [size, largest] for name, (size, largest, *_rest) in keys.items()},
        "key_ms": {
            name: [_rounded(seconds * 1000), _rounded(latest * 1000)]
            for name, (_size, _largest, seconds, latest, answered) in keys.items()
            if answered
        },
        "mib": {name: _rounded(median(values)) for name, values in found.memory.items()},
        "hung_up_ms": {name: _rounded(median(values) * 1000) for name, values in found.hung_up.items()},
    }


def _median(found: Found, name: str, what: str) -> float:
    """Of the runs of a start; nan where there are none."""
    runs: list[Seen] = found.starts.get(name, [])
    return median(float(getattr(run, what)) for run in runs) if runs else math.nan


def _rival(name: str) -> str:
    """Ikhal by the same way."""
    return IKHAL[1] if "no ssh" in name else IKHAL[0]


def _ratios(found: Found, what: str, base: Callable[[str], str]) -> dict[str, float]:
    compared = {name: _median(found, name, what) / _median(found, base(name), what) for name in found.starts}
    return {name: round(ratio, 3) for name, ratio in compared.items() if not math.isnan(ratio)}


def _rounded(number: float) -> float | None:
    return None if math.isnan(number) else round(number, 1)


def _shown(number: float, digits: int = 0) -> str:
    return "-" if math.isnan(number) else f"{number:.{digits}f}"


def _ms(seconds: float) -> str:
    return _shown(seconds * 1000)
