"""People as others here see them: the card, the standing, and what each may read of it; and leaving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from folkmoot.api import Account, BadData, NotFound, Session, Stored, leave_house
from folkmoot_core.answers.actions import answers_to, coming
from folkmoot_core.people.actions import is_partner, member_of, partners, standing
from folkmoot_core.people.model import Card, Standing
from folkmoot_core.people.rules import fits, may_read_needs, plain_letters
from folkmoot_core.words import _

NEAR = timedelta(days=75)


@dataclass(frozen=True)
class Person:
    """Somebody, as the reader may see them. `needs` is empty where they keep it to themselves."""

    account: Account
    standing: Standing
    since: datetime | None
    occasion: str
    card: Card
    needs: str


def people(session: Session, typed: str = "") -> list[Account]:
    """Everybody who is in, by name; with something typed, those whom it fits. Raises: NotAllowed."""
    session.must("people.see")
    found = [one.value for one in session.store.collection(Account).all() if one.value.state == "member"]
    if typed.strip():
        found = [one for one in found if fits(typed, one.name, one.handle)]
    return sorted(found, key=lambda one: (plain_letters(one.name), one.handle))


def card_of(session: Session, handle: str) -> Stored[Card] | None:
    """What a person says of themselves."""
    return session.store.collection(Card).first(account=handle)


def person(session: Session, handle: str) -> Person:
    """One person. Raises: NotAllowed, NotFound."""
    session.must("people.see")
    stored = session.store.collection(Account).first(handle=handle)
    if stored is None:
        raise NotFound(_("Nobody here has the handle “{handle}”.", handle=handle))
    member = member_of(session, handle)
    found = card_of(session, handle)
    card = found.value if found else Card(account=handle)
    own = handle == session.handle
    reads = may_read_needs(card, own=own, hosts_what_they_attend=not own and _hosts_for(session, handle))
    return Person(
        account=stored.value,
        standing=standing(session, handle),
        since=member.value.since if member else None,
        occasion=member.value.occasion if member else "",
        card=card,
        needs=card.needs if reads else "",
    )


def _hosts_for(session: Session, handle: str) -> bool:
    """Whether this reader hosts a coming meeting to which somebody said yes or maybe."""
    for one in coming(session, NEAR):
        if one.mine is not None and one.mine.hosts:
            answers = answers_to(session.store, one.occurrence.key)
            if any(answer.account == handle and answer.says != "no" for answer in answers):
                return True
    return False


def save_card(session: Session, card: Card, seen: Card | None = None) -> Card:
    """Change the own card. Raises: NotAllowed, Conflict, BadData where another window changed it since."""
    session.must("people.card", card.account)
    stored = card_of(session, card.account)
    if stored is None:
        with session.store.transaction(by=session.handle, why=_("wrote their card")) as tx:
            return tx.add(card).value
    if seen is not None and stored.value not in (seen, card):
        raise BadData(
            _(
                "Your card was changed in another window just now. What you typed is kept; look at both, then save."
            )
        )
    if stored.value == card:
        return card
    with session.store.transaction(by=session.handle, why=_("changed their card")) as tx:
        return tx.replace(stored, card).value


def leave(session: Session, typed: str) -> int:
    """Leave the community: what is personal is forgotten everywhere, what was decided stays.

    `typed` is the own handle, typed once more. Returns how many documents went. Raises: NotAllowed, BadData, as
    the store.
    """
    session.must("people.card", session.handle)
    if typed.strip() != session.handle:
        raise BadData(_("To leave, type your handle: {handle}. Nothing was changed.", handle=session.handle))
    others = [one for one in people(session) if one.handle != session.handle]
    if others and is_partner(session) and partners(session) == 1:
        raise BadData(
            _(
                "You are the only Partner. Make a Partner of somebody first, so that the others are not left alone."
            )
        )
    return leave_house(session)
