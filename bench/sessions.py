"""A session from a warm server beside one that is a process of its own: start, forty at once, memory.

    python bench/sessions.py [--rounds N] [--many N] [--ikhal PATH]

Without sshd: what it would run is started on terminals here. Both ways lead into one demo community each, and take
turns in shuffled order. What has come is looked for as bytes: forty emulators would take the processors that are
measured.
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from statistics import median

from measuring import (
    Sample,
    demo_store,
    environment,
    executable,
    house,
    options,
    print_table,
    shuffled,
    version,
    write_down,
)
from start import KHAL
from terminal import busy_seconds, proportional_mib

PATIENCE = 60.0
EACH = 8  # sessions that one member may have
WAYS = ("warm server", "plain process")
BASE = WAYS[1]


@dataclass
class Opened:
    """A program on a pseudo-terminal: when it began, and when its text came."""

    pid: int
    master: int
    began: float
    wanted: bytes
    seen: float | None = None
    tail: bytes = b""

    @property
    def seconds(self) -> float:
        """From its start to its text."""
        assert self.seen is not None
        return self.seen - self.began


@dataclass
class Door:
    """A demo community, the keys of its members, and how a session of it is started."""

    python: str
    store: Path
    home: Path
    keys: list[str] = field(default_factory=list)

    def command(self, number: int) -> list[str]:
        """What sshd would run for the session of this number."""
        key = self.keys[number // EACH]
        return [self.python, "-I", "-m", "folkmoot", "session", "--store", str(self.store), "--key", key]

    def ask(self, *words: str) -> str:
        """A command of whoever looks after the host."""
        called = [self.python, "-I", "-m", "folkmoot", "--store", str(self.store), *words]
        return subprocess.run(
            called, env=environment(self.home), check=True, capture_output=True, text=True
        ).stdout


def opened(command: Sequence[str], wanted: bytes, home: Path) -> Opened:
    """Start a program on a terminal."""
    began = time.perf_counter()
    pid, master = pty.fork()
    if pid == 0:
        try:
            os.execvpe(command[0], list(command), environment(home))
        finally:
            os._exit(127)
    return Opened(pid, master, began, wanted)


def wait_for_all(programs: Sequence[Opened]) -> None:
    """Read until the text of each has come. Raises: SystemExit, where one ends before."""
    by_master = {one.master: one for one in programs}
    until = time.perf_counter() + PATIENCE
    while any(one.seen is None for one in programs):
        if time.perf_counter() > until:
            raise SystemExit(
                f"a text did not come: {[one.tail[-300:] for one in programs if one.seen is None]}"
            )
        for master in select.select(list(by_master), [], [], 1)[0]:
            one = by_master[master]
            try:
                piece = os.read(master, 65536)
            except OSError:
                raise SystemExit(f"it ended before its text: {one.tail!r}") from None
            one.tail = (one.tail + piece)[-4096:]
            if one.seen is None and one.wanted in one.tail:
                one.seen = time.perf_counter()


def leave(programs: Sequence[Opened]) -> None:
    """End them as a closed window would."""
    for one in programs:
        os.close(one.master)
    for one in programs:
        try:
            os.waitpid(one.pid, 0)
        except ChildProcessError:
            continue


@contextmanager
def door(folkmoot: str, home: Path, name: str, people: int) -> Iterator[Door]:
    """A demo community with the keys of so many of its people; its server ends with the block."""
    place = home / name.replace(" ", "-")
    place.mkdir()
    made = Door(str(Path(sys.executable)), demo_store(folkmoot, place) / "community.json", place)
    found = [one["handle"] for one in json.loads(made.ask("people", "--json"))["people"]][:people]
    for handle in found:
        parts = (b"ssh-ed25519", sha256(handle.encode()).digest())
        blob = b64encode(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).decode()
        made.ask("--as", handle, "keys", "add", f"ssh-ed25519 {blob}", "--name", "bench")
        made.keys.append(f"ssh-ed25519:{blob}")
    if name == BASE:
        made.ask("host", "limits", "--no-warm")
        yield made
        return
    server = subprocess.Popen(
        [made.python, "-I", "-m", "folkmoot", "server", "--store", str(made.store)], env=environment(place)
    )
    try:
        while not json.loads(made.ask("host", "status", "--json"))["running"]:
            time.sleep(0.1)
        yield made
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)


def one_start(command: Sequence[str], wanted: bytes, home: Path) -> Sample:
    """One session's start, alone."""
    program = opened(command, wanted, home)
    wait_for_all([program])
    sample = Sample(program.seconds, busy_seconds(program.pid), proportional_mib(program.pid))
    leave([program])
    return sample


def at_once(here: Door, many: int) -> tuple[float, float]:
    """So many sessions at once: seconds until the last one's text, MiB of memory each (PSS)."""
    began = time.perf_counter()
    programs = [opened(here.command(number), b"Today", here.home) for number in range(many)]
    wait_for_all(programs)
    last = max(one.seen or 0 for one in programs) - began
    said = json.loads(here.ask("host", "status", "--json"))
    clients = sum(proportional_mib(one.pid) for one in programs)
    inside = sum(one["memory_mib"] for one in said.get("sessions", ())) + said.get("memory_mib", 0)
    if said["running"] and len(said["sessions"]) != many:
        print(f"only {len(said['sessions'])} of {many} came through the server", file=sys.stderr)
    leave(programs)
    return last, (clients + inside) / many


def ikhal(path: str | None, home: Path) -> list[str]:
    """How ikhal is called with a calendar of its own; nothing where it is missing."""
    found = executable("ikhal", path)
    if found is None:
        print("ikhal is missing and left out", file=sys.stderr)
        return []
    (home / "calendar").mkdir()
    (home / "khal.conf").write_text(KHAL.format(home=home), "utf-8")
    return [found, "-c", str(home / "khal.conf")]


def measured(
    doors: dict[str, Door], other: list[str], home: Path, given: argparse.Namespace
) -> dict[str, object]:
    """All of it, printed; what is remembered of it."""
    samples: dict[str, list[Sample]] = {name: [] for name in (*WAYS, *(["ikhal"] if other else []))}
    commands = {name: (here.command(0), b"Today") for name, here in doors.items()}
    if other:
        commands["ikhal"] = (other, b"Mo Tu We")
    for command, wanted in commands.values():
        one_start(command, wanted, home)  # uncounted
    for name in shuffled(list(commands), given.rounds):
        samples[name].append(one_start(*commands[name], home))
    print_table(samples, BASE, "MiB (PSS) of the process that sshd runs")
    lasts: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    for name in shuffled(WAYS, max(1, given.rounds // 3)):
        lasts[name].append(at_once(doors[name], given.many))
    crowd = {name: tuple(median(part) for part in zip(*found, strict=True)) for name, found in lasts.items()}
    print(f"\n{given.many} at once              last one's text s   fastest run   MiB (PSS) each")
    for name, (last, mib) in crowd.items():
        print(f"{name:<28}{last:>12.2f}{min(found[0] for found in lasts[name]):>14.2f}{mib:>17.1f}")
    print("ratio" + f"{crowd[WAYS[0]][0] / crowd[BASE][0]:>35.2f}{crowd[WAYS[0]][1] / crowd[BASE][1]:>31.2f}")
    alone = {name: round(median(one.seconds for one in found) * 1000, 1) for name, found in samples.items()}
    return {"median_ms": alone, "many": given.many, "crowd": crowd}


def main() -> None:
    """Measure, print, remember."""
    parser = options("Sessions from a warm server.", "folkmoot", "ikhal")
    parser.add_argument("--many", type=int, default=40, help="how many come at once (default 40)")
    given = parser.parse_args()
    folkmoot = house(given.folkmoot)
    people = -(-given.many // EACH)
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        home = Path(folder)
        other = ikhal(given.ikhal, home)
        with door(folkmoot, home, WAYS[0], people) as warm, door(folkmoot, home, WAYS[1], people) as plain:
            found = measured({WAYS[0]: warm, WAYS[1]: plain}, other, home, given)
    versions = {"python": sys.version.split()[0], "folkmoot": version(folkmoot)}
    write_down("sessions", given.date, {"versions": versions, **found})


if __name__ == "__main__":
    main()
