"""Time zones in a calendar file: one block for each change of the clocks, and every reader at the right instant.

The instants are computed back from the blocks alone, as a reader does that knows no zones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.test_ics_reading import Part, Turn, community, event, events, read, turns
from folkmoot.contributions import Occurrence
from folkmoot.session import Session
from folkmoot.zones import zone
from folkmoot_core.rhythm.almanac import moon_of, moons_between
from folkmoot_core.rhythm.ics import calendar_file
from folkmoot_core.rhythm.model import ChangedOccurrence, MoonRule
from folkmoot_core.rhythm.rules import resolve
from folkmoot_core.rhythm.vtimezone import observances

HOUR = timedelta(hours=1)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with community(tmp_path) as opened:
        yield opened


def meetings(zone_name: str, first: int, last: int, times: Sequence[str] = ("19:00",)) -> list[Occurrence]:
    """Meetings on every moon from one year to another, at several times of the day."""
    moons = moons_between(datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC))
    made = [
        resolve(
            MoonRule(id=f"at-{time}", phase=moon.phase, zone=zone_name, local_time=time, title="Call"), moon
        )
        for moon in moons
        for time in times
    ]
    return [meeting for meeting in made if meeting]


def meeting_at(wall: str, zone_name: str, moon: str, minutes: int = 120) -> Occurrence:
    """A meeting moved to a wall time."""
    rule = MoonRule(id="call", phase="full", zone=zone_name, duration_minutes=minutes, title="Call")
    made = resolve(
        rule, moon_of(moon), ChangedOccurrence(rule="call", key=moon, action="move", start_local=wall)
    )
    assert made is not None
    return made


def meeting_on(moon: str, zone_name: str, time: str) -> Occurrence:
    """A meeting of a rule of new moons."""
    rule = MoonRule(id="call", phase="new", zone=zone_name, local_time=time, title="Call")
    made = resolve(rule, moon_of(moon))
    assert made is not None
    return made


# The cases gap-at-midnight and ambiguous-fall-back, whose instants others computed.
SKIPPED = meeting_on("new-404", "America/Santiago", "00:00")
TWICE = meeting_on("new-381", "Europe/London", "01:30")


def the_zone(calendar: Part) -> Part:
    (found,) = calendar.all("VTIMEZONE")
    return found


@pytest.mark.parametrize(
    ("zone_name", "first", "last"),
    [
        pytest.param("Europe/Lisbon", 2026, 2028, id="an hour of summer time"),
        pytest.param("Pacific/Auckland", 2026, 2028, id="summer at the turn of the year"),
        pytest.param("Australia/Lord_Howe", 2026, 2028, id="half an hour of summer time"),
        pytest.param("Antarctica/Troll", 2026, 2028, id="two hours of summer time"),
        pytest.param("Africa/Casablanca", 2024, 2030, id="clocks that follow Ramadan"),
        pytest.param("Asia/Kathmandu", 2026, 2028, id="a quarter of an hour, and no change since 1986"),
        pytest.param("Asia/Kathmandu", 1984, 1987, id="a change by a quarter of an hour"),
        pytest.param("America/Santiago", 2026, 2033, id="changes at midnight"),
        pytest.param("America/Santiago", 2014, 2017, id="a year without winter time"),
        pytest.param("Pacific/Apia", 2010, 2013, id="a day that was skipped"),
        pytest.param("Europe/Dublin", 2026, 2028, id="winter time as the exception"),
        pytest.param("America/Vancouver", 2025, 2028, id="the end of changing clocks"),
        pytest.param("Africa/Juba", 2020, 2022, id="another offset for good"),
        pytest.param("Africa/Monrovia", 1971, 1973, id="an offset with seconds"),
        pytest.param("America/Indiana/Knox", 2026, 2027, id="a name in three parts"),
        pytest.param("Asia/Calcutta", 2026, 2027, id="an old name"),
        pytest.param("Etc/GMT+5", 2026, 2027, id="a name with a sign"),
        pytest.param("Europe/Berlin", 2095, 2099, id="years to come"),
        pytest.param("Europe/Berlin", 1943, 1947, id="years of war"),
    ],
)
def test_readers_that_know_no_zones_find_every_instant(
    session: Session, zone_name: str, first: int, last: int
) -> None:
    wanted = meetings(zone_name, first, last, ("00:00", "02:30", "12:00", "19:00"))
    calendar = read(calendar_file(session, wanted))
    assert [told[1:3] for told in events(calendar)] == [(meeting.start, meeting.end) for meeting in wanted]
    assert the_zone(calendar).values["TZID"] == zone_name


def test_summer_time_is_a_block_of_its_own_for_every_change(session: Session) -> None:
    blocks = the_zone(read(calendar_file(session, meetings("Australia/Lord_Howe", 2027, 2027)))).parts
    assert [(block.name, *(block.values[name] for name in sorted(block.values))) for block in blocks] == [
        ("DAYLIGHT", "20260101T110000", "+11", "+1100", "+1100"),
        ("STANDARD", "20260405T020000", "+1030", "+1100", "+1030"),
        ("DAYLIGHT", "20261004T020000", "+11", "+1030", "+1100"),
        ("STANDARD", "20270404T020000", "+1030", "+1100", "+1030"),
        ("DAYLIGHT", "20271003T020000", "+11", "+1030", "+1100"),
    ]


def test_ramadan_is_in_the_blocks() -> None:
    found = observances("Africa/Casablanca", *[datetime(2025, 6, 1, tzinfo=UTC)] * 2)
    assert [
        (f"{turn.onset:%Y-%m-%d %H:%M}", turn.after.offset) for turn in found if turn.before != turn.after
    ] == [
        ("2024-03-10 02:00", 0 * HOUR),
        ("2024-04-14 02:00", HOUR),
        ("2025-02-23 02:00", 0 * HOUR),
        ("2025-04-06 02:00", HOUR),
    ]


def test_a_zone_without_changes_is_one_block(session: Session) -> None:
    timezone = the_zone(read(calendar_file(session, meetings("Asia/Kathmandu", 2027, 2027))))
    assert turns(timezone) == [Turn(datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=5, minutes=45))]


def test_there_is_no_rdate_and_no_rrule(session: Session) -> None:
    everywhere = [
        meeting
        for name in ("Europe/Dublin", "Africa/Casablanca", "America/Santiago")
        for meeting in meetings(name, 2027, 2029)
    ]
    data = calendar_file(session, everywhere)
    assert b"RDATE" not in data
    assert b"RRULE" not in data


def test_each_zone_stands_there_once_and_reaches_back_before_its_first_event(session: Session) -> None:
    names = ("Pacific/Apia", "Europe/Dublin", "Australia/Lord_Howe")
    wanted = [meeting for name in names for meeting in meetings(name, 2027, 2028)]
    calendar = read(calendar_file(session, wanted))
    assert [part.values["TZID"] for part in calendar.all("VTIMEZONE")] == sorted(names)
    assert all(turns(part)[0].onset < wanted[0].start - 300 * 24 * HOUR for part in calendar.all("VTIMEZONE"))


def test_zones_stay_the_same_while_a_calendar_moves_on_by_days(session: Session) -> None:
    wanted = meetings("Europe/Dublin", 2027, 2027)
    files = [calendar_file(session, wanted[count:]) for count in range(3)]
    assert len({data[: data.index(b"BEGIN:VEVENT")] for data in files}) == 1


@pytest.mark.parametrize(
    ("meeting", "start"),
    [
        pytest.param(SKIPPED, "20320905T040000Z", id="a start that is skipped"),
        pytest.param(TWICE, "20301027T003000Z", id="a start that comes twice"),
        pytest.param(
            meeting_at("2030-10-27T00:15", "Europe/London", "full-380", 90),
            "20301026T231500Z",
            id="an end that comes twice",
        ),
        pytest.param(meeting_at("2027-05-20T19:00", "UTC", "full-338"), "20270520T190000Z", id="UTC itself"),
    ],
)
def test_where_wall_times_mislead_both_times_are_told_in_utc(
    session: Session, meeting: Occurrence, start: str
) -> None:
    data = calendar_file(session, [meeting])
    told = event(data, f"call.{meeting.moon}")
    assert told.values["DTSTART"] == start
    assert told.parameters["DTSTART"] == told.parameters["DTEND"] == ""
    assert [found[1:3] for found in events(read(data))] == [(meeting.start, meeting.end)]


@pytest.mark.parametrize(
    ("meeting", "says"),
    [
        (SKIPPED, "The clocks go forward and skip 00:00: it begins at 01:00."),
        (TWICE, "The clocks go back and show 01:30 twice: it begins the first time."),
    ],
)
def test_the_description_says_that_the_clocks_change(
    session: Session, meeting: Occurrence, says: str
) -> None:
    told = event(calendar_file(session, [meeting]), f"call.{meeting.moon}")
    assert says in told.text("DESCRIPTION").splitlines()


def test_the_second_of_two_equal_wall_times_is_told_in_utc(session: Session) -> None:
    """A rule that meets at the moon's instant can begin in the hour that comes again."""
    rule = MoonRule(id="instant", phase="full", zone="Europe/London", anchor="instant")
    moon = moon_of("full-380")
    again = moon.__class__(moon.key, "full", datetime(2030, 10, 27, 1, 30, tzinfo=UTC))
    meeting = resolve(rule, again)
    assert meeting is not None
    assert meeting.local_start.fold == 1
    assert (
        event(calendar_file(session, [meeting]), "instant.full-380").values["DTSTART"] == "20301027T013000Z"
    )


@pytest.mark.parametrize(
    "zone_name", ["Europe/London", "Australia/Lord_Howe", "America/Santiago", "Europe/Dublin"]
)
def test_the_minutes_around_a_change_are_at_the_right_instant(session: Session, zone_name: str) -> None:
    change = observances(zone_name, *[datetime(2027, 6, 1, tzinfo=UTC)] * 2)[-1].onset
    rule = MoonRule(id="call", phase="full", zone=zone_name, duration_minutes=30)
    wanted = []
    for number, minutes in enumerate(range(-120, 121, 15)):
        key = f"full-{330 + number}"
        wall = (change + timedelta(minutes=minutes)).astimezone(zone(zone_name)).strftime("%Y-%m-%dT%H:%M")
        change_by_hand = ChangedOccurrence(rule="call", key=key, action="move", start_local=wall)
        meeting = resolve(rule, moon_of(key), change_by_hand)
        assert meeting is not None
        wanted.append(meeting)
    told = events(read(calendar_file(session, wanted)))
    assert [found[1:3] for found in told] == [(meeting.start, meeting.end) for meeting in wanted]
