"""The page People by key presses, and one answer to a meeting, in communities of 40, 1,300 and 23,000.

    python bench/people.py [--rounds N] [--people N …]

The reference is a bare Textual OptionList that mounts the same lines, all of them, in the same run. Of the answers,
those of the smallest community are the reference: an answer should cost the same however many people there are.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from measuring import Sample, options, print_table, remember
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import OptionList

from folkmoot import __version__
from folkmoot.door.founding import found
from folkmoot.door.opening import session_at
from folkmoot.plugins import open_house
from folkmoot.pressing import press
from folkmoot.session import Account, Session
from folkmoot.shell.app import Shell
from folkmoot.testing import ANSWERS
from folkmoot_core.answers.actions import coming, give_answer
from folkmoot_core.people.model import Card, Member

SIZES = (40, 1_300, 23_000)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=90)  # when people came: Today tells of what was lately
NAMES = ("Inês Gonçalves", "Rui Baptista", "Çağla Öz", "Bo Oak", "Tomás Leão", "Zoë Quinn")
TURNS = 40  # answers that make one sample
Samples = dict[str, list[Sample]]


class Bare(App[None]):
    """A list of lines and nothing else."""

    def __init__(self, lines: Iterable[str]) -> None:
        super().__init__()
        self._lines = list(lines)

    def compose(self) -> ComposeResult:
        yield OptionList(*(Content(line) for line in self._lines), markup=False)


def community(folder: Path, size: int) -> Path:
    """A community of so many people, each with a card and a standing."""
    path = folder / str(size) / "community.json"
    house = open_house()
    found(house, path, dict(ANSWERS), now=lambda: LONG_AGO, environ={"LANG": "en"}, durability="none")
    with session_at(house, path, now=lambda: LONG_AGO) as session:
        with session.store.transaction(by="ana", why="bench") as tx:
            for number in range(1, size):
                handle = f"p{number:05}"
                tx.add(Account(handle=handle, name=f"{NAMES[number % len(NAMES)]} {number}"))
                standing = "friend" if number % 9 else "guest"
                tx.add(Member(account=handle, standing=standing, since=LONG_AGO))
                tx.add(Card(account=handle, languages="Portuguese" if number % 3 else "English"))
        session.store.compact()
    return path


def opened(path: Path) -> AbstractContextManager[Session]:
    """A session as a login has it, with nothing read yet."""
    return session_at(open_house(), path, now=lambda: NOON)


async def at_the_screen(path: Path, size: int, samples: Samples) -> None:
    """Open the page, type a letter, go through standings, and have somebody change a card."""

    async def pressed(name: str, *keys: str) -> None:
        began, busy = time.perf_counter(), time.process_time()
        await press(pilot.app, *keys)
        took = Sample(time.perf_counter() - began, time.process_time() - busy)
        samples.setdefault(f"{name}, {size}", []).append(took)

    with opened(path) as session:
        async with Shell(session).run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await pressed("open the page", "3")
            await pilot.app.workers.wait_for_complete()
            await pilot.press("slash")
            await pressed("type a letter", "i")
            await pressed("type another", "n")
            await pilot.press("escape")
            await pressed("only Friends", "f")


async def bare(lines: Iterable[str], size: int, samples: Samples) -> None:
    """The same lines in a list of Textual's own."""
    began, busy = time.perf_counter(), time.process_time()
    async with Bare(lines).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        took = Sample(time.perf_counter() - began, time.process_time() - busy)
    samples.setdefault(f"a bare list, {size}", []).append(took)


def answers(path: Path, size: int, samples: Samples) -> None:
    """One answer, changed to and fro: the mean of some."""
    with opened(path) as session:
        key = coming(session)[0].occurrence.key
        give_answer(session, key, "yes")
        began, busy = time.perf_counter(), time.process_time()
        for turn in range(TURNS):
            give_answer(session, key, ("no", "yes")[turn % 2])
        took = Sample((time.perf_counter() - began) / TURNS, (time.process_time() - busy) / TURNS)
        samples.setdefault(f"one answer, {size}", []).append(took)


def main() -> None:
    """Measure, print the tables, remember them."""
    given = options("The page People, and answers.")
    given.add_argument("--people", type=int, nargs="+", default=SIZES, help="sizes of the communities")
    wanted = given.parse_args()
    versions = {"python": sys.version.split()[0], "folkmoot": __version__}
    written: Samples = {}
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        for size in wanted.people:
            path = community(Path(folder), size)
            samples: Samples = {}
            with opened(path) as session:
                accounts = [one.value for one in session.store.collection(Account).all()]
            lines = [f"{one.name:<24}{one.handle:<21}Friend" for one in accounts]
            for _round in range(wanted.rounds):
                asyncio.run(bare(lines, size, samples))
                asyncio.run(at_the_screen(path, size, samples))
                answers(path, size, written)
            print_table(samples, f"a bare list, {size}", "")
            remember("people", wanted.date, versions, samples, f"a bare list, {size}")
    base = next(iter(written))
    print_table(written, base, "")
    remember("people", wanted.date, versions, written, base)


if __name__ == "__main__":
    main()
