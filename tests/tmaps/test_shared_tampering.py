"""Whoever can write to the record can take a letter away, and can't make a reader take another for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace as evolve

from folkmoot.api import Stored
from folkmoot.testing import TestCommunity
from folkmoot_tmaps.maps.model import CareMap, Letter
from folkmoot_tmaps.sealing.boxes import new_label
from folkmoot_tmaps.sealing.model import Box
from folkmoot_tmaps.sharing.letters import Message, sealed_letter
from tmaps.a_map import Mine, answer, begun, opened
from tmaps.shared_maps import inbox_of, index_of, read_by, reader, share

Breaks = Callable[[Mine, Mine, Mine], None]


def letters(mine: Mine) -> list[Stored[Letter]]:
    return mine.session.store.collection(Letter).find(owner="ana")


def put(mine: Mine, stored: Stored[Any], **fields: object) -> None:
    with mine.session.store.transaction(by="root", why="broke in") as tx:
        tx.replace(tx.collection(type(stored.value)).get(stored.id), evolve(stored.value, **fields))


def made_up(mine: Mine, mal: Mine, bo: Mine) -> None:
    """Mal writes a letter of Ana's to Bo."""
    known = index_of(mine).known_key("bo")
    assert known
    message = Message(
        owner="ana", label=letters(mine)[0].value.label, version=99, kind="section", section="heavy",
        title="When it is heavy", day=opened(mine).stored.value.begun,
    )  # fmt: skip
    as_ana = evolve(mal.keys, owner="ana")
    put(mine, letters(mine)[0], box=sealed_letter(as_ana, message, [known]))


def changed(mine: Mine, mal: Mine, bo: Mine) -> None:
    sealed = letters(mine)[0].value.box.sealed
    place = len(sealed) - 400
    letter = "A" if sealed[place] != "A" else "B"
    put(mine, letters(mine)[0], box=Box(sealed=sealed[:place] + letter + sealed[place + 1 :], mac="0" * 64))


def cut(mine: Mine, mal: Mine, bo: Mine) -> None:
    box = letters(mine)[0].value.box
    put(mine, letters(mine)[0], box=Box(sealed=box.sealed[:-60], mac=box.mac))


def swap(mine: Mine, mal: Mine, bo: Mine) -> None:
    one, other = letters(mine)
    put(mine, one, box=other.value.box)


def replay(mine: Mine, mal: Mine, bo: Mine) -> None:
    old = letters(mine)[0].value.box
    answer(mine, "heavy/please", "Bring bread", "Bring soup")
    assert read_by(bo)["ana/heavy"] == ["- Bring bread"]
    put(mine, letters(mine)[0], box=old)


def take_away(mine: Mine, mal: Mine, bo: Mine) -> None:
    with mine.session.store.transaction(by="root", why="broke in") as tx:
        tx.remove(letters(mine)[0])


def put_a_copy(mine: Mine, mal: Mine, bo: Mine) -> None:
    with mine.session.store.transaction(by="root", why="broke in") as tx:
        tx.add(evolve(letters(mine)[0].value, label=new_label()))


def as_another_s(mine: Mine, mal: Mine, bo: Mine) -> None:
    put(mine, letters(mine)[0], owner="mal")


SOUP = ["- Bring soup"]


@pytest.mark.parametrize(
    ("breaks", "reader_told", "reads", "owner_told"),
    [
        (made_up, "“When it is heavy”: this is not as Ana sealed it", None, "you did not seal it"),
        (changed, "“When it is heavy”: this is not as Ana sealed it", None, "you did not seal it"),
        (cut, "“When it is heavy” by Ana: what stands here is cut off", None, "cut off"),
        (swap, "“When it is heavy” by Ana: something else was put in its place", None, "in its place"),
        (replay, "an older version was put in the place of the latest", SOUP, "an older version"),
        (take_away, "is no longer here for you", None, "taken away, and not by you"),
        (put_a_copy, "something else was put in its place", SOUP, "no longer holds"),
        (as_another_s, "something else was put in its place", None, "taken away, and not by you"),
    ],
)
def test_what_was_done_to_a_letter_is_told_to_its_reader_and_to_its_writer(
    community: TestCommunity, breaks: Breaks, reader_told: str, reads: list[str] | None, owner_told: str
) -> None:
    mine = begun(community)
    bo, mal = reader(community, "bo"), reader(community, "mal")
    answer(mine, "heavy/please", "Bring soup")
    answer(mine, "signs/outside", "quiet")
    share(mine, "heavy", "bo")
    share(mine, "signs", "bo")
    assert read_by(bo) == {"ana/heavy": SOUP, "ana/signs": ["- quiet"]}
    assert opened(mine).faults == ()
    breaks(mine, mal, bo)
    box = inbox_of(bo)
    assert any(reader_told in note for note in box.notes), box.notes
    assert read_by(bo).get("ana/heavy") == reads
    assert read_by(bo)["ana/signs"] == ["- quiet"]
    assert any(owner_told in fault for fault in opened(mine).faults), opened(mine).faults
    answer(mine, "heavy/please", "And again", "Bring bread" if breaks is replay else "Bring soup")
    assert opened(mine).faults == ()  # whatever is written next mends it
    assert read_by(bo)["ana/heavy"] == ["- And again"]


def test_a_letter_in_somebody_s_name_before_the_first_true_one_is_told_and_not_shown(
    community: TestCommunity,
) -> None:
    mine = begun(community)
    bo, mal = reader(community, "bo"), reader(community, "mal")
    label = new_label()
    message = Message(
        owner="ana", label=label, version=1, kind="section", section="heavy", title="Send me money",
        day=community.moment.date(),
    )  # fmt: skip
    stored = mal.session.store.collection(CareMap).first(owner="bo")
    assert stored
    from folkmoot_tmaps.maps.model import Known

    box = sealed_letter(
        evolve(mal.keys, owner="ana"), message, [Known(handle="bo", public=stored.value.public)]
    )
    with mine.session.store.transaction(by="root", why="broke in") as tx:
        tx.add(Letter(owner="ana", label=label, box=box, day=community.moment.date()))
    found = inbox_of(bo)
    assert found.received == ()
    assert found.notes == ("“Something”: this is not as Ana sealed it. It is not shown.",)
    assert index_of(bo).known_key("ana") is None  # and nobody's key is held on to for it
