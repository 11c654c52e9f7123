"""What the core plugin says on Today: the next meetings and moons, a newcomer's first steps, a person's clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from folkmoot.api import Account, Panel, Session, Step, TodayItem, dates, zone
from folkmoot_core.rhythm.almanac import known_part, moons_between
from folkmoot_core.rhythm.calendar import RhythmCalendar, occurrences
from folkmoot_core.rhythm.wording import meeting_words, moon_words
from folkmoot_core.words import _

SHOWN = 4
SOON = timedelta(days=3)


def next_events(session: Session) -> Iterable[TodayItem]:
    """The next meetings (a cancelled one among them is said too), the next gathering, new and full moon."""
    now = session.now()
    calendar = RhythmCalendar()
    coming = calendar.coming(session, (), SHOWN)
    until = coming[-1].start if coming else now + timedelta(days=60)
    cancelled = [item for item in occurrences(session.store, now, until) if item.status == "cancelled"]
    gatherings = [item for item in calendar.coming(session, ("gathering",), 1) if item not in coming]
    for item in (*coming, *cancelled, *gatherings):
        soon = item.start - now < SOON and item.status != "cancelled"
        text = meeting_words(item, session.zone_name)
        yield TodayItem(text, item.start, _day_of(session, item.start), "soon" if soon else "calm")
    for moon in moons_between(*known_part(now, now + timedelta(days=31)))[:2]:
        yield TodayItem(moon_words(moon), moon.instant, _day_of(session, moon.instant))


def _day_of(session: Session, instant: datetime) -> str:
    """Where the rhythm page shows an instant."""
    return f"rhythm/{session.here(instant).date().isoformat()}"


def first_steps(session: Session) -> Iterable[Step]:
    """What helps a newcomer to be in time: their own time zone."""
    if session.account is not None:
        yield Step(
            _("Say which time zone you live in, so that times are yours."), "you", bool(session.account.zone)
        )


def clock_panel(session: Session, account: Account) -> Iterable[Panel]:
    """What time it is for a person, and when the next meeting is by their clock."""
    theirs = zone(account.zone or session.community.zone)
    now = session.now()
    own = session.account is not None and account.handle == session.account.handle
    lines = [] if own else [_("It is {time} there.", time=dates.clock(now.astimezone(theirs)))]
    for item in RhythmCalendar().coming(session, (), 1):
        when = dates.when(item.start.astimezone(theirs), now.astimezone(theirs))
        lines.append(_("Next: {title}, {when}.", title=item.title, when=when))
    if lines:
        yield Panel(_("Rhythm"), tuple(lines))
