"""Away: said until a day, seen by the others, over by itself; who is away is not asked to host."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from door.visitors import as_partner
from folkmoot.errors import BadData, NotAllowed
from folkmoot.testing import HOSTILE, Screen, TestCommunity
from folkmoot_core.answers.actions import asked_to_host, coming, give_answer
from folkmoot_core.answers.rules import Tally, whom_to_ask
from folkmoot_core.people.away import come_back, go_away, is_away
from folkmoot_core.people.cards import card_of, leave, person, save_card
from folkmoot_core.people.model import Card
from folkmoot_core.people.own_card import own_card
from folkmoot_core.people.rules import away_on

TODAY = date(2026, 11, 22)
MARCH = date(2027, 3, 3)


@pytest.mark.parametrize(
    ("until", "day", "away"),
    [
        (None, TODAY, False),
        (MARCH, TODAY, True),
        (MARCH, MARCH, True),
        (MARCH, MARCH + timedelta(days=1), False),
    ],
)
def test_the_last_day_is_one_of_them(until: date | None, day: date, away: bool) -> None:
    assert away_on(Card(account="bo", away_until=until), day) is away


def test_an_absence_ends_by_itself_by_the_persons_own_clock(community: TestCommunity) -> None:
    community.join("bo", zone="Pacific/Auckland")
    go_away(community.session("bo"), date(2026, 11, 23))
    ana = community.session("ana")
    assert is_away(ana, "bo")
    assert is_away(ana, "bo", datetime(2026, 11, 23, 10, tzinfo=UTC))  # 23:00 in Auckland
    assert not is_away(ana, "bo", datetime(2026, 11, 23, 12, tzinfo=UTC))
    community.moment += timedelta(days=1)
    assert not is_away(ana, "bo")
    assert not person(ana, "bo").away
    assert own_card(community.session("bo")).away_until is None


def test_a_day_that_is_over_and_one_years_from_now_are_refused(community: TestCommunity) -> None:
    ana = community.session("ana")
    with pytest.raises(BadData, match="is over"):
        go_away(ana, TODAY - timedelta(days=1))
    with pytest.raises(BadData, match="two years"):
        go_away(ana, TODAY + timedelta(days=800))
    with pytest.raises(BadData, match="here already"):
        come_back(ana)


def test_being_away_leaves_the_rest_of_the_card_as_it_was(community: TestCommunity) -> None:
    ana = community.session("ana")
    save_card(ana, Card(account="ana", reach="the mill"))
    go_away(ana, MARCH, HOSTILE)
    stored = card_of(ana, "ana")
    assert stored is not None
    assert (stored.value.reach, stored.value.away_until) == ("the mill", MARCH)
    assert "\x1b" not in stored.value.away_words
    come_back(ana)
    assert own_card(ana).away_until is None
    assert own_card(ana).away_words == ""


def test_nobody_without_an_account_is_away_and_who_left_is_not(community: TestCommunity) -> None:
    community.join("bo")
    bo = community.session("bo")
    go_away(bo, MARCH)
    leave(bo, "bo")
    assert not is_away(community.session("ana"), "bo")
    assert not is_away(community.session("ana"), "nobody")
    with pytest.raises(NotAllowed):
        go_away(bo, MARCH)


def test_of_those_who_come_and_of_the_partners_whoever_is_away_is_passed_over() -> None:
    both = Tally(("bo", "cy"), (), (), ())
    assert whom_to_ask(both, ["ana"], {}, {"bo"}.__contains__) == "cy"
    assert whom_to_ask(both, ["ana"], {}, {"bo", "cy"}.__contains__) == "ana"
    assert whom_to_ask(Tally((), (), (), ()), ["ana", "bo"], {}, {"ana"}.__contains__) == "bo"
    assert whom_to_ask(Tally((), (), (), ()), ["ana"], {}, {"ana"}.__contains__) is None


def test_whoever_is_away_at_the_time_of_a_meeting_is_not_asked_to_host_it(community: TestCommunity) -> None:
    for handle in ("bo", "cy"):
        community.join(handle)
        as_partner(community, handle)
    ana = community.session("ana")
    near, later = (one.occurrence for one in coming(ana)[:2])
    assert asked_to_host(ana, near, community.now()) == "ana"
    go_away(ana, near.start.date())
    assert asked_to_host(ana, near, community.now()) == "bo"
    assert asked_to_host(ana, later, community.now()) == "ana"
    give_answer(community.session("cy"), near.key, "yes")
    assert asked_to_host(ana, near, community.now()) == "cy"


def test_the_commands_say_it_show_it_and_take_it_back(community: TestCommunity) -> None:
    community.join("bo", name="Bo Oak")
    assert "away until 3 March" in community.run("bo", "people", "away", "3", "March", "--words", HOSTILE)
    listed = community.run("ana", "people")
    assert "away until 3 March" in listed
    told = json.loads(community.run("ana", "people", "--only", "away", "--json"))["people"]
    assert [(one["handle"], one["away_until"]) for one in told] == [("bo", "2027-03-03")]
    card = json.loads(community.run("ana", "people", "show", "bo", "--json"))
    assert (card["away_until"], "\x1b" in card["away_words"]) == ("2027-03-03", False)
    assert "away until 3 March: [/]" in community.run("ana", "people", "show", "bo")
    assert "The others read of you" in community.run("bo", "today")
    assert "no day" in community.run("bo", "people", "away", "soon", code=65)
    community.run("bo", "people", "away", code=64)
    community.run("bo", "people", "away", "tomorrow", "--back", code=64)
    community.run("bo", "people", "away", "--back")
    assert json.loads(community.run("ana", "people", "--only", "away", "--json")) == {"people": []}


def marked(screen: Screen) -> str:
    """What is drawn in reverse below the strip."""
    parts = [part for strip in screen.app.strips()[1:] for part in strip]
    return "".join(part.text for part in parts if part.style and part.style.reverse)


async def test_by_keys_one_goes_away_is_seen_to_be_and_comes_back(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("People"), "a")
        await screen.type("friday")
        await screen.press("down")
        await screen.type("with my sister")
        await screen.press("ctrl+s")
        assert "It ends by itself" in screen.text
        assert "away until 27 November" in screen.text
        await screen.press("enter")
        assert "away until 27 November: with my sister" in screen.text
        await screen.press("escape", "1")
        assert "The others read of you: away" in screen.text
        for _line in range(20):
            if "others read" in marked(screen):
                break
            await screen.press("down")
        await screen.press("enter")  # the line on Today leads to where it is ended
        assert "2026-11-27" in screen.text
        await screen.press("ctrl+u", "ctrl+s")
        assert "Good to have you back" in screen.text
        assert "away until" not in screen.text
    stored = card_of(community.session("ana"), "ana")
    assert stored is not None
    assert (stored.value.away_until, stored.value.away_words) == (None, "")


async def test_a_day_that_is_none_is_told_in_the_form_and_nothing_is_lost(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("People"), "a")
        await screen.type("soon")
        await screen.press("ctrl+s")
        assert "“soon” is no day" in screen.text
        assert "soon" in screen.text
        await screen.press("ctrl+u")
        await screen.type("2026-11-01")
        await screen.press("ctrl+s")
        assert "is over" in screen.text
