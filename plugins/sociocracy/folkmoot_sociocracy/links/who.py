"""Who may speak to a proposal, and who may take it back."""

from __future__ import annotations

from typing import Any

from folkmoot.api import NotFound, Policy, Session
from folkmoot_sociocracy.links.asked import is_asked, waiting_for_me
from folkmoot_sociocracy.links.model import Proposal
from folkmoot_sociocracy.words import _


def may_speak(session: Session, number: Any = None) -> bool:
    """Whoever is asked."""
    if number is None:
        return bool(waiting_for_me(session))
    try:
        return is_asked(session, session.store.collection(Proposal).get(number))
    except NotFound:
        return False


def may_withdraw(session: Session, number: Any = None) -> bool:
    """Whoever proposed it."""
    if session.account is None or number is None:
        return False
    try:
        return session.store.collection(Proposal).get(number).value.by == session.handle
    except NotFound:
        return False


def link_policies() -> tuple[Policy, ...]:
    """The rules as sentences."""
    return (
        Policy(
            "circles.voice",
            may_speak,
            _("Members of the circle that is asked are heard, and whoever is proposed for a role."),
            _("say yes or no to what a circle is asked"),
        ),
        Policy(
            "circles.withdraw",
            may_withdraw,
            _("Whoever proposed something takes it back, and nobody else."),
            _("take back what one proposed"),
        ),
    )
