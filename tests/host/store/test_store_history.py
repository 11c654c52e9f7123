"""History: who did what and why, taking a change back, and forgetting somebody."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from store_house import (
    COLLECTIONS,
    NOON,
    Counter,
    Member,
    Note,
    Secret,
    content,
    everything,
    log,
    made,
    opened,
    ticking,
    traces_of,
)

from folkmoot.contributions import Collection
from folkmoot.errors import NotFound
from folkmoot.store import CannotUndo, Change, Conflict, CorruptStore, Store, Stored, open_store
from folkmoot.store.recovery import import_file


def write(store: Store, *notes: Note, by: str = "ana", why: str = "writing") -> list[Stored[Note]]:
    with store.transaction(by, why) as tx:
        return [tx.add(note) for note in notes]


def edit(store: Store, number: int, note: Note, by: str = "bo") -> None:
    with store.transaction(by, "editing") as tx:
        tx.replace(tx.collection(Note).get(number), note)


def test_changes_tell_what_happened_since(store: Store, path: Path) -> None:
    (first, second) = write(store, Note("ana", "one"), Note("ana", "two"))
    edit(store, 1, Note("ana", "uno"))
    with opened(path) as other, other.transaction("cy", "tidying") as tx:
        tx.remove(tx.collection(Note).get(2))
    assert store.changes(0) == [
        Change(1, NOON + timedelta(seconds=1), "ana", "writing", "core.note", 1, "added"),
        Change(1, NOON + timedelta(seconds=1), "ana", "writing", "core.note", 2, "added"),
        Change(2, NOON + timedelta(seconds=2), "bo", "editing", "core.note", 1, "changed"),
        Change(3, NOON, "cy", "tidying", "core.note", 2, "removed"),
    ]
    assert [change.seq for change in store.changes(2)] == [3]
    assert store.changes(3) == store.changes(99) == []
    assert (first.id, second.id) == (1, 2)


def test_asking_for_changes_when_nothing_happened_opens_and_reads_no_file(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, Note("ana", "one"))
    assert store.changes(1) == []

    def refused(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a file was opened or read")

    for name in ("open", "pread", "read"):
        monkeypatch.setattr(os, name, refused)
    monkeypatch.setattr("builtins.open", refused)
    assert store.changes(1) == []


def test_history_tells_each_field_before_and_after(store: Store) -> None:
    write(store, Note("ana", "one"))
    edit(store, 1, Note("ana", "uno"))
    with store.transaction("cy", "tidying") as tx:
        tx.remove(tx.collection(Note).get(1))
    told = [(entry.by, entry.kind, entry.before, entry.after) for entry in store.history(Note, 1)]
    assert told == [
        ("ana", "added", {}, {"author": "ana", "text": "one"}),
        ("bo", "changed", {"text": "one"}, {"text": "uno"}),
        ("cy", "removed", {"author": "ana", "text": "uno"}, {}),
    ]
    assert store.history(Note, 2) == []


def test_history_can_be_asked_by_person_and_by_time(store: Store) -> None:
    for number in range(4):
        write(store, Note("x", str(number)), by="ana" if number % 2 else "bo")
    assert [entry.seq for entry in store.history_by("ana")] == [2, 4]
    moments = [entry.at for entry in store.history_between(NOON, NOON + timedelta(hours=1))]
    assert [entry.seq for entry in store.history_between(moments[1], moments[3])] == [2, 3]


def test_private_content_never_enters_history(store: Store, path: Path) -> None:
    with store.transaction("ana", "sealing") as tx:
        secret = tx.add(Secret("ana", "ciphertext one"))
    with store.transaction("ana", "sealing") as tx:
        secret = tx.replace(secret, Secret("ana", "ciphertext two"))
    store.table("tmaps.secret").update({"sealed": "ciphertext three"})
    entries = store.history(Secret, 1)
    assert [(entry.kind, entry.before, entry.after) for entry in entries] == [
        ("added", None, None),
        ("changed", None, None),
        ("changed", None, None),
    ]
    assert traces_of(path, b"ciphertext three")
    assert not traces_of(path, b"ciphertext one") and not traces_of(path, b"ciphertext two")
    store.compact()
    assert b"ciphertext three" in path.read_bytes() and b"ciphertext" not in log(path).read_bytes()
    with opened(path) as again:
        assert again.collection(Secret).get(1).value.sealed == "ciphertext three"


def test_private_stays_private_while_its_plugin_is_off(path: Path) -> None:
    with made(path) as store, store.transaction("ana", "sealing") as tx:
        tx.add(Secret("ana", "ciphertext one"))
    with open_store(path, []) as store:
        store.table("tmaps.secret").update({"sealed": "ciphertext two"})
        store.table("tmaps.secret").truncate()
    assert not traces_of(path, b"ciphertext")


def test_undo_takes_one_change_back_and_leaves_what_came_after(store: Store) -> None:
    first, _second = write(store, Note("ana", "one"), Note("ana", "two"))
    with store.transaction("bo", "rearranging") as tx:
        tx.replace(first, Note("ana", "uno"))
        tx.remove(tx.collection(Note).get(2))
        tx.add(Note("bo", "three"))
    edit(store, 1, Note("cy", "uno"), by="cy")
    assert store.undo(2, by="di") == 4
    notes = {stored.id: stored.value for stored in store.collection(Note).all()}
    assert notes == {1: Note("cy", "one"), 2: Note("ana", "two")}
    last = store.history_by("di")
    assert [entry.seq for entry in last] == [4, 4, 4] and last[0].why == "undid change 2"
    store.undo(4, by="di", why="better as it was")
    notes = {stored.id: stored.value for stored in store.collection(Note).all()}
    assert notes == {1: Note("cy", "uno"), 3: Note("bo", "three")}


def test_undo_of_a_field_that_was_changed_since_is_a_conflict_and_changes_nothing(
    store: Store, path: Path
) -> None:
    write(store, Note("ana", "one"), Note("ana", "two"))
    with store.transaction("bo", "both") as tx:
        for stored in tx.collection(Note).all():
            tx.replace(stored, Note("ana", stored.value.text.upper()))
    edit(store, 1, Note("ana", "uno"))
    before = path.read_bytes()
    with pytest.raises(Conflict) as caught:
        store.undo(2, by="di")
    assert caught.value.current == Stored(1, 3, Note("ana", "uno"))
    assert caught.value.mine == Note("ana", "one")
    with pytest.raises(Conflict):
        store.undo(1, by="di")
    assert path.read_bytes() == before


def test_undo_of_a_removal_where_the_number_is_taken_again_is_a_conflict(store: Store) -> None:
    (first,) = write(store, Note("ana", "one"))
    with store.transaction("bo", "removing") as tx:
        tx.remove(first)
    store.undo(2, by="bo")
    with pytest.raises(Conflict):
        store.undo(2, by="bo")


def test_what_has_no_content_or_no_record_can_not_be_undone(store: Store) -> None:
    with store.transaction("ana", "sealing") as tx:
        tx.add(Secret("ana", "ciphertext"))
    with pytest.raises(CannotUndo, match="private"):
        store.undo(1, by="ana")
    with pytest.raises(NotFound, match="no change 9"):
        store.undo(9, by="ana")


def test_forgetting_leaves_no_trace_of_the_content_in_any_file(store: Store, path: Path) -> None:
    with store.transaction("ana", "ana-reason") as tx:
        tx.add(Member("ana", "Évora-of-ana"))
        tx.add(Note("ana", "ana-text"))
        tx.add(Note("bo", "mentions Ana"))
        tx.add(Secret("ana", "ana-sealed"))
    edit(store, 1, Note("ana", "ana-newer-text"))
    with store.transaction("ana", "ana-gave-it-away") as tx:
        given = tx.add(Note("ana", "ana-gift"))
    edit(store, given.id, Note("bo", "bo-present"))
    with store.transaction("bo", "removing") as tx:
        tx.remove(tx.collection(Note).get(1))
    assert store.forget("ana", by="ana") == 2
    assert not traces_of(path, b"ana")
    assert [stored.value.text for stored in store.collection(Note).all()] == ["mentions Ana", "bo-present"]
    assert store.collection(Member).count() == store.collection(Secret).count() == 0
    kinds = [(entry.kind, entry.before, entry.after) for entry in store.history(Note, 1)]
    assert kinds == [("added", None, None), ("changed", None, None), ("removed", None, None)]
    assert [(change.collection, change.kind) for change in store.changes(5)] == [
        ("core.member", "removed"),
        ("tmaps.secret", "removed"),
    ]
    assert store.history(Note, 2)[0].after == {"author": "bo", "text": "mentions Ana"}
    with pytest.raises(CannotUndo, match="erased"):
        store.undo(2, by="bo")
    with opened(path) as again:
        assert again.seq == 6 and len(again.history(Note, 1)) == 3


def test_forgetting_reaches_plugins_that_are_off_and_backups(path: Path) -> None:
    with made(path) as store:
        write(store, Note("ana", "ana-text"), Note("bo", "stays"))
    known = content(path)["_store"]["1"]
    copy = path.parent / "backups" / "community-old.json"
    with open_store(path, [], clock=ticking()) as store:
        copy.parent.mkdir()
        store.export(copy)
        store.table("anything").insert({"by": "nobody"})
        for told in ("owners", "private", "versions"):
            assert content(path)["_store"]["1"][told] == known[told]
        assert store.forget("ana", by="bo") == 1
    assert not traces_of(path, b"ana")
    assert [note["text"] for note in content(path)["core.note"].values()] == ["stays"]
    kept = json.loads(copy.read_bytes())
    assert [note["text"] for note in kept["core.note"].values()] == ["stays"]
    assert kept["_history"]["1"]["ops"][0] == {"t": "core.note", "id": 1, "erased": "added"}
    import_file(copy, path.parent / "elsewhere" / "community.json")


def test_forgetting_with_a_backup_that_can_not_be_read_says_so_and_removes_nothing(
    store: Store, path: Path
) -> None:
    write(store, Note("ana", "ana-text"))
    copy = path.parent / "backups" / "community-old.json"
    copy.parent.mkdir()
    copy.write_text("ana-text, but torn")
    with pytest.raises(CorruptStore, match="community-old"):
        store.forget("ana", by="bo")
    assert b"ana-text" in log(path).read_bytes()
    assert store.collection(Note).get(1).value.text == "ana-text"


def test_numbers_work_as_owners_too(path: Path) -> None:
    collections = [Collection("core.counter", Counter, owner="left")]
    with open_store(path, collections, create=True) as store:
        with store.transaction("7", "counting") as tx:
            tx.add(Counter("a", left=7))
            tx.add(Counter("b", left=77))
        assert store.forget("7", by="8") == 1
        assert [stored.value.name for stored in store.collection(Counter).all()] == ["b"]


def test_a_history_that_was_edited_to_nonsense_is_told_and_left_alone(path: Path) -> None:
    with made(path) as store:
        write(store, Note("ana", "one"))
        store.compact()
        write(store, Note("ana", "two"))
    log(path).write_bytes(log(path).read_bytes().replace(b'"by":"ana"', b'"by":12345', 1))
    damaged = everything(path)
    with open_store(path, COLLECTIONS) as store, pytest.raises(CorruptStore):
        store.changes(0)
    assert everything(path) == damaged


def test_the_history_of_a_span_is_the_same_whoever_reads_it(path: Path) -> None:
    with made(path) as store:
        for number in range(12):
            write(store, Note("ana" if number % 3 else "bo", str(number)))
        store.forget("bo", by="ana")
        store.compact()
        write(store, Note("ana", "last"))
        everything_told = store.history_between(NOON, NOON + timedelta(days=1))
    for begin in range(16):
        start = NOON + timedelta(seconds=begin)
        with opened(path) as again:
            found = again.history_between(start, NOON + timedelta(days=1))
        assert found == [entry for entry in everything_told if entry.at >= start]


def test_damage_before_a_span_is_told_too(path: Path) -> None:
    with made(path) as store:
        for number in range(6):
            write(store, Note("ana", str(number)))
        store.compact()
    log(path).write_bytes(log(path).read_bytes().replace(b'"text":"2"', b'"text":"x"'))
    with opened(path) as store, pytest.raises(CorruptStore, match="change 3"):
        store.history_between(NOON + timedelta(seconds=6), NOON + timedelta(days=1))


ASKED: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("core.note",), ()),
    (("core.member", "kept.apart"), ()),
    ((), ("one",)),
    (("core.note",), ("one", "tidying")),
    (("nothing",), ()),
)


@pytest.mark.parametrize("again_from_files", [False, True])
def test_the_history_of_some_collections_and_reasons_leaves_nothing_of_them_out(
    path: Path, again_from_files: bool
) -> None:
    with made(path) as store:
        for number in range(9):
            with store.transaction(by="ana", why=("one", "other")[number % 2]) as tx:
                tx.add(Note("ana" if number % 3 else "bo", f'"t":"core.note" {number}'))
        store.table("kept.apart").insert({"text": '"why":"one","t":"core.note"'})
        store.forget("bo", by="ana")
        everything_told = store.history_between(NOON, NOON + timedelta(days=1))
        found = [store.history_between(NOON, NOON + timedelta(days=1), *asked) for asked in ASKED]
    if again_from_files:
        with opened(path) as again:
            found = [again.history_between(NOON, NOON + timedelta(days=1), *asked) for asked in ASKED]
    for (collections, whys), entries in zip(ASKED, found, strict=True):
        assert entries == [
            entry
            for entry in everything_told
            if entry.collection in (collections or [entry.collection]) and entry.why in (whys or [entry.why])
        ]
    assert len(found[0]) >= 9
    assert {entry.why for entry in found[2]} == {"one"}


def test_forgetting_only_some_documents_leaves_the_person_and_what_they_did(store: Store, path: Path) -> None:
    with store.transaction("ana", "ana-reason") as tx:
        tx.add(Note("ana", "ana-text"))
        tx.add(Secret("ana", "ana-sealed"))
        tx.add(Secret("bo", "bo-sealed"))
        tx.add(Secret("", "nobody-s-sealed"))
    store.backup()
    with store.transaction("ana", "ana-changed") as tx:
        (mine,) = tx.collection(Secret).where(lambda one: one.account == "ana")
        tx.replace(mine, Secret("ana", "ana-later"))
    assert store.forget("ana", by="ana", only=(Secret,)) == 1
    assert not traces_of(path, b"ana-sealed")
    assert not traces_of(path, b"ana-later")
    assert {one.value.sealed for one in store.collection(Secret).all()} == {"bo-sealed", "nobody-s-sealed"}
    assert [one.value.text for one in store.collection(Note).all()] == ["ana-text"]
    assert {entry.by for entry in store.history_by("ana")} == {"ana"}
    assert len(traces_of(path, b"ana-text")) > 1  # the file, and the copy


def test_with_a_day_only_the_history_tells_no_time(store: Store) -> None:
    with store.transaction("ana", "by day", by_day=True) as tx:
        tx.add(Note("ana", "one"))
    (change,) = store.changes(0)
    assert (change.at.hour, change.at.minute, change.at.second, change.at.microsecond) == (0, 0, 0, 0)
