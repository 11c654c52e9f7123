"""A summit as a whole, read from its sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from msgspec.structs import replace

from folkmoot.api import Occurrence, Reader
from folkmoot_core.rhythm.by_calendar import day_of, slot_of, summit_of
from folkmoot_core.rhythm.calendar import occurrences, summit_title
from folkmoot_core.rhythm.model import CalendarRule
from folkmoot_core.rhythm.rules import REACH


class Summit(NamedTuple):
    """One summit: the key of the whole (`summit/2027-03-06`), what it is called, its sessions by start."""

    key: str
    title: str
    sessions: tuple[Occurrence, ...]

    @property
    def held(self) -> tuple[Occurrence, ...]:
        """The sessions that are not cancelled; where all are, these."""
        return tuple(one for one in self.sessions if one.status != "cancelled") or self.sessions

    @property
    def first_day(self) -> date:
        """The day on which it begins, by the clock of its first session."""
        return self.held[0].local_start.date()


def whole_of(reader: Reader, key: str) -> Summit | None:
    """The summit with this key, or to which a session with this key belongs; None where it is no summit's."""
    name = summit_of(key) or key
    day, rule = day_of(slot_of(name)), reader.collection(CalendarRule).first(id=name.partition("/")[0])
    if day is None or rule is None or not rule.value.sessions:
        return None
    about = datetime.combine(day, time(12), UTC)
    around = occurrences(reader, about - 2 * REACH, about + 2 * REACH)
    found = tuple(one for one in around if summit_of(one.key) == name)
    return Summit(name, summit_title(rule.value), found) if found else None


def once_cancelled(reader: Reader, cancelled: Sequence[Occurrence]) -> list[Occurrence]:
    """Cancelled meetings; of a summit that is cancelled as a whole its first session, called as the whole is."""
    told: list[Occurrence] = []
    wholes: set[str] = set()
    for one in cancelled:
        name = summit_of(one.key)
        if name in wholes:
            continue
        whole = whole_of(reader, one.key) if name else None
        if whole is not None and all(each.status == "cancelled" for each in whole.sessions):
            wholes.add(name)
            one = replace(one, title=whole.title)
        told.append(one)
    return told
