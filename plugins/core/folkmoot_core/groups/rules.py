"""What holds for groups: their sizes, when they look back, whose turn it is to host, on which days they meet."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from folkmoot_core.groups.model import Asking, Group, Pace, Pulse, Seat

FEWEST, MOST = 3, 6  # people in a home group
SPLITS = 7  # so many may sit in one: it is the moment at which it becomes two
MONTHS = 3  # between two retrospectives
DAY = timedelta(days=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STEP: Mapping[Pace, int] = {"weekly": 7, "fortnightly": 14}

Hint = Literal["split", "grow"]


def hint_for(people: int) -> Hint | None:
    """What a home group of so many might think about."""
    if people >= SPLITS:
        return "split"
    return "grow" if people < FEWEST else None


def room_in(people: int) -> int:
    """How many a home group still has room for."""
    return max(0, MOST - people)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def looks_back_on(group: Group) -> date:
    """When the next retrospective is due: three months after the last one, or after the beginning."""
    return months_later(group.looked_back or group.began.date(), MONTHS)


def past_its_end(group: Group, today: date) -> bool:
    """Whether an open group's end has come."""
    return group.closed is None and group.until is not None and group.until <= today


def still_needed(asking: Asking, own_groups: Iterable[int]) -> set[int]:
    """The groups whose yes is missing: of the one asked, and of those that the person is in already."""
    return {asking.group, *own_groups} - {*asking.yes}


# -- the pulse ---------------------------------------------------------------------------------------------


def on_weekday(weekday: int, since: date) -> date:
    """The first day of a weekday (Monday 1) that is not before a day."""
    return since + (weekday - since.isoweekday()) % 7 * DAY


def rule_of(pulse: Pulse) -> str:
    """The pulse as RFC 5545 says it."""
    if pulse.every != "monthly":
        return f"FREQ=WEEKLY;INTERVAL={STEP[pulse.every] // 7}"
    place = (pulse.first.day - 1) // 7 + 1
    return f"FREQ=MONTHLY;BYDAY={place if place < 5 else -1}{WEEKDAYS[pulse.weekday - 1]}"


def counted_from(pulse: Pulse, day: date) -> date:
    """A day from which the pulse can be counted as well as from its first: not after `day`, and near it."""
    if pulse.first >= day:
        return pulse.first
    if pulse.every == "monthly":
        return max(pulse.first, day - 40 * DAY)
    step = STEP[pulse.every]
    return pulse.first + (day - pulse.first).days // step * step * DAY


# -- whose turn it is to host ------------------------------------------------------------------------------


class Meeting(NamedTuple):
    """One pulse as the turns see it: its day, who took hosting on, who does not come."""

    day: date
    hosts: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()


def turns(seats: Sequence[Seat], meetings: Iterable[Meeting]) -> list[str | None]:
    """Who hosts each of a group's meetings, in their order: who took it on, else who hosted longest ago.

    Who never did waits from the day on which they came: nobody new has to host before those who were there.
    Passed over are those who were not in the group yet, and those whom a meeting is without. None where nobody is
    left.
    """
    hosted = {seat.account: (seat.hosted or seat.since, seat.hosted is not None) for seat in seats}
    since = {seat.account: seat.since for seat in seats}
    found: list[str | None] = []
    for meeting in meetings:
        took = next((handle for handle in meeting.hosts if handle in hosted), None)
        there = [one for one in hosted if since[one] <= meeting.day and one not in meeting.without]
        host = took or min(there, key=lambda one: (*hosted[one], since[one], one), default=None)
        if host is not None:
            hosted[host] = meeting.day, True
        found.append(host)
    return found
