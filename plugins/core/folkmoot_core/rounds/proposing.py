"""Proposing somebody as a Partner: every Partner who is in is asked, by whoever holds rounds here."""

from __future__ import annotations

from collections import Counter

from msgspec.structs import replace as evolve

from folkmoot.api import (
    Account,
    BadData,
    ConsentRounds,
    NotFound,
    Question,
    Session,
    Stored,
    Transaction,
    clean,
)
from folkmoot_core.gatherings.attended import gatherings_of
from folkmoot_core.gatherings.model import Came
from folkmoot_core.people.actions import partners, standing
from folkmoot_core.people.cards import people
from folkmoot_core.people.rules import ENOUGH
from folkmoot_core.rounds import plain
from folkmoot_core.rounds.model import Proposed
from folkmoot_core.rounds.rules import GATHERINGS, OPEN_FOR, may_be_proposed
from folkmoot_core.rounds.standings import Asking, asking, name_of_provider, open_about
from folkmoot_core.words import _

DECIDED = "folkmoot_core.rounds.proposing:offered"


def can_be_proposed(session: Session, handle: str) -> bool:
    """Whether somebody can be proposed as a Partner now, as far as the rule goes."""
    return _fits(session, handle, max(1, partners(session)))


def _fits(session: Session, handle: str, there: int) -> bool:
    kind = standing(session, handle)
    return kind != "partner" and may_be_proposed(
        partners=there,
        enough=ENOUGH,
        is_friend=kind == "friend",
        gatherings=len(gatherings_of(session.store, handle)),
    )


def proposable(session: Session) -> list[Account]:
    """Those who can be proposed now, by name. Raises: NotAllowed."""
    session.must("rounds.propose")
    there = max(1, partners(session))
    found = people(session)
    if there >= ENOUGH:  # then only who came often enough is looked at: a community may be large
        marks = Counter(one.value.account for one in session.store.collection(Came).all())
        found = [one for one in found if marks[one.handle] >= GATHERINGS]
    return [one for one in found if _fits(session, one.handle, there)]


def propose(session: Session, handle: str, why: str) -> Asking:
    """Propose somebody as a Partner, with one's own consent: every Partner who is in is asked.

    Raises: NotAllowed, NotFound, BadData, as the store.
    """
    session.must("rounds.propose", handle)
    account = session.store.collection(Account).first(handle=handle)
    if account is None or account.value.state != "member":
        raise NotFound(_("Nobody who is in has the handle “{handle}”.", handle=handle))
    _refuse_who_can_not(session, account.value)
    why = clean(why, limit=plain.LONGEST)
    if not why:
        raise BadData(_("Say why: the Partners read it, and so does whom you propose."))
    question = Question(
        title=_("{name} as a Partner", name=account.value.name),
        text=why,
        asked=tuple(plain.voices_here(session)),
        until=session.now() + OPEN_FOR,
        decided=DECIDED,
        subject=handle,
        about=handle,
    )
    proposed = Proposed(account=handle, by=session.handle, why=why, at=session.now())
    provider = session.house.service(ConsentRounds)
    told = _("proposed somebody as a Partner")
    if provider is None:
        with session.store.transaction(by=session.handle, why=told) as tx:
            if (other := open_about(session, handle)) is not None:  # somebody was quicker
                raise BadData(_asked_already(other))
            _end_older(tx, handle)
            key = str(plain.begin(session, tx, question).id)
            stored = _noted(tx, evolve(proposed, round=key))
    else:
        with session.store.transaction(by=session.handle, why=told) as tx:
            _end_older(tx, handle)
        key = provider.ask(session, question)
        with session.store.transaction(by=session.handle, why=told) as tx:
            stored = _noted(tx, evolve(proposed, round=key, held_by=name_of_provider(provider)))
    return asking(session, stored.id)


def _refuse_who_can_not(session: Session, account: Account) -> None:
    handle, name = account.handle, account.name
    if standing(session, handle) == "partner":
        raise BadData(_("{name} is a Partner already.", name=name))
    if not can_be_proposed(session, handle):
        raise BadData(
            _(
                "{name} can be proposed once they are a Friend who came to two gatherings. Until three Partners are "
                "there, anybody can.",
                name=name,
            )
        )
    if (other := open_about(session, handle)) is not None:
        raise BadData(_asked_already(other))


def _asked_already(other: Asking) -> str:
    if other.where == "offered":
        return _(
            "The Partners have consented already; {name} has not answered yet.", name=other.proposed.account
        )
    return _("That is asked already, in round {number}: say there what you think.", number=other.number)


def _end_older(tx: Transaction, handle: str) -> None:
    """What was asked before about somebody is over, or it could not be asked anew."""
    for stored in tx.collection(Proposed).find(account=handle, state="asked"):
        tx.replace(stored, evolve(stored.value, state="ended"))


def _noted(tx: Transaction, proposed: Proposed) -> Stored[Proposed]:
    """Keep a proposal; where its round was over at once, `offered` has kept it already."""
    there = _last_about(tx, proposed.account)
    if there is not None and there.value.state == "offered" and not there.value.round:
        return tx.replace(there, evolve(proposed, state="offered"))
    return tx.add(proposed)


def _last_about(tx: Transaction, handle: str) -> Stored[Proposed] | None:
    found = tx.collection(Proposed).find(account=handle)
    return found[-1] if found else None


def offered(session: Session, tx: Transaction, handle: str) -> None:
    """What a round's consent does: the person is asked whether they want to. Called by whoever held the round."""
    there = _last_about(tx, handle)
    if tx.collection(Account).first(handle=handle) is None:
        return  # they have left meanwhile
    if there is not None and there.value.state == "asked":
        tx.replace(there, evolve(there.value, state="offered"))
    else:  # a round that was over while it was asked: the proposal is kept right after it
        tx.add(Proposed(account=handle, by=session.handle, why="", at=session.now(), state="offered"))
