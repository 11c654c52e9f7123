"""Who our store is measured beside by store.py: SQLite that flushes, stock TinyDB, bare appends to a file."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from store_documents import Act, Answer, Measured, Member
from tinydb import TinyDB, where

PAGES = (
    1_100  # written, unflushed, so that SQLite's log is as long as it gets and is written over from then on
)
LONG = 2_000_000  # bytes of a log that may go on growing: half of what SQLite writes over by itself
TABLES = """
create table member (id integer primary key, handle text not null, doc text not null);
create index member_handle on member (handle);
create table event (id integer primary key, doc text not null);
create table answer (id integer primary key, event integer not null, doc text not null);
create index answer_event on answer (event);
insert into event values (1, '{"title":"New moon supper","yes":0}');
"""
GET = "select doc from member where id = ?"
FIND = "select doc from member where handle = ?"
INSERT = "insert into member (handle, doc) values (?, ?)"
UPDATE = "update member set doc = ? where id = ?"
VERSION = "pragma data_version"

_member = msgspec.json.Decoder(Member).decode


def _text(document: object) -> str:
    return msgspec.json.encode(document).decode()


def connected(path: Path, synchronous: str = "full") -> sqlite3.Connection:
    """A connection as a careful program opens it: a write-ahead log, flushed at every commit."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute(f"pragma synchronous = {synchronous}")
    return connection


class Sqlite(Measured):
    """SQLite with a JSON document a row, handed out as the same typed values as ours. It keeps no history."""

    def __init__(self, folder: Path, members: Sequence[Member]) -> None:
        super().__init__(members)
        self.path = folder / "community.db"
        self._loose = connected(self.path, "off")
        self._loose.executescript(TABLES)
        self._loose.execute("begin")
        self._loose.executemany(INSERT, ((one.handle, _text(one)) for one in members))
        self._loose.execute("commit")
        for _page in range(PAGES):
            self._updating(self._loose)()
        self._main, self._other = connected(self.path), connected(self.path)
        self._visitor: sqlite3.Connection | None = None

    def open(self) -> Act:
        return self._opening(GET, self.anyone())

    def open_find(self) -> Act:
        return self._opening(FIND, self.handle())

    def get(self) -> Act:
        doc_id = self.anyone()
        return lambda: self._read(self._main, GET, doc_id)

    get_first = get

    def find(self) -> Act:
        handle = self.handle()
        return lambda: [_member(doc) for (doc,) in self._main.execute(FIND, (handle,))]

    def insert(self) -> Act:
        return self._inserting(self._main)

    def insert_unflushed(self) -> Act:
        return self._inserting(self._loose)

    def update(self) -> Act:
        return self._updating(self._main)

    def two(self) -> Act:
        main, answer = self._main, Answer(1, self.handle())
        event = json.loads(main.execute("select doc from event where id = 1").fetchone()[0])

        def act() -> None:
            main.execute("begin immediate")
            main.execute("insert into answer (event, doc) values (1, ?)", (_text(answer),))
            changed = _text({**event, "yes": event["yes"] + 1})
            main.execute("update event set doc = ? where id = 1", (changed,))
            main.execute("commit")

        return act

    def seen(self) -> Act:
        doc_id = self.anyone()
        self._updating(self._other)()

        def act() -> Member:
            self._main.execute(VERSION).fetchone()
            return self._read(self._main, GET, doc_id)

        return act

    def idle(self) -> Act:
        return lambda: self._main.execute(VERSION).fetchone()

    def compact(self) -> Act:
        return lambda: self._main.execute("vacuum")

    def close(self) -> None:
        """Let go of all connections."""
        for connection in (self._main, self._other, self._loose, self._visitor):
            if connection is not None:
                connection.close()

    def _read(self, connection: sqlite3.Connection, query: str, value: object) -> Member:
        return _member(connection.execute(query, (value,)).fetchone()[0])

    def _opening(self, query: str, value: object) -> Act:
        if self._visitor is not None:
            self._visitor.close()

        def act() -> None:
            self._visitor = connected(self.path)
            self._read(self._visitor, query, value)

        return act

    def _inserting(self, connection: sqlite3.Connection) -> Act:
        newcomer = self.newcomer()
        return lambda: connection.execute(INSERT, (newcomer.handle, _text(newcomer)))

    def _updating(self, connection: sqlite3.Connection) -> Act:
        doc_id = self.anyone()
        moved = self.moved(self._read(connection, GET, doc_id))
        return lambda: connection.execute(UPDATE, (_text(moved), doc_id))


class GrowingSqlite(Sqlite):
    """SQLite as a program meets it that was opened a while ago: its log still grows, as our journal always does.

    Once a log has reached its length it is written over, which spares the file system a change of its length: that
    is the other SQLite.
    """

    def insert(self) -> Act:
        self._shorten()
        return super().insert()

    def update(self) -> Act:
        self._shorten()
        return super().update()

    def two(self) -> Act:
        self._shorten()
        return super().two()

    def _shorten(self) -> None:
        log = self.path.with_name(f"{self.path.name}-wal")
        if log.exists() and log.stat().st_size > LONG:
            self._main.execute("pragma wal_checkpoint(truncate)").fetchone()


class Stock(Measured):
    """TinyDB as it comes, without its cache of queries. It flushes nothing, and knows no other process."""

    def __init__(self, folder: Path, members: Sequence[Member]) -> None:
        super().__init__(members)
        self._path = folder / "stock.json"
        documents = {str(number): msgspec.to_builtins(one) for number, one in enumerate(members, 1)}
        events = {"1": {"title": "New moon supper", "yes": 0}}
        self._path.write_text(json.dumps({"member": documents, "event": events}), "utf-8")
        self._database = TinyDB(self._path)
        self._table = self._database.table("member", cache_size=0)
        self._visitor: TinyDB | None = None

    def open(self) -> Act:
        doc_id = self.anyone()
        if self._visitor is not None:
            self._visitor.close()

        def act() -> None:
            self._visitor = TinyDB(self._path)
            self._visitor.table("member").get(doc_id=doc_id)

        return act

    def get(self) -> Act:
        doc_id = self.anyone()
        return lambda: self._table.get(doc_id=doc_id)

    def find(self) -> Act:
        handle = self.handle()
        return lambda: self._table.search(where("handle") == handle)

    def insert_unflushed(self) -> Act:
        newcomer = msgspec.to_builtins(self.newcomer())
        return lambda: self._table.insert(newcomer)

    def update(self) -> Act:
        doc_id = self.anyone()
        return lambda: self._table.update({"place": "Lagos"}, doc_ids=[doc_id])

    def two(self) -> Act:
        answer = msgspec.to_builtins(Answer(1, self.handle()))

        def act() -> None:
            self._database.table("answer").insert(answer)
            self._database.table("event").update({"yes": 1}, doc_ids=[1])

        return act

    insert = insert_unflushed

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
        if self._visitor is not None:
            self._visitor.close()


class Bare(Measured):
    """The least there can be: a line as long as ours, appended and flushed; a snapshot as long as ours."""

    def __init__(self, folder: Path, lines: Mapping[str, int], snapshot: Path) -> None:
        """`lines` holds the bytes that each operation of ours adds to its journal."""
        super().__init__(())
        self._lines = {name: b"x" * (length - 1) + b"\n" for name, length in lines.items()}
        self._file = os.open(folder / "bare.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._copy = folder / "bare.json"
        self._content = snapshot.read_bytes()

    def insert(self) -> Act:
        return self._appending("insert")

    def insert_unflushed(self) -> Act:
        return lambda: os.write(self._file, self._lines["insert"])

    def update(self) -> Act:
        return self._appending("update")

    def two(self) -> Act:
        return self._appending("two")

    def compact(self) -> Act:
        temporary = self._copy.with_suffix(".tmp")

        def act() -> None:
            with temporary.open("wb") as file:
                file.write(self._content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._copy)
            folder = os.open(temporary.parent, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)

        return act

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def _appending(self, name: str) -> Act:
        line = self._lines[name]

        def act() -> None:
            os.write(self._file, line)
            os.fdatasync(self._file)

        return act
