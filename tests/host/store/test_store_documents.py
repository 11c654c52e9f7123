"""Documents: what goes in comes out, and what can't is refused in a sentence."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from store_house import COLLECTIONS, NOON, Member, Mood, Note, Place, content, everything, made, opened
from tinydb import TinyDB, where

from folkmoot.contributions import Collection
from folkmoot.errors import BadData, NotFound
from folkmoot.store import CorruptStore, Store, open_store

ANA = Member(
    handle="ana",
    city="Évora",
    joined=NOON,
    born=date(1980, 2, 29),
    place=Place("hall", 38.7),
    languages=("pt", "es"),
    mood=Mood.GLAD,
    standing="partner",
    weight=0.1,
)


def add(store: Store, *values: msgspec.Struct) -> list[int]:
    with store.transaction("ana", "adding") as tx:
        return [tx.add(value).id for value in values]


def test_a_value_comes_back_as_it_went_in(store: Store, path: Path) -> None:
    (number,) = add(store, ANA)
    assert store.collection(Member).get(number).value == ANA
    with opened(path) as again:
        stored = again.collection(Member).get(number)
        assert (stored.id, stored.rev, stored.value) == (1, 1, ANA)
        assert stored.value.joined == datetime(2027, 1, 22, 12, tzinfo=UTC)


def test_what_is_not_there_is_told_in_a_sentence(store: Store) -> None:
    with pytest.raises(NotFound, match=r"no core\.member with the number 7"):
        store.collection(Member).get(7)


def test_find_uses_every_field_alike_whether_indexed_or_not(store: Store) -> None:
    bo = Member("bo", "Porto", standing="partner")
    add(store, ANA, bo, Member("cy", "Porto"))
    members = store.collection(Member)
    assert [found.id for found in members.find(city="Porto")] == [2, 3]
    assert [found.id for found in members.find(standing="partner")] == [1, 2]
    assert [found.id for found in members.find(city="Porto", standing="partner")] == [2]
    assert [found.id for found in members.find(mood=Mood.GLAD)] == [1]
    assert [found.id for found in members.find(joined=NOON)] == [1]
    assert [found.id for found in members.find(place=Place("hall", 38.7))] == [1]
    assert members.find(handle="nobody") == []
    first = members.first(city="Porto")
    assert first is not None and first.value == bo
    assert members.first(handle="nobody") is None
    assert [found.id for found in members.where(lambda member: member.weight < 1)] == [1]
    assert [found.id for found in members.all()] == [1, 2, 3]
    assert members.count() == 3


def test_find_sees_what_a_transaction_has_changed_so_far(store: Store) -> None:
    add(store, ANA, Member("bo", "Porto"), Member("cy", "Porto"))
    with store.transaction("ana", "moving") as tx:
        members = tx.collection(Member)
        tx.replace(members.get(1), msgspec.structs.replace(ANA, city="Porto"))
        tx.replace(members.get(2), Member("bo", "Faro"))
        tx.remove(members.get(3))
        tx.add(Member("di", "Porto"))
        assert [found.id for found in members.find(city="Porto")] == [1, 4]
        assert [found.id for found in members.find(city="Faro")] == [2]
        assert [found.id for found in members.find(city="Évora")] == []
        assert [found.id for found in store.collection(Member).find(city="Porto")] == [1, 4]
    assert [found.id for found in store.collection(Member).find(city="Porto")] == [1, 4]


def test_a_field_missing_in_the_file_counts_as_its_default(store: Store) -> None:
    store.table("core.member").insert({"handle": "ana"})
    assert [found.id for found in store.collection(Member).find(city="Lisbon")] == [1]
    assert [found.id for found in store.collection(Member).find(mood=Mood.CALM)] == [1]


def test_an_unknown_field_or_type_is_a_programming_error(store: Store) -> None:
    with pytest.raises(TypeError, match="no field 'town'"):
        store.collection(Member).find(town="Porto")
    with pytest.raises(TypeError, match="Place"):
        store.collection(Place)


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (Member("ana", weight=math.nan), "weight"),
        (Member("ana", weight=math.inf), "weight"),
        (Member("ana", place=Place("hall", -math.inf)), "place.latitude"),
        (Member("half \ud83d"), "handle"),
        (Member("ana", languages=("pt", "\udc00")), "languages"),
        (Member("ana", city=5), "city"),  # type: ignore[arg-type]
        (Member("ana", standing="king"), "standing"),  # type: ignore[arg-type]
        (Member("ana", joined=object()), ""),  # type: ignore[arg-type]
    ],
)
def test_what_could_not_be_read_again_is_refused_before_anything_is_written(
    store: Store, path: Path, value: Member, field: str
) -> None:
    before = path.read_bytes()
    with pytest.raises(BadData) as caught, store.transaction("ana", "trying") as tx:
        tx.add(Note("ana", "goes with it"))
        tx.add(value)
    assert field in str(caught.value) and "core.member" in str(caught.value)
    assert path.read_bytes() == before


def test_a_document_that_does_not_fit_its_type_is_named_and_left_alone(path: Path) -> None:
    with open_store(path, [], create=True) as store:
        store.table("core.member").insert({"handle": "ana", "weight": "heavy"})
        store.table("core.member").insert({"handle": "bo"})
    damaged = everything(path)
    with opened(path) as again:
        assert again.collection(Member).get(2).value == Member("bo")
        with pytest.raises(CorruptStore) as caught:
            again.collection(Member).get(1)
    for part in ("core.member 1", "weight", str(path), "backups"):
        assert part in str(caught.value)
    assert everything(path) == damaged


def test_fields_and_tables_of_newer_or_missing_plugins_survive(path: Path) -> None:
    class NewerNote(msgspec.Struct, frozen=True):
        author: str
        text: str
        colour: str = "blue"

    newer = [Collection("core.note", NewerNote), Collection("garden.plant", Place)]
    with open_store(path, newer, create=True) as store:
        add(store, NewerNote("ana", "hello", "green"), Place("oak"))
    with opened(path) as store, store.transaction("ana", "editing") as tx:
        tx.replace(tx.collection(Note).get(1), Note("ana", "good day"))
    with open_store(path, newer) as store:
        assert store.collection(NewerNote).get(1).value == NewerNote("ana", "good day", "green")
        assert store.collection(Place).get(1).value == Place("oak")


def test_a_field_that_the_type_knows_and_the_new_value_leaves_out_is_gone(path: Path) -> None:
    class Sparse(msgspec.Struct, frozen=True, omit_defaults=True):
        name: str
        colour: str = "blue"

    with open_store(path, [Collection("core.sparse", Sparse)], create=True) as store:
        add(store, Sparse("a", "green"))
        with store.transaction("ana", "back to blue") as tx:
            tx.replace(tx.collection(Sparse).get(1), Sparse("a"))
    assert content(path)["core.sparse"]["1"] == {"name": "a", "_rev": 2}


def test_nobody_can_change_the_store_through_a_value_that_they_read(path: Path) -> None:
    class Loose(msgspec.Struct):
        words: list[str]

    with open_store(path, [Collection("core.loose", Loose)], create=True) as store:
        given = Loose(["a"])
        add(store, given)
        given.words.append("mine")
        store.collection(Loose).get(1).value.words.append("theirs")
        assert store.collection(Loose).get(1).value.words == ["a"]


def test_stock_tinydb_reads_the_file_with_one_document_a_line(store: Store, path: Path) -> None:
    add(store, ANA, Member("bo"))
    store.compact()
    with TinyDB(path, access_mode="r") as stock:
        table = stock.table("core.member")
        assert table.get(where("handle") == "bo")["_rev"] == 1
        (header,) = stock.table("_store").all()
        assert header["format"] == 2 and header["seq"] == 1 and header["next"] == {"core.member": 3}
        assert header["community"] == store.community_id and len(store.community_id) == 32
    lines = path.read_text("utf-8").splitlines()
    assert [line[:16] for line in lines if '"_rev"' in line] == ['"1":{"handle":"a', '"2":{"handle":"b']


@pytest.mark.parametrize(
    "collections",
    [
        [Collection("core.note", Note, indexes=("colour",))],
        [Collection("core.note", Note, owner="whose")],
        [*COLLECTIONS, Collection("core.other", Note)],
        [*COLLECTIONS, Collection("core.note", Place)],
        [Collection("core.row", msgspec.defstruct("Row", ["a"], array_like=True))],
        [Collection("core.clash", msgspec.defstruct("Clash", [("_rev", int)]))],
    ],
)
def test_a_collection_that_can_not_work_is_refused_at_opening(
    path: Path, collections: list[Collection]
) -> None:
    with pytest.raises(TypeError, match=r"core\."):
        open_store(path, collections, create=True)
    assert not path.exists()


def test_true_and_one_are_two_things(store: Store) -> None:
    table = store.table("anything")
    table.insert({"value": 1})
    for value in (True, 1.0, 1, "1"):
        table.update({"value": value})
        found = table.all()[0]["value"]
        assert (found, type(found)) == (value, type(value))
    assert store.seq == 5


def test_whole_numbers_of_any_size_are_kept(path: Path) -> None:
    with made(path) as store:
        store.table("anything").insert({"big": 2**70, "small": -(2**63)})
    with opened(path) as store:
        assert store.table("anything").all() == [{"big": 2**70, "small": -(2**63)}]


class Bag(msgspec.Struct, frozen=True):
    """Something whose parts have no order."""

    words: frozenset[str]


def test_what_has_no_order_is_written_in_one_order_whoever_writes_it(path: Path) -> None:
    """Python puts a set in another order in every process: without this, files of equal content would differ."""
    words = [f"word {number:02}" for number in range(20)]
    bags = [Collection("core.bag", Bag)]
    with open_store(path, bags, create=True) as store:
        with store.transaction("ana", "adding") as tx:
            tx.add(Bag(frozenset(words)))
        store.compact()
    assert next(iter(content(path)["core.bag"].values()))["words"] == words
    with open_store(path, bags) as store:
        assert store.collection(Bag).all()[0].value == Bag(frozenset(words))
