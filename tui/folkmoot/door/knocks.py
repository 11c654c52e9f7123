"""Wrong codes at the door: counted, and slowed per key and per address, so that guessing leads nowhere.

Kept for a day in a file beside the record, not in it: a stranger must not be able to write history.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path

import msgspec

from folkmoot.errors import TryAgain
from folkmoot.words import ngettext

FREE = 3  # wrong codes that cost no waiting: anyone mistypes
LONGEST = 300.0  # seconds
DAY = timedelta(days=1)
MOST = 10_000  # wrong codes that are remembered one by one


class Knock(msgspec.Struct, frozen=True, array_like=True):
    """A wrong code: when, and from where (a key's fingerprint, an address)."""

    at: datetime
    key: str
    address: str


def door_folder(store: Path) -> Path:
    """Where the door keeps what lasts no longer than a day: beside the record, for its owner alone."""
    return Path(os.path.realpath(store)).with_suffix(".door")


def waiting_time(knocks: list[Knock], key: str, address: str, now: datetime) -> float:
    """Seconds until a visitor may try again: none after `FREE` wrong codes, then doubling.

    An address counts only after more wrong codes than a room full of people at one gathering would make.
    """
    mine = [knock.at for knock in knocks if knock.key == key]
    here = [knock.at for knock in knocks if address and knock.address == address]
    return max(_wait(mine, FREE, now), _wait(here, 5 * FREE, now))


def _wait(times: list[datetime], free: int, now: datetime) -> float:
    if len(times) < free:
        return 0.0
    pause = min(LONGEST, 2.0 ** min(20, len(times) - free + 1))
    return max(0.0, pause - (now - max(times)).total_seconds())


@contextmanager
def trying(store: Path, key: str, address: str, now: datetime) -> Iterator[Callable[[], None]]:
    """Try a code: counted as wrong before it is looked at, so that many tries at once are no way round.

    Yields what to call when it was right. On a full disk nothing is counted; a wrong code is refused all the same.
    Raises: TryAgain, after too many wrong ones.
    """
    mine = Knock(now, key, address)
    _add(store, mine, now)
    right = False

    def was_right() -> None:
        nonlocal right
        right = True

    yield was_right
    if right:
        with suppress(OSError), _changing(store) as file:
            knocks = _read(file, now)
            if mine in knocks:
                knocks.remove(mine)
                _write(file, knocks)


def _add(store: Path, mine: Knock, now: datetime) -> None:
    with suppress(OSError), _changing(store) as file:
        knocks = _read(file, now)
        _refuse(waiting_time(knocks, mine.key, mine.address, now))
        _write(file, [*knocks, mine][-MOST:])
        return
    _refuse(waiting_time(_read(_file(store), now), mine.key, mine.address, now))


def _refuse(seconds: float) -> None:
    if seconds > 0:
        raise TryAgain(
            ngettext(
                "Too many wrong codes just now. Try again in {count} second.",
                "Too many wrong codes just now. Try again in {count} seconds.",
                ceil(seconds),
            )
        )


def _write(file: Path, knocks: list[Knock]) -> None:
    temporary = file.with_suffix(".tmp")
    temporary.write_bytes(msgspec.json.encode(knocks))
    temporary.replace(file)


def lately(store: Path, now: datetime) -> int:
    """How many wrong codes were typed in the last day."""
    return len(_read(_file(store), now))


def _file(store: Path) -> Path:
    return door_folder(store) / "knocks.json"


def _read(file: Path, now: datetime) -> list[Knock]:
    with suppress(OSError, msgspec.MsgspecError):
        return [
            knock
            for knock in msgspec.json.decode(file.read_bytes(), type=list[Knock])
            if now - DAY < knock.at <= now  # the clock may have been put back
        ]
    return []


@contextmanager
def _changing(store: Path) -> Iterator[Path]:
    folder = door_folder(store)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / "knocks.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield _file(store)
    finally:
        os.close(descriptor)
