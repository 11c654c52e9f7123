"""One person's card on the screen: what they say of themselves, and what plugins add."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from folkmoot.api import Dialog, PageView, Reading, Session, dates, joined, safe, zone
from folkmoot_core.people.cards import Person, person
from folkmoot_core.people.wording import card_rows
from folkmoot_core.words import _


class PersonCard(Dialog[None]):
    """A card that scrolls where it is longer than the screen."""

    around = 8

    def __init__(self, page: PageView, handle: str) -> None:
        super().__init__(handle)
        self.page, self.handle = page, handle

    def body(self) -> Iterable[Reading]:
        yield Reading(self._card())

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", _("scroll")), *super().foot())

    def on_changes(self) -> None:
        self.query_one(Reading).show(self._card())

    def _card(self) -> Content:
        session = self.page.session
        found = person(session, self.handle)
        rows = [*card_rows(session, found), (_("Clock"), _clock(session, found))]
        width = max(len(label) for label, _value in rows) + 2
        lines = [joined((f"{label:<{width}}", "dim"), value) for label, value in rows]
        for _plugin, panel in session.house.ask("person_panels", session=session, account=found.account):
            lines += [Content(""), safe(panel.title, "bold"), *(safe(line) for line in panel.lines)]
        return Content("\n").join(lines)


def _clock(session: Session, found: Person) -> str:
    theirs = found.account.zone or session.community.zone
    return f"{dates.clock(session.now().astimezone(zone(theirs)))} ({theirs})"
