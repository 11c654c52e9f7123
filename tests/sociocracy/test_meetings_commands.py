"""A whole meeting by commands alone, for who hears the screen; and what scripts read."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from folkmoot.testing import HOSTILE, NOON, TestCommunity
from sociocracy.a_circle import a_circle
from sociocracy.test_meetings import a_meeting, a_topic, to_the_end


def shown(community: TestCommunity, number: int = 1, who: str = "eve") -> dict[str, Any]:
    """`meeting show N --json`."""
    found: dict[str, Any] = json.loads(community.run(who, "meeting", "show", str(number), "--json"))
    return found


def test_a_meeting_from_the_backlog_to_accepted_minutes_by_commands_alone(community: TestCommunity) -> None:
    a_circle(community)
    run = community.run
    assert "topic 1" in run("cy", "meeting", "add", "Hearth", "--title", "The oven", "--wanted", "decide")
    assert "The oven (decide, 10 min, Cy)" in run("ana", "meeting", "backlog")
    run("ana", "meeting", "plan", "Hearth", "--first", "2026-11-22", "--at", "13:00", "--often", "weekly")
    assert "circle-1/2026-11-22  Hearth, today 13:00" in run("di", "meeting")
    assert "meeting 1" in run("bo", "meeting", "draw", "Hearth")
    assert "Check-in: 5:00 left of 5 min" in run("bo", "meeting", "open", "1")
    for who in ("ana", "cy"):
        run(who, "meeting", "in", "1")
    run("bo", "meeting", "in", "1", "--of", "di")
    assert "now Ana; then Cy, Di; heard: Bo" in run("bo", "meeting", "speak", "1", "well")
    run("ana", "meeting", "later", "1")
    run("cy", "meeting", "pass", "1")
    run("bo", "meeting", "speak", "1", "on the sofa", "--of", "di")
    run("ana", "meeting", "speak", "1")
    run("bo", "meeting", "on", "1")
    run("bo", "meeting", "on", "1")
    for who in ("ana", "bo", "cy"):
        run(who, "meeting", "consent", "1")
    run("bo", "meeting", "object", "1", "too long for me", "--of", "di")
    assert "An agenda needs consent" in run("bo", "meeting", "on", "1", code=65)
    run("bo", "meeting", "lasts", "1", "3", "8")
    for who in ("ana", "bo", "cy"):
        run(who, "meeting", "consent", "1")
    run("bo", "meeting", "consent", "1", "--of", "di")
    assert "The oven: 8:00 left of 8 min" in run("bo", "meeting", "on", "1")
    run("cy", "meeting", "write", "1", "Friday it is.", "--kind", "outcome")
    propose = (
        "propose",
        "new",
        "--circle",
        "Hearth",
        "--title",
        "Lit",
        "--need",
        "cold",
        "--text",
        "We light it.",
    )
    run("ana", *propose, "--straight")
    run("ana", "meeting", "decide", "1", "proposal/1")
    for who in ("ana", "bo", "cy"):
        run(who, "consent", "give", "1")
    run("bo", "consent", "give", "1", "--of", "di")
    run("cy", "meeting", "take", "1", "facilitator")
    assert "Who facilitates a meeting leads it" in run("bo", "meeting", "on", "1", code=77)
    run("cy", "meeting", "on", "1")
    run("cy", "meeting", "on", "1")
    while left := shown(community)["steps"][-1]["rounds"][0]["missing"]:
        of = ("--of", "di") if left[0] == "di" else ()
        who = "cy" if of else left[0]
        run(who, "meeting", "speak", "1", "--content", "enough", "--relations", "kind", *of)
    assert "unless somebody objects" in run("cy", "meeting", "on", "1")
    told = run("eve", "meeting", "show", "1")
    assert "=> Friday it is. (Cy)" in told
    assert "Decided until" in told
    assert "Cy facilitates from here on; before: Bo." in told
    assert "enough · kind" in told
    assert "on the sofa" not in told
    assert "Open again: Di objected: it was Saturday" in run(
        "di", "meeting", "object", "1", "it was Saturday"
    )
    line = next(one["line"] for one in shown(community)["steps"][3]["lines"] if one["kind"] == "outcome")
    run("bo", "meeting", "correct", "1", str(line), "Saturday it is.")
    run("bo", "meeting", "hand-out", "1")
    community.moment = NOON + timedelta(hours=48)
    assert "Accepted" in run("eve", "meeting", "show", "1")
    assert shown(community)["minutes"] == "accepted"


def test_what_scripts_read_of_a_meeting(community: TestCommunity) -> None:
    circle = a_circle(community)
    a_topic(community, circle)
    number = a_meeting(community, circle)
    found = shown(community, number)
    assert found["state"] == "running"
    assert found["here"] == ["bo", "ana", "cy", "di"]
    assert (found["step"], found["clock"], found["left_seconds"]) == (1, "running", 300)
    assert found["steps"][3]["title"] == "The oven"
    assert shown(community, number, "bo")["mine"][:2] == ["speak", "pass"]
    rows = json.loads(community.run("ana", "meeting", "--json"))
    assert [one["number"] for one in rows["meetings"]] == [number]
    assert rows["coming"] == []


def test_a_transcript_as_markdown_is_text_whatever_was_written(community: TestCommunity) -> None:
    circle = a_circle(community)
    number = a_meeting(community, circle)
    community.run("bo", "meeting", "write", str(number), f"# <b>x</b> {HOSTILE}"[:900])
    told = community.run("eve", "meeting", "show", str(number), "--markdown")
    assert "\\# \\<b\\>x" in told
    assert "\x1b" not in told
    to_the_end(community, number)
    assert "# Hearth" in community.run("eve", "meeting", "show", str(number), "--markdown")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("meeting", "show", "9"), 65, "There is no meeting 9"),
        (("meeting", "open", "9"), 65, "There is no meeting 9"),
        (("meeting", "plan", "Hearth", "--first", "soon"), 65, "soon"),
        (("meeting", "draw", "Hearth", "--topics", "x"), 65, "by their numbers"),
        (("meeting", "draw", "Hearth", "--topics", "7"), 65, "There is no topic 7"),
        (("meeting", "cancel", "circle-9/2026-11-25", "--why", "x"), 65, "There is no meeting of a circle"),
        (("meeting", "unplan", "4"), 65, "There is no plan 4"),
        (("meeting", "add", "Nowhere", "--title", "x"), 65, "There is no circle"),
        (("meeting", "drop", "3", "--why", "x"), 65, "There is no topic 3"),
    ],
)
def test_what_is_not_there_is_said_so(
    community: TestCommunity, words: tuple[str, ...], code: int, says: str
) -> None:
    a_circle(community)
    assert says in community.run("ana", *words, code=code)
