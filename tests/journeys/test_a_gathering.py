"""Journey 4: a gathering is opened on the May full moon, prepared, come to, and guests become Friends."""

from __future__ import annotations

import json
import re

from core.at_gatherings import at, is_a
from door.visitors import comes_in
from folkmoot.testing import Screen, TestCommunity

MAY = "gathering/full-338"  # Thu, 20 May 2027; held on the Saturday after
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


async def a_card(screen: Screen, name: str) -> str:
    """Make a card by keys, and read its code off the screen."""
    await screen.press("i")
    await screen.type(name)
    await screen.press("enter")
    found = CODE.search(screen.text)
    while found is None:  # below, on a small screen
        await screen.press("pagedown")
        found = CODE.search(screen.text)
    await screen.press("escape")
    return found[0]


async def test_a_gathering_by_keys(community: TestCommunity) -> None:
    async with community.shell("ana") as ana:
        await ana.press(ana.number("Rhythm"))
        for _month in range(5):
            await ana.press("pagedown")
        assert "April 2027" in ana.text
        while not any(line.startswith(" > ") and "full moon" in line for line in ana.lines):
            await ana.press("n")
        await ana.press("g", "y")
        await ana.open("Gatherings")
        assert "Sat, 22 May 2027" in ana.text
        await ana.press("e")
        await ana.type("Seeds")
        await ana.press("enter")
        await ana.type("the mill")
        await ana.press("enter", "backspace", "2", "ctrl+s")
        await ana.press("enter")
        codes = [await a_card(ana, name) for name in ("Rio", "Sol")]
        assert "Rio, by Ana, until" in ana.text
    for handle, code in zip(("rio", "sol"), codes, strict=True):
        comes_in(community, handle, code)
    async with community.shell("rio") as rio:
        await rio.press("down", "down", "enter")  # the gathering that Rio is invited to
        assert "Seeds" in rio.text
        assert "the mill" in rio.text
        await rio.press("a", "y", "escape")
        await rio.press(rio.number("People"), "e", *["down"] * 4)
        await rio.type("a ramp")
        await rio.press("ctrl+s")
    async with community.shell("ana") as ana:
        await ana.open("Gatherings")
        await ana.press("enter", "a", "h", "escape")
        for said in ("2 of 2", "Rio: a ramp", "Sol, by Ana, is in"):
            assert said in ana.text
        at(community, MAY)
        await ana.press("m")
        while "[ ]" in ana.text:
            await ana.press("space", "down")
        await ana.press("escape")
        assert "Welcome the 2 guests who came as Friends?" in ana.text
        await ana.press("y")
        assert "Welcomed as Friends: Rio and Sol." in ana.text
        assert "3 were there" in ana.text or "Were there" in ana.text
    assert is_a(community, "rio") == is_a(community, "sol") == "friend"


def test_a_gathering_by_commands_alone(community: TestCommunity) -> None:
    run = community.run
    run("ana", "rhythm", "gather", "full-338")
    run("ana", "gatherings", "edit", MAY, "--theme", "Seeds", "--place", "the mill", "--capacity", "2")
    cards = json.loads(
        run("ana", "invite", "--to", MAY, "--count", "2", "--json").partition("\n}")[0] + "\n}"
    )
    for handle, card in zip(("rio", "sol"), cards["invitations"], strict=True):
        comes_in(community, handle, card["code"])
    assert f"gatherings/{MAY}" in run("rio", "today", "--json")
    run("rio", "answer", MAY, "yes")
    run("rio", "people", "edit", "--needs", "a ramp")
    run("ana", "answer", MAY, "--host")
    shown = json.loads(run("ana", "gatherings", "show", "next", "--json"))
    assert shown["needs"] == [{"handle": "rio", "needs": "a ramp"}]
    assert (shown["capacity"], shown["coming"]) == (2, ["ana", "rio"])
    at(community, MAY)
    assert "Mark who came" in run("ana", "today")
    run("ana", "gatherings", "came", MAY, "ana", "rio", "sol")
    assert "Rio and Sol" in run("ana", "gatherings", "welcome", MAY)
    assert [is_a(community, handle) for handle in ("rio", "sol")] == ["friend", "friend"]
