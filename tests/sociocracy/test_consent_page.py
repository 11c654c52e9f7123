"""Proposals and selections on the screen: what waits for a voice, one decision at a time, live beside others."""

from __future__ import annotations

import pytest

from folkmoot.testing import HOSTILE, Screen, TestCommunity
from folkmoot_sociocracy.consent import actions
from folkmoot_sociocracy.consent.reading import proposal_of
from folkmoot_sociocracy.selection import actions as selecting
from folkmoot_sociocracy.selection.model import Sealed, SelectionForm
from folkmoot_sociocracy.selection.nominating import begin_nominations, nominate
from folkmoot_sociocracy.selection.reading import selection_of
from sociocracy.a_circle import MEMBERS, a_circle, a_proposal, all_say, another_text


def foot(screen: Screen) -> str:
    """The keys that a dialog shows."""
    return next(line for line in reversed(screen.lines) if "esc" in line)


def squashed(screen: Screen) -> str:
    """What stands on the screen, without its line breaks and frames."""
    return " ".join(screen.text.replace("│", " ").split())


async def test_a_proposal_is_found_from_the_circles_and_consented_to_by_keys(
    community: TestCommunity,
) -> None:
    number = a_proposal(community, a_circle(community), begins="consent")
    async with community.shell("ana") as screen:
        assert "“Lending” waits for your consent or objection." in screen.text
        await screen.press(screen.number("Circles"), "p")
        assert "> consent round  Lending" in screen.text
        assert "It is the turn of ana." in screen.text
        await screen.press("enter")
        assert "Tools may be lent for a week." in screen.text
        assert "It is your turn." in screen.text
        await screen.press("c")
        assert "Consent to version 1" in screen.text
        await screen.type("gladly")
        await screen.press("ctrl+s")
        assert "Kept." in screen.text
        assert "heard: ana; now: bo; then: cy, di" in screen.text
        assert "c consent" not in foot(screen)
    voice = proposal_of(community.session("ana"), number).value.rounds[-1].voices[0]
    assert (voice.by, voice.says, voice.text) == ("ana", "consent", "gladly")


async def test_in_a_large_community_the_list_comes_by_itself_and_keeps_the_cursor(
    community: TestCommunity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot_sociocracy.rounds.page.QUICK", 0)
    circle = a_circle(community)
    for title in ("Lending", "Roof"):
        a_proposal(community, circle, title=title)
    async with community.shell("bo") as screen:
        await screen.open("Proposals")
        assert "2 proposals on their way" in screen.text
        await screen.press("down")
        a_proposal(community, circle, title="Well")
        all_say(community, 1, "spoke", but="bo")
        await screen.look()
        assert "> questions      Lending" in screen.text
        await screen.press("enter")
        assert "│ Roof " in screen.text


async def test_the_keys_of_who_facilitates_are_shown_to_them_alone(community: TestCommunity) -> None:
    a_proposal(community, a_circle(community), begins="consent")
    for handle, theirs in (("bo", True), ("cy", False), ("eve", False)):
        async with community.shell(handle) as screen:
            await screen.open("Proposals")
            await screen.press("enter")
            assert ("i note" in foot(screen)) is theirs
            assert ("- away" in foot(screen)) is theirs
            assert ("f lead" in foot(screen)) is (handle == "cy")
            await screen.press("g")
            assert "It is the turn of ana." in screen.text
            assert ("Whoever was a full member of the circle" in squashed(screen)) is (handle == "eve")


async def test_an_objection_is_voiced_and_taken_in_on_the_screen(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community), begins="consent")
    all_say(community, number, but="di")
    async with community.shell("di") as screen:
        await screen.open("Proposals")
        await screen.press("enter", "o")
        await screen.type("they break")
        await screen.press("ctrl+s")
        assert "Aim it touches is missing." in screen.text
        await screen.type("tools cared for")
        await screen.press("ctrl+s")
        assert "1. di objects: they break (aim: tools cared for)" in screen.text
        assert "b take back" in foot(screen)
    async with community.shell("ana") as screen:
        await screen.open("Proposals")
        await screen.press("enter", "m")
        await screen.press("ctrl+u")
        await screen.type("Whole tools may be lent.")
        await screen.press("ctrl+s")
        assert "All are taken in; bo begins the next round." in squashed(screen)
        await screen.press("v")
        assert "{+Whole tools+}" in screen.text
        await screen.press("escape")
    async with community.shell("bo") as screen:
        await screen.open("Proposals")
        await screen.press("enter", "g", "ctrl+s")
        assert "now: bo" in screen.text
    assert proposal_of(community.session("ana"), number).value.text.text == "Whole tools may be lent."


async def test_what_somebody_else_says_shows_at_once_and_what_is_typed_stays(
    community: TestCommunity,
) -> None:
    number = a_proposal(community, a_circle(community), begins="consent")
    async with community.shell("bo") as screen:
        await screen.open("Proposals")
        await screen.press("enter")
        assert "c consent" not in foot(screen)
        actions.give_voice(community.session("ana"), number, "consent", "gladly")
        await screen.look()
        assert "ana: consents: gladly" in screen.text
        assert "c consent" in foot(screen)
        await screen.press("c")
        await screen.type("yes but")
        actions.facilitate(community.session("di"), number)
        await screen.look()
        assert "yes but" in screen.text


async def test_two_who_restate_at_once_lose_nothing(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community))
    bo = community.session("bo")
    for _round in range(2):
        all_say(community, number, "spoke")
        actions.go_on(bo, number)
    async with community.shell("ana") as screen:
        await screen.open("Proposals")
        await screen.press("enter", "e")
        await screen.type(" Mine.")
        actions.restate(bo, number, another_text("Of bo."), 1)
        await screen.press("ctrl+s")
        assert "bo has written version 2 meanwhile" in screen.text
        assert "Mine." in screen.text
        await screen.press("escape")
        assert "Of bo." in screen.text
        await screen.press("e")
        assert "Here is what you had typed before." in screen.text
        await screen.press("ctrl+s")
    versions = proposal_of(bo, number).value.versions
    assert [one.text for one in versions] == [
        "Tools may be lent for a week.",
        "Of bo.",
        "Tools may be lent for a week. Mine.",
    ]


async def test_the_facilitator_notes_voices_and_who_is_away(community: TestCommunity) -> None:
    number = a_proposal(community, a_circle(community), begins="consent")
    async with community.shell("bo") as screen:
        await screen.open("Proposals")
        await screen.press("enter", "i", "enter", "ctrl+s")
        assert "heard: ana [noted by bo]; now: bo" in screen.text
        await screen.press("c", "ctrl+s", "minus", "enter")
        assert "away: cy" in screen.text
    voices = proposal_of(community.session("ana"), number).value.rounds[-1].voices
    assert [(one.by, one.says, one.noted_by) for one in voices] == [
        ("ana", "consent", "bo"),
        ("bo", "consent", ""),
        ("cy", "away", "bo"),
    ]


async def test_a_proposal_is_written_on_the_screen_by_somebody_of_the_circle(
    community: TestCommunity,
) -> None:
    a_circle(community)
    async with community.shell("eve") as screen:
        await screen.open("Proposals")
        assert "n brings a proposal" in screen.text
        await screen.press("n")
        assert "Full members of a circle bring proposals" in screen.text
    async with community.shell("cy") as screen:
        await screen.open("Proposals")
        await screen.press("n")
        await screen.type("Quiet")
        await screen.press("enter")
        await screen.type("Noise")
        await screen.press("tab")
        await screen.type("Quiet from ten")
        await screen.press("ctrl+s")
        assert "Questions are asked" in screen.text
    stored = proposal_of(community.session("cy"), 1).value
    assert (stored.title, stored.author, stored.text.until.isoformat()) == ("Quiet", "cy", "2027-11-22")


@pytest.mark.parametrize("school", ["voiced", "tested"])
async def test_hostile_words_are_inert_wherever_they_are_shown(community: TestCommunity, school: str) -> None:
    circle = a_circle(community, school=school)
    number = a_proposal(community, circle, title=HOSTILE[:78], need=HOSTILE, text=HOSTILE)
    all_say(community, number, "spoke", but="di")
    actions.give_voice(community.session("di"), number, "spoke", HOSTILE)
    bo = community.session("bo")
    actions.answer(bo, number, "di", HOSTILE)
    actions.go_on(bo, number)
    all_say(community, number, "spoke")
    actions.go_on(bo, number)
    actions.restate(bo, number, another_text(f"{HOSTILE} more", HOSTILE), 1)
    actions.go_on(bo, number)
    for handle in proposal_of(bo, number).value.rounds[-1].order:
        actions.give_voice(community.session(handle), number, "objection", HOSTILE, HOSTILE)
    async with community.shell("bo", size=(80, 60)) as screen:
        assert "[/]" in screen.text
        await screen.open("Proposals")
        assert "[/]" in screen.text
        await screen.press("slash")
        assert "[/]" in screen.text
        await screen.press("escape", "enter")
        below = len(screen.app.screen_stack)
        for key in ("t", "m", "w", "h", "v", "b", "x"):
            await screen.press(key)
            assert "[@click" in screen.text or key in "whbx"
            while len(screen.app.screen_stack) > below:
                await screen.press("escape")
        assert "[@click" in screen.text


async def test_a_nomination_is_written_by_keys_and_kept_in_no_draft(community: TestCommunity) -> None:
    circle = a_circle(community)
    form = SelectionForm(role="secretary", does=HOSTILE[:500], qualifications=HOSTILE)
    number = selecting.open_selection(community.session("ana"), circle, form).id
    for handle in MEMBERS:
        selecting.give_voice(community.session(handle), number, "consent", HOSTILE)
    begin_nominations(community.session("bo"), number)
    async with community.shell("ana") as screen:
        assert "Write whom you nominate: secretary of Hearth." in screen.text
        await screen.open("Selection")
        await screen.press("enter", "n")
        await screen.type("cy")
        await screen.press("enter")
        await screen.type("quince marmalade")
        screen.app.save_unfinished()
        assert not any(
            b"quince" in file.read_bytes() for file in community.path.parent.rglob("*") if file.is_file()
        )
        await screen.press("ctrl+s")
        assert "Kept." in screen.text
        assert "quince" not in screen.text
        assert "not yet: bo, cy, di" in squashed(screen)
    sealed = community.session("ana").store.collection(Sealed).all()
    assert [one.value.account for one in sealed] == ["ana"]


async def test_a_selection_is_led_to_its_end_on_the_screen(community: TestCommunity) -> None:
    circle = a_circle(community)
    async with community.shell("bo") as screen:
        await screen.open("Selection")
        await screen.press("n")
        await screen.type("secretary")
        await screen.press("enter")
        await screen.type("keeps the minutes")
        await screen.press("ctrl+s")
        number = 1
        for handle in MEMBERS:
            selecting.give_voice(community.session(handle), number, "consent")
        await screen.look()
        await screen.press("g")
        assert "nobody passes" in screen.text
        for handle in ("ana", "cy", "di"):
            nominate(community.session(handle), number, "cy", f"reason {handle}")
        await screen.look()
        await screen.press("n", "enter")
        await screen.type("asks well")
        await screen.press("ctrl+s")
        assert "Everyone says whom they nominated" in screen.text
        assert "reason ana" not in screen.text
        order = selection_of(community.session("ana"), number).value.rounds[-1].order
        for handle in order:
            if handle == "bo":
                await screen.press("s", "ctrl+s")
            else:
                selecting.give_voice(community.session(handle), number, "spoke", f"spoken {handle}")
                await screen.look()
        await screen.press("g", "ctrl+s")
        order = selection_of(community.session("ana"), number).value.rounds[-1].order
        for handle in order:
            if handle == "bo":
                await screen.press("e", "enter")
            else:
                selecting.keep_or_change(community.session(handle), number, "cy", "still")
                await screen.look()
        await screen.press("g", "p")
        await screen.type("cy")
        await screen.press("enter")
        await screen.type("writes plainly")
        await screen.press("ctrl+s")
        assert "The consent round about cy goes on." in screen.text
        for handle in selection_of(community.session("ana"), number).value.rounds[-1].order:
            selecting.give_voice(community.session(handle), number, "consent")
        await screen.look()
        assert "cy was chosen." in screen.text
    assert circle == selection_of(community.session("ana"), number).value.circle
