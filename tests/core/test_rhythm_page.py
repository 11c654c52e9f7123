"""The rhythm page by keys: a month with its moons, and what is done there is what the store holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from door.visitors import as_partner
from folkmoot.testing import Screen, TestCommunity
from folkmoot_core.rhythm.actions import move_occurrence
from folkmoot_core.rhythm.calendar import occurrences
from folkmoot_core.rhythm.model import ChangedOccurrence, ChosenMoon, MoonRule

Found = Callable[..., TestCommunity]


async def to(screen: Screen, *keys: str) -> None:
    await screen.press("2", *keys)


async def test_a_month_shows_its_moons_its_meetings_and_today(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await to(screen)
        assert "November 2026   times in London" in screen.lines[1]
        assert "Mon        Tue        Wed" in screen.lines[2]
        assert "  9 ● new" in screen.text
        assert " 24 ○ full" in screen.text
        assert "22 today" in screen.text
        assert "call 19:00" in screen.text
        assert "Tue, 24 Nov  14:53  ○ full moon" in screen.text
        assert "Tue, 24 Nov  19:00    Full moon call" in screen.text


async def test_an_eclipse_stands_beside_its_full_moon(community: TestCommunity) -> None:
    community.moment = datetime(2028, 12, 20, 12, tzinfo=UTC)
    async with community.shell() as screen:
        await to(screen)
        assert "full moon, total eclipse" in screen.text


async def test_the_cursor_goes_by_days_weeks_and_months(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await to(screen, "right", "right")
        assert "> Tue, 24 Nov" in screen.text
        await screen.press("j", "j")
        assert "December 2026" in screen.text
        await screen.press("left_square_bracket")
        assert "November 2026" in screen.text
        await screen.press("right_square_bracket", "pagedown")
        assert "January 2027" in screen.text
        await screen.press("t")
        assert "November 2026" in screen.text


async def test_the_31st_turns_to_the_last_day_of_a_shorter_month(community: TestCommunity) -> None:
    community.moment = datetime(2027, 1, 31, 12, tzinfo=UTC)
    async with community.shell() as screen:
        await to(screen, "right_square_bracket", "enter")
        assert "Sunday, 28 February 2027" in screen.text


async def test_n_goes_to_the_next_day_on_which_something_happens(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await to(screen, "n")
        assert "> Tue, 24 Nov" in screen.text
        await screen.press("n", "n")
        assert "> Wed, 9 Dec" in screen.text


async def test_beyond_the_known_years_the_page_stays_and_says_so(community: TestCommunity) -> None:
    community.moment = datetime(2100, 12, 20, 12, tzinfo=UTC)
    async with community.shell() as screen:
        await to(screen, *["right_square_bracket"] * 4)
        assert "1900 to 2100" in screen.text
        assert "has stopped" not in screen.text


async def test_a_day_opens_with_sun_and_moon_at_the_place(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await to(screen, "n", "enter")
        await screen.settled()
        assert "Tuesday, 24 November 2026" in screen.text
        assert "○ full moon 14:53" in screen.text
        assert "At Moss Valley, by its own clock:" in screen.text
        assert "Sun: rises 07:51 and sets 15:59" in screen.text
        assert "Moon: rises 15:11 and sets 08:06" in screen.text  # astronomy-engine 2.1.19 says the same
        assert "19:00-21:00  Full moon call" in screen.text


async def test_a_meeting_is_moved_with_a_reason_for_everyone(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await to(screen, "n", "m")
        assert "Move “Full moon call” of Tue, 24 Nov" in screen.text
        await screen.press(*["backspace"] * 8)
        await screen.type("25 18:30")
        await screen.press("enter")
        await screen.type("the choir sings")
        await screen.press("enter")
        assert "Moved. Everyone sees it at once." in screen.text
        assert "> Wed, 25 Nov  18:30    Full moon call, moved: the choir sings" in screen.text
    stored = community.session().store.collection(ChangedOccurrence).all()
    assert [(s.value.key, s.value.start_local, s.value.sequence) for s in stored] == [
        ("full-332", "2026-11-25T18:30", 1)
    ]


async def test_a_day_that_is_none_is_told_inside_the_form(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await to(screen, "n", "m")
        await screen.type("x")
        await screen.press("ctrl+s")
        assert "is not a day and time like 2027-05-22 17:00" in screen.text
    assert not community.session().store.collection(ChangedOccurrence).all()


async def test_a_meeting_is_cancelled_and_taken_back_by_the_same_key(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await to(screen, "n", "x")
        await screen.type("flood")
        await screen.press("ctrl+s")
        assert "Full moon call, cancelled: flood" in screen.text
        await screen.press("x")
        assert "Shall it take place after all?" in screen.text
        await screen.press("n")
        assert "cancelled: flood" in screen.text
        await screen.press("x", "y")
        assert "cancelled" not in screen.text
    (stored,) = community.session().store.collection(ChangedOccurrence).all()
    assert (stored.value.action, stored.value.sequence) == ("restore", 2)


async def test_a_gathering_is_hung_on_another_full_moon_and_brought_back(community: TestCommunity) -> None:
    community.moment = datetime(2027, 3, 1, 12, tzinfo=UTC)
    async with community.shell() as screen:
        await screen.app.open_page("rhythm", "2027-04-20")
        await screen.press("g")
        assert "The gathering of Sat, 20 Mar 2027 moves to this full moon" in screen.text
        await screen.press("y")
        assert "> Sat, 17 Apr" in screen.text
        (stored,) = community.session().store.collection(ChosenMoon).all()
        assert (stored.value.year, stored.value.target, stored.value.key) == (2027, "03-20", "full-337")
        await screen.press("enter", "u")
        assert "> Sat, 20 Mar" in screen.text
    assert not community.session().store.collection(ChosenMoon).all()


async def test_a_gathering_that_was_held_is_not_moved(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await to(screen, "n", "g")
        assert "The gathering of Sat, 20 Mar 2027 moves to this full moon" in screen.text
        await screen.press("n")
        await screen.app.open_page("rhythm", "2026-10-26")
        await screen.press("g")
        assert "This full moon has passed." in screen.text


async def test_what_somebody_changed_meanwhile_is_told_before_it_is_changed_again(
    community: TestCommunity,
) -> None:
    from folkmoot_core.rhythm.actions import cancel_occurrence

    community.join("ben", name="Ben")
    as_partner(community, "ben")
    async with community.shell() as screen:
        await to(screen, "n", "m", "down")
        await screen.type("stale form")
        cancel_occurrence(community.session("ben"), "full-call/full-332", "flood")
        await screen.press(*["up"], *["backspace"] * 8)
        await screen.type("25 18:30")
        await screen.press("ctrl+s")
        assert "Somebody changed this meeting meanwhile" in screen.text
        assert "cancelled: flood" in screen.text
        assert "stale form" in screen.text
        (stored,) = community.session().store.collection(ChangedOccurrence).all()
        assert stored.value.action == "cancel"
        await screen.press("ctrl+s")
        assert "Moved." in screen.text


async def test_two_people_who_change_one_rule_do_not_undo_each_other(community: TestCommunity) -> None:
    from folkmoot_core.rhythm.rule_actions import change_rule

    community.join("ben", name="Ben")
    as_partner(community, "ben")
    async with community.shell() as screen:
        await to(
            screen,
            "e",
            "enter",
            "enter",
            "down",
            "down",
            "down",
            "down",
            "backspace",
            "backspace",
            "backspace",
        )
        await screen.type("222")
        change_rule(community.session("ben"), "gathering", {"local_time": "17:00"})
        await screen.press("ctrl+s")
        assert "Somebody changed this rule meanwhile" in screen.text
        await screen.press("ctrl+s")
    (rule,) = community.session().store.collection(MoonRule).find(id="gathering")
    assert (rule.value.local_time, rule.value.duration_minutes) == ("17:00", 222)


async def test_a_moved_meeting_is_cancelled_where_it_was_moved_to(community: TestCommunity) -> None:
    from folkmoot_core.rhythm.actions import cancel_occurrence, move_occurrence

    session = community.session()
    move_occurrence(session, "new-call/new-333", "2026-12-09T19:00", "")
    cancelled = cancel_occurrence(session, "new-call/new-333", "locked")
    assert cancelled.local_start.isoformat() == "2026-12-09T19:00:00+00:00"
    assert cancel_occurrence(session, "new-call/new-333", "").reason == "locked"


async def test_saving_a_move_to_where_it_is_changes_nothing(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await to(screen, "n", "m", "ctrl+s")
        assert "moved" not in screen.text.replace("Moved.", "")
    assert not community.session().store.collection(ChangedOccurrence).all()


async def test_the_days_beside_a_full_moon_are_gibbous(community: TestCommunity) -> None:
    async with community.shell() as screen:
        for day, phase in (("2026-11-23", "waxing gibbous"), ("2026-11-25", "waning gibbous")):
            await screen.app.open_page("rhythm", day)
            await screen.press("enter")
            assert phase in screen.text
            await screen.press("escape")


async def test_enter_on_today_opens_the_day_of_the_line(community: TestCommunity) -> None:
    async with community.shell() as screen:
        assert "Sat, 20 Mar 15:00    Gathering" in screen.text
        await screen.press("down", "down", "down", "down", "enter")
        assert screen.app.current == "rhythm"
        assert "> Wed, 9 Dec" in screen.text
        assert all(str(day) in screen.text for day in (1, 7, 14, 21, 28, 31)), "the month is drawn whole"


async def test_an_open_day_follows_what_others_change(community: TestCommunity) -> None:
    from folkmoot_core.rhythm.actions import cancel_occurrence

    async with community.shell() as screen:
        await to(screen, "n", "enter")
        cancel_occurrence(community.session(), "full-call/full-332", "flood")
        await screen.look()
        assert "Full moon call, cancelled: flood" in screen.text


@pytest.mark.parametrize("key", ["m", "x"])
async def test_on_a_day_without_meetings_the_way_to_the_next_is_told(
    community: TestCommunity, key: str
) -> None:
    async with community.shell() as screen:
        await to(screen, key)
        assert "There is no meeting on this day. n goes to the next one." in screen.text


async def test_a_rule_is_changed_on_the_screen(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await to(screen, "e")
        assert "every full moon, nearest in time, 19:00 Europe/London" in screen.text
        await screen.press("down", "enter")
        assert "Rule: Full moon call" in screen.text
        await screen.press("enter")
        await screen.press("down", *["backspace"] * 5)
        await screen.type("20:15")
        await screen.press("ctrl+s")
        assert "Tue, 24 Nov  20:15    Full moon call" in screen.text
    rules = {s.value.id: s.value for s in community.session().store.collection(MoonRule).all()}
    assert (rules["full-call"].local_time, rules["new-call"].local_time) == ("20:15", "19:00")


async def test_a_rule_is_added_and_taken_away_on_the_screen(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await to(screen, "e", "end", "enter", "enter")
        await screen.type("Quiet day")
        await screen.press("down")
        await screen.type("11:00")
        await screen.press(*["down"] * 5)
        await screen.type("quiet")
        await screen.press("ctrl+s")
        assert "Added." in screen.text
        assert "Tue, 24 Nov  11:00    Quiet day" in screen.text
        assert "Tue, 24 Nov  19:00    Full moon call" in screen.text
        await screen.press("e", "end", "up", "enter", "down", "enter")
        assert "Take “Quiet day” away?" in screen.text
        await screen.press("y")
        assert "Quiet day" not in screen.text
    assert {s.value.id for s in community.session().store.collection(MoonRule).all()} == {
        "gathering",
        "full-call",
        "new-call",
    }


async def test_south_of_the_equator_the_crescent_is_seen_the_other_way_round(found_community: Found) -> None:
    marks = []
    for name, latitude in (("north", "53"), ("south", "-37")):
        community = found_community(latitude=latitude, name_of_folder=name)
        async with community.shell() as screen:
            await to(screen, "t", "enter")
            marks.append(
                next(line for line in screen.lines if "gibbous" in line or "quarter" in line).split()[1]
            )
    assert marks == ["◐", "◑"]


async def test_someone_elsewhere_sees_their_own_clock_and_the_meetings(community: TestCommunity) -> None:
    community.join("sefa", zone="Pacific/Auckland")
    async with community.shell("sefa") as screen:
        await to(screen, "n")
        assert "times in Auckland" in screen.text
        assert "Wed, 25 Nov  08:00    Full moon call (Tue, 24 Nov 19:00 in London)" in screen.text


async def test_in_a_narrow_window_the_month_becomes_a_list(community: TestCommunity) -> None:
    async with community.shell(size=(60, 20)) as screen:
        await to(screen)
        assert "from 80 columns on" in screen.text
        assert "Full moon call" in screen.text
        await screen.press("right")
        assert "Monday, 23 November 2026" in screen.text


async def test_today_lists_what_comes_and_enter_goes_there(community: TestCommunity) -> None:
    async with community.shell() as screen:
        assert "Ana, today is Sunday, 22 November 2026." in screen.text
        assert "Tue, 24 Nov 19:00    Full moon call" in screen.text
        assert "Tue, 24 Nov 14:53    full moon" in screen.text
        assert "Say which time zone you live in" in screen.text
        await screen.press("enter")
        assert screen.app.current == "rhythm"


async def test_today_tells_what_happened_lately_and_by_whom(community: TestCommunity) -> None:
    from folkmoot_core.rhythm.actions import cancel_occurrence

    community.join("ben", name="Ben")
    as_partner(community, "ben")
    cancel_occurrence(community.session("ben"), "full-call/full-332", "")
    async with community.shell() as screen:
        assert "Ben cancelled “Full moon call” of Tue, 24 Nov 19:00." in screen.text


def test_a_cancelled_gathering_does_not_bring_its_call_back(community: TestCommunity) -> None:
    from folkmoot_core.rhythm.actions import cancel_occurrence

    session = community.session()
    cancel_occurrence(session, "gathering/full-336", "")
    start, end = datetime(2027, 3, 10, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)
    assert [(o.key, o.status) for o in occurrences(session.store, start, end)] == [
        ("gathering/full-336", "cancelled")
    ]


def test_without_an_account_nothing_is_changed(community: TestCommunity) -> None:
    from dataclasses import replace

    from folkmoot.errors import NotAllowed
    from folkmoot_core.rhythm.actions import cancel_occurrence

    nobody = replace(community.session(), account=None)
    with pytest.raises(NotAllowed, match="Partners do this"):
        cancel_occurrence(nobody, "full-call/full-332", "")
    assert not nobody.store.collection(ChangedOccurrence).all()


async def test_a_moved_meeting_is_put_back_by_one_key(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await to(screen)
        move_occurrence(community.session(), "full-call/full-332", "2026-11-27T18:30", "rain")
        await screen.look()
        await screen.app.open_page("rhythm", "2026-11-27")
        assert "moved: rain" in screen.text
        await screen.press("u")
        assert "It takes place as the rhythm has it." in screen.text
        assert "moved: rain" not in screen.text


async def test_at_the_end_of_the_almanac_the_page_stays_as_it_was(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.app.open_page("rhythm", "2100-12-15")
        await screen.settled()
        before = screen.lines[1:20]
        assert "December 2100" in before[0]
        await screen.press("right_square_bracket")
        assert screen.lines[1:20] == before


async def test_today_is_marked_also_when_its_moon_leaves_no_room_for_the_word(
    found_community: Callable[..., TestCommunity],
) -> None:
    community = found_community(moment=datetime(2026, 11, 24, 16, tzinfo=UTC))
    async with community.shell() as screen:
        await to(screen, "left")
        assert "*24 ○ full" in screen.text
