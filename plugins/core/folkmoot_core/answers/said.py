"""How a meeting to come is answered, in a few words behind its line."""

from __future__ import annotations

from folkmoot.api import Occurrence, Session
from folkmoot_core.answers.actions import answers_to
from folkmoot_core.answers.rules import tallied
from folkmoot_core.answers.wording import mine_words, tally_words


def said_of(session: Session, meeting: Occurrence) -> str:
    """` (you: yes, 3 come)`; nothing of a meeting that is over or cancelled, or that nobody has answered."""
    if meeting.status == "cancelled" or meeting.end <= session.now():
        return ""
    answers = answers_to(session.store, meeting.key)
    mine = next((one for one in answers if one.account == session.handle), None)
    parts = [mine_words(mine) if mine else "", tally_words(tallied(answers))]
    said = ", ".join(part for part in parts if part)
    return f" ({said})" if said else ""
