"""The demo community: founded like any other, peopled from a data file, told on by every plugin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from folkmoot.contributions import imported
from folkmoot.datafiles import read_data
from folkmoot.door.founding import found
from folkmoot.door.opening import Durability, session_at, system_clock
from folkmoot.session import Account, Session
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.plugins import House


AGE = timedelta(days=3 * 365)
BETWEEN = timedelta(days=182)  # two gatherings a year
TOGETHER = 7  # who come to one


@dataclass
class Past:
    """A clock that can be put back, to tell what happened before."""

    today: datetime
    back: timedelta

    def __call__(self) -> datetime:
        """The instant at which the story is."""
        return self.today - self.back


def batched(people: Sequence[Account], count: int) -> Iterator[Sequence[Account]]:
    """People in groups of so many."""
    for start in range(0, len(people), count):
        yield people[start : start + count]


class DemoFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`demo/community.toml`: the answers of founding, and who lives there."""

    version: int
    licence: str
    founding: Mapping[str, str]
    people: tuple[Account, ...]


def make_demo(
    house: House,
    path: Path,
    *,
    now: Callable[[], datetime] = system_clock,
    durability: Durability = "commit",
) -> None:
    """Write the demo community to a new store: it was founded three years ago, and people came since.

    Raises: StoreExists, CannotCreate, DiskFull.
    """
    story = read_data("demo/community.toml", DemoFile)
    clock = Past(now(), AGE)
    found(house, path, story.founding, now=clock, durability=durability)
    with session_at(house, path, now=clock, durability=durability) as session:
        for number, together in enumerate(batched(story.people, TOGETHER), start=1):
            clock.back = AGE - number * BETWEEN
            with session.store.transaction(by=session.handle, why=_("came to a gathering")) as tx:
                for account in together:
                    tx.add(account)
        clock.back = timedelta()
        chapters = sorted(house.ask("demo"), key=lambda pair: pair[1].order)
        for name, chapter in chapters:
            house.contained(name, chapter.tell, partial(_tell, chapter.tell, session))


def _tell(chapter: str, session: Session) -> None:
    imported(chapter)(session)
