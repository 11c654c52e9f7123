"""What door.py measures: starts, commands, keys, memory, hanging up. Seconds, bytes and MiB, a list of each."""

from __future__ import annotations

import math
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from door_ground import SAID, Ground
from terminal import Reply, Terminal, busy_seconds, proportional_mib

from door.ssh_keys import SshKey

PATIENCE = 60.0  # seconds until something counts as not coming
QUIET = 0.15  # seconds without a byte after which a key has been answered
STILL = 0.4  # the same for a page, or a first screen
SHELL, IKHAL, DOOR = "1 Today", "Mo Tu We", "Welcome to the door"
DOWN, UP, ESCAPE = b"\x1b[B", b"\x1b[A", b"\x1b"
SWEEP = 5  # lines down, and up again
WORD = b"folkmoot"  # what is typed in forms
# What opens a form, by the name of the page (in English): a person's card, a rule, an invitation.
FORMS = {"You": (b"e",), "Rhythm": (b"e", b"\r", b"\r"), "Door": (b"i", b"\r")}
ANYWHERE = b"\x10"  # the finder's
TOGETHER = 10  # sessions at once


@dataclass(frozen=True)
class Seen:
    """From start to text: seconds, processor seconds of the program at the far end, bytes of the first screen."""

    seconds: float
    busy: float
    size: float


@dataclass
class Found:
    """All that was measured."""

    starts: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    commands: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    memory: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    hung_up: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


class Bench:
    """Takes the measures, each by itself, on one ground."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.found = Found()

    def turns(self) -> dict[str, Callable[[], None]]:
        """What takes turns in a round, by its name."""
        ground, house = self.ground, self.ground.house
        starts: dict[str, Callable[[], None]] = {
            "echo, ssh": lambda: self._start("echo, ssh", "echo", SAID),
            "shell, ssh": lambda: self._start("shell, ssh", "house", SHELL),
            "join screen, ssh": lambda: self._start("join screen, ssh", "house", DOOR),
            "shell, no ssh": lambda: self._start_here("shell, no ssh", ground.session, SHELL),
        }
        if ground.ikhal:
            starts["ikhal, ssh"] = lambda: self._start("ikhal, ssh", "ikhal", IKHAL)
            starts["keys, ikhal"] = self._keys_of_ikhal
            starts["ikhal, no ssh"] = lambda: self._start_here("ikhal, no ssh", ground.ikhal, IKHAL)
        python = (house.account.python, "-I", "-m", "folkmoot", "--store", str(house.store), "today")
        return starts | {
            "echo": lambda: self._command("echo", "echo"),
            "today": lambda: self._command("today", "house", "today"),
            "today, no ssh": lambda: self._command_here("today, no ssh", *python),
            "keys": self._keys,
            "keys, cat": self._keys_of_cat,
        }

    def _start(self, name: str, server: str, text: str) -> None:
        key = self.ground.stranger if text == DOOR else None
        with self._there(server, text, key, name) as (terminal, seen):
            size = terminal.received + terminal.reply(STILL).size
            self.found.starts[name].append(Seen(seen.seconds, seen.busy, size))

    @contextmanager
    def _there(
        self, server: str, text: str, key: SshKey | None = None, name: str = ""
    ) -> Iterator[tuple[Terminal, Seen]]:
        """Somebody who came by ssh and sees a text; hung up afterwards, by a kill, until nothing is left."""
        terminal = self.ground.by_ssh(server, key)
        try:
            sight = terminal.wait_for(text, PATIENCE)
            far = self.ground.far(server)
            busy = sum(busy_seconds(pid) for pid in far) if far else math.nan
            yield terminal, Seen(sight.seconds, busy, terminal.received)
        finally:
            left = self.ground.far(server)
            terminal.kill()
            gone = gone_after(left)
            terminal.end()
        if left and name:
            self.found.hung_up[name].append(gone)

    def _start_here(self, name: str, command: tuple[str, ...], text: str) -> None:
        terminal = self.ground.without_ssh(*command)
        try:
            sight = terminal.wait_for(text, PATIENCE)
            size = terminal.received + terminal.reply(STILL).size
        finally:
            terminal.end(b"q")
        self.found.starts[name].append(Seen(sight.seconds, sight.busy, size))

    def _command(self, name: str, server: str, *words: str) -> None:
        began = time.perf_counter()
        done = self.ground.servers[server].run(self.ground.member, *words)
        self.found.commands[name].append(time.perf_counter() - began)
        if done.returncode:
            raise SystemExit(f"{name} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")

    def _command_here(self, name: str, *command: str) -> None:
        began = time.perf_counter()
        done = self.ground.account.run(*command)
        self.found.commands[name].append(time.perf_counter() - began)
        if done.returncode:
            raise SystemExit(f"{name} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")

    def _keys(self) -> None:
        """One session: every page for the first time, its cursor, its form; then the pages again."""
        with self._there("house", SHELL, name="shell, ssh") as (terminal, _seen):
            terminal.reply(STILL)
            pages = dict(re.findall(r"(\d) (\w+)", terminal.screen.display[0]))
            first, *others = pages  # the first is open already
            random.shuffle(others)
            for number in [*others, first]:
                page = pages[number]
                which = "again" if number == first else "first"
                self._typed(f"{page}: page, {which}", terminal, number.encode(), STILL)
                self._sweep(f"{page}: cursor", terminal)
                if page in FORMS:
                    self._letters(f"{page}: letter in form", terminal, FORMS[page])
            self._letters("finder: letter", terminal, (ANYWHERE,))
            for _turn in range(2):
                random.shuffle(others)
                for number in [*others, first]:
                    self._typed(f"{pages[number]}: page, again", terminal, number.encode(), STILL)

    def _keys_of_cat(self) -> None:
        """What the way alone costs: a letter that the far terminal echoes."""
        with self._there("cat", SAID) as (terminal, _seen):
            terminal.reply(STILL)
            for letter in WORD:
                self._typed("cat: letter", terminal, bytes([letter]), QUIET)

    def _keys_of_ikhal(self) -> None:
        with self._there("ikhal", IKHAL) as (terminal, _seen):
            terminal.reply(STILL)
            self._sweep("ikhal: cursor", terminal)

    def _typed(self, name: str, terminal: Terminal, keys: bytes, quiet: float) -> Reply:
        reply = terminal.reply(quiet, keys)
        self.found.keys[name].append(reply)
        return reply

    def _sweep(self, name: str, terminal: Terminal) -> None:
        """Down and up again; a page that answers to neither has nothing to go over."""
        tried = [self._typed(name, terminal, key, QUIET) for key in (DOWN, UP)]
        if not any(reply.size for reply in tried):
            return
        for key in [DOWN] * SWEEP + [UP] * SWEEP:
            self._typed(name, terminal, key, QUIET)

    def _letters(self, name: str, terminal: Terminal, opening: tuple[bytes, ...]) -> None:
        for key in opening:
            terminal.reply(STILL, key)
        for letter in WORD:
            self._typed(name, terminal, bytes([letter]), QUIET)
        for _dialog in range(4):
            if SHELL in terminal.screen.display[0]:
                return
            terminal.reply(STILL, ESCAPE)
        raise SystemExit(f"{name}: no way back to the page\n" + "\n".join(terminal.screen.display))

    def memory(self) -> None:
        """One session, then more, each at its first screen: what a session's process holds, and what sshd does."""
        terminals: list[Terminal] = []
        try:
            for count in (1, TOGETHER):
                while len(terminals) < count:
                    key = (self.ground.member, self.ground.another)[len(terminals) % 2]
                    terminals.append(self.ground.by_ssh("house", key))
                    terminals[-1].wait_for(SHELL, PATIENCE)
                    terminals[-1].reply(STILL)
                for name, pids in (("session", self.ground.far), ("sshd", self.ground.its_own)):
                    mib = sum(proportional_mib(pid) for pid in pids("house")) / count
                    self.found.memory[f"{name}, {count} at once"].append(mib)
        finally:
            left = self.ground.far("house")
            for terminal in terminals:
                terminal.kill()
            gone = gone_after(left)
            for terminal in terminals:
                terminal.end()
        self.found.hung_up[f"{TOGETHER} shells at once"].append(gone)


def gone_after(pids: list[int]) -> float:
    """Wait until processes are gone, and reaped; in seconds. Raises: SystemExit where they stay."""
    began = time.perf_counter()
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        if time.perf_counter() - began > PATIENCE:
            raise SystemExit(f"sessions outlive their client: {pids}")
        time.sleep(0.002)
    return time.perf_counter() - began


def of_key(replies: list[Reply]) -> tuple[float, float, float, float, int]:
    """Bytes and seconds, the median and the 99th of a hundred of each; how many were answered at all."""
    answered = [reply for reply in replies if reply.size]
    if not answered:
        return (0, 0, math.nan, math.nan, 0)
    sizes, times = [reply.size for reply in answered], [reply.seconds for reply in answered]
    return (median(sizes), late(sizes), median(times), late(times), len(answered))


def late(values: list[int] | list[float]) -> float:
    """The 99th of a hundred; of fewer the last."""
    return sorted(values)[math.ceil(0.99 * len(values)) - 1]
