"""What of an open map is printed: chapters for the booklet, and the few lines of the card."""

from __future__ import annotations

from folkmoot.api import BadData, Session
from folkmoot_tmaps.booklet.layout import Chapter, Entry
from folkmoot_tmaps.maps.rules import Asked, asked_in, people_in
from folkmoot_tmaps.maps.unlocking import OpenMap
from folkmoot_tmaps.maps.wording import value_lines
from folkmoot_tmaps.words import _


def chapters(session: Session, opened: OpenMap) -> list[Chapter]:
    """The sections in which something is answered; the one for heavy days stands first.

    Raises: NotAllowed; BadData where nothing is written yet.
    """
    session.must("map.export", session.handle)
    found = [_chapter(opened, one) for one in _in_order(opened)]
    return _some([one for one in found if one.entries])


def card_chapters(session: Session, opened: OpenMap) -> list[Chapter]:
    """The sections for heavy days, then people who agreed. Raises: NotAllowed; BadData where there is nothing."""
    session.must("map.export", session.handle)
    heavy = [part.id for part in opened.workbook.sections if part.heavy]
    found = [_chapter(opened, one) for one in heavy]
    agreed = tuple(
        dict.fromkeys(
            f"- {person.name}: {person.what}" if person.what else f"- {person.name}"
            for section in _in_order(opened)
            for one in _answered(opened, section)
            if one.prompt.kind == "people"
            for person in people_in(one.value)
            if person.state == "agreed"
        )
    )
    if agreed:
        found.append(Chapter(_("My people"), (Entry("", agreed),)))
    return _some([one for one in found if one.entries])


def _some(found: list[Chapter]) -> list[Chapter]:
    if not found:
        raise BadData(_("There is nothing to print yet: answer a question or two first."))
    return found


def _in_order(opened: OpenMap) -> list[str]:
    parts = opened.workbook.sections
    ids = [part.id for part in parts if part.heavy] + [part.id for part in parts if not part.heavy]
    return [*ids, *(one for one in opened.sections if one not in ids)]


def _answered(opened: OpenMap, section: str) -> list[Asked]:
    known = opened.sections.get(section)
    return [one for one in asked_in(opened.workbook.part(section), known) if one.value]


def _chapter(opened: OpenMap, section: str) -> Chapter:
    known = opened.sections.get(section)
    entries = tuple(
        Entry(one.before or one.prompt.ask, tuple(value_lines(one.prompt, one.value)))
        for one in _answered(opened, section)
    )
    return Chapter(known.title if known else section, entries)
