"""A notice and its letters as rows of words, for the screen and the command alike."""

from __future__ import annotations

from folkmoot.api import Session, dates
from folkmoot_core.board.model import Letter, Notice
from folkmoot_core.board.wording import closed_words, end_words, kind_word, name_of, reach_of
from folkmoot_core.words import _


def notice_rows(session: Session, notice: Notice) -> list[tuple[str, str]]:
    """What is told of a notice beside its title and text, as labels and values; what is empty is left out."""
    own = notice.author == session.handle
    who = name_of(session, notice.author)
    day = dates.day(session.here(notice.written).date())
    rows = [
        (_("What"), f"{kind_word(notice.kind)}, {end_words(session, notice)}"),
        (_("From"), _("{name} ({handle}), {day}", name=who, handle=notice.author, day=day)),
        (_("Where"), notice.where),
        (_("Reach"), "" if own else reach_of(session, notice.author)),
        (_("Closed"), closed_words(session, notice)),
    ]
    return [(label, value) for label, value in rows if value]


def letter_parts(session: Session, letter: Letter) -> tuple[str, str, str]:
    """Who wrote, when by the reader's clock, and what."""
    who = _("You") if letter.by == session.handle else name_of(session, letter.by)
    when = dates.when(session.here(letter.at), session.here(session.now()))
    return who, when, letter.text
