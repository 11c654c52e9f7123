"""Meetings as they are read: one of them, those of some circles, their minutes; and who may what."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from folkmoot.api import NotFound, Reader, Session, Store, Stored, utc_at
from folkmoot_sociocracy.circles.actions import circles_with, is_member, members_of
from folkmoot_sociocracy.circles.model import Circle
from folkmoot_sociocracy.meetings.accepting import standing
from folkmoot_sociocracy.meetings.model import Line, Meeting, Topic
from folkmoot_sociocracy.words import _

LATEST, GONE = 100, 100  # how many are looked at; and how many may have been cancelled before they began


def meeting_of(session: Session, number: int, reader: Reader | None = None) -> Stored[Meeting]:
    """A meeting by its number. Raises: NotAllowed, NotFound."""
    session.must("meetings.see")
    try:
        return (reader or session.store).collection(Meeting).get(number)
    except NotFound:
        raise NotFound(
            _("There is no meeting {number}. “folkmoot meeting” lists them.", number=number)
        ) from None


def with_key(reader: Reader | Store, key: str) -> Stored[Meeting] | None:
    """The meeting whose agenda was drawn up for an occurrence."""
    return reader.collection(Meeting).first(key=key) if key else None


def meetings_in(session: Session, circle: int) -> list[Stored[Meeting]]:
    """The meetings of a circle, the latest first. Raises: NotAllowed."""
    session.must("meetings.see")
    found = session.store.collection(Meeting).find(circle=circle)
    return sorted(found, key=lambda one: (one.value.start, one.id), reverse=True)


def latest_of_all(session: Session) -> list[Stored[Meeting]]:
    """The latest meetings of all circles, without reading those of all years."""
    collection = session.store.collection(Meeting)
    found: list[Stored[Meeting]] = []
    for number in range(collection.count() + GONE, max(0, collection.count() - LATEST), -1):
        with suppress(NotFound):
            found.append(collection.get(number))
    return found


def mine(session: Session) -> tuple[int, ...]:
    """The circles of who looks, by number."""
    return tuple(sorted(circles_with(session, session.handle))) if session.account else ()


def running(meetings: Sequence[Stored[Meeting]]) -> list[Stored[Meeting]]:
    """Those that go on now."""
    return [one for one in meetings if one.value.started and not one.value.closed]


def waiting(meetings: Sequence[Stored[Meeting]], now: datetime) -> list[Stored[Meeting]]:
    """Those whose minutes wait for objections, or for being put right."""
    return [one for one in meetings if standing(one.value, now) in ("waiting", "opened")]


def last_before(session: Session, stored: Stored[Meeting]) -> Stored[Meeting] | None:
    """The meeting of the same circle before this one."""
    before = [one for one in meetings_in(session, stored.value.circle) if one.value.closed]
    return next(
        (one for one in before if one.id != stored.id and one.value.start <= stored.value.start), None
    )


def lines_of(session: Session, number: int, reader: Reader | None = None) -> list[Stored[Line]]:
    """The minutes of a meeting, in the order in which they were written."""
    return (reader or session.store).collection(Line).find(meeting=number)


def line_of(session: Session, number: int, line: int, reader: Reader | None = None) -> Stored[Line]:
    """One line of the minutes. Raises: NotFound."""
    for one in lines_of(session, number, reader):
        if one.id == line:
            return one
    raise NotFound(_("These minutes have no line {number}.", number=line))


def backlog_of(session: Session, circle: int, reader: Reader | None = None) -> list[Stored[Topic]]:
    """What waits in a circle's backlog, the oldest first."""
    found = (reader or session.store).collection(Topic).find(circle=circle)
    return [one for one in found if one.value.state == "open"]


def topic_of(session: Session, number: int, reader: Reader | None = None) -> Stored[Topic]:
    """One topic of a backlog. Raises: NotAllowed, NotFound."""
    session.must("meetings.see")
    try:
        return (reader or session.store).collection(Topic).get(number)
    except NotFound:
        raise NotFound(
            _("There is no topic {number}. “folkmoot meeting backlog” lists them.", number=number)
        ) from None


def at_wall(typed: str, zone_name: str) -> datetime:
    """The instant of a wall time as it is typed and kept: `2027-01-14 19:00`."""
    return utc_at(datetime.fromisoformat(typed), zone_name)


def name_of_circle(session: Session, number: int) -> str:
    """What a circle is called, or was before it was closed."""
    return session.store.collection(Circle).get(number).value.name


# -- who may -----------------------------------------------------------------------------------------------


def may_plan(session: Session, subject: object = None) -> bool:
    """Full members of a circle (its number); with none named, whoever is in one."""
    if session.account is None:
        return False
    return is_member(session, subject) if isinstance(subject, int) else bool(mine(session))


def may_take_part(session: Session, subject: object = None) -> bool:
    """Full members of the circle that meets; where it was closed meanwhile, those who were when it opened."""
    if session.account is None:
        return False
    if not isinstance(subject, Meeting):
        return bool(mine(session))
    return session.handle in (members_of(session, subject.circle) or subject.members)


def may_lead(session: Session, subject: object = None) -> bool:
    """Whoever facilitates the meeting."""
    if session.account is None:
        return False
    return not isinstance(subject, Meeting) or session.handle == subject.facilitator
