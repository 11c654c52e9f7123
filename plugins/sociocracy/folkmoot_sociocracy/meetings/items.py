"""Meetings on Today and in letters: few lines, each where it can be done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from folkmoot.api import DigestItem, Session, Stored, TodayItem
from folkmoot_sociocracy.circles.actions import running as roles_now
from folkmoot_sociocracy.meetings.accepting import standing, until
from folkmoot_sociocracy.meetings.calendar import coming
from folkmoot_sociocracy.meetings.model import Meeting
from folkmoot_sociocracy.meetings.reading import latest_of_all, meetings_in, mine, name_of_circle, with_key
from folkmoot_sociocracy.meetings.rounds import able, current, here
from folkmoot_sociocracy.meetings.wording import step_title
from folkmoot_sociocracy.words import _

SOON = timedelta(days=2)  # before a meeting, somebody draws its agenda up
FORGOTTEN = timedelta(hours=12)  # a meeting that nobody ended is not called out for ever
LATELY = timedelta(days=14)


def today_items(session: Session) -> Iterable[TodayItem]:
    """What one's circles' meetings ask for now."""
    if session.account is None:
        return
    own = mine(session)
    for stored in latest_of_all(session):
        if stored.value.circle not in own and session.handle in here(stored.value):
            yield from _of_meeting(session, stored)  # its circle was closed, or left, while it goes on
    for circle in own:
        for stored in meetings_in(session, circle):
            yield from _of_meeting(session, stored)
            if stored.value.start < session.now() - LATELY:
                break
        yield from _to_prepare(session, circle)


def _of_meeting(session: Session, stored: Stored[Meeting]) -> Iterable[TodayItem]:
    meeting, me, opens = stored.value, session.handle, f"meeting/{stored.id}"
    name, now = name_of_circle(session, meeting.circle), session.now()
    if meeting.started and not meeting.closed and now - meeting.started < FORGOTTEN:
        asked, step = current(meeting), step_title(meeting.now_at)
        if me not in here(meeting):
            said = _("{circle} meets now, at “{step}”. Come in.", circle=name, step=step)
        elif asked is not None and me in able(asked):
            said = _("{circle} meets now, and it is your turn: “{step}”.", circle=name, step=step)
        else:
            said = _("{circle} meets now, at “{step}”. You are in.", circle=name, step=step)
        yield TodayItem(said, opens=opens, urgency="now")
        return
    stands = standing(meeting, now)
    if stands == "opened" and me in (meeting.secretary, meeting.facilitator):
        said = _("Somebody objected to the minutes of {circle}. Put them right.", circle=name)
        yield TodayItem(said, opens=opens, urgency="soon")
    elif stands == "waiting":
        said = _("Minutes of {circle}: they count, unless somebody objects by then.", circle=name)
        yield TodayItem(said, until(meeting), opens)


def _to_prepare(session: Session, circle: int) -> Iterable[TodayItem]:
    """The agenda of the next meeting, for whoever facilitates."""
    leads = roles_now(session, circle).get("facilitator")
    if leads is None or leads.value.account != session.handle:
        return
    for item in coming(session, circle, SOON):
        if item.status != "cancelled" and with_key(session.store, item.key) is None:
            said = _("Draw up the agenda of {circle} from its backlog.", circle=item.title)
            yield TodayItem(said, item.start, f"meeting/{item.key}", "soon")


def told_since(session: Session, since: datetime) -> Iterable[DigestItem]:
    """Circles that met, with where their minutes are."""
    if not session.may("meetings.see").allowed:
        return
    for stored in latest_of_all(session):
        meeting = stored.value
        if meeting.ended is not None and meeting.ended >= since:
            said = _("{circle} met; its minutes can be read.", circle=name_of_circle(session, meeting.circle))
            yield DigestItem(meeting.ended, said, f"meeting/{stored.id}", meeting.facilitator)
