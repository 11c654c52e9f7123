"""Consent: who is heard, what an objection does, what counts for those who were away, what is written down."""

from __future__ import annotations

import json

import pytest

from folkmoot.errors import BadData, FolkmootError, NotAllowed, NotFound
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_sociocracy.circles.model import Membership
from folkmoot_sociocracy.consent import actions
from folkmoot_sociocracy.consent.items import today_items
from folkmoot_sociocracy.consent.offers import acts, waits_for
from folkmoot_sociocracy.consent.reading import proposal_of
from folkmoot_sociocracy.consent.shaping import difference
from folkmoot_sociocracy.consent.states import stands
from folkmoot_sociocracy.consent.wording import plain_difference
from folkmoot_sociocracy.logbook.model import Entry
from folkmoot_sociocracy.rounds.turns import begun, in_turn, next_up
from sociocracy.a_circle import MEMBERS, a_circle, a_form, a_proposal, all_say, another_text, hours


def leave(community: TestCommunity, handle: str) -> None:
    session = community.session(handle)
    session.store.forget(handle, by=handle)


@pytest.mark.parametrize(
    ("number", "last", "order"),
    [
        (0, "", ("ana", "bo", "cy", "di")),
        (1, "", ("bo", "cy", "di", "ana")),
        (5, "", ("bo", "cy", "di", "ana")),
        (1, "cy", ("bo", "di", "ana", "cy")),
    ],
)
def test_each_round_begins_one_person_later_and_the_nominee_is_last(
    number: int, last: str, order: tuple[str, ...]
) -> None:
    assert in_turn(MEMBERS, number, last) == order
    assert begun("consent", MEMBERS, number, last=last).order == order


def test_what_went_and_what_came_is_told_without_colour() -> None:
    pieces = difference("Tools may be lent for a week.", "Tools may be lent to neighbours for two weeks.")
    assert plain_difference(pieces) == ("Tools may be lent {+to neighbours+} for [-a week.-] {+two weeks.+}")


def test_a_proposal_goes_from_questions_to_a_decision_in_the_logbook(community: TestCommunity) -> None:
    circle = a_circle(community)
    number = a_proposal(community, circle)
    ana, bo = community.session("ana"), community.session("bo")
    assert proposal_of(ana, number).value.facilitator == "bo"
    actions.give_voice(ana, number, "spoke", "To whom?")
    all_say(community, number, "spoke")
    actions.answer(ana, number, "ana", "To neighbours.")
    actions.go_on(bo, number)
    assert next_up(proposal_of(ana, number).value.rounds[-1]) == "bo"
    all_say(community, number, "spoke")
    actions.go_on(bo, number)
    actions.restate(ana, number, another_text("Tools may be lent to neighbours.", "to whom"), 1)
    actions.go_on(bo, number)
    all_say(community, number)
    proposal = proposal_of(ana, number).value
    assert proposal.phase == "decided"
    entry = ana.store.collection(Entry).first(circle=circle)
    assert entry is not None
    assert (entry.value.text, entry.value.until) == ("Tools may be lent to neighbours.", proposal.text.until)
    assert proposal.entry == f"policies/{entry.id}"
    assert entry.value.proposal == f"decisions/{number}"


def test_the_round_is_finished_after_an_objection_and_what_it_says_is_taken_in(
    community: TestCommunity,
) -> None:
    number = a_proposal(community, a_circle(community), begins="consent")
    bo, cy = community.session("bo"), community.session("cy")
    all_say(community, number, but="cy")
    with pytest.raises(BadData, match="carries its reason and the aim"):
        actions.give_voice(cy, number, "objection", "they break")
    actions.give_voice(cy, number, "objection", "they break", "tools cared for")
    assert proposal_of(cy, number).value.phase == "consent"
    with pytest.raises(BadData, match=r"The consent round goes on. It is the turn of di."):
        actions.go_on(bo, number)
    all_say(community, number)
    assert proposal_of(cy, number).value.phase == "objections"
    with pytest.raises(BadData, match=r"What cy said is to be taken in"):
        actions.go_on(bo, number)
    actions.measure(bo, number, 1, "what breaks, by bo")
    actions.go_on(bo, number)
    assert len(proposal_of(cy, number).value.rounds) == 2
    all_say(community, number)
    entry = cy.store.collection(Entry).all()[0].value
    assert entry.text.endswith("what breaks, by bo")


def test_a_shorter_term_and_a_new_version_take_objections_in(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community), begins="consent")
    ana = community.session("ana")
    for handle in MEMBERS:
        says = "objection" if handle in ("cy", "di") else "consent"
        actions.give_voice(community.session(handle), number, says, "because", "aim")  # type: ignore[arg-type]
    with pytest.raises(BadData, match="A shorter term ends earlier"):
        actions.shorten(ana, number, 1, proposal_of(ana, number).value.text.until)
    actions.shorten(ana, number, 1, a_form().review)
    with pytest.raises(BadData, match="taken back by whoever voiced it"):
        actions.take_back(ana, number, 2)
    with pytest.raises(BadData, match="ana has written version 2 meanwhile"):
        actions.modify(community.session("bo"), number, 2, another_text("Other"), seen=1)
    actions.modify(community.session("bo"), number, 2, another_text("Other"), seen=2)
    proposal = proposal_of(ana, number).value
    assert [one.resolved for one in proposal.objections] == ["shortened", "modified"]
    assert "bo begins the next round" in stands(proposal)


def test_where_objections_are_tested_one_other_voice_keeps_one_and_a_concern_does_not_block(
    community: TestCommunity,
) -> None:
    number = a_proposal(community, a_circle(community, school="tested"), begins="consent")
    all_say(community, number, but="cy")
    actions.give_voice(community.session("cy"), number, "objection", "they break", "tools cared for")
    actions.give_voice(community.session("di"), number, "concern", "rain")
    with pytest.raises(BadData, match="tested before the proposal changes"):
        actions.measure(community.session("bo"), number, 1, "all of it")
    with pytest.raises(BadData, match="by the others in the circle"):
        actions.test(community.session("cy"), number, 1, stands=True)
    for handle in ("ana", "bo", "di"):
        assert waits_for(proposal_of(community.session(handle), number).value, handle)
        actions.test(community.session(handle), number, 1, stands=False)
    proposal = proposal_of(community.session("cy"), number).value
    assert proposal.phase == "decided"
    assert proposal.objections[0].tested == "concern"
    other = a_proposal(community, proposal.circle, begins="consent")
    all_say(community, other, but="di")
    actions.give_voice(community.session("di"), other, "objection", "they break", "tools cared for")
    actions.test(community.session("ana"), other, 1, stands=True)
    assert proposal_of(community.session("ana"), other).value.objections[0].tested == "stands"


def test_a_concern_is_refused_where_objections_count_once_voiced(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community), begins="consent")
    with pytest.raises(BadData, match="Consent with a remark, or object"):
        actions.give_voice(community.session("ana"), number, "concern", "rain")


def test_who_was_away_may_object_for_some_hours_and_then_it_is_announced(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community, absent_hours=24), begins="consent")
    ana, bo, di = (community.session(handle) for handle in ("ana", "bo", "di"))
    all_say(community, number, but="di")
    actions.give_voice(bo, number, "away", of="di")
    proposal = proposal_of(ana, number).value
    assert (proposal.phase, proposal.waits_until) == ("waiting", community.now() + hours(24))
    assert "di" in stands(proposal)
    with pytest.raises(BadData, match=r"may still object: di"):
        actions.announce(ana, number)
    community.moment += hours(24)
    assert proposal_of(ana, number).value.phase == "ready"
    assert any("can go on" in item.text for item in today_items(ana))
    with pytest.raises(BadData, match="none is open"):
        actions.give_voice(di, number, "objection", "late", "aim")
    assert actions.announce(ana, number).phase == "decided"


def test_who_was_away_and_comes_back_in_time_is_heard(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community), begins="consent")
    all_say(community, number, but="di")
    actions.give_voice(community.session("bo"), number, "away", of="di")
    actions.give_voice(community.session("di"), number, "objection", "because", "aim")
    assert proposal_of(community.session("di"), number).value.phase == "objections"


def test_where_decisions_are_held_nobody_is_passed_over_by_time(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community, absent="held"), begins="consent")
    all_say(community, number, but="di")
    actions.give_voice(community.session("bo"), number, "away", of="di")
    community.moment += hours(10_000)
    ana = community.session("ana")
    assert "waits for those who were away: di" in stands(proposal_of(ana, number).value)
    with pytest.raises(BadData, match="waits for those who were away"):
        actions.announce(ana, number)
    assert actions.give_voice(community.session("di"), number, "consent").phase == "decided"


def test_a_written_round_takes_voices_in_any_order_and_ends_with_its_day(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community), begins="consent", by="2026-11-24")
    for handle in ("di", "bo"):
        actions.give_voice(community.session(handle), number, "consent")
    with pytest.raises(BadData, match="heard once before anyone is heard twice"):
        actions.give_voice(community.session("bo"), number, "consent")
    items = list(today_items(community.session("cy")))
    assert [(item.opens, item.when) for item in items] == [
        (f"proposals/{number}", proposal_of(community.session("cy"), number).value.rounds[-1].until)
    ]
    community.moment += hours(72)
    proposal = proposal_of(community.session("cy"), number).value
    assert proposal.phase == "waiting"
    assert waits_for(proposal, "cy")
    actions.give_voice(community.session("cy"), number, "consent")
    community.moment += hours(48)
    assert actions.announce(community.session("di"), number).phase == "decided"


def test_a_round_in_which_nobody_was_heard_decides_nothing(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community), begins="consent", by="2026-11-24")
    community.moment += hours(500)
    proposal = proposal_of(community.session("ana"), number).value
    assert "Nobody was heard in it" in stands(proposal)
    actions.go_on(community.session("bo"), number)
    assert len(proposal_of(community.session("ana"), number).value.rounds) == 2


def test_a_written_round_does_not_end_before_it_begins(community: TestCommunity) -> None:
    circle = a_circle(community)
    with pytest.raises(BadData, match="ends in time to come"):
        a_proposal(community, circle, by="2026-11-20")
    with pytest.raises(BadData, match="Name a later day"):
        a_proposal(community, circle, until=a_form().until.replace(year=2025))


def test_who_decides_is_frozen_when_it_opens(community: TestCommunity) -> None:
    circle = a_circle(community)
    number = a_proposal(community, circle, begins="consent")
    ana = community.session("ana")
    with ana.store.transaction(by="ana", why="test") as tx:
        tx.add(Membership(circle=circle, account="eve", since=community.now()))
        tx.remove(tx.collection(Membership).find(account="di")[0])
    with pytest.raises(NotAllowed, match="when this opened"):
        actions.give_voice(community.session("eve"), number, "consent")
    all_say(community, number)
    assert proposal_of(ana, number).value.voters == MEMBERS


@pytest.mark.parametrize("standing", ["eve", "gone"])
def test_who_is_not_in_the_circle_reads_and_is_told_who_may(community: TestCommunity, standing: str) -> None:
    """Whatever else somebody is in the community, in a circle its members are heard."""
    circle = a_circle(community)
    number = a_proposal(community, circle, begins="consent")
    eve = community.session("eve")
    assert proposal_of(eve, number).value.title == "Lending"
    if standing == "gone":
        leave(community, "eve")
    refused = [
        lambda: actions.open_proposal(eve, circle, a_form()),
        lambda: actions.give_voice(eve, number, "consent"),
        lambda: actions.give_voice(eve, number, "consent", of="ana"),
        lambda: actions.go_on(eve, number),
        lambda: actions.restate(eve, number, another_text("mine")),
        lambda: actions.withdraw(eve, number, "no"),
        lambda: actions.facilitate(eve, number),
        lambda: actions.announce(eve, number),
        lambda: actions.answer(eve, number, "ana", "x"),
        lambda: actions.test(eve, number, 1, stands=True),
        lambda: actions.measure(eve, number, 1, "x"),
        lambda: actions.take_back(eve, number, 1),
    ]
    for act in refused:
        with pytest.raises(NotAllowed) as told:
            act()
        assert len(str(told.value)) > 20
    assert acts(proposal_of(community.session("ana"), number).value, "eve") == ()


def test_a_voice_from_the_room_is_marked_as_noted_and_only_by_who_facilitates(
    community: TestCommunity,
) -> None:
    number = a_proposal(community, a_circle(community), begins="consent")
    with pytest.raises(BadData, match="That is bo; another member may take it over"):
        actions.give_voice(community.session("ana"), number, "consent", of="cy")
    actions.give_voice(community.session("bo"), number, "consent", "nods", of="ana")
    voice = proposal_of(community.session("ana"), number).value.rounds[-1].voices[0]
    assert (voice.by, voice.noted_by, voice.text) == ("ana", "bo", "nods")


def test_a_voice_counts_for_what_was_read(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community))
    all_say(community, number, "spoke")
    actions.go_on(community.session("bo"), number)
    with pytest.raises(BadData, match="Read how it stands now"):
        actions.give_voice(community.session("bo"), number, "spoke", "fine", seen=1)


def test_another_member_takes_over_when_who_facilitates_is_lost(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community))
    all_say(community, number, "spoke")
    actions.facilitate(community.session("di"), number)
    with pytest.raises(NotAllowed):
        actions.go_on(community.session("bo"), number)
    assert actions.go_on(community.session("di"), number).phase == "reactions"


def test_who_leaves_the_community_is_not_waited_for(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community), begins="consent")
    all_say(community, number, but="di")
    leave(community, "di")
    ana = community.session("ana")
    proposal = proposal_of(ana, number).value
    assert (proposal.phase, proposal.gone) == ("ready", ("di",))
    assert actions.announce(ana, number).phase == "decided"


def test_what_is_over_is_not_changed(community: TestCommunity) -> None:
    circle = a_circle(community)
    number = a_proposal(community, circle)
    ana = community.session("ana")
    with pytest.raises(BadData, match="hears why"):
        actions.withdraw(ana, number, " ")
    actions.withdraw(ana, number, "bo has a better one")
    with pytest.raises(BadData, match=r"It was withdrawn. To change it, propose anew."):
        actions.give_voice(ana, number, "spoke")
    assert list(today_items(ana)) == []
    with pytest.raises(NotFound, match="folkmoot propose"):
        proposal_of(ana, 99)


def test_a_circle_without_members_can_not_be_asked(community: TestCommunity) -> None:
    a_circle(community)
    with pytest.raises(FolkmootError, match="Full members of a circle bring proposals"):
        a_proposal(community, 99)


def test_hostile_words_are_kept_inert(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community), title=HOSTILE[:70], need=HOSTILE, text=HOSTILE)
    actions.give_voice(community.session("ana"), number, "spoke", HOSTILE)
    proposal = proposal_of(community.session("ana"), number).value
    for text in (proposal.title, proposal.need, proposal.text.text, proposal.rounds[0].voices[0].text):
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_where_who_facilitated_has_left_the_others_are_asked_to_take_over(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community), begins="consent")
    actions.give_voice(community.session("ana"), number, "consent")
    leave(community, "bo")
    di = community.session("di")
    assert ["Would you? (f)" in item.text for item in today_items(di)] == [True]
    actions.facilitate(di, number)
    assert list(today_items(di)) == []


def test_a_voice_that_was_noted_is_marked_wherever_it_is_shown(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community), begins="consent")
    first = next_up(proposal_of(community.session("ana"), number).value.rounds[-1])
    assert first == "ana"
    actions.give_voice(community.session("bo"), number, "consent", of="ana")
    assert "heard: ana [noted by bo]" in community.run("di", "propose", "show", str(number))
    told = json.loads(community.run("di", "propose", "show", str(number), "--json"))
    assert told["rounds"][0]["voices"][0]["noted_by"] == "bo"


def test_every_act_answers_how_things_stand_after_it(community: TestCommunity) -> None:
    number = str(a_proposal(community, a_circle(community), begins="consent"))
    for handle, *words in (
        ("ana", "consent", "give", number),
        ("bo", "consent", "object", number, "--reason", HOSTILE, "--aim", "warmth"),
        ("bo", "consent", "away", number, "cy"),
        ("di", "consent", "give", number),
        ("ana", "consent", "measure", number, "1", "how often"),
        ("di", "consent", "lead", number),
        ("di", "consent", "on", number),
        ("ana", "propose", "withdraw", number, "--why", "later"),
    ):
        told = json.loads(community.run(handle, *words, "--json"))
        assert told["number"] == int(number), words
        assert told["stands"], words
    assert told["phase"] == "withdrawn"
