"""The card for heavy days: what to do first, please do, please don't, my people. One page, in one's own words."""

from __future__ import annotations

from folkmoot_tmaps.maps.rules import Asked, asked_in
from folkmoot_tmaps.maps.unlocking import OpenMap
from folkmoot_tmaps.maps.wording import value_lines


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


def _lines(one: Asked) -> tuple[str, list[str]]:
    return one.before or one.prompt.ask, value_lines(one.prompt, one.value)
