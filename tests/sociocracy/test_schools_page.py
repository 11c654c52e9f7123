"""Both schools of objections and both rules for who was away, key by key on the screen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from folkmoot.testing import Screen, TestCommunity
from folkmoot_sociocracy.circles.actions import circle_of
from folkmoot_sociocracy.consent.reading import proposal_of
from folkmoot_sociocracy.selection import actions as selecting
from folkmoot_sociocracy.selection.model import SelectionForm
from folkmoot_sociocracy.selection.nominating import begin_nominations, nominate
from folkmoot_sociocracy.selection.reading import selection_of
from sociocracy.a_circle import MEMBERS, a_circle, a_proposal, all_say
from sociocracy.test_consent_page import foot, squashed


async def to_the_proposal(screen: Screen) -> None:
    """From wherever one is into the proposal at the cursor."""
    await screen.open("Proposals")
    await screen.press("enter")


async def to_the_selection(screen: Screen) -> None:
    """From wherever one is into the selection at the cursor."""
    await screen.open("Selection")
    await screen.press("enter")


async def objects(screen: Screen, reason: str, aim: str) -> None:
    """Object, with reason and aim."""
    await screen.press("o")
    await screen.type(reason)
    await screen.press("tab")
    await screen.type(aim)
    await screen.press("ctrl+s")
    assert "Kept." in screen.text


async def test_a_circle_chooses_its_school_and_its_rule_for_the_absent_by_keys(
    community: TestCommunity,
) -> None:
    circle = a_circle(community, aim="warmth", domain="the oven")
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Circles"), "e")
        assert "counts as soon as it is voiced" in screen.text
        assert "may object for some hours" in screen.text
        await screen.press("tab", "tab", "tab", "right", "tab", "right", "ctrl+s", "enter")
        assert "objections are tested" in squashed(screen)
        assert "who was away is waited for" in squashed(screen)
    stored = circle_of(community.session("ana"), circle).value
    assert (stored.school, stored.absent) == ("tested", "held")


async def test_where_objections_are_tested_one_who_sees_it_too_lets_it_stand(
    community: TestCommunity,
) -> None:
    number = a_proposal(community, a_circle(community, school="tested"), begins="consent")
    all_say(community, number, but="di")
    async with community.shell("di") as screen:
        await to_the_proposal(screen)
        assert "r concern" in foot(screen)
        await objects(screen, "they break", "tools cared for")
        assert "t test" not in foot(screen)
        assert "The circle tests them. Still to be asked: ana, bo, cy." in squashed(screen)
    async with community.shell("ana") as screen:
        await to_the_proposal(screen)
        assert "m modify" not in foot(screen)
        await screen.press("t")
        assert "they break" in screen.text
        assert "It stands: going on would do harm" in screen.text
        await screen.press("enter")
        assert "Tested: it stands." in squashed(screen)
        assert "m modify" in foot(screen)


async def test_where_objections_are_tested_one_that_nobody_else_sees_is_a_concern_and_stops_nothing(
    community: TestCommunity,
) -> None:
    number = a_proposal(community, a_circle(community, school="tested"), begins="consent")
    all_say(community, number, but="di")
    async with community.shell("di") as screen:
        await to_the_proposal(screen)
        await objects(screen, "they break", "tools cared for")
    for count, who in enumerate(("ana", "bo", "cy"), 1):
        async with community.shell(who) as screen:
            await to_the_proposal(screen)
            await screen.press("t", "down", "enter")
            said = "Tested: a concern, recorded." if count == 3 else "Tested so far by"
            assert said in squashed(screen)
            assert ("It is decided." in squashed(screen)) is (count == 3)
    assert proposal_of(community.session("ana"), number).value.phase == "decided"


async def test_where_objections_are_tested_a_concern_is_recorded_beside_consent(
    community: TestCommunity,
) -> None:
    number = a_proposal(community, a_circle(community, school="tested"), begins="consent")
    async with community.shell("ana") as screen:
        await to_the_proposal(screen)
        await screen.press("r")
        await screen.type("winter is long")
        await screen.press("ctrl+s")
        assert "ana: consents, with a concern: winter is long" in squashed(screen)
    all_say(community, number)
    assert proposal_of(community.session("ana"), number).value.phase == "decided"


async def test_where_an_objection_counts_once_voiced_there_is_nothing_to_test_and_no_concern(
    community: TestCommunity,
) -> None:
    number = a_proposal(community, a_circle(community), begins="consent")
    all_say(community, number, but="di")
    async with community.shell("di") as screen:
        await to_the_proposal(screen)
        assert "r concern" not in foot(screen)
        await objects(screen, "they break", "tools cared for")
    async with community.shell("ana") as screen:
        await to_the_proposal(screen)
        assert "t test" not in foot(screen)
        assert "m modify" in foot(screen)


async def away(community: TestCommunity, absent: str) -> int:
    """A consent round in which bo notes that di is away, and the others consent; its proposal."""
    number = a_proposal(community, a_circle(community, absent=absent), begins="consent")
    all_say(community, number, but="di")
    async with community.shell("bo") as screen:
        await to_the_proposal(screen)
        await screen.press("minus", "enter")
        assert "away: di" in squashed(screen)
        assert "All who were there consent." in squashed(screen)
    return number


async def test_who_was_away_may_object_for_two_days_and_then_it_is_announced(
    community: TestCommunity,
) -> None:
    number = await away(community, "may_object")
    async with community.shell("di") as screen:
        assert "“Lending”: your voice is wanted by then." in squashed(screen)
        await to_the_proposal(screen)
        assert "Until Tue, 24 Nov" in squashed(screen)
        assert "c consent" in foot(screen)
        assert "o object" in foot(screen)
    community.moment += timedelta(hours=47)
    async with community.shell("ana") as screen:
        await to_the_proposal(screen)
        assert "d announce" not in foot(screen)
    community.moment += timedelta(hours=1)
    async with community.shell("ana") as screen:
        await to_the_proposal(screen)
        assert "There is no objection left." in squashed(screen)
        await screen.press("d")
        assert "It is decided." in squashed(screen)
    assert proposal_of(community.session("ana"), number).value.phase == "decided"


async def test_who_was_away_objects_in_time_and_it_is_taken_in(community: TestCommunity) -> None:
    number = await away(community, "may_object")
    async with community.shell("di") as screen:
        await to_the_proposal(screen)
        await objects(screen, "they break", "tools cared for")
        assert "there are objections" in squashed(screen)
    assert proposal_of(community.session("ana"), number).value.phase == "objections"


async def test_where_a_decision_is_held_for_who_was_away_it_waits_for_their_voice(
    community: TestCommunity,
) -> None:
    number = await away(community, "held")
    community.moment += timedelta(days=90)
    async with community.shell("ana") as screen:
        await to_the_proposal(screen)
        assert "a announce" not in foot(screen)
        assert "di" in squashed(screen)
    async with community.shell("di") as screen:
        await to_the_proposal(screen)
        await screen.press("c", "ctrl+s")
        assert "It is decided." in squashed(screen)
    assert proposal_of(community.session("ana"), number).value.phase == "decided"


@pytest.mark.parametrize("school", ["voiced", "tested"])
async def test_an_objection_to_a_person_is_met_by_proposing_somebody_else_and_says_so(
    community: TestCommunity, school: str
) -> None:
    circle = a_circle(community, school=school)
    ana = community.session("ana")
    number = selecting.open_selection(ana, circle, SelectionForm(role="secretary", does="writes")).id

    def all_are_heard(says: str, text: str = "", but: str = "") -> None:
        for who in selection_of(ana, number).value.rounds[-1].order:
            if who != but:
                selecting.give_voice(community.session(who), number, says, text)  # type: ignore[arg-type]

    all_are_heard("consent")
    begin_nominations(community.session("bo"), number)
    for who in MEMBERS:
        nominate(community.session(who), number, "cy", "writes well")
    all_are_heard("spoke", "as I wrote")
    selecting.go_on(community.session("bo"), number)
    for who in selection_of(ana, number).value.rounds[-1].order:
        selecting.keep_or_change(community.session(who), number, "cy", "still")
    selecting.go_on(community.session("bo"), number)
    selecting.propose_person(community.session("bo"), number, "cy", "the reasons of most")
    all_but_last = [who for who in selection_of(ana, number).value.rounds[-1].order if who != "cy"]
    for who in all_but_last[:-1]:
        selecting.give_voice(community.session(who), number, "consent")
    async with community.shell(all_but_last[-1]) as screen:
        await to_the_selection(screen)
        await objects(screen, "away all winter", "minutes within a week")
    selecting.give_voice(community.session("cy"), number, "consent")
    if school == "tested":
        async with community.shell("ana", size=(80, 60)) as screen:
            await to_the_selection(screen)
            await screen.press("t", "enter")
            assert "Tested: it stands." in squashed(screen)
    async with community.shell("bo", size=(80, 60)) as screen:
        await to_the_selection(screen)
        assert "propose somebody else" in squashed(screen)
        await screen.press("p")
        await screen.type("di")
        await screen.press("enter")
        await screen.type("is here in winter")
        await screen.press("ctrl+s")
        assert "The consent round about di goes on." in squashed(screen)
        assert "Taken in: somebody else was proposed." in squashed(screen)
        assert "the text was changed" not in squashed(screen)
    all_are_heard("consent")
    assert selection_of(ana, number).value.phase == "decided"
