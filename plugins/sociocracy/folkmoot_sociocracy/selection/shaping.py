"""How a selection is made better: the role described anew, objections taken in or back; and how it ends."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace as evolve

from folkmoot_sociocracy.consent.objections import objection_at, raised, taken_in
from folkmoot_sociocracy.consent.objections import tested as tested_objection
from folkmoot_sociocracy.consent.rounds import Refused
from folkmoot_sociocracy.selection.model import Description, Selection
from folkmoot_sociocracy.selection.rules import not_over, settled
from folkmoot_sociocracy.selection.states import next_step
from folkmoot_sociocracy.words import _


def may_shape(selection: Selection, by: str) -> None:
    """Raises: Refused, for all but who opened it and who facilitates."""
    if by not in (selection.author, selection.facilitator):
        raise Refused(
            _("Who opened it and who facilitates change it, with what the circle has said."),
            _("Tell {name} what you would write.", name=selection.facilitator),
        )


def described(
    selection: Selection, number: int, description: Description, seen: int | None = None
) -> Selection:
    """Take an objection to the role in by describing it anew. Raises: Refused."""
    _in_objections(selection)
    may_shape(selection, description.by)
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
    _in_objections(selection)
    may_shape(selection, by)
    before = selection.text
    if not 1 <= months < before.months:
        raise Refused(
            _("A shorter term has fewer months than {count}.", count=before.months),
            _("Name a smaller number."),
        )
    version = evolve(before, months=months, learning=False, by=by, at=now, note="")
    made = evolve(selection, versions=(*selection.versions, version))
    return taken_in(made, number, by, "shortened", "", len(made.versions))


def measured(selection: Selection, number: int, by: str, watch: str) -> Selection:
    """Take an objection in by agreeing what is watched. Raises: Refused."""
    _in_objections(selection)
    may_shape(selection, by)
    if not watch.strip():
        raise Refused(_("What is watched is said in words."), _("Say what, by whom, and until when."))
    made = taken_in(selection, number, by, "measured", watch, len(selection.versions))
    return evolve(made, measures=(*made.measures, watch))


def taken_back(selection: Selection, number: int, by: str, why: str) -> Selection:
    """Whoever objected sees no objection any more. Raises: Refused."""
    _in_objections(selection)
    if objection_at(selection, number).by != by:
        raise Refused(
            _("An objection is taken back by whoever voiced it, and by nobody else."), next_step(selection)
        )
    return taken_in(selection, number, by, "taken_back", why, len(selection.versions))


def tested(selection: Selection, number: int, by: str, now: datetime, *, stands: bool) -> Selection:
    """Somebody says whether they see an objection as one. Raises: Refused."""
    _in_objections(selection)
    return settled(tested_objection(selection, number, by, stands=stands, at=now), now)


def _in_objections(selection: Selection) -> None:
    not_over(selection)
    if selection.phase not in ("improving", "objections") or not raised(selection):
        raise Refused(_("Objections are taken in once the round is over."), next_step(selection))


def concluded(selection: Selection, by: str, now: datetime) -> Selection:
    """Choose at once where that was the last voice that was missing."""
    return decided(selection, by, now) if selection.phase == "ready" else selection


def decided(selection: Selection, by: str, now: datetime) -> Selection:
    """It is announced who was chosen. Raises: Refused, which says for what it waits."""
    not_over(selection)
    if selection.phase != "ready":
        raise Refused(
            _("Somebody is chosen once everyone was heard, the nominee last, and no objection is left."),
            next_step(selection),
        )
    if by not in (*selection.voters, selection.facilitator):
        raise Refused(_("The circle announces whom it chose."), next_step(selection))
    return evolve(selection, phase="decided", ended=now, waits_until=None)


def withdrawn(selection: Selection, by: str, now: datetime, why: str) -> Selection:
    """It is taken off the table, with a reason. Raises: Refused."""
    not_over(selection)
    may_shape(selection, by)
    if not why.strip():
        raise Refused(_("The circle hears why a selection is withdrawn."), _("Say it in a few words."))
    return evolve(
        selection, phase="withdrawn", ended=now, ended_why=why, waits_until=None, recipient="", nominated=()
    )
