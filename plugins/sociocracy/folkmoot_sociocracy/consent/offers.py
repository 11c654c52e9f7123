"""What one person can do with a proposal now: what the foot of its screen shows, and a command says comes next."""

from __future__ import annotations

from folkmoot_sociocracy.consent.model import Proposal
from folkmoot_sociocracy.consent.rules import may_go_on
from folkmoot_sociocracy.rounds.model import OVER
from folkmoot_sociocracy.rounds.objections import to_take_in
from folkmoot_sociocracy.rounds.offers import Act, of_objections, to_note, voices_of
from folkmoot_sociocracy.rounds.turns import may_speak

IN_ROUND = ("questions", "reactions", "consent", "waiting")


def acts(proposal: Proposal, handle: str) -> tuple[Act, ...]:
    """The acts that the rules allow somebody now, the most urgent first."""
    if proposal.phase in OVER:
        return ()
    found: list[Act] = []
    if handle in proposal.voters and handle not in proposal.gone:
        found += _of_voter(proposal, handle)
    if handle in (proposal.author, proposal.facilitator):
        found += _of_shaper(proposal)
    if handle == proposal.facilitator:
        found += _of_facilitator(proposal)
    elif handle in proposal.voters:
        found.append("facilitate")
    if handle in (proposal.author, proposal.facilitator):
        found.append("withdraw")
    return tuple(found)


def waits_for(proposal: Proposal, handle: str) -> bool:
    """Whether a proposal waits for something that only this person can do or say."""
    return bool({"speak", "consent", "test"} & set(acts(proposal, handle)))


def _of_voter(proposal: Proposal, handle: str) -> list[Act]:
    if proposal.phase in IN_ROUND and may_speak(proposal.rounds[-1], handle, proposal.gone):
        if proposal.phase in ("questions", "reactions"):
            return ["speak"]
        return voices_of(proposal)
    if proposal.phase == "objections":
        return of_objections(proposal, handle)
    return ["announce"] if proposal.phase == "ready" else []


def _of_shaper(proposal: Proposal) -> list[Act]:
    found: list[Act] = []
    if proposal.phase == "amending":
        found.append("restate")
    if proposal.phase == "objections" and to_take_in(proposal):
        found += ["modify", "shorten", "measure"] if proposal.circle is not None else ["modify", "measure"]
    asked = [one for one in proposal.rounds[:1] if one.kind == "questions"]
    if any(voice.text and not voice.answer for one in asked for voice in one.voices):
        found.append("answer")
    return found


def _of_facilitator(proposal: Proposal) -> list[Act]:
    found: list[Act] = []
    if proposal.phase in IN_ROUND:
        found += to_note(proposal, proposal.phase == "waiting")
    if may_go_on(proposal):
        found.insert(0, "go_on")
    return found
