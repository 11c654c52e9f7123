"""How calendars notice that a meeting changed: SEQUENCE rises when what they show isn't what they were told."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from core.test_ics_reading import NEW_YEAR, YEAR_END, community, event, exported, meetings, read
from folkmoot.contributions import Occurrence
from folkmoot.door.opening import all_collections, session_in
from folkmoot.session import Session
from folkmoot.store import open_store
from folkmoot_core.rhythm.actions import cancel_occurrence, move_occurrence, restore_occurrence
from folkmoot_core.rhythm.ics import calendar_file
from folkmoot_core.rhythm.model import Published
from folkmoot_core.rhythm.publishing import publish, told
from folkmoot_core.rhythm.rule_actions import change_rule

NOBODY = 65_534
LATER = NEW_YEAR + timedelta(days=1)
CALL = Occurrence(
    key="van/full-334",
    start=datetime(2027, 1, 22, 2, tzinfo=UTC),
    end=datetime(2027, 1, 22, 4, tzinfo=UTC),
    zone="America/Vancouver",
    title="Full moon call",
    kind="call",
    rule="van",
    moon="full-334",
)
HOUR = timedelta(hours=1)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with community(tmp_path) as opened:
        yield opened


def number(session: Session, uid: str = "full-call.full-338") -> int:
    return int(event(exported(session), uid).values["SEQUENCE"])


def records(session: Session) -> list[Published]:
    return [stored.value for stored in session.store.collection(Published).all()]


@pytest.mark.parametrize(
    ("now_shows", "rises"),
    [
        pytest.param(CALL, False, id="nothing changed"),
        pytest.param(replace(CALL, status="moved"), False, id="moved to where it was"),
        pytest.param(replace(CALL, reason="hall closed", flag="gap"), False, id="another reason"),
        pytest.param(replace(CALL, status="cancelled"), True, id="cancelled"),
        pytest.param(replace(CALL, start=CALL.start + HOUR, end=CALL.end + HOUR), True, id="an hour later"),
        pytest.param(replace(CALL, end=CALL.end + HOUR), True, id="an hour longer"),
        pytest.param(replace(CALL, title="Moon call"), True, id="another title"),
        pytest.param(replace(CALL, kind="gathering"), True, id="a gathering now"),
    ],
)
def test_the_number_rises_by_one_when_what_is_shown_changes(now_shows: Occurrence, rises: bool) -> None:
    first = told(CALL, None, NEW_YEAR)
    again = told(now_shows, first, LATER)
    assert again.sequence == (1 if rises else 0)
    assert (again == first) is not rises
    assert (again.created, again.modified) == (NEW_YEAR, LATER if rises else NEW_YEAR)


@pytest.mark.parametrize(("last", "changed_by_hand", "becomes"), [(0, 3, 3), (3, 1, 4), (3, 3, 4), (5, 0, 6)])
def test_the_number_is_never_lower_than_told_or_than_the_changes_made(
    last: int, changed_by_hand: int, becomes: int
) -> None:
    first = told(replace(CALL, sequence=last), None, NEW_YEAR)
    assert first.sequence == last
    assert told(replace(CALL, status="cancelled", sequence=changed_by_hand), first, LATER).sequence == becomes


def test_a_country_that_keeps_its_clocks_moves_the_instant_and_so_the_number() -> None:
    """The case tzdata-changes-under-you: 19:00 in Vancouver by the clocks of 2025b and of 2026f."""
    by_old_clocks = replace(
        CALL, start=datetime(2027, 1, 22, 3, tzinfo=UTC), end=datetime(2027, 1, 22, 5, tzinfo=UTC)
    )
    assert told(CALL, told(by_old_clocks, None, NEW_YEAR), LATER).sequence == 1


def test_a_meeting_told_for_the_first_time_after_a_change_counts_the_change(session: Session) -> None:
    move_occurrence(session, "full-call/full-338", "2027-05-22T17:00", "")
    cancel_occurrence(session, "full-call/full-339", "hall closed")
    assert [number(session, f"full-call.full-{moon}") for moon in (337, 338, 339)] == [0, 1, 1]


def test_move_cancel_and_restore_count_on(session: Session) -> None:
    seen = [number(session)]
    move_occurrence(session, "full-call/full-338", "2027-05-22T17:00", "")
    seen.append(number(session))
    cancel_occurrence(session, "full-call/full-338", "")
    seen.append(number(session))
    restore_occurrence(session, "full-call/full-338")
    seen.append(number(session))
    assert seen == [0, 1, 2, 3]


def test_cancelled_is_one_and_restored_is_two(session: Session) -> None:
    assert number(session) == 0
    cancel_occurrence(session, "full-call/full-338", "")
    assert number(session) == 1
    restore_occurrence(session, "full-call/full-338")
    assert number(session) == 2


def test_a_change_of_the_rule_raises_its_meetings_by_one_and_no_others(session: Session) -> None:
    exported(session)
    change_rule(session, "full-call", {"local_time": "20:00"})
    calendar = read(exported(session))
    numbers = {part.values["UID"].split(".")[0]: part.values["SEQUENCE"] for part in calendar.all("VEVENT")}
    assert numbers == {"full-call": "1", "new-call": "0", "gathering": "0"}


def test_a_meeting_moved_by_hand_isnt_touched_by_a_change_of_its_rule(session: Session) -> None:
    move_occurrence(session, "full-call/full-338", "2027-05-22T17:00", "")
    assert number(session) == 1
    change_rule(session, "full-call", {"local_time": "20:00"})
    assert number(session) == 1


def test_exporting_twice_changes_nothing_in_the_store(session: Session) -> None:
    first = exported(session)
    seq = session.store.seq
    assert exported(session) == first
    assert session.store.seq == seq


def test_what_is_told_is_written_down_once_for_each_meeting_in_one_transaction(session: Session) -> None:
    seq = session.store.seq
    exported(session)
    (change, *rest) = {(change.seq, change.by, change.why) for change in session.store.changes(seq)}
    assert (change, rest) == ((seq + 1, "folkmoot", "published"), [])
    assert len(records(session)) == len(meetings(session))
    exported(dataclasses.replace(session, now=lambda: LATER))
    assert len(records(session)) == len(meetings(session))


def test_only_what_changed_is_written(session: Session) -> None:
    exported(session)
    cancel_occurrence(session, "full-call/full-338", "")
    seq = session.store.seq
    exported(dataclasses.replace(session, now=lambda: LATER))
    assert [change.collection for change in session.store.changes(seq)] == ["core.published"]
    changed = event(exported(dataclasses.replace(session, now=lambda: LATER)), "full-call.full-338")
    assert (changed.values["CREATED"], changed.values["LAST-MODIFIED"]) == (
        "20270101T000000Z",
        "20270102T000000Z",
    )


def test_the_language_of_whoever_exports_changes_nothing(session: Session) -> None:
    exported(session)
    seq = session.store.seq
    spanish = [replace(meeting, title=f"Llamada {meeting.moon}") for meeting in meetings(session)]
    calendar_file(session, spanish)
    assert session.store.seq == seq


def test_the_title_of_a_rule_changes_its_meetings(session: Session) -> None:
    exported(session)
    change_rule(session, "full-call", {"title": "Moon tea"})
    assert number(session) == 1


def test_a_cancelled_meeting_that_has_ended_is_told_no_more(session: Session) -> None:
    cancel_occurrence(session, "full-call/full-334", "")
    exported(dataclasses.replace(session, now=lambda: YEAR_END))
    assert "full-334" not in [record.key for record in records(session) if record.rule == "full-call"]


@contextmanager
def only_readable(folder: Path) -> Iterator[None]:
    """A folder as members see that of a service account. Root may write anywhere, unless asked as who it is not."""
    if os.getuid() == 0:
        os.setreuid(NOBODY, 0)  # `os.access` asks for the real user; all else goes by the effective one
    else:
        folder.chmod(0o500)
    try:
        yield
    finally:
        if os.geteuid() == 0:
            os.setreuid(0, 0)
        else:
            folder.chmod(0o700)


def test_a_store_that_can_only_be_read_is_told_the_same(session: Session) -> None:
    exported(session)
    cancel_occurrence(session, "full-call/full-338", "")
    path, house = session.store.path, session.house
    before = path.read_bytes()
    with only_readable(path.parent), open_store(path, all_collections(house), clock=lambda: LATER) as store:
        reader = session_in(house, store, handle="ana", now=lambda: LATER, environ={})
        assert store.read_only
        assert number(reader) == 1
    assert path.read_bytes() == before


def test_a_store_that_fails_to_write_is_told_the_same(session: Session) -> None:
    exported(session)
    cancel_occurrence(session, "full-call/full-338", "")
    path, house = session.store.path, session.house
    before = path.read_bytes()
    lock = path.with_suffix(".lock")
    lock.unlink()
    lock.mkdir()  # so that no lock can be held
    with open_store(path, all_collections(house), clock=lambda: LATER) as store:
        reader = session_in(house, store, handle="ana", now=lambda: LATER, environ={})
        assert number(reader) == 1
    assert path.read_bytes() == before


def test_a_store_that_is_busy_is_told_the_same(session: Session) -> None:
    exported(session)
    cancel_occurrence(session, "full-call/full-338", "")
    path, house = session.store.path, session.house
    with open_store(path, all_collections(house), clock=lambda: LATER, patience=0) as store:
        reader = session_in(house, store, handle="ana", now=lambda: LATER, environ={})
        with session.store.transaction(by="ana", why="a long one"):
            assert number(reader) == 1
        assert {record.sequence for record in records(reader)} == {0}, "nothing was written while it was busy"
        assert number(reader) == 1
        assert [record.key for record in records(reader) if record.sequence] == ["full-338"]


def test_two_calendars_made_at_once_count_once(session: Session) -> None:
    exported(session)
    with session.store.reading():  # as old as this is what the second one knows before it writes
        with open_store(session.store.path, all_collections(session.house), clock=lambda: LATER) as store:
            first = session_in(session.house, store, handle="ana", now=lambda: LATER, environ={})
            cancel_occurrence(first, "full-call/full-338", "")
            assert number(first) == 1
            cancelled = meetings(first)
        assert {record.sequence for record in records(session)} == {0}
        assert publish(session, cancelled)["full-call/full-338"].modified == LATER
    assert [record.sequence for record in records(session) if record.key == "full-338"] == [1]


def test_two_first_calendars_made_at_once_write_each_meeting_down_once(session: Session) -> None:
    with session.store.reading():
        with open_store(session.store.path, all_collections(session.house), clock=lambda: LATER) as store:
            exported(session_in(session.house, store, handle="ana", now=lambda: LATER, environ={}))
        assert records(session) == []
        exported(session)
    assert len(records(session)) == len(meetings(session))


def test_a_meeting_that_hangs_on_no_moon_is_recorded_under_its_own_key(session: Session) -> None:
    pulse = replace(CALL, key="circle/7", rule=None, moon=None, sequence=4)
    calendar = read(calendar_file(session, [pulse, *meetings(session)]))
    assert calendar.all("VEVENT")[0].values["SEQUENCE"] == "4"
    assert [record.key for record in records(session) if not record.rule] == ["circle/7"]
    later = replace(pulse, start=pulse.start + timedelta(hours=1), end=pulse.end + timedelta(hours=1))
    assert read(calendar_file(session, [later])).all("VEVENT")[0].values["SEQUENCE"] == "5"
