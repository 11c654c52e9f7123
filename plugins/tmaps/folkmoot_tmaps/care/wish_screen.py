"""What one says oneself, and to whom one could turn with it: people who offered just that, by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from folkmoot.api import Dialog, joined, safe
from folkmoot_tmaps.care import doing
from folkmoot_tmaps.care.actions import own_statements, who_could
from folkmoot_tmaps.care.model import Says
from folkmoot_tmaps.care.rules import ANSWERED_BY
from folkmoot_tmaps.care.wording import contact_of, name_of, offers_sentence, says_words, until_words
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.care.page import CarePage


class WishScreen(Dialog[None]):
    """An own line of the care round; e changes it, x takes it back."""

    around = 9
    BINDINGS = [
        Binding("e", "edit", show=False),
        Binding("x", "take_back", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, page: CarePage, says: Says) -> None:
        super().__init__(says_words(says))
        self.page, self.says = page, says

    def body(self) -> Iterable[VerticalScroll]:
        yield VerticalScroll(Static(self._content(), id="care-wish"))

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("e", _("edit")), ("x", _("take back")), *super().foot())

    def on_changes(self) -> None:
        self.query_one("#care-wish", Static).update(self._content())

    def _content(self) -> Content:
        session = self.page.session
        mine = next((one for one in own_statements(session) if one.says == self.says), None)
        if mine is None:
            return safe(_("You don't say this any more."))
        lines = [safe(until_words(session, mine), "dim")]
        lines += [safe(mine.how, lines=True)] if mine.how else []
        if mine.says not in ANSWERED_BY:
            return Content("\n").join(lines)
        offers = who_could(session, mine)
        lines += [Content(""), safe(offers_sentence(session, offers, mine))]
        for offer in offers:
            lines += [Content(""), joined((name_of(session, offer.account), "bold"))]
            lines += [safe(offer.how, lines=True)] if offer.how else []
            if reach := contact_of(session, offer.account).reach:
                lines.append(joined((_("Reach: {reach}", reach=reach), "dim")))
        return Content("\n").join(lines)

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_edit(self) -> None:
        """Say it in other words, or until another day."""
        self.done(None)
        doing.say_this(self.page, self.says)

    def action_take_back(self) -> None:
        """Take it back."""
        self.done(None)
        doing.take_back(self.page, self.says)
