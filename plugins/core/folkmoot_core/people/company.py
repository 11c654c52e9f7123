"""Who may be glad of a word: people who came in lately and know few others yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from folkmoot.api import Account, Session, TodayItem, dates
from folkmoot_core.people.away import is_away
from folkmoot_core.people.model import Card, Member
from folkmoot_core.people.wording import away_line
from folkmoot_core.words import _

NEW = timedelta(days=30)
MOST = 5  # lines on Today: a whole list may have been brought in on one day


def newcomers(session: Session) -> Iterable[TodayItem]:
    """Guests of the last weeks, for everybody but themselves; the latest first."""
    if session.account is None:
        return
    earliest = session.now() - NEW
    told = 0
    guests = [one.value for one in session.store.collection(Member).find(standing="guest")]
    for guest in sorted(guests, key=lambda one: one.since, reverse=True):
        if guest.since < earliest or told == MOST:
            return
        if guest.account == session.handle:
            continue
        account = session.store.collection(Account).first(handle=guest.account)
        if account is not None and account.value.state == "member":
            told += 1
            day = dates.day(session.here(guest.since).date())
            said = _("{name} came in on {day} and knows few people yet.", name=account.value.name, day=day)
            yield TodayItem(said, opens=f"people/{guest.account}", company=True)


def own_absence(session: Session) -> Iterable[TodayItem]:
    """Remind somebody who is here after all of what the others read."""
    if session.account is not None and is_away(session, session.handle):
        card = session.store.collection(Card).first(account=session.handle)
        if card is not None and card.value.away_until is not None:
            said = _("The others read of you: {away}.", away=away_line(session, card.value.away_until))
            yield TodayItem(said, opens="people/+away")
