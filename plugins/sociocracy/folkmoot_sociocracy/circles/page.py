"""The circles page: the tree with its links, and the aim and domain of the circle at the cursor."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import (
    Change,
    Dialog,
    FindOne,
    Key,
    NotFound,
    PageView,
    PickList,
    Still,
    css_beside,
    joined,
    safe,
)
from folkmoot_sociocracy.circles.actions import all_circles, circle_of, ground_of
from folkmoot_sociocracy.circles.asking import edit_circle, new_circle
from folkmoot_sociocracy.circles.model import Membership
from folkmoot_sociocracy.circles.roles import file_fault
from folkmoot_sociocracy.circles.rules import LINKS, faults
from folkmoot_sociocracy.circles.tree import Row, link_words, rows, short_mark
from folkmoot_sociocracy.circles.wording import fault_lines
from folkmoot_sociocracy.links.asked import waiting_for_me
from folkmoot_sociocracy.links.dialog import ProposalDialog, answer_waiting
from folkmoot_sociocracy.words import _, ngettext

QUICK = 5_000  # memberships among which faults are soon found
WHO = 13  # columns for a name
MOST_NAME = 34


class CirclesPage(PageView):
    """Circles as they stand under each other; enter opens one."""

    DEFAULT_CSS = css_beside(__file__)

    def build(self) -> ComposeResult:
        yield Still(id="head")
        yield PickList()
        yield Still(id="circle")
        yield Still(id="waits")

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        self._show()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self._show()

    def open_at(self, where: str) -> None:
        if where.startswith("q"):  # a question, by its number
            self.app.push_screen(ProposalDialog(self, int(where[1:])))
        elif where == "faults":
            self.open_faults()

    def keys(self) -> Sequence[Key]:
        return (
            Key("up,down,k,j", _("circle"), lambda: None, _("One circle up or down."), name="↑↓"),
            Key("enter", _("open"), self.open_circle, _("Open the circle at the cursor.")),
            Key("n", _("new"), self.new, _("Make a circle below the one at the cursor.")),
            Key("e", _("edit"), self.edit, _("Change the aim, the domain, how it decides.")),
            Key("a", _("answer"), lambda: answer_waiting(self), _("Answer what your circles are asked.")),
            Key("f", _("faults"), self.open_faults, _("What is broken, and what helps.")),
            Key("p", _("proposals"), self.open_proposals, _("What circles are deciding by consent.")),
            Key("l", _("logbook"), self.open_logbook, _("What circles decided, and until when.")),
            Key("t", _("meetings"), self.open_meetings, _("When your circles meet, backlogs, minutes.")),
            Key("slash", _("find"), self.find, _("Find a circle by a few letters of its name.")),
        )

    # -- what is shown -------------------------------------------------------------------------------------

    def _show(self) -> None:
        found = rows(self.session)
        room = max(12, min(MOST_NAME, self.size.width - 2 * WHO - 30))
        head = f"{_circle_word():<{room}} {_leads_word():<{WHO}} {_delegate_word():<{WHO}}"
        self.query_one("#head", Still).update(joined((head if found else "", "dim")))
        lines: list[tuple[str | None, Content]] = [(str(row.id), self._line(row, room)) for row in found]
        empty = joined((_("There are no circles yet. n makes the first, at the top."), "dim"))
        self.query_one(PickList).show(lines or [(None, empty)])
        self._show_circle()
        waiting = len(waiting_for_me(self.session))
        said = ngettext("{count} question waits for you (a).", "{count} questions wait for you (a).", waiting)
        self.query_one("#waits", Still).update(safe(said, "bold") if waiting else Content(""))

    def _line(self, row: Row, room: int) -> Content:
        name = f"{row.lines}{row.circle.name}"
        name = f"{name[: room - 1]}…" if len(name) > room else name
        links = [link_words(self.session, row, role)[: WHO - 1] for role in LINKS]
        marks = short_mark(self.session, row)
        return joined(f"{name:<{room}} ", *(f"{who:<{WHO}} " for who in links), (marks, "bold"))

    def on_option_list_option_highlighted(self) -> None:
        self._show_circle()

    def _show_circle(self) -> None:
        picked = self.query_one(PickList).picked
        if picked is None:
            self.query_one("#circle", Still).update(Content(""))
            return
        circle = circle_of(self.session, int(picked)).value
        lines = [joined((circle.name, "bold"))]
        lines.append(joined((_("Aim: "), "dim"), circle.aim or _("not written yet")))
        lines.append(joined((_("Decides alone: "), "dim"), circle.domain or _("not written yet")))
        self.query_one("#circle", Still).update(Content("\n").join(lines))

    # -- what is done --------------------------------------------------------------------------------------

    @property
    def _picked(self) -> int | None:
        picked = self.query_one(PickList).picked
        return int(picked) if picked is not None else None

    def _wanted(self) -> int:
        if self._picked is None:
            raise NotFound(_("There are no circles yet. n makes the first, at the top."))
        return self._picked

    async def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        await self.open_circle()

    def open_circle(self) -> Awaitable[None]:
        """Open the circle at the cursor."""
        return self.shell.open_page("circle", str(self._wanted()))

    def open_proposals(self) -> Awaitable[None]:
        """What is being decided."""
        return self.shell.open_page("proposals")

    def open_logbook(self) -> Awaitable[None]:
        """The logbook of the circle at the cursor."""
        return self.shell.open_page("logbook", f"c{self._picked}" if self._picked else "")

    def open_meetings(self) -> Awaitable[None]:
        """The meetings of one's circles."""
        return self.shell.open_page("meetings")

    def new(self) -> None:
        """Make a circle below the one at the cursor; the first at the top."""
        new_circle(self, self._picked)

    def edit(self) -> None:
        """Change the circle at the cursor."""
        edit_circle(self, self._wanted())

    def open_faults(self) -> None:
        """What is broken."""
        self.app.push_screen(FaultsDialog(self))

    def find(self) -> None:
        """Find a circle by typing."""
        lines = [(str(n), one.name, one.aim) for n, one in all_circles(self.session.store).items()]
        self.app.push_screen(FindOne(_("Find a circle"), lines), self._found)

    def _found(self, number: str | None) -> None:
        if number:
            self.app.call_later(self.shell.open_page, "circle", number)


class FaultsDialog(Dialog[None]):
    """Every fault, and what helps."""

    around = 9

    def __init__(self, page: PageView) -> None:
        super().__init__(_("What is broken, and what helps"))
        self.page = page

    def body(self) -> Sequence[PickList]:
        return (PickList(),)

    def on_mount(self) -> None:
        self.query_one(PickList).show([(None, joined((_("Looking…"), "dim")))])
        self.on_changes()

    def on_changes(self) -> None:
        if self.page.session.store.collection(Membership).count() <= QUICK:
            self._show(self._lines())
        else:  # in a large community it takes a while
            self.in_background(self._lines, self._show)

    def _show(self, lines: list[tuple[str | None, Content]]) -> None:
        self.query_one(PickList).show(lines)

    def _lines(self) -> list[tuple[str | None, Content]]:
        session = self.page.session
        found = fault_lines(session, faults(ground_of(session)))
        found = [one for one in (file_fault(session), *found) if one]
        if not found:
            return [(None, joined(_("Nothing: every circle has an aim and two links.")))]
        return [(str(number), joined(line)) for number, line in enumerate(found)]


def _circle_word() -> str:
    return _("Circle")


def _leads_word() -> str:
    return _("leader").capitalize()


def _delegate_word() -> str:
    return _("delegate").capitalize()
