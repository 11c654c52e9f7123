"""How a proposal goes from step to step. Pure: the clock and who acts are handed in, and what is refused says why."""

from __future__ import annotations

from datetime import date, datetime

from msgspec.structs import replace as evolve

from folkmoot_sociocracy.consent.model import Proposal
from folkmoot_sociocracy.consent.states import next_step, phase_words
from folkmoot_sociocracy.rounds.model import RoundKind, Says
from folkmoot_sociocracy.rounds.objections import judged, outcome, to_take_in, to_test
from folkmoot_sociocracy.rounds.rules import (
    CONSENT,
    check_until,
    only_facilitator,
    waiting_until,
)
from folkmoot_sociocracy.rounds.turns import Refused, begun, missing
from folkmoot_sociocracy.rounds.way import Way
from folkmoot_sociocracy.words import _


def settled(proposal: Proposal, now: datetime) -> Proposal:
    """Draw the conclusion of a consent round, as far as there is one now."""
    if proposal.phase not in ("consent", "objections", "waiting", "ready"):
        return proposal
    proposal = judged(proposal)
    if proposal.rounds and proposal.rounds[-1].version != len(proposal.versions):
        # What was changed since has to be heard, also where whoever objected has left meanwhile.
        return evolve(proposal, phase="objections", waits_until=None)
    result = outcome(proposal)
    if result == "objections":
        return evolve(proposal, phase="objections", waits_until=None)
    if result == "waiting":
        until = waiting_until(proposal)
        over = until is not None and now >= until
        return evolve(proposal, phase="ready" if over else "waiting", waits_until=until)
    if result == "clear":
        return evolve(proposal, phase="ready")
    return evolve(proposal, phase="consent")


def spoken(
    proposal: Proposal,
    by: str,
    says: Says,
    now: datetime,
    *,
    text: str = "",
    aim: str = "",
    seen: int | None = None,
    noted_by: str = "",
) -> Proposal:
    """Somebody is heard. `seen` is the number of the round that they had before them. Raises: Refused."""
    voice = WAY.a_voice(proposal, by, says, now, text=text, aim=aim, seen=seen, noted_by=noted_by)
    if proposal.phase not in ("questions", "reactions", "consent", "waiting"):
        raise Refused(_("Voices are heard in rounds, and none is open."), next_step(proposal))
    fitting = ("spoke", "away") if proposal.phase in ("questions", "reactions") else (*CONSENT, "away")
    if says not in fitting:
        raise Refused(phase_words(proposal), _not_now(proposal))
    return WAY.heard_in(proposal, voice)


def _not_now(proposal: Proposal) -> str:
    if proposal.phase in ("questions", "reactions"):
        return _("Consent and objections come later. {next}", next=next_step(proposal))
    return _("Say whether you consent or object.")


def gone_on(proposal: Proposal, by: str, now: datetime, until: datetime | None = None) -> Proposal:
    """The facilitator goes on to the next step. `until` makes the round that begins a written one.

    Raises: Refused, which says for what it waits.
    """
    WAY.not_over(proposal)
    if by != proposal.facilitator:
        raise only_facilitator(proposal.facilitator)
    if not may_go_on(proposal):
        raise Refused(phase_words(proposal), next_step(proposal))
    check_until(until, now)
    if proposal.phase == "questions":
        return with_round(evolve(proposal, phase="reactions"), "reactions", until)
    if proposal.phase == "reactions":
        return evolve(proposal, phase="amending")
    return with_round(evolve(proposal, phase="consent", waits_until=None), "consent", until)


def check_days(until: date, review: date, now: datetime) -> None:
    """Raises: Refused, where a term is over before it begins, or its review comes after its end."""
    if until <= now.date():
        raise Refused(_("A decision counts until a day that is still to come."), _("Name a later day."))
    if review > until:
        raise Refused(_("It is looked at again before its term ends."), _("Name an earlier day."))


def may_go_on(proposal: Proposal) -> bool:
    """Whether the facilitator can go on to the next step."""
    if proposal.phase in ("questions", "reactions"):
        return not missing(proposal.rounds[-1], proposal.gone)
    if proposal.phase == "objections":
        return not to_test(proposal) and not to_take_in(proposal)
    return proposal.phase == "amending" or (proposal.phase == "consent" and outcome(proposal) == "too_few")


def with_round(proposal: Proposal, kind: RoundKind, until: datetime | None = None) -> Proposal:
    """Begin a round of those who are in."""
    number = len(proposal.rounds)
    made = begun(kind, proposal.voters, number, version=len(proposal.versions), until=until)
    return evolve(proposal, rounds=(*proposal.rounds, made))


def _anew() -> str:
    return _("To change it, propose anew.")


WAY = Way(settled, phase_words, next_step, _anew, objecting=("objections",))
