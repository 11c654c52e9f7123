"""What is said about a proposal: consent, an objection, and the person's own yes or no."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, NotAllowed, Session, Stored, Transaction
from folkmoot_core.people.actions import is_partner, member_of
from folkmoot_core.people.model import Member
from folkmoot_core.rounds import plain
from folkmoot_core.rounds.model import Proposed
from folkmoot_core.rounds.standings import Asking, asking, proposal, standing_of
from folkmoot_core.words import _


def may_see(session: Session, subject: Any = None) -> bool:
    """Partners see all proposals, everybody the one about themselves."""
    if session.account is None:
        return False
    return is_partner(session) or getattr(subject, "account", None) == session.handle


def concerned(session: Session, subject: Any = None) -> bool:
    """Whether a proposal is about the one who asks."""
    return session.account is not None and getattr(subject, "account", None) == session.handle


def consent(session: Session, number: int) -> Asking:
    """Consent to a proposal. Raises: NotAllowed, NotFound, BadData, as the store."""
    plain.speak(session, _voice_in(session, number), "consent")
    return asking(session, number)


def object_to(session: Session, number: int, why: str) -> Asking:
    """Object to a proposal, with the reason: it is held. Raises: as `consent`."""
    plain.speak(session, _voice_in(session, number), "objection", why)
    return asking(session, number)


def take_back(session: Session, number: int) -> Asking:
    """Take back what one said in a round. Raises: as `consent`."""
    plain.take_back(session, _voice_in(session, number))
    return asking(session, number)


def close(session: Session, number: int, why: str = "") -> Asking:
    """End a round that one opened. Raises: as `consent`."""
    plain.close(session, _voice_in(session, number), why)
    return asking(session, number)


def _voice_in(session: Session, number: int) -> str:
    """The key of a proposal's plain round, for somebody who has a voice there."""
    stored = proposal(session, number)
    if stored.value.account == session.handle:
        raise NotAllowed(_("This is about you: you accept what the Partners offer, or decline."))
    session.must("rounds.voice", stored.value)
    if stored.value.held_by:
        stands = standing_of(session, stored.value)
        raise BadData(
            _(
                "This round is held elsewhere, at {where}. {sentence}",
                sentence=stands.sentence,
                where=stands.opens or "-",
            )
        )
    return stored.value.round


def accept(session: Session, number: int) -> Member:
    """Become a Partner, as the others have consented to. Raises: NotAllowed, NotFound, BadData, as the store."""
    with session.store.transaction(by=session.handle, why="rounds.accept") as tx:
        stored = _mine_to_answer(session, tx, number)
        tx.replace(stored, evolve(stored.value, state="accepted"))
        member = member_of(session, session.handle)
        if member is None:
            return tx.add(Member(account=session.handle, standing="partner", since=session.now())).value
        if member.value.standing == "partner":
            raise BadData(_("You are a Partner already."))
        return tx.replace(member, evolve(member.value, standing="partner", since=session.now())).value


def decline(session: Session, number: int) -> None:
    """Stay what one is. Raises: as `accept`."""
    with session.store.transaction(by=session.handle, why=_("declined to be a Partner")) as tx:
        stored = _mine_to_answer(session, tx, number)
        tx.replace(stored, evolve(stored.value, state="declined"))


def _mine_to_answer(session: Session, tx: Transaction, number: int) -> Stored[Proposed]:
    """A proposal about oneself to which the Partners have consented; a round whose time is over is noted first."""
    stored = proposal(session, number)
    session.must("rounds.accept", stored.value)
    if stored.value.state == "asked" and not stored.value.held_by:
        plain.settled(session, tx, plain.round_of(session, stored.value.round))
        stored = tx.collection(Proposed).get(number)
    if stored.value.state == "asked":
        raise BadData(_("The Partners have not consented yet, so there is nothing to answer."))
    if stored.value.state != "offered":
        raise BadData(_("You have answered this already."))
    return stored
