"""A map for tests, and words that must be found nowhere."""

from __future__ import annotations

import base64
import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from folkmoot.session import Session
from folkmoot.testing import Screen, TestCommunity
from folkmoot_tmaps.maps import actions
from folkmoot_tmaps.maps.actions import Begun
from folkmoot_tmaps.maps.unlocking import OpenMap, read_map
from folkmoot_tmaps.sealing.keys import Keys
from folkmoot_tmaps.workbook.model import Part, Prompt

PASSPHRASE = "four quiet river otters"
SECRET = "Quokkafeather"  # an answer that nobody but its writer may find anywhere
TITLES = ("What I steer by", "When it is heavy")


needs_age = pytest.mark.skipif(shutil.which("age") is None, reason="no age: install age")


class Mine(NamedTuple):
    session: Session
    keys: Keys
    recovery: str


def begun(community: TestCommunity, handle: str = "ana") -> Mine:
    """A map of somebody."""
    session = community.session(handle)
    made: Begun = actions.begin(session, PASSPHRASE, PASSPHRASE)
    return Mine(session, made.keys, made.recovery)


def opened(mine: Mine) -> OpenMap:
    return read_map(mine.session, mine.keys)


def question(found: OpenMap, place: str) -> tuple[Part, Prompt]:
    section, _slash, name = place.partition("/")
    part = found.workbook.part(section)
    assert part is not None
    return part, next(one for one in part.prompts if one.id == name)


def answer(mine: Mine, place: str, value: str, before: str = "") -> OpenMap:
    """Write an answer."""
    return actions.save_answer(mine.session, mine.keys, *question(opened(mine), place), value, before)


def told(folder: Path, *words: str) -> list[str]:
    """The files below a folder in which one of some words can be found, as it is or as base64 has it."""
    forms = [form for word in words for form in forms_of(word)]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(form in path.read_bytes() for form in forms)]


def forms_of(word: str) -> list[bytes]:
    """A word as it may stand somewhere: plain, in UTF-16 or -32, in base64 at any place of a line."""
    data = word.encode()
    shifted = [base64.b64encode(b"\0" * shift + data)[4 : -4 or None] for shift in range(3)]
    long_enough = [form for form in shifted if len(form) >= 8]
    return [data, word.encode("utf-16-le"), word.encode("utf-32-le"), *long_enough]


def types(monkeypatch: pytest.MonkeyPatch, *lines: str, then: bytes = b"") -> None:
    """What comes in on stdin."""
    data = "".join(f"{line}\n" for line in lines).encode() + then
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))


@contextmanager
def never(folder: Path, *words: str) -> Iterator[None]:
    """Afterwards none of these words stands in a file below the folder."""
    yield
    assert told(folder, *words) == []


async def unlock(screen: Screen, passphrase: str = PASSPHRASE) -> None:
    """Open the map with real keys."""
    await screen.press(screen.number("Map"))
    await screen.press("enter")
    await screen.type(passphrase)
    await screen.press("enter")
    await screen.settled()
