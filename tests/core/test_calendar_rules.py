"""Rules by the calendar in a community: who sees what, what is moved and cancelled, what calendars are told."""

from __future__ import annotations

from dataclasses import replace as with_
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from door.visitors import a_code, as_partner, comes_in
from folkmoot.errors import BadData, NotAllowed, NotFound
from folkmoot.session import Session
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_core.answers.actions import give_answer, host, tally_of
from folkmoot_core.people.members import is_member
from folkmoot_core.people.model import Member
from folkmoot_core.rhythm import suggestions
from folkmoot_core.rhythm.actions import (
    ChangedMeanwhile,
    cancel_occurrence,
    move_occurrence,
    restore_occurrence,
)
from folkmoot_core.rhythm.calendar import occurrence_of, occurrences
from folkmoot_core.rhythm.digest import told_since
from folkmoot_core.rhythm.ics import calendar_file, uid_of
from folkmoot_core.rhythm.model import CalendarRule, ChangedOccurrence
from folkmoot_core.rhythm.rule_actions import add_calendar_rule, add_rule, change_rule, remove_rule
from folkmoot_core.rhythm.session_actions import add_session, change_session, remove_session

WEEKLY: dict[str, Any] = {"recurrence": "FREQ=WEEKLY;BYDAY=WE", "local_time": "18:00"}
QUIET = "restorative/2026-12-13"
OPENING = "summit/2026-12-05/one"
START, END = datetime(2026, 11, 22, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)


@pytest.fixture
def ana(community: TestCommunity) -> Session:
    """Ana, a Partner, after she added both suggestions."""
    session = community.session("ana")
    add_calendar_rule(session, "restorative", suggestions.restorative(session))
    add_calendar_rule(session, "summit", suggestions.summit(session))
    return session


def keys(session: Session, rule: str = "") -> list[str]:
    return [one.key for one in session.meetings(START, END) if not rule or one.rule == rule]


def guest(community: TestCommunity, handle: str = "gil") -> Session:
    comes_in(community, handle, a_code(community.session("ana")))
    return community.session(handle)


def friend(community: TestCommunity, handle: str = "fay") -> Session:
    community.join(handle)
    session = community.session("ana")
    with session.store.transaction(by="ana", why="test") as tx:
        tx.add(Member(account=handle, standing="friend", since=session.now()))
    return community.session(handle)


def test_the_suggestions_are_a_quiet_sunday_each_month_and_a_summit_each_quarter(ana: Session) -> None:
    assert keys(ana, "restorative") == [
        f"restorative/{day}" for day in ("2026-12-13", "2027-01-10", "2027-02-14", "2027-03-14")
    ]
    assert len(keys(ana, "summit")) == 6
    assert {one.zone for one in ana.meetings(START, END) if one.rule == "summit"} == {
        "Europe/London",
        "America/Mexico_City",
        "Pacific/Auckland",
    }


def test_a_restorative_gathering_is_for_friends_and_partners_and_not_for_guests(
    community: TestCommunity, ana: Session
) -> None:
    some_friend, some_guest = friend(community), guest(community)
    assert QUIET in keys(ana)
    assert QUIET in keys(some_friend)
    assert QUIET not in keys(some_guest)
    assert OPENING in keys(some_guest)
    nobody = with_(ana, account=None)
    assert QUIET not in keys(nobody)
    with pytest.raises(NotFound):
        give_answer(some_guest, QUIET, "yes")
    told = calendar_file(some_guest, some_guest.meetings(START, END))
    assert b"restorative" not in told
    assert b"restorative" in calendar_file(some_friend, some_friend.meetings(START, END))


def test_a_guest_is_not_told_either_that_one_was_cancelled(community: TestCommunity, ana: Session) -> None:
    some_friend, some_guest = friend(community), guest(community)
    cancel_occurrence(ana, QUIET, "flood")
    since = ana.now() - timedelta(days=1)
    assert any("Restorative" in item.text for item in told_since(some_friend, since))
    assert not any("Restorative" in item.text for item in told_since(some_guest, since))


def test_who_left_or_was_never_here_is_no_member(community: TestCommunity, ana: Session) -> None:
    friend(community)
    assert is_member(ana.store, "ana")
    assert is_member(ana.store, "fay")
    assert not is_member(ana.store, "")
    assert not is_member(ana.store, "nobody")
    ana.store.forget("fay", by="ana")
    assert not is_member(ana.store, "fay")


def test_a_meeting_is_moved_cancelled_and_restored_like_one_that_hangs_on_a_moon(ana: Session) -> None:
    moved = move_occurrence(ana, QUIET, "2026-12-12T11:00", "market on Sunday")
    assert (moved.key, moved.status, moved.reason) == (QUIET, "moved", "market on Sunday")
    assert cancel_occurrence(ana, QUIET, "flood").local_start == moved.local_start
    assert restore_occurrence(ana, QUIET).status == "moved"
    back = restore_occurrence(ana, QUIET)
    assert (back.status, f"{back.local_start:%d %H:%M}", back.sequence) == ("confirmed", "13 15:00", 4)
    (stored,) = ana.store.collection(ChangedOccurrence).all()
    assert (stored.value.rule, stored.value.key) == ("restorative", "2026-12-13")


def test_one_session_moves_and_the_others_stay(ana: Session) -> None:
    before = {key: occurrence_of(ana.store, key) for key in keys(ana, "summit")}
    moved = move_occurrence(ana, OPENING, "2026-12-05T11:30", "")
    assert f"{moved.local_start:%H:%M}" == "11:30"
    after = {key: occurrence_of(ana.store, key) for key in keys(ana, "summit")}
    assert [key for key in before if before[key] != after[key]] == [OPENING]


@pytest.mark.parametrize("day", ["2027-01-14T15:00", "2026-11-11T15:00"])
def test_a_meeting_stays_within_a_month_of_its_day(ana: Session, day: str) -> None:
    with pytest.raises(BadData, match="within 31 days"):
        move_occurrence(ana, QUIET, day, "")


@pytest.mark.parametrize(
    "key", ["restorative/2026-12-12", "summit/2026-12-05/none", "x/2026-12-05", "restorative/2026-02-31"]
)
def test_a_key_that_no_rule_gives_is_not_found(ana: Session, key: str) -> None:
    with pytest.raises(NotFound):
        occurrence_of(ana.store, key)


def test_who_names_a_whole_summit_is_told_its_sessions(ana: Session) -> None:
    with pytest.raises(NotFound, match="summit/2026-12-05/one, summit/2026-12-05/"):
        cancel_occurrence(ana, "summit/2026-12-05", "")


def test_a_gathering_on_the_same_moon_does_not_swallow_them(ana: Session) -> None:
    add_calendar_rule(
        ana, "call", {"kind": "call", "recurrence": "FREQ=MONTHLY;BYMONTH=3;BYDAY=3SA", "local_time": "15:00"}
    )
    day = datetime(2027, 3, 20, tzinfo=UTC)
    held = {one.key for one in occurrences(ana.store, day, day + timedelta(days=1))}
    assert held == {"gathering/full-336", "call/2027-03-20"}


def test_calendars_notice_each_change_once_in_whatever_language(
    community: TestCommunity, ana: Session
) -> None:
    def number(session: Session, key: str) -> int:
        meetings = session.meetings(START, END)
        uid = f"{uid_of(next(one for one in meetings if one.key == key))}@{session.store.community_id}"
        events = Calendar.from_ical(calendar_file(session, meetings)).walk("VEVENT")
        return int(next(event["SEQUENCE"] for event in events if event["UID"] == uid))

    assert (number(ana, QUIET), number(ana, OPENING)) == (0, 0)
    community.language = "es"
    from folkmoot.words import speaking

    with speaking("es"):
        assert (number(ana, QUIET), number(ana, OPENING)) == (0, 0)
    move_occurrence(ana, OPENING, "2026-12-05T12:00", "")
    change_rule(ana, "restorative", {"local_time": "16:00"})
    assert (number(ana, QUIET), number(ana, OPENING)) == (1, 1)
    change_session(ana, "summit", "one", {"title": "Hearth"})
    assert number(ana, OPENING) == 2


def test_a_session_stands_in_calendars_by_the_clock_of_its_zone(ana: Session) -> None:
    events = Calendar.from_ical(calendar_file(ana, ana.meetings(START, END))).walk("VEVENT")
    told = {str(one["UID"]).partition("@")[0]: one["DTSTART"] for one in events}
    there = told["summit%2F2026-12-05%2Fthree"]
    assert (there.params["TZID"], there.dt.strftime("%Y-%m-%d %H:%M")) == (
        "Pacific/Auckland",
        "2026-12-06 10:00",
    )
    assert "restorative%2F2026-12-13" in told


def test_a_session_has_hosts_of_its_own(community: TestCommunity, ana: Session) -> None:
    bo = friend(community, "bo")
    host(ana, OPENING, True)
    host(bo, "summit/2026-12-05/two", True)
    assert tally_of(ana.store, OPENING).hosts == ("ana",)
    assert tally_of(ana.store, "summit/2026-12-05/two").hosts == ("bo",)


def test_answers_keep_to_a_meeting_that_moves(ana: Session) -> None:
    give_answer(ana, QUIET, "yes")
    move_occurrence(ana, QUIET, "2026-12-12T11:00", "")
    change_rule(ana, "restorative", {"local_time": "16:00", "title": "Quiet Sunday"})
    assert tally_of(ana.store, QUIET).yes == ("ana",)


@pytest.mark.parametrize("who", ["guest", "friend", "nobody"])
def test_only_partners_change_rules_and_sessions(community: TestCommunity, ana: Session, who: str) -> None:
    session = {
        "guest": lambda: guest(community),
        "friend": lambda: friend(community),
        "nobody": lambda: with_(ana, account=None),
    }[who]()
    written = ana.store.seq
    for act in (
        lambda: add_calendar_rule(session, "x", WEEKLY),
        lambda: change_rule(session, "restorative", {"local_time": "10:00"}),
        lambda: remove_rule(session, "restorative"),
        lambda: move_occurrence(session, OPENING, "2026-12-05T12:00", ""),
        lambda: cancel_occurrence(session, QUIET, ""),
        lambda: add_session(session, "summit", "dusk", {"title": "Dusk"}),
        lambda: change_session(session, "summit", "one", {"title": "Dusk"}),
        lambda: remove_session(session, "summit", "one"),
    ):
        with pytest.raises(NotAllowed, match="Partners do this"):
            act()
    assert ana.store.seq == written


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ({"recurrence": "FREQ=DAILY"}, "can't be"),
        ({"recurrence": "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"}, "never come"),
        ({**WEEKLY, "local_time": "25:00"}, "like 19:00"),
        ({**WEEKLY, "zone": "Europe/Lisboa"}, "Did you mean Europe/Lisbon"),
        ({**WEEKLY, "duration_minutes": 1}, "between 5"),
        ({**WEEKLY, "title": "x" * 90}, "80 letters"),
        ({**WEEKLY, "sessions": [{"id": "a", "title": "A"}]}, "Only a summit has sessions"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_in_a_sentence(
    community: TestCommunity, about: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadData, match=says):
        add_calendar_rule(community.session("ana"), "odd", about)
    assert not community.session("ana").store.collection(CalendarRule).all()


@pytest.mark.parametrize("name", ["", "Quiet", "add", "session", "a/b", "x" * 31])
def test_a_rule_has_a_short_name_that_fits_into_keys(community: TestCommunity, name: str) -> None:
    with pytest.raises(BadData, match=r"can't name a rule|choose another short name"):
        add_calendar_rule(community.session("ana"), name, WEEKLY)


def test_no_two_rules_have_one_name_of_whatever_kind(ana: Session) -> None:
    with pytest.raises(BadData, match="already"):
        add_calendar_rule(ana, "full-call", WEEKLY)
    with pytest.raises(BadData, match="already"):
        add_rule(ana, "restorative", {})


def test_sessions_are_added_changed_and_taken_away_one_by_one(ana: Session) -> None:
    add_session(ana, "summit", "dusk", {"title": "Dusk", "day": 2, "local_time": "17:00"})
    assert "summit/2026-12-05/dusk" in keys(ana)
    assert occurrence_of(ana.store, "summit/2026-12-05/dusk").title == "Summit: Dusk"
    assert change_session(ana, "summit", "dusk", {"zone": "Asia/Tokyo"}).zone == "Asia/Tokyo"
    remove_session(ana, "summit", "dusk")
    assert "summit/2026-12-05/dusk" not in keys(ana)
    for refused, says in (
        (lambda: add_session(ana, "summit", "one", {"title": "Again"}), "already"),
        (lambda: add_session(ana, "summit", "nameless", {}), "needs a name"),
        (lambda: add_session(ana, "summit", "No Name", {"title": "x"}), "can't name a session"),
        (lambda: add_session(ana, "restorative", "x", {"title": "x"}), "Only a summit"),
        (lambda: change_session(ana, "summit", "one", {"day": 8}), "between 1 and 7"),
    ):
        with pytest.raises(BadData, match=says):
            refused()
    for act in (lambda: remove_session(ana, "summit", "none"), lambda: remove_session(ana, "none", "one")):
        with pytest.raises(NotFound):
            act()


def test_two_people_who_change_one_session_do_not_undo_each_other(
    community: TestCommunity, ana: Session
) -> None:
    friend(community, "ben")
    as_partner(community, "ben")
    seen = ana.store.collection(CalendarRule).first(id="summit").value.sessions[0]  # type: ignore[union-attr]
    change_session(community.session("ben"), "summit", "one", {"local_time": "11:00"})
    with pytest.raises(ChangedMeanwhile, match="11:00 Europe/London") as told:
        change_session(ana, "summit", "one", {"title": "Hearth"}, seen)
    change_session(ana, "summit", "one", {"title": "Hearth"}, told.value.now)  # type: ignore[arg-type]
    now = ana.store.collection(CalendarRule).first(id="summit").value.sessions[0]  # type: ignore[union-attr]
    assert (now.title, now.local_time) == ("Hearth", "11:00")


def test_hostile_names_are_cleaned_before_they_are_kept(ana: Session) -> None:
    rule = add_calendar_rule(ana, "odd", {**WEEKLY, "title": HOSTILE[:60]})
    held = add_session(ana, "summit", "odd", {"title": HOSTILE[:50]})
    assert "\x1b" not in rule.title + held.title
    assert "\u202e" not in rule.title + held.title


def test_changes_of_meetings_on_moons_are_kept_as_they_were(community: TestCommunity) -> None:
    """Documents of before there were rules by the calendar: the same shape, moons as keys."""
    ana = community.session("ana")
    move_occurrence(ana, "full-call/full-332", "2026-11-25T18:30", "")
    (stored,) = ana.store.collection(ChangedOccurrence).all()
    assert stored.value.key == "full-332"
    assert community.session("ana").meetings(START, END)[0].status == "moved"
