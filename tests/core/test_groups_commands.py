"""`folkmoot groups`: all that the pages do, in lines and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from core.groups_here import a_group, here
from folkmoot.testing import HOSTILE, TestCommunity

Run = Callable[..., int]


@pytest.fixture
def run(community: TestCommunity) -> Run:
    """A command of somebody: `run("bo", "groups", "join", "1")`, its exit code."""

    def command(handle: str, *words: str) -> int:
        return community.command(handle, *words)

    return command


@pytest.fixture
def told(run: Run, capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, object]]:
    """What a command says as JSON."""

    def command(handle: str, *words: str) -> dict[str, object]:
        capsys.readouterr()
        assert run(handle, *words, "--json") == 0
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        return found

    return command


NEW = "groups new Mill --focus bread --pulse fortnightly --on 3 --at 19:30 --zone Europe/Lisbon --from 2027-01-11"


def test_a_home_group_is_begun_shown_and_changed(run: Run, told: Callable[..., dict[str, object]]) -> None:
    assert run("ana", *NEW.split()) == 0
    shown = told("ana", "groups", "show", "1")
    assert shown["pulse"] == {
        "every": "fortnightly",
        "weekday": 3,
        "at": "19:30",
        "zone": "Europe/Lisbon",
        "first": "2027-01-13",
        "minutes": 90,
    }
    assert (shown["people"], shown["room"], shown["hint"], shown["mine"]) == (["ana"], 5, "grow", True)
    assert shown["meetings"][0]["key"] == "group-1/2027-01-13"  # type: ignore[index]
    assert run("ana", "groups", "edit", "1", "--name", "Watermill", "--at", "20:00") == 0
    assert told("ana", "groups", "show", "1")["next"] == "2027-01-13T20:00:00Z"
    assert run("ana", "groups", "edit", "1", "--until", "2027-01-01") == 64
    assert run("ana", "groups", "edit", "1", "--at", "25:00") == 65
    assert run("ana", "groups", "show", "9") == 65
    listed = told("ana", "groups")
    assert [one["name"] for one in listed["groups"]] == ["Watermill"]  # type: ignore[attr-defined]
    assert listed["without"] == 0


def test_joining_leaving_and_welcoming(
    community: TestCommunity, run: Run, told: Callable[..., dict[str, object]]
) -> None:
    a_group(community, "ana")
    for handle in ("bo", "cy", "di"):
        here(community, handle)
    assert run("bo", "groups", "join", "1", "--words", HOSTILE) == 0
    shown = told("ana", "groups", "show", "1")
    assert [one["handle"] for one in shown["asking"]] == ["bo"]  # type: ignore[attr-defined]
    assert told("cy", "groups", "show", "1")["asking"] == []
    assert run("cy", "groups", "welcome", "1", "bo") == 77
    assert run("ana", "groups", "welcome", "1", "bo") == 0
    assert run("ana", "groups", "welcome", "1", "cy", "--invite") == 0
    assert run("cy", "groups", "join", "1") == 0
    assert run("di", "groups", "join", "1") == 0
    assert run("bo", "groups", "welcome", "1", "di", "--not-now", "--why", "later") == 0
    assert told("ana", "groups", "show", "1")["people"] == ["ana", "bo", "cy"]
    assert run("cy", "groups", "leave", "1") == 0
    assert run("cy", "groups", "leave", "1") == 65
    without = told("ana", "groups", "without")["without"]
    assert [one["handle"] for one in without] == ["cy", "di"]  # type: ignore[attr-defined]


def test_notes_looking_back_and_hosting(
    community: TestCommunity,
    run: Run,
    told: Callable[..., dict[str, object]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    a_group(community, "ana", "bo")
    here(community, "cy")
    assert run("ana", "groups", "note", "1", HOSTILE) == 0
    assert run("ana", "groups", "retro", "1", "--note", "the round is good") == 0
    notes = told("bo", "groups", "note", "1")["notes"]
    assert [note["retro"] for note in notes] == [False, True]  # type: ignore[attr-defined]
    assert run("cy", "groups", "note", "1") == 77
    assert run("bo", "groups", "note", "1", "--remove", "1") == 65
    assert run("ana", "groups", "note", "1", "--remove", "1") == 0
    assert run("bo", "groups", "host", "1") == 0
    assert told("ana", "groups", "show", "1")["meetings"][0]["host"] == "bo"  # type: ignore[index]
    assert run("bo", "groups", "host", "1", "--no") == 0
    capsys.readouterr()
    assert run("bo", "groups", "note", "1") == 0
    assert "the round is good" in capsys.readouterr().out


def test_single_meetings_are_moved_and_skipped(
    community: TestCommunity, run: Run, told: Callable[..., dict[str, object]]
) -> None:
    a_group(community, "ana")
    day = "2026-11-25"
    assert run("ana", "groups", "move", "1", day) == 64
    assert run("ana", "groups", "move", "1", "someday", "--to", "2026-11-26 18:00") == 65
    assert run("ana", "groups", "move", "1", day, "--to", "2026-11-26 18:00", "--why", "the hall") == 0
    meeting = told("ana", "groups", "show", "1")["meetings"][0]  # type: ignore[index]
    assert (meeting["start"], meeting["status"], meeting["reason"]) == (
        "2026-11-26T18:00:00Z",
        "moved",
        "the hall",
    )
    assert run("ana", "groups", "move", "1", day, "--back") == 0
    assert run("ana", "groups", "skip", "1", day, "--why", "harvest") == 0
    assert told("ana", "groups", "show", "1")["meetings"][0]["day"] == "2026-12-02"  # type: ignore[index]


def test_split_merge_and_close(
    community: TestCommunity, run: Run, told: Callable[..., dict[str, object]]
) -> None:
    a_group(community, *["ana", "bo", "cy", "di", "ed", "fi"])
    assert run("ana", "groups", "split", "1", "Bakery", "di", "ed") == 65
    assert run("ana", "groups", "split", "1", "Bakery", "di", "ed", "fi") == 0
    assert told("di", "groups", "show", "2")["people"] == ["di", "ed", "fi"]
    assert run("di", "groups", "merge", "2", "1") == 0
    assert told("ana", "groups", "show", "2")["merges_into"] == 1
    assert run("ana", "groups", "merge", "2", "1") == 0
    assert len(told("ana", "groups", "show", "1")["people"]) == 6  # type: ignore[arg-type]
    assert run("di", "groups", "close", "1", "--outcome", "done") == 0
    closed = told("ana", "groups", "show", "1")
    assert (closed["outcome"], closed["next"], closed["room"]) == ("done", None, None)


def test_working_groups(run: Run, told: Callable[..., dict[str, object]]) -> None:
    assert run("ana", "groups", "working") == 64
    assert run("ana", "groups", "working", "Roof", "--purpose", "dry", "--until", "2020-01-01") == 65
    assert run("ana", "groups", "working", "Roof", "--purpose", "dry", "--until", "2027-01-01") == 0
    assert run("ana", "groups", "working", "--renew", "1", "--until", "2027-03-01") == 0
    shown = told("ana", "groups", "show", "1")
    assert (shown["kind"], shown["until"], shown["past_its_end"]) == ("working", "2027-03-01", False)
    assert run("ana", "groups", "edit", "1", "--focus", "dry and warm") == 0


def test_wishes_and_a_proposal(
    community: TestCommunity,
    run: Run,
    told: Callable[..., dict[str, object]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    for handle in ["bo", "cy", "di", "ed", "fi"]:
        here(community, handle)
        assert run(handle, "groups", "wish", "--focus", "farming", "--with", "ana") == 0
    assert run("fi", "groups", "wish", "--not-now") == 0
    assert told("fi", "groups", "wish") == {
        "focus": "farming",
        "pace": "any",
        "beside": ["ana"],
        "ready": "not_now",
    }
    assert run("bo", "groups", "wish", "--pace", "daily") == 65
    assert run("bo", "groups", "propose") == 77
    found = told("ana", "groups", "propose", "--seed", "3")
    assert found["seed"] == 3
    assert found["groups"][0]["why"] == "5 people by one clock; 4 wish for farming"  # type: ignore[index]
    assert run("ana", "groups", "propose", "--move", "ed", "one") == 65
    assert told("ana", "groups", "propose", "--move", "ed", "0")["left"] == ["ed"]
    capsys.readouterr()
    assert run("ana", "groups", "propose") == 0
    assert "ana, bo, cy, di" in capsys.readouterr().out
    made = told("ana", "groups", "begin")["groups"]
    assert [one["people"] for one in made] == [["ana", "bo", "cy", "di"]]  # type: ignore[attr-defined]
    assert run("ana", "groups", "propose", "--drop") == 65


def test_the_lines_are_for_people(
    community: TestCommunity, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ana", "groups") == 0
    assert "no groups yet" in capsys.readouterr().err
    a_group(community, "ana", focus="bread")
    assert run("ana", "groups") == 0
    assert "Mill" in capsys.readouterr().out
    assert run("ana", "groups", "show", "1") == 0
    assert "Wednesday 19:00 (London)" in capsys.readouterr().out
    assert run("ana", "groups", "wish") == 0
    assert run("ana", "rhythm", "--from", "2026-11-22", "--to", "2026-12-01") == 0
    assert "group-1/2026-11-25" in capsys.readouterr().out
