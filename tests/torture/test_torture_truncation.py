"""A journal that ends anywhere: what was whole stays, and what was not is set aside by whoever writes next."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from torture_broken import VARIANTS
from torture_damage import Written, check_damaged, written

from folkmoot.store import CorruptStore

SHAPES: dict[str, dict[str, Any]] = {
    "plain": {},
    "compacted": {"compacted": True},
    "rotated": {"rotated": True, "steps": 18},
}


def interrupt(quick: Path, store: Written, seq: int, stride: int = 1) -> None:
    """See that a journal that ends at any byte of a transaction tells what was whole by there."""
    for damaged in islice(store.interrupted(seq), 0, None, stride):
        assert check_damaged(quick, store, damaged, at_least=seq - 1) == seq - 1


@pytest.mark.parametrize("back", range(4))
@pytest.mark.parametrize("shape", SHAPES)
def test_a_journal_that_ends_at_any_byte_keeps_what_was_whole(
    quick: Path, shape: str, back: int, long: bool
) -> None:
    store = written(quick / "whole", **SHAPES[shape])
    seq = store.last - back
    whole = check_damaged(quick, store, store.moments[seq], at_least=seq)
    assert whole == seq, "even what is not damaged can't be read"
    interrupt(
        quick,
        store,
        seq,
        stride=1 if long or (shape, back) == ("compacted", 0) else 7 if shape == "compacted" else 13,
    )


def test_a_journal_cut_anywhere_tells_what_was_or_that_it_cannot_be_read(quick: Path, long: bool) -> None:
    store = written(quick / "whole", compacted=True)
    (name,) = store.segments
    snapshot = store.ends[store.last - 8][1]
    for offset in range(0, len(store.files[name]), 1 if long else 41):
        damaged = {**store.files, name: store.files[name][:offset]}
        whole = store.until(name, offset)
        found = check_damaged(quick, store, damaged, at_least=whole)
        assert found == whole or offset < snapshot or private_content_is_past(store, whole)
        assert found is None or offset >= snapshot, "it does not begin where its snapshot ends"


def private_content_is_past(store: Written, whole: int) -> bool:
    """Whether a later transaction took content away that an earlier one needs."""
    return store.states[whole]["Secret"] != store.states[store.last]["Secret"]


@pytest.mark.parametrize("broken", ["throwing_bad_ends_away", "writing_behind_bad_ends", "beginning_anew"])
def test_a_store_that_does_not_mind_its_end_is_caught(
    quick: Path, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = written(quick / "whole", compacted=True)
    VARIANTS[broken](monkeypatch.setattr)
    with pytest.raises((AssertionError, CorruptStore)):
        interrupt(quick, store, store.last - 1, stride=50)
        assert check_damaged(quick, store, {**store.files, store.segments[0]: b""}) is None
