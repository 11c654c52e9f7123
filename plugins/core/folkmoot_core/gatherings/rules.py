"""Who has a place, when it is marked who came, and when somebody is missed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from folkmoot.zones import utc_at, zone

MARKING = timedelta(days=14)  # for so long after a gathering it is marked who came
YEAR = timedelta(days=365)
FIRST_ALONE = timedelta(days=30)  # for so long only the person themselves is told that they are missed


class Seats(NamedTuple):
    """Who has a place, and who waits for one, each in the order of saying yes."""

    coming: tuple[str, ...]
    waiting: tuple[str, ...]


def seats(yes: Sequence[str], hosts: Collection[str], capacity: int) -> Seats:
    """Places go to those who host, then in the order of saying yes; a capacity of 0 has room for all."""
    if not capacity or len(yes) <= capacity:
        return Seats(tuple(yes), ())
    first = [handle for handle in yes if handle in hosts]
    others = [handle for handle in yes if handle not in hosts]
    room = max(0, capacity - len(first))
    placed = {*first, *others[:room]}
    return Seats(tuple(handle for handle in yes if handle in placed), tuple(others[room:]))


def marking_span(start: datetime, end: datetime, zone_name: str) -> tuple[datetime, datetime]:
    """From when until when it is marked who came: from the morning of its first day, by its own clock."""
    day = start.astimezone(zone(zone_name)).date()
    return utc_at(datetime.combine(day, time()), zone_name), end + MARKING


def missed_from(came: datetime | None, since: datetime | None, held: Iterable[datetime]) -> datetime | None:
    """From when on somebody is missed: a year after they were last there, or came in, and never before a gathering.

    `held` are the starts of gatherings that took place: without one since then, nobody could have come.
    """
    last = came or since
    if last is None:
        return None
    later = [start for start in held if start > last]
    return max(last + YEAR, min(later)) if later else None


def missed_by_others(missed: datetime | None, held: Iterable[datetime], now: datetime) -> bool:
    """Whether the Partners see it too: a month later, or once a further gathering has passed without them."""
    if missed is None or now < missed:
        return False
    return now >= missed + FIRST_ALONE or any(missed < start < now for start in held)
