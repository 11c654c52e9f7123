"""Proposals on Today: what waits for a person, and what was decided since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from folkmoot.api import DigestItem, NotFound, Session, TodayItem
from folkmoot_sociocracy.circles.model import Holder
from folkmoot_sociocracy.circles.wording import name_of, role_of_circle
from folkmoot_sociocracy.links.asked import waiting_for_me, waits_for
from folkmoot_sociocracy.links.wording import circle_name, proposal_words
from folkmoot_sociocracy.words import _, ngettext

SHOWN = 2
LATE = timedelta(days=30)  # by which minutes are written at the latest; what is older was copied in
HOLDERS, POLICIES = "sociocracy.holders", "sociocracy.policies"


def today_items(session: Session) -> Iterable[TodayItem]:
    """What circles wait for from this person; of many the first, and how many more there are."""
    found = waiting_for_me(session)
    for stored in found[:SHOWN]:
        proposal = stored.value
        circle = circle_name(session, proposal.steps[-1].circle)
        what = proposal_words(session, proposal)
        if waits_for(session, stored):
            said = _("{circle} asks you: {what}. Yes or no?", circle=circle, what=what)
        else:
            said = _("{circle} has been asked: {what}. It can be finished.", circle=circle, what=what)
        yield TodayItem(said, opens=f"circles/q{stored.id}", urgency="soon")
    if len(found) > SHOWN:
        more = len(found) - SHOWN
        said = ngettext("{count} more question waits for you.", "{count} more questions wait for you.", more)
        yield TodayItem(said, opens="circles", urgency="soon")


def told_since(session: Session, since: datetime) -> list[DigestItem]:
    """Roles that were taken on or given back since an instant, and policies that were written down."""
    from folkmoot_sociocracy.logbook.model import Entry

    told: list[DigestItem] = []
    first = session.here(since).date()
    until = session.now() + timedelta(seconds=1)
    for entry in session.store.history_between(since, until, (HOLDERS, POLICIES)):
        try:
            if entry.collection == HOLDERS and entry.kind == "added":
                held = session.store.collection(Holder).get(entry.id).value
                if held.since >= first:
                    told.append(DigestItem(entry.at, _held_words(session, held), f"circle/{held.circle}"))
            elif entry.collection == POLICIES and entry.kind == "added":
                written = session.store.collection(Entry).get(entry.id).value
                circle = circle_name(session, written.circle)
                said = _("{circle} decided: {title}.", circle=circle, title=written.title)
                if written.decided >= first - LATE:
                    told.append(DigestItem(entry.at, said, f"logbook/{entry.id}", entry.by))
        except NotFound:  # taken back since
            continue
    return told


def _held_words(session: Session, held: Holder) -> str:
    role = role_of_circle(session, circle_name(session, held.circle), held.role)
    return _("{who} is {role}.", who=name_of(session, held.account), role=role)
