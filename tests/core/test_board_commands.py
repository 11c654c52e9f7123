"""The board and the places by commands alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from folkmoot.testing import HOSTILE, TestCommunity


@pytest.fixture
def two(community: TestCommunity) -> TestCommunity:
    """Ana, a Partner, and Bo, a Friend."""
    community.join("bo")
    return community


def told(community: TestCommunity, handle: str, *words: str) -> Any:
    return json.loads(community.run(handle, *words, "--json"))


def test_a_notice_from_its_writing_to_the_thanks(two: TestCommunity) -> None:
    assert "number 1" in two.run("bo", "board", "request", "drill", "--text", "one hour", "--where", "mill")
    assert "drill – Bo, until" in two.run("ana", "board")
    assert "Bo finds it" in two.run("ana", "board", "reply", "1", "Mine is free")
    assert "(folkmoot board show 1)" in two.run("bo", "today")
    assert told(two, "bo", "board")["notices"][0]["unread"] == 1
    found = told(two, "bo", "board", "show", "1")
    assert found["threads"][0]["with"] == "ana"
    assert told(two, "bo", "board")["notices"][0]["unread"] == 1, "a script that looks has not read"
    assert "Ana, today 12:00: Mine is free" in two.run("bo", "board", "show", "1")
    assert told(two, "bo", "board")["notices"][0]["unread"] == 0
    two.run("bo", "board", "reply", "1", "Yes", "--to", "ana")
    two.run("bo", "board", "edit", "1", "--title", "big drill", "--until", "2026-12-01")
    two.run("bo", "board", "renew", "1")
    assert told(two, "ana", "board")["notices"][0]["until"] == "2026-12-06"
    assert "Bo thanks Ana for “big drill”: it held" in two.run(
        "bo", "board", "thanks", "1", "--to", "ana", "--word", "it held"
    )
    assert "Bo thanks Ana" in two.run("ana", "today")
    assert not told(two, "ana", "board")["notices"]
    assert told(two, "bo", "board", "--ended")["notices"][0]["state"] == "thanked"


def test_lists_by_kind_words_and_what_is_ones_own(two: TestCommunity) -> None:
    two.run("bo", "board", "offer", "ladder")
    two.run("ana", "board", "request", "drill", "--text", "for the mill")
    two.run("ana", "board", "opportunity", "pruning")

    def titles(handle: str, *words: str) -> list[str]:
        return [one["title"] for one in told(two, handle, "board", *words)["notices"]]

    assert titles("bo") == ["pruning", "drill", "ladder"]
    assert titles("bo", "--kind", "offers") == ["ladder"]
    assert titles("bo", "--kind", "opportunities") == ["pruning"]
    assert titles("bo", "--find", "MILL") == ["drill"]
    assert titles("bo", "--mine") == ["ladder"]
    assert titles("ana", "--mine", "--kind", "requests") == ["drill"]
    two.run("bo", "board", "down", "1")
    assert titles("bo", "--mine") == []
    assert titles("bo", "--ended") == ["ladder"]
    assert "Nothing here." in two.run("bo", "board", "--mine")


def test_what_can_not_be_done_is_said_with_its_exit_code(two: TestCommunity) -> None:
    two.run("bo", "board", "offer", "ladder")
    assert "no notice 9" in two.run("ana", "board", "show", "9", code=65)
    two.run("bo", "board", "offer", "", code=65)
    two.run("bo", "board", "offer", "x" * 81, code=65)
    two.run("bo", "board", "offer", "x", "--until", "soon", code=65)
    two.run("bo", "board", "offer", "x", "--until", "2030-01-01", code=65)
    two.run("bo", "board", "--kind", "dreams", code=64)
    two.run("ana", "board", "edit", "1", "--title", "mine", code=77)
    two.run("ana", "board", "thanks", "1", code=77)
    two.run("ana", "board", "renew", "1", code=77)
    two.run("bo", "board", "renew", "1", code=65)
    two.run("bo", "board", "reply", "1", "hello", code=65)
    two.run("ana", "board", "reply", "1", "", code=65)
    assert "Say why" in two.run("ana", "board", "down", "1", code=65)
    assert "reads why" in two.run("ana", "board", "down", "1", "--why", "not yours")
    assert "Ana took it down: not yours" in two.run("bo", "board", "show", "1")
    two.run("bo", "board", "renew", "1", code=77)
    two.run("ana", "board", "renew", "1")


def test_places_are_added_changed_and_taken_away_by_partners(two: TestCommunity) -> None:
    add = ["places", "add", "Well", "--link", "https://chat.example.org", "--keeper", "bo"]
    two.run("bo", *add, code=77)
    assert "Partners add them" in two.run("bo", "places")
    two.run("ana", *add)
    two.run("ana", "places", "edit", "1", "--kind", "newsletter")
    assert told(two, "bo", "places")["places"] == [
        {
            "number": 1,
            "name": "Well",
            "link": "https://chat.example.org",
            "kind": "newsletter",
            "norm": "the only one that everyone is expected to read",
            "keeper": "bo",
        }
    ]
    assert "Bo looks after it" in two.run("bo", "places")
    two.run("ana", "places", "edit", "1", "--link", "javascript:alert(1)", code=65)
    two.run("ana", "places", "edit", "1", "--keeper", "nobody", code=65)
    two.run("ana", "places", "edit", "7", "--name", "x", code=65)
    two.run("bo", "places", "remove", "1", code=77)
    two.run("bo", "people", "leave", "bo")
    assert "somebody who left" in two.run("ana", "places")
    two.run("ana", "places", "edit", "1", "--norm", "as you like")
    two.run("ana", "places", "remove", "1")
    assert told(two, "ana", "places") == {"places": []}


def test_hostile_words_leave_the_command_inert(two: TestCommunity) -> None:
    two.run("bo", "board", "offer", HOSTILE[:80], "--text", HOSTILE, "--where", HOSTILE[:80])
    two.run("ana", "board", "reply", "1", HOSTILE)
    two.run("ana", "places", "add", HOSTILE[:60], "--link", "irc://a.example/x", "--norm", HOSTILE)
    two.run("bo", "board", "thanks", "1", "--to", "ana", "--word", HOSTILE)
    for words in (["board", "--ended"], ["board", "show", "1"], ["places"], ["board", "show", "1", "--json"]):
        said = two.run("bo", *words)
        assert "[/]" in said
        assert "\x1b" not in said
        assert "\u202e" not in said
