"""One person in the care round: what they wrote, how to reach them, what time it is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from folkmoot.api import Account, Dialog, FolkmootError, dates, joined, safe, zone
from folkmoot_tmaps.care import buddies, doing
from folkmoot_tmaps.care.actions import said_by
from folkmoot_tmaps.care.wording import contact_of, name_of, says_words, standing_words, until_words
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.care.page import CarePage


class PersonScreen(Dialog[None]):
    """What somebody said, and how they are reached; b asks them as a buddy."""

    around = 9
    BINDINGS = [
        Binding("b", "buddy", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, page: CarePage, handle: str) -> None:
        super().__init__(name_of(page.session, handle))
        self.page, self.handle = page, handle

    def body(self) -> Iterable[VerticalScroll]:
        yield VerticalScroll(Static(self._content(), id="care-person"))

    def foot(self) -> Sequence[tuple[str, str]]:
        if self.handle == self.page.session.handle or buddies.between(self.page.session, self.handle):
            return super().foot()
        return (("b", _("ask as buddy")), *super().foot())

    def on_changes(self) -> None:
        self.query_one("#care-person", Static).update(self._content())

    def _content(self) -> Content:
        session = self.page.session
        lines: list[Content] = []
        for one in said_by(session, self.handle):
            lines += [joined((says_words(one.says), "bold"), f", {until_words(session, one)}")]
            lines += [safe(one.how, lines=True)] if one.how else []
        if not lines:
            lines.append(safe(_("Says nothing in the care round just now."), "dim"))
        rows = self._rows()
        width = max((len(label) for label, _value in rows), default=0) + 2
        lines += [Content("")] if rows else []
        return Content("\n").join(
            [*lines, *(joined((f"{label:<{width}}", "dim"), value) for label, value in rows)]
        )

    def _rows(self) -> list[tuple[str, str]]:
        session = self.page.session
        account = session.store.collection(Account).first(handle=self.handle)
        if account is None:
            return []
        contact, between = contact_of(session, self.handle), buddies.between(session, self.handle)
        there = session.now().astimezone(zone(account.value.zone or session.community.zone))
        elsewhere = there.utcoffset() != session.here(session.now()).utcoffset()
        away = dates.day(contact.away_until) if contact.away_until else ""
        rows = [
            (_("Reach"), contact.reach or _("nothing on the card; ask around")),
            (_("Languages"), contact.languages),
            (_("There it is"), dates.clock(there) if elsewhere else ""),
            (_("Away"), _("until {day}", day=away) if away else ""),
            (_("Buddy"), standing_words(session, between) if between else ""),
        ]
        return [(label, value) for label, value in rows if value]

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_buddy(self) -> None:
        """Ask them as a buddy."""
        if len(self.foot()) == 1:
            return
        try:
            self.page.session.must("care.buddies", self.page.session.handle)
        except FolkmootError as error:
            self.say(error.sentence)
            return
        self.done(None)
        doing.ask_this(self.page, self.handle)
