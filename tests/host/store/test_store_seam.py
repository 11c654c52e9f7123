"""The seam: above it nothing knows of the file, so another engine can take the file's place."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from store_house import COLLECTIONS, NOON, Counter, Note, ticking
from tinydb import where

import folkmoot.store
from folkmoot.store import CannotUndo, Conflict, Reader, Store
from folkmoot.store.documents import result
from folkmoot.store.engine import EVERYTHING, Engine, Record, Wanted
from folkmoot.store.format import Line, stored
from folkmoot.store.image import Image, Taken, applied, founded

HOUSE = Path(folkmoot.store.__file__).parent
BELOW = {
    *("storage", "following", "journal", "segment", "segments", "snapshot", "format", "image", "files"),
    *("lock", "places", "backup", "compaction", "erase", "recovery", "salvage", "survey"),
}
ABOVE = {
    *("typed", "transaction", "history", "tables", "migration", "store", "upkeep"),
    *("documents", "engine", "errors"),
}


class MemoryEngine:
    """An engine without any file: the present image and a list of records."""

    def __init__(self) -> None:
        self.path = Path("memory")
        self.community = "00"
        self.read_only = False
        self.epoch = 1
        self.image: Image = founded("00", "2027-01-22T12:00:00Z", COLLECTIONS)
        self.kept: list[Record] = []

    def view(self) -> Image:
        return self.image

    @contextmanager
    def writing(self, doing: str) -> Iterator[Image]:
        yield self.image

    def commit(self, record: Record) -> None:
        line = Line(record.seq, record.at, record.by, record.why, [stored(op) for op in record.ops])
        contents = {
            (op.table, op.id): result(self.image.table(op.table).get(op.id), op, record.seq) or {}
            for op in record.ops
            if op.private
        }
        self.image = applied(self.image, [Taken(line, 0, contents)])
        self.kept.append(record)

    def records(
        self, since: int = 0, not_before: datetime | None = None, wanted: Wanted = EVERYTHING
    ) -> Iterator[Record]:
        return (record for record in self.kept if record.seq > since)

    def erase(self, account: str, record: Record, only: Sequence[str] | None = None) -> None:
        self.kept = [
            replace(old, why="", ops=[replace(op, before=None, after=None) for op in old.ops])
            for old in self.kept
        ]
        self.commit(record)

    def unfinished(self) -> None:
        return None

    def prune(self, before: datetime, record: Record) -> int:
        count = len(self.kept)
        self.kept = [old for old in self.kept if old.at >= before]
        self.commit(record)
        return count + 1 - len(self.kept)

    def compact(self) -> None:
        pass

    def backup(self, label: str) -> Path:
        return Path(label)

    def routine_backup(self, now: datetime, *, only_if_due: bool) -> Path | None:
        return None if only_if_due else Path(f"{now}")

    def copy(self, path: Path) -> Image:
        return self.image

    def export(self, path: Path) -> None:
        path.write_text(str(self.image))

    def close(self) -> None:
        self.kept.clear()


def test_a_store_lives_on_any_engine() -> None:
    engine: Engine = MemoryEngine()
    with Store(engine, COLLECTIONS, ticking(), 1.0) as store:
        with store.transaction("ana", "writing") as tx:
            first = tx.add(Note("ana", "one"))
        store.table("core.note").update({"text": "uno"}, where("author") == "ana")
        with pytest.raises(Conflict), store.transaction("bo", "stale") as tx:
            tx.replace(first, Note("ana", "eins"))
        assert store.undo(2, by="bo") == 3
        assert [stored.value.text for stored in store.collection(Note).find(author="ana")] == ["one"]
        assert [change.kind for change in store.changes(1)] == ["changed", "changed"]
        assert store.forget("ana", by="bo") == 1
        assert store.collection(Note).all() == []
        with pytest.raises(CannotUndo):
            store.undo(1, by="bo")
        assert [entry.after for entry in store.history(Note, 1)] == [None] * 4
        assert store.prune(NOON + timedelta(days=1), by="bo") == 4
        assert store.history(Note, 1) == []


def test_nothing_above_the_seam_knows_what_lies_below() -> None:
    modules = {file.stem for file in HOUSE.glob("*.py")}
    assert modules == ABOVE | BELOW | {"__init__", "opening"}, "say on which side of the seam a module stands"
    for name in ABOVE:
        for node in ast.walk(ast.parse((HOUSE / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("folkmoot.store"):
                found = {(node.module or "").rpartition(".")[2], *(alias.name for alias in node.names)}
                assert not found & BELOW, f"{name}.py imports {found & BELOW}"


def test_stores_moments_and_transactions_are_readers(store: Store) -> None:
    def count(reader: Reader) -> tuple[int, int]:
        return reader.seq, reader.collection(Counter).count()

    assert count(store) == (0, 0)
    with store.transaction("ana", "counting") as tx:
        tx.add(Counter("shared"))
        assert count(tx) == (1, 1)
    with store.reading() as reader:
        assert count(reader) == (1, 1)


def test_importing_the_store_brings_nothing_heavy() -> None:
    heavy = (
        "{'asyncio', 'textual', 'rich', 'click', 'numpy', 'skyfield', 'sqlite3', 'ssl', 'multiprocessing'}"
    )
    told = subprocess.run(
        [sys.executable, "-c", f"import folkmoot.store, sys; print(sorted({heavy} & sys.modules.keys()))"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert told.stdout == "[]\n"
