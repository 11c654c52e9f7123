"""What the torture tests keep in a store, and what must hold of it at every moment.

Everything is counted by `step`: the number stands in two collections at once, each step adds a `Tick`, every
third one adds a `Letter` and the next takes it away, every fourth seals the number in a private `Secret`. So
the number alone tells what the whole store must hold.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from folkmoot.contributions import Collection
from folkmoot.store import HistoryEntry, Reader, Store, Stored, open_store
from folkmoot.store.engine import Record

NOON = datetime(2027, 1, 22, 12, tzinfo=UTC)


class Left(msgspec.Struct, frozen=True):
    value: int


class Right(msgspec.Struct, frozen=True):
    value: int


class Tick(msgspec.Struct, frozen=True):
    worker: str
    number: int
    text: str = ""


class Letter(msgspec.Struct, frozen=True):
    author: str
    text: str


class Secret(msgspec.Struct, frozen=True):
    account: str
    sealed: str


COLLECTIONS = (
    Collection("torture.left", Left),
    Collection("torture.right", Right),
    Collection("torture.tick", Tick, indexes=("worker",)),
    Collection("torture.letter", Letter, owner="author", indexes=("author",)),
    Collection("torture.secret", Secret, owner="account", private=True),
)
TYPES: tuple[type[Any], ...] = (Left, Right, Tick, Letter, Secret)
State = dict[str, dict[int, tuple[int, Any]]]  # by type: id, revision and value of every document


def opened(path: Path, **options: Any) -> Store:
    """The store of a path. The clock is real, so that what is older can be pruned."""
    return open_store(path, COLLECTIONS, **options)


def made(path: Path, **options: Any) -> Store:
    """A new store that stands at nought: transaction 1."""
    store = opened(path, create=True, **options)
    with store.transaction("ana", "beginning") as tx:
        tx.add(Left(0))
        tx.add(Right(0))
        tx.add(Secret("nobody", "0"))
    return store


def step(store: Store, worker: str = "ana", text: str = "") -> Stored[Tick]:
    """Count one further, in one transaction."""
    with store.transaction(worker, f"step of {worker}") as tx:
        left, right = tx.collection(Left).get(1), tx.collection(Right).get(1)
        number = left.value.value + 1
        tx.replace(left, Left(number))
        tx.replace(right, Right(right.value.value + 1))
        if number % 4 == 0:
            tx.replace(tx.collection(Secret).get(1), Secret("nobody", str(number)))
        if number % 3 == 0:
            tx.add(Letter("postman", f"letter {number}"))
        for letter in tx.collection(Letter).find(author="postman") if number % 3 == 1 else ():
            tx.remove(letter)
        return tx.add(Tick(worker, number, text))


def check_moment(reader: Reader) -> int:
    """See that one moment is whole: the number that it stands at."""
    number = reader.collection(Left).get(1).value.value
    assert reader.collection(Right).get(1).value.value == number, "the halves differ"
    assert reader.collection(Secret).get(1).value.sealed == str(number - number % 4), "a secret was torn off"
    ticks = reader.collection(Tick).all()
    assert [tick.value.number for tick in ticks] == list(range(1, number + 1)), (
        "the ticks are not those counted"
    )
    assert [tick.id for tick in ticks] == list(range(1, number + 1)), "ids are not unique, or have gaps"
    assert all(one.rev < other.rev for one, other in pairwise(ticks)), "revisions do not grow"
    letters = [letter.value.text for letter in reader.collection(Letter).find(author="postman")]
    assert letters == ([f"letter {number}"] if number and number % 3 == 0 else []), (
        "a letter too many, or few"
    )
    assert reader.seq >= number + 1
    return number


def check(store: Store) -> int:
    """See that a store is whole at this moment, whoever else writes: the number that it stands at."""
    with store.reading() as reader:
        return check_moment(reader)


def state(store: Store) -> State:
    """Everything that a store holds now."""
    with store.reading() as reader:
        return {
            model.__name__: {one.id: (one.rev, one.value) for one in reader.collection(model).all()}
            for model in TYPES
        }


def records(store: Store, since: int = 0) -> list[Record]:
    """The history as the engine tells it, also of transactions that changed no document."""
    return list(store._engine.records(since))


def check_history(store: Store) -> None:
    """See that the history has no gap, and leads to what the store holds."""
    told = records(store)
    assert [record.seq for record in told] == list(range(1, store.seq + 1)), "the history has a gap"
    assert [change.seq for change in store.changes(0)] == [one.seq for one in told for _op in one.ops]
    replayed: dict[tuple[str, int], tuple[int, dict[str, Any]]] = {}
    for entry in store.history_between(NOON - timedelta(days=9999), NOON + timedelta(days=9999)):
        _replay(entry, replayed)
    for name, model in ((one.name, one.type) for one in COLLECTIONS if not one.private):
        present = {
            (name, one.id): (one.rev, msgspec.to_builtins(one.value)) for one in store.collection(model).all()
        }
        past = {key: found for key, found in replayed.items() if key[0] == name}
        assert past == present, f"the history of {name} does not lead to the present"


def _replay(entry: HistoryEntry, replayed: dict[tuple[str, int], tuple[int, dict[str, Any]]]) -> None:
    if entry.before is None or entry.after is None:
        return
    key = entry.collection, entry.id
    before = replayed.pop(key, (0, {}))[1]
    assert entry.before == {name: before[name] for name in entry.before}, (
        "the history tells a past that was not"
    )
    kept = {name: part for name, part in before.items() if name not in entry.before}
    if kept or entry.after:
        replayed[key] = entry.seq, {**kept, **entry.after}


def check_store(path: Path) -> int:
    """Open a store anew, and see that everything in it is whole: the number that it stands at."""
    with opened(path) as store:
        with store.reading() as reader:
            number = check_moment(reader)
        check_history(store)
        return number


def files(path: Path) -> dict[str, bytes]:
    """Every file of a store but its locks, by name."""
    return {
        str(file.relative_to(path.parent)): file.read_bytes()
        for file in sorted(path.parent.rglob("*"))
        if file.is_file() and not file.name.endswith("lock")
    }


def put(folder: Path, content: dict[str, bytes]) -> Path:
    """Write the files of a store into a folder; returns the path to open it by."""
    for name, data in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder / "community.json"


def tune(rotate_at: int, compact_at: int) -> None:
    """Have this process begin segments and write snapshots after so many bytes."""
    from folkmoot.store import compaction
    from folkmoot.store.storage import FileEngine

    FileEngine.rotate_at = rotate_at
    compaction.LEAST = compact_at
    compaction.PART = 1 << 40  # however long the snapshot is


def say(*words: object) -> None:
    """A line to whoever started us, at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def ticking(start: datetime = NOON) -> Callable[[], datetime]:
    """A clock that goes on by one second each time it is read."""
    moments = iter(start + timedelta(seconds=n) for n in range(10_000_000))
    return lambda: next(moments)
