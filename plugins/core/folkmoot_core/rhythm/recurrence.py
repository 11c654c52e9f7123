"""Meetings that come round by the calendar instead of the moon: RFC 5545 rules on the wall clock of one zone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

import msgspec

from folkmoot_core.rhythm.model import WEEKDAYS

DAY = timedelta(days=1)
QUARTERS = (3, 6, 9, 12)
LONGEST = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}  # days of the months that have fewer than 31, at most

Often = Literal["weekly", "fortnightly", "monthly", "quarterly"]


class Recurring(msgspec.Struct, frozen=True, kw_only=True):
    """How a meeting comes round, in plain fields; `quarterly` is monthly in some `months` only.

    `weekday` is ISO (Monday 1 to Sunday 7). Of a month it is the first to the fifth (`which` 1 to 5) or the last
    (-1); with `which` 0 the day of the month (`month_day`) counts instead.
    """

    often: Often
    weekday: int = 7
    which: int = 1
    month_day: int = 1
    months: tuple[int, ...] = ()


def rrule_of(recurring: Recurring) -> str:
    """The RRULE of plain fields: `FREQ=MONTHLY;BYDAY=2SU`."""
    weekday = WEEKDAYS[recurring.weekday - 1]
    if recurring.often in ("weekly", "fortnightly"):
        every = ";INTERVAL=2" if recurring.often == "fortnightly" else ""
        return f"FREQ=WEEKLY{every};BYDAY={weekday}"
    months = recurring.months if recurring.often == "quarterly" else ()
    within = f";BYMONTH={','.join(str(month) for month in sorted(set(months)))}" if months else ""
    day = f"BYDAY={recurring.which}{weekday}" if recurring.which else f"BYMONTHDAY={recurring.month_day}"
    return f"FREQ=MONTHLY{within};{day}"


def recurring_of(rrule: str) -> Recurring:
    """The plain fields of an RRULE that was made of some."""
    parts = dict(part.split("=", 1) for part in rrule.split(";"))
    found = re.fullmatch(r"(-?\d)?([A-Z]{2})", parts.get("BYDAY", ""))
    weekday = WEEKDAYS.index(found[2]) + 1 if found else 7
    if parts["FREQ"] == "WEEKLY":
        return Recurring(often="fortnightly" if "INTERVAL" in parts else "weekly", weekday=weekday)
    months = tuple(int(month) for month in parts["BYMONTH"].split(",")) if "BYMONTH" in parts else ()
    return Recurring(
        often="quarterly" if months else "monthly",
        weekday=weekday,
        which=int(found[1]) if found else 0,
        month_day=int(parts.get("BYMONTHDAY", 1)),
        months=months,
    )


def never_comes(recurring: Recurring) -> bool:
    """Whether none of its months has its day: 31 November, say. A fifth Sunday is only rare."""
    if recurring.often != "quarterly" or recurring.which:
        return False
    return all(recurring.month_day > LONGEST.get(month, 31) for month in recurring.months)


def first_by_date(recurring: Recurring, first: date) -> date:
    """The first day on or after another that a rule by the day of the month gives (one that comes at all)."""
    months = recurring.months or tuple(range(1, 13))
    day = first
    while day.day != recurring.month_day or day.month not in months:
        day += DAY
    return day
