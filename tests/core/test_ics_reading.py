"""How the tests of calendar files read them: by a strict reader of their own, which forgives nothing.

Also here, because all those files share it: a community to make calendars of.
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from folkmoot.contributions import Occurrence
from folkmoot.door.founding import found
from folkmoot.door.opening import session_at
from folkmoot.plugins import House
from folkmoot.session import Session
from folkmoot_core.rhythm.ics import calendar_file

NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
YEAR_END = datetime(2028, 1, 1, tzinfo=UTC)
LINE = re.compile(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]+))*):(.*)')
MAY_HOLD = {
    "VCALENDAR": (
        "PRODID VERSION CALSCALE METHOD NAME X-WR-CALNAME X-WR-TIMEZONE REFRESH-INTERVAL "
        "X-PUBLISHED-TTL COLOR"
    ),
    "VTIMEZONE": "TZID",
    "STANDARD": "DTSTART TZOFFSETFROM TZOFFSETTO TZNAME",
    "DAYLIGHT": "DTSTART TZOFFSETFROM TZOFFSETTO TZNAME",
    "VEVENT": "UID SEQUENCE DTSTAMP CREATED LAST-MODIFIED DTSTART DTEND STATUS SUMMARY CATEGORIES DESCRIPTION",
    "VALARM": "ACTION TRIGGER DESCRIPTION",
}
MAY_LACK = {"VEVENT": {"DESCRIPTION"}}
INSIDE = {
    "VTIMEZONE": "VCALENDAR",
    "VEVENT": "VCALENDAR",
    "STANDARD": "VTIMEZONE",
    "DAYLIGHT": "VTIMEZONE",
    "VALARM": "VEVENT",
}


@dataclass
class Part:
    """A component: its properties as they stand there, with their parameters, and its parts."""

    name: str
    values: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    def all(self, *names: str) -> list[Part]:
        return [part for part in self.parts if part.name in names]

    def text(self, name: str) -> str:
        """A TEXT value, as a person reads it."""
        return unescaped(self.values[name])


class Told(NamedTuple):
    """An event as a reader understands it: instants in UTC."""

    uid: str
    start: datetime
    end: datetime
    summary: str


def read(data: bytes) -> Part:
    """The calendar in a file. Raises: ValueError for whatever RFC 5545 or this house doesn't allow."""
    open_parts: list[Part] = [Part("")]
    for line in unfolded(data):
        found = LINE.fullmatch(line)
        if not found:
            raise ValueError(f"not a line: {line!r}")
        name, parameters, value = found[1], found[2], found[3]
        if name == "BEGIN":
            if value not in MAY_HOLD or open_parts[-1].name != INSIDE.get(value, ""):
                raise ValueError(f"no place for {value} in {open_parts[-1].name}")
            open_parts.append(Part(value))
        elif name == "END":
            part = open_parts.pop()
            missing = set(MAY_HOLD[part.name].split()) - set(part.values)
            if part.name != value or missing - MAY_LACK.get(part.name, set()):
                raise ValueError(f"{value} ends {part.name} with {sorted(part.values)}")
            open_parts[-1].parts.append(part)
        elif name in open_parts[-1].values or name not in MAY_HOLD.get(open_parts[-1].name, "").split():
            raise ValueError(f"no place for {name} in {open_parts[-1].name}")
        else:
            open_parts[-1].values[name] = value
            open_parts[-1].parameters[name] = parameters
    if len(open_parts) != 1 or len(open_parts[0].parts) != 1:
        raise ValueError("not one whole calendar")
    return open_parts[0].parts[0]


def unfolded(data: bytes) -> list[str]:
    """The content lines. Raises: ValueError."""
    *physical, rest = data.split(b"\r\n")
    if rest:
        raise ValueError("the last line has no end")
    lines: list[str] = []
    for octets in physical:
        if not octets.strip() or len(octets) > 75:
            raise ValueError(f"{len(octets)} octets in a line")
        text = octets.decode("utf-8")  # strict, line by line: a letter cut in two would raise
        if any(unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs") for character in text):
            raise ValueError(f"a control character in {text!r}")
        if text[0] == " ":
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def unescaped(value: str) -> str:
    """What a TEXT value says. Raises: ValueError where something should have been escaped."""
    if re.search(r"(?<!\\)(?:\\\\)*[,;]", value) or re.search(r"(?<!\\)(?:\\\\)*\\(?![\\,;n])", value):
        raise ValueError(f"not escaped: {value!r}")
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)


class Turn(NamedTuple):
    """From an instant (UTC) on, a zone's clocks stand at an offset."""

    onset: datetime
    offset: timedelta


def turns(timezone: Part) -> list[Turn]:
    """What a VTIMEZONE says, oldest first."""
    found = [
        Turn(
            _wall(block.values["DTSTART"], _offset(block.values["TZOFFSETFROM"])),
            _offset(block.values["TZOFFSETTO"]),
        )
        for block in timezone.all("STANDARD", "DAYLIGHT")
    ]
    if found != sorted(found) or len({turn.onset for turn in found}) != len(found):
        raise ValueError("blocks out of order")
    return found


def _offset(value: str) -> timedelta:
    found = re.fullmatch(r"([+-])(\d\d)(\d\d)(\d\d)?", value)
    if not found:
        raise ValueError(f"no offset: {value}")
    size = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -size if found[1] == "-" else size


def _wall(value: str, offset: timedelta) -> datetime:
    return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=UTC) - offset


def instant(event: Part, name: str, zones: Mapping[str, list[Turn]]) -> datetime:
    """When a time of an event is, by the zones in the file. Raises: ValueError if no or two instants fit."""
    value, parameters = event.values[name], event.parameters[name]
    if not parameters:
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    known = zones[parameters.removeprefix(";TZID=")]
    ends = [turn.onset for turn in known[1:]] + [datetime.max.replace(tzinfo=UTC)]
    fitting = [
        _wall(value, turn.offset)
        for turn, end in zip(known, ends, strict=True)
        if turn.onset <= _wall(value, turn.offset) < end
    ]
    if len(fitting) != 1:
        raise ValueError(f"{value}{parameters} could be {fitting}")
    return fitting[0]


def events(calendar: Part) -> list[Told]:
    """The events of a calendar, in its order."""
    zones = {part.values["TZID"]: turns(part) for part in calendar.all("VTIMEZONE")}
    return [
        Told(
            part.values["UID"],
            instant(part, "DTSTART", zones),
            instant(part, "DTEND", zones),
            part.text("SUMMARY"),
        )
        for part in calendar.all("VEVENT")
    ]


def event(data: bytes, uid: str) -> Part:
    """The event whose UID begins so."""
    (found,) = [part for part in read(data).all("VEVENT") if part.values["UID"].startswith(uid + "@")]
    return found


@contextmanager
def community(folder: Path, zone: str = "Pacific/Auckland", now: datetime = NEW_YEAR) -> Iterator[Session]:
    """A session of Ana, who founded a community with calls on all moons and two gatherings a year."""
    house = House()
    house.load("core", "0.1.0", "folkmoot", lambda: importlib.import_module("folkmoot_core"))
    answers = {"name": "River", "zone": zone, "place": "The bend", "latitude": "-37", "longitude": "175"}
    who = {"as": "ana", "your_name": "Ana"}
    path = folder / "community.json"
    found(house, path, {**answers, **who}, now=lambda: now, environ={}, durability="none")
    with session_at(house, path, now=lambda: now, environ={}, durability="none") as session:
        yield session


def meetings(session: Session) -> list[Occurrence]:
    return session.house.occurrences(session.store, NEW_YEAR, YEAR_END)


def exported(session: Session) -> bytes:
    return calendar_file(session, meetings(session))


GOOD = (
    b"BEGIN:VCALENDAR\r\nPRODID:-\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nNAME:R\\, S\r\n"
    b"X-WR-CALNAME:R\r\nX-WR-TIMEZONE:UTC\r\nREFRESH-INTERVAL;VALUE=DURATION:P1D\r\nX-PUBLISHED-TTL:P1D\r\n"
    b"COLOR:blue\r\nEND:VCALENDAR\r\n"
)


def test_the_strict_reader_reads_what_is_right() -> None:
    assert read(GOOD).text("NAME") == "R, S"


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        pytest.param(b"\r\n", b"\n", id="bare line feeds"),
        pytest.param(b"END:VCALENDAR\r\n", b"END:VCALENDAR", id="no last line end"),
        pytest.param(b"END:VCALENDAR\r\n", b"", id="no end"),
        pytest.param(b"NAME:R", b"NAME:" + b"R" * 71, id="76 octets"),
        pytest.param(b"NAME:R", "NAME:\u00e9".encode()[:-1] + b"\r\n \xa9", id="a letter cut in two"),
        pytest.param(b"NAME:R", b"NAME:\x1b[2J", id="a control character"),
        pytest.param(b"NAME:R", b"NAME:\x00", id="a null"),
        pytest.param(b"VERSION:2.0\r\n", b"", id="a property too few"),
        pytest.param(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nVERSION:2.0\r\n", id="one twice"),
        pytest.param(b"COLOR:blue", b"COLOR:blue\r\nRDATE:20270101T000000", id="one that has no place here"),
        pytest.param(
            b"COLOR:blue", b"COLOR:blue\r\nBEGIN:VALARM\r\nEND:VALARM", id="a part in the wrong place"
        ),
        pytest.param(b"COLOR:blue", b"COLOR:blue\r\nnonsense", id="no property at all"),
    ],
)
def test_the_strict_reader_refuses(was: bytes, becomes: bytes) -> None:
    assert was in GOOD
    with pytest.raises(ValueError):
        read(GOOD.replace(was, becomes))


@pytest.mark.parametrize("value", ["a,b", "a;b", "a\\", "a\\b", "\\\\,", "\\\\\\"])
def test_the_strict_reader_refuses_text_that_is_not_escaped(value: str) -> None:
    with pytest.raises(ValueError):
        unescaped(value)


def test_the_strict_reader_reads_escaped_text_once() -> None:
    assert unescaped(r"a\, b\; C:\\new\nline") == "a, b; C:\\new\nline"
