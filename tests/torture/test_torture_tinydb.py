"""A store's tables against TinyDB's own in memory: whatever is asked, in whatever order, the answers are the same.

What differs on purpose: an id is given twice only once a table was emptied at a stroke, documents come in the
order of ids, and what fails changes nothing.
"""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, operations, where
from tinydb.queries import QueryInstance
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table
from torture_broken import VARIANTS
from torture_house import opened

from folkmoot.store import open_store

NAMES = ("things", "other things")
Call = tuple[str, Callable[[Table], Any]]  # what it is called, and what is asked

fields = st.sampled_from(["a", "b", "c"])
plain = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "x", "ü", "xy"])
values = plain | st.lists(plain, max_size=2) | st.dictionaries(fields, plain, max_size=2) | st.just(0.5)
documents = st.dictionaries(fields, values, max_size=3)
ids = st.integers(1, 8)


def compared(name: str, value: Any) -> QueryInstance:
    query: QueryInstance = where(name) == value
    return query


queries = st.one_of(
    st.builds(compared, fields, plain),
    st.builds(lambda name: where(name).exists(), fields),
    st.builds(lambda name, value: where(name) != value, fields, plain),
    st.builds(lambda name: where(name).test(lambda value: isinstance(value, int) and value > 0), fields),
    st.builds(lambda name: where(name).one_of([1, "x", None]), fields),
    st.builds(lambda one, other: compared(one, 1) | ~compared(other, "x"), fields, fields),
    st.builds(lambda one, other: where(one)[other] == 1, fields, fields),
)
PROBES = (where("a").exists() | ~where("a").exists(), compared("a", 1), where("b").exists())
changes: st.SearchStrategy[Any] = st.one_of(
    documents,
    st.builds(operations.set, fields, values),
    st.builds(operations.delete, fields),
    st.builds(operations.increment, fields),
    st.builds(operations.add, fields, st.integers(1, 2)),
)


def call(
    name: str, *parts: st.SearchStrategy[Any], **options: st.SearchStrategy[Any]
) -> st.SearchStrategy[Call]:
    """A strategy for calls of a method."""

    def made(arguments: tuple[Any, ...], named: dict[str, Any]) -> Call:
        def ask(table: Table) -> Any:
            return getattr(table, name)(*copy.deepcopy(arguments), **copy.deepcopy(named))

        return f"{name}{arguments}{named}", ask

    return st.builds(made, st.tuples(*parts), st.fixed_dictionaries(options))


with_id = st.builds(Document, documents, ids)
calls = st.one_of(
    call("insert", documents),
    call("insert", documents),
    call("insert", with_id),
    call("insert_multiple", st.lists(documents, max_size=3)),
    call("insert_multiple", st.lists(with_id, max_size=2, unique_by=lambda document: document.doc_id)),
    call("update", changes, queries),
    call("update", changes),
    call("update", changes, doc_ids=st.lists(ids, max_size=2)),
    call("update_multiple", st.lists(st.tuples(documents, queries), max_size=2)),
    call("upsert", documents, queries),
    call("upsert", with_id),
    call("remove", queries),
    call("remove", doc_ids=st.lists(ids, max_size=2, unique=True)),
    call("truncate"),
    call("search", queries),
    call("count", queries),
    call("contains", queries),
    call("contains", doc_id=ids),
    call("all"),
    call("get", queries),
    call("get", doc_id=ids),
    call("get", doc_ids=st.lists(ids, max_size=3)),
    st.just(("len", len)),
    st.just(("iter", list)),
)
plays = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 1), calls), max_size=25)


class Pair:
    """Two stores on one file, in turns, beside a TinyDB in memory."""

    def __init__(self, folder: Path) -> None:
        path = folder / "community.json"
        self.stores = [open_store(path, [], durability="none", create=True), opened(path, durability="none")]
        self.stock = TinyDB(storage=MemoryStorage)
        self._used = dict.fromkeys(NAMES, 0)

    def ask(self, name: str, turn: int, asked: Call) -> None:
        """Ask both the same, and see that they answer the same and hold the same."""
        ours, theirs = self.stores[turn].table(name), self.stock.table(name, cache_size=0)
        theirs._next_id = self._used[name] + 1  # type: ignore[assignment]
        mine, kept = answer(asked, ours), copy.deepcopy(self.stock.storage.read() or {})
        stock = answer(asked, theirs)
        if isinstance(stock, type):
            self.stock.storage.write(kept)
        assert mine == stock, f"{asked[0]}: {mine!r} is not {stock!r}"
        self._sort(name, emptied=asked[0].startswith("truncate"))
        for store in self.stores:
            for probe in PROBES:
                found = store.table(name).search(probe)
                assert described(found) == described(theirs.search(probe)), f"after {asked[0]}"

    def _sort(self, name: str, *, emptied: bool) -> None:
        data = self.stock.storage.read() or {}
        if name in data:
            data[name] = {number: data[name][number] for number in sorted(data[name], key=int)}
            self.stock.storage.write(data)
            self._used[name] = 0 if emptied else max(self._used[name], 0, *map(int, data[name]))

    def close(self) -> None:
        for store in self.stores:
            store.close()


def described(found: Any) -> Any:
    """An answer, with the ids of its documents, and told apart where Python does not: True is not 1."""
    if isinstance(found, Document):
        return found.doc_id, repr(sorted(found.items()))
    return [described(one) for one in found] if isinstance(found, list) else repr(found)


def answer(asked: Call, table: Table) -> Any:
    """What is answered, or the kind of error."""
    try:
        return described(asked[1](table))
    except (KeyError, ValueError, TypeError, RuntimeError) as error:
        return type(error)


@contextmanager
def pair() -> Iterator[Pair]:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        both = Pair(Path(folder))
        yield both
        both.close()


def check_plays(examples: int, phases: Sequence[Phase] = tuple(Phase)) -> None:
    """See that both answer the same, for so many plays."""

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=examples < 1000,
        database=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )
    @given(plays)
    def play(asked: list[tuple[str, int, Call]]) -> None:
        with pair() as both:
            for name, turn, one in asked:
                both.ask(name, turn, one)

    play()


def test_tables_answer_as_those_of_tinydb(long: bool) -> None:
    check_plays(20_000 if long else 400)


def test_a_table_that_keeps_its_answers_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    VARIANTS["with_cached_queries"](monkeypatch.setattr)
    with pytest.raises(AssertionError):
        check_plays(300, phases=[Phase.generate])  # which play does it need not be found out
