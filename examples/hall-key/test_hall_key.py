"""The key goes from hand to hand; Today says so to whoever has it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from folkmoot.api import NotAllowed
from folkmoot.testing import HOSTILE, Found, TestCommunity, faults_of, house_with

PLUGIN = Path(__file__).parent / "hall_key.py"


@pytest.fixture
def home(found_community: Found) -> TestCommunity:
    """A community with the plugin in it."""
    return found_community(house_with(PLUGIN))


def test_the_key_goes_from_hand_to_hand(home: TestCommunity) -> None:
    home.friend("ben")
    assert "Nobody has said" in home.run("ana", "hall-key")
    home.run("ana", "hall-key", "take")
    home.run("ana", "hall-key", "to", "ben")
    assert json.loads(home.run("ana", "hall-key", "--json")) == {"opens": "the hall", "holder": "ben"}


def test_today_says_when_it_is_wanted_to_whoever_has_it_and_to_nobody_else(home: TestCommunity) -> None:
    home.friend("ben")
    home.run("ana", "hall-key", "to", "ben")
    assert "You have the key of the hall: it is wanted" in home.run("ben", "today")
    assert "the key" not in home.run("ana", "today")


def test_when_who_had_it_leaves_it_is_asked_again(home: TestCommunity) -> None:
    home.friend("ben")
    home.run("ana", "hall-key", "to", "ben")
    session = home.session("ana")
    session.store.forget("ben", by="ana")
    assert "Nobody has said" in home.run("ana", "hall-key")


def test_nobody_gets_it_who_is_not_here(home: TestCommunity) -> None:
    home.run("ana", "hall-key", "to", "zoe", code=65)
    said = home.run("ana", "hall-key", "to", HOSTILE, code=65)
    assert "\x1b" not in said


def test_nobody_without_an_account_says_who_has_it(home: TestCommunity) -> None:
    from hall_key import hand_on

    with pytest.raises(NotAllowed, match="has an account"):
        hand_on(replace(home.session("ana"), account=None), "ana")


def test_what_it_opens_is_a_setting(home: TestCommunity) -> None:
    home.run("ana", "plugins", "settings", "hall_key", "called=the barn")
    home.run("ana", "hall-key", "take")
    assert home.run("ana", "hall-key") == "ana has the key of the barn.\n"


def test_the_house_finds_nothing_wrong_with_it() -> None:
    assert faults_of(PLUGIN) == []
