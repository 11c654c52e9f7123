"""When circles meet: their plans on the calendar, as moved and cancelled; shown to the members of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from folkmoot.api import NotFound, Occurrence, Reader, Session, Store, Stored, comes_round, starts_at
from folkmoot_sociocracy.circles.actions import all_circles, is_in
from folkmoot_sociocracy.circles.model import Circle, Holder, Membership
from folkmoot_sociocracy.circles.rules import LINKS, holds, members_on
from folkmoot_sociocracy.meetings.model import ChangedMeeting, Plan
from folkmoot_sociocracy.words import _

REACH = timedelta(days=31)  # how far a meeting may be moved
DAY = timedelta(days=1)
AHEAD = timedelta(days=62)


def key_of(plan: int, day: date) -> str:
    """What a meeting is called in the rhythm: by its plan and the day it was meant for."""
    return f"circle-{plan}/{day.isoformat()}"


def plan_and_day(key: str) -> tuple[int, date] | None:
    """The plan and the day of a key; None where it is another meeting's."""
    name, _slash, day = key.partition("/")
    number = name.removeprefix("circle-")
    if name == number or not number.isdigit():
        return None
    try:
        return int(number), date.fromisoformat(day)
    except ValueError:
        return None


def occurrences(reader: Reader, start: datetime, end: datetime, handle: str) -> Iterator[Occurrence]:
    """The meetings of somebody's circles that start in a span."""
    if not handle:
        return
    circles, on = all_circles(reader), start.date()
    mine = {one.value.circle for one in reader.collection(Membership).find(account=handle)}
    for held in reader.collection(Holder).find(account=handle):
        if held.value.role in LINKS and holds(held.value, on) and held.value.circle in circles:
            above = circles[held.value.circle].parent
            mine |= {above} if above is not None else set()
    for number in sorted(mine):
        if number in circles:
            whom = _members(reader, number, circles, on)
            if handle in whom:
                yield from of_circle(reader, number, start, end, whom=whom)


def _members(reader: Reader, circle: int, circles: dict[int, Circle], on: date) -> tuple[str, ...]:
    memberships = [one.value for one in reader.collection(Membership).find(circle=circle)]
    below = [number for number, one in circles.items() if one.parent == circle]
    holders = [one.value for number in below for one in reader.collection(Holder).find(circle=number)]
    found = members_on(circle, circles, memberships, holders, on)
    return tuple(sorted(handle for handle in found if is_in(reader, handle)))


def of_circle(
    reader: Reader | Store, circle: int, start: datetime, end: datetime, whom: Iterable[str] = ()
) -> list[Occurrence]:
    """The meetings of a circle that start in a span (aware; `end` not included), by start; cancelled ones too."""
    found = [
        item
        for plan in reader.collection(Plan).find(circle=circle)
        for item in _of_plan(reader, plan, start, end, tuple(whom))
    ]
    return sorted(found, key=lambda item: item.start)


def _of_plan(
    reader: Reader | Store, stored: Stored[Plan], start: datetime, end: datetime, whom: tuple[str, ...]
) -> Iterator[Occurrence]:
    plan, circle = stored.value, reader.collection(Circle).get(stored.value.circle).value
    ends = [day for day in (plan.ended, circle.closed) if day is not None]
    changed = {one.value.day: one.value for one in reader.collection(ChangedMeeting).find(plan=stored.id)}
    rule = plan.rule or "FREQ=DAILY;COUNT=1"
    for promised in comes_round(rule, plan.first, plan.at, plan.zone, start - REACH, end + REACH):
        day = promised.wall.date()
        if ends and day >= min(ends):
            return
        change = changed.get(day)
        moved = change is not None and bool(change.start)
        now = starts_at(datetime.fromisoformat(change.start), plan.zone) if change and moved else promised
        if start <= now.instant < end:
            key = key_of(stored.id, day)
            yield Occurrence(
                key=key,
                start=now.instant,
                end=now.instant + timedelta(minutes=plan.minutes),
                zone=plan.zone,
                title=circle.name,
                kind="meeting",
                status="confirmed" if change is None else "moved" if moved else "cancelled",
                for_whom=whom,
                rule=f"circle-{stored.id}",
                flag=now.flag,
                reason=change.reason if change else "",
                sequence=change.sequence if change else 0,
                wall_start=now.wall,
                replaced_start=promised.instant if moved else None,
                opens=f"meeting/{key}",
            )


def at_key(reader: Reader | Store, key: str) -> tuple[Stored[Plan], Occurrence]:
    """A plan and one of its meetings, by the key. Raises: NotFound."""
    found = plan_and_day(key)
    if found is not None:
        number, day = found
        with_plan = next(iter(_plans(reader, number)), None)
        if with_plan is not None:
            noon = starts_at(datetime(day.year, day.month, day.day, 12), with_plan.value.zone).instant  # noqa: DTZ001  # a wall time
            for item in _of_plan(reader, with_plan, noon - REACH, noon + REACH, ()):
                if item.key == key:
                    return with_plan, item
    raise NotFound(_("There is no meeting of a circle “{key}”. “folkmoot meeting” lists them.", key=key))


def _plans(reader: Reader | Store, number: int) -> Iterator[Stored[Plan]]:
    try:
        yield reader.collection(Plan).get(number)
    except NotFound:
        return


def coming(session: Session, circle: int, ahead: timedelta = AHEAD) -> list[Occurrence]:
    """The meetings of a circle to come, and those that go on by the calendar."""
    now = session.now()
    return [item for item in of_circle(session.store, circle, now - DAY, now + ahead) if item.end > now]


def next_of(session: Session, circle: int) -> Occurrence | None:
    """The next meeting of a circle that is not cancelled."""
    found = [item for item in coming(session, circle) if item.status != "cancelled"]
    later = [item for item in found if item.start > session.now()]
    return next(iter(later or found), None)
