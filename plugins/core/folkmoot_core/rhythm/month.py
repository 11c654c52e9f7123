"""A month as rows of text: days with their moons and meetings. No widgets: the page colours it, tests read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from folkmoot.api import Occurrence, dates
from folkmoot_core.rhythm.model import Moon
from folkmoot_core.rhythm.wording import short_kind
from folkmoot_core.words import _, ngettext

Piece = tuple[str, str]  # text and style
NARROW = 11  # columns of a day at 80: seven of them and a margin
WIDE = 16


@dataclass
class Day:
    """One day of the month that is shown."""

    on: date
    inside: bool
    moons: list[Moon] = field(default_factory=list)
    meetings: list[Occurrence] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """The weeks of a month, each of seven days, and everything that happens in it."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]

    def day(self, on: date) -> Day | None:
        """The day of a date, where the month shows it."""
        return next((day for week in self.weeks for day in week if day.on == on), None)

    def span(self) -> tuple[date, date]:
        """First day shown and the day after the last."""
        return self.weeks[0][0].on, self.weeks[-1][-1].on + timedelta(days=1)


def empty_month(within: date, first_weekday: int) -> Month:
    """The weeks around a month; days of its neighbours fill the first and the last."""
    first = within.replace(day=1)
    start = first - timedelta(days=(first.weekday() - first_weekday) % 7)
    weeks: list[tuple[Day, ...]] = []
    while start <= last_of_month(first):
        days = (start + timedelta(days=n) for n in range(7))
        weeks.append(tuple(Day(on, on.month == first.month) for on in days))
        start += timedelta(days=7)
    return Month(first, tuple(weeks))


def last_of_month(first: date) -> date:
    """The last day of the month that begins there."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def fill(month: Month, moons: Iterable[Moon], meetings: Iterable[Occurrence], zone: ZoneInfo) -> Month:
    """Lay moons and meetings on their days, as the clocks of a zone count them."""
    for moon in moons:
        if day := month.day(moon.instant.astimezone(zone).date()):
            day.moons.append(moon)
    for meeting in meetings:
        if day := month.day(meeting.start.astimezone(zone).date()):
            day.meetings.append(meeting)
    return month


def phase_word(moon: Moon) -> str:
    """`new` or `full`, as short as a day's column."""
    return _("new") if moon.phase == "new" else _("full")


def first_row(day: Day, mark: Callable[[Moon], str]) -> str:
    """`23 ○ full`."""
    number = f"{day.on.day:>2}"
    return " ".join([number, *(f"{mark(moon)} {phase_word(moon)}" for moon in day.moons)])


def second_row(day: Day, zone: ZoneInfo, width: int) -> Piece:
    """`call 19:00`; a cancelled one is struck through and says so where there is room."""
    if not day.meetings:
        return ("", "")
    if len(day.meetings) > 1:
        return (ngettext("{count} meeting", "{count} meetings", len(day.meetings)), "")
    meeting = day.meetings[0]
    word = short_kind(meeting.kind)
    if meeting.status == "cancelled":
        return (_("cancelled"), "dim")
    timed = f"{word} {dates.clock(meeting.start.astimezone(zone))}"
    if len(timed) <= width:
        return (timed, "")
    return (word if len(word) <= width else word[: width - 1] + "…", "")


def header(width: int, first_weekday: int) -> str:
    """The names of the days."""
    names = dates.weekday_names()
    return " " + "".join(f"{names[(first_weekday + n) % 7]:<{width}}" for n in range(7)).rstrip()


def rows(
    month: Month,
    cursor: date,
    today: date,
    zone: ZoneInfo,
    width: int,
    mark: Callable[[Moon], str],
    wide_marks: bool = False,
) -> list[list[Piece]]:
    """The rows of all weeks, two a week: pieces of text with a style; the cursor's day is in reverse."""
    drawn: list[list[Piece]] = []
    for week in month.weeks:
        upper: list[Piece] = [(" ", "")]
        lower: list[Piece] = [(" ", "")]
        for day in week:
            room = width - 1
            head = first_row(day, mark)
            extra = len(day.moons) if wide_marks else 0  # an emoji is one character and two columns
            today_word = _("today")
            if day.on == today:
                fits = len(head) + extra + len(today_word) < room
                head = f"{head} {today_word}" if fits else f"*{head.lstrip()}"
            event, style = second_row(day, zone, room)
            base = "" if day.inside else "dim"
            if day.on == cursor:
                base = style = "reverse"
            elif day.on == today:
                base = "bold"
            upper += [(head[:room].ljust(room - extra), base), (" ", "")]
            lower += [
                (event[:room].ljust(room), style if day.inside or day.on == cursor else "dim"),
                (" ", ""),
            ]
        drawn += [upper, lower]
    return drawn


@dataclass(frozen=True)
class AgendaLine:
    """A line below the month: when, what, and the day it belongs to."""

    on: date
    at: datetime
    text: str
    meeting: Occurrence | None = None
    moon: Moon | None = None


def agenda(
    moons: Sequence[Moon],
    meetings: Sequence[Occurrence],
    zone: ZoneInfo,
    moon_text: Callable[[Moon], str],
    meeting_text: Callable[[Occurrence], str],
) -> list[AgendaLine]:
    """Moons and meetings in the order in which they come."""
    lines = [_line(moon.instant.astimezone(zone), moon_text(moon), moon=moon) for moon in moons]
    lines += [_line(item.start.astimezone(zone), meeting_text(item), meeting=item) for item in meetings]
    return sorted(lines, key=lambda line: line.at)


def _line(at: datetime, text: str, meeting: Occurrence | None = None, moon: Moon | None = None) -> AgendaLine:
    return AgendaLine(at.date(), at, text, meeting, moon)
