"""Over the years: the journal is compacted and goes on in segments, copies are kept in turn, old history may go."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_house import COLLECTIONS, NOON, Member, Note, Secret, made, opened, ticking, traces_of
from tinydb import TinyDB

from folkmoot.errors import BadData
from folkmoot.store import CannotUndo, Store, compaction, open_store
from folkmoot.store.backup import STAMP, is_due, label, routine, superfluous
from folkmoot.store.segments import names
from folkmoot.store.storage import FileEngine
from folkmoot.store.survey import survey


def write(store: Store, *texts: str, by: str = "ana") -> None:
    for text in texts:
        with store.transaction(by, "writing") as tx:
            tx.add(Note(by, text))


def texts(store: Store) -> list[str]:
    return [stored.value.text for stored in store.collection(Note).all()]


@pytest.fixture
def short_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """A segment is full after a few records."""
    monkeypatch.setattr(FileEngine, "rotate_at", 400)


@pytest.fixture
def quick_snapshots(monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot is due after a few records."""
    monkeypatch.setattr(compaction, "LEAST", 300)
    monkeypatch.setattr(compaction, "PART", 1_000_000)


def log(path: Path) -> list[str]:
    return names(path.with_suffix(".log"))


# -- compaction and rotation ---------------------------------------------------------------------------------


def test_a_write_adds_one_line_and_leaves_the_file_alone(store: Store, path: Path) -> None:
    before = path.stat()
    journal = path.with_suffix(".log") / log(path)[0]
    lines = len(journal.read_bytes().splitlines())
    write(store, "one", "two")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert len(journal.read_bytes().splitlines()) == lines + 2


def test_a_long_journal_is_compacted_by_whoever_writes(path: Path, quick_snapshots: None) -> None:
    with made(path) as store, opened(path) as other:
        before = path.read_bytes()
        write(store, *"abcdef")
        assert path.read_bytes() != before
        assert texts(other) == list("abcdef")
        write(other, "g")
        assert texts(store) == list("abcdefg")
        assert [change.seq for change in store.changes(0)] == list(range(1, 8))
    with opened(path) as again:
        assert texts(again) == list("abcdefg") and again.seq == 7
    assert survey(path, COLLECTIONS).faults == []


def test_an_older_snapshot_never_takes_the_place_of_a_newer_one(store: Store, path: Path) -> None:
    write(store, "one")
    with opened(path) as other:
        assert texts(other) == ["one"]
        write(store, "two")
        store.compact()
        newer = path.read_bytes()
        other.compact()
        assert path.read_bytes() == newer


def test_a_full_segment_is_sealed_and_the_next_one_goes_on(path: Path, short_segments: None) -> None:
    with made(path) as store, opened(path) as other:
        write(store, *"abcdefghij")
        assert len(log(path)) > 2
        assert texts(other) == list("abcdefghij")
        write(other, "k")
        assert texts(store)[-1] == "k"
        assert [entry.seq for entry in store.history_by("ana")] == list(range(1, 12))
        assert [change.seq for change in other.changes(8)] == [9, 10, 11]
    with opened(path) as again:
        assert texts(again) == list("abcdefghijk")
        assert [entry.after for entry in again.history(Note, 1)] == [{"author": "ana", "text": "a"}]
        again.undo(3, by="bo")
        assert "c" not in texts(again)
    assert survey(path, COLLECTIONS).faults == []


def test_a_rotation_that_was_interrupted_is_begun_again(
    path: Path, short_segments: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with made(path) as store:
        write(store, "a")

        def interrupted(_self: object, _data: bytes) -> None:
            raise KeyboardInterrupt

        from folkmoot.store.journal import Journal

        written = len(log(path))
        with monkeypatch.context() as patch:
            patch.setattr(Journal, "append", interrupted)
            with pytest.raises(KeyboardInterrupt):
                write(store, "b" * 400)
        assert len(log(path)) >= written
        write(store, "b" * 400, "c", "d")
    with opened(path) as again:
        assert texts(again) == ["a", "b" * 400, "c", "d"]
    assert survey(path, COLLECTIONS).faults == []


def test_private_content_goes_on_through_compaction_and_rotation(
    path: Path, short_segments: None, quick_snapshots: None
) -> None:
    with made(path) as store, opened(path) as other:
        with store.transaction("ana", "sealing") as tx:
            tx.add(Secret("ana", "ciphertext 0"))
        for number in range(1, 12):
            with (store if number % 2 else other).transaction("ana", "sealing") as tx:
                tx.replace(tx.collection(Secret).get(1), Secret("ana", f"ciphertext {number}"))
            for one in (store, other):
                assert one.collection(Secret).get(1).value.sealed == f"ciphertext {number}"
            with opened(path) as again:
                assert again.collection(Secret).get(1).value.sealed == f"ciphertext {number}"
            assert not traces_of(path.with_suffix(".log") / "x", b'ciphertext %d"' % (number - 1))
        with store.transaction("ana", "letting go") as tx:
            tx.remove(tx.collection(Secret).get(1))
        assert not traces_of(path, b"ciphertext"), "what is taken away is gone at once"
    assert survey(path, COLLECTIONS).faults == []


# -- copies --------------------------------------------------------------------------------------------------


def test_a_copy_holds_everything_as_stock_tinydb_reads_it(store: Store, path: Path) -> None:
    write(store, "one", "two")
    copy = store.backup()
    with TinyDB(copy, access_mode="r") as stock:
        assert [note["text"] for note in stock.table("core.note").all()] == ["one", "two"]
    assert list(json.loads(copy.read_bytes())["_history"]) == ["1", "2"]
    assert copy.parent == path.parent / "backups"


def test_today_gets_one_copy_by_itself(path: Path) -> None:
    now = [NOON]
    with made(path, clock=lambda: now[0]) as store:
        assert store.backup_if_due() is not None
        now[0] += timedelta(hours=5)
        assert store.backup_if_due() is None
        now[0] += timedelta(hours=8)
        assert store.backup_if_due() is not None


def test_seven_daily_and_eight_weekly_copies_are_kept_and_others_are_left_alone(path: Path) -> None:
    now = [NOON]
    with made(path, clock=lambda: now[0]) as store:
        own = path.parent / "backups" / "community-before-the-party.json"
        for _day in range(120):
            store.backup()
            now[0] += timedelta(days=1)
            if not own.exists():
                store.export(own)
        found = routine(copy.name for copy in (path.parent / "backups").iterdir())
        assert sorted(kind for _taken, kind in found.values()) == ["daily"] * 7 + ["weekly"] * 8
        assert own.exists()


@given(st.lists(st.integers(0, 400), max_size=60, unique=True), st.integers(0, 23))
def test_the_newest_copy_is_never_superfluous_and_what_is_superfluous_is_older_than_a_week(
    days: list[int], hour: int
) -> None:
    kept: list[str] = []
    for day in sorted(days):
        now = datetime(2027, 1, 1, hour, tzinfo=UTC) + timedelta(days=day)
        assert is_due(now, kept) == (f"{now:%Y%m%d}" not in "".join(kept))
        name = f"community-{label(now, kept)}.json"
        gone = superfluous([*kept, name], now)
        assert name not in gone
        kept = [one for one in [*kept, name] if one not in gone]
        taken = sorted((moment for moment, _kind in routine(kept).values()), reverse=True)
        assert len(taken) <= 15
        assert len([one for one in taken if one > now - timedelta(days=6)]) == len(
            [one for one in days if day - 6 < one <= day]
        )
    assert STAMP.endswith("Z")


def test_going_back_to_a_copy_keeps_the_present_first_and_can_be_undone(store: Store, path: Path) -> None:
    write(store, "one", "two")
    with store.transaction("ana", "sealing") as tx:
        tx.add(Secret("ana", "sealed"))
    copy = store.backup()
    write(store, "three")
    with store.transaction("bo", "tidying") as tx:
        tx.remove(tx.collection(Note).get(1))
        tx.remove(tx.collection(Secret).get(1))
    with opened(path) as other:
        seq = store.restore(copy, by="cy")
        assert texts(other) == ["one", "two"] and other.collection(Secret).count() == 1
        assert {change.by for change in other.changes(seq - 1)} == {"cy"}
    (before,) = path.parent.glob("backups/*before-restore*")
    assert [note["text"] for note in json.loads(before.read_bytes())["core.note"].values()] == [
        "two",
        "three",
    ]
    assert store.collection(Note).get(2).rev < seq, "what did not change keeps its revision"
    with store.transaction("ana", "writing") as tx:
        assert tx.add(Note("ana", "four")).id == 4, "ids are never used again"
    with pytest.raises(CannotUndo):
        store.undo(seq, by="cy")  # it brought private content back
    with (
        made(path.parent / "other" / "community.json") as other,
        pytest.raises(BadData, match="another community"),
    ):
        other.restore(copy, by="cy")


def test_who_was_forgotten_does_not_come_back_with_a_copy(store: Store, path: Path) -> None:
    with store.transaction("ana", "joining") as tx:
        tx.add(Member("ana"))
        tx.add(Note("ana", "of ana"))
        tx.add(Note("bo", "of bo"))
    elsewhere = path.parent.parent / "elsewhere.json"
    store.export(elsewhere)
    store.forget("ana", by="bo")
    store.restore(elsewhere, by="bo")
    assert texts(store) == ["of bo"] and store.collection(Member).count() == 0


# -- forgetting and pruning ----------------------------------------------------------------------------------


def test_forgetting_reaches_every_segment_copy_and_what_was_set_aside(
    path: Path, short_segments: None
) -> None:
    with made(path) as store:
        write(store, *("ana-" + letter for letter in "abcd"))
        write(store, "of bo", by="bo")
        store.backup()
        write(store, *("ana-" + letter for letter in "efgh"))
        with store.transaction("ana", "ana-sealed") as tx:
            tx.add(Secret("ana", "ana-ciphertext"))
        last = path.with_suffix(".log") / log(path)[-1]
    with last.open("ab") as file:
        file.write(b'{"crc":"00000000","seq":99,"by":"ana","why":"ana-torn')
    with opened(path) as store, opened(path) as other:
        write(store, "of bo too", by="bo")
        assert store.forget("ana", by="bo") == 9
        assert texts(other) == ["of bo", "of bo too"]
        write(other, "after", by="cy")
        assert texts(store)[-1] == "after"
        assert len(store.history(Note, 1)) == 2
    assert not traces_of(path, b"ana")
    found = survey(path, COLLECTIONS)
    assert found.whole and found.seq == 13
    with opened(path) as again:
        assert texts(again) == ["of bo", "of bo too", "after"]


@pytest.mark.parametrize("step", range(14))
def test_forgetting_that_is_interrupted_anywhere_is_ended_by_whoever_opens_the_store(
    path: Path, step: int, short_segments: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with made(path) as store:
        write(store, *("ana-" + letter for letter in "abcd"))
        write(store, "of bo", by="bo")
        with store.transaction("ana", "ana-sealed") as tx:
            tx.add(Secret("ana", "ana-ciphertext"))
        store.backup()
        interrupt(monkeypatch, step)
        try:
            store.forget("ana", by="bo")
        except KeyboardInterrupt:
            monkeypatch.undo()
        monkeypatch.undo()
    assert survey(path, COLLECTIONS).whole
    with opened(path) as again:
        assert "of bo" in texts(again)
        if len(texts(again)) > 1:  # it had not begun
            assert again.forget("ana", by="bo") == 5
    assert not traces_of(path, b"ana")
    assert survey(path, COLLECTIONS).faults == []


@pytest.mark.parametrize("step", range(14))
def test_forgetting_some_documents_that_is_interrupted_anywhere_goes_on_with_those_alone(
    path: Path, step: int, short_segments: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with made(path) as store:
        write(store, "ana-note")
        with store.transaction("ana", "sealed") as tx:
            tx.add(Secret("ana", "ciphertext-of-hers"))
        store.backup()
        interrupt(monkeypatch, step)
        try:
            store.forget("ana", by="ana", only=(Secret,))
        except KeyboardInterrupt:
            monkeypatch.undo()
        monkeypatch.undo()
    with opened(path) as again:
        assert texts(again) == ["ana-note"]
        if again.collection(Secret).count():  # it had not begun
            assert again.forget("ana", by="ana", only=(Secret,)) == 1
    assert not traces_of(path, b"ciphertext-of-hers")
    assert survey(path, COLLECTIONS).faults == []


@pytest.mark.parametrize("step", [None, *range(14)])
def test_what_is_over_is_erased_from_every_file_whosesoever_it_is_and_what_is_not_stays(
    path: Path, step: int | None, short_segments: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with made(path) as store:
        with store.transaction("ana", "said") as tx:
            over = [tx.add(Secret(account, f"over-{account}")).id for account in ("ana", "bo")]
            kept = tx.add(Secret("ana", "kept-ana"))
        store.backup()
        with store.transaction("ana", "said it in other words") as tx:
            tx.replace(tx.collection(Secret).get(over[0]), Secret("ana", "over-in-other-words"))
        interrupt(monkeypatch, step if step is not None else 99)
        try:
            assert store.erase(Secret, [*over, 999], by="ana") == 2
        except KeyboardInterrupt:
            monkeypatch.undo()
        monkeypatch.undo()
    with opened(path) as again:
        left = again.erase(Secret, over, by="bo")
        assert left in (0, 2) if step is not None else left == 0
        assert [one.id for one in again.collection(Secret).all()] == [kept.id]
        assert again.erase(Secret, over, by="bo") == 0
    assert not traces_of(path, b"over-")
    assert len(traces_of(path, b"kept-ana")) > 1  # the file, and the copy
    assert survey(path, COLLECTIONS).faults == []


def test_what_somebody_else_finished_forgetting_meanwhile_is_not_forgotten_again(path: Path) -> None:
    with made(path) as store:
        write(store, "of ana")
        store.forget("ana", by="bo")
        before = store.seq
        store.go_on_forgetting()  # as one who opened the store while it went on, and waited for the lock
        assert store.seq == before


def interrupt(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Die before the given one of the steps that reach the disk."""
    from folkmoot.store import compaction as snapshots
    from folkmoot.store import erase, journal

    count = [step]

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def go(*arguments: object, **options: object) -> object:
            if not count[0]:
                raise KeyboardInterrupt
            count[0] -= 1
            return real(*arguments, **options)

        return go

    for module in (erase, journal, snapshots):
        monkeypatch.setattr(module, "replace", counted(module.replace))
    monkeypatch.setattr(journal.Journal, "append", counted(journal.Journal.append))


@pytest.mark.parametrize("kept", [0, 1, 5, 9, 10])
def test_old_history_goes_and_all_else_stays(path: Path, kept: int, short_segments: None) -> None:
    clock = ticking()
    with made(path, clock=clock) as store, opened(path) as other:
        write(store, *"abcdefghij")
        moments = [entry.at for entry in store.history_by("ana")]
        edge = moments[-kept] if kept else NOON + timedelta(days=1)
        assert store.prune(edge, by="bo") == 10 - kept
        for one in (store, other):
            assert texts(one) == list("abcdefghij")
            seqs = [entry.seq for entry in one.history_by("ana")]
            assert seqs == list(range(11 - kept, 11))
        write(other, "k")
        assert texts(store)[-1] == "k"
    assert survey(path, COLLECTIONS).faults == []
    with opened(path) as again:
        assert texts(again) == list("abcdefghijk")
        assert again.seq == (11 if kept == 10 else 12)
        target = path.parent / "exported.json"
        again.export(target)
    assert len(json.loads(target.read_bytes())["_history"]) == kept + (1 if kept == 10 else 2)
    if kept < 10:
        assert not traces_of(path.with_suffix(".log") / "x", b'"text":"a"')


def test_what_goes_with_old_history_can_not_be_undone_any_more(store: Store) -> None:
    write(store, "one", "two")
    store.prune(NOON + timedelta(days=1), by="bo")
    with pytest.raises(BadData):
        store.undo(1, by="bo")
    assert store.prune(NOON + timedelta(days=1), by="bo") == 1, "the change that said so is history too"


def test_a_plugin_that_is_off_keeps_its_documents_through_all_of_it(path: Path) -> None:
    with made(path) as store:
        write(store, "one")
        with store.transaction("ana", "sealing") as tx:
            tx.add(Secret("ana", "sealed"))
    with open_store(path, []) as store:
        store.compact()
        store.prune(NOON + timedelta(days=1), by="bo")
        store.backup()
    with opened(path) as again:
        assert texts(again) == ["one"]
        assert again.collection(Secret).get(1).value == Secret("ana", "sealed")
