"""One circle: its aim and domain, its roles with their terms, what it is asked, who is in it, what is broken."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import Change, Key, NotFound, PageView, PickList, Session, Still, css_beside, joined
from folkmoot_sociocracy.circles.actions import all_circles, circle_of, circles_with
from folkmoot_sociocracy.circles.asking import (
    about_role,
    choose_role,
    close,
    edit_circle,
    in_or_out,
    move_circle,
    new_circle,
)
from folkmoot_sociocracy.circles.detail import Detail, detail_of, settings_words
from folkmoot_sociocracy.circles.matters import Matter
from folkmoot_sociocracy.circles.rules import as_tree
from folkmoot_sociocracy.circles.wording import name_of, term_words
from folkmoot_sociocracy.links.asked import waits_for
from folkmoot_sociocracy.links.dialog import ProposalDialog, answer_waiting
from folkmoot_sociocracy.links.wording import proposal_words
from folkmoot_sociocracy.words import _, ngettext

LABEL = 14
TITLE = 40


class CirclePage(PageView):
    """A circle; enter opens the role, the question or the person at the cursor."""

    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.circle = 0

    def build(self) -> ComposeResult:
        yield Still(id="about")
        yield PickList()

    def on_mount(self) -> None:
        self._show()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self._show()

    def open_at(self, where: str) -> None:
        self.circle = circle_of(self.session, int(where)).id
        self._show()

    def keys(self) -> Sequence[Key]:
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("enter", _("open"), self.open_line, _("Open what is at the cursor.")),
            Key("r", _("role"), self.role, _("Propose somebody for a role, or end one.")),
            Key("a", _("answer"), lambda: answer_waiting(self), _("Answer what your circles are asked.")),
            Key("i", _("in, out"), self.in_or_out, _("Ask to be in this circle, or leave it.")),
            Key("e", _("edit"), self.edit, _("Change the aim, the domain, how it decides.")),
            Key("n", _("new below"), self.new, _("Make a circle below this one.")),
            Key("m", _("move"), self.move, _("Move this circle below another.")),
            Key("p", _("propose"), self.propose, _("Bring a proposal to this circle.")),
            Key("s", _("select"), self.select, _("Choose somebody for a role here, in rounds.")),
            Key("l", _("logbook"), self.logbook, _("What this circle decided, and until when.")),
            Key("t", _("meetings"), self.meetings, _("When it meets, its backlog and minutes.")),
            Key("x", _("close"), self.close, _("Close this circle; its logbook stays.")),
            Key("escape,backspace", _("circles"), self.back, _("Back to all circles.")),
        )

    # -- what is shown -------------------------------------------------------------------------------------

    def _show(self) -> None:
        if self.circle not in all_circles(self.session.store):
            self.circle = self._first()
        if not self.circle:
            self.query_one("#about", Still).update(Content(""))
            empty = joined((_("There are no circles yet. n makes the first, at the top."), "dim"))
            self.query_one(PickList).show([(None, empty)])
            return
        found = detail_of(self.session, self.circle)
        self.query_one("#about", Still).update(self._about(found))
        self.query_one(PickList).show(self._lines(found))

    def _first(self) -> int:
        """A circle of one's own, else the first of all."""
        circles = all_circles(self.session.store)
        mine = circles_with(self.session, self.session.handle) if self.session.account else frozenset[int]()
        order = [number for _depth, number, _circle in as_tree(circles)]
        return next((number for number in order if number in mine), order[0] if order else 0)

    def _about(self, found: Detail) -> Content:
        circle = found.circle
        below = ", ".join(one.name for one in found.below)
        rows = [
            (_("Aim"), circle.aim or _("not written yet")),
            (_("Decides alone"), circle.domain or _("not written yet")),
            (_("Above"), found.above.name if found.above else ""),
            (_("Below"), below),
            (_("How"), settings_words(circle)),
        ]
        lines = [joined((circle.name, "bold"))]
        lines += [joined((f"{label:<{LABEL}}", "dim"), value) for label, value in rows if value]
        return Content("\n").join(lines)

    def _lines(self, found: Detail) -> list[tuple[str | None, Content]]:
        session = self.session
        lines: list[tuple[str | None, Content]] = [(None, joined((_("Roles"), "bold")))]
        for role, held in found.roles:
            name = _(role.name)
            who = joined((_("nobody"), "dim"))
            if held is not None:
                who = joined(f"{name_of(session, held.account):<22} ", (term_words(held), "dim"))
            lines.append((f"r:{role.id}", joined(f"{name:<{LABEL}}", who)))
        if found.faults:
            lines += [(None, Content("")), (None, joined((_("To mend"), "bold")))]
            lines += [(None, joined(sentence)) for sentence in found.faults]
        if found.proposals:
            lines += [(None, Content("")), (None, joined((_("Asked just now"), "bold")))]
            for stored in found.proposals:
                mine = _(" – say yes or no") if waits_for(session, stored) else ""
                lines.append(
                    (f"q:{stored.id}", joined(proposal_words(session, stored.value), (mine, "bold")))
                )
        lines += _matters(_("Under way"), found.under_way)
        lines += _matters(_("Policies in force"), found.policies)
        count = ngettext("{count} member", "{count} members", len(found.members))
        lines += [(None, Content("")), (None, joined((count, "bold")))]
        lines += [
            (f"m:{handle}", joined(f"{name_of(session, handle):<22} ", (why, "dim")))
            for handle, why in found.members
        ]
        return lines

    # -- what is done --------------------------------------------------------------------------------------

    def _wanted(self) -> int:
        if not self.circle:
            raise NotFound(_("There are no circles yet. n makes the first, at the top."))
        return self.circle

    async def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        if opened := self.open_line():
            await opened

    def open_line(self) -> Awaitable[None] | None:
        """Open what is at the cursor."""
        kind, _colon, name = (self.query_one(PickList).picked or "").partition(":")
        if kind == "r":
            about_role(self, self._wanted(), name)
        elif kind == "q":
            self.app.push_screen(ProposalDialog(self, int(name)))
        elif kind == "o":
            page, _slash, where = name.partition("/")
            return self.shell.open_page(page, where)
        elif kind == "m" and any(page.id == "people" for page in self.shell.pages):
            return self.shell.open_page("people", name)
        return None

    def role(self) -> None:
        """Choose a role, then what to do about it."""
        choose_role(self, self._wanted())

    def in_or_out(self) -> None:
        """Ask to come in, or leave."""
        in_or_out(self, self._wanted())

    def edit(self) -> None:
        """Change the circle."""
        edit_circle(self, self._wanted())

    def new(self) -> None:
        """Make a circle below."""
        new_circle(self, self.circle or None, self._go_to)

    def _go_to(self, number: int) -> None:
        self.circle = number
        self._show()

    def move(self) -> None:
        """Move it below another."""
        move_circle(self, self._wanted())

    def propose(self) -> Awaitable[None]:
        """A proposal to this circle."""
        self.session.must("proposals.open", self._wanted())
        return self.shell.open_page("proposals", f"c{self.circle}")

    def select(self) -> Awaitable[None]:
        """Somebody for a role of this circle."""
        self.session.must("selection.open", self._wanted())
        return self.shell.open_page("selection", f"c{self.circle}")

    def logbook(self) -> Awaitable[None]:
        """Its logbook."""
        return self.shell.open_page("logbook", f"c{self._wanted()}")

    def meetings(self) -> Awaitable[None]:
        """Its meetings."""
        return self.shell.open_page("meetings", str(self._wanted()))

    def close(self) -> None:
        """Close it."""
        close(self, self._wanted(), self._is_closed)

    def _is_closed(self) -> None:
        self.app.call_later(self.shell.open_page, "circles")

    def back(self) -> Awaitable[None]:
        """To all circles."""
        return self.shell.open_page("circles")


def _matters(title: str, found: Sequence[Matter]) -> list[tuple[str | None, Content]]:
    """What a circle is busy with, below its title; nothing where there is nothing."""
    if not found:
        return []
    lines: list[tuple[str | None, Content]] = [(None, Content("")), (None, joined((title, "bold")))]
    for one in found:
        name = one.title if len(one.title) < TITLE else f"{one.title[: TITLE - 1]}…"
        lines.append((f"o:{one.opens}", joined(f"{name:<{TITLE}} ", (one.stands, "dim"))))
    return lines
