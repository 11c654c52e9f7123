"""Who may do what with circles: members of a circle, and whoever tends to the whole where a circle is empty."""

from __future__ import annotations

from typing import Any

from folkmoot.api import NotFound, Policy, Session, with_account
from folkmoot_sociocracy.circles.actions import circle_of, circles_with, members_of
from folkmoot_sociocracy.circles.model import Holder
from folkmoot_sociocracy.words import _


def tends(session: Session) -> bool:
    """Whether somebody tends to the whole: Partners, where the community has them."""
    return session.account is not None and session.may("community.tend").allowed


def _in_any(session: Session) -> bool:
    return session.account is not None and bool(circles_with(session, session.handle))


def _in(session: Session, circle: int | None) -> bool:
    """A member of the circle; of an empty one, and where there is none, whoever tends to the whole."""
    if session.account is None:
        return False
    members = members_of(session, circle) if circle is not None else frozenset[str]()
    return session.handle in members if members else tends(session)


def may_make(session: Session, parent: Any = None) -> bool:
    """Below a circle, its members; at the top, whoever tends to the whole."""
    return _in(session, parent)


def may_change(session: Session, circle: Any = None) -> bool:
    """Members of a circle, and those of the one above it."""
    if circle is None:
        return _in_any(session) or tends(session)
    above = circle_of(session, circle).value.parent
    return _in(session, circle) or (above is not None and _in(session, above))


def may_propose(session: Session, subject: Any = None) -> bool:
    """For a role, members of the circle; for the leader, those of the circle above as well."""
    if subject is None:
        return _in_any(session)
    circle, role = subject
    if session.handle in members_of(session, circle):
        return True
    above = circle_of(session, circle).value.parent
    return role == "leader" and above is not None and session.handle in members_of(session, above)


def may_step_down(session: Session, held: Any = None) -> bool:
    """Whoever holds a role."""
    return session.account is not None and (held is None or held.account == session.handle)


def may_end(session: Session, held: Any = None) -> bool:
    """Members of the circle ask it to end a role before its term."""
    if not isinstance(held, Holder):
        return _in_any(session)
    try:
        return _in(session, held.circle)
    except NotFound:
        return False


def circle_policies() -> tuple[Policy, ...]:
    """The rules as sentences."""
    anyone = _("Whoever has an account here sees the circles, and who is in them.")
    return (
        Policy("circles.see", with_account, anyone, _("see the circles")),
        Policy(
            "circles.new",
            may_make,
            _(
                "Members of a circle make others below it; at the top, or below an empty one, Partners (whoever "
                "tends to the whole) do."
            ),
            _("make a circle"),
        ),
        Policy(
            "circles.change",
            may_change,
            _(
                "Members of a circle and of the one above it change and close it; of an empty one, whoever tends to "
                "the whole."
            ),
            _("change or close a circle"),
        ),
        Policy(
            "circles.propose",
            may_propose,
            _(
                "Members of a circle propose people for its roles; a leader also the members of the circle above."
            ),
            _("propose somebody for a role"),
        ),
        Policy(
            "circles.step-down",
            may_step_down,
            _("Whoever holds a role may step down from it, at any time."),
            _("step down from a role"),
        ),
        Policy(
            "circles.end",
            may_end,
            _("Members of a circle may ask it to end a role before its term."),
            _("ask a circle to end a role"),
        ),
        Policy(
            "circles.join",
            with_account,
            _("Whoever has an account here may ask a circle to take them in; it decides."),
            _("ask to be in a circle"),
        ),
    )
