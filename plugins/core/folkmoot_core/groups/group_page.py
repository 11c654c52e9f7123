"""One group: its people, its meetings, and what its people do with it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from folkmoot.api import Change, FolkmootError, Key, PageView, Session, Still, Stored, css_beside, joined
from folkmoot_core.groups.about import rows_of
from folkmoot_core.groups.doing import GroupDoing
from folkmoot_core.groups.kept import group_of, groups_with, seat_of, to_answer
from folkmoot_core.groups.model import Group
from folkmoot_core.words import _


class GroupPage(PageView):
    """A group in rows; each key does one thing with it."""

    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        mine = groups_with(session.store, session.handle)
        self.number: int | None = mine[0].id if mine else None
        self.doing = GroupDoing(self)

    def build(self) -> ComposeResult:
        with VerticalScroll():
            yield Still(id="group-rows")

    def on_mount(self) -> None:
        self._show()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self._show()

    def open_at(self, where: str) -> None:
        """A group by its number."""
        if where.isdigit():
            group_of(self.session.store, int(where))
            self.number = int(where)
            self._show()

    def keys(self) -> Sequence[Key]:
        """Those of a stranger to the group are few; the others are in help."""
        doing, inside = self.doing, self._inside()
        home = inside and self._is_home()
        asked = home or (self.number is not None and bool(to_answer(self.session, self.number)))
        return (
            Key("escape", _("back"), self._back, _("Back to all groups.")),
            Key("o", _("notes"), doing.notes, _("Read and write the group's notes."), quiet=not inside),
            Key(
                "a", _("answer"), doing.answer, _("Say whether you come to its next meeting."), quiet=not home
            ),
            Key("h", _("host"), doing.host, _("Host the next meeting, or hand that back."), quiet=not home),
            Key("m", _("move"), doing.move, _("Move one meeting to another day or time."), quiet=not home),
            Key("x", _("skip"), doing.skip, _("Skip one meeting, or put it back."), quiet=not home),
            Key("r", _("look back"), doing.look_back, _("Note that the group looked back."), quiet=not home),
            Key(
                "w",
                _("welcome"),
                doing.welcome,
                _("Answer somebody who would like to join."),
                quiet=not asked,
            ),
            Key("i", _("invite"), doing.invite, _("Invite somebody into the group."), quiet=not home),
            Key("e", _("edit"), doing.edit, _("Change its name, its focus, its pulse."), quiet=not inside),
            Key("s", _("split"), doing.split, _("Make two groups of one: choose who goes."), quiet=not home),
            Key(
                "g",
                _("merge"),
                doing.merge,
                _("Ask another group to merge, or say yes to one."),
                quiet=not home,
            ),
            Key(
                "c",
                _("close"),
                doing.close,
                _("Close the group; of a working group, or renew it."),
                quiet=not inside,
            ),
            Key("j", _("join"), doing.join, _("Ask to join, or accept an invitation."), quiet=inside),
            Key("l", _("leave"), doing.leave, _("Leave the group, or take your asking back.")),
        )

    @property
    def group(self) -> Stored[Group]:
        """The group that is shown. Raises: NotFound."""
        return group_of(self.session.store, self.number or 0)

    def _inside(self) -> bool:
        number = self.number
        return number is not None and seat_of(self.session.store, number, self.session.handle) is not None

    def _is_home(self) -> bool:
        group = self.group.value
        return group.kind == "home" and group.closed is None

    async def _back(self) -> None:
        await self.shell.open_page("groups")

    def _show(self) -> None:
        self.query_one("#group-rows", Still).update(self._rows())
        self.keys_changed()

    def _rows(self) -> Content:
        if self.number is None:
            return joined((_("You are in no group. esc goes to all of them."), "dim"))
        try:
            rows = rows_of(self.session, self.group)
        except FolkmootError as error:
            return joined((error.sentence, "dim"))
        width = max(len(label) for label, _value in rows) + 2
        return Content("\n").join(joined((f"{label:<{width}}", "dim"), value) for label, value in rows)
