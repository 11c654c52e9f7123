"""Who was chosen holds the role from then on, and the circle's record says how that came."""

from __future__ import annotations

from folkmoot.api import BadData, Session, Transaction
from folkmoot_sociocracy.circles.actions import circle_of, holders_of, today
from folkmoot_sociocracy.circles.model import Holder
from folkmoot_sociocracy.circles.roles import Role, role_of
from folkmoot_sociocracy.links.actions import role_decided
from folkmoot_sociocracy.links.model import Chosen
from folkmoot_sociocracy.links.rules import holds_other_link
from folkmoot_sociocracy.rounds.turns import heard
from folkmoot_sociocracy.selection.model import Selection
from folkmoot_sociocracy.words import _, ngettext


def role_to_fill(session: Session, circle_id: int, typed: str) -> Role:
    """A role of a circle. Raises: NotFound, where there is no such circle or role; BadData, where it needs none."""
    circle = circle_of(session, circle_id).value
    role = role_of(session, typed)
    if role.id == "delegate" and circle.parent is None:
        raise BadData(_("{circle} has no circle above it, so it needs no delegate.", circle=circle.name))
    return role


def check_link(session: Session, selection: Selection, nominee: str) -> None:
    """Raises: BadData, where somebody would be leader and delegate of one circle."""
    held = [one.value for one in holders_of(session, selection.circle)]
    if holds_other_link(held, selection.role, nominee, today(session)):
        raise BadData(
            _(
                "{handle} is the other link of this circle already. Leader and delegate are two people: propose "
                "somebody else.",
                handle=nominee,
            )
        )


def record(session: Session, tx: Transaction, number: int, selection: Selection) -> str:
    """Give the role to whoever was chosen; returns where that is kept (`collection/id`).

    A delegate's is confirmed by the circle above first. Raises: NotFound, BadData.
    """
    count = len(heard(selection.rounds[-1]))
    chosen = Chosen(
        circle=selection.circle,
        role=selection.role,
        account=selection.nominee,
        months=selection.text.months,
        learning=selection.text.learning,
        by=ngettext("selection by consent, {count} heard", "selection by consent, {count} heard", count),
        proposal=f"selections/{number}",
        qualifications=selection.text.qualifications,
    )
    stored = role_decided(session, tx, chosen)
    kind = "holders" if isinstance(stored.value, Holder) else "proposals"
    return f"{kind}/{stored.id}"
