"""How a selection is made better: the role described anew, a shorter term."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace as evolve

from folkmoot_sociocracy.rounds.objections import taken_in
from folkmoot_sociocracy.rounds.turns import Refused
from folkmoot_sociocracy.selection.model import Description, Selection
from folkmoot_sociocracy.selection.rules import WAY
from folkmoot_sociocracy.words import _


def described(
    selection: Selection, number: int, description: Description, seen: int | None = None
) -> Selection:
    """Take an objection to the role in by describing it anew. Raises: Refused."""
    WAY.in_objections(selection)
    WAY.may_shape(selection, description.by)
    if selection.phase != "improving":
        raise Refused(
            _("The role has consent as it is described."),
            _("Shorten the term, agree what to watch, or propose somebody else."),
        )
    if seen is not None and seen != len(selection.versions):
        raise Refused(
            _("{name} has described it anew meanwhile.", name=selection.text.by),
            _("What you typed is kept; look at both, then save again."),
        )
    made = evolve(selection, versions=(*selection.versions, description))
    return taken_in(made, number, description.by, "modified", description.note, len(made.versions))


def shortened(selection: Selection, number: int, by: str, months: int, now: datetime) -> Selection:
    """Take an objection in by a shorter term. Raises: Refused."""
    WAY.in_objections(selection)
    WAY.may_shape(selection, by)
    before = selection.text
    if not 1 <= months < before.months:
        raise Refused(
            _("A shorter term has fewer months than {count}.", count=before.months),
            _("Name a smaller number."),
        )
    version = evolve(before, months=months, learning=False, by=by, at=now, note="")
    made = evolve(selection, versions=(*selection.versions, version))
    return taken_in(made, number, by, "shortened", "", len(made.versions))
