"""The logbook page: the policies of a circle or of all, its roles, the mission on top."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import (
    Change,
    Choose,
    FindOne,
    Key,
    NotFound,
    PageView,
    PickList,
    Session,
    Still,
    Stored,
    css_beside,
    joined,
)
from folkmoot_sociocracy.circles.actions import all_circles, today
from folkmoot_sociocracy.circles.rules import as_tree
from folkmoot_sociocracy.links.wording import circle_name
from folkmoot_sociocracy.logbook.actions import entries
from folkmoot_sociocracy.logbook.dialog import (
    EntryDialog,
    MissionDialog,
    ask_end,
    ask_policy,
    ask_review,
    ask_words,
)
from folkmoot_sociocracy.logbook.mission import asked_mission, mission
from folkmoot_sociocracy.logbook.model import Entry
from folkmoot_sociocracy.logbook.rules import in_force
from folkmoot_sociocracy.logbook.wording import holder_line, split_holders, standing_words
from folkmoot_sociocracy.words import _

ALL = "all"  # no circle's id
TITLE = 30


class LogbookPage(PageView):
    """Policies by circle; enter opens one."""

    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.circle: int | None = None
        self.past = False

    def build(self) -> ComposeResult:
        yield Still(id="mission")
        yield PickList()

    def on_mount(self) -> None:
        self._show()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self._show()

    def open_at(self, where: str) -> None:
        """`c3` is a circle, `mission` the mission, a number a policy."""
        if where == "mission":
            self.open_mission()
            return
        if where.startswith("c"):
            self.circle = int(where[1:])
            self._show()
        else:
            self.app.push_screen(EntryDialog(self, int(where)))

    def keys(self) -> Sequence[Key]:
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("enter", _("open"), self.open_line, _("Read the policy at the cursor.")),
            Key("n", _("new"), self.new, _("Write down a policy that a circle decided.")),
            Key("e", _("edit"), self.edit, _("Correct how a policy is written down.")),
            Key("r", _("looked at"), self.review, _("The circle looked at it and leaves it as it is.")),
            Key("x", _("end"), self.end, _("End a policy; it stays to be read.")),
            Key("c", _("circle"), self.choose, _("Whose logbook is shown: of a circle, or of all.")),
            Key("p", _("past"), self.turn_past, _("Show or hide what is over.")),
            Key("m", _("mission"), self.open_mission, _("What we are here for; propose other words.")),
            Key("slash", _("find"), self.find, _("Find a policy by a few letters.")),
            Key("escape,backspace", _("circles"), self.back, _("Back to the circles.")),
        )

    # -- what is shown -------------------------------------------------------------------------------------

    def _show(self) -> None:
        self.query_one("#mission", Still).update(self._head())
        self.query_one(PickList).show(self._lines())

    def _head(self) -> Content:
        stands, asked = mission(self.session), asked_mission(self.session)
        said = stands.value.mission if stands else _("not written yet (m)")
        if asked is not None:
            said += _(" – other words are asked about (m)")
        whose = circle_name(self.session, self.circle) if self.circle else _("all circles")
        return Content("\n").join(
            [
                joined((_("Our mission: "), "bold"), said),
                Content(""),
                joined((_("Logbook: {circle}", circle=whose), "bold")),
            ]
        )

    def _lines(self) -> list[tuple[str | None, Content]]:
        found = entries(self.session, self.circle, past=self.past)
        lines: list[tuple[str | None, Content]] = []
        if self.circle is None:
            for number in dict.fromkeys(one.value.circle for one in found):
                lines.append((None, joined((circle_name(self.session, number), "bold"))))
                lines += [self._line(one) for one in found if one.value.circle == number]
        else:
            lines += [self._line(one) for one in found]
        if not found:
            lines.append((None, joined((_("No policy is in force here. n writes one down."), "dim"))))
        return lines + (self._roles(self.circle) if self.circle is not None else [])

    def _line(self, stored: Stored[Entry]) -> tuple[str | None, Content]:
        entry, on = stored.value, today(self.session)
        title = entry.title if len(entry.title) < TITLE else f"{entry.title[: TITLE - 2]}…"
        style = "" if in_force(entry, on) else "dim"
        return str(stored.id), joined((f"{title:<{TITLE}} ", style), (standing_words(entry, on), "dim"))

    def _roles(self, circle: int) -> list[tuple[str | None, Content]]:
        now, past = split_holders(self.session, circle)
        lines: list[tuple[str | None, Content]] = []
        for title, found in ((_("Roles"), now), (_("Past roles"), past if self.past else [])):
            if found:
                lines += [(None, Content("")), (None, joined((title, "bold")))]
                lines += [(None, joined(holder_line(self.session, one))) for one in found]
        return lines

    # -- what is done --------------------------------------------------------------------------------------

    def _wanted(self) -> int:
        picked = self.query_one(PickList).picked
        if picked is None:
            raise NotFound(_("There is no policy at the cursor."))
        return int(picked)

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        self.open_line()

    def open_line(self) -> None:
        """Read the policy at the cursor."""
        self.app.push_screen(EntryDialog(self, self._wanted()))

    def new(self) -> None:
        """Write a policy down; where all circles are shown, ask first of which."""
        if self.circle is not None:
            ask_policy(self, self.circle)
        else:
            self._which_circle(_("Whose logbook?"), lambda circle: ask_policy(self, circle))

    def edit(self) -> None:
        """Correct its words."""
        ask_words(self, self._wanted())

    def review(self) -> None:
        """It was looked at."""
        ask_review(self, self._wanted())

    def end(self) -> None:
        """End it."""
        ask_end(self, self._wanted())

    def choose(self) -> None:
        """Choose whose logbook is shown."""
        lines: list[tuple[str | None, Content]] = [(ALL, joined((_("all circles"), "bold")))]
        self.app.push_screen(Choose(_("Whose logbook?"), lines + self._circles()), self._chosen)

    def _circles(self) -> list[tuple[str | None, Content]]:
        circles = all_circles(self.session.store)
        return [(str(n), joined("   " * depth, one.name)) for depth, n, one in as_tree(circles)]

    def _chosen(self, picked: str | None) -> None:
        if picked:
            self.circle = None if picked == ALL else int(picked)
            self._show()

    def _which_circle(self, title: str, then: Callable[[int], None]) -> None:
        lines = self._circles()
        if not lines:
            raise NotFound(_("There are no circles yet; the page “Circles” makes one."))
        self.app.push_screen(Choose(title, lines), lambda picked: then(int(picked)) if picked else None)

    def turn_past(self) -> None:
        """Show or hide what is over."""
        self.past = not self.past
        self._show()

    def open_mission(self) -> None:
        """Read the mission."""
        self.app.push_screen(MissionDialog(self))

    def find(self) -> None:
        """Find a policy by typing."""
        lines = [
            (str(one.id), one.value.title, circle_name(self.session, one.value.circle))
            for one in entries(self.session)
        ]
        self.app.push_screen(FindOne(_("Find a policy"), lines), self._found)

    def _found(self, number: str | None) -> None:
        if number:
            self.app.push_screen(EntryDialog(self, int(number)))

    def back(self) -> Awaitable[None]:
        """To the circles."""
        return self.shell.open_page("circles")
