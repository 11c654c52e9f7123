"""Rules by the calendar by keys: one decision at a time, forms that fit, what is done is what is kept."""

from __future__ import annotations

import pytest
from textual.events import Paste
from textual.widgets import Input

from door.visitors import a_code, as_partner, comes_in
from folkmoot.session import Session
from folkmoot.testing import HOSTILE, Screen, TestCommunity
from folkmoot_core.rhythm import suggestions
from folkmoot_core.rhythm.actions import cancel_occurrence
from folkmoot_core.rhythm.model import CalendarRule, ChangedOccurrence
from folkmoot_core.rhythm.rule_actions import add_calendar_rule, change_rule
from folkmoot_core.rhythm.session_actions import add_session, change_session

NEW_BY_CALENDAR = ("e", "end", "enter", "down", "enter")


def rules(community: TestCommunity) -> dict[str, CalendarRule]:
    stored = community.session("ana").store.collection(CalendarRule).all()
    return {one.value.id: one.value for one in stored}


def both(community: TestCommunity) -> Session:
    session = community.session("ana")
    add_calendar_rule(session, "restorative", suggestions.restorative(session))
    add_calendar_rule(session, "summit", suggestions.summit(session))
    return session


async def over(screen: Screen, count: int, typed: str) -> None:
    """Type over what stands in a line."""
    await screen.press(*["backspace"] * count)
    await screen.type(typed)


async def paste(screen: Screen, line: int) -> None:
    """Paste hostile text into the nth line that is typed in; the terminal lets no escape through."""
    box = list(screen.app.screen.query(Input))[line]
    box.focus()
    box.post_message(Paste(HOSTILE.replace("\x1b", "").replace("\x07", "")))
    await screen.settled()
    assert "@click" in box.value


async def test_what_a_rule_goes_by_is_asked_first_and_then_how_often(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Rhythm"), "e", "end", "enter")
        for line in ("By the moon", "By the calendar", "A restorative gathering", "A summit every quarter"):
            assert line in screen.text
        await screen.press("down", "enter")
        assert "How often?" in screen.text
        await screen.press("enter")
        assert "Weekday" in screen.text
        assert "Months" not in screen.text
        await screen.type("soup")
        await screen.press("down", "down", "down", "right", "right")
        await screen.press("ctrl+s")
        assert "Added. The months follow." in screen.text
        assert "Wed, 25 Nov  19:00    Meeting" in screen.text
    assert rules(community)["soup"].recurrence == "FREQ=WEEKLY;BYDAY=WE"


@pytest.mark.parametrize(
    ("downs", "rrule"),
    [
        (1, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        (2, "FREQ=MONTHLY;BYDAY=1MO"),
        (3, "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=1MO"),
    ],
)
async def test_each_way_of_coming_round_has_a_form_that_fits(
    community: TestCommunity, downs: int, rrule: str
) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Rhythm"), *NEW_BY_CALENDAR, *["down"] * downs, "enter")
        assert "^s save" in screen.text
        assert "First day" in screen.text
        await screen.type("soup")
        await screen.press("ctrl+s")
        assert "Added." in screen.text
    assert rules(community)["soup"].recurrence == rrule


async def test_a_restorative_gathering_is_there_with_one_form_of_which_nothing_need_be_changed(
    community: TestCommunity,
) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Rhythm"), "e", "end", "enter", "down", "down", "enter")
        assert "< second >" in screen.text
        assert "< Sunday >" in screen.text
        await screen.press("ctrl+s")
        assert "Sun, 13 Dec  15:00    Restorative gathering" in screen.text
        await screen.press("e", "end", "enter", "down", "down", "enter")
        assert "restorative-2" in screen.text
    assert list(rules(community)) == ["restorative"]


async def test_a_summit_leads_on_to_its_sessions(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Rhythm"), "e", "end", "enter", "end", "enter", "ctrl+s")
        assert "Sessions of “Summit”" in screen.text
        assert "Morning in London: day 1, 10:00 Europe/London, 90 minutes" in screen.text
        await screen.press("end", "enter")
        await screen.type("dusk")
        await screen.press("down")
        await screen.type("Dusk")
        await screen.press("ctrl+s")
        assert "Dusk: day 1, 10:00 Europe/London" in screen.text
        await screen.press("home", "enter", "enter")
        assert "Session: Morning in London" in screen.text
        await over(screen, 20, "Hearth")
        await screen.press("ctrl+s")
        assert "Hearth: day 1" in screen.text
        await screen.press("home", "enter", "down", "enter")
        assert "The other sessions stay." in screen.text
        await screen.press("y")
        assert "Hearth" not in screen.text
        assert "Kept. The months follow." in screen.text
    assert [one.title for one in rules(community)["summit"].sessions] == [
        "Dusk",
        "Morning in Mexico City",
        "Morning in Auckland",
    ]


async def test_a_rule_is_changed_and_taken_away_on_the_screen(community: TestCommunity) -> None:
    both(community)
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Rhythm"), "e")
        assert "every month on the second Sunday, 15:00" in screen.text
        assert "3 sessions in 3 zones" in screen.text
        await screen.press("end", "up", "up", "enter", "enter")
        assert "Rule: Restorative gathering" in screen.text
        await screen.press("down", "down", "down", "right", "ctrl+s")
        assert "Changed. The months follow." in screen.text
        assert rules(community)["restorative"].recurrence == "FREQ=MONTHLY;BYDAY=3SU"
        await screen.press("e", "end", "up", "enter")
        assert "Its sessions" in screen.text
        await screen.press("end", "enter", "y")
        assert "Taken away." in screen.text
    assert list(rules(community)) == ["restorative"]


async def test_what_is_no_day_is_told_in_the_form_and_nothing_is_lost(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Rhythm"), *NEW_BY_CALENDAR, *["down"] * 3, "enter")
        await screen.type("soup")
        await screen.press("down", "down", "down")
        await over(screen, 8, "13")
        await screen.press("ctrl+s")
        assert "January 1 to December 12" in screen.text
        await over(screen, 2, "2")
        await screen.press("down", *["left"] * 2)
        assert "by date" in screen.text
        await screen.press(*["down"] * 5)
        await over(screen, 10, "2026-11-30")
        await screen.press("ctrl+s")
        assert "would never come" in screen.text.replace("\n", " ")
        assert "soup" in screen.text
    assert not rules(community)


async def test_two_people_who_change_one_rule_do_not_undo_each_other(community: TestCommunity) -> None:
    both(community)
    community.join("ben")
    as_partner(community, "ben")
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Rhythm"), "e", "end", "up", "up", "enter", "enter")
        await screen.type("Quiet Sunday")
        change_rule(community.session("ben"), "restorative", {"local_time": "16:00"})
        await screen.press("ctrl+s")
        assert "Somebody changed this rule meanwhile" in screen.text
        await screen.press("ctrl+s")
        assert "Changed." in screen.text
    rule = rules(community)["restorative"]
    assert (rule.title, rule.local_time) == ("Quiet Sunday", "16:00")


async def test_two_people_who_change_one_session_see_both_versions(community: TestCommunity) -> None:
    both(community)
    community.join("ben")
    as_partner(community, "ben")
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Rhythm"), "e", "end", "up", "enter", "down", "enter")
        await screen.press("enter", "enter")
        await over(screen, 20, "Hearth")
        change_session(community.session("ben"), "summit", "one", {"local_time": "11:00"})
        await screen.press("ctrl+s")
        assert "Morning in London: day 1, 11:00" in screen.text
        assert "Hearth" in screen.text
        await screen.press("ctrl+s")
    one = next(one for one in rules(community)["summit"].sessions if one.id == "one")
    assert (one.title, one.local_time) == ("Hearth", "11:00")


async def test_the_sessions_of_a_day_stand_under_their_summit_by_the_readers_clock(
    community: TestCommunity,
) -> None:
    session = both(community)
    dawn = {"title": "Dawn", "day": 2, "local_time": "07:00", "zone": "Pacific/Auckland"}
    add_session(session, "summit", "dawn", dawn)
    community.join("sefa", zone="Pacific/Auckland")
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Rhythm"))
        await screen.app.open_page("rhythm", "2026-12-05")
        await screen.press("enter")
        lines = [line.strip("│ ") for line in screen.lines]
        at = lines.index("Summit")
        assert lines[at + 1].startswith("10:00-11:30  Morning in London")
        assert lines[at + 2].startswith("16:00-17:30  Morning in Mexico City (10:00 in Mexico City)")
        assert lines[at + 3].startswith("18:00-19:30  Dawn (Sun, 6 Dec 07:00 in Auckland)")
    async with community.shell("sefa") as screen:
        await screen.app.open_page("rhythm", "2026-12-06")
        await screen.settled()
        assert "Sun, 6 Dec   07:00    Summit: Dawn" in screen.text


async def test_a_session_is_moved_cancelled_and_put_back_from_its_day(community: TestCommunity) -> None:
    both(community)
    async with community.shell("ana") as screen:
        await screen.app.open_page("rhythm", "2026-12-05")
        await screen.press("enter", "m", "enter")
        assert "Move “Summit: Morning in London” of Sat, 5 Dec" in screen.text
        await over(screen, 5, "12:00")
        await screen.press("ctrl+s")
        assert "Sat, 5 Dec   12:00    Summit: Morning in London, moved" in screen.text
        await screen.press("enter", "x", "enter")
        await screen.type("flood")
        await screen.press("ctrl+s")
        assert "cancelled: flood" in screen.text
        await screen.press("enter", "u", "enter")
        assert "where it was moved to" in screen.text
    (stored,) = community.session().store.collection(ChangedOccurrence).all()
    assert (stored.value.key, stored.value.action) == ("2026-12-05/one", "move")


async def test_a_guest_sees_no_restorative_gathering_anywhere(community: TestCommunity) -> None:
    session = both(community)
    comes_in(community, "gil", a_code(session))
    cancel_occurrence(session, "restorative/2026-12-13", "flood")
    async with community.shell("gil") as screen:
        seen = screen.text
        await screen.press(screen.number("Rhythm"), "right_square_bracket")
        seen += screen.text
        assert "Summit: Morning in London" in seen
        assert "estor" not in seen
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Rhythm"), "right_square_bracket")
        assert "Restorative gathering, cancelled: flood" in screen.text


async def test_who_may_not_change_rules_is_told_before_typing(community: TestCommunity) -> None:
    both(community)
    community.join("fay")
    async with community.shell("fay") as screen:
        await screen.press(screen.number("Rhythm"), "e", "end", "enter")
        assert "Partners do this: people who tend to the whole." in screen.text
        assert "By the moon" not in screen.text


async def test_hostile_names_are_inert_on_every_screen_that_shows_them(community: TestCommunity) -> None:
    session = community.session("ana")
    hostile = HOSTILE[:58]
    add_calendar_rule(session, "odd", {"recurrence": "FREQ=WEEKLY;BYDAY=WE", "title": hostile})
    add_calendar_rule(session, "summit", {**suggestions.summit(session), "title": hostile})
    change_session(session, "summit", "one", {"title": hostile})
    async with community.shell("ana") as screen:
        seen = screen.text
        await screen.press(screen.number("Rhythm"))
        seen += screen.text
        await screen.app.open_page("rhythm", "2026-12-05")
        await screen.press("enter")
        seen += screen.text
        await screen.press("a")
        seen += screen.text
        await screen.press("escape", "m")
        await screen.press(*["escape"] * 2)
        await screen.press("e")
        seen += screen.text
        await screen.press("end", "up", "enter")
        seen += screen.text
        await screen.press("down", "enter")
        seen += screen.text
        await screen.press("enter")
        seen += screen.text
        await screen.press("enter")
        seen += screen.text
        assert "[/]" in seen
        assert "\x1b" not in seen
        assert "\u202e" not in seen
        assert "has stopped" not in seen


@pytest.mark.parametrize("field", range(6))
async def test_hostile_text_in_each_line_of_a_session_is_refused_or_cleaned(
    community: TestCommunity, field: int
) -> None:
    both(community)
    async with community.shell("ana") as screen:
        await screen.press(
            screen.number("Rhythm"), "e", "end", "up", "enter", "down", "enter", "end", "enter"
        )
        await paste(screen, field)
        await screen.press("ctrl+s")
        assert "has stopped" not in screen.text
        assert "^s save" in screen.text
    assert len(rules(community)["summit"].sessions) == 3


@pytest.mark.parametrize("field", range(7))
async def test_hostile_text_in_each_line_of_a_rule_is_refused_or_cleaned(
    community: TestCommunity, field: int
) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Rhythm"), *NEW_BY_CALENDAR, *["down"] * 3, "enter")
        await paste(screen, field)
        await screen.press("ctrl+s")
        assert "has stopped" not in screen.text
    assert not rules(community)
