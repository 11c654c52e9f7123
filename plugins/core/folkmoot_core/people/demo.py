"""People's chapter of the demo community: three years of arrivals, some of whom tend to the whole by now."""

from __future__ import annotations

from datetime import date, timedelta

from folkmoot.api import Account, Session
from folkmoot_core.people.model import Card, Member, Standing
from folkmoot_core.words import _

PARTNERS = 11  # of those who came first
GUESTS = 2  # of those who came last
BETWEEN = timedelta(days=182)
TOGETHER = 7


def tell(session: Session) -> None:
    """Give everyone their standing; who founded is a Partner from the first day."""
    known = {one.value.account for one in session.store.collection(Member).all()}
    people = [one.value.handle for one in session.store.collection(Account).all()]
    newcomers = [handle for handle in people if handle not in known]
    began = session.now() - timedelta(days=3 * 365)
    with session.store.transaction(by=session.handle, why=_("came to a gathering")) as tx:
        for number, handle in enumerate(newcomers):
            since = began + BETWEEN * (number // TOGETHER + 1)
            standing = _standing(number, len(newcomers))
            invited_by = people[number // 3]
            tx.add(Member(account=handle, standing=standing, since=since, invited_by=invited_by))
        for number, handle in enumerate(people):
            if number % 3 != 2:  # some have not come to it yet
                tx.add(_card(number, handle, session.now().date()))


def _card(number: int, handle: str, today: date) -> Card:
    """What people say of themselves, in turn; a few are away."""
    away = {
        4: (timedelta(days=9), _("with my sister, no messages")),
        13: (timedelta(days=40), ""),
        21: (timedelta(days=3), _("the harvest")),
    }
    until, words = away.get(number, (None, ""))
    reaches = (
        _("ring the bell at the mill, or leave a note"),
        _("messages any time, calls in the evening"),
        _("at the market on Saturdays"),
    )
    needs = (
        "",
        _("nothing with nuts, please"),
        "",
        _("a chair with a back"),
        "",
        _("a lift from the station"),
    )
    pronouns = ("she/her", "he/him", "they/them", "")
    return Card(
        account=handle,
        pronouns=pronouns[number % len(pronouns)],
        reach=reaches[number % len(reaches)],
        languages=_("Portuguese, some English") if number % 2 else "",
        needs=needs[number % len(needs)],
        away_until=today + until if until else None,
        away_words=words,
    )


def _standing(number: int, among: int) -> Standing:
    if number < PARTNERS:
        return "partner"
    return "guest" if number >= among - GUESTS else "friend"
