"""Versions: older documents are lifted after a backup, newer ones are left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from store_house import Note, content, everything, log, made, opened, ticking

from folkmoot.contributions import Collection
from folkmoot.store import CannotUndo, MigrationFailed, SchemaTooNew, Store, open_store


class Place(msgspec.Struct, frozen=True):
    name: str


class PlaceTwo(msgspec.Struct, frozen=True):
    title: str


class PlaceThree(msgspec.Struct, frozen=True):
    title: str
    seats: int


def retitled(document: dict[str, Any]) -> dict[str, Any]:
    return {"title": document["name"]}


def seated(document: dict[str, Any]) -> dict[str, Any]:
    document["seats"] = len(document["title"])
    return document


FIRST = Collection("core.place", Place)
SECOND = Collection("core.place", PlaceTwo, version=2, migrations={2: retitled})
THIRD = Collection("core.place", PlaceThree, version=3, migrations={2: retitled, 3: seated})


def versioned(path: Path, collection: Collection, **options: Any) -> Store:
    return open_store(path, [collection], clock=ticking(), **options)


@pytest.fixture
def old(path: Path) -> Path:
    with versioned(path, FIRST, create=True) as store, store.transaction("ana", "building") as tx:
        tx.add(Place("hall"))
        tx.add(Place("barn"))
    return path


def test_older_documents_are_lifted_in_one_transaction_after_a_backup(old: Path) -> None:
    before = content(old)
    with versioned(old, THIRD) as store:
        places = store.collection(PlaceThree).all()
        assert [(stored.rev, stored.value) for stored in places] == [
            (2, PlaceThree("hall", 4)),
            (2, PlaceThree("barn", 4)),
        ]
        assert {change.seq for change in store.changes(1)} == {2}
        with pytest.raises(CannotUndo):
            store.undo(2, by="ana")
        with pytest.raises(CannotUndo, match="newer shape"):
            store.undo(1, by="ana")
    (backup,) = (old.parent / "backups").iterdir()
    assert backup.name.startswith("community-20270122T1200")
    assert backup.name.endswith("-before-migration.json")
    assert json.loads(backup.read_bytes()) == before and backup.stat().st_mode & 0o777 == 0o600
    assert content(old)["_store"]["1"]["versions"] == {"core.place": 3}
    with versioned(old, THIRD) as store:
        assert store.seq == 2


def test_a_missing_step_is_told_and_nothing_changes(old: Path) -> None:
    before = everything(old)
    gap = Collection("core.place", PlaceThree, version=3, migrations={3: seated})
    with pytest.raises(MigrationFailed, match=r"core\.place could not be lifted to version 2"):
        versioned(old, gap)
    assert everything(old) == before
    assert not (old.parent / "backups").exists()


def test_a_step_that_fails_or_makes_nonsense_is_told_and_nothing_changes(old: Path) -> None:
    def failing(document: dict[str, Any]) -> dict[str, Any]:
        return {"title": document["nmae"]}

    def wrong(document: dict[str, Any]) -> dict[str, Any]:
        return {"title": 5}

    before = everything(old)
    for step, said in ((failing, "nmae"), (wrong, "title")):
        with pytest.raises(MigrationFailed, match=said):
            versioned(old, Collection("core.place", PlaceTwo, version=2, migrations={2: step}))
    assert everything(old) == before


def test_a_newer_collection_is_refused_by_an_older_plugin_also_when_it_comes_meanwhile(old: Path) -> None:
    with versioned(old, FIRST) as early:
        assert early.collection(Place).count() == 2
        with versioned(old, SECOND):
            pass
        after = everything(old)
        with pytest.raises(SchemaTooNew):
            early.collection(Place).all()
        with pytest.raises(SchemaTooNew), early.transaction("ana", "building") as tx:
            tx.add(Place("shed"))
    with pytest.raises(SchemaTooNew) as caught:
        versioned(old, FIRST)
    assert "newer folkmoot" in str(caught.value) and "core.place" in str(caught.value)
    assert caught.value.exit_code == 78
    assert everything(old) == after


def test_a_newer_file_format_is_refused_and_left_alone(store: Store, path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"format":2', b'"format":3'))
    newer = path.read_bytes()
    with pytest.raises(SchemaTooNew, match="Nothing was changed"):
        opened(path)
    with pytest.raises(SchemaTooNew), store.transaction("ana", "trying") as tx:
        tx.add(Note("ana", "no"))
    assert path.read_bytes() == newer


def test_an_older_store_that_comes_under_an_open_one_is_lifted_by_the_next_write(old: Path) -> None:
    copy = old.with_name("copy.json")
    with versioned(old, FIRST) as first:
        first.export(copy)
    with versioned(old, SECOND) as store:
        log(old).unlink()
        copy.replace(old)
        assert [stored.value.title for stored in store.collection(PlaceTwo).find(title="hall")] == ["hall"]
        with store.transaction("ana", "building") as tx:
            tx.add(PlaceTwo("shed"))
        assert [found["title"] for found in content(old)["core.place"].values()] == ["hall", "barn", "shed"]


def test_two_backups_of_one_second_are_two_files(path: Path, old: Path) -> None:
    for collection in (SECOND, THIRD):
        with versioned(old, collection):
            pass
    assert len(list((old.parent / "backups").iterdir())) == 2


def test_an_empty_collection_needs_no_steps(path: Path) -> None:
    with made(path):
        pass
    with versioned(path, Collection("core.place", PlaceThree, version=3)) as store:
        assert store.seq == 0
        assert store.collection(PlaceThree).all() == []
