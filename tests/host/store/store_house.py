"""What the tests of the store keep in it, and how they open it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, Literal

import msgspec

from folkmoot.contributions import Collection
from folkmoot.store import Store, open_store

NOON = datetime(2027, 1, 22, 12, tzinfo=UTC)


class Mood(Enum):
    CALM = "calm"
    GLAD = "glad"


class Place(msgspec.Struct, frozen=True):
    name: str
    latitude: float = 0.0


class Member(msgspec.Struct, frozen=True):
    handle: str
    city: str = "Lisbon"
    joined: datetime | None = None
    born: date | None = None
    place: Place | None = None
    languages: tuple[str, ...] = ()
    mood: Mood = Mood.CALM
    standing: Literal["friend", "partner"] = "friend"
    weight: float = 1.0


class Note(msgspec.Struct, frozen=True):
    author: str
    text: str


class Secret(msgspec.Struct, frozen=True):
    account: str
    sealed: str


class Counter(msgspec.Struct, frozen=True):
    name: str
    left: int = 0
    right: int = 0


COLLECTIONS = (
    Collection("core.member", Member, indexes=("handle", "city", "mood"), owner="handle"),
    Collection("core.note", Note, indexes=("author",), owner="author"),
    Collection("core.counter", Counter),
    Collection("tmaps.secret", Secret, owner="account", private=True),
)


def ticking(start: datetime = NOON) -> Callable[[], datetime]:
    """A clock that goes on by one second each time it is read."""
    moments = iter(start + timedelta(seconds=n) for n in range(1_000_000))
    return lambda: next(moments)


def opened(path: Path, **options: Any) -> Store:
    return open_store(path, COLLECTIONS, **{"clock": ticking(), **options})


def made(path: Path, **options: Any) -> Store:
    return opened(path, create=True, **options)


def content(path: Path) -> dict[str, Any]:
    """Everything with its history, as anybody's JSON reader sees an export."""
    target = path.with_name("exported.json")
    with open_store(path, []) as store:
        store.export(target)
    found: dict[str, Any] = json.loads(target.read_text("utf-8"))
    target.unlink()
    return found


def log(path: Path) -> Path:
    """The only segment of a store's journal."""
    (segment,) = path.with_suffix(".log").glob("*.jsonl")
    return segment


def everything(path: Path) -> dict[str, bytes]:
    """Every file of a store, copies included and locks left out: they tell who was last."""
    files = sorted(file for file in path.parent.rglob("*") if file.is_file())
    return {file.name: file.read_bytes() for file in files if not file.name.endswith("lock")}


def traces_of(path: Path, text: bytes) -> list[str]:
    """The files beside and below a store, locks included, that hold some bytes."""
    return [file.name for file in path.parent.rglob("*") if file.is_file() and text in file.read_bytes()]


def left_over(path: Path) -> list[str]:
    """Temporary files beside the store."""
    return [found.name for found in path.parent.iterdir() if found.name.endswith(".tmp")]
