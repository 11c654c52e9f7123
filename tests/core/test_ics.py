"""What stands in a calendar file: RFC 5545, what MOON.md found readers to need, and nothing that members slip in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from msgspec.structs import replace

from core.test_ics_reading import NEW_YEAR, Told, community, event, events, exported, meetings, read
from folkmoot.contributions import Occurrence
from folkmoot.session import Community, Session
from folkmoot.words import speaking
from folkmoot_core.rhythm.actions import cancel_occurrence, move_occurrence
from folkmoot_core.rhythm.almanac import moon_of
from folkmoot_core.rhythm.ics import calendar_file, uid_of
from folkmoot_core.rhythm.model import MoonRule
from folkmoot_core.rhythm.rules import resolve

RIGHT_TO_LEFT_OVERRIDE = "\u202e"
HOSTILE = [
    pytest.param(
        "Hall\r\nBEGIN:VEVENT\r\nUID:mine\r\nEND:VEVENT",
        "Hall BEGIN:VEVENT UID:mine END:VEVENT",
        id="an event",
    ),
    pytest.param("a\nATTACH:ftp://x\n", "a ATTACH:ftp://x", id="a property"),
    pytest.param("a\r\n continued", "a continued", id="a folded line"),
    pytest.param(
        "a\u2028BEGIN:VEVENT\u2029b\x85c\x0bd\x1ee", "a BEGIN:VEVENT b c d e", id="every kind of line break"
    ),
    pytest.param(
        'one, two; three: "four" \\ five', 'one, two; three: "four" \\ five', id="what must be escaped"
    ),
    pytest.param(r"C:\new\Notes\,\;\\", r"C:\new\Notes\,\;\\", id="what looks escaped already"),
    pytest.param("\x1b[2J\x1b]0;title\x07bell\x00", "[2J]0;titlebell", id="ESC"),
    pytest.param(f"a{RIGHT_TO_LEFT_OVERRIDE}b\u2066c", "abc", id="switched direction"),
    pytest.param("ירח מלא — قمر کامل", "ירח מלא — قمر کامل", id="from right to left"),
    pytest.param("🌕" * 40, "🌕" * 40, id="emoji"),
    pytest.param("👩🏽‍🌾 family", "👩🏽‍🌾 family", id="a joined emoji"),
    pytest.param("é" * 80, "é" * 80, id="two octets a letter"),
    pytest.param("a" * 69 + "\\" * 12, "a" * 69 + "\\" * 12, id="escapes where lines fold"),
    pytest.param("{title} {0} %s", "{title} {0} %s", id="a pattern"),
]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with community(tmp_path) as opened:
        yield opened


def hung_on(moon: str, **rule: object) -> Occurrence:
    """A meeting on a moon by a rule that isn't in the store."""
    made = resolve(MoonRule(**{"id": "river", "title": "River", **rule}), moon_of(moon))  # type: ignore[arg-type]
    assert made is not None
    return made


def test_the_calendar_says_what_it_is_called_where_it_lives_and_how_often_to_read_it_again(
    session: Session,
) -> None:
    calendar = read(exported(session))
    assert calendar.values == {
        "PRODID": "-//folkmoot//rhythm//EN",
        "VERSION": "2.0",
        "CALSCALE": "GREGORIAN",
        "METHOD": "PUBLISH",
        "NAME": "River",
        "X-WR-CALNAME": "River",
        "X-WR-TIMEZONE": "Pacific/Auckland",
        "REFRESH-INTERVAL": "P1D",
        "X-PUBLISHED-TTL": "P1D",
        "COLOR": "midnightblue",
    }
    assert calendar.parameters["REFRESH-INTERVAL"] == ";VALUE=DURATION"


def test_every_meeting_is_one_event_with_its_own_instants_and_title(session: Session) -> None:
    wanted = [
        Told(
            f"{meeting.rule}.{meeting.moon}@{session.store.community_id}",
            meeting.start,
            meeting.end,
            meeting.title,
        )
        for meeting in meetings(session)
    ]
    assert len(wanted) == 25
    assert events(read(exported(session))) == wanted


def test_the_library_that_wrote_it_reads_the_same(session: Session) -> None:
    data = exported(session)
    found = [
        Told(
            str(item["UID"]),
            item.decoded("DTSTART").astimezone(UTC),
            item.decoded("DTEND").astimezone(UTC),
            str(item["SUMMARY"]),
        )
        for item in icalendar.Calendar.from_ical(data).walk("VEVENT")
    ]
    assert found == events(read(data))


def test_a_start_is_a_wall_time_in_its_zone(session: Session) -> None:
    call = event(exported(session), "full-call.full-334")
    assert (call.parameters["DTSTART"], call.values["DTSTART"]) == (
        ";TZID=Pacific/Auckland",
        "20270122T190000",
    )
    assert (call.parameters["DTEND"], call.values["DTEND"]) == (";TZID=Pacific/Auckland", "20270122T210000")


def test_an_event_has_its_kind_and_an_alarm_an_hour_before(session: Session) -> None:
    data = exported(session)
    assert [
        event(data, uid).values["CATEGORIES"]
        for uid in ("full-call.full-334", "new-call.new-334", "gathering.full-336")
    ] == [
        "call",
        "organising",
        "gathering",
    ]
    (alarm,) = event(data, "gathering.full-336").all("VALARM")
    assert alarm.values == {"ACTION": "DISPLAY", "TRIGGER": "-PT1H", "DESCRIPTION": "Gathering"}


def test_the_description_tells_the_moon_in_words(session: Session) -> None:
    assert event(exported(session), "full-call.full-334").text("DESCRIPTION") == (
        "Full moon: Saturday, 23 January 2027, 01:17 in Auckland (2027-01-22 12:17 UTC)"
    )


def test_a_moved_meeting_keeps_its_name_and_tells_from_where_and_why(session: Session) -> None:
    before = event(exported(session), "full-call.full-338")
    move_occurrence(session, "full-call/full-338", "2027-05-22T17:00", "hall closed")
    moved = event(exported(session), "full-call.full-338")
    assert moved.values["UID"] == before.values["UID"]
    assert moved.values["DTSTART"] == "20270522T170000"
    assert (moved.values["STATUS"], moved.text("SUMMARY")) == ("CONFIRMED", "Full moon call")
    assert moved.text("DESCRIPTION").splitlines()[1:] == [
        "Moved from Thursday, 20 May 2027, 19:00.",
        "Why: hall closed",
    ]
    assert moved.all("VALARM")


def test_a_cancelled_meeting_says_so_in_its_title_and_rings_no_alarm(session: Session) -> None:
    cancel_occurrence(session, "full-call/full-339", "hall closed")
    cancelled = event(exported(session), "full-call.full-339")
    assert (cancelled.values["STATUS"], cancelled.text("SUMMARY")) == (
        "CANCELLED",
        "CANCELLED: Full moon call",
    )
    assert cancelled.text("DESCRIPTION").endswith("\nWhy: hall closed")
    assert not cancelled.all("VALARM")


def test_a_cancelled_meeting_stays_until_its_end_has_passed(session: Session) -> None:
    cancel_occurrence(session, "full-call/full-339", "hall closed")
    ends = datetime(2027, 6, 19, 9, tzinfo=UTC)
    still = calendar_file(
        dataclasses.replace(session, now=lambda: ends - timedelta(seconds=1)), meetings(session)
    )
    assert event(still, "full-call.full-339")
    gone = calendar_file(dataclasses.replace(session, now=lambda: ends), meetings(session))
    assert "full-call.full-339" not in gone.decode()
    assert len(events(read(gone))) == len(events(read(still))) - 1, "what took place stays"


def test_times_about_the_event_itself_are_in_utc(session: Session) -> None:
    call = event(exported(session), "full-call.full-334")
    assert {call.values[name] for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED")} == {"20270101T000000Z"}


def test_two_exports_differ_in_the_time_of_export_only(session: Session) -> None:
    first = exported(session)
    later = exported(dataclasses.replace(session, now=lambda: NEW_YEAR + timedelta(days=1, microseconds=5)))
    assert first != later
    assert first == later.replace(b"DTSTAMP:20270102T000000Z", b"DTSTAMP:20270101T000000Z")


def test_a_calendar_without_meetings_is_still_a_calendar(session: Session) -> None:
    calendar = read(calendar_file(session, []))
    assert events(calendar) == []
    assert [zone.values["TZID"] for zone in calendar.all("VTIMEZONE")] == ["Pacific/Auckland"]


def test_in_another_language_the_meetings_are_the_same(session: Session) -> None:
    with speaking("es"):
        spanish = events(read(exported(session)))
    assert [told[:3] for told in spanish] == [told[:3] for told in events(read(exported(session)))]


def of_a_plugin(key: str, **more: object) -> Occurrence:
    """A meeting that hangs on no moon, as another plugin hands it over."""
    start = datetime(2027, 2, 3, 18, tzinfo=UTC)
    meeting = Occurrence(key, start, start + timedelta(hours=1), "Europe/Lisbon", "River circle", "meeting")
    return replace(meeting, **more)  # type: ignore[arg-type]


def test_a_meeting_that_hangs_on_no_moon_is_told_under_its_own_key(session: Session) -> None:
    calendar = read(
        calendar_file(session, [of_a_plugin("circle/river 12\r\nUID:é"), of_a_plugin("circle/river/13")])
    )
    assert [told.uid.split("@")[0] for told in events(calendar)] == [
        "circle%2Friver%2012%0D%0AUID%3A%C3%A9",
        "circle%2Friver%2F13",
    ]
    assert "DESCRIPTION" not in calendar.parts[-1].values, "there is nothing to say"


def test_a_moon_that_another_plugin_made_up_harms_nobody(session: Session) -> None:
    strange = of_a_plugin("a/b", rule="a b", moon="blue\r\nmoon")
    told = events(read(calendar_file(session, [strange, *meetings(session)])))
    assert told[0].uid == f"a%20b.blue%0D%0Amoon@{session.store.community_id}"
    assert len(told) == 26


def test_names_of_meetings_never_meet() -> None:
    keys = ["a/b", "a.b", "a%2Fb", "a b", "a_b", "A/b", "ä/b"]
    assert len({uid_of(of_a_plugin(key)) for key in keys}) == len(keys)
    rules = ["a", "a.b", "a/b", "a%2Fb"]
    assert len({uid_of(of_a_plugin("x", rule=rule, moon="full-1")) for rule in rules}) == len(rules)


def test_an_eclipse_stands_beside_its_moon(session: Session) -> None:
    text = event(calendar_file(session, [hung_on("full-358", zone="Europe/Lisbon")]), "river.full-358").text(
        "DESCRIPTION"
    )
    assert (
        text == "Full moon, total eclipse: Sunday, 31 December 2028, 16:48 in Lisbon (2028-12-31 16:48 UTC)"
    )


@pytest.mark.parametrize(("typed", "read_as"), HOSTILE)
def test_what_members_write_stays_text(session: Session, typed: str, read_as: str) -> None:
    named = dataclasses.replace(session, community=Community(name=typed, zone="Pacific/Auckland"))
    meeting = replace(hung_on("full-338"), title=typed, reason=typed, status="cancelled", kind=typed)
    calendar = read(calendar_file(named, [meeting, hung_on("full-339")]))
    assert calendar.text("NAME") == calendar.text("X-WR-CALNAME") == read_as
    told = calendar.all("VEVENT")
    assert len(told) == 2
    assert told[0].text("SUMMARY") == f"CANCELLED: {read_as}"
    assert told[0].text("CATEGORIES") == read_as
    assert told[0].text("DESCRIPTION").splitlines()[1:] == [f"Why: {read_as}"]


@pytest.mark.parametrize(("typed", "read_as"), HOSTILE)
def test_the_library_reads_hostile_text_back(session: Session, typed: str, read_as: str) -> None:
    meeting = replace(hung_on("full-338"), title=typed, reason=typed)
    (told,) = icalendar.Calendar.from_ical(calendar_file(session, [meeting])).walk("VEVENT")
    assert str(told["SUMMARY"]) == read_as
    assert str(told["DESCRIPTION"]).splitlines()[1:] == [f"Why: {read_as}"]
    assert [str(alarm["DESCRIPTION"]) for alarm in told.walk("VALARM")] == [read_as]
