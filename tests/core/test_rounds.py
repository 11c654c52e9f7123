"""How somebody becomes a Partner: proposed, asked of all, held by one objection, accepted by the person."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from core.at_gatherings import FIRST, SECOND, guest, is_a
from door.visitors import as_partner
from folkmoot import acts
from folkmoot.errors import BadData, FolkmootError, NotAllowed, NotFound
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_core.people.cards import leave
from folkmoot_core.rounds.actions import accept, close, consent, decline, object_to, take_back
from folkmoot_core.rounds.model import Proposed, Round
from folkmoot_core.rounds.proposing import proposable, propose
from folkmoot_core.rounds.rules import OPEN_FOR
from folkmoot_core.rounds.standings import asking, askings
from folkmoot_core.today.gathered import today_of

Found = Callable[..., TestCommunity]


def on_today(community: TestCommunity, handle: str) -> list[str]:
    return [item.text for item in today_of(community.session(handle)).items]


def test_all_are_asked_and_with_the_last_consent_the_person_is(three: TestCommunity) -> None:
    asked = propose(three.session("ana"), "fay", "she hears people out")
    assert asked.where == "open"
    assert "Bo and Cy not heard yet" in asked.sentence
    consent(three.session("bo"), asked.number)
    assert consent(three.session("cy"), asked.number).where == "offered"
    assert is_a(three, "fay") == "friend"
    assert any("Say yes or no" in text for text in on_today(three, "fay"))
    assert accept(three.session("fay"), asked.number).standing == "partner"
    assert is_a(three, "fay") == "partner"
    assert asking(three.session("bo"), asked.number).where == "accepted"


def test_one_objection_holds_it_with_its_reason_until_it_is_withdrawn(three: TestCommunity) -> None:
    number = propose(three.session("ana"), "fay", "she hears people out").number
    with pytest.raises(BadData, match="what you object to"):
        object_to(three.session("bo"), number, " ")
    object_to(three.session("bo"), number, "after the harvest")
    consent(three.session("cy"), number)
    for handle in ("ana", "cy", "fay"):
        assert asking(three.session(handle), number).sentence == "Held. Bo objects: after the harvest"
    three.moment += OPEN_FOR
    assert asking(three.session("ana"), number).where == "held"
    with pytest.raises(BadData, match="not consented yet"):
        accept(three.session("fay"), number)
    assert (
        take_back(three.session("bo"), number).where == "offered"
    )  # two have consented, and the time is over


def test_an_objection_can_become_a_consent_and_the_other_way_round(three: TestCommunity) -> None:
    number = propose(three.session("ana"), "fay", "kind").number
    object_to(three.session("bo"), number, "later")
    object_to(three.session("ana"), number, "I see now: later")
    assert consent(three.session("bo"), number).where == "held"
    consent(three.session("ana"), number)
    assert consent(three.session("cy"), number).where == "offered"


def test_when_the_time_is_over_two_consents_are_enough_and_one_is_not(three: TestCommunity) -> None:
    number = propose(three.session("ana"), "fay", "kind").number
    three.moment += OPEN_FOR
    assert asking(three.session("bo"), number).where == "ended"
    assert "no answer is not a consent" in asking(three.session("bo"), number).sentence
    with pytest.raises(BadData, match="over"):
        consent(three.session("bo"), number)
    again = propose(three.session("bo"), "fay", "still kind").number
    consent(three.session("cy"), again)
    three.moment += OPEN_FOR
    assert asking(three.session("ana"), again).where == "offered"
    assert asking(three.session("ana"), number).where == "ended"
    accept(three.session("fay"), again)
    assert is_a(three, "fay") == "partner"


def test_whom_it_concerns_has_no_voice_and_nobody_else_accepts(three: TestCommunity) -> None:
    number = propose(three.session("ana"), "fay", "kind").number
    for speaks in (consent, take_back, close):
        with pytest.raises(NotAllowed, match="about you"):
            speaks(three.session("fay"), number)
    for handle in ("bo", "gil"):
        with pytest.raises(NotAllowed, match="Only whom it concerns"):
            accept(three.session(handle), number)
        with pytest.raises(NotAllowed, match="Only whom it concerns"):
            decline(three.session(handle), number)


def test_a_friend_of_one_gathering_and_a_guest_are_not_proposed(three: TestCommunity) -> None:
    three.moment -= timedelta(days=3)
    guest(three, "hal")
    ana = three.session("ana")
    for handle in ("gil", "hal"):
        with pytest.raises(BadData, match="two gatherings"):
            propose(ana, handle, "kind")
    assert [one.handle for one in proposable(ana)] == ["fay"]
    with pytest.raises(BadData, match="Partner already"):
        propose(ana, "bo", "again")
    with pytest.raises(NotFound):
        propose(ana, "nobody", "who?")
    with pytest.raises(BadData, match="Say why"):
        propose(ana, "fay", " ")


@pytest.mark.parametrize("handle", ["fay", "gil"])
def test_friends_neither_propose_nor_see_what_is_asked_about_others(
    three: TestCommunity, handle: str
) -> None:
    with pytest.raises(NotAllowed, match="Partners propose"):
        propose(three.session(handle), "fay", "me")
    three.moment -= timedelta(days=1)
    number = propose(three.session("ana"), "fay", "kind").number
    seen = askings(three.session(handle))
    assert [one.number for one in seen] == ([number] if handle == "fay" else [])
    if handle == "gil":
        with pytest.raises(NotAllowed, match="about themselves"):
            asking(three.session("gil"), number)
        with pytest.raises(NotAllowed, match="nobody else"):
            consent(three.session("gil"), number)


def test_one_partner_alone_consents_alone_and_the_guest_still_says_yes_themselves(
    plain: TestCommunity,
) -> None:
    guest(plain, "bo", "cy", "di")
    found = propose(plain.session("ana"), "bo", "begins with us")
    assert (found.where, is_a(plain, "bo")) == ("offered", "guest")
    accept(plain.session("bo"), found.number)
    second = propose(plain.session("ana"), "cy", "and they")
    assert second.where == "open"
    consent(plain.session("bo"), second.number)
    accept(plain.session("cy"), second.number)
    with pytest.raises(BadData, match="two gatherings"):
        propose(plain.session("cy"), "di", "now there are three")


def test_who_declines_stays_what_they_are_and_can_be_asked_later(plain: TestCommunity) -> None:
    guest(plain, "bo")
    number = propose(plain.session("ana"), "bo", "begins with us").number
    decline(plain.session("bo"), number)
    assert is_a(plain, "bo") == "guest"
    assert "nobody has to" in asking(plain.session("ana"), number).sentence
    with pytest.raises(BadData, match="answered this already"):
        accept(plain.session("bo"), number)
    assert propose(plain.session("ana"), "bo", "a year later").where == "offered"


def test_one_round_about_somebody_at_a_time_and_only_who_opened_it_closes_it(three: TestCommunity) -> None:
    number = propose(three.session("ana"), "fay", "kind").number
    with pytest.raises(BadData, match=f"round {number}"):
        propose(three.session("bo"), "fay", "me too")
    with pytest.raises(NotAllowed, match="opened this round"):
        close(three.session("bo"), number)
    assert close(three.session("ana"), number, "we talk first").where == "ended"
    assert "we talk first" in asking(three.session("fay"), number).sentence
    with pytest.raises(BadData, match="over"):
        consent(three.session("bo"), number)
    assert propose(three.session("bo"), "fay", "we talked").where == "open"


def test_a_round_whose_opener_has_left_is_closed_by_any_partner(three: TestCommunity) -> None:
    number = propose(three.session("ana"), "fay", "kind").number
    object_to(three.session("bo"), number, "later")
    leave(three.session("ana"), "ana")
    assert close(three.session("cy"), number).where == "ended"


def test_who_became_a_partner_later_is_not_in_an_older_round(three: TestCommunity) -> None:
    number = propose(three.session("ana"), "fay", "kind").number
    as_partner(three, "gil")
    assert not asking(three.session("gil"), number).waits
    with pytest.raises(NotAllowed, match="when the round began"):
        object_to(three.session("gil"), number, "no")
    consent(three.session("bo"), number)
    assert consent(three.session("cy"), number).where == "offered"


def test_who_is_kept_out_or_has_left_is_not_waited_for(three: TestCommunity) -> None:
    number = propose(three.session("ana"), "fay", "kind").number
    leave(three.session("cy"), "cy")
    assert consent(three.session("bo"), number).where == "offered"
    leave(three.session("fay"), "fay")
    assert askings(three.session("ana")) == []
    with pytest.raises(NotFound):
        asking(three.session("ana"), number)
    store = three.session("ana").store
    assert (store.collection(Round).count(), store.collection(Proposed).count()) == (0, 0)


def test_a_suspended_partner_has_no_voice(three: TestCommunity) -> None:
    number = propose(three.session("ana"), "fay", "kind").number
    act = acts.ask_for(three.session("ana"), "account.suspend", "cy", "a quarrel").act.id
    acts.agree(three.session("bo"), act)
    with pytest.raises(NotAllowed):
        object_to(three.session("cy"), number, "no")
    assert consent(three.session("bo"), number).where == "offered"


def test_today_asks_those_who_are_not_heard_and_nobody_else(three: TestCommunity) -> None:
    number = propose(three.session("ana"), "fay", "kind").number
    line = "Ana proposes Fay as a Partner: do you consent?"
    assert line in on_today(three, "bo")
    for handle in ("ana", "fay", "gil"):
        assert line not in on_today(three, handle)
    consent(three.session("bo"), number)
    assert line not in on_today(three, "bo")
    assert line in on_today(three, "cy")


def test_every_round_can_be_explained_at_any_time(three: TestCommunity) -> None:
    number = propose(three.session("ana"), "fay", "kind").number
    steps: list[Callable[[], object]] = [
        lambda: object_to(three.session("bo"), number, "later"),
        lambda: take_back(three.session("bo"), number),
        lambda: consent(three.session("bo"), number),
        lambda: consent(three.session("cy"), number),
        lambda: accept(three.session("fay"), number),
    ]
    said = [asking(three.session("ana"), number).sentence]
    for step in steps:
        step()
        said.append(asking(three.session("ana"), number).sentence)
    assert all(said)
    assert len(set(said)) == 5  # an objection taken back leads to where it was


def test_the_commands_do_all_of_it(three: TestCommunity) -> None:
    assert "Round 1" in three.run("ana", "rounds", "propose", "fay", "--why", HOSTILE)
    three.run("gil", "rounds", "consent", "1", code=77)
    three.run("bo", "rounds", "object", "1", "--why", HOSTILE)
    told = json.loads(three.run("fay", "rounds", "--json"))["rounds"]
    assert [(one["state"], one["account"]) for one in told] == [("held", "fay")]
    assert [voice["says"] for voice in told[0]["voices"]] == ["consent", "objection"]
    assert "\x1b" not in three.run("cy", "rounds")
    three.run("bo", "rounds", "withdraw", "1")
    three.run("bo", "rounds", "consent", "1")
    three.run("cy", "rounds", "consent", "1")
    assert "Partner now" in three.run("fay", "rounds", "accept", "1")
    three.run("fay", "rounds", "decline", "1", code=65)
    three.run("ana", "rounds", "consent", "9", code=65)
    assert "has accepted" in three.run("ana", "rounds")
    three.run("ana", "rounds", "close", "1", code=65)
    assert "Partners do it" in three.run("gil", "rounds")


def test_who_has_left_does_nothing_any_more(three: TestCommunity) -> None:
    number = propose(three.session("ana"), "fay", "kind").number
    cy = three.session("cy")
    leave(three.session("cy"), "cy")
    for does in (consent, take_back, close, accept, decline, asking):
        with pytest.raises(NotAllowed, match="no longer here"):
            does(cy, number)
    with pytest.raises(NotAllowed, match="no longer here"):
        propose(cy, "fay", "kind")
    assert askings(cy) == []


def test_nothing_that_is_refused_changes_anything(three: TestCommunity) -> None:
    number = propose(three.session("ana"), "fay", "kind").number
    seq = three.session("ana").store.seq
    for handle, does in (("gil", consent), ("gil", accept), ("gil", close), ("fay", accept), ("bo", close)):
        with pytest.raises(FolkmootError):
            does(three.session(handle), number)
    assert three.session("ana").store.seq == seq
    assert FIRST != SECOND
