"""Whoever can write to the record can break a map, and can't make its owner read it as their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace as evolve

from folkmoot.api import BadData, NotAllowed, Stored
from folkmoot.testing import TestCommunity
from folkmoot_tmaps.maps import actions
from folkmoot_tmaps.maps.model import CareMap, Piece
from folkmoot_tmaps.maps.unlocking import snapshots, unlock
from folkmoot_tmaps.sealing.boxes import new_label
from folkmoot_tmaps.sealing.keys import new_secret_key, public_of
from folkmoot_tmaps.sealing.model import Box
from tmaps.a_map import PASSPHRASE, SECRET, Mine, answer, begun, opened

Change = Callable[[Any, Mine], None]


def pieces(mine: Mine) -> list[Stored[Piece]]:
    return mine.session.store.collection(Piece).find(owner="ana")


def put(mine: Mine, stored: Stored[Any], **fields: object) -> None:
    with mine.session.store.transaction(by="root", why="broke in") as tx:
        tx.replace(tx.collection(type(stored.value)).get(stored.id), evolve(stored.value, **fields))


@pytest.fixture
def mine(community: TestCommunity) -> Mine:
    """A map with two sections, each with an earlier and a present version; and a snapshot of the first."""
    made = begun(community)
    answer(made, "steer/matters", "at first")
    actions.review(made.session, made.keys, "steer")
    answer(made, "heavy/first", "heavy at first")
    return made


def forge(mine: Mine) -> None:
    put(mine, pieces(mine)[0], box=Box(sealed=pieces(mine)[0].value.box.sealed, mac="0" * 64))


def cut(mine: Mine) -> None:
    box = pieces(mine)[0].value.box
    put(mine, pieces(mine)[0], box=Box(sealed=box.sealed[:-60], mac=box.mac))


def swap(mine: Mine) -> None:
    one, _snapshot, other = pieces(mine)
    put(mine, one, box=other.value.box)


def swap_labels(mine: Mine) -> None:
    one, _snapshot, other = pieces(mine)
    put(mine, one, label=other.value.label)
    put(mine, other, label=one.value.label)


def replay(mine: Mine) -> None:
    old = pieces(mine)[0].value.box
    answer(mine, "steer/matters", SECRET, "at first")
    put(mine, pieces(mine)[0], box=old)


def take_away(mine: Mine) -> None:
    with mine.session.store.transaction(by="root", why="broke in") as tx:
        tx.remove(pieces(mine)[0])


def put_back_old(mine: Mine) -> None:
    with mine.session.store.transaction(by="root", why="broke in") as tx:
        tx.add(evolve(pieces(mine)[0].value, label=new_label()))


def exchange_public(mine: Mine) -> None:
    found = mine.session.store.collection(CareMap).first(owner="ana")
    assert found
    put(mine, found, public=public_of(new_secret_key()))


def bring_all_back(mine: Mine) -> None:
    found = mine.session.store.collection(CareMap).first(owner="ana")
    before = [*pieces(mine)]
    answer(mine, "steer/matters", SECRET, "at first")
    assert found
    put(mine, mine.session.store.collection(CareMap).get(found.id), index=found.value.index)
    for one in before:
        put(mine, mine.session.store.collection(Piece).get(one.id), box=one.value.box)


@pytest.mark.parametrize(
    ("breaks", "said", "shown"),
    [
        (forge, "you did not seal it", False),
        (cut, "cut off", False),
        (swap, "another part of a map was put in its place", False),
        (swap_labels, "another part of a map was put in its place", False),
        (replay, "an older version", True),
        (take_away, "taken away, and not by you", False),
        (put_back_old, "no longer holds", True),
        (exchange_public, "public key beside your map was exchanged", True),
        (bring_all_back, "older state of your map", True),
    ],
)
def test_what_was_done_to_a_map_is_told_in_a_sentence(
    mine: Mine, breaks: Callable[[Mine], None], said: str, shown: bool
) -> None:
    assert opened(mine).faults == ()
    breaks(mine)
    found = opened(mine)
    assert any(said in fault for fault in found.faults), found.faults
    assert ("steer" in found.sections) == shown
    if breaks is not swap_labels:
        assert found.sections["heavy"].value_of("first") == "heavy at first"
    assert SECRET not in str(found.sections)


def test_what_was_broken_is_mended_by_writing_it_again(mine: Mine) -> None:
    forge(mine)
    answer(mine, "steer/matters", "again")
    assert opened(mine).faults == ()
    assert opened(mine).sections["steer"].value_of("matters") == "again"


def test_after_a_copy_came_back_the_next_answer_counts_again(mine: Mine) -> None:
    bring_all_back(mine)
    answer(mine, "steer/matters", "again", "at first")
    assert opened(mine).faults == ()


def test_an_index_that_was_changed_opens_nothing(mine: Mine) -> None:
    found = mine.session.store.collection(CareMap).first(owner="ana")
    assert found
    put(mine, found, index=Box(sealed=found.value.index.sealed, mac="1" * 64))
    with pytest.raises(BadData, match="you did not seal it"):
        opened(mine)


def test_a_stranger_s_keyring_opens_nothing(
    mine: Mine, found_community: Callable[..., TestCommunity]
) -> None:
    elsewhere = found_community(name_of_folder="elsewhere")
    theirs = begun(elsewhere)
    other = theirs.session.store.collection(CareMap).first(owner="ana")
    found = mine.session.store.collection(CareMap).first(owner="ana")
    assert found and other
    put(mine, found, keyring=other.value.keyring)
    with pytest.raises(NotAllowed):
        unlock(mine.session, PASSPHRASE)


def test_a_snapshot_that_was_changed_is_left_out(mine: Mine) -> None:
    assert len(snapshots(mine.keys, opened(mine), "steer")) == 1
    stored = pieces(mine)[1]
    put(mine, stored, box=Box(sealed=stored.value.box.sealed, mac="0" * 64))
    assert snapshots(mine.keys, opened(mine), "steer") == []
    assert "you did not seal it" in opened(mine).faults[0]
