"""The proposal of home groups: made, adjusted by several at once, begun; nothing of it is lost."""

from __future__ import annotations

import pytest

from core.groups_here import a_group, a_guest, here
from door.visitors import as_partner
from folkmoot.errors import BadData, NotAllowed, NotFound, TryAgain
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_core.groups.forms import WishForm
from folkmoot_core.groups.joining import leave_group
from folkmoot_core.groups.kept import groups_with, people_in, without_group
from folkmoot_core.groups.model import Place
from folkmoot_core.groups.proposals import begin, draft, drop, place, propose, save_wish
from folkmoot_core.people.cards import leave

PEOPLE = ["bo", "cy", "di", "ed", "fi", "gil", "hal"]


@pytest.fixture
def many(community: TestCommunity) -> TestCommunity:
    """Eight people without a group; Ana and Bo are Partners."""
    for handle in PEOPLE:
        here(community, handle)
    as_partner(community, "bo")
    return community


def where(community: TestCommunity) -> dict[str, int]:
    return dict(draft(community.session("ana")).places)


def test_everybody_without_a_group_is_proposed_but_for_who_said_not_now(many: TestCommunity) -> None:
    a_group(many, "kim")
    save_wish(many.session("hal"), WishForm(ready="not_now"))
    found = propose(many.session("ana"), 1)
    assert sorted(one for _number, group in found.groups for one in group.members) == ["ana", *PEOPLE[:-1]]
    assert "hal" in {one.handle for one in without_group(many.session("ana"))}


def test_those_who_were_at_a_gathering_can_be_proposed_alone(many: TestCommunity) -> None:
    found = propose(many.session("ana"), 1, ["bo", "cy", "di", "nobody"])
    assert [group.members for _number, group in found.groups] == [("bo", "cy", "di")]
    with pytest.raises(BadData, match="needs three people"):
        propose(many.session("ana"), 1, ["bo", "cy"])
    assert len(where(many)) == 3  # what was proposed before is still there


def test_two_partners_adjust_one_proposal(many: TestCommunity) -> None:
    propose(many.session("ana"), 1)
    before = where(many)
    place(many.session("ana"), "cy", 1 + before["cy"] % 2)
    place(many.session("bo"), "di", 0)
    now = where(many)
    assert now["cy"] != before["cy"]
    assert draft(many.session("bo")).left == ("di",)
    assert {one: number for one, number in now.items() if one not in ("cy", "di")} == {
        one: number for one, number in before.items() if one not in ("cy", "di")
    }
    with pytest.raises(BadData, match="no group 5"):
        place(many.session("ana"), "cy", 5)
    with pytest.raises(NotFound, match="not in the proposal"):
        place(many.session("ana"), "nobody", 1)


def test_what_was_adjusted_meanwhile_is_looked_at_before_it_begins(many: TestCommunity) -> None:
    seen = propose(many.session("ana"), 1).places
    place(many.session("bo"), "di", 0)
    with pytest.raises(TryAgain, match="once more"):
        begin(many.session("ana"), seen)
    assert groups_with(many.session("ana").store, "ana") == []


def test_begun_groups_hold_their_people_and_the_proposal_is_gone(many: TestCommunity) -> None:
    for handle in PEOPLE:
        save_wish(many.session(handle), WishForm(focus="Farming, music", pace="monthly"))
    found = propose(many.session("ana"), 1)
    made = begin(many.session("ana"), found.places)
    ana = many.session("ana")
    assert {people_in(ana.store, one.id) for one in made} == {
        group.members for _number, group in found.groups
    }
    assert made[0].value.pulse is not None
    assert (made[0].value.name, made[0].value.pulse.every) == ("Farming", "monthly")
    assert [one.value.name for one in made] == ["Farming", "Farming 2"]
    assert without_group(ana) == []
    assert ana.store.collection(Place).count() == 0
    with pytest.raises(NotFound, match="no proposal"):
        begin(ana)
    leave_group(many.session("cy"), groups_with(ana.store, "cy")[0].id)  # nobody is held


def test_a_proposed_group_that_is_too_small_or_too_large_does_not_begin(many: TestCommunity) -> None:
    propose(many.session("ana"), 1)
    for handle in where(many):
        place(many.session("ana"), handle, 1)
    with pytest.raises(BadData, match="Group 1 has 8 people"):
        begin(many.session("ana"))
    for handle in PEOPLE[:6]:
        place(many.session("ana"), handle, 0)
    with pytest.raises(BadData, match="Group 1 has 2 people"):
        begin(many.session("ana"))


def test_who_leaves_or_finds_a_group_meanwhile_is_in_the_proposal_no_longer(many: TestCommunity) -> None:
    propose(many.session("ana"), 1)
    leave(many.session("hal"), "hal")
    a_group(many, "gil", name="Mill")
    assert set(where(many)) == {"ana", *PEOPLE} - {"hal", "gil"}
    with pytest.raises(NotFound):
        place(many.session("ana"), "gil", 1)


def test_a_proposal_is_let_go_and_nothing_changes(many: TestCommunity) -> None:
    propose(many.session("ana"), 1)
    drop(many.session("bo"))
    assert many.session("ana").store.collection(Place).count() == 0
    with pytest.raises(NotFound):
        drop(many.session("bo"))


def test_only_partners_see_and_adjust_a_proposal(many: TestCommunity) -> None:
    propose(many.session("ana"), 1)
    a_guest(many, "guest")
    for handle in ("cy", "guest"):
        session = many.session(handle)
        for refused in (draft, drop, begin):
            with pytest.raises(NotAllowed, match="Partners"):
                refused(session)  # type: ignore[operator]
        with pytest.raises(NotAllowed, match="Partners"):
            place(session, "bo", 0)


def test_a_hostile_wish_names_a_group_and_does_no_harm(many: TestCommunity) -> None:
    from folkmoot.forms import filled

    form = filled(WishForm, {"focus": HOSTILE[:100]})
    for handle in PEOPLE:
        save_wish(many.session(handle), form)
    made = begin(many.session("ana"), propose(many.session("ana"), 2).places)
    assert all("\x1b" not in one.value.name for one in made)
