"""The file: never reset, never half written, never in the wrong place."""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path

import pytest
from store_house import COLLECTIONS, Note, content, left_over, made, opened

from folkmoot.errors import CannotCreate
from folkmoot.store import (
    CorruptStore,
    DiskFull,
    NoStore,
    NotDurable,
    Store,
    StoreExists,
    StoreUnreadable,
    open_store,
)


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
        with pytest.raises(NoStore, match="is gone"):
            attempt()
    assert not path.exists()


@pytest.mark.parametrize("cut", [0, 1, 2, 20, 200, -2, -3, -40])
def test_a_file_cut_short_is_told_and_never_touched(store: Store, path: Path, cut: int) -> None:
    for text in ("one", "two", "three"):
        write(store, text)
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
        (b'"_history":{', b'"_history":[],"x":{'),
        (b'"seq":1', b'"seq":"many"'),
        (b'"by":"ana"', b'"by":"an\xff"'),
    ],
)
def test_a_hand_edit_to_nonsense_is_told_and_never_touched(
    store: Store, path: Path, part: bytes, nonsense: bytes
) -> None:
    write(store)
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


def test_a_hand_edit_that_makes_sense_is_taken(store: Store, path: Path) -> None:
    write(store)
    path.write_bytes(path.read_bytes().replace(b'"text":"one","_rev"', b'"text":"edited","_rev"'))
    assert store.collection(Note).get(1).value.text == "edited"
    assert write(store, "two") == 2
    assert [note["text"] for note in content(path)["core.note"].values()] == ["edited", "two"]


def test_a_version_of_the_same_size_in_the_same_instant_is_seen(store: Store, path: Path) -> None:
    with opened(path, durability="none") as other:
        number = write(store, "0")
        for text in "123456789" * 3:
            with other.transaction("bo", "editing") as tx:
                tx.replace(tx.collection(Note).get(number), Note("ana", text))
            assert store.collection(Note).get(number).value.text == text


def test_the_time_of_the_file_grows_with_every_version_even_when_the_clock_is_behind(
    store: Store, path: Path
) -> None:
    ahead = path.stat().st_mtime_ns + 3_600_000_000_000
    os.utime(path, ns=(ahead, ahead))
    with opened(path) as other:
        for number in range(1, 4):
            assert write(other) == number
            assert path.stat().st_mtime_ns == ahead + number
            assert store.seq == number


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
    assert not left.exists()
    assert all(file.exists() for file in others)


def test_the_mode_of_the_file_is_kept(store: Store, path: Path) -> None:
    path.chmod(0o640)
    write(store)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_root_writes_stays_the_service_accounts(store: Store, path: Path) -> None:
    os.chown(path.parent, 65534, 65534)
    os.chown(path, 65534, 65534)
    path.with_suffix(".lock").unlink()
    write(store)
    for file in (path, path.with_suffix(".lock")):
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
    """Stands for `os.fsync`: notes what was flushed, and whether the new file was in its place by then."""

    def __init__(self, path: Path, fail_on: str = "") -> None:
        self.path = path
        self.before = path.read_bytes()
        self.told: list[tuple[str, bool]] = []
        self._fail_on = fail_on

    def __call__(self, descriptor: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"
        self.told.append((kind, self.path.read_bytes() != self.before))
        if kind == self._fail_on:
            raise OSError(errno.EIO, "the disk is dying")


def failing(number: int) -> object:
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_commit_flushes_the_file_before_it_takes_its_place_and_the_folder_after(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushes = Flushes(path)
    monkeypatch.setattr(os, "fsync", flushes)
    write(store)
    assert flushes.told == [("file", False), ("folder", True)]


def test_less_durable_stores_flush_at_most_once_a_second_and_at_the_end_or_never(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("folkmoot.store.storage.monotonic", lambda: now[0])
    expected = {"interval": [2, 2, 4, 4, 6], "none": [0, 0, 0, 0, 0]}
    for durability, counts in expected.items():
        flushes = Flushes(path)
        monkeypatch.setattr(os, "fsync", flushes)
        found = []
        with opened(path, durability=durability) as less:
            for seconds in (0.0, 0.5, 0.6, 0.1):
                now[0] += seconds
                write(less)
                found.append(len(flushes.told))
        assert [*found, len(flushes.told)] == counts


@pytest.mark.parametrize("which", ["file", "folder"])
def test_a_failed_flush_is_never_tried_again_and_the_process_stops_writing(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    write(store)
    flushes = Flushes(path, fail_on=which)
    monkeypatch.setattr(os, "fsync", flushes)
    with pytest.raises(NotDurable, match="could not promise") as caught:
        write(store, "two")
    assert caught.value.exit_code == 74
    tried = len(flushes.told)
    monkeypatch.undo()
    with pytest.raises(NotDurable):
        write(store, "three")
    assert len(flushes.told) == tried
    assert left_over(path) == []
    kept = ["one"] if which == "file" else ["one", "two"]
    assert [stored.value.text for stored in store.collection(Note).all()] == kept
    with opened(path) as again:
        assert [stored.value.text for stored in again.collection(Note).all()] == kept
        assert write(again, "three") == len(kept) + 1


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
@pytest.mark.parametrize("step", ["open", "write", "fsync", "close", "replace"])
def test_a_full_disk_at_any_step_leaves_the_old_file_and_nothing_beside_it(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch, number: int, step: str
) -> None:
    write(store)
    before = path.read_bytes()
    real = getattr(os, step)

    def full(what: object, *arguments: object, **options: object) -> object:
        temporary = str(what).endswith(".tmp")
        if isinstance(what, int):
            temporary = ".tmp" in str(Path(f"/proc/self/fd/{what}").readlink())
        if not temporary:
            return real(what, *arguments, **options)
        if step == "close":
            real(what)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, step, full)
    with pytest.raises(DiskFull, match="Make room") as caught:
        write(store, "two")
    assert caught.value.exit_code == 74
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert left_over(path) == []
    assert write(store, "two") == 2


def test_a_full_disk_without_room_for_the_lock_does_not_make_a_store_read_only(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", failing(errno.ENOSPC))
    with pytest.raises(DiskFull):
        write(store)
    assert not store.read_only
    monkeypatch.undo()
    assert write(store) == 1


def test_other_faults_of_the_disk_are_told_too(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", failing(errno.EIO))
    with pytest.raises(StoreUnreadable, match=re.escape(os.strerror(errno.EIO))):
        write(store)
    monkeypatch.undo()
    assert write(store) == 1


def test_what_a_later_folkmoot_put_into_the_header_stays(store: Store, path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"format":1', b'"format":1,"motto":"plant trees"'))
    write(store)
    assert content(path)["_store"]["1"]["motto"] == "plant trees"
    with open_store(path, COLLECTIONS) as again:
        assert again.community_id == store.community_id
