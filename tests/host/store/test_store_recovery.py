"""Damage: each kind is named, what would be lost is said, and repair keeps all that can be read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from store_house import COLLECTIONS, Member, Note, Secret, everything, log, made, opened

from folkmoot.store import CorruptStore, NoStore, SchemaTooNew, Store, StoreBusy, StoreExists, open_store
from folkmoot.store.errors import StoreReplaced
from folkmoot.store.recovery import import_file, put_in_place, repair
from folkmoot.store.survey import Survey, survey

NOW = datetime(2027, 2, 1, tzinfo=UTC)


def check(path: Path) -> Survey:
    return survey(path, COLLECTIONS)


def mend(path: Path) -> list[str]:
    return repair(path, COLLECTIONS, now=NOW, patience=0.0)


def texts(store: Store) -> list[str]:
    return [stored.value.text for stored in store.collection(Note).all()]


@pytest.fixture
def five(path: Path) -> Path:
    """A store of five changes, the first two of which stand in the snapshot."""
    with made(path) as store:
        for number, text in enumerate(("one", "two", "three", "four", "five")):
            with store.transaction("ana", text) as tx:
                tx.add(Note("ana", text))
                if not number:
                    tx.add(Secret("ana", "sealed"))
            if number == 1:
                store.compact()
    return path


def replaced(file: Path, part: bytes, by: bytes) -> None:
    data = file.read_bytes()
    assert part in data
    file.write_bytes(data.replace(part, by, 1))


def test_a_whole_store_has_no_faults_and_repair_leaves_it_alone(five: Path) -> None:
    before = everything(five)
    found = check(five)
    assert found.whole and found.faults == [] and found.seq == 5
    assert mend(five) == []
    assert everything(five) == before


def test_an_unfinished_write_is_named_and_set_aside(five: Path) -> None:
    with log(five).open("ab") as file:
        file.write(b'{"crc":"12345678","seq":6,"at":"2027')
    found = check(five)
    assert found.whole
    (fault,) = found.faults
    assert fault.where == log(five).name and "36 bytes" in fault.says and "nobody was told" in fault.loses
    assert "36 bytes of an unfinished write were set aside as" in mend(five)[0]
    assert log(five).with_name(f"{log(five).name}.bad-1").read_bytes().endswith(b"2027")
    with opened(five) as store:
        assert texts(store) == ["one", "two", "three", "four", "five"]


def test_the_next_writer_sets_an_unfinished_write_aside_too(five: Path) -> None:
    with log(five).open("ab") as file:
        file.write(b'{"crc":"12345678","seq":6')
    with opened(five) as store:
        assert texts(store)[-1] == "five"
        with store.transaction("bo", "after the power cut") as tx:
            tx.add(Note("bo", "six"))
    assert log(five).with_name(f"{log(five).name}.bad-1").read_bytes() == b'{"crc":"12345678","seq":6'
    with opened(five) as store:
        assert texts(store)[-2:] == ["five", "six"]


@pytest.mark.parametrize("change", [3, 4])
def test_a_change_that_can_not_be_read_is_named_and_all_others_stay(five: Path, change: int) -> None:
    text = ("three", "four")[change - 3].encode()
    replaced(log(five), b'"text":"' + text, b'"text":"xxx')
    before = everything(five)
    with pytest.raises(CorruptStore, match="folkmoot store repair"):
        opened(five)
    assert everything(five) == before
    (fault,) = check(five).faults
    assert f"change {change} can't be read" in fault.says and fault.grave
    assert "whole again" in mend(five)[-1]
    assert check(five).whole
    with opened(five) as store:
        assert texts(store) == [t for t in ("one", "two", "three", "four", "five") if t != text.decode()]
        assert store.seq == 5
        assert store.collection(Secret).get(1).value.sealed == "sealed"
        (lost,) = [entry for entry in store._engine.records() if entry.by == "(store)"]
        assert lost.seq == change and "could not be read" in lost.why
    kept = b"".join(file.read_bytes() for file in five.parent.rglob("*.bad-*"))
    assert b'"text":"xxx' in kept


def test_damage_to_a_change_that_the_file_holds_costs_only_its_history(five: Path) -> None:
    replaced(log(five), b'"why":"two"', b'"why":"xxx"')
    with opened(five) as store:
        assert texts(store) == ["one", "two", "three", "four", "five"]
        with pytest.raises(CorruptStore, match="change 2"):
            store.history(Note, 1)
    assert not check(five).whole
    mend(five)
    with opened(five) as store:
        assert texts(store) == ["one", "two", "three", "four", "five"]
        assert [entry.seq for entry in store.history(Note, 5)] == [5]
        assert store.history(Note, 2) == []


@pytest.mark.parametrize("damage", [b"", b"{", b"\x00" * 4096, None])
def test_a_lost_file_is_written_anew_from_its_journal(five: Path, damage: bytes | None) -> None:
    if damage is None:
        five.unlink()
    else:
        five.write_bytes(damage)
    assert not check(five).whole
    said = mend(five)
    assert "written anew from its journal" in said[0]
    with opened(five) as store:
        assert texts(store) == ["one", "two", "three", "four", "five"]
        assert store.seq == 5 and len(store.history(Note, 1)) == 1


def test_what_was_edited_by_hand_is_kept_aside_and_the_journal_believed(five: Path) -> None:
    replaced(five, b'"text":"one"', b'"text":"1"')
    (fault,) = check(five).faults
    assert "edited by hand" in fault.says
    mend(five)
    with opened(five) as store:
        assert texts(store)[0] == "one"
        assert store.collection(Secret).get(1).value.sealed == "sealed", "only the file has private content"
    assert b'"text":"1"' in five.with_name(f"{five.name}.bad-1").read_bytes()


def test_without_journal_and_file_a_copy_is_taken(five: Path) -> None:
    with opened(five) as store:
        store.backup()
    five.write_bytes(b"gone")
    shutil.rmtree(log(five).parent)
    said = mend(five)
    assert "was taken to start from" in said[0]
    with opened(five) as store:
        assert texts(store) == ["one", "two", "three", "four", "five"]


def test_where_nothing_can_be_read_nothing_is_touched(five: Path) -> None:
    five.write_bytes(b"gone")
    log(five).write_bytes(b"gone too")
    before = everything(five)
    with pytest.raises(CorruptStore, match="neither it nor its journal nor a copy"):
        mend(five)
    assert everything(five) == before


def test_a_missing_segment_is_named_and_the_file_goes_on_without_it(five: Path) -> None:
    name = log(five).name
    log(five).unlink()
    with pytest.raises(CorruptStore, match=name):
        opened(five)
    (fault,) = check(five).faults
    assert fault.where == name and "missing" in fault.says
    mend(five)
    with opened(five) as store:
        assert texts(store) == ["one", "two"]


def test_a_store_of_a_newer_folkmoot_is_not_repaired(five: Path) -> None:
    replaced(five, b'"format":2', b'"format":3')
    before = everything(five)
    with pytest.raises(SchemaTooNew):
        mend(five)
    assert everything(five) == before


def test_nothing_is_repaired_while_somebody_writes(five: Path) -> None:
    with opened(five) as store, store.transaction("ana", "writing"), pytest.raises(StoreBusy):
        mend(five)


def test_where_nothing_ever_was_there_is_nothing_to_repair(tmp_path: Path) -> None:
    with pytest.raises(NoStore):
        mend(tmp_path / "community.json")


@pytest.mark.parametrize(
    ("beside", "says"),
    [
        (lambda path: path.parent.joinpath("backups", "community-x.json"), "this copy"),
        (lambda path: log(path).with_name("000000000005.jsonl"), "nothing"),
        (lambda path: path.with_name(f"{path.name}.bad-1"), "looked at and removed"),
    ],
)
def test_what_lies_beside_is_noted_and_keeps_nobody_out(
    five: Path, beside: Callable[[Path], Path], says: str
) -> None:
    file = beside(five)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"left over")
    found = check(five)
    (fault,) = found.faults
    assert found.whole and file.name in fault.where and says in fault.loses
    with opened(five) as store:
        assert store.seq == 5


def test_a_document_that_fits_no_type_is_named(path: Path) -> None:
    with made(path) as store:
        store.close()
    with open_store(path, []) as store:
        store.table("core.member").insert({"handle": "ana", "weight": "heavy"})
    (fault,) = check(path).faults
    assert "core.member 1" in fault.says and "weight" in fault.where


# -- exports, imports, copies --------------------------------------------------------------------------------


def test_an_export_makes_the_same_community_elsewhere(five: Path, tmp_path: Path) -> None:
    target = tmp_path / "export.json"
    with opened(five) as store:
        store.export(target)
        told, community = (
            store.history_between(NOW.replace(year=2000), NOW.replace(year=2100)),
            store.community_id,
        )
    new = tmp_path / "new" / "community.json"
    import_file(target, new)
    with opened(new) as store:
        assert texts(store) == ["one", "two", "three", "four", "five"]
        assert store.collection(Secret).get(1).value.sealed == "sealed"
        assert store.history_between(NOW.replace(year=2000), NOW.replace(year=2100)) == told
        assert store.community_id == community
        with store.transaction("bo", "goes on") as tx:
            assert tx.add(Note("bo", "six")).id == 6
    assert check(new).faults == []
    with pytest.raises(StoreExists):
        import_file(target, new)


def test_an_exported_file_in_the_place_of_a_store_is_one(five: Path, tmp_path: Path) -> None:
    new = tmp_path / "new" / "community.json"
    new.parent.mkdir()
    with opened(five) as store:
        store.export(new)
    with opened(new) as store:
        assert texts(store)[-1] == "five" and store.seq == 5


def test_a_store_of_the_first_version_gets_its_journal(path: Path) -> None:
    path.parent.mkdir()
    document = {"author": "ana", "text": "one"}
    old = {
        "_store": {
            "1": {"format": 1, "community": "ab" * 16, "at": "2027-01-22T12:00:00Z", "seq": 1, "next": {}}
        },
        "core.note": {"1": {**document, "_rev": 1}},
        "_history": {
            "1": {
                "at": "2027-01-22T12:00:00Z",
                "by": "ana",
                "why": "writing",
                "ops": [{"t": "core.note", "id": 1, "new": document}],
            }
        },
    }
    path.write_text(json.dumps(old))
    with opened(path) as store:
        assert texts(store) == ["one"] and store.community_id == "ab" * 16
        assert [(entry.by, entry.after) for entry in store.history(Note, 1)] == [("ana", document)]
        with store.transaction("bo", "goes on") as tx:
            assert tx.add(Note("bo", "two")).id == 2
    assert check(path).faults == []


@pytest.mark.parametrize("damage", [b'"text":"one"', b'"by":"ana"', b'"seq":3'])
def test_a_copy_that_was_damaged_is_not_taken(five: Path, tmp_path: Path, damage: bytes) -> None:
    target = tmp_path / "export.json"
    with opened(five) as store:
        store.export(target)
        replaced(target, damage, damage[:-1] + b"x" + damage[-1:])
        before = everything(five)
        with pytest.raises(CorruptStore, match=r"export\.json"):
            store.restore(target, by="ana")
    with pytest.raises(CorruptStore, match=r"export\.json"):
        import_file(target, tmp_path / "new" / "community.json")
    assert everything(five) == before


def test_the_file_of_a_store_is_no_copy(five: Path, tmp_path: Path) -> None:
    with pytest.raises(CorruptStore, match="store export"):
        import_file(five, tmp_path / "new" / "community.json")


def test_where_the_present_can_not_be_read_a_copy_takes_its_place(five: Path) -> None:
    with opened(five) as store:
        copy = store.backup()
    five.write_bytes(b"gone")
    said = put_in_place(copy, five)
    assert any(".bad-1" in sentence for sentence in said)
    with opened(five) as store:
        assert texts(store)[-1] == "five"
    assert five.with_name(f"{five.name}.bad-1").read_bytes() == b"gone"


def test_a_member_stays_a_member_in_all_of_it(path: Path) -> None:
    with made(path) as store:
        with store.transaction("ana", "joining") as tx:
            tx.add(Member("ana"))
        copy = store.backup()
        with store.transaction("ana", "moving") as tx:
            tx.replace(tx.collection(Member).get(1), Member("ana", "Porto"))
        seq = store.restore(copy, by="bo")
        assert store.collection(Member).get(1).value.city == "Lisbon"
        store.undo(seq, by="bo")
        assert store.collection(Member).get(1).value.city == "Porto"


# -- what was tried by hand, and held after --------------------------------------------------------------------


@pytest.mark.parametrize("text", [b'"why":"two"', b'"text":"two"', b'"why":"four"'])
def test_after_a_repair_nothing_is_left_to_repair(five: Path, text: bytes) -> None:
    replaced(log(five), text, text[:-1] + b"x" + text[-1:])
    mend(five)
    assert check(five).whole
    before = everything(five)
    assert mend(five) == []
    assert everything(five) == before


def test_a_change_that_a_copy_holds_is_not_lost(five: Path) -> None:
    with opened(five) as store:
        store.backup()
    replaced(log(five), b'"text":"four"', b'"text":"xxxx"')
    said = mend(five)
    assert not any("Lost" in sentence for sentence in said)
    with opened(five) as store:
        assert texts(store) == ["one", "two", "three", "four", "five"]
        assert [entry.why for entry in store.history(Note, 4)] == ["four"]


def test_without_a_journal_the_history_of_a_copy_is_kept_and_what_is_lost_is_said(five: Path) -> None:
    with opened(five) as store:
        store.backup()
        with store.transaction("ana", "six") as tx:
            tx.add(Note("ana", "six"))
        store.compact()
    shutil.rmtree(log(five).parent)
    said = mend(five)
    assert any("after change 6 stood in the journal alone" in sentence for sentence in said)
    with opened(five) as store:
        assert texts(store)[-1] == "six"
        assert [entry.seq for entry in store.history(Note, 3)] == [3]
    assert check(five).whole


def test_the_file_of_another_community_beside_our_journal_is_named(five: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "community.json"
    with made(other) as store:
        store.close()
    five.write_bytes(other.read_bytes())
    found = check(five)
    assert not found.whole and "another community" in found.faults[0].says
    mend(five)
    with opened(five) as store:
        assert texts(store) == ["one", "two", "three", "four", "five"]


def test_another_community_in_the_place_of_ours_is_neither_read_nor_written(
    five: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "community.json"
    with made(other) as store:
        store.export(tmp_path / "other.json")
    with opened(five) as ours:
        log(five).unlink()
        (tmp_path / "other.json").replace(five)
        for attempt in (lambda: ours.seq, lambda: ours.undo(1, by="ana")):
            with pytest.raises(StoreReplaced, match="Leave, and open folkmoot again"):
                attempt()
    with opened(five) as theirs:
        assert theirs.seq == 0


def test_whoever_has_it_open_learns_that_all_may_have_changed(five: Path) -> None:
    with opened(five) as store:
        copy = store.backup()
        with store.transaction("ana", "six") as tx:
            tx.add(Note("ana", "six"))
        before = store.epoch
        put_in_place(copy, five)
        assert store.changes(6) == [] and store.seq == 5
        assert store.epoch > before


def test_a_word_that_names_no_durability_is_refused(path: Path) -> None:
    with pytest.raises(ValueError, match="durability is one of"):
        made(path, durability="bogus")


def test_a_last_line_that_was_whole_is_not_called_unfinished(five: Path) -> None:
    replaced(log(five), b'"text":"five"', b'"text":"fxve"')
    (fault,) = check(five).faults
    assert "the last change, unless" in fault.loses
