"""The page: what there is to borrow, one use case for each key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from folkmoot.api import Ask, Change, FormScreen, Key, PageView, PickList, dates, joined, safe
from textual.app import ComposeResult
from textual.content import Content

from tool_library import actions
from tool_library.model import Tool, ToolForm
from tool_library.words import _, ngettext


class ToolsPage(PageView):
    """What neighbours lend, who has it, and until when."""

    DEFAULT_CSS = "ToolsPage PickList { padding: 1 1; }"

    def build(self) -> ComposeResult:
        yield PickList(self.lines())

    def keys(self) -> Sequence[Key]:
        return (
            Key("n", _("new"), self.new, _("Put in a tool that others may borrow.")),
            Key("e", _("edit"), self.edit, _("Change what you say of your tool.")),
            Key(
                "b", _("borrow"), lambda: self.at_cursor(actions.borrow), _("Borrow the tool at the cursor.")
            ),
            Key("r", _("bring back"), lambda: self.at_cursor(actions.bring_back), _("Say that it is back.")),
            Key("w", _("wait"), lambda: self.at_cursor(actions.wait), _("Wait for it, or wait no longer.")),
            Key("x", _("remove"), self.take_out, _("Take your tool out.")),
        )

    def on_changes(self, changes: Sequence[Change]) -> None:
        self.query_one(PickList).show(self.lines())

    def open_at(self, where: str) -> None:
        pick = self.query_one(PickList)
        if where in {option.id for option in pick.options}:
            pick.highlighted = pick.get_option_index(where)

    def lines(self) -> list[tuple[str | None, Content]]:
        """A line for each tool; members' text only by `joined` and `safe`."""
        found = actions.tools(self.session)
        if not found:
            return [(None, safe(_("Nothing to borrow yet. Press n to put in the first tool.")))]
        return [(str(one.id), self.line(one.value)) for one in found]

    def line(self, tool: Tool) -> Content:
        """One tool."""
        parts: list[Any] = [(tool.name, "bold"), "   ", state_of(tool)]
        if tool.note:
            parts += ["   ", (tool.note, "dim")]
        return joined(*parts)

    def new(self) -> None:
        """Ask for a tool; what is typed stays as a draft until it is saved."""
        self.ask(_("A tool to lend"), lambda filled: actions.add(self.session, filled), "tool_library-new")

    def edit(self) -> None:
        """Ask for what is said of the tool at the cursor."""
        picked = self.picked()
        if picked is None:
            return
        tool = self.session.store.collection(Tool).get(picked)
        self.session.must("tool_library.tend", tool.value)
        seen = [actions.said_of(tool.value)]

        def save(filled: ToolForm) -> object:
            before, seen[0] = seen[0], actions.said_of(self.session.store.collection(Tool).get(picked).value)
            return actions.edit(self.session, picked, filled, before)

        self.ask(_("Your tool"), save, f"tool_library-{picked}", actions.said_of(tool.value))

    def ask(
        self, title: str, save: Callable[[ToolForm], object], name: str, start: ToolForm | None = None
    ) -> None:
        """Open the form of a tool."""
        from msgspec.structs import asdict

        filled = asdict(start) if start else {"days": 14}
        drafts = self.shell.drafts
        self.app.push_screen(
            FormScreen(title, ToolForm, save, name=name, drafts=drafts, start=filled, translate=_)
        )

    def take_out(self) -> None:
        """Ask whether the tool at the cursor goes."""
        picked = self.picked()
        if picked is None:
            return
        tool = self.session.store.collection(Tool).get(picked).value
        self.session.must("tool_library.tend", tool)
        sentence = _("{name} goes from the list.", name=tool.name)
        self.app.push_screen(
            Ask(_("Take it out?"), sentence, lambda: self.do_and_show(actions.remove, picked))
        )

    def at_cursor(self, use_case: Callable[..., object]) -> None:
        """Do something with the tool at the cursor; what is refused is told at the foot."""
        picked = self.picked()
        if picked is not None:
            self.do_and_show(use_case, picked)

    def do_and_show(self, use_case: Callable[..., object], number: int) -> None:
        """Do it and draw: a tool that somebody else took out meanwhile is told of, too."""
        self.do(use_case, number)
        self.shell.look()

    def picked(self) -> int | None:
        """The number of the tool at the cursor; where there is none, the foot says which key adds one."""
        picked = self.query_one(PickList).picked
        if picked is None:
            self.say(_("There is nothing yet. Press n to put in the first tool."))
            return None
        return int(picked)


def state_of(tool: Tool) -> str:
    """Where a tool is, and for whom it is kept."""
    if tool.due is not None:
        state = _("with {who} until {day}", who=tool.borrower, day=dates.day(tool.due))
        if tool.waiting:
            count = len(tool.waiting)
            state += ", " + ngettext("{count} waits", "{count} wait", count)
        return state
    return _("kept for {who}", who=tool.waiting[0]) if tool.waiting else _("here")
