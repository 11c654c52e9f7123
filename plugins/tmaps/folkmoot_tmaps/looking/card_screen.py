"""The card for heavy days on the screen: the first thing that an open map shows, once it says something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content

from folkmoot.api import Reading, joined
from folkmoot_tmaps.looking.card import card_of, empty_card, title_of_card
from folkmoot_tmaps.maps.dialogs import MapDialog
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.maps.page import MapPage


def reading_content(questions: Sequence[tuple[str, Sequence[str]]]) -> Content:
    """Questions, bold, each with its lines below."""
    lines = []
    for number, (asked, answer) in enumerate(questions):
        lines += [Content("")] if number else []
        lines += [joined((asked, "bold")), *(joined("  ", line) for line in answer)]
    return Content("\n").join(lines)


class CardScreen(MapDialog):
    """Esc or enter leads on to the whole map."""

    around = 7
    BINDINGS = [Binding("enter", "leave", show=False)]

    def __init__(self, page: MapPage) -> None:
        title = title_of_card(page.opened) if page.opened is not None else ""
        super().__init__(page, title or _("The card for heavy days"))

    def body(self) -> Iterable[Reading]:
        yield Reading(self._content())

    def foot(self) -> Sequence[tuple[str, str]]:
        (hide, *_back) = super().foot()
        return (("enter", _("the whole map")), hide)

    def redraw(self) -> None:
        if self.page.opened is not None:
            self.query_one(Reading).show(self._content())

    def _content(self) -> Content:
        opened = self.page.opened
        return reading_content(card_of(opened) if opened is not None else ())


def show_card(page: MapPage) -> None:
    """Show the card; a sentence where nothing is on it yet."""
    if page.opened is None:
        return
    if card_of(page.opened):
        page.app.push_screen(CardScreen(page))
    else:
        page.say(empty_card(page.opened))
