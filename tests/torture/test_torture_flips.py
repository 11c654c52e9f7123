"""Bits that turned over: either a bad end, before which all is as it was, or it is told and nothing is touched."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from torture_broken import VARIANTS
from torture_damage import FILE, Written, check_damaged, spread, written

SHAPES: dict[str, dict[str, Any]] = {
    "compacted": {"compacted": True},
    "rotated": {"rotated": True, "steps": 18},
}


def flipped(store: Written, name: str, position: int, bits: int) -> dict[str, bytes]:
    """The files with some bits of one byte turned over."""
    data = bytearray(store.files[name])
    data[position] ^= bits
    return {**store.files, name: bytes(data)}


def flip_each(
    quick: Path, store: Written, name: str, positions: Iterable[int], *, copied: bool = False
) -> None:
    """See that with a flip at any of some positions every transaction before it is as it was, or none is told."""
    for position in positions:
        bits = 1 << position % 8 if position % 3 else random.Random(position).randint(1, 255)
        whole = max(1, store.until(name, position)) if name != FILE else store.last
        check_damaged(quick, store, flipped(store, name, position, bits), at_least=whole, copied=copied)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_flip_anywhere_in_the_last_transactions_changes_no_value(
    quick: Path, shape: str, long: bool
) -> None:
    store = written(quick / "whole", **SHAPES[shape])
    positions = store.lines(3)
    flip_each(quick, store, store.segments[-1], positions if long else spread(positions, 300))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_flip_anywhere_in_the_journal_changes_no_value_and_gets_into_no_copy(
    quick: Path, shape: str, long: bool
) -> None:
    store = written(quick / "whole", **SHAPES[shape])
    for name in store.segments:
        positions = range(len(store.files[name]))
        flip_each(quick, store, name, positions if long else spread(positions, 60), copied=True)


def test_a_flip_anywhere_in_the_snapshot_is_told(quick: Path, long: bool) -> None:
    store = written(quick / "whole", compacted=True)
    positions = range(len(store.files[FILE]))
    for position in positions if long else spread(positions, 300):
        for bits in (1 << position % 8, 255):
            damaged = flipped(store, FILE, position, bits)
            assert check_damaged(quick, store, damaged, at_least=store.last) is None


def test_a_seal_that_cannot_be_read_hides_no_segment_behind_it(quick: Path) -> None:
    store = written(quick / "whole", rotated=True)
    for name in store.segments[:-1]:
        end = len(store.files[name])
        for position in range(store.files[name].rfind(b"\n", 0, end - 1) + 1, end):
            damaged = flipped(store, name, position, 1)
            assert check_damaged(quick, store, damaged) in (None, store.last)
        assert check_damaged(quick, store, {**store.files, name: store.files[name][:-30]}) is None
        cut = store.files[name][: store.files[name].rfind(b"\n", 0, end - 1) + 1]
        assert check_damaged(quick, store, {**store.files, name: cut}) is None


def test_a_store_that_compares_no_checksum_is_caught(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = written(quick / "whole", compacted=True)
    VARIANTS["without_checksums"](monkeypatch.setattr)
    with pytest.raises(AssertionError):
        flip_each(quick, store, store.segments[-1], store.lines(1))


def test_a_store_that_does_not_compare_its_snapshots_checksum_is_caught(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = written(quick / "whole", compacted=True)
    VARIANTS["without_the_snapshots_checksum"](monkeypatch.setattr)
    with pytest.raises(AssertionError, match="a value is wrong"):
        flip_each(quick, store, FILE, range(500, len(store.files[FILE])))
