"""What scripts read: every command of circles has `--json`, and says after an act how it stands now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from typing import Any

import click
import pytest

from folkmoot.contributions import imported
from folkmoot.plugins import open_house
from folkmoot.testing import TestCommunity
from sociocracy.a_circle import a_circle
from sociocracy.test_meetings import a_topic


def leaves(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """The commands that do something, under a command."""
    if isinstance(command, click.Group):
        if command.invoke_without_command:
            yield name, command
        for word, one in command.commands.items():
            yield from leaves(one, f"{name} {word}")
    else:
        yield name, command


def test_every_command_of_circles_has_json() -> None:
    found = [
        leaf
        for plugin, command in open_house().ask("commands")
        if plugin == "sociocracy"
        for leaf in leaves(imported(command.command), command.name)
    ]
    assert len(found) > 80
    without = [name for name, one in found if not any("--json" in option.opts for option in one.params)]
    assert without == []


def read(community: TestCommunity, who: str, *words: str) -> dict[str, Any]:
    """What a command prints with `--json`."""
    found: dict[str, Any] = json.loads(community.run(who, *words, "--json"))
    return found


def test_each_act_of_a_meeting_says_how_the_meeting_stands(community: TestCommunity) -> None:
    circle = a_circle(community)
    a_topic(community, circle)
    other = a_topic(community, circle, title="The roof")
    run = lambda who, *words: read(community, who, "meeting", *words)  # noqa: E731
    assert run("bo", "draw", "Hearth", "--now")["state"] == "ready"
    assert len(run("bo", "take-off", "1", "3")["steps"]) == 6
    assert run("bo", "put-on", "1", "1")["steps"][-3]["title"] == "The oven"
    ids = [one["step"] for one in run("bo", "order", "1", str(other + 2), "later")["steps"]]
    assert run("bo", "lasts", "1", str(ids[3]), "7")["steps"][3]["minutes"] == 7
    assert run("bo", "open", "1")["facilitator"] == "bo"
    assert run("ana", "in", "1")["here"] == ["bo", "ana"]
    assert run("bo", "speak", "1", "well")["steps"][0]["rounds"][0]["heard"] == ["bo"]
    assert run("ana", "pass", "1")["steps"][0]["rounds"][0]["missing"] == []
    assert run("bo", "clock", "1", "pause")["clock"] == "paused"
    assert run("bo", "on", "1")["step"] == 2
    assert run("bo", "on", "1")["step"] == 3
    run("bo", "consent", "1")
    assert run("ana", "object", "1", "too long")["agreed"] is False
    assert run("bo", "round", "1", "agenda")["steps"][2]["rounds"][-1]["missing"] == ["ana", "bo"]
    run("bo", "consent", "1")
    assert run("ana", "consent", "1")["agreed"] is True
    assert run("bo", "on", "1")["step"] == 4
    line = run("ana", "write", "1", "it is hot")["steps"][3]["lines"][-1]
    assert line["text"] == "it is hot"
    kept = run("ana", "correct", "1", str(line["line"]), "it is cold")["steps"][3]["lines"][-1]
    assert kept["text"] == "it is cold"
    assert run("ana", "strike", "1", str(line["line"]))["steps"][3]["lines"] == []
    assert run("ana", "again", "1")["steps"][3]["again"] is True
    assert run("ana", "take", "1", "facilitator")["facilitator"] == "ana"
    assert run("bo", "out", "1")["here"] == ["ana"]
    assert run("ana", "on", "1", "--early")["step"] == 7


def test_each_act_on_plans_and_topics_says_how_they_stand(community: TestCommunity) -> None:
    a_circle(community)
    run = lambda *words: read(community, "ana", "meeting", *words)  # noqa: E731
    planned = run("plan", "Hearth", "--first", "2026-11-24", "--often", "weekly")
    key = planned["coming"][0]["key"]
    assert run("move", key, "--to", "2026-11-25 19:00")["status"] == "moved"
    assert run("cancel", key, "--why", "the road is closed")["reason"] == "the road is closed"
    assert run("restore", key)["status"] == "confirmed"
    assert run("unplan", str(planned["plan"])) == {"plan": planned["plan"], "ended": "2026-11-22"}
    topic = run("add", "Hearth", "--title", "The oven")["topic"]
    assert run("edit-topic", str(topic), "--minutes", "20")["minutes"] == 20
    assert run("drop", str(topic), "--why", "it is mended")["state"] == "dropped"


def test_each_act_on_circles_says_how_they_stand(community: TestCommunity) -> None:
    a_circle(community)
    run = lambda *words: read(community, "bo", "circles", *words)  # noqa: E731
    held = {one["role"]: one["account"] for one in run("show", "Hearth")["roles"]}
    assert held["facilitator"] == "bo"
    left = {one["role"]: one["account"] for one in run("step-down", "Hearth", "facilitator")["roles"]}
    assert left["facilitator"] is None
    question = run("role", "Hearth", "secretary", "cy")["number"]
    assert run("withdraw", str(question))["number"] == question
    assert "bo" not in run("leave", "Hearth")["members"]
    asked = read(
        community, "ana", "mission", "--vision", "warm houses", "--mission", "we bake", "--aims", "bread"
    )
    assert (asked["kind"], asked["mine"]) == ("mission", False)
    closed = read(community, "ana", "circles", "close", "Hearth")
    assert closed == {"id": 1, "name": "Hearth", "closed": "2026-11-22"}


def test_a_long_text_comes_from_the_input(community: TestCommunity, monkeypatch: pytest.MonkeyPatch) -> None:
    a_circle(community)
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"a\nb")))
    community.run("ana", "meeting", "add", "Hearth", "--title", "The oven", "--about", "-")
    assert read(community, "ana", "meeting", "backlog")["topics"][0]["about"].split() == ["a", "b"]
