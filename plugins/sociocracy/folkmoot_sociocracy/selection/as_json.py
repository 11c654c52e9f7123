"""Selections for scripts: keys that are kept."""

from __future__ import annotations

from typing import Any

from folkmoot.api import Session, Stored
from folkmoot_sociocracy.rounds.as_json import deciding_rows
from folkmoot_sociocracy.selection.model import Selection
from folkmoot_sociocracy.selection.readable import counts, shown
from folkmoot_sociocracy.selection.reading import offered
from folkmoot_sociocracy.selection.states import stands


def row(session: Session, stored: Stored[Selection]) -> dict[str, Any]:
    """All that may be known of a selection now, and what who asks can do with it."""
    selection = stored.value
    description = selection.text
    return {
        "number": stored.id,
        "role": selection.role,
        "phase": selection.phase,
        "stands": stands(selection),
        "mine": list(offered(session, stored)),
        "does": description.does,
        "months": description.months,
        "learning": description.learning,
        "qualifications": description.qualifications,
        **deciding_rows(selection),
        "nominated": list(selection.nominated),
        "nominations": [
            {
                "by": one.by,
                "nominee": one.nominee,
                "why": one.why,
                "before": one.before,
                "noted_by": one.noted_by,
            }
            for one in shown(selection)
        ],
        "counts": dict(counts(selection)),
        "nominee": selection.nominee or None,
        "because": selection.proposed[-1].why if selection.proposed else "",
        "entry": selection.entry,
    }
