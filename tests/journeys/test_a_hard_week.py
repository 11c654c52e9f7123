"""Journey 6: a hard week. The card first; what others may see, seen by who was chosen; hidden at one key."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from folkmoot.api import PickList
from folkmoot.cli import run as run_words
from folkmoot.cli.alone import live_alone
from folkmoot.cli.call import Call
from folkmoot.shell.app import Shell
from folkmoot.testing import NOON, Screen, TestCommunity
from folkmoot_tmaps.sealing import rules
from tmaps.a_map import PASSPHRASE, Mine, answer, begun, told, types, unlock
from tmaps.shared_maps import reader

CARD = {
    "heavy/first": "Open the window",
    "heavy/please": "Come by without asking",
    "heavy/please-not": "Tell me that it will pass",
    "people/who": "Rui: sits with me (agreed)",
}


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scrypt with a small cost, in this process."""
    monkeypatch.setattr(rules, "SCRYPT_N", 2**8)


def written_when_well(mine: Mine) -> Mine:
    """What Ana wrote in good times."""
    for place, value in {
        **CARD,
        "signs/outside": "I answer in one word",
        "steer/matters": "The choir",
    }.items():
        answer(mine, place, value)
    return mine


@pytest.fixture
def ana(community: TestCommunity) -> Mine:
    return written_when_well(begun(community))


def all_of_the_card(text: str) -> None:
    places = [text.index(value) for value in ("Open the window", "Come by", "Tell me that", "Rui: sits")]
    assert places == sorted(places)


async def test_the_card_comes_first_in_three_key_presses_and_a_passphrase(
    community: TestCommunity, ana: Mine
) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Map"))  # one
        await screen.press("enter")  # two
        await screen.type(PASSPHRASE)
        await screen.press("enter")  # three
        all_of_the_card(screen.text)
        assert "The choir" not in screen.text
        await screen.press("ctrl+l")  # a colleague walks by
        assert "today is" in screen.text
        assert not any(line in screen.text for line in CARD.values())
    assert told(community.path.parent, PASSPHRASE, *CARD.values()) == []


async def test_what_was_shared_when_well_is_read_by_who_was_chosen_in_a_heavy_week(
    community: TestCommunity, ana: Mine
) -> None:
    rui = reader(community, "rui")
    async with community.shell("ana") as screen:  # on a good day
        await unlock(screen)
        await screen.press("escape", "s", "n", "down", "down", "enter")
        await screen.type("rui")
        await screen.press("enter")
        assert "Come by without asking" in screen.text
        await screen.press("y")
        await screen.press("escape", "ctrl+l")
    community.moment += timedelta(days=60)
    async with community.shell("rui") as screen:
        await unlock(screen)
        assert "1 section is shared with you" in screen.text
        await screen.press("f", "enter")
        assert "- Come by without asking" in screen.text
        assert "I answer in one word" not in screen.text
        await screen.press("r")
        assert "Ana can see that you have read it." in screen.text
    assert rui.keys.owner == "rui"
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("escape", "s")
        assert "says they read it on" in screen.text


async def test_today_says_that_something_is_due_and_enter_goes_there(
    community: TestCommunity, ana: Mine
) -> None:
    answer(ana, "back/look-again", "2027-01-20")
    community.moment += timedelta(days=60)
    async with community.shell("ana") as screen:
        assert "Something of yours is due." in screen.text
        assert "map" not in next(line for line in screen.lines if "is due" in line).lower()
        pick = screen.app.focused
        assert isinstance(pick, PickList) and pick.highlighted is not None
        while "is due" not in str(pick.get_option_at_index(pick.highlighted).prompt):
            await screen.press("down")
        await screen.press("enter")
        assert "enter opens it" in screen.text


def test_the_same_week_by_commands_alone(
    community: TestCommunity, ana: Mine, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader(community, "rui")
    types(monkeypatch, PASSPHRASE)
    all_of_the_card(community.run("ana", "map", "card"))
    types(monkeypatch, PASSPHRASE)
    community.run("ana", "map", "share", "heavy", "rui", "--yes")
    types(monkeypatch, PASSPHRASE)
    assert "  - Come by without asking" in community.run("rui", "map", "shared", "ana")
    types(monkeypatch, PASSPHRASE)
    assert "Ana can see that you have read it." in community.run("rui", "map", "noted", "ana", "heavy")
    types(monkeypatch, PASSPHRASE)
    assert "says they read it on" in community.run("ana", "map", "readers")
    types(monkeypatch, PASSPHRASE)
    assert "may remember it" in community.run("ana", "map", "revoke", "rui")
    assert told(community.path.parent, PASSPHRASE, *CARD.values()) == []


async def test_alone_without_a_community_the_card_comes_first_too(
    tmp_path: Path, english: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def alone(*words: str) -> None:
        assert run_words(["--store", str(tmp_path), "map", *words], Call(clock=lambda: NOON)) == 0

    types(monkeypatch, PASSPHRASE, PASSPHRASE)
    alone("begin")
    for place, value in CARD.items():
        types(monkeypatch, PASSPHRASE, value)
        alone("write", place)
    call = Call(store=str(tmp_path), clock=lambda: NOON)
    assert live_alone(call, "tmaps", "map")
    with call.session() as session:
        app = Shell(session, first="map")
        async with app.run_test(size=(80, 24)) as pilot:
            screen = Screen(app, pilot)
            await screen.settled()
            await screen.press("enter")
            await screen.type(PASSPHRASE)
            await screen.press("enter")
            all_of_the_card(screen.text)
            await screen.press("escape", "s", "n", "enter")
            assert "There is nobody else here yet to share with." in screen.text
            await screen.press("ctrl+l")
            assert "enter opens it" in screen.text
    assert told(tmp_path, PASSPHRASE, *CARD.values()) == []
