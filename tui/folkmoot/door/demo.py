"""The demo community: founded like any other, peopled from a data file, told on by every plugin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from folkmoot.contributions import imported
from folkmoot.datafiles import read_data
from folkmoot.door.founding import found
from folkmoot.door.opening import Durability, session_at, system_clock
from folkmoot.session import Account, Session

if TYPE_CHECKING:
    from folkmoot.plugins import House


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
    """Write the demo community to a new store. Raises: StoreExists, CannotCreate, DiskFull."""
    story = read_data("demo/community.toml", DemoFile)
    found(house, path, story.founding, now=now, durability=durability)
    with session_at(house, path, now=now, durability=durability) as session:
        with session.store.transaction(by=session.handle, why="demo") as tx:
            for account in story.people:
                tx.add(account)
        chapters = sorted(house.ask("demo"), key=lambda pair: pair[1].order)
        for name, chapter in chapters:
            house.contained(name, chapter.tell, partial(_tell, chapter.tell, session))


def _tell(chapter: str, session: Session) -> None:
    imported(chapter)(session)
