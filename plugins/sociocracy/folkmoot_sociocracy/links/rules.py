"""Who is asked about what, when all are heard, and what came out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from folkmoot_sociocracy.circles.model import Holder
from folkmoot_sociocracy.circles.rules import LINKS, holds
from folkmoot_sociocracy.links.model import Kind, Outcome, Proposal, Says, Step, What


def steps_of(
    kind: Kind, role: str, circle: int | None, parent: int | None
) -> tuple[tuple[int | None, What], ...]:
    """Which circles are asked, one after the other: a delegate is chosen by the circle, confirmed by the parent."""
    if kind == "role" and role == "delegate":
        return ((circle, "choice"), (parent, "confirmation"))
    return ((circle, "consent"),)


def asked_now(proposal: Proposal) -> Step | None:
    """The step at which an open proposal stands."""
    return proposal.steps[-1] if proposal.state == "open" and proposal.steps else None


def deciders(proposal: Proposal, members: frozenset[str]) -> frozenset[str]:
    """Who is heard at a step: the members, with whom it concerns where it gives them something to carry.

    About the end of somebody's role, they are not asked.
    """
    step = proposal.steps[-1]
    if proposal.kind == "end":
        return members - {proposal.account}
    if proposal.kind == "role" and step.what != "confirmation":
        return members | {proposal.account}
    return members


def outcome(step: Step, voices: Mapping[str, Says], asked: frozenset[str], now: datetime) -> Outcome:
    """What came out: nothing before everyone is heard; then one objection holds it.

    Once its time is over, those who kept silent no longer hold it up, if more than half said yes.
    """
    said = {handle: voices[handle] for handle in asked if handle in voices}
    objected = "no" in said.values()
    if asked and len(said) == len(asked):
        return "held" if objected else "agreed"
    if step.until is not None and now >= step.until:
        if objected:
            return "held"
        if len(said) * 2 > len(asked):
            return "agreed"
    return "open"


def holds_other_link(holders: Iterable[Holder], role: str, account: str, on: date) -> bool:
    """Whether somebody is the other of a circle's two links: they must be two people."""
    return role in LINKS and any(
        one.account == account and one.role in LINKS and one.role != role and holds(one, on)
        for one in holders
    )


def term_fits(months: int, *, learning: bool, longest: int, learning_months: tuple[int, int]) -> bool:
    """Whether a term is one: four to six months to learn a role, else up to the longest."""
    low, high = learning_months if learning else (1, longest)
    return low <= months <= high
