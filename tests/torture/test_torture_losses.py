"""Blocks of zeros, files that are gone, emptied, swapped or old: a state that was, or a word; never a new store."""

from __future__ import annotations

import gc
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from torture_broken import VARIANTS
from torture_damage import FILE, Written, check_damaged, written
from torture_house import files, made, opened, put, state, step

from folkmoot.errors import FolkmootError
from folkmoot.store import CorruptStore, NoStore

BLOCK = 512
Files = dict[str, bytes]


@pytest.fixture
def store(quick: Path) -> Written:
    return written(quick / "whole", rotated=True, steps=18)


def test_blocks_of_zeros_change_no_value(quick: Path, store: Written, long: bool) -> None:
    for name, data in store.files.items():
        for start in range(0, len(data), 16 if long else BLOCK // 2):
            zeros = bytes(min(BLOCK, len(data) - start))
            damaged = {**store.files, name: data[:start] + zeros + data[start + BLOCK :]}
            whole = store.last if name == FILE else max(1, store.until(name, start))
            check_damaged(quick, store, damaged, at_least=whole, copied=True)


def test_zeros_behind_the_end_are_a_bad_end(quick: Path, store: Written) -> None:
    name = store.segments[-1]
    for count in (1, 7, 4096):
        damaged = {**store.files, name: store.files[name] + bytes(count)}
        assert check_damaged(quick, store, damaged, at_least=store.last) == store.last


def test_a_stretch_that_is_missing_or_twice_there_changes_no_value(
    quick: Path, store: Written, long: bool
) -> None:
    chance = random.Random(7)
    for _ in range(3000 if long else 60):
        name = chance.choice(store.segments)
        data = store.files[name]
        start, end = sorted(chance.choices(range(len(data)), k=2))
        whole = max(1, store.until(name, start))
        for changed in (data[:start] + data[end:], data[:end] + data[start:]):
            check_damaged(quick, store, {**store.files, name: changed}, at_least=whole)


def losses(store: Written) -> Iterator[tuple[str, Files]]:
    """Stores of which a file is gone, or empty."""
    for name in store.files:
        yield f"{name} gone", {other: data for other, data in store.files.items() if other != name}
        yield f"{name} empty", {**store.files, name: b""}
    yield "the folder gone", {FILE: store.files[FILE]}


def test_a_lost_or_emptied_file_is_told_and_nothing_is_begun_anew(quick: Path, store: Written) -> None:
    for what, damaged in losses(store):
        assert check_damaged(quick, store, damaged) is None, what


def test_swapped_segments_are_told(quick: Path, store: Written) -> None:
    for one in store.segments:
        for other in store.segments:
            if one != other:
                damaged = {**store.files, one: store.files[other], other: store.files[one]}
                assert check_damaged(quick, store, damaged) is None
                assert check_damaged(quick, store, {**store.files, one: store.files[other]}) is None


def test_the_files_of_another_community_are_told(quick: Path, store: Written) -> None:
    other = written(quick / "other", rotated=True, steps=18)
    for name in store.files:
        assert check_damaged(quick, store, {**store.files, name: other.files[name]}) is None


def test_an_older_snapshot_leads_to_the_same_present(quick: Path) -> None:
    store = written(quick / "whole", compacted=True)
    for seq in range(1, store.last):
        if store.states[seq]["Secret"] == store.states[store.last]["Secret"]:
            damaged = {**store.files, FILE: store.moments[seq][FILE]}
            assert check_damaged(quick, store, damaged, at_least=store.last) == store.last


def test_older_segments_tell_an_older_state_or_that_they_cannot_be_read(quick: Path, store: Written) -> None:
    for seq, moment in store.moments.items():
        for name in store.segments:
            if name in moment:
                whole = max(1, store.until(name, len(moment[name])))
                check_damaged(quick, store, {**store.files, name: moment[name]}, at_least=min(seq, whole))


def test_a_lost_lock_is_made_again_and_a_lost_snapshot_lock_too(quick: Path, store: Written) -> None:
    path = put(quick / "again", store.files)
    with opened(path) as found, opened(path) as other:
        for name in (".lock", ".snap-lock"):
            path.with_suffix(name).unlink(missing_ok=True)
            assert step(found).rev == step(other).rev - 1
            found.compact()
        assert state(found) == state(other)


WAYS: dict[str, Callable[[Path], object]] = {
    "the file gone": lambda path: path.unlink(),
    "the file empty": lambda path: path.write_bytes(b""),
    "the segment gone": lambda path: next(path.with_suffix(".log").glob("*.jsonl")).unlink(),
    "the segment empty": lambda path: next(path.with_suffix(".log").glob("*.jsonl")).write_bytes(b""),
    "the folder gone": lambda path: shutil.rmtree(path.with_suffix(".log")),
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_has_the_store_open_is_told_too_and_puts_nothing_in_its_place(quick: Path, way: str) -> None:
    path = quick / FILE
    with made(path) as store:
        step(store)
        WAYS[way](path)
        before = files(path)
        for attempt in (lambda: store.seq, lambda: step(store), lambda: store.compact(), lambda: made(path)):
            check_refused(attempt)
        assert files(path) == before


def check_refused(attempt: Callable[[], object]) -> None:
    """See that something is not done, in the store's own words."""
    try:
        attempt()
    except (CorruptStore, NoStore):
        return
    except Exception as error:
        assert "stays as it is" in str(error), error
        return
    raise AssertionError("done in spite of the damage")


def test_what_cannot_be_opened_or_founded_leaves_no_file_open(quick: Path) -> None:
    before = open_files()
    for number, damage in enumerate([lambda _path: None, *WAYS.values()]):
        path = quick / str(number) / FILE
        made(path).close()
        damage(path)
        for open_or_found in (opened, made):
            with suppress(FolkmootError):
                open_or_found(path).close()
    gc.collect()
    assert open_files() <= before


def open_files() -> int:
    """How many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").is_dir() else 0


def test_a_store_that_begins_anew_where_it_cannot_read_is_caught(
    quick: Path, store: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    VARIANTS["beginning_anew"](monkeypatch.setattr)
    with pytest.raises(AssertionError):
        for _what, damaged in losses(store):
            assert check_damaged(quick, store, damaged) is None


def test_a_store_without_checksums_is_caught_swallowing_a_stretch(
    quick: Path, store: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    VARIANTS["without_checksums"](monkeypatch.setattr)
    name = store.segments[-1]
    data = store.files[name]
    with pytest.raises(AssertionError):
        for position in store.lines(2):
            changed = data[:position] + data[position + 1 :]
            check_damaged(quick, store, {**store.files, name: changed}, store.until(name, position))
