"""Where a consent round stands, in sentences that proposals and selections share."""

from __future__ import annotations

from folkmoot_sociocracy.rounds.model import Deciding
from folkmoot_sociocracy.rounds.objections import to_test, untested_by
from folkmoot_sociocracy.rounds.turns import away
from folkmoot_sociocracy.words import _


def waiting_words(deciding: Deciding) -> str:
    """For whom of those who were away it waits."""
    names = ", ".join(away(deciding.rounds[-1], deciding.gone))
    if deciding.absent == "held":
        return _("This circle waits for those who were away: {names}.", names=names)
    return _("Those who were away may still object: {names}.", names=names)


def testing_words(deciding: Deciding) -> str:
    """Who is still to say what they see in the objections; empty where nothing is tested now."""
    testing = to_test(deciding)
    if not testing:
        return ""
    asked = [name for _number, one in testing for name in untested_by(deciding, one)]
    names = ", ".join(dict.fromkeys(asked))
    return _("The circle tests them. Still to be asked: {names}.", names=names or "-")
