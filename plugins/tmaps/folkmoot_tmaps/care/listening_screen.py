"""The listening team: who listens now and how they are reached, then when the others do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from folkmoot.api import Dialog, FolkmootError, joined, safe
from folkmoot_tmaps.care import doing
from folkmoot_tmaps.care.listening import own_offer, team
from folkmoot_tmaps.care.wording import listener_lines, neighbours, when_words
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.care.page import CarePage


class ListeningScreen(Dialog[None]):
    """One key away from the care page, and nothing to choose: names, and how to reach them."""

    around = 9
    BINDINGS = [
        Binding("n", "offer", show=False),
        Binding("x", "stop", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, page: CarePage) -> None:
        super().__init__(_("Somebody to talk to"))
        self.page = page

    def body(self) -> Iterable[VerticalScroll]:
        yield VerticalScroll(Static(self._content(), id="care-team"))

    def foot(self) -> Sequence[tuple[str, str]]:
        if own_offer(self.page.session) is None:
            return (("n", _("offer to listen")), *super().foot())
        return (("n", _("change yours")), ("x", _("listen no longer")), *super().foot())

    def on_changes(self) -> None:
        self.query_one("#care-team", Static).update(self._content())

    def _content(self) -> Content:
        session = self.page.session
        found, now = team(session), session.now()
        lines: list[Content] = []
        for one in found:
            style = "bold" if one.now(now) else ""
            lines.append(joined((one.account.name, style), f"  {when_words(session, one)}"))
            lines += [
                joined("  ", (line, "" if one.now(now) else "dim")) for line in listener_lines(session, one)
            ]
        if not found:
            lines.append(safe(_("Nobody has offered to listen yet; n is the first to.")))
        return Content("\n").join([*lines, Content(""), safe(neighbours(), "italic")])

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_offer(self) -> None:
        """Offer to listen, or change how."""
        try:
            self.page.session.must("care.listen", self.page.session.handle)
        except FolkmootError as error:
            self.say(error.sentence)
            return
        self.done(None)
        doing.offer_to_listen(self.page)

    def action_stop(self) -> None:
        """Leave the team."""
        if own_offer(self.page.session) is not None:
            self.done(None)
            doing.stop_listening(self.page)
