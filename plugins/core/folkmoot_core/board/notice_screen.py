"""One notice: what it says, who is behind it, and what was written about it to and by whoever reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from folkmoot.api import Dialog, FolkmootError, NotFound, joined, safe
from folkmoot_core.board import doing
from folkmoot_core.board.letters import look
from folkmoot_core.board.reading import Opened, opened
from folkmoot_core.board.rules import Thread, taken_down_by_another
from folkmoot_core.board.showing import letter_parts, notice_rows
from folkmoot_core.board.wording import between_words, reach_of
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.board.page import BoardPage


class NoticeScreen(Dialog[None]):
    """What it holds for the reader counts as read when it is opened, and when it is closed by hand."""

    around = 9
    BINDINGS = [
        Binding("r", "do('reply')", show=False),
        Binding("e", "do('edit')", show=False),
        Binding("plus", "do('renew')", show=False),
        Binding("t", "do('thank')", show=False),
        Binding("x", "do('take_down')", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, page: BoardPage, found: Opened) -> None:
        super().__init__(found.notice.title if found.notice else _("A notice of somebody who left"))
        self.page, self.found = page, found

    @property
    def number(self) -> int:
        """The number of the notice."""
        return self.found.number

    def body(self) -> Iterable[VerticalScroll]:
        yield VerticalScroll(Static(self._content(), id="notice"))

    def foot(self) -> Sequence[tuple[str, str]]:
        session, notice = self.page.session, self.found.notice
        if notice is None:
            return super().foot()
        own = notice.author == session.handle
        keys = [("r", _("answer") if own else _("reply"))] if not own or self.found.threads else []
        if own:
            keys.append(("e", _("edit")))
        if session.may("board.renew", notice).allowed and (own or taken_down_by_another(notice)):
            keys.append(("+", _("renew")))
        if own:
            keys.append(("t", _("thanks")))
        if session.may("board.down", notice).allowed:
            keys.append(("x", _("take down")))
        return (*keys, *super().foot())

    def on_mount(self) -> None:
        self._read()

    def on_changes(self) -> None:
        try:
            self.found = opened(self.page.session, self.number)
        except NotFound as error:  # ended, or its author left: what it said is theirs
            self.found = Opened(self.number, None, ())
            self.say(error.sentence)
        self.query_one("#notice", Static).update(self._content())
        if self.found.notice is not None:
            self.query_one(".dialog-title", Static).update(safe(self.found.notice.title, "bold"))
        else:
            self.query_one(".dialog-title", Static).update(safe(_("A notice that is gone"), "bold"))

    def _read(self) -> None:
        try:
            look(self.page.session, self.number)
        except FolkmootError as error:  # it can be read all the same
            self.say(error.sentence)

    def _content(self) -> Content:
        session, notice = self.page.session, self.found.notice
        lines: list[Content] = []
        if notice is not None:
            rows = notice_rows(session, notice)
            width = max(len(label) for label, _value in rows) + 2
            lines += [joined((f"{label:<{width}}", "dim"), value) for label, value in rows]
            if notice.text:
                lines += [Content(""), safe(notice.text, lines=True)]
        for thread in self.found.threads:
            lines += [Content(""), self._head(thread), *self._letters(thread)]
        return Content("\n").join(lines)

    def _head(self, thread: Thread) -> Content:
        said = between_words(self.page.session, thread)
        newest = "  " + _("the newest first") if len(thread.letters) > 1 else ""
        return joined((said, "bold"), (newest, "dim"))

    def _letters(self, thread: Thread) -> Iterable[Content]:
        session = self.page.session
        if thread.author == session.handle and (reach := reach_of(session, thread.asker)):
            yield joined((_("Reach: {reach}", reach=reach), "dim"))
        for _number, letter in reversed(
            thread.letters
        ):  # or what is new might be below the screen, and count as read
            who, when, text = letter_parts(session, letter)
            yield joined((f"{who}, {when}: ", "dim"), safe(text, lines=True))

    def action_scroll(self, by: int) -> None:
        scrolled = self.query_one(VerticalScroll)
        scrolled.scroll_relative(y=by, animate=False)

    def action_do(self, what: str) -> None:
        """Do one of the things that can be done with a notice."""
        if self.found.notice is None:
            self.say(_("Whoever wrote this has left, and it went with them."))
            return
        try:
            getattr(doing, what)(self)
        except FolkmootError as error:
            self.say(error.sentence)

    def action_leave(self) -> None:
        self._read()
        super().action_leave()
        self.page.shell.look()
