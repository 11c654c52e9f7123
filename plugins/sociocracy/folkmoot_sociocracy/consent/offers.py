"""What one person can do with a proposal now: what the foot of its screen shows, and a command says comes next."""

from __future__ import annotations

from typing import Literal

from folkmoot_sociocracy.consent.model import OVER, Deciding, Proposal
from folkmoot_sociocracy.consent.objections import raised, to_take_in, to_test, untested_by
from folkmoot_sociocracy.consent.rounds import away, may_speak, missing
from folkmoot_sociocracy.consent.rules import may_go_on

Act = Literal[
    "speak",
    "consent",
    "object",
    "concern",
    "test",
    "modify",
    "shorten",
    "measure",
    "take_back",
    "restate",
    "answer",
    "note",
    "away",
    "go_on",
    "announce",
    "withdraw",
    "facilitate",
]
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
        found: list[Act] = []
        if any(handle in untested_by(proposal, one) for _number, one in to_test(proposal)):
            found.append("test")
        if any(one.by == handle and not one.resolved for _number, one in raised(proposal)):
            found.append("take_back")
        return found
    return ["announce"] if proposal.phase == "ready" else []


def voices_of(deciding: Deciding) -> list[Act]:
    """What can be said in a consent round."""
    return ["consent", "object", "concern"] if deciding.school == "tested" else ["consent", "object"]


def _of_shaper(proposal: Proposal) -> list[Act]:
    found: list[Act] = []
    if proposal.phase == "amending":
        found.append("restate")
    if proposal.phase == "objections" and to_take_in(proposal):
        found += ["modify", "shorten", "measure"]
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


def to_note(deciding: Deciding, only_late: bool) -> list[Act]:
    """Whether the facilitator can write down somebody's voice, or that they are away."""
    last = deciding.rounds[-1]
    if only_late:
        return ["note"] if away(last, deciding.gone) else []
    left = missing(last, deciding.gone)
    if not left:
        return ["note"] if away(last, deciding.gone) else []
    alone = left[0] == deciding.facilitator and last.until is None
    return [] if alone or left == (deciding.facilitator,) else ["note", "away"]
