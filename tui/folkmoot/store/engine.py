"""What a store needs of whatever keeps it. Above this seam nobody knows of files, below it nobody of types.

An engine keeps tables of plain documents and the records of what changed them. `storage.py` holds one that
rewrites a file at each commit; another can take its place without anything above noticing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

import msgspec

from folkmoot.contributions import Document

REVISION = "_rev"  # in every stored document: the seq of its last change
FORGOTTEN = "(forgotten)"  # stands as the actor of what an erased account did
NOBODY = "(nobody)"  # for whom documents are erased that are over, whosesoever they are
Durability = Literal["commit", "interval", "none"]
Kind = Literal["added", "changed", "removed"]


class Op(msgspec.Struct, frozen=True):
    """What a transaction did to one document.

    `before` and `after` hold the top-level fields that changed, without the revision: all of them for a
    document added (`before` is empty) or removed (`after` is empty). A field that only one of them has was
    taken away or is new. Both are None in a record read back where the content is private or was erased.
    """

    table: str
    id: int
    kind: Kind
    before: Document | None
    after: Document | None
    private: bool = False


class TableChanges(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was done to tables that no collection keeps, as TinyDB has it: `clear` begins their ids anew."""

    create: Sequence[str] = ()
    clear: Sequence[str] = ()
    drop: Sequence[str] = ()


class Unfinished(msgspec.Struct, frozen=True):
    """What is being forgotten, kept on the disk until all of it is: whoever opens the store next goes on.

    `gone` are tables and ids; `only` names the tables that it is about (None: all, and who did what too).
    """

    account: str
    gone: list[tuple[str, int]]
    only: tuple[str, ...] | None = None


class Record(msgspec.Struct, frozen=True):
    """One transaction: who did what, when (aware, UTC) and why. `lifted` names versions a migration reached."""

    seq: int
    at: datetime
    by: str
    why: str
    ops: Sequence[Op]
    lifted: Mapping[str, int] = {}
    forgot: bool = False  # it removed what belonged to somebody who is forgotten
    made: TableChanges | None = None


class Wanted(NamedTuple):
    """Which records are asked for: those that touch one of some tables, and have one of some reasons. Empty: all."""

    tables: Sequence[str] = ()
    whys: Sequence[str] = ()


EVERYTHING = Wanted()


class View(Protocol):
    """All documents at one moment. It never changes, and nobody may change a document got from it."""

    @property
    def seq(self) -> int:
        """The last transaction that this moment has seen; 0 in a new store."""

    @property
    def versions(self) -> Mapping[str, int]:
        """The version of each collection's documents, where one is known."""

    @property
    def owners(self) -> Mapping[str, str]:
        """The field that holds the owner's account, of each collection that has one, loaded or not."""

    @property
    def private(self) -> frozenset[str]:
        """Collections whose content stays out of history, loaded or not."""

    def names(self) -> Sequence[str]:
        """The tables there are."""

    def table(self, name: str) -> Mapping[int, Document]:
        """The documents of a table by id; empty where there is none."""

    def lookup(self, table: str, field: str, value: object, absent: object) -> Sequence[int]:
        """Ids whose field equals a string, integer or None; `absent` is what a missing field stands for."""

    def next_id(self, table: str) -> int:
        """The id that the next document gets: above every id that was ever used."""


class Engine(Protocol):
    """Keeps documents and records. Raises the errors of `folkmoot.store.errors`."""

    @property
    def path(self) -> Path:
        """Where it keeps them."""

    @property
    def community(self) -> str:
        """The community's own id, as hexadecimal digits of a UUID."""

    @property
    def read_only(self) -> bool:
        """Whether this process may only read."""

    @property
    def epoch(self) -> int:
        """Rises when everything was read anew."""

    def view(self) -> View:
        """The present moment; the same object as long as nothing happened, which must be cheap to tell."""

    def writing(self, doing: str) -> AbstractContextManager[View]:
        """Alone among all processes, from the present moment on. `doing` is told to those who wait."""

    def commit(self, record: Record) -> None:
        """Keep a record and what it does, all or nothing. Only while `writing`; its seq is the next one."""

    def records(
        self, since: int = 0, not_before: datetime | None = None, wanted: Wanted = EVERYTHING
    ) -> Iterator[Record]:
        """The records after `since`, oldest first.

        Those before an instant, and those that are not `wanted`, may be left out, where that is quicker.
        """

    def erase(self, account: str, record: Record, only: Sequence[str] | None = None) -> None:
        """Commit a record, and leave no content of an account's documents in an earlier one or a backup.

        What the account did is then done by `FORGOTTEN`, without its reason. With `only`, the documents of these
        tables go, and who did what stays.
        """

    def unfinished(self) -> Unfinished | None:
        """What an interrupted `erase` was about, if there was one."""

    def prune(self, before: datetime, record: Record) -> int:
        """Commit a record, and let go of the records before an instant; returns how many. Only while `writing`."""

    def compact(self) -> None:
        """Make the next opening quick."""

    def backup(self, label: str) -> Path:
        """Put a whole copy aside, with its history."""

    def routine_backup(self, now: datetime, *, only_if_due: bool) -> Path | None:
        """Today's copy, and an end to those that are past; None where today has one already."""

    def copy(self, path: Path) -> View:
        """What a copy holds."""

    def export(self, path: Path) -> None:
        """Write a whole copy with its history as one file."""

    def close(self) -> None:
        """Let go; nothing may be asked afterwards."""
