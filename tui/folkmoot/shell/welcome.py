"""A newcomer's first page: steps to take, in any order; where one stopped is where one goes on."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.accounts import first_steps, looked_at, welcomed
from folkmoot.contributions import Step
from folkmoot.shell.lists import PickList
from folkmoot.shell.page import Key, PageView
from folkmoot.shell.safe import joined, safe
from folkmoot.shell.still import Still
from folkmoot.store import Change
from folkmoot.words import _


class WelcomePage(PageView):
    """What helps to arrive: each step leads to where it is done."""

    DEFAULT_CSS = """
    WelcomePage {
        & #greeting { padding: 1 2; height: auto; }
    }
    """

    def build(self) -> ComposeResult:
        yield Still(self._greeting(), id="greeting")
        yield PickList(self._lines())

    def on_changes(self, changes: Sequence[Change]) -> None:
        self.query_one("#greeting", Still).update(self._greeting())
        self.query_one(PickList).show(self._lines())

    def keys(self) -> Sequence[Key]:
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("enter", _("go there"), self.go, _("Go to where the step at the cursor is done.")),
            Key(
                "d",
                _("put away"),
                self.put_away,
                _("Put the first steps away; Today still has what is open."),
            ),
        )

    async def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        await self.go()

    async def go(self) -> None:
        """Go to where the step at the cursor is done."""
        picked = self.query_one(PickList).picked
        steps = self._steps()
        if picked is None or int(picked) >= len(steps):
            return
        step = steps[int(picked)]
        if step.key:
            self.do(looked_at, step.key)
        page, _slash, where = step.opens.partition("/")
        await self.shell.open_page(page, where)

    async def put_away(self) -> None:
        """Take this page out of the strip, for good."""
        self.do(welcomed)
        await self.shell.without_page("first-steps")

    def _steps(self) -> list[Step]:
        return first_steps(self.session)

    def _greeting(self) -> Content:
        session = self.session
        name = session.account.name if session.account else ""
        open_steps = sum(not step.done for step in self._steps())
        said = [_("Welcome to {community}, {name}.", community=session.community.name, name=name)]
        if open_steps:
            said.append(_("Take these in any order; what is left is here when you come back."))
        else:
            said.append(_("You have been everywhere. Put this page away with d."))
        said.append(_("? tells on every page what each key does; q leaves, and everything is saved."))
        return safe("\n".join(said), lines=True)

    def _lines(self) -> list[tuple[str | None, Content]]:
        return [
            (
                str(number),
                joined(("[x] " if step.done else "[ ] ", "bold"), (step.text, "dim" if step.done else "")),
            )
            for number, step in enumerate(self._steps())
        ]
