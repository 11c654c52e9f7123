"""TinyDB's own tables: the full query language, and every write locked, recorded and seen by others."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_house import Member, Note, content, made, opened
from tinydb import TinyDB, where
from tinydb.operations import increment
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from folkmoot.errors import BadData
from folkmoot.store import Store, open_store


def test_a_write_through_a_table_is_recorded_like_any_other(store: Store, path: Path) -> None:
    table = store.table("core.note")
    assert isinstance(table, Table)
    assert table.insert({"author": "ana", "text": "one"}) == 1
    table.update({"text": "uno"}, where("author") == "ana")
    table.remove(doc_ids=[1])
    told = [(entry.seq, entry.kind, entry.before, entry.after) for entry in store.history(Note, 1)]
    assert told == [
        (1, "added", {}, {"author": "ana", "text": "one"}),
        (2, "changed", {"text": "one"}, {"text": "uno"}),
        (3, "removed", {"author": "ana", "text": "uno"}, {}),
    ]
    assert table.insert({"author": "bo", "text": "two"}) == 2
    assert store.collection(Note).get(2).rev == content(path)["core.note"]["2"]["_rev"] == 4
    store.undo(4, by="bo")
    assert table.all() == []


def test_a_table_sees_what_others_wrote_even_for_a_query_asked_before(store: Store, path: Path) -> None:
    table = store.table("core.note")
    query = where("author") == "ana"
    assert table.search(query) == []
    with opened(path) as other, other.transaction("ana", "writing") as tx:
        tx.add(Note("ana", "one"))
    assert [found.doc_id for found in table.search(query)] == [1]
    assert table.get(doc_id=1) == {"author": "ana", "text": "one"}
    assert len(table) == table.count(query) == 1


def test_a_write_through_a_table_joins_the_open_transaction(store: Store) -> None:
    table = store.table("core.note")
    with pytest.raises(KeyError), store.transaction("ana", "failing") as tx:
        tx.add(Note("ana", "one"))
        table.update({"text": "uno"})
        assert tx.collection(Note).get(1).value.text == "uno"
        assert table.insert({"author": "bo", "text": "two"}) == 2
        raise KeyError
    assert table.all() == []
    with store.transaction("ana", "both") as tx:
        tx.add(Note("ana", "one"))
        table.insert({"author": "bo", "text": "two"})
        assert tx.add(Note("ana", "three")).id == 3
    assert {change.seq for change in store.changes(0)} == {1}


def test_nobody_can_change_the_store_through_a_document_of_a_table(store: Store) -> None:
    table = store.table("anything")
    given = {"words": ["a"]}
    table.insert(given)
    given["words"].append("mine")
    table.all()[0]["words"].append("theirs")
    table.search(where("words").exists())[0]["words"].append("again")
    assert table.all() == [{"words": ["a"]}]


def test_a_table_refuses_what_its_collection_could_not_read_again(store: Store, path: Path) -> None:
    before = path.read_bytes()
    for document in ({"author": 5, "text": "x"}, {"author": "ana"}, {"author": "ana", "text": float("nan")}):
        with pytest.raises(BadData, match=r"core\.note"):
            store.table("core.note").insert(document)
    with pytest.raises(BadData):
        store.table("anything").insert({"value": object()})
    assert path.read_bytes() == before
    store.table("core.note").insert({"author": "ana", "text": "x", "colour": "green"})
    assert store.collection(Note).get(1).value == Note("ana", "x")


def test_an_update_that_fails_halfway_changes_nothing(store: Store) -> None:
    table = store.table("anything")
    table.insert_multiple([{"count": 1}, {"count": "many"}])
    with pytest.raises(TypeError):
        table.update(increment("count"))
    assert [document["count"] for document in table.all()] == [1, "many"]


def test_explicit_numbers_are_never_given_out_again(store: Store) -> None:
    table = store.table("anything")
    assert table.insert_multiple([Document({"a": 1}, doc_id=3), {"a": 2}, {"a": 3}]) == [3, 4, 5]
    assert table.insert(Document({"a": 4}, doc_id=10)) == 10
    table.remove(doc_ids=[10])
    assert table.insert({"a": 5}) == 11
    assert table.upsert({"a": 6}, where("a") == 99) == [12]
    table.truncate()
    assert table.insert({"a": 7}) == 1, (
        "only in a table that no collection keeps, and only when it is emptied"
    )


def test_the_numbers_of_a_collection_are_never_used_again_also_when_its_plugin_is_off(path: Path) -> None:
    with made(path) as store, store.transaction("ana", "writing") as tx:
        tx.add(Note("ana", "one"))
    with open_store(path, []) as store:
        store.table("core.note").truncate()
    with opened(path) as store:
        store.table("core.note").truncate()
        with store.transaction("ana", "writing") as tx:
            assert tx.add(Note("ana", "two")).id == 2


def test_a_table_that_is_emptied_begins_anew_for_everyone_and_after_reopening(path: Path) -> None:
    with made(path) as store, opened(path) as other:
        table = store.table("anything")
        table.insert_multiple([{"a": 1}, {"a": 2}])
        table.truncate()
        assert other.table("anything").insert({"a": 3}) == 1
        store.undo(store.seq, by="ana")
    with opened(path) as store:
        store.compact()
        assert store.table("anything").insert({"a": 4}) == 2


def test_the_revision_is_neither_shown_nor_taken(store: Store, path: Path) -> None:
    table = store.table("anything")
    table.insert({"a": 1, "_rev": 77})
    assert table.all() == [{"a": 1}]
    assert content(path)["anything"]["1"]["_rev"] == 1


@pytest.mark.parametrize("name", ["_store", "_history"])
def test_the_stores_own_tables_are_out_of_reach(store: Store, name: str) -> None:
    with pytest.raises(ValueError, match="own"):
        store.table(name)


def test_a_table_answers_as_stock_tinydb_does(store: Store) -> None:
    ours = store.table("people")
    stock = TinyDB(storage=MemoryStorage).table("people")
    people: list[dict[str, object]] = [
        {"name": "Ana", "age": 3, "tags": ["a"]},
        {"name": "Bo", "age": 5, "at": {"city": "X"}},
        {"name": "Cy"},
    ]
    queries = [
        where("age") > 3,
        where("name").matches("[AB]"),
        where("tags").any(["a"]),
        where("at").city == "X",
        ~where("age").exists(),
        (where("age") == 3) | (where("name") == "Cy"),
        where("name").test(lambda name: str(name).islower()),
    ]
    answers = []
    for table in (ours, stock):
        told: list[object] = [table.insert_multiple(people)]
        told += [table.search(query) for query in queries]
        told += [table.count(query) for query in queries]
        told += [table.contains(query) for query in queries]
        told += [table.get(doc_id=2), table.get(doc_ids=[1, 3]), table.get(doc_id=9), len(table), list(table)]
        told += [table.update({"age": 9}, queries[0]), table.update(increment("age"), where("age").exists())]
        told += [table.update_multiple([({"age": 1}, where("name") == "Ana")]), table.all()]
        told += [
            table.upsert({"name": "Ana", "age": 2}, where("name") == "Ana"),
            table.upsert({"x": 1}, queries[0]),
        ]
        told += [table.remove(where("name") == "Bo"), table.all(), table.remove(doc_ids=[1, 44]), table.all()]
        answers.append(told)
    assert answers[0] == answers[1]


def test_typed_and_plain_sides_show_the_same(store: Store) -> None:
    with store.transaction("ana", "adding") as tx:
        tx.add(Member("ana", "Évora"))
    store.table("core.member").update({"city": "Faro"}, where("handle") == "ana")
    assert [found.id for found in store.collection(Member).find(city="Faro")] == [1]
    assert store.collection(Member).find(city="Évora") == []
