"""Circles of a large cooperative: their pages by key presses, and what they are drawn from.

    python bench/circles.py [--rounds N] [--people N …]

50 circles of 1,300 and of 23,000 people, two circles each, each with roles, policies, proposals, meetings. The
reference is one walk over the members. Limit: 200 ms of processor for the tree, a circle, every fault, proposals and
the logbook at 1,300, the first time too.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from circles_ground import NOON, cooperative
from measuring import Sample, medians, options, print_table, remember

from folkmoot import __version__
from folkmoot.door.opening import session_at
from folkmoot.plugins import open_house
from folkmoot.pressing import press
from folkmoot.session import Session
from folkmoot.shell.app import Shell
from folkmoot_sociocracy.circles.actions import ground_of
from folkmoot_sociocracy.circles.items import today_items
from folkmoot_sociocracy.circles.model import Membership
from folkmoot_sociocracy.circles.rules import faults
from folkmoot_sociocracy.circles.tree import rows, short_mark

SIZES = (1_300, 23_000)
LIMIT = 0.2  # seconds of processor, at 1,300
WALK = "a walk over members"
PAGES = {"circles": "down", "circle": "down", "proposals": "down", "selection": "down", "logbook": "down",
         "meetings": "down", "meeting": "down"}  # fmt: skip
Samples = dict[str, list[Sample]]


def noted(samples: Samples, name: str, began: float, busy: float) -> None:
    """Note how long something took, since then by the clock and by the processor."""
    samples.setdefault(name, []).append(Sample(time.perf_counter() - began, time.process_time() - busy))


WORK: dict[str, Callable[[Session], object]] = {
    WALK: lambda session: [one.value.account for one in session.store.collection(Membership).all()],
    "the tree": lambda session: [short_mark(session, row) for row in rows(session)],
    "every fault": lambda session: faults(ground_of(session)),
    "circles on Today": lambda session: list(today_items(session)),
}


def underneath(path: Path, samples: Samples) -> None:
    """What the pages are drawn from, each in a session that has read nothing yet."""
    for name, does in WORK.items():
        with session_at(open_house(), path, handle="ana", now=lambda: NOON) as session:
            began, busy = time.perf_counter(), time.process_time()
            does(session)
            noted(samples, name, began, busy)


async def pages(path: Path, samples: Samples) -> None:
    """Each page opened for the first time until all that its key set off is drawn; then the cursor moved."""
    with session_at(open_house(), path, handle="ana", now=lambda: NOON) as session:
        async with Shell(session).run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            shell = pilot.app
            assert isinstance(shell, Shell)
            await shell.workers.wait_for_complete()
            for page, key in PAGES.items():
                began, busy = time.perf_counter(), time.process_time()
                await shell.open_page(page)
                await pilot.pause()
                noted(samples, f"page {page}", began, busy)
                await shell.workers.wait_for_complete()
                began, busy = time.perf_counter(), time.process_time()
                await press(shell, key)
                noted(samples, f"page {page}, {key}", began, busy)
            await shell.open_page("circles")
            await pilot.pause()
            began, busy = time.perf_counter(), time.process_time()
            await press(shell, "f")
            noted(samples, "faults shown", began, busy)


def main() -> None:
    """Measure, print the tables, remember them, and say what is too slow."""
    given = options("Circles of a large cooperative.")
    given.add_argument("--people", type=int, nargs="+", default=SIZES, help="sizes of the cooperatives")
    wanted = given.parse_args()
    versions = {"python": sys.version.split()[0], "folkmoot": __version__}
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        for size in wanted.people:
            path = cooperative(Path(folder), size)
            samples: Samples = {}
            for _round in range(wanted.rounds):
                underneath(path, samples)
                asyncio.run(pages(path, samples))
            print(f"{size} people")
            print_table(samples, WALK, "")
            slow = [name for name, one in medians(samples).items() if one.busy > LIMIT]
            print(f"over {LIMIT * 1000:.0f} ms: {', '.join(slow) or 'nothing'}\n")
            remember(f"circles-{size}", wanted.date, versions, samples, WALK)


if __name__ == "__main__":
    main()
