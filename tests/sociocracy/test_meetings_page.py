"""Meetings on the screen: the list, the agenda, one live screen for all, the minutes; by real keys."""

from __future__ import annotations

from datetime import timedelta

from folkmoot.shell.bars import READING
from folkmoot.testing import HOSTILE, NOON, Screen, TestCommunity
from folkmoot_sociocracy.consent import actions as consenting
from folkmoot_sociocracy.meetings import actions, deciding, planning
from folkmoot_sociocracy.meetings.accepting import standing
from folkmoot_sociocracy.meetings.reading import backlog_of, lines_of, meeting_of
from folkmoot_sociocracy.meetings.rounds import here
from folkmoot_sociocracy.meetings.writing import write_down
from sociocracy.a_circle import a_circle, a_form, a_proposal
from sociocracy.test_meetings import (
    a_meeting,
    a_topic,
    all_say,
    now_of,
    on,
    texts,
    to_the_end,
    to_the_first_item,
)


def squashed(screen: Screen) -> str:
    """What stands on the screen, without its line breaks and frames."""
    return " ".join(screen.text.replace("│", " ").split())


def foot(screen: Screen) -> str:
    """The keys that the page shows."""
    return " ".join(screen.lines[-2:])


async def test_the_backlog_is_filled_and_a_meeting_planned_by_keys(community: TestCommunity) -> None:
    circle = a_circle(community)
    async with community.shell("cy") as screen:
        await screen.press(screen.number("Circles"), "enter", "t")
        assert "No meeting is planned. d plans one." in screen.text
        assert "Nothing waits to be talked about. n adds something." in screen.text
        await screen.press("n")
        await screen.type("The oven")
        await screen.press("ctrl+s")
        assert "Hearth: The oven  explore, 10 min" in screen.text
        await screen.press("d")
        assert "Circle meeting  90 min, minutes count after 48 hours" in screen.text
        await screen.press("enter", "down")
        await screen.press("ctrl+u")
        await screen.type("2026-12-02")
        await screen.press("ctrl+s")
        assert "Hearth, Wed, 2 Dec 19:00" in screen.text
        await screen.press("home", "enter", "enter")
        assert "Its agenda is not drawn up yet." not in screen.text
        assert "The oven  explore, 10 min, Cy" in screen.text
    assert backlog_of(community.session("ana"), circle) == []


async def test_a_newcomer_to_a_meeting_comes_in_with_enter_and_speaks_with_s(
    community: TestCommunity,
) -> None:
    number = planning.draw_up(community.session("ana"), a_circle(community)).id
    actions.open_meeting(community.session("bo"), number)
    async with community.shell("cy") as screen:
        assert "Hearth meets now, at “Check-in”. Come in." in screen.text
        await screen.open("Meeting")
        assert "enter come in" in foot(screen)
        await screen.press("enter")
        assert "now Bo; then Cy" in screen.text
        assert "s speak" not in foot(screen)
        actions.speak(community.session("bo"), number, "spoke", "well, thank you")
        await screen.look()
        assert "It is your turn." in screen.text
        assert "Bo: well, thank you" in screen.text
        await screen.press("s")
        await screen.type("a long day")
        await screen.press("enter")
        assert "Cy: a long day" in screen.text
        assert "all were heard" in screen.text
    assert now_of(community, number).rounds[-1].voices[-1].text == "a long day"


async def test_one_screen_leads_and_the_others_follow(community: TestCommunity) -> None:
    circle = a_circle(community)
    a_topic(community, circle)
    number = a_meeting(community, circle)
    all_say(community, number)
    async with community.shell("bo") as lead, community.shell("di") as other:
        for screen in (lead, other):
            await screen.open("Meeting")
        assert "g go on" in foot(lead)
        assert "g go on" not in foot(other)
        await lead.press("g", "g")
        await other.look()
        assert "Consent to the agenda" in other.text

        assert "4 The oven explore, 10 min, Ana" in squashed(other)
        await other.press("c")
        await lead.look()
        assert "still Ana, Cy, Bo; heard: Di" in squashed(lead)
        await lead.press("c")
        for who in ("ana", "cy"):
            actions.speak(community.session(who), number, "consent")
        await lead.look()
        await lead.press("g")
        assert "The oven  explore, 10 min, Ana" in lead.text
        assert "10:00 left of 10 min" in lead.text
        community.moment = NOON + timedelta(minutes=11)
        await other.look()
        assert "1:00 over" in other.text
        await lead.press("plus")
        await other.look()
        assert "2:00 left of 13 min" in other.text
        await lead.press("space")
        await other.look()
        assert "clock stands still" in other.text


async def test_the_facilitator_is_lost_and_another_leads_with_one_key(community: TestCommunity) -> None:
    number = a_meeting(community, a_circle(community))
    all_say(community, number)
    async with community.shell("cy") as screen:
        await screen.open("Meeting")
        await screen.press("g")
        assert now_of(community, number).now_at.kind == "check_in"
        await screen.press("f")
        assert "leads: Cy" in screen.text
        assert "Cy facilitates from here on; before: Bo." in squashed(screen)
        await screen.press("g")
        assert now_of(community, number).now_at.kind == "admin"


async def test_what_is_typed_stays_when_the_meeting_goes_on_and_belongs_where_it_was_begun(
    community: TestCommunity,
) -> None:
    circle = a_circle(community)
    a_topic(community, circle)
    a_topic(community, circle, title="Lending")
    number = a_meeting(community, circle)
    to_the_first_item(community, number)
    async with community.shell("di") as screen:
        await screen.open("Meeting")
        await screen.press("w")
        await screen.type("lit on friday")
        on(community, number)
        await screen.look()
        assert "lit on friday" in screen.text
        await screen.press("ctrl+s")
        assert "Lending" in screen.text
        assert "lit on friday" not in screen.text
    line = lines_of(community.session("ana"), number)[-1].value
    assert (line.text, now_of(community, number).steps[3].id) == ("lit on friday", line.step)


async def test_two_who_correct_one_line_see_both_versions(community: TestCommunity) -> None:
    number = a_meeting(community, a_circle(community))
    write_down(community.session("di"), number, "Friday")
    async with community.shell("cy") as screen:
        await screen.open("Meeting")
        await screen.press("end", "e")
        await screen.type(" evening")
        line = lines_of(community.session("ana"), number)[-1]
        from folkmoot_sociocracy.meetings.writing import correct

        correct(community.session("ana"), number, line.id, "Saturday", "Friday")
        await screen.press("ctrl+s")
        assert "there now: Saturday" in screen.text
        assert "Friday evening" in screen.text
        await screen.press("ctrl+s")
    assert texts(community, number)[-1] == "Friday evening"


async def test_a_proposal_is_brought_in_the_meeting_and_consented_to_from_its_screen(
    community: TestCommunity,
) -> None:
    circle = a_circle(community)
    a_topic(community, circle, wanted="decide")
    number = a_meeting(community, circle)
    to_the_first_item(community, number)
    async with community.shell("bo") as screen:
        await screen.open("Meeting")
        await screen.press("d", "enter")
        await screen.type("Lending")
        await screen.press("tab")
        await screen.type("tools lie idle")
        await screen.press("tab")
        await screen.type("tools may be lent")
        await screen.press("tab", "tab", "tab", "right", "ctrl+s")
        assert "Proposal 1, “Lending”. The consent round goes on." in squashed(screen)
        consenting.give_voice(community.session("ana"), 1, "consent")
        await screen.look()
        assert "It is the turn of bo." in squashed(screen)
        await screen.press("enter")
        assert "c consent" in screen.text
        await screen.press("c", "ctrl+s")
        assert "heard: ana, bo; now: cy" in squashed(screen)
        await screen.press("escape")
    for who in ("cy", "di"):
        consenting.give_voice(community.session(who), 1, "consent")
    async with community.shell("bo") as screen:
        await screen.open("Meeting")
        assert "Decided until" in squashed(screen)
        await screen.press("g")
    assert any("Decided until" in text for text in texts(community, number))


async def test_minutes_are_read_and_objected_to_by_keys(community: TestCommunity) -> None:
    number = a_meeting(community, a_circle(community))
    to_the_end(community, number)
    async with community.shell("cy") as screen:
        await screen.open("Meetings")
        await screen.press("enter")
        assert "unless somebody objects" in squashed(screen)
        await screen.press("o")
        await screen.type("the oven is missing")
        await screen.press("ctrl+s")
        assert "Cy objected: the oven is missing" in squashed(screen)
        await screen.press("w")
        await screen.type("the oven was lit")
        await screen.press("ctrl+s", "h")
    meeting = meeting_of(community.session("ana"), number).value
    assert standing(meeting, NOON) == "waiting"
    assert texts(community, number)[-1] == "the oven was lit"


async def test_the_agenda_is_moved_shortened_and_taken_off_at_the_cursor(community: TestCommunity) -> None:
    circle = a_circle(community)
    for title in ("The oven", "Lending", "A kettle"):
        a_topic(community, circle, title=title)
    number = planning.draw_up(community.session("ana"), circle).id
    async with community.shell("bo") as screen:
        await screen.open("Meetings")
        await screen.press("enter")
        await screen.press("down", "down", "down", "down", "u")
        steps = now_of(community, number).steps
        assert [step.title for step in steps if step.kind == "item"] == ["Lending", "The oven", "A kettle"]
        await screen.press("e", "ctrl+u")
        await screen.type("25")
        await screen.press("ctrl+s")
        assert "Lending  explore, 25 min, Ana" in screen.text
        await screen.press("x")
        assert "Lending" not in screen.text
        await screen.press("g")
        assert "leads: Bo" in screen.text
    assert [one.value.title for one in backlog_of(community.session("ana"), circle)] == ["Lending"]


async def test_a_facilitator_notes_a_voice_and_ends_early(community: TestCommunity) -> None:
    circle = a_circle(community)
    a_topic(community, circle)
    number = a_meeting(community, circle)
    async with community.shell("bo") as screen:
        await screen.open("Meeting")
        await screen.press("s", "enter", "i", "enter")
        await screen.type("on the phone")
        await screen.press("enter")
        assert "Ana: on the phone [noted by Bo]" in screen.text
        all_say(community, number)
        await screen.look()
        await screen.press("x", "enter")
        assert now_of(community, number).now_at.kind == "check_out"
        await screen.press("s")
        assert "What we did" in screen.text
    assert here(now_of(community, number)) == ("bo", "ana", "cy", "di")


async def test_hostile_text_stays_inert_on_every_screen_of_a_meeting(community: TestCommunity) -> None:
    circle = a_circle(community)
    a_topic(community, circle, title=HOSTILE[:80], about=HOSTILE[:500])
    planned = planning.draw_up(community.session("ana"), circle).id
    async with community.shell("bo") as screen:
        await screen.open("Meetings")
        await screen.press("enter")
        assert "[/] [bold]x[/bold]" in screen.text
        await screen.press("g", "s")
        await screen.type("[/] [@click=app.exit]go")
        await screen.press("enter")
        write_down(community.session("bo"), planned, HOSTILE)
        await screen.look()
        assert "[bold]x[/bold]" in screen.text
        while not now_of(community, planned).closed:
            on(community, planned)
            await screen.look()
            assert "\x1b" not in screen.text
        await screen.press("o")
        await screen.type("[/] wrong")
        await screen.press("ctrl+s")
        assert "Bo objected: [/] wrong" in squashed(screen)


async def test_somebody_of_another_circle_looks_on_and_has_no_keys(community: TestCommunity) -> None:
    number = a_meeting(community, a_circle(community))
    async with community.shell("eve") as screen:
        await screen.open("Meetings")
        assert "You are in no circle. t on a circle's page shows when it meets." in screen.text
        await screen.press(screen.number("Circles"), "enter", "t", "enter")
        assert "Check-in round" in screen.text
        assert "Full members of a circle take part in its meetings" in squashed(screen)
        assert "line seems gone" not in screen.text
        assert "come in" not in foot(screen)
        await screen.press("s", "g", "enter", "w")
        assert "Check-in round" in screen.text
    assert "eve" not in here(now_of(community, number))


async def test_a_key_that_does_not_count_now_says_why_and_what_comes_next(community: TestCommunity) -> None:
    number = a_meeting(community, a_circle(community))
    async with community.shell("cy") as screen:
        await screen.open("Meeting")
        for key, says in (
            ("s", "People are heard in turn, and cy is not next. It is the turn of bo."),
            ("c", "This is a round in which each says something. Speak, or pass on."),
            ("g", "Who facilitates leads from step to step. That is bo; take it over"),
        ):
            await screen.press(key)
            assert says in squashed(screen)
    async with community.shell("bo") as screen:
        await screen.open("Meeting")
        await screen.press("g")
        assert "A round is finished before the meeting goes on. It is the turn of bo." in squashed(screen)
        await screen.press("r")
        assert "One round goes on at a time." in squashed(screen)
    assert now_of(community, number).now_at.kind == "check_in"


async def test_two_who_call_a_meeting_at_once_are_in_the_same_one(community: TestCommunity) -> None:
    a_circle(community)
    async with community.shell("bo") as bo, community.shell("cy") as cy:
        for screen in (bo, cy):
            await screen.open("Meetings")
            await screen.press("g")
        await bo.press("enter")
        await cy.press("enter")
        await cy.look()
        assert "open that one (number 1)" in cy.text
        await cy.press("g")
        assert " 1 Check-in" in cy.text
        await bo.press("g")
        await cy.look()
        await cy.press("enter")
        assert "2 in" in cy.text
    assert meeting_of(community.session("ana"), 1).value.facilitator == "bo"


async def test_an_agenda_is_given_up_by_a_key_and_one_that_goes_on_is_not(community: TestCommunity) -> None:
    circle = a_circle(community)
    a_topic(community, circle)
    async with community.shell("bo") as screen:
        await screen.open("Meetings")
        await screen.press("g", "enter", "escape", "home", "x")
        if "Give this agenda up?" not in screen.text:
            await screen.press("down", "x")
        assert "Give this agenda up?" in screen.text
        await screen.press("y")
        assert "called for now" not in screen.text
        assert "The oven" in screen.text
        await screen.press("g", "enter", "g", "escape", "home", "x")
        assert "That meeting has begun already." in screen.text


async def test_the_clock_of_the_meeting_stays_in_sight_while_something_is_decided(
    community: TestCommunity,
) -> None:
    circle = a_circle(community)
    a_topic(community, circle)
    number = a_meeting(community, circle)
    to_the_first_item(community, number)
    deciding.propose_here(community.session("ana"), number, a_form(begins="consent"))
    async with community.shell("ana") as screen:
        await screen.app.open_page("meeting", str(number))
        await screen.settled()
        assert "enter be heard" in screen.text
        assert "d decide" not in screen.text
        await screen.press("enter")
        await screen.look()
        assert "Lending  10:00 left of 10 min" in screen.text
        community.moment += timedelta(minutes=11)
        await screen.look()
        assert "Lending  1:00 over" in screen.text


async def test_while_all_are_asked_about_the_agenda_it_is_in_sight(community: TestCommunity) -> None:
    circle = a_circle(community)
    for number in range(3):
        a_topic(community, circle, title=f"Topic {number}", minutes=5)
    number = a_meeting(community, circle)
    while now_of(community, number).now_at.kind != "agenda":
        on(community, number)
    for who in ("ana", "cy"):
        actions.speak(community.session(who), number, "consent")
    actions.speak(community.session("di"), number, "objection", "too long for me")
    async with community.shell("bo") as screen:
        await screen.app.open_page("meeting", str(number))
        await screen.settled()
        for text in ("Topic 0", "Topic 2", "8 Check-out", "Di: objects: too long for me", "still Bo"):
            assert text in screen.text
        assert "Ana: consents" not in screen.text


async def test_what_is_decided_in_a_meeting_is_led_with_it_and_no_round_of_it_is_a_written_one(
    community: TestCommunity,
) -> None:
    circle = a_circle(community)
    a_topic(community, circle)
    number = a_meeting(community, circle)
    to_the_first_item(community, number)
    deciding.propose_here(community.session("ana"), number, a_form())
    async with community.shell("cy") as screen:
        await screen.app.open_page("meeting", str(number))
        await screen.settled()
        await screen.press("enter", "f")
        assert "Leads          cy" in screen.text
        assert now_of(community, number).facilitator == "cy"
        for who in ("ana", "bo", "cy", "di"):
            consenting.give_voice(community.session(who), 1, "spoke", "")
        await screen.look()
        await screen.press("g")
        assert "Everyone says in a few words" in squashed(screen)
        await screen.press("escape")
        assert "leads: Cy" in screen.text
        assert "It is your turn: enter." not in screen.text
    async with community.shell("bo") as screen:
        await screen.app.open_page("meeting", str(number))
        await screen.settled()
        assert "It is your turn: enter." in screen.text


async def test_what_a_screen_said_goes_when_somebody_else_goes_on(community: TestCommunity) -> None:
    circle = a_circle(community)
    number = a_proposal(community, circle, begins="consent")
    async with community.shell("ana") as screen:
        await screen.open("Proposals")
        await screen.press("enter", "c", "ctrl+s")
        assert "Kept." in screen.text
        consenting.give_voice(community.session("bo"), number, "consent")
        await screen.look()
        assert "Kept." in screen.text  # nobody could read it yet
        community.moment += READING
        consenting.give_voice(community.session("cy"), number, "consent")
        await screen.look()
        assert "Kept." not in screen.text
