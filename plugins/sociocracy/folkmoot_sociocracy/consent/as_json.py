"""Proposals for scripts: keys that are kept."""

from __future__ import annotations

from typing import Any

from folkmoot.api import Session, Stored, utc
from folkmoot_sociocracy.consent.model import Proposal
from folkmoot_sociocracy.consent.offers import acts
from folkmoot_sociocracy.consent.states import stands
from folkmoot_sociocracy.rounds.as_json import deciding_rows


def row(session: Session, stored: Stored[Proposal]) -> dict[str, Any]:
    """All that is known of a proposal, and what who asks can do with it."""
    proposal = stored.value
    return {
        "number": stored.id,
        "title": proposal.title,
        "need": proposal.need,
        "phase": proposal.phase,
        "stands": stands(proposal),
        "mine": list(acts(proposal, session.handle)),
        **deciding_rows(proposal),
        "versions": [
            {
                "text": one.text,
                "until": one.until.isoformat(),
                "review": one.review.isoformat(),
                "by": one.by,
                "at": utc(one.at),
                "note": one.note,
            }
            for one in proposal.versions
        ],
    }
