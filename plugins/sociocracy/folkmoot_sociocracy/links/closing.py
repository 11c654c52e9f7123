"""Closing a circle: what belonged to it ends with it, and what it decided stays to be read."""

from __future__ import annotations

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, Session, Transaction
from folkmoot_sociocracy.circles.actions import all_circles, circle_of, holders_of, today
from folkmoot_sociocracy.circles.model import Membership
from folkmoot_sociocracy.circles.rules import holds
from folkmoot_sociocracy.consent import actions as consenting
from folkmoot_sociocracy.consent.model import Proposal
from folkmoot_sociocracy.links.deciding import look_again
from folkmoot_sociocracy.selection import actions as selecting
from folkmoot_sociocracy.selection.model import Selection
from folkmoot_sociocracy.selection.nominating import let_go
from folkmoot_sociocracy.words import _


def close_circle(session: Session, circle_id: int) -> None:
    """Close a circle that has no others below it: its roles end, what it is asked is held, what it decides withdrawn.

    Its logbook is looked after by the circle above; a meeting that goes on is ended by those who are in it.

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    stored = circle_of(session, circle_id)
    session.must("circles.change", circle_id)
    with session.store.transaction(by=session.handle, why=_("closed a circle")) as tx:
        if any(circle.parent == circle_id for circle in all_circles(tx).values()):
            raise BadData(
                _("There are circles below {circle}. Move or close them first.", circle=stored.value.name)
            )
        tx.replace(stored, evolve(stored.value, closed=today(session)))
        for held in holders_of(session, circle_id, tx):
            if holds(held.value, today(session)):
                why = _("the circle was closed")
                tx.replace(held, evolve(held.value, ended=today(session), ended_why=why))
        for one in tx.collection(Membership).find(circle=circle_id):
            tx.remove(one)
        look_again(session, tx)
        given_up = _withdrawn(session, tx, circle_id)
    for number, selection in given_up:
        let_go(session, number, selection)


def _withdrawn(session: Session, tx: Transaction, circle: int) -> list[tuple[int, Selection]]:
    """Nobody is left to decide what was on its way; returns the selections, whose seals have to go."""
    for one in tx.collection(Proposal).find(circle=circle):
        consenting.ACTS.end_with_circle(session, tx, one.id)
    chosen = [one.id for one in tx.collection(Selection).find(circle=circle)]
    found = [(number, selecting.ACTS.end_with_circle(session, tx, number)) for number in chosen]
    return [(number, selection) for number, selection in found if selection is not None]
