"""When groups meet: their pulses on the calendar as moved and skipped, and who hosts the next one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from msgspec.structs import replace as evolve

from folkmoot.api import NotFound, Occurrence, Reader, Session, Store, Stored, utc_at
from folkmoot.contributions import OccurrenceStatus
from folkmoot.recurring import comes_round, starts_at
from folkmoot_core.answers.model import Answer
from folkmoot_core.groups.kept import group_of, groups_with, people_in, seats_in
from folkmoot_core.groups.model import ChangedPulse, Group, Seat
from folkmoot_core.groups.rules import Meeting, counted_from, rule_of, turns
from folkmoot_core.people.away import away_among
from folkmoot_core.words import _

REACH = timedelta(days=16)  # a moved pulse is within two weeks of its day
AHEAD = timedelta(days=62)  # in which every pulse comes round
DAY = timedelta(days=1)


def key_of(number: int, day: date) -> str:
    """What answers and calendars call a pulse: by its group and the day it was meant for."""
    return f"group-{number}/{day.isoformat()}"


def group_number(key: str) -> int | None:
    """The group of a pulse's key; None where it is another meeting's."""
    name, _slash, _day = key.partition("/")
    number = name.removeprefix("group-")
    return int(number) if name != number and number.isdigit() else None


def occurrences(reader: Reader, start: datetime, end: datetime, handle: str) -> Iterator[Occurrence]:
    """The pulses of somebody's home groups that start in a span, skipped ones too."""
    if not handle:
        return
    for group in groups_with(reader, handle, "home"):
        yield from pulses(reader, group, start, end)


def pulses(reader: Reader | Store, stored: Stored[Group], start: datetime, end: datetime) -> list[Occurrence]:
    """A group's pulses that start in a span (aware; `end` not included), by start; those that others see."""
    group = stored.value
    if group.pulse is None:
        return []
    changed = {one.value.day: one.value for one in reader.collection(ChangedPulse).find(group=stored.id)}
    whom = people_in(reader, stored.id)
    found = []
    first = counted_from(group.pulse, (start - REACH).date())
    pulse = group.pulse
    for promised in comes_round(rule_of(pulse), first, pulse.at, pulse.zone, start - REACH, end + REACH):
        day = promised.wall.date()
        change = changed.get(day)
        now = (
            starts_at(datetime.fromisoformat(change.start), pulse.zone)
            if change and change.start
            else promised
        )
        if start <= now.instant < end:
            found.append(
                Occurrence(
                    key=key_of(stored.id, day),
                    start=now.instant,
                    end=now.instant + timedelta(minutes=pulse.minutes),
                    zone=pulse.zone,
                    title=group.name,
                    kind="pulse",
                    status=_status(change),
                    for_whom=whom,
                    rule=f"group-{stored.id}",
                    flag=now.flag,
                    reason=change.reason if change else "",
                    sequence=change.sequence if change else 0,
                    wall_start=now.wall,
                    replaced_start=promised.instant if now != promised else None,
                    opens=f"groups/{stored.id}",
                )
            )
    return sorted(found, key=lambda item: (item.start, item.key))


def _status(change: ChangedPulse | None) -> OccurrenceStatus:
    if change is None or change.action == "restore":
        return "confirmed"
    return "cancelled" if change.action == "skip" else "moved"


def pulse_of(reader: Reader | Store, number: int, day: date) -> Occurrence:
    """One pulse by the day that it was meant for. Raises: NotFound."""
    group = group_of(reader, number)
    around = datetime.combine(day, time(12))
    if group.value.pulse is not None and group.value.closed is None:
        noon = utc_at(around, group.value.pulse.zone)
        for item in pulses(reader, group, noon - 2 * REACH, noon + 2 * REACH):
            if item.key == key_of(number, day):
                return item
    raise NotFound(_("{name} has no meeting on {day}.", name=group.value.name, day=day.isoformat()))


def next_pulses(session: Session, group: Stored[Group], count: int = 1) -> list[Occurrence]:
    """A group's next pulses that take place, running ones too."""
    now = session.now()
    found: list[Occurrence] = []
    for ahead in (AHEAD, 4 * AHEAD):
        items = pulses(session.store, group, now - DAY, now + ahead)
        found = [item for item in items if item.status != "cancelled" and item.end > now]
        if len(found) >= count:
            break
    return found[:count]


# -- whose turn it is --------------------------------------------------------------------------------------


def host_of(session: Session, meeting: Occurrence) -> str | None:
    """Who hosts a group's meeting: who took it on, else whose turn it is. Raises: NotFound.

    People who are away are passed over in what is to come.
    """
    number = group_number(meeting.key)
    if number is None:
        return None
    group = group_of(session.store, number)
    items = _held(session.store, group, meeting.start + timedelta(seconds=1))
    if not items or items[-1].key != meeting.key:
        return None
    now = session.now()
    seats = [seat.value for seat in seats_in(session.store, number)]
    away = away_among(session, (seat.account for seat in seats))
    seen = [_as_meeting(session.store, item, away if item.end > now else {}) for item in items]
    return turns(seats, seen)[-1]


def seats_as_hosted(
    reader: Reader | Store, group: Stored[Group], now: datetime
) -> list[tuple[Stored[Seat], Seat]]:
    """Each seat of a group, and how it is once the turns so far are written down in it.

    That is done before people or pulse change: what was is not counted again by other rules.
    """
    items = _held(reader, group, now)
    stored = seats_in(reader, group.id)
    hosts = turns([seat.value for seat in stored], [_as_meeting(reader, item, {}) for item in items])
    last = {host: item.local_start.date() for host, item in zip(hosts, items, strict=True)}
    return [
        (seat, evolve(seat.value, hosted=last.get(seat.value.account, seat.value.hosted))) for seat in stored
    ]


def _held(reader: Reader | Store, group: Stored[Group], until: datetime) -> list[Occurrence]:
    """The pulses that are not skipped, since turns were last written down."""
    found = pulses(reader, group, group.value.turns_from, until)
    return [item for item in found if item.status != "cancelled"]


def _as_meeting(reader: Reader | Store, item: Occurrence, away: Mapping[str, date]) -> Meeting:
    said = [one.value for one in reader.collection(Answer).find(occurrence=item.key)]
    day = item.local_start.date()
    absent = {one.account for one in said if one.says == "no"}
    absent |= {handle for handle, until in away.items() if day <= until}
    return Meeting(day, tuple(one.account for one in said if one.hosts), frozenset(absent))
