"""People as others here see them: the card, the standing, and what each may read of it; and leaving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import asdict

from folkmoot.api import (
    Account,
    BadData,
    ChangedMeanwhile,
    Contact,
    NotFound,
    Session,
    Stored,
    leave_house,
    own_things,
)
from folkmoot_core.answers.actions import answers_to, coming
from folkmoot_core.people.actions import is_partner, member_of, partners, standing
from folkmoot_core.people.away import day_of
from folkmoot_core.people.directory import Directory
from folkmoot_core.people.model import Card, Standing
from folkmoot_core.people.rules import away_on, may_read_needs
from folkmoot_core.words import _, ngettext

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
    away: bool


def people(session: Session, typed: str = "") -> list[Account]:
    """Everybody who is in, by name; with something typed, those whom it fits. Raises: NotAllowed."""
    return Directory(session).prepare().matching(typed)


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
    reads = may_read_needs(card, own=own, hosts_what_they_attend=not own and handle in hosted_by(session))
    return Person(
        account=stored.value,
        standing=standing(session, handle),
        since=member.value.since if member else None,
        occasion=member.value.occasion if member else "",
        card=card,
        needs=card.needs if reads else "",
        away=away_on(card, day_of(session, stored.value)),
    )


class CardContacts:
    """The service `folkmoot.api.Contacts`."""

    def contact(self, session: Session, handle: str) -> Contact:
        """See `folkmoot.api.Contacts`."""
        session.must("people.see")
        stored, account = card_of(session, handle), session.store.collection(Account).first(handle=handle)
        if stored is None or account is None:
            return Contact()
        card = stored.value
        away = card.away_until if away_on(card, day_of(session, account.value)) else None
        return Contact(card.reach, card.languages, away)


def hosted_by(session: Session) -> frozenset[str]:
    """Those who said yes or maybe to a coming meeting that this reader hosts."""
    return frozenset(
        answer.account
        for one in coming(session, NEAR)
        if one.mine is not None and one.mine.hosts
        for answer in answers_to(session.store, one.occurrence.key)
        if answer.says != "no"
    )


def save_card(session: Session, card: Card, seen: Card | None = None) -> Card:
    """Change the own card. Raises: NotAllowed, Conflict, ChangedMeanwhile where another window changed it since."""
    session.must("people.card", card.account)
    stored = card_of(session, card.account)
    if stored is None:
        with session.store.transaction(by=session.handle, why=_("wrote their card")) as tx:
            return tx.add(card).value
    if seen is not None and stored.value not in (seen, card):
        raise ChangedMeanwhile(
            _("Your card was changed in another window just now. Look at both, then save again."),
            stored.value,
            asdict(stored.value),
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
    must_be_free_to_leave(session)
    return leave_house(session)


def must_be_free_to_leave(session: Session) -> None:
    """Raises: NotAllowed; BadData, where others are here and this is their only Partner."""
    session.must("people.card", session.handle)
    others = [one for one in Directory(session).accounts if one.handle != session.handle]
    if others and is_partner(session) and partners(session) == 1:
        raise BadData(
            _(
                "You are the only Partner. Make a Partner of somebody first, so that the others are not left alone."
            )
        )


def what_goes(session: Session) -> tuple[str, str]:
    """What leaving forgets, and what stays, as two sentences. Raises: as `must_be_free_to_leave`."""
    must_be_free_to_leave(session)
    goes = ngettext(
        "What goes, for good, also from the history and the copies: your account and all that is yours "
        "({count} thing): card, keys, answers, whatever pages keep for you alone.",
        "What goes, for good, also from the history and the copies: your account and all that is yours "
        "({count} things): card, keys, answers, whatever pages keep for you alone.",
        own_things(session),
    )
    stays = _(
        "What stays: what was decided and done together, told under your handle “{handle}”, which nobody else "
        "can take.",
        handle=session.handle,
    )
    return goes, stays
