"""One proposal as labels and texts, for its screen and for `folkmoot propose show`."""

from __future__ import annotations

from folkmoot.api import Session, dates
from folkmoot_sociocracy.consent.model import Deciding, Proposal
from folkmoot_sociocracy.consent.reading import circle_name
from folkmoot_sociocracy.consent.rounds import next_up, voice_of
from folkmoot_sociocracy.consent.wording import (
    noted_words,
    objection_words,
    order_words,
    round_name,
    term_words,
    voice_words,
    where_it_stands,
)
from folkmoot_sociocracy.words import _

Line = tuple[str, str]  # a label, which may be empty, and a text


def lines_of(session: Session, proposal: Proposal) -> list[Line]:
    """All there is to read, what matters now first."""
    version = proposal.text
    count = len(proposal.versions)
    by = _("{name}, in {circle}", name=proposal.author, circle=circle_name(session, proposal.circle))
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


def turn_line(session: Session, deciding: Deciding) -> list[Line]:
    """Tell whoever reads that it is their turn."""
    if not deciding.rounds or deciding.ended is not None:
        return []
    mine = session.account is not None and next_up(deciding.rounds[-1], deciding.gone) == session.handle
    return [(_("You"), _("It is your turn."))] if mine else []


def round_lines(deciding: Deciding) -> list[Line]:
    """Who was heard, round by round, the last one first; objections stand with their round."""
    lines: list[Line] = []
    for number in range(len(deciding.rounds), 0, -1):
        current = deciding.rounds[number - 1]
        lines += [("", ""), (round_name(current), order_words(current, deciding.gone))]
        said = [voice for voice in current.voices if voice.text and voice.says != "objection"]
        lines += [("", voice_words(voice)) for voice in said]
        for place, one in enumerate(deciding.objections, 1):
            if one.round == number:
                voice = voice_of(current, one.by)
                noted = noted_words(voice) if voice else ""
                lines.append(("", f"{objection_words(place, one)} {noted}".rstrip()))
    return lines


def how_it_ended(session: Session, deciding: Deciding) -> list[Line]:
    """When it was decided or withdrawn, and why."""
    if deciding.ended is None:
        return []
    day = dates.day_of_year(session.here(deciding.ended).date())
    return [("", ""), (_("Ended"), f"{day}. {deciding.ended_why}".strip())]
