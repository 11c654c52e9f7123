"""A shell with a page that holds everything up, for the tests of lost connections: run with a store's file.

What it tells the test goes into a pipe by name (`TOLD`), for the screen is what is in the way.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from textual.widgets import Static

from folkmoot import api

FOLKMOOT_API = 1
TOO_LONG = 600.0  # seconds


@api.hookimpl
def folkmoot_pages() -> Iterable[api.Page]:
    yield api.Page("hang", "Hang", "journeys.a_house_that_hangs:HangPage", order=850)


class HangPage(api.PageView):
    """Each key types something and holds the loop up before anything could save it."""

    def build(self) -> Iterable[Static]:
        yield Static("nothing hangs so far")

    def keys(self) -> Sequence[api.Key]:
        return (
            api.Key("s", "sleep", self.sleep),
            api.Key("c", "compute", self.compute),
            api.Key("m", "match", self.match),
            api.Key("f", "flood", self.flood),
        )

    def on_changes(self, changes: Sequence[api.Change]) -> None:
        self.query_one(Static).update("something changed")
        self.call_after_refresh(tell, "drawn")

    def type_something(self) -> None:
        """As if the last letter had come just now."""
        typed = {"name": "typed at the last moment"}
        self.shell.drafts.keep("account", typed, title="Your card", page="you")

    def sleep(self) -> None:
        self.type_something()
        tell("hanging")
        time.sleep(TOO_LONG)

    def compute(self) -> None:
        self.type_something()
        tell("hanging")
        while True:
            pass

    def match(self) -> None:
        """Something that lets no other thread of Python go on."""
        self.type_something()
        tell("hanging")
        re.match(r"(a+)+$", "a" * 100 + "b")

    def flood(self) -> None:
        """Paint faster than the terminal takes it, which has been stopped meanwhile."""
        tell("ready")
        with Path(os.environ["GO"]).open("rb") as go:
            go.read()
        driver = self.app._driver
        assert driver is not None
        frame = "\x1b[H" + "x" * 20_000
        while not driver._writer_thread._queue.full():  # type: ignore[attr-defined]
            driver.write(frame)
        self.type_something()
        tell("hanging")
        for _time in range(100):
            driver.write(frame)


def tell(word: str) -> None:
    """Tell the test."""
    descriptor = os.open(os.environ["TOLD"], os.O_WRONLY)
    os.write(descriptor, f"{word}\n".encode())
    os.close(descriptor)


def now() -> datetime:
    """The machine's clock, or what a file says."""
    said = os.environ.get("CLOCK")
    return datetime.fromisoformat(Path(said).read_text("utf-8")) if said else datetime.now(UTC)


def main(store: Path) -> None:
    """Open the house at a store, with the page in it. `IN_ORDER`: nothing but leaving in order ends it."""
    from folkmoot.cli.opening import run_shell
    from folkmoot.door.opening import session_at
    from folkmoot.plugins import open_house
    from folkmoot.shell import leaving

    if os.environ.get("IN_ORDER"):
        leaving.IN_ORDER = leaving.BACKSTOP = TOO_LONG
    house = open_house()
    house.load("hang", "1.0", "stranger", lambda: sys.modules["journeys.a_house_that_hangs"])
    with session_at(house, store, now=now) as session:
        run_shell(session)


if __name__ == "__main__":
    import journeys.a_house_that_hangs

    journeys.a_house_that_hangs.main(Path(sys.argv[1]))
