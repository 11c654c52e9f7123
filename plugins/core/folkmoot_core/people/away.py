"""Being away for a while: said on one's own card, over by itself, and asked by whoever looks for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from msgspec.structs import replace as evolve

from folkmoot.api import Account, BadData, Session, clean, zone
from folkmoot_core.people.model import Card
from folkmoot_core.people.rules import MOST_AWAY, away_on
from folkmoot_core.words import _

LONGEST_WORDS = 100


def is_away(session: Session, handle: str, at: datetime | None = None) -> bool:
    """Whether somebody says that they are away, at an instant (none: now), by their own clock."""
    stored = session.store.collection(Card).first(account=handle)
    if stored is None or stored.value.away_until is None:
        return False
    account = session.store.collection(Account).first(handle=handle)
    return away_on(stored.value, day_of(session, account.value if account else None, at))


def away_among(session: Session, handles: Iterable[str]) -> dict[str, date]:
    """Of some people, who said that they are away, each with the last day of it."""
    cards = session.store.collection(Card)
    found = ((handle, cards.first(account=handle)) for handle in handles)
    return {
        handle: stored.value.away_until
        for handle, stored in found
        if stored is not None and stored.value.away_until is not None
    }


def day_of(session: Session, account: Account | None, at: datetime | None = None) -> date:
    """Which day it is for somebody at an instant (none: now)."""
    name = (account.zone if account else "") or session.community.zone
    return (at or session.now()).astimezone(zone(name)).date()


def go_away(session: Session, until: date, words: str = "") -> Card:
    """Say that one is away, until the end of a day. Raises: NotAllowed, BadData, Conflict."""
    day_to_come(session, until)
    return _changed(session, until, clean(words, limit=LONGEST_WORDS))


def come_back(session: Session) -> Card:
    """Say that one is here again. Raises: NotAllowed, BadData where one was not away, Conflict."""
    if not is_away(session, session.handle):
        raise BadData(_("You are here already; nothing was changed."))
    return _changed(session, None, "")


def day_to_come(session: Session, until: date | None) -> None:
    """Raises: BadData, where somebody would be away until a day that is over, or for years."""
    if until is None:
        return
    today = day_of(session, session.account)
    if until < today:
        raise BadData(_("{day} is over: say until which day to come you are away.", day=until.isoformat()))
    if until - today > MOST_AWAY:
        raise BadData(_("Say a day within two years; you can say it again then."))


def _changed(session: Session, until: date | None, words: str) -> Card:
    session.must("people.card", session.handle)
    why = _("is away for a while") if until else _("is here again")
    with session.store.transaction(by=session.handle, why=why) as tx:
        stored = tx.collection(Card).first(account=session.handle)
        if stored is None:
            return tx.add(Card(account=session.handle, away_until=until, away_words=words)).value
        changed = evolve(stored.value, away_until=until, away_words=words)
        return stored.value if stored.value == changed else tx.replace(stored, changed).value
