"""What the stores of store.py hold, and how they are asked to do something with it.

Each operation of a store is a method that makes ready what is not timed, and returns what is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

import msgspec

from folkmoot.contributions import Collection

Act = Callable[[], object]


class Member(msgspec.Struct, frozen=True):
    """A member: 300 to 400 bytes of JSON."""

    handle: str
    name: str
    place: str
    time_zone: str
    languages: tuple[str, ...]
    offers: tuple[str, ...]
    asks: tuple[str, ...]
    about: str
    joined: date
    standing: str = "member"


class Event(msgspec.Struct, frozen=True):
    """A gathering, and how many will come."""

    title: str
    yes: int = 0


class Answer(msgspec.Struct, frozen=True):
    """What somebody said to an event."""

    event: int
    handle: str
    says: str = "yes"


COLLECTIONS = (
    Collection("bench.member", Member, indexes=("handle",)),
    Collection("bench.event", Event),
    Collection("bench.answer", Answer, indexes=("event",)),
)
NAMES = (
    "Ana",
    "Bruno",
    "Chidi",
    "Dalia",
    "Eirini",
    "Farid",
    "Goran",
    "Hana",
    "Inês",
    "Jonas",
    "Kofi",
    "Lucía",
)
PLACES = ("Lisboa", "Porto", "Évora", "Coimbra", "Setúbal", "Faro", "Aveiro", "Braga", "Beja", "Tomar")
LANGUAGES = ("pt", "en", "es", "fr", "de", "ar", "uk", "kea")
SKILLS = (
    "bread",
    "bicycle repair",
    "translation",
    "lifts to hospital",
    "seeds",
    "childcare",
    "a van",
    "forms",
)
ABOUT = ("Came for the garden, stayed for the soup.", "Away in August; ask me about bees.", "Night shifts.")


def people(count: int) -> list[Member]:
    """Members who are the same in every run, each with a handle of their own."""
    chance = Random(count)
    return [somebody(number, chance) for number in range(1, count + 1)]


def somebody(number: int, chance: Random) -> Member:
    """A member whom chance makes up."""
    name = chance.choice(NAMES)
    return Member(
        handle=f"{name.lower()}{number}",
        name=f"{name} {chance.choice(NAMES)} {chance.choice(PLACES)}",
        place=chance.choice(PLACES),
        time_zone="Europe/Lisbon",
        languages=tuple(chance.sample(LANGUAGES, 3)),
        offers=tuple(chance.sample(SKILLS, 3)),
        asks=tuple(chance.sample(SKILLS, 2)),
        about=chance.choice(ABOUT),
        joined=date(2024, 1, 1) + timedelta(days=chance.randrange(1000)),
    )


class Measured:
    """What all that are measured have: members by number, and more of them to insert."""

    def __init__(self, members: Sequence[Member]) -> None:
        self.members = members
        self._chance = Random(1)
        self._coming = 10_000_000

    def anyone(self) -> int:
        """The id of a member that has been there from the beginning."""
        return self._chance.randint(1, len(self.members))

    def handle(self) -> str:
        """The handle of such a member."""
        return self.members[self.anyone() - 1].handle

    def newcomer(self) -> Member:
        """A member whom the store doesn't have."""
        self._coming += 1
        return somebody(self._coming, self._chance)

    def moved(self, member: Member) -> Member:
        """The member at another place."""
        others = [place for place in PLACES if place != member.place]
        return msgspec.structs.replace(member, place=self._chance.choice(others))
