"""What keeps a store well: copies, letting go of people and of old history, going back to a copy."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from folkmoot.contributions import Collection
from folkmoot.errors import BadData
from folkmoot.store import migration
from folkmoot.store.documents import belongs, in_utc
from folkmoot.store.engine import FORGOTTEN, NOBODY, Engine, Op, Record, View
from folkmoot.store.transaction import Transaction, Turns
from folkmoot.store.typed import Shapes
from folkmoot.text import clean
from folkmoot.words import _

ITSELF = "(store)"  # the actor of migrations, and of table writes outside a transaction


class Upkeep(ABC):
    """The part of a `Store` that is seldom asked."""

    _engine: Engine
    _collections: Sequence[Collection]
    _shapes: Shapes
    _turns: Turns

    @abstractmethod
    def transaction(self, by: str, why: str, *, by_day: bool = False) -> AbstractContextManager[Transaction]:
        """Do several things or none."""

    @property
    @abstractmethod
    def read_only(self) -> bool:
        """Whether this process may only read it."""

    @abstractmethod
    def _lifted(self, view: View) -> View:
        """The present moment under the lock, with older documents lifted."""

    @abstractmethod
    def _now(self) -> datetime:
        """The instant, aware and in UTC."""

    def forget(self, account: str, *, by: str, only: Sequence[type[Struct]] = ()) -> int:
        """Remove an account's documents, and their content from history and backups; returns how many.

        With `only`, its documents of these types and nothing else: the account stays, and its name on what it did.

        The fact that something was there stays, without content, name and reason. Documents of others that
        mention the account stay as they are. Raises: as `transaction`; CorruptStore for a backup that can't
        be read, with nothing removed.
        """
        why = _("erased for ever what was somebody's own") if only else _("forgot somebody who asked for it")
        with self._turns.taken(why), self._engine.writing(why) as present:
            names = tuple(self._shapes.of(one).name for one in only) or None
            return self._forgotten(self._lifted(present), account, clean(by), why, names)

    def erase(self, model: type[Struct], ids: Iterable[int], *, by: str) -> int:
        """Remove some documents of a type, and their content from history and backups; returns how many were there.

        For what is to be over when it is over. It writes every file anew: do it for several at once, and seldom.
        Raises: as `forget`.
        """
        why = _("erased for ever what was over")
        with self._turns.taken(why), self._engine.writing(why) as present:
            view, name = self._lifted(present), self._shapes.of(model).name
            there = sorted(set(ids) & set(view.table(name)))
            ops = [Op(name, doc_id, "removed", None, None, private=name in view.private) for doc_id in there]
            if ops:
                self._engine.erase(NOBODY, Record(view.seq + 1, self._now(), clean(by), why, ops), (name,))
                self._shapes.of(model).forget()
            return len(ops)

    def go_on_forgetting(self) -> None:
        """Finish a `forget` that was interrupted, unless somebody else did meanwhile. Raises: as `forget`."""
        why = _("forgot somebody who asked for it")
        with self._turns.taken(why), self._engine.writing(why) as present:
            if (begun := self._engine.unfinished()) is not None:
                self._forgotten(self._lifted(present), begun.account, ITSELF, why, begun.only)

    def _forgotten(
        self, view: View, account: str, by: str, why: str, only: Sequence[str] | None = None
    ) -> int:
        owners = {**view.owners, **{one.name: one.owner for one in self._collections if one.owner}}
        ops = [
            Op(name, doc_id, "removed", None, None, private=name in view.private)
            for name, owner in sorted(owners.items())
            if only is None or name in only
            for doc_id, document in sorted(view.table(name).items())
            if belongs(document, owner, account)
        ]
        actor = FORGOTTEN if by == account and only is None else by
        self._engine.erase(account, Record(view.seq + 1, self._now(), actor, why, ops), only)
        for shape in self._shapes.by_name.values():
            shape.forget()
        return len(ops)

    def prune(self, before: datetime, *, by: str) -> int:
        """Let go of the history before an instant; returns how many changes went. What is, stays.

        Raises: as `transaction`; ValueError for a naive instant.
        """
        by, why = clean(by), _("let go of the history before {day}", day=f"{in_utc(before):%Y-%m-%d}")
        with self._turns.taken(why), self._engine.writing(why) as present:
            view = self._lifted(present)
            return self._engine.prune(in_utc(before), Record(view.seq + 1, self._now(), by, why, ()))

    def restore(self, copy: Path, *, by: str) -> int:
        """Bring everything to what a copy holds, in one transaction, once the present is kept.

        Returns the transaction's number, or 0 where all was as the copy has it.

        What was forgotten since the copy was made stays forgotten, and the history goes on. Raises: BadData
        for a copy of another community, and for one that has documents in a shape that is not theirs here, of a
        plugin that is off and so lifts none; CorruptStore, SchemaTooNew, MigrationFailed for one that can't be
        used; as `transaction`.
        """
        found = self._engine.copy(copy)
        if self._engine.community != getattr(found, "community", None):
            raise BadData(_("{path} is a copy of another community. Nothing was changed.", path=str(copy)))
        migration.refuse_newer(found, self._collections)
        self._refuse_other_shapes(found, copy)
        wanted = migration.lifted(found, migration.older(found, self._collections))
        self._engine.backup(f"{self._now():%Y%m%dT%H%M%SZ}-before-restore")
        with self.transaction(by, _("restored {name}", name=copy.name)) as transaction:
            gone = {
                (op.table, op.id) for record in self._engine.records() if record.forgot for op in record.ops
            }
            present = transaction.view()
            for name in {*present.names(), *wanted.names()}:
                kept = {
                    doc_id: document
                    for doc_id, document in wanted.table(name).items()
                    if (name, doc_id) not in gone
                }
                for doc_id in [doc_id for doc_id in present.table(name) if doc_id not in kept]:
                    transaction.put(name, doc_id, None)
                for doc_id, document in kept.items():
                    transaction.put(name, doc_id, document)
            return transaction.seq if transaction.ops() else 0

    def _refuse_other_shapes(self, found: View, copy: Path) -> None:
        """Documents that nobody here lifts must not come in as what they are not."""
        here, known = self._engine.view(), {one.name for one in self._collections}
        for name in sorted({*found.names()} - known):
            if found.table(name) and found.versions.get(name, 1) != here.versions.get(name, 1):
                raise BadData(
                    _(
                        "{path} has “{collection}” in another version, and its plugin is not on. Turn it on first, or "
                        "make a community of the copy elsewhere (store import). Nothing was changed.",
                        path=str(copy),
                        collection=name,
                    )
                )

    def backup(self) -> Path:
        """Put today's copy with its history into `backups`; seven daily and eight weekly ones are kept."""
        made = self._engine.routine_backup(self._now(), only_if_due=False)
        assert made is not None
        return made

    def backup_if_due(self) -> Path | None:
        """Today's copy, where there is none yet."""
        return None if self.read_only else self._engine.routine_backup(self._now(), only_if_due=True)

    def export(self, path: Path) -> None:
        """Write everything, with its history, as one file that stock TinyDB reads and `import` takes."""
        self._engine.export(path)

    def compact(self) -> None:
        """Write the file anew, so that the next opening reads no journal."""
        self._engine.compact()
