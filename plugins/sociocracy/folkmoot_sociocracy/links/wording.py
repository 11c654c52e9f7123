"""Proposals in words."""

from __future__ import annotations

from folkmoot.api import NotFound, Reader, Session, dates
from folkmoot_sociocracy.circles.model import Circle
from folkmoot_sociocracy.circles.roles import role_word
from folkmoot_sociocracy.circles.wording import name_of
from folkmoot_sociocracy.links.model import Proposal, Says, Step
from folkmoot_sociocracy.links.rules import asked_now
from folkmoot_sociocracy.words import _, ngettext


def circle_name(session: Session, circle: int | None, reader: Reader | None = None) -> str:
    """What a circle is called, or was."""
    if circle is None:
        return _("everyone")
    try:
        return (reader or session.store).collection(Circle).get(circle).value.name
    except NotFound:
        return str(circle)


def proposal_words(session: Session, proposal: Proposal) -> str:
    """What is proposed, as a sentence."""
    circle = circle_name(session, proposal.circle)
    who = name_of(session, proposal.account) if proposal.account else ""
    if proposal.kind == "mission":
        return _("Our mission")
    if proposal.kind == "member":
        return _("{who} comes into {circle}", who=who, circle=circle)
    role = role_word(session, proposal.role)
    if proposal.kind == "end":
        return _("{who} is no longer {role} of {circle}", who=who, role=role, circle=circle)
    term = ngettext("{count} month", "{count} months", proposal.months)
    if proposal.learning:
        term = _("{term}, to learn it", term=term)
    return _("{who} as {role} of {circle}, {term}", who=who, role=role, circle=circle, term=term)


def step_words(session: Session, step: Step) -> str:
    """Who does what at a step."""
    circle = circle_name(session, step.circle)
    if step.what == "choice":
        return _("{circle} chooses", circle=circle)
    if step.what == "confirmation":
        return _("{circle} confirms", circle=circle)
    return _("{circle} consents", circle=circle)


def outcome_words(step: Step) -> str:
    """How a step stands."""
    return {"open": _("open"), "agreed": _("agreed"), "held": _("held by an objection")}[step.outcome]


def says_words(says: Says) -> str:
    """What somebody said."""
    return {"yes": _("no objection"), "no": _("objects")}[says]


def state_words(session: Session, proposal: Proposal) -> str:
    """How a proposal stands after somebody was heard."""
    if proposal.state == "done":
        return _("Decided: {what}.", what=proposal_words(session, proposal))
    if proposal.state == "held":
        return _("Held: {why}", why=proposal.why_held)
    step = asked_now(proposal)
    if step is None:
        return _("Withdrawn.")
    return _(
        "Kept. {circle} is asked; it is decided once everyone is heard.",
        circle=circle_name(session, step.circle),
    )


def how_decided(session: Session, proposal: Proposal, reader: Reader | None = None) -> str:
    """How it was decided, for the record."""
    parts = []
    for step in proposal.steps:
        circle = circle_name(session, step.circle, reader)
        parts.append(
            {
                "consent": _("consent of {circle}", circle=circle),
                "choice": _("choice of {circle}", circle=circle),
                "confirmation": _("confirmed by {circle}", circle=circle),
            }[step.what]
        )
    return dates.listed(parts)
