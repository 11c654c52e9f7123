"""What gatherings say on Today, on people's cards, to newcomers and to whoever was away: few lines, and calm."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from folkmoot.api import (
    Account,
    DigestItem,
    FolkmootError,
    NotFound,
    Occurrence,
    Panel,
    Session,
    Step,
    TodayItem,
    dates,
)
from folkmoot_core.gatherings.actions import (
    AHEAD,
    KIND,
    Coming,
    gathering,
    hosts,
    needs,
    next_gathering,
    occurrence_for,
)
from folkmoot_core.gatherings.attended import gatherings_of
from folkmoot_core.gatherings.missing import missed_since
from folkmoot_core.gatherings.rules import MARKING
from folkmoot_core.gatherings.welcoming import can_mark, guests_who_came
from folkmoot_core.gatherings.wording import counted, place_in_line
from folkmoot_core.people.actions import is_partner, member_of
from folkmoot_core.people.model import Member
from folkmoot_core.people.names import name_of, names
from folkmoot_core.rhythm.calendar import NEAR, occurrences
from folkmoot_core.words import _, ngettext

LONGEST = timedelta(days=8)  # that a gathering takes


def today_items(session: Session) -> Iterable[TodayItem]:
    """What a gathering that is near or just over asks of this person; and that they are missed, if they are."""
    if session.account is None:
        return
    now = session.now()
    for one in occurrences(session.store, now - LONGEST - MARKING, now + AHEAD):
        if one.kind == KIND and one.status != "cancelled":
            yield from _of_one(session, gathering(session, one.key))
    yield from _missed(session)


def _of_one(session: Session, coming: Coming) -> Iterable[TodayItem]:
    occurrence = coming.occurrence
    opens = f"gatherings/{occurrence.key}"
    day = dates.day(session.here(occurrence.start).date())
    tends = hosts(session, occurrence.key) or (not coming.tally.hosts and is_partner(session))
    if can_mark(session, occurrence):
        if tends and not coming.came and session.may("gatherings.mark", occurrence.key).allowed:
            yield TodayItem(
                _("Mark who came to the gathering of {day}.", day=day), opens=opens, urgency="soon"
            )
        guests = guests_who_came(session, occurrence.key) if is_partner(session) else []
        if guests:
            said = _(
                "Welcome as Friends: {names}, who came on {day}.", names=names(session, guests, 5), day=day
            )
            yield TodayItem(said, opens=opens, urgency="soon")
    elif occurrence.start > session.now():
        if hosts(session, occurrence.key) and occurrence.start - session.now() < NEAR:
            yield TodayItem(_hosting(session, coming, day), opens=opens)
        elif waits := place_in_line(session, coming):
            yield TodayItem(_("The gathering of {day}: {waits}", day=day, waits=waits), opens=opens)


def _hosting(session: Session, coming: Coming, day: str) -> str:
    """One line for whoever hosts: how many come, and whether somebody needs something."""
    said = _(
        "You host the gathering of {day}: {counted}.",
        day=day,
        counted=counted(session, coming) or _("nobody yet"),
    )
    wanted = [handle for handle, _need in needs(session, coming) if handle != session.handle]
    if wanted:
        said += " " + ngettext(
            "{count} of them says what they need.", "{count} of them say what they need.", len(wanted)
        )
    return said


def _missed(session: Session) -> Iterable[TodayItem]:
    if missed_since(session, session.handle) is None:
        return
    ahead = next_gathering(session)
    if ahead is not None:
        day = dates.day_of_year(session.here(ahead.start).date())
        said = _(
            "It is a while since you were at a gathering. The next is {day}; you would be welcome.", day=day
        )
        yield TodayItem(said, opens=f"gatherings/{ahead.key}")


def gathering_step(session: Session) -> Iterable[Step]:
    """The gathering that a newcomer was invited to; where that is over or there was none, the next one."""
    member = member_of(session, session.handle)
    key = member.value.occasion if member else ""
    ahead = _still_ahead(session, key) if key and member and member.value.standing == "guest" else None
    if ahead is not None:
        day = dates.day(session.here(ahead.start).date())
        said = _("See the gathering that you are invited to: {day}.", day=day)
        yield Step(said, f"gatherings/{ahead.key}", key="gathering")
    elif (ahead := next_gathering(session)) is not None:
        day = dates.day(session.here(ahead.start).date())
        yield Step(_("See when we gather next: {day}.", day=day), f"gatherings/{ahead.key}", key="gathering")


def _still_ahead(session: Session, key: str) -> Occurrence | None:
    try:
        found = occurrence_for(session, key)
    except FolkmootError:  # it was hung on another moon since
        return None
    return found if found.status != "cancelled" and found.end > session.now() else None


def person_panels(session: Session, account: Account) -> Iterable[Panel]:
    """When somebody was last at a gathering, and at how many."""
    found = gatherings_of(session.store, account.handle)
    if found:
        day = dates.day_of_year(session.here(found[-1].start).date())
        count = ngettext("Been to {count} gathering", "Been to {count} gatherings", len(found))
        yield Panel(_("Gatherings"), (_("{count}, last on {day}.", count=count, day=day),))


def told_since(session: Session, since: datetime) -> Iterable[DigestItem]:
    """Who became a Friend or a Partner."""
    told: dict[int, DigestItem] = {}
    until = session.now() + timedelta(seconds=1)
    reasons = ("gatherings.welcome", "rounds.accept")
    for entry in session.store.history_between(since, until, ("core.members",), reasons):
        handle = str((entry.after or {}).get("account", "")) or _account_of(session, entry.id)
        if not handle:
            continue  # they have left since
        name = name_of(session, handle)
        said = (
            _("{name} is a Partner now, by consent of the Partners.", name=name)
            if entry.why == "rounds.accept"
            else _("{name} is a Friend now, welcomed by {by}.", name=name, by=name_of(session, entry.by))
        )
        told[entry.id] = DigestItem(entry.at, said, f"people/{handle}", entry.by)
    return list(told.values())


def _account_of(session: Session, number: int) -> str:
    try:
        return session.store.collection(Member).get(number).value.account
    except NotFound:
        return ""
