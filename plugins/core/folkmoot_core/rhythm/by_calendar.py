"""From a day of the calendar to a meeting: pure functions, as `rules` has them for the moon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from folkmoot.contributions import Occurrence
from folkmoot.recurring import Start, comes_round, starts_at
from folkmoot_core.rhythm.model import CalendarRule, ChangedOccurrence, SummitSession
from folkmoot_core.rhythm.rules import REACH, as_changed

FORTNIGHT = 14
FIRST_YEAR, LAST_YEAR = 1900, 2200


def meetings_by_calendar(
    rules: Iterable[CalendarRule], changes: Iterable[ChangedOccurrence], start: datetime, end: datetime
) -> list[Occurrence]:
    """Every meeting of the rules that starts in a span (aware; `end` not included), as changed by hand.

    Moved ones count where they are held. Titles are those that people gave (see `given_titles`), which may be empty.
    Raises: UnknownZone.
    """
    changed = {(change.rule, change.key): change for change in changes}
    found: list[Occurrence] = []
    for rule in rules:
        for meeting in _promised(rule, start - REACH, end + REACH):
            held = as_changed(meeting, changed.get((rule.id, slot_of(meeting.key))))
            if start <= held.start < end:
                found.append(held)
    return found


def slot_of(key: str) -> str:
    """What stands behind the rule in a meeting's key: `full-334`, `2027-03-14`, `2027-03-06/dawn`."""
    return key.partition("/")[2]


def given_titles(rules: Iterable[CalendarRule]) -> dict[str, str]:
    """What people called their meetings, by rule; by rule and session (`summit/dawn`) where there are some."""
    titles: dict[str, str] = {}
    for rule in rules:
        titles[rule.id] = rule.title
        for session in rule.sessions:
            titles[f"{rule.id}/{session.id}"] = (
                f"{rule.title}: {session.title}" if rule.title else session.title
            )
    return titles


def day_of(slot: str) -> date | None:
    """The day that a calendar rule gave a meeting; None of a meeting that hangs on a moon."""
    try:
        day = date.fromisoformat(slot.partition("/")[0])
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def summit_of(key: str) -> str:
    """The summit that a session belongs to, `summit/2027-03-06`; empty for what is no session."""
    return key.rpartition("/")[0] if key.count("/") == 2 and day_of(slot_of(key)) else ""


def _promised(rule: CalendarRule, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """The meetings as the rule has them; a summit with sessions is these."""
    near = _first_near(rule.first, start)
    for held in comes_round(rule.recurrence, near, rule.local_time, rule.zone, start, end):
        key, first_day = f"{rule.id}/{held.wall.date()}", held.wall.date()
        if not rule.sessions:
            yield _meeting(rule, key, held, rule)
        for session in rule.sessions:
            yield _meeting(rule, f"{key}/{session.id}", session_start(session, first_day), session)


def session_start(session: SummitSession, first_day: date) -> Start:
    """When a session is held, of a summit that begins on a day."""
    day = first_day + timedelta(days=session.day - 1)
    return starts_at(datetime.combine(day, time.fromisoformat(session.local_time)), session.zone)


def _meeting(rule: CalendarRule, key: str, at: Start, held: CalendarRule | SummitSession) -> Occurrence:
    return Occurrence(
        key=key,
        start=at.instant,
        end=at.instant + timedelta(minutes=held.duration_minutes),
        zone=held.zone,
        title=held.title,
        kind=rule.kind,
        rule=rule.id,
        flag=at.flag,
        wall_start=at.wall,
    )


def _first_near(first: date, start: datetime) -> date:
    """A day near a span from which a rule counts the same: whole fortnights after its first one."""
    fortnights = ((start.date() - first).days - 3) // FORTNIGHT
    return first + timedelta(days=FORTNIGHT * max(0, fortnights))
