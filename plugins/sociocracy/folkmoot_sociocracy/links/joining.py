"""Coming into a circle, and leaving it."""

from __future__ import annotations

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, NotAllowed, Session, Stored, Transaction
from folkmoot_sociocracy.circles.actions import circle_of, holders_of, is_in, members_of, today
from folkmoot_sociocracy.circles.model import Membership
from folkmoot_sociocracy.circles.rules import holds
from folkmoot_sociocracy.circles.who import may_change
from folkmoot_sociocracy.links.deciding import ask, look_again
from folkmoot_sociocracy.links.model import Proposal
from folkmoot_sociocracy.words import _


def join(session: Session, circle_id: int, why: str = "") -> Stored[Proposal] | None:
    """Ask a circle to take one in; into an empty one, those go who may change it, and at once (None then).

    Raises: NotAllowed, NotFound, BadData.
    """
    circle = circle_of(session, circle_id)
    session.must("circles.join", circle_id)
    members = members_of(session, circle_id)
    if session.store.collection(Membership).first(circle=circle_id, account=session.handle):
        raise BadData(_("You are in {circle} already.", circle=circle.value.name))
    if not members and not may_change(session, circle_id):
        raise NotAllowed(
            _(
                "Nobody is in {circle}. Members of the circle above, or Partners (whoever tends to the whole), begin "
                "it.",
                circle=circle.value.name,
            )
        )
    proposal = Proposal(
        kind="member", by=session.handle, at=session.now(), circle=circle_id, account=session.handle, why=why
    )
    with session.store.transaction(by=session.handle, why=_("asked to be in a circle")) as tx:
        if not members_of(session, circle_id, tx) or session.handle in members:
            tx.add(Membership(circle=circle_id, account=session.handle, since=session.now()))
            return None
        for one in tx.collection(Proposal).find(state="open", circle=circle_id, account=session.handle):
            if one.value.kind == "member":
                raise BadData(_("You have asked already. {circle} answers.", circle=circle.value.name))
        return ask(session, tx, proposal)


def take_in(session: Session, tx: Transaction, stored: Stored[Proposal]) -> None:
    """What follows when a circle said yes to somebody. Raises: BadData."""
    proposal = stored.value
    assert proposal.circle is not None
    if not is_in(tx, proposal.account):
        raise BadData(_("{handle} is not in at the moment.", handle=proposal.account))
    if tx.collection(Membership).first(circle=proposal.circle, account=proposal.account) is None:
        tx.add(Membership(circle=proposal.circle, account=proposal.account, since=session.now()))


def leave(session: Session, circle_id: int) -> None:
    """Leave a circle: one's roles in it end with it. Raises: NotAllowed, NotFound, BadData."""
    circle = circle_of(session, circle_id)
    session.must("circles.join", circle_id)
    stored = session.store.collection(Membership).first(circle=circle_id, account=session.handle)
    if stored is None:
        if session.handle in members_of(session, circle_id):
            raise BadData(
                _(
                    "You are in {circle} as a link of a circle below it. Step down from that role, and you are out.",
                    circle=circle.value.name,
                )
            )
        raise BadData(_("You are not in {circle}.", circle=circle.value.name))
    from folkmoot_sociocracy.meetings.actions import out_of_meetings

    with session.store.transaction(by=session.handle, why=_("left a circle")) as tx:
        tx.remove(stored)
        for held in holders_of(session, circle_id, tx):
            if held.value.account == session.handle and holds(held.value, today(session)):
                tx.replace(held, evolve(held.value, ended=today(session), ended_why=_("left the circle")))
        out_of_meetings(session, tx, circle_id, session.handle)
        look_again(session, tx)
