"""The selections: for which roles circles are choosing somebody, what waits for a voice first."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import Any

from textual.content import Content

from folkmoot.api import Key, Stored, joined
from folkmoot_sociocracy.rounds.page import DecidingPage
from folkmoot_sociocracy.rounds.reading import circle_name
from folkmoot_sociocracy.selection.actions import open_selection
from folkmoot_sociocracy.selection.model import Selection, SelectionForm
from folkmoot_sociocracy.selection.offers import waits_for
from folkmoot_sociocracy.selection.one import SelectionDialog
from folkmoot_sociocracy.selection.reading import open_selections
from folkmoot_sociocracy.selection.states import next_step
from folkmoot_sociocracy.selection.wording import phase_word, title_of
from folkmoot_sociocracy.words import _, ngettext


class SelectionPage(DecidingPage[Selection]):
    """Selections on their way, then who was chosen lately; enter opens one."""

    model = Selection
    form = SelectionForm
    opens = SelectionDialog
    verb = "selection.open"

    def keys(self) -> Sequence[Key]:
        return (
            *self.moves(),
            Key("n", _("new"), self.new, _("Choose somebody for a role of one of your circles.")),
            Key("slash", _("find"), self.find, _("Find a selection by role or circle.")),
            Key("p", _("proposals"), self.proposals, _("What circles are deciding by consent.")),
            self.back(),
        )

    def coming(self) -> list[Stored[Selection]]:
        return open_selections(self.session)

    def waits(self, one: Selection) -> bool:
        return waits_for(one, self.session.handle)

    def begin(self, circle: int, form: Any) -> Stored[Selection]:
        return open_selection(self.session, circle, form)

    def line(self, one: Selection) -> tuple[str, str]:
        title = title_of(self.session, one, circle_name(self.session, one.circle))
        return phase_word(one.phase), f"{title}: {one.nominee}" if one.phase == "decided" else title

    def about(self, one: Selection) -> list[Content]:
        return [joined(one.text.does), joined(next_step(one))]

    def count_words(self, count: int) -> str:
        return ngettext("{count} selection on its way", "{count} selections on their way", count)

    def empty_words(self) -> str:
        return _("Nobody is being chosen just now. n begins a selection.")

    def past_words(self) -> str:
        return _("Ended lately")

    def find_words(self) -> str:
        return _("Find a selection")

    def form_words(self, circle: str) -> str:
        return _("A role of {circle}", circle=circle)

    def proposals(self) -> Awaitable[None]:
        """To the proposals."""
        return self.shell.open_page("proposals")
