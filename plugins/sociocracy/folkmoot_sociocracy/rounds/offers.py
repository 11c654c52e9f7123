"""What one person can do in a round now, whatever is decided in it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from folkmoot_sociocracy.rounds.model import Deciding
from folkmoot_sociocracy.rounds.objections import raised, to_test, untested_by
from folkmoot_sociocracy.rounds.turns import away, missing

Act = Literal[
    "speak",
    "consent",
    "object",
    "concern",
    "nominate",
    "change",
    "test",
    "take_back",
    "modify",
    "describe",
    "shorten",
    "measure",
    "restate",
    "answer",
    "propose",
    "begin",
    "open",
    "go_on",
    "note",
    "away",
    "announce",
    "withdraw",
    "facilitate",
]


def nobody_leads(deciding: Deciding, handle: str) -> bool:
    """Whether who facilitated has left, and somebody could take it over."""
    return deciding.facilitator in deciding.gone and handle in deciding.voters


def ends_at(deciding: Deciding) -> datetime | None:
    """When a written round is over, or the time of those who were away; None where nothing ends."""
    return deciding.waits_until or (deciding.rounds[-1].until if deciding.rounds else None)


def voices_of(deciding: Deciding) -> list[Act]:
    """What can be said in a consent round."""
    return ["consent", "object", "concern"] if deciding.school == "tested" else ["consent", "object"]


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


def of_objections(deciding: Deciding, handle: str) -> list[Act]:
    """What somebody who decides can do about the objections of the last round."""
    found: list[Act] = []
    if any(handle in untested_by(deciding, one) for _number, one in to_test(deciding)):
        found.append("test")
    if any(one.by == handle and not one.resolved for _number, one in raised(deciding)):
        found.append("take_back")
    return found
