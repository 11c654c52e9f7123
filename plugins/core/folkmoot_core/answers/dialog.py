"""One meeting and one's answer to it: yes, no or maybe with one key; who comes, who hosts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from folkmoot.api import Dialog, FolkmootError, FormScreen, Occurrence, Session, dates, joined, safe
from folkmoot_core.answers.actions import answers_to, asked_to_host, give_answer, host, my_answer, take_back
from folkmoot_core.answers.model import Answer, NoteForm, Says
from folkmoot_core.answers.rules import tallied
from folkmoot_core.answers.wording import says_words
from folkmoot_core.people.names import name_of, names
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot.api import PageView

NAMED = 12  # people that a line names; of a large gathering, the first
SHOWN = 8  # notes that are shown; the others are in `folkmoot answer --json`


class AnswerDialog(Dialog[bool]):
    """Answers one meeting; y, n and m answer and close, with True."""

    BINDINGS = [
        Binding("y,s", "answer('yes')", show=False),
        Binding("n", "answer('no')", show=False),
        Binding("m", "answer('maybe')", show=False),
        Binding("h", "host", show=False),
        Binding("e", "note", show=False),
        Binding("backspace,delete", "back", show=False),
    ]

    def __init__(self, page: PageView, meeting: Occurrence) -> None:
        local = page.session.here(meeting.start)
        when = f"{dates.day(local.date())} {dates.clock(local)}"
        super().__init__(_("{title}, {when}: do you come?", title=meeting.title, when=when))
        self.page, self.meeting = page, meeting

    @property
    def session(self) -> Session:
        """Of the page below: it is kept fresh."""
        return self.page.session

    def body(self) -> Iterable[Static]:
        yield Static(self._said(), id="said")

    def foot(self) -> Sequence[tuple[str, str]]:
        return (
            (_("yes")[0], _("yes")),
            ("n", _("no")),
            ("m", _("maybe")),
            ("h", _("host")),
            ("e", _("note")),
            ("del", _("take back")),
            *super().foot(),
        )

    def on_changes(self) -> None:
        self.query_one("#said", Static).update(self._said())

    def _said(self) -> Content:
        answers = answers_to(self.session.store, self.meeting.key)
        tally = tallied(answers)
        mine = next((one for one in answers if one.account == self.session.handle), None)
        said = says_words(mine.says) if mine else _("nothing yet")
        if mine and mine.note:
            said += f" ({mine.note})"
        rows = [(_("You"), said), (_("Come"), self._names(tally.yes)), (_("Maybe"), self._names(tally.maybe))]
        rows.append((_("Host"), self._names(tally.hosts) or self._asked()))
        width = max(len(label) for label, _value in rows) + 2
        lines = [joined((f"{label:<{width}}", "dim"), value or "-") for label, value in rows]
        notes = [one for one in answers if one.note and one is not mine]
        lines += [Content("")] if notes else []
        lines += [safe(f"{name_of(self.session, one.account)}: {one.note}") for one in notes[:SHOWN]]
        return Content("\n").join(lines)

    def _names(self, handles: Sequence[str]) -> str:
        return names(self.session, handles, NAMED)

    def _asked(self) -> str:
        asked = asked_to_host(self.session, self.meeting, self.session.now())
        if asked is None:
            return ""
        if asked == self.session.handle:
            return _("nobody yet; it is your turn (h)")
        return _("nobody yet; it is {name}'s turn", name=name_of(self.session, asked))

    def action_answer(self, says: Says) -> None:
        """Answer and close."""
        if self._done(lambda: give_answer(self.session, self.meeting.key, says)) is not None:
            self.done(True)
            self.page.say(_("Kept: {says}.", says=says_words(says)))
            self.page.shell.look()

    def action_host(self) -> None:
        """Take hosting on, or hand it back."""
        stored = my_answer(self.session, self.meeting.key)
        wanted = not (stored is not None and stored.value.hosts)
        if self._done(lambda: host(self.session, self.meeting.key, wanted)) is not None:
            self.page.shell.look()
            self.on_changes()

    def action_note(self) -> None:
        """Write a few words with the answer."""
        stored = my_answer(self.session, self.meeting.key)
        if stored is None:
            self.say(_("Answer first; then a few words can go with it."))
            return
        self.app.push_screen(
            FormScreen(
                self.heading,
                NoteForm,
                lambda form: give_answer(self.session, self.meeting.key, stored.value.says, form.note),
                name=f"answer {self.meeting.key}",
                drafts=self.page.shell.drafts,
                start={"note": stored.value.note},
                translate=_,
            ),
            lambda saved: self.on_changes() if saved else None,
        )

    def action_back(self) -> None:
        """Have said nothing."""
        try:
            take_back(self.session, self.meeting.key)
        except FolkmootError as error:
            self.say(error.sentence)
        else:
            self.page.shell.look()
            self.on_changes()

    def _done(self, work: Callable[[], Answer]) -> Answer | None:
        try:
            return work()
        except FolkmootError as error:
            self.say(error.sentence)
            return None
