"""Stores to damage, and what must hold of a damaged one: it tells a state that was, or that it can't be read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from torture_house import TYPES, State, check, check_history, files, made, opened, put, state, step

from folkmoot.errors import FolkmootError
from folkmoot.store import CorruptStore, NoStore, SchemaTooNew, Store

TOLD = (CorruptStore, NoStore, SchemaTooNew)  # what may be said of a damaged store
FILE = "community.json"


class Written(Struct, frozen=True):
    """A store as it was written: its files and what it held after each transaction."""

    moments: dict[int, dict[str, bytes]]
    states: dict[int, State]
    ends: dict[int, tuple[str, int]]  # by transaction: the segment that holds it, and where it ends there

    @property
    def last(self) -> int:
        """The last transaction."""
        return max(self.states)

    @property
    def files(self) -> dict[str, bytes]:
        """Its files in the end."""
        return self.moments[self.last]

    @property
    def segments(self) -> list[str]:
        """The segments, the oldest first."""
        return sorted(name for name in self.files if name.endswith(".jsonl"))

    def until(self, segment: str, offset: int) -> int:
        """The last transaction that is whole in a segment up to an offset, or stands in one before."""
        return max(
            (
                seq
                for seq, (name, end) in self.ends.items()
                if name < segment or (name == segment and end <= offset)
            ),
            default=0,
        )

    def lines(self, count: int) -> range:
        """Where the last so many transactions stand in the last segment."""
        segment, end = self.ends[self.last]
        name, start = self.ends[self.last - count]
        assert name == segment, "there are fewer in the last segment"
        return range(start, end)

    def interrupted(self, seq: int) -> Iterator[dict[str, bytes]]:
        """The files after each byte of a transaction that was not written to its end."""
        name, end = self.ends[seq]
        before, after = self.moments[seq - 1], self.moments[seq]
        start = len(before[name])
        for offset in range(start, end):
            yield {**before, name: before[name] + after[name][start:offset]}


def written(folder: Path, *, compacted: bool = False, rotated: bool = False, steps: int = 16) -> Written:
    """A store of so many steps; its snapshot is that of the middle, or of the beginning."""
    states: dict[int, State] = {0: {model.__name__: {} for model in TYPES}}
    ends, moments = {}, {}
    with made(folder / FILE, durability="none") as store:
        if rotated:
            store._engine.rotate_at = 2500  # type: ignore[attr-defined]
        for number in range(steps + 1):
            if number:
                step(store, text="ü" * (number % 5))
            segment = max((folder / "community.log").glob("*.jsonl"))
            states[store.seq] = state(store)
            ends[store.seq] = f"community.log/{segment.name}", segment.stat().st_size
            if compacted and number == steps // 2:
                store.compact()
            moments[store.seq] = files(folder / FILE)
    return Written(moments, states, ends)


def check_damaged(
    quick: Path, store: Written, damaged: dict[str, bytes], at_least: int = 1, *, copied: bool = False
) -> int | None:
    """See what becomes of a damaged store that held `at_least` so many whole transactions.

    Returns the transaction that it still tells, or None if it says that it can't be read. With `copied` a
    backup is made of it, and read.
    """
    with tempfile.TemporaryDirectory(dir=quick) as folder:
        path = put(Path(folder), damaged)
        try:
            with opened(path, durability="none") as found:
                seq = found.seq
                assert at_least <= seq <= store.last, "whole transactions are not there"
                assert state(found) == store.states[seq], "a value is wrong"
                _check_history_or_told(found)
                assert files(path) == damaged, "a reader changed something"
                if copied:
                    _check_copy(found, store.states[seq])
        except TOLD as error:
            assert "Nothing was" in str(error)
            assert files(path) == damaged, "what can't be read was touched"
            _check_untouched(path, damaged)
            return None
        _check_writing(path, store, damaged, seq)
        return seq


def _check_history_or_told(store: Store) -> None:
    try:
        check_history(store)
    except CorruptStore:
        return  # that a part of the past can't be read is told; the present can


def _check_copy(store: Store, expected: State) -> None:
    """See that a copy can be read again, or was not made."""
    try:
        copy = store.backup()
    except CorruptStore:
        return
    data = copy.read_bytes()
    copy.unlink()
    copy.parent.rmdir()
    with tempfile.TemporaryDirectory(dir=copy.parent.parent.parent) as folder:
        path = put(Path(folder), {FILE: data})
        with opened(path, durability="none") as found:
            assert state(found) == expected, "the copy holds something else"
            check_history(found)


def _check_untouched(path: Path, damaged: dict[str, bytes]) -> None:
    """See that nobody writes to what can't be read, nor founds another in its place."""
    for attempt in (lambda: _written_anyway(path), lambda: made(path)):
        try:
            attempt()
        except FolkmootError:
            continue
        assert not any(name.endswith(".jsonl") and data for name, data in damaged.items()), "begun anew"
        return
    assert files(path) == damaged, "what can't be read was touched"


def _written_anyway(path: Path) -> None:
    with opened(path, durability="none") as store:
        step(store)


def _check_writing(path: Path, store: Written, damaged: dict[str, bytes], seq: int) -> None:
    """See that the next writer goes on where the whole transactions end, and keeps what follows them."""
    try:
        with opened(path, durability="none") as found:
            assert step(found).rev == seq + 1
            step(found)
    except CorruptStore:
        assert files(path) == damaged, "what can't be written to was touched"
        return
    with opened(path, durability="none") as again:
        assert again.seq == seq + 2, "what was written behind the damage is lost"
        check(again)
        _check_history_or_told(again)
    now = files(path)
    aside = [data for name, data in now.items() if ".bad-" in name]
    segment, end = store.ends[seq]
    for name, data in damaged.items():
        rest = data[end:] if name == segment else data if segment < name and name.endswith(".jsonl") else b""
        kept = any(rest in one for one in aside) or (name != segment and rest in now.get(name, b""))
        assert not rest or kept or seq == store.last, "what can't be read was thrown away"


def spread(positions: Sequence[int], count: int) -> list[int]:
    """Some of many positions, evenly."""
    return (
        [positions[n * len(positions) // count] for n in range(count)]
        if len(positions) > count
        else [*positions]
    )
