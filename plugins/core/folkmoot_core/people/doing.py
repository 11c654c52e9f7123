"""What a person does on the page People: their own card, being away, leaving."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from folkmoot.api import Ask, BadData, ChangedMeanwhile, FormScreen
from folkmoot_core.people.away import come_back, go_away, is_away
from folkmoot_core.people.cards import leave, what_goes
from folkmoot_core.people.model import AwayForm, Leaving, OwnCard
from folkmoot_core.people.own_card import own_card, save_own_card
from folkmoot_core.people.wording import gone_words
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.people.page import PeoplePage


class PeopleDoing:
    """The actions of the page, each ending in one use case."""

    def __init__(self, page: PeoplePage) -> None:
        self.page = page

    def edit(self) -> None:
        """Change the own card."""
        session = self.page.session
        opened = seen = own_card(session)

        def save(card: OwnCard) -> None:
            nonlocal seen
            try:
                save_own_card(session, card, seen)
            except ChangedMeanwhile:
                seen = own_card(session)
                raise

        def told(saved: bool | None) -> None:
            if saved:
                changed = own_card(session).language != opened.language
                self.page.say(
                    _("Kept. The other language is there at the next start.") if changed else _("Kept.")
                )

        self._form(_("Your card"), OwnCard, save, "person", told, opened)

    def away(self) -> None:
        """Say that one is away, or here again."""
        session = self.page.session
        now = own_card(session)

        def save(form: AwayForm) -> None:
            if form.away_until is not None:
                go_away(session, form.away_until, form.away_words)
            elif is_away(session, session.handle):
                come_back(session)
            else:
                raise BadData(_("Say until which day you are away; esc if you are not."))

        def told(saved: bool | None) -> None:
            if saved:
                here = own_card(session).away_until is None
                self.page.say(_("Good to have you back.") if here else _("Kept. It ends by itself."))

        title = _("Away") if now.away_until is None else _("Away: an empty first line says that you are back")
        self._form(title, AwayForm, save, "away", told, now)

    def leave(self) -> None:
        """Ask twice, then leave for good."""
        goes, stays = what_goes(self.page.session)
        question = f"{goes}\n\n{stays}\n\n" + _("Being away for a while is another thing: a on this page.")
        self.page.app.push_screen(Ask(_("Leave this community for good?"), question, self._type_handle))

    def _type_handle(self) -> None:
        session = self.page.session
        went = 0

        def save(form: Leaving) -> None:
            nonlocal went
            went = leave(session, form.handle)

        def told(saved: bool | None) -> None:
            if saved:
                self.page.shell.leave_with(gone_words(went), 0)

        title = _("To leave, type your handle: {handle}", handle=session.handle)
        self.page.app.push_screen(
            FormScreen(title, Leaving, save, name="leaving", drafts={}, translate=_, keeps_drafts=False), told
        )

    def _form(
        self,
        title: str,
        form: type[msgspec.Struct],
        save: Callable[..., object],
        name: str,
        told: Callable[[bool | None], None],
        start: OwnCard,
    ) -> None:
        self.page.app.push_screen(
            FormScreen(
                title,
                form,
                save,
                name=name,
                drafts=self.page.shell.drafts,
                start={field: getattr(start, field) for field in form.__struct_fields__},
                translate=_,
            ),
            told,
        )
