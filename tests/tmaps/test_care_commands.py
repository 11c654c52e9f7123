"""`folkmoot care`: all that the page does, by commands."""

from __future__ import annotations

import json

import pytest

from core.test_who_may_do_what import one_of_each
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_tmaps.care import actions


@pytest.fixture
def three(community: TestCommunity) -> TestCommunity:
    for handle in ("bo", "cy"):
        community.join(handle)
    return community


def test_said_read_and_taken_back(three: TestCommunity) -> None:
    assert "Nobody says anything" in three.run("bo", "care")
    three.run("cy", "care", "say", "can-reach", "--how", "a walk")
    said = three.run("bo", "care", "say", "reach", "--how", "by text", "--until", "Thursday")
    assert "26 Nov" in said and "Cy (cy): a walk" in said
    read = three.run("ana", "care")
    assert "Would like others to reach out\n  Bo (bo): until Thu" in read and "26 Nov; by text" in read
    mine = three.run("bo", "care", "show")
    assert "I would like others to reach out to me, until Thu" in mine and "26 Nov: by text (reach)" in mine
    three.run("bo", "care", "expire", "reach")
    assert "Bo" not in three.run("ana", "care")
    assert "Nothing was changed" in three.run("bo", "care", "expire", code=65)


def test_an_offer_tells_that_it_takes_back_that_one_cannot(three: TestCommunity) -> None:
    assert "taken back" not in three.run("cy", "care", "say", "cannot")
    said = three.run("cy", "care", "say", "keeps-company")
    assert "“I cannot give support now” is taken back." in said
    assert "(cannot)" not in three.run("cy", "care")


def test_a_day_in_words_and_wrong_ones(three: TestCommunity) -> None:
    assert "is no day" in three.run("bo", "care", "say", "reach", "--until", "whenever", code=65)
    assert "it can be said again" in three.run("bo", "care", "say", "reach", "--until", "2027-06-01", code=65)
    three.run("bo", "care", "say", "nonsense", code=64)
    assert actions.own_statements(three.session("bo")) == []


def test_buddies(three: TestCommunity) -> None:
    assert "no buddies yet" in three.run("ana", "care", "buddies")
    assert "Bo finds it on Today." in three.run("ana", "care", "buddies", "ask", "bo", "--words", "Sundays?")
    assert "you asked on" in three.run("ana", "care", "buddies")
    assert "Sundays?" in three.run("bo", "care", "buddies")
    assert "look out for each other now" in three.run("bo", "care", "buddies", "accept", "ana")
    three.run("ana", "care", "buddies", "stop", "bo")
    assert "has ended it" in three.run("bo", "care", "buddies")
    three.run("bo", "care", "buddies", "read", "ana")
    three.run("ana", "care", "buddies", "ask", "cy")
    three.run("ana", "care", "buddies", "withdraw", "cy")
    three.run("ana", "care", "buddies", "ask", "cy")
    assert "told kindly" in three.run("cy", "care", "buddies", "decline", "ana")
    assert "can't just now" in three.run("ana", "care", "buddies")
    assert "guest" not in three.run("ana", "care", "buddies", "ask", "nobody", code=65)


def test_listening(three: TestCommunity) -> None:
    assert "say it here" in three.run("bo", "care", "listen", "offer", code=65)
    three.run("bo", "care", "listen", "offer", "--how", "ring", "--from", "10:00", "--to", "20:00")
    assert "Bo (bo): now, until 20:00\n  ring" in three.run("ana", "care", "listen")
    found = json.loads(three.run("ana", "care", "listen", "--json"))
    assert found == {
        "listeners": [
            {
                "handle": "bo",
                "name": "Bo",
                "how": "ring",
                "languages": "",
                "listens_now": True,
                "start": "2026-11-22T10:00:00Z",
                "end": "2026-11-22T20:00:00Z",
            }
        ]
    }
    three.run("bo", "care", "listen", "offer", "--any-hour")
    assert "at any hour" in three.run("ana", "care", "listen")
    three.run("bo", "care", "listen", "offer", "--from", "25:00", "--to", "26:00", code=65)
    three.run("bo", "care", "listen", "stop")
    assert "Nobody has offered" in three.run("ana", "care", "listen")
    three.run("bo", "care", "listen", "stop", code=65)


def test_guests_are_refused_by_every_word_and_told_who_may(community: TestCommunity) -> None:
    one_of_each(community)
    for words in (
        ("",),
        ("show",),
        ("say", "reach"),
        ("expire",),
        ("buddies",),
        ("buddies", "ask", "fay"),
        ("listen",),
        ("listen", "--json"),
        ("listen", "offer", "--how", "ring"),
        ("listen", "stop"),
    ):
        said = community.run("gus", "care", *(word for word in words if word), code=77)
        assert "Friends" in said


def test_hostile_text_reaches_no_terminal_as_more_than_text(three: TestCommunity) -> None:
    three.run("bo", "care", "say", "reach", "--how", HOSTILE)
    three.run("bo", "care", "listen", "offer", "--how", HOSTILE)
    three.run("bo", "care", "buddies", "ask", "ana", "--words", HOSTILE[:150])
    for words in (("care",), ("care", "buddies"), ("care", "listen"), ("today",)):
        said = three.run("ana", *words)
        assert "\x1b" not in said and "\u202e" not in said
    assert "[bold]x[/bold]" in three.run("ana", "care")
