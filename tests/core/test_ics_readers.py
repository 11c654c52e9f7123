"""Calendars that people use read our files: each must find the same events, instants and titles.

A reader that isn't installed is skipped. They are looked for on the PATH and, before that, in a folder named by
FOLKMOOT_READERS: `bin/khal`, `bin/python` (one that has vdirsyncer) and `node_modules/ical.js`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from core.test_ics_reading import NEW_YEAR, Told, community, events, read
from folkmoot.contributions import Occurrence
from folkmoot.session import Session
from folkmoot_core.rhythm.actions import cancel_occurrence, move_occurrence
from folkmoot_core.rhythm.almanac import moon_of, moons_between
from folkmoot_core.rhythm.ics import calendar_file
from folkmoot_core.rhythm.model import MoonRule
from folkmoot_core.rhythm.rules import resolve

Seen = tuple[datetime, datetime, str]
Reader = Callable[[bytes, Path], list[Seen]]

# Only years of which all versions of the tz database that are in use tell the same: calcurse, khal and icalendar
# go by the name of a zone and by the database of their own machine.
ZONES = {
    "Europe/Lisbon": 2027,
    "Pacific/Auckland": 2027,
    "America/New_York": 2027,
    "Australia/Lord_Howe": 2027,
    "Africa/Casablanca": 2025,
    "America/Santiago": 2026,
    "Asia/Kathmandu": 2027,
    "Pacific/Apia": 2021,
    "Europe/Dublin": 2027,
}


def executable(name: str) -> str:
    """Where a reader is. Skips the test if nowhere."""
    folder = os.environ.get("FOLKMOOT_READERS")
    found = (
        shutil.which(name, path=str(Path(folder).resolve() / "bin")) if folder else None
    ) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*command: str | Path, code: int = 0) -> str:
    """What a reader prints, in UTC and in no language."""
    surroundings = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONTZPATH": ""}
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=surroundings, timeout=60
    )
    if done.returncode == 69:
        pytest.skip(done.stderr.strip())
    assert done.returncode == code, done.stderr + done.stdout
    return done.stdout


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def days_of(data: bytes) -> tuple[str, str]:
    """A first day before all events and a number of days that holds them all, for readers that want a span."""
    told = events(read(data))
    first = min(one.start for one in told) - timedelta(days=2)
    return f"{first:%Y-%m-%d}", str((max(one.end for one in told) - first).days + 3)


def khal(data: bytes, folder: Path) -> list[Seen]:
    program = executable("khal")
    settings = folder / "khal.conf"
    settings.write_text(
        f"[calendars]\n[[moot]]\npath = {folder / 'events'}\n[sqlite]\npath = {folder / 'khal.db'}\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
        "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%dT%H:%M\nlongdatetimeformat = %Y-%m-%dT%H:%M\n"
    )
    file = folder / "moot.ics"
    file.write_bytes(data)
    run(program, "-c", settings, "import", "--batch", "-a", "moot", file)
    wanted = [option for name in ("start-long", "end-long", "title") for option in ("--json", name)]
    printed = run(
        program, "-c", settings, "list", "--once", *wanted, days_of(data)[0], days_of(data)[1] + "d"
    )
    found = [item for line in printed.splitlines() for item in json.loads(line)]
    return [(moment(item["start-long"]), moment(item["end-long"]), item["title"]) for item in found]


def calcurse(data: bytes, folder: Path) -> list[Seen]:
    program = executable("calcurse")
    file = folder / "moot.ics"
    file.write_bytes(data)
    here = ("-q", "-D", folder / "calcurse", "-C", folder / "calcurse")
    run(program, *here, "-i", file)
    first, days = days_of(data)
    times = "%(start:%Y-%m-%dT%H:%M)\\t%(end:%Y-%m-%dT%H:%M)\\t%m\\n"
    span = ("--input-datefmt", "4", "--from", first, "--days", days)
    printed = run(program, *here, "-Q", "--filter-type", "cal", *span, "--format-apt", times)
    found = [line.split("\t") for line in printed.splitlines() if "\t" in line]
    # It lists by day, so what goes on past midnight would be there twice; no meeting of these tests does, in UTC.
    return [(moment(start), moment(end), title) for start, end, title in found]


SPLIT = """
import json, sys
try:
    from vdirsyncer.vobject import Item, split_collection
except ImportError:
    sys.exit("vdirsyncer is not installed for the python that was found")
items = [Item(raw) for raw in split_collection(sys.stdin.buffer.read().decode("utf-8"))]
print(json.dumps([[item.uid, item.raw] for item in items]))
"""


def vdirsyncer(data: bytes, folder: Path) -> list[Seen]:
    """Vdirsyncer splits a calendar into one file for each event, with the zones in each."""
    program = executable("python")
    file = folder / "split.py"
    file.write_text(SPLIT)
    done = subprocess.run([program, file], input=data, capture_output=True, timeout=60)
    if b"not installed" in done.stderr:
        pytest.skip(done.stderr.decode().strip())
    assert done.returncode == 0, done.stderr.decode()
    found: list[Told] = []
    for uid, raw in json.loads(done.stdout):
        lines = raw.replace("\r\nVERSION", "\r\nMETHOD:PUBLISH\r\nVERSION", 1)  # it takes the method out
        (told,) = events(read(lines.encode() + b"\r\n"))
        assert told.uid == uid
        found.append(told)
    return [told[1:] for told in found]


def ical_js(data: bytes, folder: Path) -> list[Seen]:
    file = folder / "moot.ics"
    file.write_bytes(data)
    found = json.loads(run(executable("node"), Path(__file__).parent / "icaljs" / "read.mjs", file))["events"]
    return [
        (datetime.fromisoformat(one["start"]), datetime.fromisoformat(one["end"]), one["summary"])
        for one in found
    ]


READERS = [khal, calcurse, vdirsyncer, ical_js]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with community(tmp_path / "moot", zone="Europe/Lisbon") as opened:
        yield opened


def shown(meetings: list[Occurrence]) -> list[Seen]:
    """What every reader must show: not taken from the file."""
    marks = {"cancelled": "CANCELLED: "}
    return sorted((one.start, one.end, marks.get(one.status, "") + one.title) for one in meetings)


@pytest.mark.parametrize("reader", READERS)
def test_a_year_of_a_community_is_read_as_it_was_meant(
    reader: Reader, session: Session, tmp_path: Path
) -> None:
    move_occurrence(session, "full-call/full-338", "2027-05-22T17:00", "hall closed")
    cancel_occurrence(session, "full-call/full-339", "hall closed")
    meetings = session.house.occurrences(session.store, NEW_YEAR, datetime(2028, 6, 1, tzinfo=UTC))
    assert {one.local_start.utcoffset() for one in meetings} == {timedelta(0), timedelta(hours=1)}
    assert sorted(reader(calendar_file(session, meetings), tmp_path)) == shown(meetings)


@pytest.mark.parametrize("reader", READERS)
def test_every_kind_of_zone_is_read_at_the_same_instant(
    reader: Reader, session: Session, tmp_path: Path
) -> None:
    meetings = [
        replace(meeting, title=f"Call in {name}")
        for name, year in ZONES.items()
        for moon in moons_between(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))
        if (meeting := resolve(MoonRule(id=name, phase=moon.phase, zone=name, duration_minutes=45), moon))
    ]
    assert sorted(reader(calendar_file(session, meetings), tmp_path)) == shown(meetings)


@pytest.mark.parametrize("reader", READERS)
def test_where_clocks_skip_or_repeat_all_agree(reader: Reader, session: Session, tmp_path: Path) -> None:
    skipped = MoonRule(id="a", title="Skipped", phase="new", zone="America/Santiago", local_time="00:00")
    twice = MoonRule(id="b", title="Twice", phase="new", zone="Europe/London", local_time="01:30")
    meetings = [
        meeting
        for rule, moon in ((skipped, "new-404"), (twice, "new-381"))
        if (meeting := resolve(rule, moon_of(moon)))
    ]
    assert [one.flag for one in meetings] == ["gap", "ambiguous"]
    assert sorted(reader(calendar_file(session, meetings), tmp_path)) == shown(meetings)


@pytest.mark.parametrize("reader", READERS)
def test_hostile_titles_are_titles_to_every_reader(reader: Reader, session: Session, tmp_path: Path) -> None:
    # Not `C:\\Notes`: khal writes what it imports with a library that takes `\\N` for a line break.
    titles = [
        "one, two; three \\ four",
        "C:\\new\\notes",
        "🌕 " * 30 + "end",
        "Hall BEGIN:VEVENT UID:x",
        "ירח מלא",
    ]
    rule = MoonRule(id="call", zone="Europe/Lisbon")
    meetings = [
        replace(meeting, title=title)
        for number, title in enumerate(titles)
        if (meeting := resolve(rule, moon_of(f"full-{334 + number}")))
    ]
    assert sorted(reader(calendar_file(session, meetings), tmp_path)) == shown(meetings)
