"""What the core plugin says on Today: the next meetings and moons, a newcomer's first steps, a person's clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from folkmoot.api import Account, Occurrence, Panel, Session, Step, TodayItem, dates, zone
from folkmoot_core.answers.actions import HOSTED, asked_to_host, my_answer
from folkmoot_core.answers.said import said_of
from folkmoot_core.answers.wording import mine_words
from folkmoot_core.gatherings.items import gathering_step
from folkmoot_core.people.actions import few_partners, standing, standing_words
from folkmoot_core.people.cards import card_of
from folkmoot_core.rhythm.almanac import known_part, moons_between
from folkmoot_core.rhythm.calendar import RhythmCalendar
from folkmoot_core.rhythm.whole_summit import once_cancelled
from folkmoot_core.rhythm.wording import meeting_words, moon_words
from folkmoot_core.words import _

SHOWN = 4
ASKING = 2  # of the next meetings: who comes to those is asked
SOON = timedelta(days=3)


def today_items(session: Session) -> Iterable[TodayItem]:
    """What waits, then what comes next."""
    yield from turns_to_host(session)
    yield from next_events(session)
    yield from few_partners(session)


def turns_to_host(session: Session) -> Iterable[TodayItem]:
    """Ask whoever hosted longest ago to host the next meeting that has no host."""
    if session.account is None:
        return
    for item in RhythmCalendar().coming(session, HOSTED, 1):
        if asked_to_host(session, item, session.now()) == session.handle:
            day = dates.day(session.here(item.start).date())
            how = _("folkmoot answer {key} --host", key=item.key) if session.plain else _("a, then h")
            said = _(
                "It is your turn to host: {title}, {day}. Do you? ({how})", title=item.title, day=day, how=how
            )
            yield TodayItem(said, opens=_day_of(session, item.start, item.key), urgency="soon")


def next_events(session: Session) -> Iterable[TodayItem]:
    """The next meetings (a cancelled one among them is said too), the next gathering, new and full moon."""
    now = session.now()
    calendar = RhythmCalendar()
    coming = _next_few(calendar.coming(session, (), SHOWN))
    if 0 < len(coming) < SHOWN:
        coming = _next_few(calendar.coming(session, (), 3 * SHOWN))
    until = coming[-1].start if coming else now + timedelta(days=60)
    gone = [item for item in session.meetings(now, until) if item.status == "cancelled"]
    cancelled = once_cancelled(session.store, gone)
    gatherings = [item for item in calendar.coming(session, ("gathering",), 1) if item not in coming]
    for item in (*coming, *cancelled, *gatherings):
        soon = item.start - now < SOON and item.status != "cancelled"
        text = meeting_words(item, session.zone_name) + _said(session, item, asking=item in coming[:ASKING])
        opens = _day_of(session, item.start, item.key)
        yield TodayItem(text, item.start, opens, "soon" if soon else "calm")
    for moon in moons_between(*known_part(now, now + timedelta(days=31)))[:2]:
        yield TodayItem(moon_words(moon), moon.instant, _day_of(session, moon.instant))


def _next_few(meetings: Iterable[Occurrence]) -> list[Occurrence]:
    """The next meetings; of what comes round every week and of the sessions of a summit, the next one only."""
    found: list[Occurrence] = []
    for item in meetings:
        if item.kind not in ("pulse", "summit") or all(item.rule != other.rule for other in found):
            found.append(item)
    return found[:SHOWN]


def _said(session: Session, item: Occurrence, *, asking: bool) -> str:
    """What this person said to a meeting; of the next ones also how many come, and that an answer is wanted."""
    if session.account is None or item.status == "cancelled":
        return ""
    mine = my_answer(session, item.key)
    if not asking:
        return f" ({mine_words(mine.value)})" if mine else ""
    if mine is not None:
        return said_of(session, item)
    how = _("folkmoot answer {key} yes", key=item.key) if session.plain else "a"
    return said_of(session, item) + " – " + _("do you come? ({how})", how=how)


def _day_of(session: Session, instant: datetime, key: str = "") -> str:
    """Where the rhythm page shows an instant; with a meeting's key, what can be answered there."""
    day = f"rhythm/{session.here(instant).date().isoformat()}"
    return f"{day}/{key}" if key else day


def first_steps(session: Session) -> Iterable[Step]:
    """What helps a newcomer to be in time: their own time zone, and a look at what comes."""
    if session.account is None:
        return
    yield Step(
        _("Say which time zone you live in, so that times are yours."), "you", bool(session.account.zone)
    )
    card = card_of(session, session.handle)
    yield Step(_("Say how others reach you, and what you need."), "people/+card", card is not None)
    yield from gathering_step(session)
    yield Step(_("See the month: its moons, its calls."), "rhythm", key="month")


def person_panels(session: Session, account: Account) -> Iterable[Panel]:
    """What a person is here, and what time it is for them."""
    if session.account is not None and account.handle == session.account.handle:  # others' cards say it above
        yield Panel(_("In this community"), (standing_words(standing(session, account.handle)),))
    yield from clock_panel(session, account)


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
