"""The page: who can be asked about what."""

from __future__ import annotations

from collections.abc import Sequence

from folkmoot.api import Change, FormScreen, Key, PageView, PickList, joined, safe
from textual.app import ComposeResult
from textual.content import Content

from ask_me import actions
from ask_me.model import AskMeForm


class AskMePage(PageView):
    """What people here can be asked about."""

    DEFAULT_CSS = "AskMePage PickList { padding: 1 1; }"

    def build(self) -> ComposeResult:
        yield PickList(self.lines())

    def keys(self) -> Sequence[Key]:
        return (
            Key("e", "edit", self.edit, "Say what you can be asked about."),
            Key("enter", "card", self.card, "Open the card of the person at the cursor."),
        )

    def on_changes(self, changes: Sequence[Change]) -> None:
        self.query_one(PickList).show(self.lines())

    async def on_option_list_option_selected(self) -> None:
        await self.card()

    def lines(self) -> list[tuple[str | None, Content]]:
        """A line for each who said something."""
        found = actions.who_knows(self.session)
        if not found:
            return [(None, safe("Nobody has said anything yet. Press e to be the first."))]
        return [(one.account, joined((one.account, "bold"), "   ", one.about)) for one in found]

    def edit(self) -> None:
        """Ask what one can be asked about oneself."""
        form = FormScreen(
            "Your card",
            AskMeForm,
            lambda filled: actions.say(self.session, filled),
            name="ask_me",
            drafts=self.shell.drafts,
            start={"about": actions.about(self.session, self.session.handle)},
        )
        self.app.push_screen(form)

    async def card(self) -> None:
        """Go to somebody's card, which is a page of another plugin."""
        picked = self.query_one(PickList).picked
        if picked is not None:
            await self.shell.open_page("people", picked)
