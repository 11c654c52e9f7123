"""Making a booklet or a card of an open map: in memory, never in a file on the host."""

from __future__ import annotations

from typing import Literal, NamedTuple

from folkmoot.api import Session, dates
from folkmoot_tmaps.booklet.content import card_chapters, chapters
from folkmoot_tmaps.booklet.layout import Cover
from folkmoot_tmaps.booklet.markdown import markdown
from folkmoot_tmaps.maps.unlocking import OpenMap
from folkmoot_tmaps.words import _, ngettext

Shape = Literal["booklet", "pages", "card"]
Format = Literal["pdf", "markdown"]
NAMED = 20  # letters that are told one by one


class Printed(NamedTuple):
    """What is to be printed, and what there is to say about it."""

    data: bytes
    notes: tuple[str, ...]


def printed(session: Session, opened: OpenMap, shape: Shape, form: Format) -> Printed:
    """An open map as a booklet to fold, as its pages one by one, or as a card.

    Raises: NotAllowed; BadData where nothing is written; Unavailable where the host lacks what makes PDFs.
    """
    found = card_chapters(session, opened) if shape == "card" else chapters(session, opened)
    title = opened.workbook.title or _("Care map")
    if form == "markdown":
        return Printed(markdown(title, found).encode(), ())
    from folkmoot_tmaps.booklet import pdf

    if shape == "card":
        made = pdf.card(found, session.now())
    else:
        made = pdf.booklet(_cover(session, title), found, session.now(), fold=shape == "booklet")
    return Printed(made.data, tuple(_notes(made.missing, made.left_out)))


def _cover(session: Session, title: str) -> Cover:
    name = session.account.name if session.account and not session.house.alone else ""
    day = dates.long_day(session.here(session.now()).date())
    below = _("{day}. This is private. Whoever finds it: please close it, and give it back.", day=day)
    return Cover(title, name, below)


def _notes(missing: str, left_out: int) -> list[str]:
    notes = []
    if missing:
        shown = " ".join(missing[:NAMED])
        notes.append(
            _(
                "The booklet's font has Latin, Greek and Cyrillic letters. These it lacks, and shows as �: "
                "{letters}. “--format markdown” keeps them all.",
                letters=shown,
            )
        )
    if left_out:
        notes.append(
            ngettext(
                "{count} line found no room on the card; it stands in the booklet.",
                "{count} lines found no room on the card; they stand in the booklet.",
                left_out,
            )
        )
    return notes
