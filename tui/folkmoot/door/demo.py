"""The demo community: founded like any other, peopled from a data file, told on by every plugin."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace as evolve

from folkmoot.contributions import imported
from folkmoot.datafiles import read_data
from folkmoot.door.founding import found
from folkmoot.door.kept import AccountKey, Entrance, Invite
from folkmoot.door.opening import Durability, session_at, system_clock
from folkmoot.door.publickey import PublicKey
from folkmoot.door.visits import visiting
from folkmoot.session import Account, Session
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.plugins import House


AGE = timedelta(days=3 * 365)
OPEN = timedelta(days=14)  # for which cards of the door stay open
BETWEEN = timedelta(days=182)  # two gatherings a year
TOGETHER = 7  # who come to one
LAST_HERE = timedelta(days=9)  # when whoever looks at the demo was there before


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
    """`demo/community.toml`: the answers of founding, who lives there, and what is told of the door.

    `machines` are what keys are called, `invited` the names on open cards.
    """

    version: int
    licence: str
    founding: Mapping[str, str]
    people: tuple[Account, ...]
    address: str
    machines: tuple[str, ...]
    invited: tuple[str, ...]


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
        _tell_of_the_door(session, story)
        clock.back = LAST_HERE
        visiting(session)


def _tell(chapter: str, session: Session) -> None:
    imported(chapter)(session)


def _tell_of_the_door(session: Session, story: DemoFile) -> None:
    """Keys that nobody holds, and cards that nobody can use."""
    now = session.now()
    occasion = next(iter(session.house.ask("occasions", session=session)), (None, None))[1]
    with session.store.transaction(by=session.handle, why=_("told of the door")) as tx:
        tx.add(Entrance(address=story.address))
        for number, account in enumerate(tx.collection(Account).all()):
            for machine in story.machines[: 1 + number % len(story.machines)]:
                tx.add(_key_of(account.value.handle, machine, now))
        for name in story.invited:
            invite = Invite(
                code=token_hex(20), by=session.handle, made=now, until=now + OPEN, purpose="person"
            )
            if occasion is not None:
                invite = evolve(invite, purpose="occasion", occasion=occasion.key, title=occasion.title)
            tx.add(evolve(invite, name=name))


def _key_of(handle: str, machine: str, now: datetime) -> AccountKey:
    """A public key without a private one: its 32 bytes are a hash."""
    raw = sha256(f"demo {handle} {machine}".encode()).digest()
    blob = b64encode(b"".join(len(part).to_bytes(4, "big") + part for part in (b"ssh-ed25519", raw)))
    key = PublicKey("ssh-ed25519", blob.decode("ascii"))
    added = now - AGE / 2
    return AccountKey(
        account=handle,
        name=machine,
        kind=key.kind,
        blob=key.blob,
        fingerprint=key.fingerprint,
        added=added,
        told=added,
        used=(now - BETWEEN / 30).date(),
    )
