"""Tools between neighbours: by use cases as people who may and may not, by keys, by commands."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from folkmoot.api import BadData, ChangedMeanwhile, NotAllowed, save_settings
from folkmoot.testing import HOSTILE, TestCommunity, faults_of
from tool_library import actions
from tool_library.model import Lending, Tool, ToolForm


PROJECT = Path(__file__).parent.parent
LADDER = ToolForm(name="Ladder", days=7)


def test_a_tool_goes_round_and_is_kept_for_who_waited_first(home: TestCommunity) -> None:
    ana, ben, gus = (home.session(handle) for handle in ("ana", "ben", "gus"))
    number = actions.add(ana, LADDER).id
    actions.borrow(ben, number)
    actions.wait(gus, number)
    home.join("zoe")
    zoe = home.session("zoe")
    actions.bring_back(ben, number)
    with pytest.raises(BadData, match="kept for gus"):
        actions.borrow(zoe, number)
    assert [one.id for one in actions.kept_for(gus, "gus")] == [number]
    assert actions.borrow(gus, number).value.waiting == ()


def test_nothing_is_kept_for_somebody_who_left(home: TestCommunity) -> None:
    ana, ben, gus = (home.session(handle) for handle in ("ana", "ben", "gus"))
    number = actions.add(ana, LADDER).id
    actions.borrow(ben, number)
    actions.wait(gus, number)
    ana.store.forget("gus", by="ana")
    ana.store.forget("ben", by="ana")
    actions.bring_back(ana, number)
    home.join("zoe")
    assert actions.borrow(home.session("zoe"), number).value.borrower == "zoe"


def test_tools_go_with_whose_they_are(home: TestCommunity) -> None:
    actions.add(home.session("ben"), LADDER)
    home.session("ana").store.forget("ben", by="ana")
    assert actions.tools(home.session("ana")) == []


def test_only_whose_it_is_changes_it_or_takes_it_out(home: TestCommunity) -> None:
    ana, ben = home.session("ana"), home.session("ben")
    number = actions.add(ben, LADDER).id
    with pytest.raises(NotAllowed, match="Whose tool it is"):
        actions.edit(ana, number, LADDER, LADDER)
    with pytest.raises(NotAllowed, match="Whose tool it is"):
        actions.remove(ana, number)
    actions.borrow(ana, number)
    with pytest.raises(BadData, match="ana has it"):
        actions.remove(ben, number)
    actions.bring_back(ana, number)
    actions.remove(ben, number)


def test_nobody_without_an_account_does_anything(home: TestCommunity) -> None:
    number = actions.add(home.session("ana"), LADDER).id
    nobody = replace(home.session("ana"), account=None)
    for use_case in (actions.borrow, actions.bring_back, actions.wait, actions.remove):
        with pytest.raises(NotAllowed):
            use_case(nobody, number)
    with pytest.raises(NotAllowed):
        actions.add(nobody, LADDER)


def test_whoever_saves_second_sees_what_the_first_wrote(home: TestCommunity) -> None:
    ana = home.session("ana")
    number = actions.add(ana, LADDER).id
    actions.edit(ana, number, ToolForm(name="Long ladder"), LADDER)
    with pytest.raises(ChangedMeanwhile) as told:
        actions.edit(ana, number, ToolForm(name="Step ladder"), LADDER)
    assert told.value.fields["name"] == "Long ladder"


def test_how_many_one_may_have_is_a_setting(home: TestCommunity) -> None:
    ana, ben = home.session("ana"), home.session("ben")
    save_settings(ana, Lending(most=1))
    first, second = (actions.add(ana, ToolForm(name=name)).id for name in ("Ladder", "Drill"))
    actions.borrow(ben, first)
    with pytest.raises(BadData, match="Bring it back first"):
        actions.borrow(ben, second)


def test_today_says_what_comes_back_and_what_is_kept(home: TestCommunity) -> None:
    ana, ben, gus = (home.session(handle) for handle in ("ana", "ben", "gus"))
    number = actions.add(ana, LADDER).id
    actions.borrow(ben, number)
    actions.wait(gus, number)
    assert "You have this until" in home.run("ben", "today")
    home.moment += timedelta(days=8)
    assert "ana would be glad to have this back: Ladder." in home.run("ben", "today")
    home.run("ben", "tool-library", "back", str(number))
    assert "kept for you: Ladder." in home.run("gus", "today")
    assert "Ladder" not in home.run("ana", "today")


async def test_by_keys_a_tool_is_put_in_changed_and_taken_out(home: TestCommunity) -> None:
    async with home.shell("ana") as screen:
        await screen.open("Tools")
        assert "Press n to put in" in screen.text
        await screen.press("n")
        await screen.type("Ladder")
        await screen.press("ctrl+s")
        assert "Ladder   here" in screen.text
        await screen.press("b")
        assert "It is yours." in screen.text
        await screen.press("e", "end")
        await screen.type("s")
        await screen.press("ctrl+s")
        assert "Ladders   here" in screen.text
        await screen.press("x", "y")
        assert "Press n to put in" in screen.text
    assert actions.tools(home.session("ana")) == []


async def test_by_keys_one_borrows_waits_and_brings_back(home: TestCommunity) -> None:
    ana, gus = home.session("ana"), home.session("gus")
    number = actions.add(ana, LADDER).id
    async with home.shell("ben") as screen:
        await screen.open("Tools")
        await screen.press("b")
        assert "Ladder   with ben until Sun" in screen.text
        actions.wait(gus, number)
        await screen.look()
        assert "1 waits" in screen.text
        await screen.press("r")
        assert "kept for gus" in screen.text
        await screen.press("w")
    assert ana.store.collection(Tool).get(number).value.waiting == ("gus", "ben")


async def test_a_line_on_today_leads_to_the_tool(home: TestCommunity) -> None:
    for name in ("Axe", "Ladder"):
        number = actions.add(home.session("ana"), ToolForm(name=name)).id
    actions.borrow(home.session("ben"), number)
    async with home.shell("ben") as screen:
        await screen.app.open_page("tool_library", str(number))
        await screen.settled()
        await screen.press("r")
    assert actions.borrowed_by(home.session("ben"), "ben") == []


async def test_hostile_text_is_shown_as_it_was_meant_or_not_at_all(home: TestCommunity) -> None:
    number = actions.add(home.session("ana"), ToolForm(name=HOSTILE[:40], note=HOSTILE[:120])).id
    actions.borrow(home.session("ben"), number)
    async with home.shell("ben") as screen:
        for title in ("Tools", "Today"):
            await screen.open(title)
            assert "[/] [bold]x[/bold]" in screen.text
            assert "\x1b" not in screen.text
    assert "\x1b" not in home.run("ben", "tool-library")
    assert "\x1b" not in home.run("ben", "today")


def test_commands_say_and_do_the_same(home: TestCommunity) -> None:
    home.run("ana", "tool-library", "add", "Ladder", "--note", "in the barn", "--days", "7")
    (row,) = json.loads(home.run("ben", "tool-library", "--json"))["tools"]
    assert (row["name"], row["days"], row["owner"], row["borrower"]) == ("Ladder", 7, "ana", None)
    number = str(row["number"])
    home.run("ben", "tool-library", "borrow", number)
    assert "Ladder  ben Sun" in home.run("ana", "tool-library")
    home.run("gus", "tool-library", "wait", number)
    home.run("gus", "tool-library", "wait", number)
    home.run("ben", "tool-library", "back", number)
    home.run("ana", "tool-library", "edit", number, "--note", "in the cellar")
    (row,) = json.loads(home.run("ben", "tool-library", "--json"))["tools"]
    assert (row["name"], row["note"], row["waiting"]) == ("Ladder", "in the cellar", [])
    home.run("ana", "tool-library", "add", "Axe", "--days", "1000", code=65)
    home.run("ben", "tool-library", "remove", number, code=77)
    home.run("ana", "tool-library", "remove", number)
    home.run("ana", "tool-library", "borrow", number, code=65)


def test_the_house_finds_nothing_wrong_with_it() -> None:
    assert faults_of(PROJECT) == []
