"""The card for heavy days: what to do first, please do, please don't, my people. One page, in one's own words."""

from __future__ import annotations

from folkmoot_tmaps.maps.rules import Asked, asked_in
from folkmoot_tmaps.maps.unlocking import OpenMap
from folkmoot_tmaps.maps.wording import value_lines
from folkmoot_tmaps.words import _


def card_of(opened: OpenMap) -> list[tuple[str, list[str]]]:
    """Questions and the lines of their answers: all of the section for heavy days, then one's people."""
    heavy, people = [], []
    for part in opened.workbook.sections:
        for one in asked_in(part, opened.sections.get(part.id)):
            if one.value and part.heavy:
                heavy.append(_lines(one))
            elif one.value and one.prompt.kind == "people":
                people.append(_lines(one))
    return heavy + people


def title_of_card(opened: OpenMap) -> str:
    """What this workbook calls the section for heavy days; empty where it has none."""
    return next((part.title for part in opened.workbook.sections if part.heavy), "")


def empty_card(opened: OpenMap) -> str:
    """What to say where nothing is on it: which section of this workbook it comes from."""
    title = title_of_card(opened)
    if not title:
        return _("This workbook has no section for heavy days, so there is no card.")
    return _("Nothing is on the card yet: what you write under “{section}” goes there.", section=title)


def _lines(one: Asked) -> tuple[str, list[str]]:
    return one.before or one.prompt.ask, value_lines(one.prompt, one.value)
