"""The care page, by real keys."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.test_who_may_do_what import one_of_each
from folkmoot.testing import HOSTILE, Screen, TestCommunity
from folkmoot_tmaps.care import actions, buddies, listening
from folkmoot_tmaps.care.model import ListenForm, StatementForm
from tmaps.a_map import begun, unlock
from tmaps.test_care import said


@pytest.fixture
def village(community: TestCommunity) -> TestCommunity:
    """Bo would like a word; Cy can give one and listens; Di does nothing."""
    for handle in ("bo", "cy", "di"):
        community.join(handle)
    said(community.session("bo"), "reach", "by text, please", 4)
    said(community.session("cy"), "can_reach", "a walk", 9)
    listening.offer(community.session("cy"), ListenForm(how="ring twice", starts="10:00", ends="20:00"))
    return community


def line_of(screen: Screen, words: str) -> str:
    return next(line for line in screen.lines if words in line)


def read(screen: Screen) -> str:
    """The screen as one line: sentences are broken where it is narrow."""
    return " ".join(screen.text.replace("│", " ").split())


async def to(screen: Screen, words: str) -> None:
    """Put the cursor on the line that says something."""
    from folkmoot.api import PickList

    pick = screen.app.query_one("CarePage PickList", PickList)
    for _step in range(30):
        place = pick.highlighted
        if place is not None and words in str(pick.get_option_at_index(place).prompt):
            return
        await screen.press("down")
    raise AssertionError(screen.text)


async def test_what_people_said_is_read_and_how_to_reach_them(village: TestCommunity) -> None:
    async with village.shell("ana") as screen:
        await screen.open("Care")
        assert "Would like others to reach out" in screen.text
        assert "until Thu, 26 Nov" in line_of(screen, "Bo ") and "by text, please" in line_of(screen, "Bo ")
        await to(screen, "Bo")
        await screen.press("enter")
        assert "nothing on the card; ask around" in screen.text and "by text, please" in screen.text
        await screen.press("escape")
        assert "Care round" in screen.text


async def test_something_is_said_by_keys_and_shows_who_offered_to_answer(village: TestCommunity) -> None:
    async with village.shell("di") as screen:
        await screen.open("Care")
        assert "You say nothing just now; n says something." in screen.text
        await screen.press("n", "enter")
        await screen.type("in the evening")
        await screen.press("tab", "ctrl+u")
        await screen.type("Friday")
        await screen.press("ctrl+s")
        assert "Said until Fri, 27 Nov; Friends and Partners read it, then it is forgotten." in screen.text
        (mine,) = actions.own_statements(village.session("di"))
        assert (mine.says, mine.how, mine.until.isoformat()) == ("reach", "in the evening", "2026-11-27")
        await to(screen, "I would like others")
        await screen.press("enter")
        assert "These people offered to reach out to others who ask." in screen.text
        assert "Cy" in screen.text and "a walk" in screen.text and "Bo" not in screen.text
        await screen.press("e")
        await screen.type(" or at noon")
        await screen.press("ctrl+s")
        (mine,) = actions.own_statements(village.session("di"))
        assert "at noon" in mine.how


async def test_a_day_that_cannot_be_is_told_and_nothing_typed_is_lost(village: TestCommunity) -> None:
    async with village.shell("di") as screen:
        await screen.open("Care")
        await screen.press("n", "enter")
        await screen.type("in the evening")
        await screen.press("tab", "ctrl+u")
        await screen.type("2027-11-27")
        await screen.press("ctrl+s")
        assert "Until a day from today to" in screen.text
        await screen.press("escape", "n", "enter")
        assert "in the evening" in screen.text and "2027-11-27" in screen.text


async def test_an_own_line_is_taken_back_after_a_question(village: TestCommunity) -> None:
    async with village.shell("bo") as screen:
        await screen.open("Care")
        await to(screen, "I would like others")
        await screen.press("x", "n")
        assert len(actions.own_statements(village.session("bo"))) == 1
        await screen.press("x", "y")
        assert actions.own_statements(village.session("bo")) == []
        assert "You say nothing just now" in screen.text


async def test_x_on_somebody_elses_line_does_nothing_and_says_what_it_is_for(village: TestCommunity) -> None:
    async with village.shell("ana") as screen:
        await screen.open("Care")
        await to(screen, "Bo")
        await screen.press("x")
        assert "Put the cursor on a line of your own, or on a buddy." in screen.text


async def test_a_change_of_another_session_shows_and_the_cursor_stays(village: TestCommunity) -> None:
    async with village.shell("ana") as screen:
        await screen.open("Care")
        await to(screen, "Cy")
        said(village.session("di"), "company", "soup")
        await screen.look()
        assert "Would like company when unwell" in screen.text
        await screen.press("enter")
        assert "a walk" in screen.text


async def test_when_its_day_is_over_a_line_goes_by_itself(village: TestCommunity) -> None:
    async with village.shell("ana") as screen:
        await screen.open("Care")
        village.moment += timedelta(days=6)
        await screen.look()
        await screen.press("f5")  # lifts the cover of a screen where nobody was
        await screen.open("Today")
        await screen.open("Care")
        assert "by text" not in screen.text and "a walk" in screen.text


async def test_a_buddy_is_asked_answers_and_stops_by_keys(village: TestCommunity) -> None:
    async with village.shell("ana") as screen:
        await screen.open("Care")
        await screen.press("b")
        await screen.type("cy")
        await screen.press("enter")
        await screen.type("on Sundays")
        await screen.press("ctrl+s")
        assert "Cy finds it on Today." in screen.text
        assert "you asked on" in line_of(screen, "you asked on")
    async with village.shell("cy") as screen:
        assert "Ana asks whether you two look out for each other" in screen.text
        await screen.open("Care")
        await to(screen, "Ana")
        await screen.press("enter", "enter")
        assert actions.buddies_of(village.session("ana"), "ana") == ("cy",)
        await to(screen, "Ana")
        await screen.press("x", "y")
        assert actions.buddies_of(village.session("ana"), "ana") == ()
    async with village.shell("ana") as screen:
        await screen.open("Care")
        await to(screen, "Cy")
        await screen.press("enter")
        assert "no longer look out for each other" in screen.text
        await screen.press("y")
        assert buddies.all_between(village.session("ana")) == []


async def test_not_now_tells_the_asker_kindly(village: TestCommunity) -> None:
    buddies.ask(village.session("ana"), "cy", "on Sundays")
    async with village.shell("cy") as screen:
        await screen.open("Care")
        await to(screen, "Ana")
        await screen.press("enter", "down", "enter")
        assert "Ana is told kindly." in screen.text
    async with village.shell("ana") as screen:
        assert "doesn't have to say why" in read(screen)


async def test_one_key_shows_who_listens_now(village: TestCommunity) -> None:
    async with village.shell("di") as screen:
        await screen.open("Care")
        await screen.press("l")
        assert "now, until 20:00" in line_of(screen, "Cy") and "ring twice" in screen.text
        assert "call the emergency number first" in read(screen)
        await screen.press("n")
        await screen.type("knock")
        await screen.press("ctrl+s")
        assert "You are in the listening team." in screen.text
        await screen.press("l", "x", "y")
        assert listening.own_offer(village.session("di")) is None


async def test_a_wish_on_today_opens_the_person_it_is_about(village: TestCommunity) -> None:
    async with village.shell("cy") as screen:
        assert "Who may want company" in screen.text
        await screen.press("tab", "end", "enter")
        assert "by text, please" in screen.text and "I would like others" in screen.text


async def test_the_map_leads_there_with_one_key(village: TestCommunity) -> None:
    begun(village)
    async with village.shell("ana") as screen:
        await unlock(screen)
        await screen.press("escape", "t")
        assert "Would like others to reach out" in screen.text


async def test_guests_are_told_when_they_will_see_it(community: TestCommunity) -> None:
    said(one_of_each(community)["friend"], "reach", "by text")
    async with community.shell("gus") as screen:
        await screen.open("Care")
        assert "guests do once they are Friends" in read(screen) and "by text" not in screen.text
        for key in ("n", "b", "l", "x", "enter"):
            await screen.press(key)
            assert "by text" not in screen.text
        await screen.open("Map")
        assert "care round" not in screen.text


async def test_hostile_text_is_shown_as_it_is(village: TestCommunity) -> None:
    bo = village.session("bo")
    until = actions.usual_end(bo)
    actions.say_it(bo, "company", StatementForm(how=HOSTILE, until=until))
    listening.offer(bo, ListenForm(how=HOSTILE))
    buddies.ask(bo, "ana", HOSTILE[:150])
    said(village.session("ana"), "keeps_company")
    async with village.shell("ana") as screen:
        await screen.press("end")
        assert "[/] [bold]x[/bold]" in read(screen)
        await screen.open("Care")
        assert "[/] [bold]x[/bold]" in screen.text
        await to(screen, "asks whether")
        await screen.press("enter")
        assert "[/] [bold]x[/bold]" in screen.text
        await screen.press("escape", "l")
        assert "[/] [bold]x[/bold]" in screen.text
        assert "\x1b" not in screen.text and "\u202e" not in screen.text
