"""Meetings as an iCalendar file (RFC 5545 and 7986), for whatever calendar people keep.

There is no URL in it: a community has no site of its own yet, and a link that leads nowhere is worse than none.
There is no UID of the whole calendar either: vdirsyncer takes the first UID it reads for the event's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

from icalendar import Alarm, Calendar, Component, Event, vDuration, vText

from folkmoot.api import BadData, Occurrence, Session, clean, dates, zone
from folkmoot_core.rhythm.almanac import moon_of
from folkmoot_core.rhythm.model import Moon, Published
from folkmoot_core.rhythm.publishing import publish
from folkmoot_core.rhythm.vtimezone import timezone
from folkmoot_core.rhythm.wording import moon_words
from folkmoot_core.words import _

PRODUCT = "-//folkmoot//rhythm//EN"
COLOUR = "midnightblue"  # RFC 7986 wants a name of CSS
READ_AGAIN = timedelta(days=1)
ALARM = timedelta(hours=-1)


class Text(vText):
    r"""A TEXT value. The library (7.3) would turn a member's `\N`, as in `C:\Notes`, into a line break."""

    def to_ical(self) -> bytes:
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


def calendar_file(session: Session, occurrences: Sequence[Occurrence]) -> bytes:
    """The calendar of these meetings, in the session's language; what is new in it is recorded as told.

    A cancelled meeting stays, marked, until its end has passed. Raises: UnknownZone.
    """
    now = session.now()
    shown = [meeting for meeting in occurrences if meeting.status != "cancelled" or meeting.end > now]
    told = publish(session, shown)
    calendar = _calendar(session)
    for zone_name, instants in sorted(_instants_by_zone(shown, session.community.zone, now).items()):
        calendar.add_component(timezone(zone_name, min(instants), max(instants)))
    for occurrence in shown:
        calendar.add_component(_event(occurrence, told[occurrence.key], session.store.community_id, now))
    return bytes(calendar.to_ical())


def _calendar(session: Session) -> Calendar:
    name = clean(session.community.name)
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    _add_text(calendar, "NAME", name)
    _add_text(calendar, "X-WR-CALNAME", name)
    _add_text(calendar, "X-WR-TIMEZONE", session.community.zone)
    calendar.add("REFRESH-INTERVAL", vDuration(READ_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(READ_AGAIN))
    calendar.add("COLOR", COLOUR)
    return calendar


def _instants_by_zone(
    occurrences: Iterable[Occurrence], community_zone: str, now: datetime
) -> dict[str, list[datetime]]:
    """The instants that each zone's clocks must tell; with none at all, the community's of today.

    A calendar must hold something, also when no meeting is in it.
    """
    found: dict[str, list[datetime]] = {}
    for occurrence in occurrences:
        if not _told_in_utc(occurrence):
            found.setdefault(occurrence.zone, []).extend((occurrence.start, occurrence.end))
    return found or {community_zone: [now]}


def _event(occurrence: Occurrence, told: Published, community_id: str, now: datetime) -> Component:
    cancelled = occurrence.status == "cancelled"
    title = clean(occurrence.title) or clean(occurrence.kind)
    event = Event()
    event.add("UID", f"{uid_of(occurrence)}@{community_id}")
    event.add("SEQUENCE", told.sequence)
    event.add("DTSTAMP", now)
    event.add("CREATED", told.created)
    event.add("LAST-MODIFIED", told.modified)
    _add_time(event, "DTSTART", occurrence.start, occurrence)
    _add_time(event, "DTEND", occurrence.end, occurrence)
    event.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    _add_text(event, "SUMMARY", _("CANCELLED: {title}", title=title) if cancelled else title)
    _add_text(event, "CATEGORIES", clean(occurrence.kind))
    if lines := _description(occurrence):
        _add_text(event, "DESCRIPTION", "\n".join(lines))
    if not cancelled:
        event.add_component(_alarm(title))
    return event


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", ALARM)
    _add_text(alarm, "DESCRIPTION", title)
    return alarm


def uid_of(occurrence: Occurrence) -> str:
    """What an occurrence is called in this community's calendars: `full-call.full-338`, whenever it takes place.

    One that hangs on no moon has its plugin's own key. Whatever a UID shouldn't hold is percent-encoded.
    """
    if occurrence.rule and occurrence.moon:
        return f"{quote(occurrence.rule, safe='')}.{quote(occurrence.moon, safe='')}"
    return quote(occurrence.key, safe="")


def _add_time(event: Event, name: str, instant: datetime, occurrence: Occurrence) -> None:
    """The wall time in its zone, for that is the promise; or the instant in UTC where wall times mislead."""
    if _told_in_utc(occurrence):
        event.add(name, instant)
        return
    wall = instant.astimezone(zone(occurrence.zone)).replace(tzinfo=None)
    event.add(name, wall, parameters={"TZID": occurrence.zone})


def _told_in_utc(occurrence: Occurrence) -> bool:
    """Whether start or end is a time that the clocks skip or show twice, or the zone is UTC itself.

    RFC 5545 says what such a wall time means (the offset before a gap; the first of two), but readers differ:
    by an hour, or by what tz database they use instead of our VTIMEZONE. An instant in UTC all read alike. Both
    times are told so, for a start in a zone with an end in UTC confuses people who look at the file.
    """
    if occurrence.zone == "UTC" or occurrence.flag is not None:
        return True
    times = (instant.astimezone(zone(occurrence.zone)) for instant in (occurrence.start, occurrence.end))
    return any(time.replace(fold=0).utcoffset() != time.replace(fold=1).utcoffset() for time in times)


def _description(occurrence: Occurrence) -> list[str]:
    lines: list[str] = []
    if moon := _moon_under(occurrence):
        lines.append(_moon_line(moon, occurrence.zone))
    if occurrence.replaced_start:
        was = occurrence.replaced_start.astimezone(zone(occurrence.zone))
        lines.append(_("Moved from {day}, {time}.", day=dates.long_day(was.date()), time=dates.clock(was)))
    if reason := clean(occurrence.reason):
        lines.append(_("Why: {reason}", reason=reason))
    begins = dates.clock(occurrence.local_start)
    if occurrence.flag == "gap" and occurrence.wall_start:
        wall = dates.clock(occurrence.wall_start)
        lines.append(
            _("The clocks go forward and skip {time}: it begins at {begins}.", time=wall, begins=begins)
        )
    elif occurrence.flag == "ambiguous":
        lines.append(_("The clocks go back and show {time} twice: it begins the first time.", time=begins))
    return lines


def _moon_under(occurrence: Occurrence) -> Moon | None:
    """The moon that a meeting hangs on; None where there is none, or none that is known here."""
    try:
        return moon_of(occurrence.moon) if occurrence.moon else None
    except BadData:
        return None


def _moon_line(moon: Moon, zone_name: str) -> str:
    """`Full moon: Thursday, 20 May 2027, 22:59 in Auckland (2027-05-20 10:59 UTC)`."""
    words = moon_words(moon)
    local = moon.instant.astimezone(zone(zone_name))
    return _(
        "{moon}: {day}, {time} in {city} ({instant} UTC)",
        moon=words[:1].upper() + words[1:],
        day=dates.long_day(local.date()),
        time=dates.clock(local),
        city=zone_name.rsplit("/", 1)[-1].replace("_", " "),
        instant=f"{moon.instant:%Y-%m-%d %H:%M}",
    )


def _add_text(component: Component, name: str, text: str) -> None:
    component.add(name, Text(text), encode=False)
