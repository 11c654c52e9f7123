"""What is said stands on the card, which belongs to another plugin; by keys, by commands, with hostile text."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from ask_me import actions
from ask_me.model import AskMeForm
from folkmoot.api import NotAllowed
from folkmoot.testing import HOSTILE, Found, TestCommunity, faults_of, house_with

PLUGIN = Path(__file__).parent / "ask_me"


@pytest.fixture
def home(found_community: Found) -> TestCommunity:
    """A community with the plugin in it; Ben and Gus are there, too."""
    community = found_community(house_with(PLUGIN))
    community.friend("ben")
    community.guest("gus")
    return community


async def test_what_is_said_by_keys_stands_on_the_card_that_others_open(home: TestCommunity) -> None:
    async with home.shell("ben") as screen:
        await screen.open("Ask me")
        assert "Press e to be the first" in screen.text
        await screen.press("e")
        await screen.type("bread, bicycles")
        await screen.press("ctrl+s")
        assert "ben   bread, bicycles" in screen.text
    async with home.shell("gus") as screen:
        await screen.open("Ask me")
        await screen.press("enter")
        assert "Ask me about" in screen.text
        assert "bread, bicycles" in screen.text
    assert "bread, bicycles" in home.run("gus", "people", "show", "ben")


async def test_what_another_says_is_seen_and_the_cursor_stays(home: TestCommunity) -> None:
    for handle in ("ben", "gus"):
        actions.say(home.session(handle), AskMeForm(about="bread"))
    async with home.shell("ana") as screen:
        await screen.open("Ask me")
        await screen.press("down")
        actions.say(home.session("ana"), AskMeForm(about="bread"))
        await screen.look()
        await screen.press("enter")
        assert "Gus" in screen.text
        assert "Ask me about" in screen.text


async def test_hostile_text_is_shown_as_it_was_meant_or_not_at_all(home: TestCommunity) -> None:
    actions.say(home.session("ben"), AskMeForm(about=HOSTILE[:120]))
    async with home.shell("gus") as screen:
        await screen.open("Ask me")
        for _place in ("page", "card"):
            assert "[bold]x[/bold]" in screen.text
            assert "\x1b" not in screen.text
            await screen.press("enter")
    assert "\x1b" not in home.run("gus", "ask-me")


def test_commands_say_find_and_take_back(home: TestCommunity) -> None:
    assert "Nobody yet" in home.run("ben", "ask-me")
    home.run("ben", "ask-me", "say", "Bread, bicycles")
    home.run("gus", "ask-me", "say", "letters")
    found = json.loads(home.run("ana", "ask-me", "--find", "bicycles bread", "--json"))
    assert found == {"people": [{"handle": "ben", "about": "Bread, bicycles"}]}
    home.run("ben", "ask-me", "say", "")
    assert home.run("ana", "ask-me") == "gus  letters\n"
    home.run("ben", "ask-me", "say", "x" * 121, code=65)


def test_it_is_a_first_step_and_done_once_said(home: TestCommunity) -> None:
    assert "Say what you can be asked about" in home.run("gus", "today")
    actions.say(home.session("gus"), AskMeForm(about="letters"))
    (step,) = [
        one
        for _name, one in home.house.ask("first_steps", session=home.session("gus"))
        if one.opens == "ask_me"
    ]
    assert step.done


def test_it_goes_with_who_said_it(home: TestCommunity) -> None:
    actions.say(home.session("ben"), AskMeForm(about="bread"))
    home.session("ana").store.forget("ben", by="ana")
    assert actions.who_knows(home.session("ana")) == []


def test_nobody_without_an_account_says_anything(home: TestCommunity) -> None:
    with pytest.raises(NotAllowed, match="has an account"):
        actions.say(replace(home.session("ana"), account=None), AskMeForm(about="bread"))


def test_the_house_finds_nothing_wrong_with_it() -> None:
    assert faults_of(PLUGIN) == []
