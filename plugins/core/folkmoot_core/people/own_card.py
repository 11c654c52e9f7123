"""One's own card as one form: what the house knows of a person, and what they say of themselves."""

from __future__ import annotations

from msgspec.structs import asdict
from msgspec.structs import replace as evolve

from folkmoot.api import (
    Account,
    BadData,
    ChangedMeanwhile,
    NotFound,
    Reader,
    Session,
    Store,
    Transaction,
    put_account,
)
from folkmoot_core.people.away import day_of, day_to_come
from folkmoot_core.people.model import Card, OwnCard
from folkmoot_core.people.rules import away_on
from folkmoot_core.words import _

OF_THE_ACCOUNT = ("name", "zone", "language")


def own_card(session: Session, reader: Reader | Store | None = None) -> OwnCard:
    """The own card as it stands; an absence that is over is none. Raises: BadData without an account."""
    if session.account is None:
        raise BadData(_("You are here without an account, so you have no card."))
    reader = reader or session.store
    account = _account(reader, session.handle)
    stored = reader.collection(Card).first(account=session.handle)
    about = asdict(stored.value if stored else Card(account=session.handle))
    del about["account"]
    if stored is None or not away_on(stored.value, day_of(session, account)):
        about |= {"away_until": None, "away_words": ""}
    return OwnCard(**about, **{name: getattr(account, name) for name in OF_THE_ACCOUNT})


def save_own_card(session: Session, card: OwnCard, seen: OwnCard | None = None) -> OwnCard:
    """Change the own card; `seen` is how it stood when it was opened.

    Raises: NotAllowed, BadData, ChangedMeanwhile where another window changed it since, Conflict.
    """
    session.must("people.card", session.handle)
    day_to_come(session, card.away_until)
    if card.away_until is None:
        card = evolve(card, away_words="")
    with session.store.transaction(by=session.handle, why=_("changed their card")) as tx:
        now = own_card(session, tx)
        if seen is not None and now not in (seen, card):
            raise ChangedMeanwhile(
                _(
                    "Your card was changed in another window just now. Nothing of yours is lost: look at both, "
                    "then save again."
                ),
                now,
                asdict(now),
            )
        if now != card:
            about = {name: getattr(card, name) for name in OF_THE_ACCOUNT}
            put_account(session, tx, evolve(_account(tx, session.handle), **about))
            _put_card(tx, session.handle, card)
    return card


def _put_card(tx: Transaction, handle: str, card: OwnCard) -> None:
    about = {name: value for name, value in asdict(card).items() if name not in OF_THE_ACCOUNT}
    stored = tx.collection(Card).first(account=handle)
    if stored is None:
        tx.add(Card(account=handle, **about))
    elif stored.value != (changed := evolve(stored.value, **about)):
        tx.replace(stored, changed)


def _account(reader: Reader | Store, handle: str) -> Account:
    stored = reader.collection(Account).first(handle=handle)
    if stored is None:
        raise NotFound(_("Nobody here has the handle “{handle}”.", handle=handle))
    return stored.value
