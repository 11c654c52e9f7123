"""Gatherings on the screen: found, read, prepared, marked and welcomed by keys."""

from __future__ import annotations

import pytest

from core.at_gatherings import DAY, FIRST, HOUR, SECOND, at, friend, guest, is_a
from folkmoot.session import Account
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_core.answers.actions import give_answer, host
from folkmoot_core.gatherings.actions import gathering, prepare
from folkmoot_core.gatherings.model import Gathering
from folkmoot_core.gatherings.welcoming import came
from folkmoot_core.people.cards import leave, save_card
from folkmoot_core.people.model import Card
from folkmoot_core.rhythm.actions import cancel_occurrence


async def test_the_list_leads_to_a_gathering_and_back(community: TestCommunity) -> None:
    prepare(
        community.session("ana"), Gathering(occurrence=FIRST, theme="Seeds", place="the mill", capacity=9)
    )
    async with community.shell("ana") as screen:
        await screen.open("Gatherings")
        assert "Seeds" in screen.text
        assert "0 of 9" in screen.text
        await screen.press("enter")
        for said in ("Gathering of Sat, 20 Mar 2027", "the mill", "full moon, Mon", "nobody yet (a, then h)"):
            assert said in screen.text
        await screen.press("escape", "down", "enter")
        assert "Gathering of Sat, 18 Sept 2027" in screen.text


async def test_it_is_prepared_by_keys_and_others_see_it_at_once(community: TestCommunity) -> None:
    community.join("bo")
    async with community.shell("bo") as other:
        await other.open("Gatherings")
        await other.press("enter")
        async with community.shell("ana") as screen:
            await screen.open("Gatherings")
            await screen.press("enter", "e")
            await screen.type("Seeds")
            await screen.press("enter")
            await screen.type("the mill")
            await screen.press("enter")
            await screen.press("backspace", "1", "2", "enter")
            await screen.type("bring a cup")
            await screen.press("ctrl+s")
            assert "Kept." in screen.text
            assert "0 of 12" in screen.text
        await other.look()
        for said in ("Seeds", "the mill", "bring a cup"):
            assert said in other.text


async def test_of_two_who_prepare_the_second_is_told_and_loses_nothing(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.open("Gatherings")
        await screen.press("e")
        await screen.type("Bread")
        prepare(community.session("ana"), Gathering(occurrence=FIRST, theme="Seeds"))
        await screen.press("ctrl+s")
        assert "Somebody changed this meanwhile: Seeds." in screen.text
        assert "Bread" in screen.text
        await screen.press("ctrl+s")
        assert "Kept." in screen.text
    assert gathering(community.session("ana"), FIRST).prepared.theme == "Bread"


async def test_what_was_typed_and_left_is_there_again(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.open("Gatherings")
        await screen.press("e")
        await screen.type("Bread")
        await screen.press("escape", "e")
        assert "Here is what you had typed before." in screen.text
        assert "Bread" in screen.text


@pytest.mark.parametrize("size", [(80, 24), (40, 16)])
async def test_hostile_text_in_every_field_is_inert(community: TestCommunity, size: tuple[int, int]) -> None:
    guest(community, "hal")
    session = community.session("hal")
    with session.store.transaction(by="hal", why="test") as tx:
        stored = tx.collection(Account).first(handle="hal")
        assert stored is not None
        tx.replace(stored, Account(name=HOSTILE[:60], handle="hal"))
    save_card(session, Card(account="hal", needs=HOSTILE, needs_for="everyone"))
    give_answer(session, FIRST, "yes")
    hostile = Gathering(occurrence=FIRST, theme=HOSTILE[:80], place=HOSTILE[:120], about=HOSTILE)
    prepare(community.session("ana"), hostile)
    at(community, FIRST)
    async with community.shell("ana", size=size) as screen:
        await screen.open("Gatherings")
        assert "[/]" in screen.text
        await screen.press("enter")
        assert "[/]" in screen.text
        await screen.press("pagedown", "m")
        assert "[/]" in screen.text
        await screen.press("space", "escape")
        assert "Welcome the guest who came" in screen.text
        assert "\x1b" not in screen.text
        assert "\u202e" not in screen.text


async def test_on_the_day_space_marks_and_one_question_welcomes_the_guests(community: TestCommunity) -> None:
    guest(community, "hal", "ian")
    community.join("zoe", name="Zoë")
    give_answer(community.session("hal"), FIRST, "yes")
    at(community, FIRST)
    async with community.shell("ana") as screen:
        await screen.press("1")
        assert "Mark who came to the gathering" in screen.text
        await screen.open("Gatherings")
        await screen.press("m")
        assert "Who came?" in screen.text
        assert "[ ] Hal" in screen.text
        assert "[ ] Ian" in screen.text  # invited to it, and silent
        await screen.press("space", "down", "space")
        assert "2 people are marked." in screen.text
        await screen.press("space", "slash")
        assert "1 person is marked." in screen.text or "Who else came?" in screen.text
        await screen.type("zo")
        await screen.press("enter")
        assert "[x] Zoë" in screen.text
        came(community.session("ana"), FIRST, ["ian"])  # by somebody else, meanwhile
        await screen.look()
        assert "[x] Ian" in screen.text
        await screen.press("escape")
        assert "Welcome the 2 guests who came as Friends?" in screen.text
        assert "Hal and Ian came to this gathering." in screen.text
        await screen.press("y")
        assert "Welcomed as Friends: Hal and Ian." in screen.text
        await screen.press("m", "escape")
        assert "Welcome" not in screen.text
    assert is_a(community, "hal") == is_a(community, "ian") == "friend"
    assert set(gathering(community.session("ana"), FIRST).came) == {"hal", "ian", "zoe"}


async def test_no_is_no_and_the_question_comes_again_later(community: TestCommunity) -> None:
    guest(community, "hal")
    at(community, FIRST)
    came(community.session("ana"), FIRST, ["hal"])
    async with community.shell("ana") as screen:
        await screen.open("Gatherings")
        await screen.press("m", "escape", "n")
        assert is_a(community, "hal") == "guest"
        community.moment += 20 * DAY
        await screen.press("enter", "m")
        assert "Welcome the guest who came as a Friend?" in screen.text
        await screen.press("y")
    assert is_a(community, "hal") == "friend"


async def test_who_leaves_while_the_question_is_open_spoils_nothing(community: TestCommunity) -> None:
    guest(community, "hal", "ian")
    at(community, FIRST)
    came(community.session("ana"), FIRST, ["hal", "ian"])
    async with community.shell("ana") as screen:
        await screen.open("Gatherings")
        await screen.press("m", "escape")
        assert "Welcome the 2 guests" in screen.text
        leave(community.session("hal"), "hal")
        await screen.look()
        await screen.press("y")
        assert "was not marked at this gathering" in screen.text
        assert is_a(community, "ian") == "guest"
        await screen.press("m", "escape", "y")
        assert "Welcomed as Friends: Ian." in screen.text


async def test_a_host_reads_needs_and_invitations_and_a_guest_does_not(community: TestCommunity) -> None:
    friend(community, "fay")
    community.moment += 20 * DAY
    guest(community, "hal")
    save_card(community.session("hal"), Card(account="hal", needs="a ramp at the door"))
    give_answer(community.session("hal"), SECOND, "yes")
    host(community.session("fay"), SECOND, True)
    async with community.shell("fay") as screen:
        await screen.open("Gatherings")
        await screen.press("enter")
        assert "Hal: a ramp at the door" in screen.text
        assert "Hal, by Ana, is in" in screen.text
        await screen.press("i")
        assert "Partners do this" in screen.text
    async with community.shell("hal") as screen:
        await screen.open("Gatherings")
        await screen.press("enter")
        assert "a ramp" in screen.text  # their own
        for key, said in (("e", "Friends who host"), ("m", "Friends who host")):
            await screen.press(key)
            assert said in screen.text
        await screen.press("a", "n")
        assert "Kept: no." in screen.text


async def test_a_card_is_made_from_the_gathering(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.open("Gatherings")
        await screen.press("enter", "i")
        await screen.type("Rio")
        await screen.press("enter")
        assert "A card: its code is shown this once" in screen.text
        await screen.press("escape")
        assert "Rio, by Ana, until" in screen.text
        at(community, FIRST, 20 * DAY)
        await screen.press("i")
        assert "Nobody can be invited to this any more." in screen.text


async def test_too_early_too_late_and_cancelled_are_said(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.open("Gatherings")
        await screen.press("m")
        assert "from its first day on: Sat, 20 Mar." in screen.text
        prepare(community.session("ana"), Gathering(occurrence=FIRST, theme="Seeds"))
        at(community, FIRST, 40 * DAY)
        await screen.look()
        await screen.press("end", "m")
        assert "could be marked until Sat, 3 Apr 2027" in screen.text
        cancel_occurrence(community.session("ana"), SECOND, "storm")
        await screen.look()
        await screen.press("home", "m")
        assert "was cancelled" in screen.text


@pytest.mark.parametrize("quick", [1_500, 0], ids=["a small community", "a large one"])
async def test_whom_the_partners_miss_is_in_the_list_and_leads_to_their_card(
    community: TestCommunity, monkeypatch: pytest.MonkeyPatch, quick: int
) -> None:
    monkeypatch.setattr("folkmoot_core.gatherings.page.QUICK", quick)
    friend(community, "fay", "gil")
    at(community, SECOND, HOUR)
    came(community.session("ana"), SECOND, ["gil"])
    at(community, FIRST, 400 * DAY)
    async with community.shell("ana") as screen:
        await screen.open("Gatherings")
        await screen.app.workers.wait_for_complete()
        await screen.look()
        assert "We miss" in screen.text
        await screen.press("end", "e")
        assert "Put the cursor on a gathering." in screen.text
        await screen.press("enter")
        assert "last on Sat, 20 Mar 2027" in screen.text
    async with community.shell("gil") as screen:
        await screen.open("Gatherings")
        assert "We miss" not in screen.text


async def test_every_key_of_both_pages_says_what_it_does(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        for title in ("Gatherings", "Rounds"):
            await screen.open(title)
            assert screen.app.view is not None
            for key in screen.app.view.known_keys():
                assert len(key.label.split()) <= 2
                assert 0 < len(key.help) <= 56, key.help
            await screen.press("question_mark")
            assert f"Help: {title}" in screen.text
            await screen.press("escape")
        await screen.open("Gatherings")
        await screen.press("r")
        assert screen.app.current == "rounds"
