"""One gathering: all that is known of it, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from folkmoot.api import Dialog, FolkmootError, css_beside, dates, invitations_to, joined, safe, wrapped
from folkmoot_core.gatherings import doing
from folkmoot_core.gatherings.actions import gathering, needs
from folkmoot_core.gatherings.welcoming import can_mark, guests_who_came
from folkmoot_core.gatherings.wording import came_with_card, invited_words, place_in_line, rows
from folkmoot_core.people.names import name_of
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot.api import PageView


class GatheringScreen(Dialog[None]):
    """Everything about one gathering. Arrows scroll where it is long."""

    DEFAULT_CSS = css_beside(__file__)
    around = 7
    BINDINGS = [
        Binding("a", "do('answer')", show=False),
        Binding("e", "do('edit')", show=False),
        Binding("i", "do('invite')", show=False),
        Binding("m", "do('mark')", show=False),
    ]

    def __init__(self, page: PageView, key: str) -> None:
        found = gathering(page.session, key)
        self.key = found.occurrence.key
        day = dates.day_of_year(page.session.here(found.occurrence.start).date())
        super().__init__(_("{title} of {day}", title=found.occurrence.title, day=day))
        self.page = page

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(Static(self._said(), id="gathering"))

    def foot(self) -> Sequence[tuple[str, str]]:
        session = self.page.session
        found = gathering(session, self.key)
        keys = [("↑↓", _("scroll"))]
        if found.occurrence.end > session.now() and found.occurrence.status != "cancelled":
            keys.append(("a", _("answer")))
        if session.may("gatherings.prepare", self.key).allowed:
            keys.append(("e", _("edit")))
        if session.may("invite.occasion").allowed and found.occurrence.status != "cancelled":
            keys.append(("i", _("invite")))
        marks = can_mark(session, found.occurrence) or guests_who_came(session, self.key)
        if marks and session.may("gatherings.mark", self.key).allowed:
            keys.append(("m", _("who came")))
        return (*keys, *super().foot())

    def on_changes(self) -> None:
        self.query_one("#gathering", Static).update(self._said())

    def _said(self) -> Content:
        session = self.page.session
        found = gathering(session, self.key)
        known = rows(session, found)
        width = max(len(label) for label, _value in known) + 2
        lines = [_row(label, value, width) for label, value in known]
        if waits := place_in_line(session, found):
            lines += [Content(""), safe(waits, "bold")]
        for title, said in (
            (
                _("What they need"),
                [f"{name_of(session, handle)}: {text}" for handle, text in needs(session, found)],
            ),
            (
                _("Invited"),
                [
                    *(invited_words(session, one) for one in invitations_to(session, self.key)),
                    *came_with_card(session, found),
                ],
            ),
        ):
            if said:
                lines += [Content(""), safe(title, "bold"), *(safe(line) for line in said)]
        return Content("\n").join(lines)

    def action_do(self, what: str) -> None:
        """Answer, edit, invite or mark; what is refused is told here."""
        does: Callable[[PageView, str], None] = getattr(doing, what)
        try:
            does(self.page, self.key)
        except FolkmootError as error:
            self.say(error.sentence)


def _row(label: str, value: str, width: int) -> Content:
    """A label and its value; what takes several lines stands beside the label, not under it."""
    first, *rest = wrapped(value, 72 - width)
    lines = [joined((f"{label:<{width}}", "dim"), first), *(joined(" " * width, line) for line in rest)]
    return Content("\n").join(lines)
