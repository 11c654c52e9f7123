"""One selection as labels and texts, for its screen and for `folkmoot select show`."""

from __future__ import annotations

from folkmoot.api import Session
from folkmoot_sociocracy.circles.roles import role_word
from folkmoot_sociocracy.rounds.detail import Line, how_it_ended, round_lines, turn_line
from folkmoot_sociocracy.rounds.reading import circle_name
from folkmoot_sociocracy.selection.model import Selection
from folkmoot_sociocracy.selection.readable import counts, shown
from folkmoot_sociocracy.selection.states import unwritten
from folkmoot_sociocracy.selection.wording import (
    count_words,
    months_words,
    nomination_words,
    where_it_stands,
)
from folkmoot_sociocracy.words import _


def lines_of(session: Session, selection: Selection, *, seal_lost: bool = False) -> list[Line]:
    """All there is to read, what matters now first. Nominations stand here as soon as they may be read."""
    description = selection.text
    lines: list[Line] = [(_("Stands"), where_it_stands(session, selection))]
    if seal_lost:
        said = _("The key of this round is on the machine that the record came from: nominations begin anew.")
        lines.append((_("Seal"), said))
    if selection.phase == "nominating":
        if session.account is not None and session.handle in unwritten(selection):
            lines.append((_("You"), _("Write whom you nominate, and why.")))
    else:
        lines += turn_line(session, selection)
    lines += [(_("Proposed"), f"{one.nominee}: {one.why}") for one in selection.proposed[-1:]]
    lines += [
        (_("Role"), f"{role_word(session, selection.role)}: {description.does}"),
        (_("Term"), months_words(description)),
        (_("It takes"), description.qualifications or _("nothing special")),
        (_("Circle"), circle_name(session, selection.circle)),
        (_("Leads"), selection.facilitator),
    ]
    lines += [(_("Watched"), one) for one in selection.measures]
    lines += _nominations(selection)
    lines += round_lines(selection)
    lines += how_it_ended(session, selection)
    return lines


def _nominations(selection: Selection) -> list[Line]:
    if selection.phase == "nominating":
        left = ", ".join(unwritten(selection)) or "-"
        there = ", ".join(one for one in selection.voters if one in selection.nominated) or "-"
        seal = _(
            "Nobody reads them through the program, in the record or in copies. Whoever looks after this machine, with "
            "a program of their own, could."
        )
        return [
            ("", ""),
            (_("Nominations"), _("in: {names}; not yet: {left}", names=there, left=left)),
            (_("Seal"), seal),
        ]
    readable = shown(selection)
    lines: list[Line] = [("", "")] if readable else []
    lines += [(_("Nominations") if not n else "", nomination_words(one)) for n, one in enumerate(readable)]
    if counts(selection):
        lines.append((_("Count"), count_words(counts(selection))))
    return lines
