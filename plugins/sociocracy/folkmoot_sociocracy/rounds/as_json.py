"""Rounds for scripts: keys that are kept."""

from __future__ import annotations

from typing import Any

from folkmoot.api import utc
from folkmoot_sociocracy.rounds.model import Deciding, Round
from folkmoot_sociocracy.rounds.turns import away, heard, missing, next_up


def deciding_rows(deciding: Deciding) -> dict[str, Any]:
    """What proposals and selections have in common."""
    return {
        "circle": deciding.circle,
        "author": deciding.author,
        "facilitator": deciding.facilitator,
        "opened": utc(deciding.opened),
        "voters": list(deciding.voters),
        "school": deciding.school,
        "absent": deciding.absent,
        "rounds": [_round_row(one, deciding.gone) for one in deciding.rounds],
        "objections": [
            {
                "number": number,
                "by": one.by,
                "reason": one.reason,
                "aim": one.aim,
                "round": one.round,
                "tested": one.tested,
                "resolved": one.resolved,
                "note": one.note,
            }
            for number, one in enumerate(deciding.objections, 1)
        ],
        "measures": list(deciding.measures),
        "waits_until": utc(deciding.waits_until) if deciding.waits_until else None,
        "ended": utc(deciding.ended) if deciding.ended else None,
        "ended_why": deciding.ended_why,
    }


def _round_row(current: Round, gone: tuple[str, ...]) -> dict[str, Any]:
    return {
        "kind": current.kind,
        "version": current.version,
        "until": utc(current.until) if current.until else None,
        "order": list(current.order),
        "heard": list(heard(current)),
        "away": list(away(current, gone)),
        "missing": list(missing(current, gone)),
        "turn": next_up(current, gone),
        "voices": [
            {
                "by": one.by,
                "says": one.says,
                "text": one.text,
                "aim": one.aim,
                "noted_by": one.noted_by,
                "answer": one.answer,
                "at": utc(one.at),
            }
            for one in current.voices
        ],
    }
