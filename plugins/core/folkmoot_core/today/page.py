"""The Today page: what comes, what waits, what happened; enter goes to where it lives."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import Change, Key, PageView, PickList, Still, css_beside, dates, joined, safe
from folkmoot_core.rhythm.wording import when_words
from folkmoot_core.today.gathered import Today, today_of
from folkmoot_core.words import _


class TodayPage(PageView):
    """The first page."""

    DEFAULT_CSS = css_beside(__file__)

    def build(self) -> ComposeResult:
        yield Still(self._greeting(), id="greeting")
        yield PickList()

    def on_mount(self) -> None:
        self._show()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self._show()

    def keys(self) -> Sequence[Key]:
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("enter", _("open"), self.open_picked, _("Open the page where this line lives.")),
            Key("a", _("answer"), self.answer, _("Say whether you come: this line, or what is next.")),
        )

    async def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        await self.open_picked()

    async def open_picked(self) -> None:
        """Go to where the highlighted line lives."""
        picked = self.query_one(PickList).picked
        if picked is not None:
            page, _slash, where = picked.partition("#")[0].partition("/")
            await self.shell.open_page(page, where)

    def answer(self) -> None:
        """Open the answer to the meeting of the highlighted line, else to the next one that waits for mine."""
        from folkmoot_core.answers.actions import meeting_of, next_to_answer
        from folkmoot_core.answers.dialog import AnswerDialog

        page, _slash, where = (self.query_one(PickList).picked or "").partition("#")[0].partition("/")
        key = where.partition("/")[2] if page == "rhythm" else ""
        meeting = meeting_of(self.session, key) if key else next_to_answer(self.session)
        if meeting is None:
            self.say(_("You have answered all that is near. Put the cursor on a meeting to answer it anew."))
        else:
            self.app.push_screen(AnswerDialog(self, meeting))

    def _greeting(self) -> Content:
        session = self.session
        day = dates.long_day(session.here(session.now()).date())
        if session.account is None:
            return safe(day, "bold")
        return joined((_("{name}, today is {day}.", name=session.account.name, day=day), "bold"))

    def _show(self) -> None:
        self.query_one("#greeting", Still).update(self._greeting())
        self.query_one(PickList).show(self._lines(today_of(self.session)))

    def _lines(self, found: Today) -> list[tuple[str | None, Content]]:
        lines: list[tuple[str | None, Content]] = []
        for number, item in enumerate(found.items):
            when = when_words(self.session, item.when) if item.when else ""
            style = "bold" if item.urgency != "calm" else ""
            lines.append(
                (f"{item.opens}#{number}" if item.opens else None, joined((f"{when:<20} ", style), item.text))
            )
        if not lines:
            lines.append((None, joined((_("Nothing waits. The rhythm is on page 2."), "dim"))))
        if found.steps:
            lines += [(None, Content("")), (None, joined((_("First steps"), "bold")))]
            lines += [(f"{step.opens}#step{n}", joined(step.text)) for n, step in enumerate(found.steps)]
        if found.lately:
            lines += [(None, Content("")), (None, joined((_("Lately"), "bold")))]
            lines += [
                (f"{item.opens}#lately{n}" if item.opens else None, joined(item.text))
                for n, item in enumerate(found.lately)
            ]
        return lines
