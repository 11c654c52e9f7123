"""One proposal as labels and texts, for its screen and for `folkmoot propose show`."""

from __future__ import annotations

from folkmoot.api import Session
from folkmoot_sociocracy.consent.model import Proposal
from folkmoot_sociocracy.consent.wording import term_words, where_it_stands
from folkmoot_sociocracy.rounds.detail import Line, how_it_ended, round_lines, turn_line
from folkmoot_sociocracy.rounds.reading import circle_name
from folkmoot_sociocracy.words import _


def lines_of(session: Session, proposal: Proposal) -> list[Line]:
    """All there is to read, what matters now first."""
    version = proposal.text
    count = len(proposal.versions)
    by = proposal.author
    if proposal.circle is not None:
        by = _("{name}, in {circle}", name=by, circle=circle_name(session, proposal.circle))
    lines: list[Line] = [(_("Stands"), where_it_stands(session, proposal))]
    lines += turn_line(session, proposal)
    lines += [
        *([(_("Need"), proposal.need)] if proposal.circle is not None else []),
        (_("Proposal"), version.text),
    ]
    if proposal.circle is not None:
        lines.append((_("Counts"), term_words(version)))
    if count > 1:
        note = f": {version.note}" if version.note else ""
        said = _("version {number}, by {name}", number=count, name=version.by)
        lines.append((_("Changed"), said + note))
    lines.append((_("Brought by"), by))
    lines.append((_("Leads"), proposal.facilitator))
    lines += [(_("Watched"), one) for one in proposal.measures]
    lines += round_lines(proposal)
    lines += how_it_ended(session, proposal)
    return lines
