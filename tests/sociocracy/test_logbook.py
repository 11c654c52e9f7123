"""The logbook: policies written down by their circle, overdue and in force all the same; the mission of everyone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from folkmoot.accounts import first_steps, looked_at
from folkmoot.errors import BadData, NotAllowed, NotFound
from folkmoot.session import Session
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_sociocracy.circles.actions import ChangedMeanwhile, circle_of, today
from folkmoot_sociocracy.circles.model import Holder
from folkmoot_sociocracy.links.closing import close_circle
from folkmoot_sociocracy.links.deciding import give_voice, proposal_of, withdraw
from folkmoot_sociocracy.logbook.actions import (
    add_policy,
    correct,
    end,
    entries,
    entry_of,
    find_any_circle,
    mine_to_look_at,
    record,
    review,
)
from folkmoot_sociocracy.logbook.mission import asked_mission, last_written, mission, propose_mission
from folkmoot_sociocracy.logbook.model import Entry, Mission, PolicyForm, WordsForm
from folkmoot_sociocracy.logbook.rules import in_force, ordered, standing
from folkmoot_sociocracy.logbook.wording import markdown, marked
from sociocracy.village import circle, gone, guest, hold, people

ON = date(2026, 11, 22)
WORDS = Mission(vision="a valley", mission="we gather", aims="bread; tools")


def entry(**about: object) -> Entry:
    return Entry(circle=1, title="Quiet", text="from eleven", decided=date(2026, 1, 1), **about)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("about", "stands", "holds"),
    [
        ({}, "in_force", True),
        ({"review": date(2027, 6, 1)}, "in_force", True),
        ({"review": date(2026, 12, 13)}, "due", True),
        ({"review": ON}, "due", True),
        ({"review": date(2026, 11, 21)}, "overdue", True),
        ({"until": ON}, "due", True),
        ({"until": date(2026, 11, 21)}, "over", False),
        ({"until": date(2026, 11, 21), "review": date(2026, 1, 2)}, "over", False),
        ({"ended": ON, "review": date(2026, 1, 2)}, "ended", False),
        ({"ended": date(2026, 12, 1)}, "in_force", True),
    ],
)
def test_a_policy_past_its_review_stays_in_force_and_one_past_its_term_does_not(
    about: dict[str, date], stands: str, holds: bool
) -> None:
    assert (standing(entry(**about), ON), in_force(entry(**about), ON)) == (stands, holds)


def test_what_is_in_force_stands_before_what_is_over() -> None:
    over, holds = entry(until=date(2026, 2, 1)), entry()
    assert [number for number, _one in ordered([(1, over), (2, holds)], ON)] == [2, 1]


def policy(session: Session, number: int, title: str = "Quiet", **about: str) -> int:
    form = PolicyForm(title=title, text="from eleven", by="consent, six heard", **about)
    return add_policy(session, number, form).id


def test_members_write_into_the_logbook_of_their_circle_and_nobody_else(community: TestCommunity) -> None:
    number = circle(community, "Hearth", None, "bo")
    written = policy(community.session("bo"), number)
    kept = entry_of(community.session(), written).value
    assert (kept.decided, kept.review) == (ON, date(2027, 11, 22))
    for refused in (community.session("ana"), guest(community, "zoe"), gone(community)):
        with pytest.raises(NotAllowed, match=r"Members of a circle|account"):
            policy(refused, number, "Mine")
        for doing in (lambda s: review(s, written), lambda s: end(s, written, "over")):
            with pytest.raises(NotAllowed):
                doing(refused)
    assert entries(community.session("ana"), number)
    with pytest.raises(NotAllowed):
        entries(gone(community))


def test_who_is_in_a_circle_by_a_link_writes_there_as_well(community: TestCommunity) -> None:
    top = circle(community, "General")
    below = circle(community, "Hearth", top, "bo")
    hold(community, below, "leader", "bo")
    assert policy(community.session("bo"), top)


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ({"decided": "2026-13-01"}, "not a day"),
        ({"until": "2026-01-01"}, "over before it was decided"),
        ({"review": "2026-01-01"}, "looked at before"),
    ],
)
def test_days_that_cannot_be_are_refused(community: TestCommunity, about: dict[str, str], says: str) -> None:
    number = circle(community, "Hearth", None, "ana")
    with pytest.raises(BadData, match=says):
        policy(community.session(), number, **about)


def test_a_policy_is_in_force_once(community: TestCommunity) -> None:
    number = circle(community, "Hearth", None, "ana")
    first = policy(community.session(), number)
    with pytest.raises(BadData, match="in force already"):
        policy(community.session(), number, "QUIET")
    end(community.session(), first, "we sing now")
    assert policy(community.session(), number) != first
    with pytest.raises(BadData, match="ended on"):
        review(community.session(), first)
    with pytest.raises(BadData, match="Say why"):
        end(community.session(), policy(community.session(), number, "Bread"), " ")


def test_a_circle_that_looked_at_a_policy_is_asked_again_a_year_later(community: TestCommunity) -> None:
    number = circle(community, "Hearth", None, "ana bo")
    written = policy(community.session(), number, decided="2025-11-01", review="2026-11-01")
    assert [one.title for one in mine_to_look_at(community.session("bo"))] == ["Quiet"]
    assert mine_to_look_at(community.session("bo").of(guest(community, "zoe").account)) == []  # type: ignore[arg-type]
    with pytest.raises(BadData, match="a day to come"):
        review(community.session(), written, date(2026, 11, 22))
    assert review(community.session(), written).value.review == date(2027, 11, 22)
    assert mine_to_look_at(community.session("bo")) == []


def test_two_who_correct_one_policy_lose_nothing(community: TestCommunity) -> None:
    number = circle(community, "Hearth", None, "ana bo")
    written = policy(community.session(), number)
    seen = entry_of(community.session(), written).value
    form = WordsForm(title="Quiet", text="from ten", by="consent")
    correct(community.session("bo"), written, form, seen)
    mine = WordsForm(title="Quiet", text="from twelve", by="consent")
    with pytest.raises(ChangedMeanwhile, match="from ten") as refused:
        correct(community.session(), written, mine, seen)
    assert isinstance(refused.value.now, Entry)
    correct(community.session(), written, mine, refused.value.now)
    assert entry_of(community.session(), written).value.text == "from twelve"
    with pytest.raises(NotFound):
        correct(community.session(), 99, mine)


def test_what_is_decided_elsewhere_is_recorded_in_the_same_transaction(community: TestCommunity) -> None:
    number = circle(community, "Hearth", None, "ana")
    session = community.session()
    with session.store.transaction(by="ana", why="decided") as tx:
        stored = record(
            session,
            tx,
            circle=number,
            title=HOSTILE,
            text=f"one\n{HOSTILE}",
            by="consent",
            until=date(2027, 1, 1),
            proposal="proposals/7",
        )
    assert (stored.value.review, stored.value.proposal) == (date(2027, 1, 1), "proposals/7")
    assert "\x1b" not in stored.value.text + stored.value.title
    with pytest.raises(NotFound), session.store.transaction(by="ana", why="decided") as tx:
        record(session, tx, circle=99, title="x", text="y", by="z")


def test_as_markdown_a_logbook_shows_what_members_wrote_as_it_is(community: TestCommunity) -> None:
    number = circle(community, "Hearth", None, "ana", aim="# not a title", domain="<b>|bread|</b>")
    hold(community, number, "leader", "ana")
    hold(community, number, "secretary", "ana", since=-300, until=-10)
    policy(community.session(), number, "*Quiet*")
    end(community.session(), policy(community.session(), number, "Gone"), "over")
    session = community.session()
    lines = list(markdown(session, circle_of(session, number), entries(session, number)))
    assert lines[0] == "# Logbook: Hearth"
    assert r"- **Aim**: \# not a title" in lines
    assert r"- **Decides alone**: \<b\>\|bread\|\</b\>" in lines
    assert r"### \*Quiet\*" in lines
    assert [line for line in lines if line.startswith("## ")] == [
        "## Roles",
        "## Policies",
        "## Past policies",
        "## Past roles",
    ]
    assert marked("1. one") == r"\1. one"


def test_the_logbook_of_a_closed_circle_can_be_read(community: TestCommunity) -> None:
    number = circle(community, "Hearth", None, "ana")
    policy(community.session(), number)
    close_circle(community.session(), number)
    assert find_any_circle(community.session(), "hearth").id == number
    assert len(entries(community.session(), number)) == 1
    with pytest.raises(NotAllowed):
        end(community.session(), entries(community.session(), number)[0].id, "over")


def test_the_circle_above_looks_after_the_logbook_of_one_that_was_closed(community: TestCommunity) -> None:
    top = circle(community, "General", None, "ana")
    number = circle(community, "Hearth", top, "bo")
    written = policy(community.session("bo"), number, decided="2025-11-01", review="2026-11-01")
    close_circle(community.session("bo"), number)
    assert [one.title for one in mine_to_look_at(community.session("ana"))] == ["Quiet"]
    with pytest.raises(NotAllowed):
        review(community.session("bo"), written)
    assert review(community.session("ana"), written).value.review == date(2027, 11, 22)


def test_a_mission_is_adopted_when_everyone_was_heard_and_nobody_objects(community: TestCommunity) -> None:
    people(community, "bo")
    zoe = guest(community, "zoe")
    asked = propose_mission(community.session("bo"), WORDS)
    with pytest.raises(BadData, match="already"):
        propose_mission(community.session(), WORDS)
    give_voice(community.session("ana"), asked.id, "yes")
    assert mission(community.session()) is None
    give_voice(zoe, asked.id, "yes")
    stands = mission(community.session())
    assert stands is not None
    assert (stands.value.mission, stands.value.by) == ("we gather", "consent of everyone, 3 people heard")
    with pytest.raises(NotAllowed):
        propose_mission(gone(community), WORDS)


def test_a_mission_that_is_held_is_written_anew_from_its_words_and_the_old_one_stands(
    community: TestCommunity,
) -> None:
    people(community, "bo")
    first = propose_mission(community.session(), WORDS)
    give_voice(community.session("bo"), first.id, "yes")
    other = Mission(vision="a hill", mission="we climb", aims="up")
    second = propose_mission(community.session(), other)
    give_voice(community.session("bo"), second.id, "no", "not everybody can climb")
    assert proposal_of(community.session(), second.id).value.state == "held"
    kept, words = mission(community.session()), last_written(community.session())
    assert kept is not None
    assert words is not None
    assert (kept.value.mission, words.mission) == ("we gather", "we climb")
    third = propose_mission(community.session(), other)
    give_voice(community.session("bo"), third.id, "yes")
    kept = mission(community.session())
    assert kept is not None
    assert kept.value.mission == "we climb"
    fourth = propose_mission(community.session(), WORDS)
    withdraw(community.session(), fourth.id)
    assert asked_mission(community.session()) is None


def test_silence_of_many_does_not_hold_a_mission_up_for_ever(community: TestCommunity) -> None:
    people(community, "bo", "cy")
    asked = propose_mission(community.session(), WORDS)
    community.moment += timedelta(days=14)
    give_voice(community.session("bo"), asked.id, "yes")
    assert mission(community.session()) is not None


def test_newcomers_are_led_to_the_mission_and_asked_once(community: TestCommunity) -> None:
    community.join("zoe", welcomed=False)  # type: ignore[arg-type]
    zoe = community.session("zoe")
    assert not [step for step in first_steps(zoe) if step.key == "mission"]
    asked = propose_mission(community.session(), WORDS)
    give_voice(zoe, asked.id, "yes")
    assert [step.done for step in first_steps(zoe) if step.key == "mission"] == [False]
    looked_at(zoe, "mission")
    assert [step.done for step in first_steps(zoe.as_now()) if step.key == "mission"] == [True]


def test_past_holders_of_a_role_stay_told(community: TestCommunity) -> None:
    number = circle(community, "Hearth", None, "ana")
    hold(community, number, "leader", "ana", since=-400, until=-30)
    said = community.run("ana", "logbook", "Hearth")
    assert "leader: Ana, until Fri, 23 Oct 2026" in said
    assert today(community.session()) == ON
    assert community.session().store.collection(Holder).count() == 1
