"""What there is to read of rounds, as labels and texts."""

from __future__ import annotations

from folkmoot.api import Session, dates
from folkmoot_sociocracy.rounds.model import Deciding
from folkmoot_sociocracy.rounds.turns import next_up, voice_of
from folkmoot_sociocracy.rounds.wording import (
    noted_words,
    objection_words,
    order_words,
    round_name,
    voice_words,
)
from folkmoot_sociocracy.words import _

Line = tuple[str, str]  # a label, which may be empty, and a text


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
