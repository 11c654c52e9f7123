"""Everything that the circles' pages do, by commands; and Today, cards and digests."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from folkmoot.discovery import installed_plugins
from folkmoot.door.demo import make_demo
from folkmoot.plugins import open_house
from folkmoot.session import Session
from folkmoot.testing import HOSTILE, NOON, TestCommunity
from folkmoot_sociocracy.circles.actions import ground_of, make_circle, members_of
from folkmoot_sociocracy.circles.model import Circle
from folkmoot_sociocracy.circles.rules import faults
from folkmoot_sociocracy.links.joining import join
from folkmoot_sociocracy.logbook.mission import propose_mission
from folkmoot_sociocracy.logbook.model import Mission
from sociocracy.village import all_say_yes, circle, gone, hold, people


def lines_of_today(session: Session) -> list[str]:
    found = session.house.ask("today", session=session)
    return [item.text for name, item in found if name == "sociocracy"]


def told(session: Session, days: int = 3) -> list[str]:
    since = session.now() - timedelta(days=days)
    return [
        i.text
        for name, i in session.house.ask("digest", session=session, since=since)
        if name == "sociocracy"
    ]


def test_a_circle_is_made_led_and_linked_by_commands_alone(community: TestCommunity) -> None:
    people(community, "bo")
    run = community.run
    run("ana", "circles", "new", "General", "--aim", "one")
    run("ana", "circles", "new", "Hearth", "--parent", "General", "--aim", "warmth", "--absent", "held")
    assert "is asked" in run("bo", "circles", "join", "hearth", "--why", "I bake")
    assert "waits for you" in run("ana", "circles", "asked")
    assert "Decided: Bo comes into Hearth." in run("ana", "circles", "say", "1", "yes")
    run("ana", "circles", "role", "Hearth", "leader", "bo", "--learning", "--months", "4")
    run("bo", "circles", "say", "2", "yes")
    run("bo", "circles", "role", "Hearth", "delegate", "ana", "--qualifications", "patience")
    run("ana", "circles", "say", "3", "yes")
    run("ana", "circles", "say", "3", "yes")  # and now for the circle above
    run("bo", "circles", "say", "3", "yes")
    shown = json.loads(run("ana", "circles", "show", "Hearth", "--json"))
    assert (shown["leader"], shown["delegate"], shown["absent"]) == ("bo", "ana", "held")
    leader = next(one for one in shown["roles"] if one["role"] == "leader")
    assert (leader["until"], leader["learning"]) == ("2027-03-22", True)
    assert shown["faults"] == []
    assert "every circle has an aim" in run("ana", "circles", "faults")
    assert "leader Bo, delegate Ana" in run("ana", "circles")
    assert "stepped down" in run("bo", "circles", "step-down", "Hearth", "leader")
    found = json.loads(run("ana", "circles", "faults", "--json"))["faults"]
    assert [(one["kind"], one["role"]) for one in found] == [("no_link", "leader")]
    assert "Question 4" in run("bo", "circles", "role", "Hearth", "delegate", "--end")
    run("bo", "circles", "leave", "Hearth")
    run("ana", "circles", "edit", "Hearth", "--name", "Oven", "--parent", "top")
    run("ana", "circles", "close", "Oven")
    assert [one["name"] for one in json.loads(run("ana", "circles", "--json"))["circles"]] == ["General"]


def test_what_was_promised_of_the_json_of_circles_stays(community: TestCommunity) -> None:
    number = circle(community, "Hearth", None, "ana")
    rows = json.loads(community.run("ana", "circles", "--json"))["circles"]
    assert {"id", "name", "aim", "domain", "parent"} <= rows[0].keys()
    assert (rows[0]["id"], rows[0]["members"]) == (number, ["ana"])


def test_wrong_calls_end_with_the_code_of_their_kind(community: TestCommunity) -> None:
    circle(community, "Hearth", None, "ana")
    people(community, "bo")
    run = community.run
    for line, code in (
        (["circles", "show", "Moon"], 65),
        (["circles", "new", ""], 65),
        (["circles", "new", "x" * 61], 65),
        (["circles", "new", "Oven", "--absent-hours", "x"], 65),
        (["circles", "new", "Oven", "--parent", "Moon"], 65),
        (["circles", "role", "Hearth", "leader"], 64),
        (["circles", "role", "Hearth", "king", "ana"], 65),
        (["circles", "role", "Hearth", "secretary", "ana", "--months", "99"], 65),
        (["circles", "say", "7", "yes"], 65),
        (["circles", "say", "x", "yes"], 64),
        (["logbook", "Moon"], 65),
        (["logbook", "add", "Hearth", "--title", "x"], 65),
        (["logbook", "end", "9", "--why", "x"], 65),
        (["mission", "--vision", "x"], 65),
    ):
        run("ana", *line, code=code)
    for line in (
        ["circles", "new", "Oven"],
        ["circles", "edit", "Hearth", "--aim", "mine"],
        ["circles", "close", "Hearth"],
        ["circles", "role", "Hearth", "leader", "bo"],
        ["logbook", "add", "Hearth", "--title", "x", "--text", "y", "--by", "z"],
    ):
        assert "Members" in run("bo", *line, code=77) or line[1] == "new"


def test_a_logbook_is_kept_by_commands(community: TestCommunity) -> None:
    circle(community, "Hearth", None, "ana")
    circle(community, "add", None, "ana")
    run = community.run
    run("ana", "logbook", "add", "Hearth", "--title", "Quiet", "--text", "from eleven", "--by", "consent")
    run("ana", "logbook", "edit", "1", "--text", "from ten")
    assert "Mon, 1 Mar 2027" in run("ana", "logbook", "review", "1", "--next", "2027-03-01")
    for line in (["logbook", "Hearth", "--json"], ["logbook", "--json", "Hearth"], ["logbook", "--json"]):
        found = json.loads(run("ana", *line))
        assert [one["text"] for one in found["policies"]] == ["from ten"]
    assert "### Quiet" in run("ana", "logbook", "Hearth", "--markdown")
    assert "### Quiet" in run("ana", "logbook", "--markdown")
    assert "Quiet (in force" in run("ana", "logbook")
    assert "Nothing is written" in run("ana", "logbook", "show", "add")
    run("ana", "logbook", "end", "1", "--why", "we sing")
    assert "ended Sun, 22 Nov 2026" in run("ana", "logbook", "Hearth")
    assert json.loads(run("ana", "logbook", "Hearth", "--json"))["policies"][0]["standing"] == "ended"


def test_a_mission_is_proposed_and_read_by_commands(community: TestCommunity) -> None:
    people(community, "bo")
    run = community.run
    assert json.loads(run("bo", "mission", "--json")) == {"mission": None, "asked": None}
    run("ana", "mission", "--vision", "a valley", "--mission", "we gather", "--aims", "bread")
    assert "other words" in run("bo", "mission")
    run("bo", "circles", "say", "1", "yes")
    assert "we gather" in run("bo", "mission")
    run("bo", "mission", "--aims", "bread and tools")
    found = json.loads(run("bo", "mission", "--json"))
    assert (found["mission"]["aims"], found["asked"]["aims"]) == ("bread", "bread and tools")
    assert found["asked"]["vision"] == "a valley"


def test_reasons_are_told_to_those_who_are_asked_and_to_nobody_else(community: TestCommunity) -> None:
    circle(community, "Hearth", None, "ana bo cy")
    people(community, "di")
    community.run("ana", "circles", "role", "Hearth", "leader", "bo")
    community.run("cy", "circles", "say", "1", "no", "--because", "the purse is enough")
    assert "the purse" in community.run("bo", "circles", "asked", "--json")
    assert "the purse" not in community.run("di", "circles", "asked", "--json")
    history = community.session().store.history_between(NOON - timedelta(1), NOON + timedelta(1))
    assert "the purse" not in str(history)


def test_today_names_what_waits_what_ends_and_what_is_overdue_in_few_lines(community: TestCommunity) -> None:
    top = circle(community, "General", None, "ana")
    hearth = circle(community, "Hearth", top, "bo cy")
    hold(community, hearth, "leader", "bo", until=12)
    for number in range(4):
        community.run(
            "bo", "logbook", "add", "Hearth", "--title", f"Old {number}", "--text", "x", "--by", "y",
            "--decided", "2025-01-01", "--review", f"2026-10-1{number}",
        )  # fmt: skip
    bo = community.session("bo")
    assert lines_of_today(bo) == [
        "Your term as leader of Hearth ends on Fri, 4 Dec. The circle chooses anew; you may be chosen again.",
        "Hearth has no delegate: it chooses one of its members, and General confirms.",
        "“Old 0” (Hearth) was to be looked at by Sat, 10 Oct 2026. It stays in force.",
        "“Old 1” (Hearth) was to be looked at by Sun, 11 Oct 2026. It stays in force.",
    ]
    community.run("bo", "circles", "role", "Hearth", "delegate", "cy")
    assert "Hearth asks you: Cy as delegate of Hearth, 12 months. Yes or no?" in lines_of_today(
        community.session("cy")
    )
    people(community, "di")
    assert lines_of_today(community.session("di")) == []
    assert lines_of_today(gone(community)) == []


def test_who_took_on_a_role_and_what_was_decided_is_told_to_who_was_away(community: TestCommunity) -> None:
    number = circle(community, "Hearth", None, "ana bo")
    hold(community, number, "secretary", "bo", since=-90)  # copied in, not new
    community.run("ana", "circles", "role", "Hearth", "facilitator", "bo")
    community.run("bo", "circles", "say", "1", "yes")
    community.run("ana", "logbook", "add", "Hearth", "--title", "Quiet", "--text", "x", "--by", "y")
    assert told(community.session("bo")) == ["Bo is facilitator of Hearth.", "Hearth decided: Quiet."]


def test_a_card_shows_circles_and_roles_with_their_terms(community: TestCommunity) -> None:
    top = circle(community, "General", None, "ana")
    hearth = circle(community, "Hearth", top, "bo")
    circle(community, "Oven", top, "bo")
    hold(community, hearth, "leader", "bo")
    ana, bo = community.session("ana"), community.session("bo").account
    panels = [
        panel
        for name, panel in ana.house.ask("person_panels", session=ana, account=bo)
        if name == "sociocracy"
    ]
    assert [panel.lines for panel in panels] == [("leader of Hearth, until Sat, 23 Oct 2027", "Oven")]
    out = gone(community)
    assert not [
        n for n, _panel in out.house.ask("person_panels", session=out, account=bo) if n == "sociocracy"
    ]


def test_hostile_words_reach_no_terminal(community: TestCommunity) -> None:
    people(community, "bo")
    run = community.run
    run("ana", "circles", "new", HOSTILE[:60], "--aim", HOSTILE, "--domain", HOSTILE)
    run("bo", "circles", "join", "1", "--why", HOSTILE)
    run("ana", "circles", "role", "1", "leader", "ana", "--qualifications", HOSTILE, "--why", HOSTILE)
    run("ana", "logbook", "add", "1", "--title", HOSTILE[:100], "--text", HOSTILE, "--by", HOSTILE)
    run("ana", "mission", "--vision", HOSTILE, "--mission", HOSTILE, "--aims", HOSTILE)
    for line in (
        ["circles"],
        ["circles", "show", "1"],
        ["circles", "asked"],
        ["circles", "asked", "--json"],
        ["circles", "faults"],
        ["logbook", "1"],
        ["logbook", "--markdown"],
        ["logbook", "--json"],
        ["mission"],
        ["today"],
    ):
        said = run("bo", *line)
        assert "\x1b" not in said
        assert "\u202e" not in said
        assert "\x07" not in said


def test_the_demo_shows_five_circles_a_broken_link_a_term_that_ends_and_a_policy_that_is_overdue(
    tmp_path: Path, english: None
) -> None:
    house = open_house()
    make_demo(house, tmp_path / "community.json", now=lambda: NOON, durability="none")
    assert all(not plugin.faults for plugin in house.plugins)
    demo = TestCommunity(tmp_path / "community.json", house)
    ines = demo.session("ines")
    assert len(json.loads(demo.run("ines", "circles", "--json"))["circles"]) == 5
    kinds = {one.kind for one in faults(ground_of(ines))}
    assert {"no_link", "over"} <= kinds
    assert not kinds & {"both", "two", "stranger", "gone", "ring", "orphan"}
    said = "\n".join(lines_of_today(ines))
    for sign in ("Your term as delegate of Hearth", "Kofi as delegate of Signal", "Quiet from eleven"):
        assert sign in said
    assert "hard week" in demo.run("ines", "mission")
    assert members_of(ines, 1) >= {"ines", "tomas", "carlota"}
    for handle in ("carlota", "goncalo", "graca", "ines", "leonor"):
        demo.run(handle, "circles", "say", "1", "yes")
    assert "Kofi" in demo.run("ines", "circles", "show", "Signal").split("delegate")[1].split("\n")[0]
    demo.close()


@pytest.fixture
def alone(found_community: object) -> Iterable[TestCommunity]:
    """A house in which sociocracy is the only plugin."""
    house = open_house(found=[one for one in installed_plugins() if one.name == "sociocracy"])
    return found_community(house=house)  # type: ignore[operator, no-any-return]


async def test_circles_work_without_the_core_plugin(alone: TestCommunity) -> None:
    alone.join("bo")
    bo, ana = alone.session("bo"), alone.session("ana")
    made = make_circle(bo, Circle(name="Hearth", aim="warmth"))  # nobody is a Partner here: all are equals
    join(ana, made.id)
    all_say_yes(alone, 1, "bo")
    propose_mission(ana, Mission(vision="v", mission="m", aims="a"))
    assert all_say_yes(alone, 2, "bo").state == "done"
    async with alone.shell("ana") as screen:
        assert "Hearth" in screen.text
        await screen.press("enter", "down", "down", "down", "enter")
        assert "2 members" in screen.text
        await screen.press("l")
        assert "Our mission: m" in screen.text
    assert all(not plugin.faults for plugin in alone.house.plugins)


def test_what_is_made_or_changed_answers_as_data(community: TestCommunity) -> None:
    def data(*words: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(community.run("ana", *words, "--json"))
        return told

    assert data("circles", "new", "Hearth", "--aim", HOSTILE)["id"] == 1
    assert data("circles", "edit", "Hearth", "--domain", "menus")["domain"] == "menus"
    assert data("circles", "role", "Hearth", "facilitator", "ana")["kind"] == "role"
    assert (
        data("logbook", "add", "Hearth", "--title", "Quiet", "--text", "x", "--by", "consent")["number"] == 1
    )
    assert data("logbook", "edit", "1", "--title", "Quieter")["title"] == "Quieter"
    assert data("logbook", "review", "1")["reviewed"] == "2026-11-22"
    assert data("logbook", "end", "1", "--why", "it is quiet")["standing"] == "ended"
