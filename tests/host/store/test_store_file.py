"""The files: never reset, never half written, never in the wrong place."""

from __future__ import annotations

import errno
import json
import os
import re
import stat
from pathlib import Path

import pytest
from store_house import Note, content, left_over, log, made, opened

from folkmoot.errors import CannotCreate
from folkmoot.store import (
    CorruptStore,
    DiskFull,
    NoStore,
    NotDurable,
    Store,
    StoreExists,
    StoreUnreadable,
)
from folkmoot.store.format import sealed_header


def write(store: Store, text: str = "one") -> int:
    with store.transaction("ana", "writing") as tx:
        return tx.add(Note("ana", text)).id


def test_where_nothing_is_nothing_is_made_unless_asked(path: Path) -> None:
    with pytest.raises(NoStore, match="“folkmoot init” founds one") as caught:
        opened(path)
    assert caught.value.exit_code == 69
    assert not path.parent.exists()


def test_a_new_store_is_closed_to_others(path: Path) -> None:
    path = path.parent / "deeper" / path.name
    with made(path) as store:
        assert store.seq == 0 and not store.read_only and store.path == path
    for place, mode in ((path, 0o600), (path.parent, 0o700), (path.parent.parent, 0o700)):
        assert stat.S_IMODE(place.stat().st_mode) == mode
    assert left_over(path) == []


def test_an_existing_store_is_never_founded_anew(store: Store, path: Path) -> None:
    write(store)
    before = path.read_bytes()
    with pytest.raises(StoreExists, match="stays as it is") as caught:
        made(path)
    assert caught.value.exit_code == 73
    path.write_bytes(b"")
    with pytest.raises(StoreExists):
        made(path)
    assert path.read_bytes() == b"" != before


def test_a_community_whose_file_is_gone_is_not_taken_for_a_new_one(store: Store, path: Path) -> None:
    write(store)
    path.unlink()
    for attempt in (lambda: opened(path), lambda: store.seq, lambda: write(store)):
        with pytest.raises(CorruptStore, match="the file is missing, and its journal is there"):
            attempt()
    with pytest.raises(StoreExists):
        made(path)
    log(path).unlink()
    for attempt in (lambda: opened(path), lambda: store.seq):
        with pytest.raises(NoStore, match="is gone"):
            attempt()
    assert not path.exists()


@pytest.mark.parametrize("cut", [0, 1, 2, 20, 200, -2, -3, -40])
def test_a_file_cut_short_is_told_and_never_touched(store: Store, path: Path, cut: int) -> None:
    for text in ("one", "two", "three"):
        write(store, text)
    store.compact()
    check_damaged(store, path, path.read_bytes()[:cut])


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\n\n",
        b"hello",
        b"[]",
        b"[1, 2]",
        b"null",
        b"{}",
        b'{"_store":{}}',
        b'{"_store":{"1":{"format":1}}}',
        b'{"_store":{"1":{"format":"one","community":"x","at":"x","seq":1}}}',
        b'{"core.note":{"1":{"author":"ana","text":"one"}}}',
        bytes(64),
    ],
)
def test_what_is_no_store_is_told_and_never_touched(store: Store, path: Path, damage: bytes) -> None:
    check_damaged(store, path, damage)


@pytest.mark.parametrize(
    ("part", "nonsense"),
    [
        (b'"1":{"author"', b'"one":{"author"'),
        (b'"1":{"author":"ana","text":"one","_rev":1}', b'"1":["author"]'),
        (b'"core.note":{', b'"more":[1],"core.note":{'),
        (b'"author":"ana"', b'"author":"an\xff"'),
        (b'"text":"one"', b'"text":"edited"'),
        (b'"seq":1', b'"seq":"many"'),
        (b'"seq":1', b'"seq":2'),
        (b'"chain":"', b'"chain":"f'),
        (b'"segment":"000000000000', b'"segment":"000000000001'),
    ],
)
def test_a_file_edited_by_hand_is_told_and_never_touched(
    store: Store, path: Path, part: bytes, nonsense: bytes
) -> None:
    write(store)
    store.compact()
    before = path.read_bytes()
    assert part in before
    check_damaged(store, path, before.replace(part, nonsense))


def check_damaged(store: Store, path: Path, damage: bytes) -> None:
    path.write_bytes(damage)
    for attempt in (lambda: opened(path), lambda: store.seq, lambda: write(store), lambda: store.changes(0)):
        with pytest.raises(CorruptStore) as caught:
            attempt()
        for said in (str(path), "Nothing was changed", "backups"):
            assert said in str(caught.value)
        assert caught.value.exit_code == 65
    assert path.read_bytes() == damage
    assert left_over(path) == []


def test_what_a_later_snapshot_says_is_seen_at_once_by_those_who_are_here(store: Store, path: Path) -> None:
    write(store)
    with opened(path) as other:
        other.compact()
        damaged = path.read_bytes().replace(b'"text":"one"', b'"text":"two"')
        whole = path.read_bytes()
        path.write_bytes(damaged)
        with pytest.raises(CorruptStore, match="its checksum differs"):
            store.collection(Note).get(1)
        path.write_bytes(whole)
        assert store.collection(Note).get(1).value.text == "one"


def test_a_version_of_the_same_size_in_the_same_instant_is_seen(store: Store, path: Path) -> None:
    with opened(path, durability="none") as other:
        number = write(store, "0")
        for text in "123456789" * 3:
            with other.transaction("bo", "editing") as tx:
                tx.replace(tx.collection(Note).get(number), Note("ana", text))
            assert store.collection(Note).get(number).value.text == text


def test_a_link_to_a_store_stays_a_link_and_shares_its_lock(store: Store, path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(path)
    with opened(link) as linked:
        write(linked)
        assert linked.path == link
    assert link.is_symlink() and store.collection(Note).count() == 1
    assert not link.with_suffix(".lock").exists()


def test_left_overs_of_killed_writers_are_swept_and_other_files_are_not(store: Store, path: Path) -> None:
    left = path.with_name(f".{path.name}.4711-0a0b0c0d.tmp")
    others = [path.with_name(name) for name in (f".{path.name}.swp", "notes.tmp", ".other.json.1-2.tmp")]
    for file in (left, *others):
        file.write_text("half a file")
    write(store)
    store.compact()
    assert not left.exists()
    assert all(file.exists() for file in others)


def test_the_mode_of_the_file_is_kept(store: Store, path: Path) -> None:
    path.chmod(0o640)
    write(store)
    store.compact()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert stat.S_IMODE(store.backup().stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_root_writes_stays_the_service_accounts(store: Store, path: Path) -> None:
    os.chown(path.parent, 65534, 65534)
    os.chown(path, 65534, 65534)
    path.with_suffix(".lock").unlink()
    with opened(path) as other:
        write(other)
        other.compact()
        backup = other.backup()
    for file in (path, path.with_suffix(".lock"), path.with_suffix(".snap-lock"), backup):
        assert (file.stat().st_uid, file.stat().st_gid) == (65534, 65534)


def test_a_folder_in_the_place_of_the_file_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StoreUnreadable, match="directory"):
        opened(path)
    with pytest.raises(StoreExists):
        made(path)


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnreadable):
        made(tmp_path / "file" / "community.json")
    with pytest.raises(NoStore):
        opened(tmp_path / "file" / "community.json")


def test_a_store_that_could_not_be_founded_leaves_nothing_that_tells_of_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", failing(errno.ENOSPC))
    with pytest.raises(DiskFull):
        made(path)
    assert list(path.parent.iterdir()) == []
    monkeypatch.undo()
    with pytest.raises(NoStore, match="init"):
        opened(path)


@pytest.mark.parametrize("error", [errno.EACCES, errno.EROFS])
def test_a_place_that_is_not_ours_is_told_in_its_own_words(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    monkeypatch.setattr(os, "mkdir", failing(error))
    with pytest.raises(CannotCreate, match="you may not write there"):
        made(path)


class Flushes:
    """Stands for the ways to flush: notes what was flushed, and may fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fail: bool = False) -> None:
        self.told: list[str] = []
        self._fail = fail
        monkeypatch.setattr("folkmoot.store.files.flush", self.data)
        monkeypatch.setattr(os, "fsync", self.data)

    def data(self, descriptor: int) -> None:
        """Note the name of what is flushed."""
        self.told.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        if self._fail:
            raise OSError(errno.EIO, "the disk is dying")


def failing(number: int) -> object:
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_commit_flushes_the_journal_and_nothing_else_once_others_may_write(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushes = Flushes(monkeypatch)
    real = flushes.data

    def looking(descriptor: int) -> None:
        monkeypatch.undo()
        with opened(path, patience=0.0) as other:
            write(other, "from another")
        real(descriptor)

    monkeypatch.setattr("folkmoot.store.files.flush", looking)
    write(store)
    assert flushes.told == ["000000000000.jsonl"]
    assert store.collection(Note).count() == 2


def test_a_snapshot_is_flushed_before_it_takes_its_place_and_the_folder_after(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store)
    flushes = Flushes(monkeypatch)
    store.compact()
    journal, temporary, folder = flushes.told
    assert journal == "000000000000.jsonl" and temporary.endswith(".tmp") and folder == path.parent.name


def test_less_durable_stores_flush_at_most_once_a_second_and_at_the_end_or_never(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("folkmoot.store.storage.monotonic", lambda: now[0])
    expected = {"commit": [1, 2, 3, 4, 4], "interval": [1, 1, 2, 2, 3], "none": [0, 0, 0, 0, 0]}
    for durability, counts in expected.items():
        flushes = Flushes(monkeypatch)
        found = []
        with opened(path, durability=durability) as less:
            for seconds in (0.0, 0.5, 0.6, 0.1):
                now[0] += seconds
                write(less)
                found.append(len(flushes.told))
        assert [*found, len(flushes.told)] == counts


def test_what_was_not_flushed_is_a_second_later_by_whoever_looks(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("folkmoot.store.storage.monotonic", lambda: now[0])
    flushes = Flushes(monkeypatch)
    with opened(path, durability="interval") as less:
        write(less)
        write(less)
        now[0] += 1.1
        assert len(flushes.told) == 1
        less.changes(0)
        assert len(flushes.told) == 2


def test_a_failed_flush_is_never_tried_again_and_the_process_stops_writing(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store)
    flushes = Flushes(monkeypatch, fail=True)
    with pytest.raises(NotDurable, match="could not promise") as caught:
        write(store, "two")
    assert caught.value.exit_code == 74
    tried = len(flushes.told)
    monkeypatch.undo()
    with pytest.raises(NotDurable):
        write(store, "three")
    assert len(flushes.told) == tried == 1
    assert left_over(path) == []
    assert [stored.value.text for stored in store.collection(Note).all()] == ["one", "two"]
    with opened(path) as again:
        assert [stored.value.text for stored in again.collection(Note).all()] == ["one", "two"]
        assert write(again, "three") == 3


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
@pytest.mark.parametrize("written", [0, 1, 40])
def test_a_full_disk_leaves_the_journal_as_it_was(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch, number: int, written: int
) -> None:
    write(store)
    before = log(path).read_bytes()
    real = os.write
    rest = [written]

    def full(descriptor: int, data: bytes) -> int:
        if not rest[0]:
            raise OSError(number, os.strerror(number))
        count, rest[0] = real(descriptor, data[: rest[0]]), 0
        return count

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(DiskFull, match="Make room") as caught:
        write(store, "two")
    assert caught.value.exit_code == 74
    monkeypatch.undo()
    assert log(path).read_bytes() == before
    assert write(store, "two") == 2


@pytest.mark.parametrize("step", ["open", "write", "fsync", "close", "replace"])
def test_a_snapshot_that_can_not_be_written_costs_no_write(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = path.read_bytes()
    monkeypatch.setattr("folkmoot.store.compaction.LEAST", 0)
    monkeypatch.setattr("folkmoot.store.compaction.PART", 1_000_000)
    real = getattr(os, step)

    def full(what: object, *arguments: object, **options: object) -> object:
        temporary = str(what).endswith(".tmp")
        if isinstance(what, int):
            temporary = ".tmp" in str(Path(f"/proc/self/fd/{what}").readlink())
        if not temporary:
            return real(what, *arguments, **options)
        if step == "close":
            real(what)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, step, full)
    assert write(store) == 1
    with pytest.raises(DiskFull):
        store.compact()
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert left_over(path) == []
    assert write(store, "two") == 2


def test_a_full_disk_without_room_for_the_lock_does_not_make_a_store_read_only(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.with_suffix(".lock").unlink()
    with opened(path) as other:
        monkeypatch.setattr(os, "open", failing(errno.ENOSPC))
        with pytest.raises(DiskFull):
            write(other)
        assert not other.read_only
        monkeypatch.undo()
        assert write(other) == 1


def test_other_faults_of_the_disk_are_told_too(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", failing(errno.EIO))
    with pytest.raises(StoreUnreadable, match=re.escape(os.strerror(errno.EIO))):
        write(store)
    monkeypatch.undo()
    assert write(store) == 1


def test_what_a_later_folkmoot_put_into_the_header_stays(store: Store, path: Path) -> None:
    write(store)
    target = path.parent / "exported" / "community.json"
    target.parent.mkdir()
    store.export(target)
    header, rest = target.read_bytes().split(b"\n", 1)
    found = json.loads(header[:-1] + b"}")["_store"]["1"]
    del found["crc"]
    target.write_bytes(sealed_header({"motto": "plant trees", **found}, b"},\n" + rest) + b"},\n" + rest)
    with opened(target) as again:
        write(again)
        again.compact()
        assert content(target)["_store"]["1"]["motto"] == "plant trees"
        assert again.community_id == store.community_id
