"""A meeting's rules: everyone once before anyone twice, an agenda by consent, roles taken openly, minutes in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from msgspec.structs import replace as evolve

from folkmoot import stepclock
from folkmoot_sociocracy.meetings import accepting, agenda, rules
from folkmoot_sociocracy.meetings.model import Meeting, Topic, Voice
from folkmoot_sociocracy.meetings.offers import acts
from folkmoot_sociocracy.meetings.rounds import current, heard, here, missing
from folkmoot_sociocracy.rounds.turns import Refused

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PEOPLE = ("ana", "bo", "cy", "di")


def a_topic(title: str = "The oven", minutes: int = 10) -> Topic:
    return Topic(circle=1, title=title, wanted="decide", presenter="ana", minutes=minutes, by="ana", at=NOON)


def drawn(*titles: str) -> Meeting:
    topics = [(number, a_topic(title)) for number, title in enumerate(titles or ("The oven", "Lending"), 1)]
    return agenda.drawn_up(1, NOON, 90, topics)


def begun(people: tuple[str, ...] = PEOPLE) -> Meeting:
    """Opened by the first of them; the others are in, and nobody was heard."""
    meeting = rules.opened(drawn(), people[0], people, people[-1], NOON)
    for who in people[1:]:
        meeting = rules.came_in(meeting, who, NOON)
    return meeting


def say(meeting: Meeting, who: str, says: str = "spoke", text: str = "", noted: str = "") -> Meeting:
    voice = Voice(by=who, says=says, at=NOON, text=text, noted_by=noted)  # type: ignore[arg-type]
    return rules.spoken(meeting, voice, noted)


def all_say(meeting: Meeting, says: str = "spoke") -> Meeting:
    while (asked := current(meeting)) is not None and missing(asked):
        meeting = say(meeting, missing(asked)[0], says)
    return meeting


def on(meeting: Meeting, at: datetime = NOON) -> Meeting:
    return rules.pressed(meeting, meeting.facilitator, "next", at)


def at_first_item() -> Meeting:
    return on(all_say(on(on(all_say(begun()))), "consent"))


def test_an_agenda_has_a_frame_and_its_topics_between() -> None:
    meeting = drawn("The oven", "Lending")
    assert [step.kind for step in meeting.steps] == [
        "check_in",
        "admin",
        "agenda",
        "item",
        "item",
        "backlog",
        "check_out",
    ]
    assert [step.title for step in meeting.steps if step.kind == "item"] == ["The oven", "Lending"]
    assert agenda.length(meeting.steps) == 5 + 1 + 1 + 10 + 10 + 2 + 5


def test_whoever_opens_facilitates_and_the_check_in_begins() -> None:
    meeting = begun()
    assert (meeting.facilitator, meeting.secretary) == ("ana", "di")
    asked = current(meeting)
    assert asked is not None
    assert (asked.kind, asked.order) == ("check_in", PEOPLE)


def test_each_round_begins_one_person_later() -> None:
    meeting = at_first_item()
    orders = []
    for _round in range(3):
        meeting = rules.round_begun(meeting, "ana", "open")
        asked = current(meeting)
        assert asked is not None
        orders.append(asked.order[0])
        meeting = all_say(meeting)
    assert orders == ["bo", "cy", "di"]


def test_consent_to_the_agenda_is_a_show_of_hands_in_any_order() -> None:
    meeting = on(on(all_say(begun())))
    for who in ("di", "bo", "ana"):
        meeting = say(meeting, who, "consent")
    assert not meeting.agreed
    assert say(meeting, "cy", "consent").agreed


def test_an_agenda_with_an_objection_is_changed_and_asked_about_again() -> None:
    meeting = on(on(all_say(begun())))
    for who in ("di", "bo", "ana"):
        meeting = say(meeting, who, "consent")
    meeting = say(meeting, "cy", "objection", "too much for one evening")
    assert not meeting.agreed
    with pytest.raises(Refused, match="An agenda needs consent"):
        on(meeting)
    meeting = agenda.changed(meeting, agenda.taken_out(meeting, 4), "ana", "- Lending")
    asked = current(meeting)
    assert asked is not None
    assert missing(asked) == asked.order
    meeting = all_say(meeting, "consent")
    assert meeting.agreed
    assert [step.title for step in meeting.steps if step.kind == "item"] == ["The oven"]


def test_an_agenda_that_has_consent_is_changed_with_consent_only() -> None:
    meeting = at_first_item()
    steps = agenda.added(meeting, a_topic("A kettle"), 9)
    asked = agenda.changed(meeting, steps, "bo", "+ A kettle")
    assert asked.steps == meeting.steps
    with pytest.raises(Refused, match="round is finished"):
        on(asked)
    agreed = all_say(asked, "consent")
    assert [step.title for step in agreed.steps if step.kind == "item"] == ["The oven", "Lending", "A kettle"]
    assert agreed.now_at.title == "The oven"
    for who in ("ana", "bo", "cy"):
        asked = say(asked, who, "consent")
    refused = say(asked, "di", "objection", "we would sit here till ten")
    assert refused.steps == meeting.steps
    assert refused.change is None


def test_time_that_was_spent_stays_with_its_step_when_the_agenda_moves() -> None:
    meeting = rules.pressed(at_first_item(), "ana", "extend", NOON + 3 * MINUTE)
    before = meeting.spent[meeting.step]
    changed = agenda.with_agenda(meeting, agenda.added(meeting, a_topic("A kettle"), 9))
    assert changed.now_at == meeting.now_at
    assert changed.spent[changed.step] == before == 3 * MINUTE
    assert len(changed.spent) == len(changed.extra) == len(changed.steps)


REFUSALS: dict[str, tuple[Callable[[], object], str, str]] = {
    "who has not come in": (
        lambda: say(rules.went(begun(), "bo", NOON), "bo"),
        "in the meeting takes part",
        "comes in first",
    ),
    "out of turn": (lambda: say(begun(), "cy"), "in turn, and cy is not next", "turn of ana"),
    "twice in a round": (lambda: say(say(begun(), "ana"), "ana"), "once before anyone", "turn of bo"),
    "no round": (lambda: say(at_first_item(), "ana"), "in rounds, and none", "facilitator begins one"),
    "consent at the check-in": (lambda: say(begun(), "ana", "consent"), "each says something", "pass on"),
    "speaking at the agenda": (
        lambda: say(on(on(all_say(begun()))), "ana"),
        "asks for consent",
        "object with a reason",
    ),
    "an objection without reason": (
        lambda: say(on(on(all_say(begun()))), "ana", "objection"),
        "carries its reason",
        "Say it",
    ),
    "another leads": (lambda: rules.pressed(begun(), "bo", "next", NOON), "Who facilitates", "That is ana"),
    "nobody leads": (
        lambda: rules.pressed(rules.went(begun(), "ana", NOON), "bo", "next", NOON),
        "Who facilitates",
        "take it over",
    ),
    "on before all were heard": (lambda: on(begun()), "round is finished", "turn of ana"),
    "a second round": (lambda: rules.round_begun(begun(), "ana", "open"), "One round", "turn of ana"),
    "in twice": (lambda: rules.came_in(begun(), "bo", NOON), "bo is in this meeting", "Nothing"),
    "opened twice": (
        lambda: rules.opened(begun(), "bo", PEOPLE, "", NOON),
        "opened already",
        "Come in",
    ),
    "before it begins": (lambda: rules.came_in(drawn(), "bo", NOON), "not begun", "opens it"),
    "the same role": (lambda: rules.taken_over(begun(), "ana", "facilitator"), "You do that", "Go on"),
    "noting for others": (
        lambda: say(begun(), "ana", noted="bo"),
        "Facilitator and secretary write",
        "Take one",
    ),
    "back from the first": (lambda: rules.pressed(begun(), "ana", "back", NOON), "first step", "Go on"),
    "moving what has begun": (lambda: agenda.place_of(at_first_item(), 3), "has begun", "still to come"),
    "a topic twice": (lambda: agenda.added(drawn(), a_topic(), 1), "stands on the agenda", "another topic"),
    "beyond the end": (lambda: agenda.moved(drawn(), 4, 1), "at that end", "another one"),
    "a decision at the check-in": (
        lambda: rules.linked(begun(), "ana", "proposal/1"),
        "belong to an item",
        "Go",
    ),
    "heard later without a turn": (
        lambda: rules.spoken_later(say(begun(), "ana"), "ana", "ana"),
        "still to be heard",
        "turn of bo",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_is_refused_names_the_rule_and_the_next_step(name: str) -> None:
    act, rule, next_step = REFUSALS[name]
    with pytest.raises(Refused) as refused:
        act()
    assert rule in refused.value.rule
    assert next_step in refused.value.next_step


def test_who_comes_late_is_heard_at_the_end_and_who_goes_is_not_waited_for() -> None:
    meeting = rules.came_in(begun(("ana", "bo", "cy")), "di", NOON)
    asked = current(meeting)
    assert asked is not None
    assert missing(asked) == ("ana", "bo", "cy", "di")
    asked = current(rules.went(meeting, "bo", NOON))
    assert asked is not None
    assert missing(asked) == ("ana", "cy", "di")


def test_who_is_out_of_the_room_is_heard_when_they_are_back() -> None:
    meeting = say(begun(), "ana", "away", noted="di")
    meeting = say(meeting, "bo")
    assert say(meeting, "ana").rounds[-1].voices[-1].by == "ana"


def test_a_facilitator_who_goes_leaves_the_role_free_and_another_takes_it() -> None:
    meeting = rules.went(begun(), "ana", NOON)
    assert meeting.facilitator == ""
    assert "facilitate" in acts(meeting, "cy", NOON)
    assert rules.taken_over(meeting, "cy", "facilitator").facilitator == "cy"


def test_ending_early_goes_to_the_check_out_and_keeps_what_is_left_for_next_time() -> None:
    meeting = rules.pressed(at_first_item(), "ana", "next", NOON, early=True)
    assert meeting.now_at.kind == "check_out"
    assert [step.again for step in meeting.steps if step.kind == "item"] == [False, True]
    assert on(all_say(meeting)).closed


def test_going_back_and_on_again_asks_nobody_twice() -> None:
    meeting = on(all_say(begun()))
    meeting = rules.pressed(meeting, "ana", "back", NOON)
    asked = current(meeting)
    assert asked is not None
    assert heard(asked) == PEOPLE
    assert on(meeting).now_at.kind == "admin"


def test_what_was_said_at_the_check_in_is_not_kept_and_the_check_out_is() -> None:
    meeting = begun(("ana",))
    meeting = on(on(say(meeting, "ana", text="a heavy week")))
    meeting = on(say(meeting, "ana", "consent"))
    meeting = on(on(on(meeting)))
    voice = Voice(by="ana", says="spoke", at=NOON, parts=("enough", "slow", "warm"))
    meeting = on(rules.spoken(meeting, voice, ""))
    assert meeting.closed
    assert meeting.rounds[0].voices[0].text == ""
    assert meeting.rounds[-1].voices[0].parts == ("enough", "slow", "warm")


def closed() -> Meeting:
    return evolve(begun(), closed=True, handed_out=NOON)


@pytest.mark.parametrize(
    ("hours", "stands"), [(0, "waiting"), (47, "waiting"), (48, "accepted"), (500, "accepted")]
)
def test_minutes_are_accepted_after_48_hours(hours: int, stands: str) -> None:
    assert accepting.standing(closed(), NOON + timedelta(hours=hours)) == stands


def test_an_objection_opens_minutes_until_they_are_handed_out_again() -> None:
    later = NOON + timedelta(hours=40)
    meeting = accepting.objected(closed(), "cy", "it was Lending that we left", later)
    assert accepting.standing(meeting, NOON + timedelta(days=30)) == "opened"
    accepting.must_be_open(meeting, later)
    meeting = accepting.handed_out(meeting, later)
    assert accepting.standing(meeting, later + timedelta(hours=47)) == "waiting"
    assert accepting.standing(meeting, later + timedelta(hours=48)) == "accepted"
    with pytest.raises(Refused, match="nobody objected in time"):
        accepting.objected(meeting, "bo", "late", later + timedelta(hours=49))


@pytest.mark.parametrize(("hours", "says"), [(1, "wait for objections"), (49, "stay as they are")])
def test_nothing_is_written_into_minutes_that_wait_or_count(hours: int, says: str) -> None:
    with pytest.raises(Refused, match=says):
        accepting.must_be_open(closed(), NOON + timedelta(hours=hours))


def test_a_killed_session_comes_back_to_the_second() -> None:
    meeting = at_first_item()
    for seconds in (0, 1, 299, 599, 601):
        found = stepclock.where(meeting, meeting.steps, NOON + timedelta(seconds=seconds))
        assert (found.left - found.over).total_seconds() == 600 - seconds


ACTS = (
    "in",
    "out",
    "speak",
    "pass",
    "consent",
    "object",
    "away",
    "later",
    "lead",
    "pen",
    "next",
    "back",
    "extend",
    "pause",
    "on",
    "round",
    "early",
    "add",
    "off",
    "up",
    "again",
)


def done(meeting: Meeting, act: str, who: str, other: str, now: datetime) -> Meeting:
    """One act of somebody, as the rules have it. Raises: Refused."""

    def voice(says: str, text: str = "") -> Voice:
        return Voice(by=who, says=says, at=now, text=text)  # type: ignore[arg-type]

    items = agenda.to_come(meeting)
    step = items[0].id if items else 0
    does: dict[str, Callable[[], Meeting]] = {
        "in": lambda: rules.came_in(meeting, who, now),
        "out": lambda: rules.went(meeting, who, now),
        "speak": lambda: rules.spoken(meeting, voice("spoke", "words"), ""),
        "pass": lambda: rules.spoken(meeting, voice("passed"), ""),
        "consent": lambda: rules.spoken(meeting, voice("consent"), ""),
        "object": lambda: rules.spoken(meeting, voice("objection", "because"), ""),
        "away": lambda: rules.spoken(meeting, evolve(voice("away"), noted_by=other), other),
        "later": lambda: rules.spoken_later(meeting, who, other),
        "lead": lambda: rules.taken_over(meeting, who, "facilitator"),
        "pen": lambda: rules.taken_over(meeting, who, "secretary"),
        "round": lambda: rules.round_begun(meeting, who, "open"),
        "early": lambda: rules.pressed(meeting, who, "next", now, early=True),
        "add": lambda: agenda.changed(
            meeting, agenda.added(meeting, a_topic("New"), meeting.next_id + 100), who, "new"
        ),
        "off": lambda: agenda.changed(meeting, agenda.taken_out(meeting, step), who, "off"),
        "up": lambda: agenda.changed(meeting, agenda.moved(meeting, step, 1), who, "up"),
        "again": lambda: rules.kept_for_next(meeting, who),
    }
    if act in does:
        return does[act]()
    return rules.pressed(meeting, who, act, now)  # type: ignore[arg-type]


@settings(max_examples=300, deadline=None)
@given(
    st.booleans(),
    st.lists(
        st.tuples(
            st.sampled_from(ACTS), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.integers(0, 300)
        ),
        max_size=90,
    ),
)
def test_whatever_people_do_in_whatever_order_a_meeting_stays_whole(
    at_an_item: bool,
    script: list[tuple[str, str, str, int]],
) -> None:
    now = NOON
    meeting = at_first_item() if at_an_item else rules.opened(drawn(), "ana", PEOPLE, "", NOON)
    for act, who, other, seconds in script:
        now += timedelta(seconds=seconds)
        before = meeting
        try:
            meeting = done(meeting, act, who, other, now)
        except Refused as refused:
            assert refused.rule
            assert refused.next_step
            continue
        in_it = here(meeting)
        assert len(set(in_it)) == len(in_it)
        assert meeting.closed or meeting.facilitator in (*in_it, "")
        assert meeting.closed or meeting.secretary in (*in_it, "")
        assert 0 <= meeting.step < len(meeting.steps) == len(meeting.spent) == len(meeting.extra)
        assert len({step.id for step in meeting.steps}) == len(meeting.steps)
        assert sum(meeting.spent, timedelta(0)) <= now - NOON
        for one in meeting.rounds:
            speakers = [voice.by for voice in one.voices]
            assert len(set(speakers)) == len(speakers)
            assert set(speakers) <= set(one.order)
        assert not (before.agreed and not meeting.agreed)
        if before.agreed and before.steps != meeting.steps and act in ("add", "off", "up"):
            raise AssertionError("an agenda that had consent was changed without asking")
        if meeting.closed:
            assert not any(v.text for one in meeting.rounds if one.kind == "check_in" for v in one.voices)
