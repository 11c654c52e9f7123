"""What is heavy takes several, whom it concerns has no voice, and never one person alone over an equal."""

from __future__ import annotations

from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from door.visitors import a_code, a_key, comes_in, partners, visitor
from folkmoot import acts
from folkmoot.door.codes import shown_code
from folkmoot.door.invites import occasions
from folkmoot.door.joining import look_at, pair
from folkmoot.door.kept import Act
from folkmoot.door.keys import add_key, keys_of, why_out
from folkmoot.errors import BadData, FolkmootError, NotAllowed, NotFound
from folkmoot.plugins import open_house
from folkmoot.policies import voices_needed
from folkmoot.session import Account
from folkmoot.testing import TestCommunity


def a_guest(community: TestCommunity, handle: str) -> None:
    ana = community.session("ana")
    comes_in(community, handle, a_code(ana, occasion=occasions(ana)[0].key))


def state(community: TestCommunity, handle: str) -> str:
    stored = community.session().store.collection(Account).first(handle=handle)
    assert stored is not None
    return stored.value.state


@given(st.integers(1, 5), st.integers(0, 50))
def test_nobody_alone_decides_over_an_equal_and_a_small_house_is_never_stuck(
    consents: int, others: int
) -> None:
    over_an_equal = voices_needed(consents, others, concerned_may=True)
    over_another = voices_needed(consents, others, concerned_may=False)
    assert over_an_equal == consents
    assert 1 <= over_another <= consents
    assert over_another <= max(1, others)


def test_suspending_takes_a_second_yes_and_then_keeps_them_out(community: TestCommunity) -> None:
    partners(community, "bo")
    a_guest(community, "di")
    asked = acts.ask_for(community.session("ana"), "account.suspend", "di", "broke a promise")
    assert (asked.missing, state(community, "di")) == (1, "member")
    with pytest.raises(BadData, match="somebody else"):
        acts.agree(community.session("ana"), asked.act.id)
    assert acts.agree(community.session("bo"), asked.act.id).missing == 0
    assert state(community, "di") == "suspended"
    assert "suspended" in (why_out(community.session().store, a_key("di").fingerprint, "di") or "")
    with pytest.raises(BadData, match="over"):
        acts.agree(community.session("bo"), asked.act.id)


def test_who_is_suspended_may_do_nothing_and_comes_back_the_same_way(community: TestCommunity) -> None:
    partners(community, "bo", "cy")
    number = acts.ask_for(community.session("ana"), "account.suspend", "cy", "a quarrel").act.id
    acts.agree(community.session("bo"), number)
    cy = community.session("cy")
    assert not cy.may("rhythm.change").allowed
    with pytest.raises(NotAllowed):
        acts.ask_for(cy, "account.suspend", "ana", "revenge")
    number = acts.ask_for(community.session("bo"), "account.return", "cy", "talked it over").act.id
    assert acts.agree(community.session("ana"), number).missing == 0
    assert state(community, "cy") == "member"


def test_whom_it_concerns_has_no_voice(community: TestCommunity) -> None:
    partners(community, "bo", "cy")
    asked = acts.ask_for(community.session("ana"), "account.suspend", "bo", "a quarrel")
    with pytest.raises(NotAllowed, match="about you"):
        acts.agree(community.session("bo"), asked.act.id)
    with pytest.raises(NotAllowed, match="about you"):
        acts.hold(community.session("bo"), asked.act.id, "no")
    with pytest.raises(NotAllowed, match="about you"):
        acts.ask_for(community.session("ana"), "account.suspend", "ana", "tired")


def test_of_two_partners_neither_puts_the_other_out(community: TestCommunity) -> None:
    partners(community, "bo")
    asked = acts.ask_for(community.session("ana"), "account.suspend", "bo", "a quarrel")
    assert asked.missing == 1
    assert state(community, "bo") == "member"
    a_guest(community, "di")
    with pytest.raises(NotAllowed, match="Partners decide"):
        acts.agree(community.session("di"), asked.act.id)


def test_who_is_alone_decides_alone_until_others_are_there(community: TestCommunity) -> None:
    a_guest(community, "di")
    assert acts.ask_for(community.session("ana"), "account.suspend", "di", "broke a promise").missing == 0
    partners(community, "bo")
    a_guest(community, "ed")
    assert acts.ask_for(community.session("ana"), "account.suspend", "ed", "broke a promise").missing == 1


def test_a_voice_of_who_may_no_longer_does_not_count(community: TestCommunity) -> None:
    partners(community, "bo", "cy")
    a_guest(community, "di")
    asked = acts.ask_for(community.session("cy"), "account.suspend", "di", "a quarrel")
    number = acts.ask_for(community.session("ana"), "account.suspend", "cy", "another").act.id
    acts.agree(community.session("bo"), number)
    assert acts.agree(community.session("ana"), asked.act.id).missing == 1  # cy's yes is gone with cy


def test_one_no_holds_it_with_a_reason_and_it_can_be_asked_anew(community: TestCommunity) -> None:
    partners(community, "bo", "cy")
    ana = community.session("ana")
    asked = acts.ask_for(ana, "account.suspend", "cy", "a quarrel")
    with pytest.raises(BadData, match="Say why"):
        acts.hold(community.session("bo"), asked.act.id, " ")
    assert acts.hold(community.session("bo"), asked.act.id, "let us talk first").value.state == "held"
    assert acts.waiting(ana) == []
    assert acts.ask_for(ana, "account.suspend", "cy", "we talked").missing == 1
    with pytest.raises(BadData, match="asked for already"):
        acts.ask_for(community.session("bo"), "account.suspend", "cy", "me too")


def test_only_who_asked_takes_it_back(community: TestCommunity) -> None:
    partners(community, "bo", "cy")
    asked = acts.ask_for(community.session("ana"), "account.suspend", "cy", "a quarrel")
    with pytest.raises(NotAllowed):
        acts.withdraw(community.session("bo"), asked.act.id)
    assert acts.withdraw(community.session("ana"), asked.act.id).value.state == "withdrawn"


def test_what_nobody_answers_is_over_after_two_weeks(community: TestCommunity) -> None:
    partners(community, "bo", "cy")
    asked = acts.ask_for(community.session("ana"), "account.suspend", "cy", "a quarrel")
    community.moment += timedelta(days=14)
    with pytest.raises(BadData, match="over"):
        acts.agree(community.session("bo"), asked.act.id)
    assert acts.waiting(community.session("ana")) == []


def test_two_partners_replace_a_lost_key_each_with_half_of_a_code(community: TestCommunity) -> None:
    partners(community, "bo", "cy")
    asked = acts.ask_for(community.session("ana"), "keys.replace", "cy", "lost the phone")
    agreed = acts.agree(community.session("bo"), asked.act.id)
    assert (len(asked.half), len(agreed.half), agreed.missing) == (6, 6, 0)
    for wrong in (asked.half + "A" * 6, "A" * 6 + agreed.half, agreed.half + asked.half):
        with pytest.raises(FolkmootError, match="not known"):
            look_at(visitor(community, wrong), shown_code(wrong))
    assert pair(visitor(community, "new phone"), asked.half + agreed.half, "new phone") == "cy"
    store = community.session().store
    assert [key.value.name for key in keys_of(store, "cy")] == ["new phone"]
    assert "removed" in (why_out(store, a_key("cy").fingerprint, "cy") or "")


def test_a_stolen_key_is_removed_by_several_and_the_others_still_work(community: TestCommunity) -> None:
    partners(community, "bo", "cy")
    add_key(community.session("cy"), a_key("phone"), "phone")
    stolen = a_key("phone").fingerprint
    number = acts.ask_for(community.session("ana"), "keys.remove", "cy", "stolen", stolen).act.id
    acts.agree(community.session("bo"), number)
    assert [key.value.name for key in keys_of(community.session().store, "cy")] == ["first key"]


def test_an_act_that_can_not_be_done_is_not_noted_as_done(community: TestCommunity) -> None:
    partners(community, "bo", "cy")
    number = acts.ask_for(community.session("ana"), "keys.remove", "cy", "stolen", "SHA256:none").act.id
    with pytest.raises(NotFound, match="no such key"):
        acts.agree(community.session("bo"), number)
    assert [one.value.voices for one in acts.waiting(community.session("ana"))] == [("ana",)]


def test_an_act_that_no_rule_knows_any_more_is_in_nobodys_way(community: TestCommunity) -> None:
    session = community.session("ana")
    act = Act(
        verb="people.paint",
        account="ana",
        why="a plugin that is gone",
        by="ana",
        asked=community.now(),
        until=community.now() + timedelta(days=1),
        voices=("ana",),
    )
    with session.store.transaction(by="ana", why="test") as tx:
        tx.add(act)
    assert acts.waiting(session) == []


def test_without_plugins_members_are_equals_and_it_still_takes_two(community: TestCommunity) -> None:
    for handle in ("bo", "cy"):
        community.join(handle)
    community.house = open_house(plugins=False)
    asked = acts.ask_for(community.session("bo"), "account.suspend", "cy", "a quarrel")
    assert asked.missing == 1
    assert acts.agree(community.session("ana"), asked.act.id).missing == 0
    assert state(community, "cy") == "suspended"
