"""The Today page: what comes, what waits, what happened; enter goes to where it lives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from textwrap import wrap

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import Change, Key, PageView, PickList, Session, Still, css_beside, dates, joined, safe
from folkmoot_core.rhythm.wording import when_words
from folkmoot_core.today.gathered import Today, today_of
from folkmoot_core.today.wording import lately_words, more_words
from folkmoot_core.words import _

WHEN = 20  # columns of the time


class TodayPage(PageView):
    """The first page."""

    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._width = 0  # as lines were last broken
        self._found: Today | None = None

    def build(self) -> ComposeResult:
        yield Still(self._greeting(), id="greeting")
        yield PickList()

    def on_resize(self) -> None:
        if self.size.width not in (0, self._width):  # how lines break hangs on it; what they say does not
            self._width = self.size.width
            self._draw()

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
            self.app.push_screen(AnswerDialog(self, meeting), self._answered)

    def _answered(self, given: bool | None) -> None:
        """Put the cursor on the next meeting that waits for an answer, so that the same keys go on."""
        from folkmoot_core.answers.actions import next_to_answer

        waiting = next_to_answer(self.session) if given else None
        pick = self.query_one(PickList)
        for number, option in enumerate(pick.options):
            if waiting is not None and (option.id or "").partition("#")[0].endswith(f"/{waiting.key}"):
                pick.highlighted = number
                return

    def _greeting(self) -> Content:
        session = self.session
        day = dates.long_day(session.here(session.now()).date())
        here = (f"  {session.community.name}", "dim")  # where many pages stand, the strip has no room for it
        if session.account is None:
            return joined((day, "bold"), here)
        return joined((_("{name}, today is {day}.", name=session.account.name, day=day), "bold"), here)

    def _beside(self, text: str) -> Content:
        """A text that may take several lines, each of them beside the time and not under it."""
        room = max(20, self._width - WHEN - 6)
        return Content("\n" + " " * (WHEN + 1)).join(safe(line) for line in wrap(text, room) or [""])

    def _show(self) -> None:
        self._found = None
        self._draw()

    def _draw(self) -> None:
        self._found = self._found or today_of(self.session)
        self.query_one("#greeting", Still).update(self._greeting())
        self.query_one(PickList).show(self._lines(self._found))

    def _lines(self, found: Today) -> list[tuple[str | None, Content]]:
        lines: list[tuple[str | None, Content]] = []
        name = _Names()
        for item in found.items:
            when = when_words(self.session, item.when) if item.when else ""
            style = "bold" if item.urgency != "calm" else ""
            lines.append(
                (
                    name(item.opens, "" if item.when else "waits"),
                    joined((f"{when:<{WHEN}} ", style), self._beside(item.text)),
                )
            )
        if not lines:
            lines.append((None, joined((_("Nothing waits. The rhythm is on page 2."), "dim"))))
        if found.steps:
            lines += [(None, Content("")), (None, joined((_("First steps"), "bold")))]
            lines += [(name(step.opens, "step"), joined(step.text)) for step in found.steps]
        if found.company:
            lines += [(None, Content("")), (None, joined((_("Who may want company"), "bold")))]
            lines += [(name(item.opens, "company"), joined(item.text)) for item in found.company]
        if found.lately or self.session.last_here:
            lines += [(None, Content("")), (None, joined((lately_words(self.session, found), "bold")))]
            lines += [(name(item.opens, "lately"), joined(item.text)) for item in found.lately]
        if found.more:
            lines.append((None, joined((more_words(found), "dim"))))
        return lines


class _Names:
    """Ids of lines by where they lead: they stay when a line above comes or goes, and with them the cursor."""

    def __init__(self) -> None:
        self.given: Counter[str] = Counter()

    def __call__(self, opens: str | None, part: str) -> str | None:
        if not opens:
            return None
        self.given[opens + part] += 1
        return f"{opens}#{part}{self.given[opens + part]}"
