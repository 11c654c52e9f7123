"""How a circle meets is a data file: a community adds its own, and whatever is wrong with it is said with its line."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from folkmoot.api import BadData
from folkmoot.testing import HOSTILE, NOON, TestCommunity
from folkmoot.words import speaking
from folkmoot_sociocracy.meetings import actions, deciding
from folkmoot_sociocracy.meetings.accepting import standing
from folkmoot_sociocracy.meetings.formats import USUAL, format_of, formats
from folkmoot_sociocracy.meetings.planning import draw_up
from folkmoot_sociocracy.meetings.rounds import current
from folkmoot_sociocracy.meetings.shapes import USUAL as USUAL_SHAPE
from sociocracy.a_circle import a_circle
from sociocracy.test_meetings import a_topic, all_say, now_of, on, to_the_end

OWN = """version = 1
licence = "CC0-1.0"
title = "Kitchen table"
minutes = 45
hours = 72

[[steps]]
kind = "other"
name = "A song"
minutes = 4
says = "We sing the one that everyone knows."

[[steps]]
kind = "agenda"
minutes = 2

[[steps]]
kind = "items"

[[steps]]
kind = "other"
name = "Gratitude"
minutes = 6
says = "Each says what they are grateful for."
round = true

[[steps]]
kind = "check_out"
minutes = 3
"""


def own(community: TestCommunity, text: str = OWN, name: str = "kitchen-table") -> Path:
    """A format of a community's own."""
    folder = community.path.parent / "data" / "meetings"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.toml"
    file.write_text(text, "utf-8")
    return file


def test_the_shipped_circle_meeting_is_the_one_that_rules_are_tested_with(community: TestCommunity) -> None:
    found = formats(community.session())
    assert found.faults == []
    assert list(found.good) == [USUAL, "short-meeting"]
    assert found.good[USUAL].steps == USUAL_SHAPE.steps
    assert (found.good[USUAL].minutes, found.good[USUAL].hours, found.good[USUAL].frame) == (90, 48, 14)


def test_a_communitys_own_format_frames_a_meeting_from_its_song_to_its_minutes(
    community: TestCommunity,
) -> None:
    circle = a_circle(community)
    a_topic(community, circle, minutes=25)
    a_topic(community, circle, title="The roof", minutes=15)
    own(community)
    number = draw_up(community.session("ana"), circle, called="kitchen-table").id
    meeting = now_of(community, number)
    assert [(step.kind, step.title, step.minutes) for step in meeting.steps] == [
        ("other", "A song", 4),
        ("agenda", "", 2),
        ("item", "The oven", 25),
        ("other", "Gratitude", 6),
        ("check_out", "", 3),
    ]
    assert (meeting.minutes, meeting.hours, meeting.format) == (45, 72, "kitchen-table")
    actions.open_meeting(community.session("bo"), number)
    actions.come_in(community.session("ana"), number)
    assert current(now_of(community, number)) is None
    on(community, number)
    all_say(community, number, "consent")
    roof = 2
    actions.put_on(community.session("ana"), number, roof)
    all_say(community, number, "consent")
    assert [step.title for step in now_of(community, number).steps[2:4]] == ["The oven", "The roof"]
    for _item in range(3):
        deciding.press(community.session("bo"), number, "next")
    asked = current(now_of(community, number))
    assert asked is not None
    assert (now_of(community, number).now_at.title, asked.kind) == ("Gratitude", "open")
    to_the_end(community, number)
    told = community.run("eve", "meeting", "show", str(number))
    assert "1. A song" in told
    meeting = now_of(community, number)
    assert standing(meeting, NOON + timedelta(hours=71)) == "waiting"
    assert standing(meeting, NOON + timedelta(hours=72)) == "accepted"


def test_a_meeting_that_was_drawn_up_keeps_its_frame_when_the_file_changes_or_goes(
    community: TestCommunity,
) -> None:
    circle = a_circle(community)
    file = own(community)
    number = draw_up(community.session("ana"), circle, called="kitchen-table").id
    file.unlink()
    actions.open_meeting(community.session("bo"), number)
    assert now_of(community, number).now_at.says == "We sing the one that everyone knows."
    with pytest.raises(BadData, match="no format “kitchen-table”"):
        draw_up(community.session("ana"), circle, called="kitchen-table")


def test_planned_meetings_are_drawn_up_in_the_format_of_their_plan(community: TestCommunity) -> None:
    a_circle(community)
    plan = ("meeting", "plan", "Hearth", "--first", "2026-11-24", "--format", "short-meeting", "--json")
    key = json.loads(community.run("ana", *plan))["coming"][0]["key"]
    made = json.loads(community.run("ana", "meeting", "draw", "Hearth", "--key", key, "--json"))
    assert (made["format"], made["hours"]) == ("short-meeting", 48)
    assert [one["kind"] for one in made["steps"]] == ["check_in", "agenda", "check_out"]
    now = json.loads(community.run("ana", "meeting", "draw", "Hearth", "--now", "--json"))
    assert (now["format"], len(now["steps"])) == (USUAL, 5)


@pytest.mark.parametrize(
    ("wrong", "right", "line", "field"),
    [
        ("minutes = 4\n", "minutes = 0\n", 7, "steps[0]"),
        ("minutes = 4\n", 'minutes = "long"\n', 10, "steps[0].minutes"),
        ('name = "A song"\n', "", 7, "steps[0]"),
        ('kind = "agenda"', 'kind = "prayer"', 14, "steps[1].kind"),
        ('kind = "agenda"', 'kind = "admin"', 18, "steps[2].kind"),
        ('kind = "items"', 'kind = "agenda"\nminutes = 2', 18, "steps[2].kind"),
        ('kind = "items"', 'kind = "items"\nminutes = 2', 17, "steps[2]"),
        ('kind = "items"', 'kind = "admin"\nminutes = 2', 7, "steps"),
        ('kind = "check_out"', 'kind = "backlog"', 28, "steps[4].kind"),
        ("minutes = 2\n", "minutes = 2\nround = true\n", 13, "steps[1]"),
        ("hours = 72", "hours = 0", 5, "hours"),
        ("version = 1", "version = 2", 1, "version"),
        ("licence", "license", 1, ""),
    ],
)
def test_what_is_wrong_with_a_format_is_told_with_file_line_and_field_and_the_others_work(
    community: TestCommunity, wrong: str, right: str, line: int, field: str
) -> None:
    own(community, OWN.replace(wrong, right, 1))
    found = formats(community.session())
    assert list(found.good) == [USUAL, "short-meeting"]
    (said,) = found.faults
    assert f"kitchen-table.toml, line {line}, field “{field}”: " in said
    assert said in community.run("ana", "meeting", "formats").replace("\n", " ")


def test_a_format_speaks_the_language_of_whoever_draws_up(community: TestCommunity) -> None:
    session = community.session()
    with speaking("es"):
        assert format_of(session, "").title == "Reunión de círculo"
    assert format_of(session, "").title == "Circle meeting"
    own(community, OWN + '\n[words.es]\ntitle = "Mesa"\n[[words.es.steps]]\nname = "Una canción"\n')
    assert "field “words.es”: it has 1 steps, and there are 5" in formats(session).faults[0]


def test_the_documented_format_can_be_read_as_it_stands(community: TestCommunity) -> None:
    text = (Path(__file__).parents[2] / "docs" / "meetings.md").read_text("utf-8")
    own(community, text.partition("```toml\n")[2].partition("```")[0])
    found = formats(community.session())
    assert (found.faults, found.good["kitchen-table"].title) == ([], "Kitchen table")


async def test_a_format_is_chosen_when_a_meeting_is_called(community: TestCommunity) -> None:
    a_circle(community)
    own(community)
    async with community.shell("bo") as screen:
        await screen.open("Meetings")
        await screen.press("g")
        assert "How shall it be held?" in screen.text
        assert "Kitchen table  45 min, minutes count after 72 hours" in screen.text
        await screen.press("down", "enter")
        assert " 1 A song" in screen.text
        await screen.press("g")
        assert "We sing the one that everyone knows." in screen.text
        assert "4:00 left of 4 min" in screen.text
    assert now_of(community, 1).format == "kitchen-table"


async def test_of_a_format_that_can_not_be_read_the_screen_says_why_and_the_others_work(
    community: TestCommunity,
) -> None:
    a_circle(community)
    own(community, OWN.replace("hours = 72", "hours = 0"))
    async with community.shell("bo") as screen:
        await screen.open("Meetings")
        await screen.press("g")
        assert "kitchen-table.toml, line 5, field “hours”" in screen.text.replace("\n", " ").replace("│", "")
        await screen.press("enter")
        assert " 1 Check-in" in screen.text


async def test_hostile_text_in_a_format_is_inert(community: TestCommunity) -> None:
    a_circle(community)
    said = json.dumps(HOSTILE)
    named = json.dumps(HOSTILE[:40])
    text = OWN.replace('"Kitchen table"', named).replace('"A song"', named)
    own(community, text.replace('"We sing the one that everyone knows."', said))
    assert formats(community.session()).faults == []
    async with community.shell("bo", size=(80, 40)) as screen:
        await screen.open("Meetings")
        await screen.press("g", "down", "enter", "g")
        assert "\x1b" not in screen.text
    told = community.run("bo", "meeting", "show", "1") + community.run("bo", "meeting", "formats")
    assert "\x1b" not in told
    assert format_of(community.session("bo"), "").title == "Circle meeting"
