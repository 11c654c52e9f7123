"""The groups: one's own first, then the others, then who has none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import (
    Change,
    Choose,
    FindOne,
    FormScreen,
    Key,
    PageView,
    PickList,
    Still,
    Stored,
    css_beside,
    joined,
)
from folkmoot_core.groups.actions import begin_home, begin_working
from folkmoot_core.groups.calendar import next_pulses
from folkmoot_core.groups.forms import HomeForm, WishForm, WorkingForm
from folkmoot_core.groups.kept import closed_with, how_many, open_groups, seat_of, today_there, without_group
from folkmoot_core.groups.model import Group
from folkmoot_core.groups.proposals import is_proposed, my_wish, save_wish, wish_of
from folkmoot_core.groups.without import WithoutDialog
from folkmoot_core.groups.wording import end_words, people_words, room_words
from folkmoot_core.rhythm.wording import when_words
from folkmoot_core.words import _, ngettext

SHOWN = 60  # groups of others in the list; of a large community one finds the rest by their letters
SHOWN_HERE = ("folkmoot.accounts", *(f"core.{name}" for name in ("groups", "seats", "changed", "proposals")))
WITHOUT, PROPOSAL = "without", "proposal"  # lines that are no group's


class GroupsPage(PageView):
    """All groups; enter opens one, n begins one."""

    DEFAULT_CSS = css_beside(__file__)

    def build(self) -> ComposeResult:
        yield Still(id="groups-title")
        yield PickList()

    def on_mount(self) -> None:
        self._show()

    def on_changes(self, changes: Sequence[Change]) -> None:
        if not changes or any(change.collection.startswith(SHOWN_HERE) for change in changes):
            self._show()

    def open_at(self, where: str) -> None:
        """A group by its number, or the words `without` and `proposal`."""
        self._open(where)

    def keys(self) -> Sequence[Key]:
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("enter", _("open"), self.open_picked, _("Open the group at the cursor.")),
            Key("n", _("new"), self.new, _("Begin a home group or a working group.")),
            Key("slash", _("find"), self.find, _("Find a group by a few letters of its name.")),
            Key("w", _("my wish"), self.wish, _("Say what you wish of a home group.")),
            Key("p", _("propose"), self.propose, _("Propose home groups to those who have none.")),
        )

    def _show(self) -> None:
        session, store = self.session, self.session.store
        counts = how_many(store)
        groups = open_groups(store)
        mine = [one for one in groups if seat_of(store, one.id, session.handle) is not None]
        own = {one.id for one in mine}
        homes = [one for one in groups if one.id not in own and one.value.kind == "home"]
        working = [one for one in groups if one.id not in own and one.value.kind == "working"]
        closed = closed_with(store, session.handle)
        lines: list[tuple[str | None, Content]] = []
        for title, those in (
            (_("Yours"), mine),
            (_("Home groups"), homes),
            (_("Working groups"), working),
            (_("Closed, with notes that you may read"), closed),
        ):
            if those:
                lines.append((None, joined((title, "bold"))))
                lines += [(str(one.id), self._line(one, counts[one.id])) for one in those[:SHOWN]]
            if len(those) > SHOWN:
                lines.append((None, joined((_("… the others by their letters (/)"), "dim"))))
        if not lines:
            lines.append((None, joined((_("There are no groups yet. n begins one."), "dim"))))
        lines += [(None, Content("")), *self._below()]
        count = ngettext("{count} group", "{count} groups", len(groups))
        self.query_one("#groups-title", Still).update(
            joined((count, "bold"), "  ", (_("times are yours"), "dim"))
        )
        self.query_one(PickList).show(lines)

    def _below(self) -> list[tuple[str | None, Content]]:
        if not self.session.may("groups.see").allowed:
            return []
        count = len(without_group(self.session))
        said = ngettext("{count} person without a home group", "{count} people without a home group", count)
        lines: list[tuple[str | None, Content]] = [(WITHOUT, joined(said))]
        if self.session.may("groups.propose").allowed and is_proposed(self.session) is not None:
            lines.append((PROPOSAL, joined((_("A proposal of new home groups waits"), "bold"))))
        return lines

    def _line(self, stored: Stored[Group], count: int) -> Content:
        group = stored.value
        said = [people_words(count)]
        if group.closed is None and group.kind == "home":
            said.append(room_words(count))
            said += [when_words(self.session, item.start) for item in next_pulses(self.session, stored)]
        elif group.closed is None:
            said.append(end_words(group, today_there(self.session, group)))
        return joined(f"  {group.name[:24]:<25}", ", ".join(said), (f"  {group.focus}", "dim"))

    # -- what can be done ----------------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        self.open_picked()

    def open_picked(self) -> None:
        """Open what the cursor is on."""
        picked = self.query_one(PickList).picked
        if picked is not None:
            self._open(picked)

    def _open(self, where: str) -> None:
        if where == WITHOUT:
            self.app.push_screen(WithoutDialog(self))
        elif where == PROPOSAL:
            self.call_later(self.shell.open_page, "proposal", "now")
        else:
            self.call_later(self.shell.open_page, "group", where)

    def find(self) -> None:
        """Find a group by typing."""
        found = [(str(one.id), one.value.name, one.value.focus) for one in open_groups(self.session.store)]
        self.app.push_screen(
            FindOne(_("Find a group"), found), lambda where: self._open(where) if where else None
        )

    def new(self) -> None:
        """Begin a group: which kind is asked first."""
        self.session.must("groups.begin")
        lines = [
            (
                "home",
                joined((_("A home group"), "bold"), "  ", _("three to six people who meet again and again")),
            ),
            ("working", joined((_("A working group"), "bold"), "  ", _("a purpose, and an end"))),
        ]
        self.app.push_screen(Choose(_("What begins?"), lines), self._new)

    def _new(self, kind: str | None) -> None:
        if kind == "home":
            self._ask(_("A new home group"), HomeForm, "new home group", {"zone": self.session.zone_name})
        elif kind == "working":
            self._ask(_("A new working group"), WorkingForm, "new working group", {})

    def _ask(
        self, title: str, form: type[HomeForm | WorkingForm], name: str, start: dict[str, object]
    ) -> None:
        made: list[Stored[Group]] = []

        def save(typed: HomeForm | WorkingForm) -> None:
            begins = begin_home(self.session, typed) if isinstance(typed, HomeForm) else None
            made.append(begins or begin_working(self.session, typed))  # type: ignore[arg-type]

        self.app.push_screen(
            FormScreen(title, form, save, name=name, drafts=self.shell.drafts, start=start, translate=_),
            lambda saved: self._open(str(made[-1].id)) if saved else None,
        )

    def wish(self) -> None:
        """Say what one wishes of a home group."""
        self.session.must("groups.wish", self.session.handle)
        form = wish_of(my_wish(self.session))
        self.app.push_screen(
            FormScreen(
                _("What you wish of a home group: Partners read it, nobody else"),
                WishForm,
                partial(save_wish, self.session),
                name="wish",
                drafts=self.shell.drafts,
                start={name: getattr(form, name) for name in form.__struct_fields__},
                translate=_,
            ),
            lambda saved: self.say(_("Kept.")) if saved else None,
        )

    async def propose(self) -> None:
        """Go to the proposal; where none waits, make one."""
        from folkmoot_core.groups.proposals import propose

        self.session.must("groups.propose")
        if is_proposed(self.session) is None:
            propose(self.session, 1)
        await self.shell.open_page("proposal", "now")
