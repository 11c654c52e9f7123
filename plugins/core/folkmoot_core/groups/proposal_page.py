"""The proposal of home groups: who would be together and why; moved about by keys until it is right, then begun."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import (
    Account,
    Ask,
    Change,
    Choose,
    FolkmootError,
    Key,
    PageView,
    PickList,
    Still,
    css_beside,
    dates,
    joined,
    zone,
)
from folkmoot_core.groups.proposals import Draft, begin, draft, drop, is_proposed, place, propose, wishes
from folkmoot_core.groups.wording import people_words, why_words
from folkmoot_core.words import _, ngettext


class ProposalPage(PageView):
    """People under their groups; left and right move somebody to the group before or after."""

    DEFAULT_CSS = css_beside(__file__)

    def build(self) -> ComposeResult:
        yield Still(id="proposal-title")
        yield PickList()

    def on_mount(self) -> None:
        self._show()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self._show()

    def open_at(self, where: str) -> None:
        """As it is now."""
        self._show()

    def keys(self) -> Sequence[Key]:
        return (
            Key("escape", _("back"), self._back, _("Back to all groups.")),
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("right", _("group"), lambda: self._shift(1), _("Into the group after."), name="←→"),
            Key("left", _("group"), lambda: self._shift(-1), _("Into the group before."), quiet=True),
            Key("m,enter", _("move"), self.move, _("Move somebody to another group, or to none.")),
            Key("b", _("begin"), self.begin, _("Begin these groups as they stand.")),
            Key("p", _("anew"), self.anew, _("Propose other groups to the same people.")),
            Key("x", _("let go"), self.let_go, _("Let the proposal go; no group changes.")),
        )

    async def _back(self) -> None:
        await self.shell.open_page("groups")

    def _show(self) -> None:
        try:
            found = draft(self.session)
        except FolkmootError as error:
            self.query_one("#proposal-title", Still).update(joined((_("A proposal of home groups"), "bold")))
            self.query_one(PickList).show([(None, joined((error.sentence, "dim")))])
            return
        count = ngettext("{count} group", "{count} groups", len(found.groups))
        hint = _("talk it over, move people about, then begin (b)")
        title = joined((_("Proposed: {groups}", groups=count), "bold"), (f"  {hint}", "dim"))
        self.query_one("#proposal-title", Still).update(title)
        self.query_one(PickList).show(self._lines(found))

    def _lines(self, found: Draft) -> list[tuple[str | None, Content]]:
        known = wishes(self.session)
        accounts = {one.value.handle: one.value for one in self.session.store.collection(Account).all()}
        lines: list[tuple[str | None, Content]] = []
        for number, group in found.groups:
            lines.append(
                (None, joined((_("Group {number}", number=number), "bold"), f": {why_words(group)}"))
            )
            for handle in group.members:
                wish = known.get(handle)
                lines.append((handle, self._line(accounts[handle], wish.focus if wish else "")))
        if found.left:
            lines.append((None, joined((_("In none of them"), "bold"))))
            lines += [(one, self._line(accounts[one], "")) for one in found.left]
        return lines

    def _line(self, account: Account, wish: str) -> Content:
        there = zone(account.zone or self.session.community.zone)
        time = dates.clock(self.session.now().astimezone(there))
        return joined(f"  {account.name[:26]:<28}{time}  ", (wish, "dim"))

    # -- what can be done ----------------------------------------------------------------------------------

    def _picked(self) -> tuple[str, int, Draft] | None:
        """Whom the cursor is on, where they are, and all of it."""
        found, picked = draft(self.session), self.query_one(PickList).picked
        return next(((one, number, found) for one, number in found.places if one == picked), None)

    def _shift(self, by: int) -> None:
        if here := self._picked():
            handle, number, found = here
            count = len(found.groups)
            self.do(place, handle, (number + by) % (count + 1))
            self._show()

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        try:
            self.move()
        except FolkmootError as error:
            self.say(error.sentence)

    def move(self) -> None:
        """Choose where somebody goes."""
        here = self._picked()
        if here is None:
            return
        handle, _number, found = here
        lines = [
            (
                str(number),
                joined((_("Group {number}", number=number), "bold"), f"  {', '.join(group.members)}"),
            )
            for number, group in found.groups
        ]
        lines.append(("0", joined(_("in none of them"))))

        def chosen(number: str | None) -> None:
            if number is not None:
                self.do(place, handle, int(number))
                self._show()

        self.app.push_screen(Choose(_("Where to?"), lines), chosen)

    def begin(self) -> None:
        """Begin all of them, after a question."""
        found = draft(self.session)
        people = people_words(sum(len(group.members) for _number, group in found.groups))
        question = _(
            "{people} are in a group then, each can leave it again. Names, days and hosts are theirs to change.",
            people=people,
        )

        def go() -> None:
            made = self.do(begin, found.places)
            if made is not None:
                self.call_later(self._begun, len(made))

        self.app.push_screen(Ask(_("Begin these groups?"), question, go))

    async def _begun(self, count: int) -> None:
        await self.shell.open_page("groups")
        self.say(ngettext("{count} group has begun.", "{count} groups have begun.", count))

    def anew(self) -> None:
        """Propose other groups, after a question where there are some."""
        stored = is_proposed(self.session)
        seed = stored.value.seed + 1 if stored else 1

        def go() -> None:
            self.do(propose, seed)
            self._show()

        if stored is None:
            go()
        else:
            question = _("All who have no group are placed afresh; what you moved about is not kept.")
            self.app.push_screen(Ask(_("Propose other groups?"), question, go))

    def let_go(self) -> None:
        """Let it go, after a question."""
        draft(self.session)

        def go() -> None:
            self.do(drop)
            self._show()

        self.app.push_screen(Ask(_("Let the proposal go?"), _("Nobody's group changes."), go))
