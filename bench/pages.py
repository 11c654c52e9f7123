"""Every page of the shell by key presses, in communities of 1,300 and 23,000: opened, and the cursor moved once.

    python bench/pages.py [--rounds N] [--people N …]

The reference is the page You, which looks the same however many people there are. Limit: 200 ms of processor.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from measuring import Sample, options, print_table, remember
from people import Samples, community, opened

from folkmoot import __version__
from folkmoot.shell.app import Shell

SIZES = (1_300, 23_000)
REFERENCE = "you"


async def every_page(path: Path, samples: Samples) -> None:
    """Open each page for the first time, move its cursor, and come back to it."""
    with opened(path) as session:
        began, busy = time.perf_counter(), time.process_time()
        async with Shell(session).run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            shell = pilot.app
            assert isinstance(shell, Shell)

            def took(name: str) -> None:
                sample = Sample(time.perf_counter() - began, time.process_time() - busy)
                samples.setdefault(name, []).append(sample)

            took("the first page")
            await shell.workers.wait_for_complete()
            for page in (REFERENCE, *(one.id for one in shell.pages if one.id != REFERENCE)):
                began, busy = time.perf_counter(), time.process_time()
                await shell.open_page(page)
                await pilot.pause()
                took(page)
                await shell.workers.wait_for_complete()
                began, busy = time.perf_counter(), time.process_time()
                await pilot.press("down")
                await pilot.pause()
                took(f"{page}, down")


def main() -> None:
    """Measure, print the tables, remember them."""
    given = options("Every page, opened.")
    given.add_argument("--people", type=int, nargs="+", default=SIZES, help="sizes of the communities")
    wanted = given.parse_args()
    versions = {"python": sys.version.split()[0], "folkmoot": __version__}
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        for size in wanted.people:
            path = community(Path(folder), size)
            samples: Samples = {}
            for _round in range(wanted.rounds):
                asyncio.run(every_page(path, samples))
            print(f"{size} people")
            print_table(samples, REFERENCE, "")
            remember(f"pages-{size}", wanted.date, versions, samples, REFERENCE)


if __name__ == "__main__":
    main()
