"""Meetings of circles: a backlog, an agenda, a meeting with a decision in it, and its minutes afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from folkmoot.api import BadData, ChangedMeanwhile, NotAllowed, NotFound, Session, Stored, TryAgain
from folkmoot.testing import HOSTILE, NOON, TestCommunity
from folkmoot_sociocracy.consent import actions as consenting
from folkmoot_sociocracy.links.joining import leave
from folkmoot_sociocracy.meetings import actions, deciding, planning
from folkmoot_sociocracy.meetings.backlog import add_topic, change_topic, drop_topic
from folkmoot_sociocracy.meetings.forms import MoveForm, PlanForm, TopicForm
from folkmoot_sociocracy.meetings.items import today_items, told_since
from folkmoot_sociocracy.meetings.model import Meeting, Topic
from folkmoot_sociocracy.meetings.reading import backlog_of, lines_of, meeting_of, topic_of
from folkmoot_sociocracy.meetings.rounds import current, here, missing
from folkmoot_sociocracy.meetings.transcript import markdown, plain
from folkmoot_sociocracy.meetings.writing import correct, strike, write_down
from sociocracy.a_circle import MEMBERS, a_circle, a_form, a_proposal
from sociocracy.village import gone, guest

HOUR = timedelta(hours=1)


def a_topic(community: TestCommunity, circle: int, by: str = "ana", **other: Any) -> int:
    return add_topic(community.session(by), circle, TopicForm(**{"title": "The oven", **other})).id


def a_meeting(community: TestCommunity, circle: int) -> int:
    """Opened by bo; all of the circle are in."""
    number = planning.draw_up(community.session("ana"), circle).id
    actions.open_meeting(community.session("bo"), number)
    for who in ("ana", "cy", "di"):
        actions.come_in(community.session(who), number)
    return number


def now_of(community: TestCommunity, number: int) -> Meeting:
    return meeting_of(community.session("ana"), number).value


def all_say(community: TestCommunity, number: int, says: str = "spoke") -> None:
    while (asked := current(now_of(community, number))) is not None and missing(asked):
        actions.speak(community.session(missing(asked)[0]), number, says)  # type: ignore[arg-type]


def on(community: TestCommunity, number: int, by: str = "bo") -> Meeting:
    asked = current(now_of(community, number))
    if asked is not None:
        all_say(community, number, "consent" if asked.kind == "agenda" else "spoke")
    return deciding.press(community.session(by), number, "next").value


def to_the_first_item(community: TestCommunity, number: int) -> None:
    while now_of(community, number).now_at.kind != "item":
        on(community, number)


def to_the_end(community: TestCommunity, number: int) -> None:
    while not now_of(community, number).closed:
        on(community, number)


def texts(community: TestCommunity, number: int) -> list[str]:
    return [one.value.text for one in lines_of(community.session("ana"), number)]


def said_today(session: Session) -> list[str]:
    return [one.text for one in today_items(session)]


# -- backlog -----------------------------------------------------------------------------------------------


def test_a_member_fills_the_backlog_and_the_agenda_takes_what_there_is_time_for(
    community: TestCommunity,
) -> None:
    circle = a_circle(community)
    long = a_topic(community, circle, title="All of it", minutes=80)
    short = a_topic(community, circle, "cy", title="A word", minutes=5)
    meeting = planning.draw_up(community.session("ana"), circle).value
    assert [step.topic for step in meeting.steps if step.kind == "item"] == [short]
    assert topic_of(community.session("ana"), short).value.state == "planned"
    assert [one.id for one in backlog_of(community.session("ana"), circle)] == [long]


def test_two_who_change_a_topic_see_both_and_lose_nothing(community: TestCommunity) -> None:
    number = a_topic(community, a_circle(community))
    seen = topic_of(community.session("bo"), number).value
    change_topic(community.session("ana"), number, TopicForm(title="The new oven"), seen)
    with pytest.raises(ChangedMeanwhile) as error:
        change_topic(community.session("bo"), number, TopicForm(title="Our oven"), seen)
    assert error.value.fields["title"] == "The new oven"
    assert topic_of(community.session("bo"), number).value.by == "ana"


def test_a_topic_leaves_the_backlog_with_a_reason_and_not_from_an_agenda(community: TestCommunity) -> None:
    circle = a_circle(community)
    number = a_topic(community, circle)
    with pytest.raises(BadData, match="Say why"):
        drop_topic(community.session("cy"), number, " ")
    planning.draw_up(community.session("ana"), circle)
    with pytest.raises(BadData, match="on the agenda of meeting 1"):
        drop_topic(community.session("cy"), number, "done")
    other = a_topic(community, circle)
    drop_topic(community.session("cy"), other, "done elsewhere")
    assert topic_of(community.session("ana"), other).value.why == "done elsewhere"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("presenter", "eve", "eve is not in this circle"),
        ("link", "proposal 9", "There is no “proposal 9”"),
    ],
)
def test_a_topic_names_what_there_is(community: TestCommunity, field: str, value: str, says: str) -> None:
    circle = a_circle(community)
    with pytest.raises((BadData, NotFound), match=says):
        a_topic(community, circle, **{field: value})


# -- when --------------------------------------------------------------------------------------------------


def a_plan(community: TestCommunity, circle: int, **other: Any) -> int:
    given = {
        "often": "weekly",
        "first": date(2026, 11, 25),
        "at": "19:00",
        "zone": "Pacific/Auckland",
        **other,
    }
    return planning.plan_meetings(community.session("ana"), circle, PlanForm(**given)).id


def test_meetings_come_round_by_the_clock_of_their_zone_and_only_their_circle_sees_them(
    community: TestCommunity,
) -> None:
    plan = a_plan(community, a_circle(community))
    found = [
        one
        for one in community.session("cy").meetings(NOON, NOON + timedelta(days=20))
        if one.kind == "meeting"
    ]
    assert [one.key for one in found] == [
        f"circle-{plan}/2026-11-25",
        f"circle-{plan}/2026-12-02",
        f"circle-{plan}/2026-12-09",
    ]
    assert {one.local_start.hour for one in found} == {19}
    assert found[0].for_whom == MEMBERS
    assert found[0].opens == f"meeting/{found[0].key}"
    others = community.session("eve").meetings(NOON, NOON + timedelta(days=20))
    assert not [one for one in others if one.kind == "meeting"]


def test_a_meeting_is_moved_cancelled_and_put_back(community: TestCommunity) -> None:
    circle = a_circle(community)
    key = f"circle-{a_plan(community, circle)}/2026-11-25"
    topic = a_topic(community, circle)
    number = planning.draw_up(community.session("ana"), circle, key).id
    planning.move_meeting(community.session("bo"), key, MoveForm(start="2026-11-26 20:00", reason="snow"))
    moved = next(
        one for one in community.session("cy").meetings(NOON, NOON + timedelta(days=9)) if one.key == key
    )
    assert (moved.status, moved.local_start.day, moved.local_start.hour, moved.reason) == (
        "moved",
        26,
        20,
        "snow",
    )
    assert now_of(community, number).start == moved.start
    planning.cancel_meeting(community.session("bo"), key, "all of us are ill")
    assert topic_of(community.session("ana"), topic).value.state == "open"
    with pytest.raises(BadData, match="cancelled"):
        planning.draw_up(community.session("ana"), circle, key)
    planning.put_back(community.session("bo"), key)
    there = next(
        one for one in community.session("cy").meetings(NOON, NOON + timedelta(days=9)) if one.key == key
    )
    assert (there.status, there.local_start.day) == ("confirmed", 25)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"often": "once", "first": date(2026, 11, 1)}, "over already"),
        ({"zone": "Europe/Atlantis"}, "no time zone"),
    ],
)
def test_a_plan_that_brings_no_meeting_is_refused(
    community: TestCommunity, given: dict[str, Any], says: str
) -> None:
    circle = a_circle(community)
    with pytest.raises(BadData, match=says):
        a_plan(community, circle, **given)
    form = PlanForm(first=date(2026, 12, 1), zone="Europe/London")
    with pytest.raises(BadData, match="no rule"):
        planning.plan_meetings(community.session("ana"), circle, form, "FREQ=SOMETIMES")


def test_a_plan_that_is_ended_brings_no_more_meetings(community: TestCommunity) -> None:
    plan = a_plan(community, a_circle(community))
    planning.end_plan(community.session("di"), plan)
    found = community.session("cy").meetings(NOON, NOON + timedelta(days=30))
    assert not [one for one in found if one.kind == "meeting"]


# -- the meeting -------------------------------------------------------------------------------------------


def test_from_check_in_to_check_out_and_what_was_not_done_comes_back(community: TestCommunity) -> None:
    circle = a_circle(community)
    first, second = a_topic(community, circle), a_topic(community, circle, title="Lending")
    number = a_meeting(community, circle)
    to_the_first_item(community, number)
    write_down(community.session("cy"), number, "We light it on Friday.", "outcome")
    on(community, number)
    actions.keep_for_next(community.session("di"), number)
    to_the_end(community, number)
    meeting = now_of(community, number)
    assert here(meeting) == ()
    assert meeting.members == MEMBERS
    states = {one.id: one.value.state for one in community.session("ana").store.collection(Topic).all()}
    assert states == {first: "done", second: "open"}
    told = "\n".join(plain(community.session("eve"), meeting_of(community.session("eve"), number)))
    assert "=> We light it on Friday. (Cy)" in told
    assert "Not finished: it comes back next time." in told
    assert "There: Bo, Ana, Cy, Di." in told


def test_a_lost_facilitator_is_replaced_openly_and_what_is_decided_goes_along(
    community: TestCommunity,
) -> None:
    circle = a_circle(community)
    a_topic(community, circle)
    number = a_meeting(community, circle)
    to_the_first_item(community, number)
    deciding.propose_here(community.session("ana"), number, a_form(begins="consent"))
    proposal = int(now_of(community, number).now_at.link.partition("/")[2])
    deciding.take_over(community.session("cy"), number, "facilitator")
    assert now_of(community, number).facilitator == "cy"
    assert "Cy facilitates from here on; before: Bo." in texts(community, number)
    assert consenting.give_voice(community.session("cy"), proposal, "away", of="ana").facilitator == "cy"
    with pytest.raises(NotAllowed, match="Who facilitates a meeting leads it"):
        deciding.press(community.session("bo"), number, "next")


def test_what_a_consent_round_decides_stands_in_the_minutes(community: TestCommunity) -> None:
    circle = a_circle(community)
    a_topic(community, circle)
    number = a_meeting(community, circle)
    to_the_first_item(community, number)
    deciding.propose_here(community.session("ana"), number, a_form(begins="consent"))
    proposal = int(now_of(community, number).now_at.link.partition("/")[2])
    for who in MEMBERS:
        consenting.give_voice(community.session(who), proposal, "consent")
    on(community, number)
    assert any(
        "Decided until" in text and "Tools may be lent for a week." in text
        for text in texts(community, number)
    )


def test_of_two_who_lead_on_at_the_same_moment_one_counts(community: TestCommunity) -> None:
    number = a_meeting(community, a_circle(community))
    seen = now_of(community, number).now_at.id
    all_say(community, number)
    deciding.press(community.session("bo"), number, "next", seen=seen)
    with pytest.raises(TryAgain, match="gone on meanwhile"):
        deciding.press(community.session("bo"), number, "next", seen=seen)


def test_the_clock_is_where_it_was_after_whatever_happened(community: TestCommunity) -> None:
    circle = a_circle(community)
    a_topic(community, circle)
    number = a_meeting(community, circle)
    to_the_first_item(community, number)
    community.moment = NOON + timedelta(minutes=3, seconds=7)
    told = "\n".join(plain(community.session("eve"), meeting_of(community.session("eve"), number)))
    assert "now, 6:53 left of 10 min" in told
    deciding.press(community.session("bo"), number, "pause")
    community.moment = NOON + HOUR
    told = "\n".join(plain(community.session("eve"), meeting_of(community.session("eve"), number)))
    assert "now, 6:53 left of 10 min, clock stands still" in told


def test_what_is_said_at_the_check_in_is_for_those_who_are_there(community: TestCommunity) -> None:
    number = a_meeting(community, a_circle(community))
    actions.speak(community.session("bo"), number, "spoke", "a heavy week")
    for who, reads in (("ana", True), ("eve", False)):
        session = community.session(who)
        assert ("a heavy week" in "\n".join(plain(session, meeting_of(session, number)))) is reads
    to_the_end(community, number)
    session = community.session("bo")
    assert "a heavy week" not in "\n".join(plain(session, meeting_of(session, number)))
    assert not any("a heavy week" in str(one) for one in session.store.history(Meeting, number))


# -- minutes -----------------------------------------------------------------------------------------------


def test_two_who_write_at_the_same_time_lose_nothing(community: TestCommunity) -> None:
    number = a_meeting(community, a_circle(community))
    for who in ("cy", "di"):
        write_down(community.session(who), number, f"a line of {who}")
    assert texts(community, number)[-2:] == ["a line of cy", "a line of di"]
    line = lines_of(community.session("ana"), number)[-1]
    correct(community.session("ana"), number, line.id, "as ana has it", line.value.text)
    with pytest.raises(ChangedMeanwhile) as error:
        correct(community.session("bo"), number, line.id, "as bo has it", line.value.text)
    assert error.value.fields == {"text": "as ana has it"}
    with pytest.raises(BadData, match="Whoever wrote a line"):
        strike(community.session("bo"), number, line.id)


def test_a_line_that_wrote_itself_stays(community: TestCommunity) -> None:
    number = a_meeting(community, a_circle(community))
    line = lines_of(community.session("ana"), number)[0]
    assert line.value.text == "Opened by Bo, who facilitates."
    bo = community.session("bo")
    for act in (lambda: correct(bo, number, line.id, "x"), lambda: strike(bo, number, line.id)):
        with pytest.raises(BadData, match="wrote itself"):
            act()


def test_minutes_are_accepted_unless_somebody_objects_and_then_put_right(community: TestCommunity) -> None:
    number = a_meeting(community, a_circle(community))
    to_the_end(community, number)
    assert "Minutes of Hearth: they count, unless somebody objects by then." in said_today(
        community.session("ana")
    )
    with pytest.raises(BadData, match="wait for objections"):
        write_down(community.session("di"), number, "one thing more")
    community.moment = NOON + 47 * HOUR
    actions.object_to_minutes(community.session("cy"), number, "the oven is missing")
    assert "Somebody objected to the minutes of Hearth. Put them right." in said_today(
        community.session("bo")
    )
    community.moment = NOON + 60 * HOUR
    write_down(community.session("di"), number, "The oven was lit.", step=0)
    actions.hand_out(community.session("di"), number)
    community.moment = NOON + 109 * HOUR
    with pytest.raises(BadData, match="nobody objected in time"):
        actions.object_to_minutes(community.session("cy"), number, "still")
    assert not [one for one in said_today(community.session("ana")) if "Minutes" in one]


# -- who may -----------------------------------------------------------------------------------------------


def test_only_the_circle_takes_part_and_whoever_is_refused_reads_who_may(community: TestCommunity) -> None:
    circle = a_circle(community)
    topic = a_topic(community, circle)
    key = f"circle-{a_plan(community, circle)}/2026-11-25"
    number = a_meeting(community, circle)
    form = PlanForm(first=date(2026, 12, 1), zone="Europe/London")
    for session in (community.session("eve"), guest(community, "gil"), gone(community)):
        for act, says in (
            (lambda: add_topic(session, circle, TopicForm(title="x")), "plan its meetings"),  # noqa: B023
            (lambda: drop_topic(session, topic, "x"), "plan its meetings"),  # noqa: B023
            (lambda: planning.plan_meetings(session, circle, form), "plan its meetings"),  # noqa: B023
            (lambda: planning.cancel_meeting(session, key, "x"), "plan its meetings"),  # noqa: B023
            (lambda: planning.draw_up(session, circle), "plan its meetings"),  # noqa: B023
            (lambda: actions.come_in(session, number), "take part in its meetings"),  # noqa: B023
            (lambda: actions.speak(session, number, "spoke"), "take part in its meetings"),  # noqa: B023
            (lambda: write_down(session, number, "x"), "take part in its meetings"),  # noqa: B023
            (lambda: deciding.take_over(session, number, "facilitator"), "take part in its meetings"),  # noqa: B023
            (lambda: actions.object_to_minutes(session, number, "x"), "take part in its meetings"),  # noqa: B023
            (lambda: deciding.press(session, number, "next"), "leads it from step to step"),  # noqa: B023
        ):
            with pytest.raises(NotAllowed, match=f"{says}|no longer here"):
                act()


def test_who_left_the_circle_takes_part_no_longer_and_stays_told(community: TestCommunity) -> None:
    from folkmoot_sociocracy.circles.model import Membership

    circle = a_circle(community)
    number = a_meeting(community, circle)
    session = community.session("ana")
    with session.store.transaction(by="ana", why="test") as tx:
        tx.remove(tx.collection(Membership).find(account="di")[0])
    with pytest.raises(NotAllowed):
        actions.speak(community.session("di"), number, "spoke")
    actions.speak(community.session("bo"), number, "spoke")
    for who in ("ana", "cy"):
        actions.speak(community.session(who), number, "spoke")
    actions.go(community.session("ana"), number, "di")
    assert on(community, number).now_at.kind == "admin"


def test_somebody_in_the_room_without_a_keyboard_is_noted_and_marked(community: TestCommunity) -> None:
    circle = a_circle(community)
    number = planning.draw_up(community.session("ana"), circle).id
    actions.open_meeting(community.session("bo"), number)
    with pytest.raises(BadData, match="only look on"):
        actions.come_in(community.session("bo"), number, "eve")
    actions.come_in(community.session("bo"), number, "cy")
    actions.speak(community.session("bo"), number, "spoke")
    after = actions.speak(community.session("bo"), number, "spoke", "glad to be here", of="cy").value
    assert after.people[-1].noted_by == "bo"
    assert after.rounds[-1].voices[-1].noted_by == "bo"


def test_today_says_that_a_circle_meets_and_letters_that_it_met(community: TestCommunity) -> None:
    number = a_meeting(community, a_circle(community))
    assert said_today(community.session("bo")) == ["Hearth meets now, and it is your turn: “Check-in”."]
    assert said_today(community.session("cy")) == ["Hearth meets now, at “Check-in”. You are in."]
    actions.go(community.session("cy"), number)
    assert said_today(community.session("cy")) == ["Hearth meets now, at “Check-in”. Come in."]
    assert said_today(community.session("eve")) == []
    actions.come_in(community.session("cy"), number)
    to_the_end(community, number)
    told = [one.text for one in told_since(community.session("eve"), NOON - HOUR)]
    assert told == ["Hearth met; its minutes can be read."]


def test_who_facilitates_is_asked_for_the_agenda_two_days_before(community: TestCommunity) -> None:
    circle = a_circle(community)
    key = f"circle-{a_plan(community, circle, first=date(2026, 11, 24), zone='Europe/London')}/2026-11-24"
    community.moment = NOON + 12 * HOUR
    assert said_today(community.session("bo")) == ["Draw up the agenda of Hearth from its backlog."]
    assert said_today(community.session("ana")) == []
    planning.draw_up(community.session("bo"), circle, key)
    assert said_today(community.session("bo")) == []


def test_hostile_text_is_inert_in_what_a_meeting_keeps(community: TestCommunity) -> None:
    circle = a_circle(community)
    a_topic(community, circle, title=HOSTILE[:80], about=HOSTILE)
    number = a_meeting(community, circle)
    actions.speak(community.session("bo"), number, "spoke", HOSTILE)
    write_down(community.session("bo"), number, HOSTILE)
    stored: Stored[Meeting] = meeting_of(community.session("ana"), number)
    for told in (plain, markdown):
        text = "\n".join(told(community.session("ana"), stored))
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "</script>" not in text or told is plain


def test_a_circle_is_called_to_one_meeting_at_a_time_whoever_calls(community: TestCommunity) -> None:
    circle = a_circle(community)
    topic = a_topic(community, circle)
    number = planning.draw_up(community.session("ana"), circle).id
    with pytest.raises(BadData, match=f"open that one \\(number {number}\\)"):
        planning.draw_up(community.session("bo"), circle)
    actions.open_meeting(community.session("bo"), number)
    with pytest.raises(BadData, match=f"number {number}"):
        planning.draw_up(community.session("cy"), circle)
    with pytest.raises(BadData, match="has begun already"):
        planning.give_up(community.session("cy"), number)
    a_plan(community, circle)
    key = planning.next_key(community.session("ana"), circle)
    assert planning.draw_up(community.session("ana"), circle, key).id != number
    assert topic_of(community.session("ana"), topic).value.meeting == number


def test_an_agenda_that_nobody_needs_is_given_up_and_its_topics_go_back(community: TestCommunity) -> None:
    circle = a_circle(community)
    topic = a_topic(community, circle)
    number = planning.draw_up(community.session("ana"), circle).id
    with pytest.raises(NotAllowed, match="Full members"):
        planning.give_up(community.session("eve"), number)
    planning.give_up(community.session("cy"), number)
    assert [one.id for one in backlog_of(community.session("ana"), circle)] == [topic]
    with pytest.raises(NotFound):
        meeting_of(community.session("ana"), number)


def test_a_meeting_that_was_called_for_now_is_held_when_it_begins(community: TestCommunity) -> None:
    circle = a_circle(community)
    number = planning.draw_up(community.session("ana"), circle).id
    community.moment += timedelta(days=3)
    actions.open_meeting(community.session("bo"), number)
    assert now_of(community, number).start == community.moment


def test_what_was_decided_after_the_meeting_went_on_stands_in_the_minutes_at_its_end(
    community: TestCommunity,
) -> None:
    circle = a_circle(community)
    number = a_proposal(community, circle, begins="consent")
    a_topic(community, circle)
    meeting = a_meeting(community, circle)
    to_the_first_item(community, meeting)
    deciding.decide_by(community.session("bo"), meeting, f"proposal/{number}")
    on(community, meeting)
    assert any("The consent round goes on" in text for text in texts(community, meeting))
    for who in MEMBERS:
        consenting.give_voice(community.session(who), number, "consent")
    to_the_end(community, meeting)
    told = [text for text in texts(community, meeting) if text.startswith(f"Proposal {number}, ")]
    assert ["goes on" in text for text in told] == [True, False]
    assert "Decided until" in told[-1]


def test_whoever_leaves_the_circle_is_out_of_its_meeting_and_waited_for_by_nobody(
    community: TestCommunity,
) -> None:
    circle = a_circle(community)
    meeting = a_meeting(community, circle)
    leave(community.session("di"), circle)
    found = now_of(community, meeting)
    assert "di" not in here(found)
    asked = current(found)
    assert asked is None or "di" not in missing(asked)


def test_what_another_agenda_would_be_stands_in_the_plain_transcript(community: TestCommunity) -> None:
    circle = a_circle(community)
    a_topic(community, circle)
    meeting = a_meeting(community, circle)
    to_the_first_item(community, meeting)
    late = a_topic(community, circle, title="A second kettle")
    actions.put_on(community.session("bo"), meeting, late)
    told = "\n".join(plain(community.session("cy"), meeting_of(community.session("cy"), meeting)))
    assert "Another agenda?: still" in told and "asks for: + A second kettle" in told
