"""A group's notes: read by its people, written with n."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.binding import Binding
from textual.content import Content

from folkmoot.api import Ask, Dialog, FolkmootError, FormScreen, PageView, PickList, dates, joined, safe
from folkmoot_core.groups.forms import NoteForm
from folkmoot_core.groups.kept import name_of
from folkmoot_core.groups.notes import add_note, notes_of, remove_note
from folkmoot_core.words import _


class NotesDialog(Dialog[None]):
    """Notes, the newest first."""

    around = 8
    BINDINGS = [
        Binding("n", "new", show=False),
        Binding("x", "remove", show=False),
    ]

    def __init__(self, page: PageView, number: int, name: str) -> None:
        super().__init__(_("{name}: notes for you and nobody else here", name=name))
        self.page, self.number = page, number

    def body(self) -> Iterable[PickList]:
        yield PickList(self._lines())

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", _("line")), ("n", _("new")), ("x", _("take away")), *super().foot())

    def on_changes(self) -> None:
        try:
            self.query_one(PickList).show(self._lines())
        except FolkmootError as error:  # no longer in the group
            self.done(None)
            self.page.say(error.sentence)

    def _lines(self) -> list[tuple[str | None, Content]]:
        session = self.page.session
        lines: list[tuple[str | None, Content]] = []
        for stored in reversed(notes_of(session, self.number)):
            note = stored.value
            day = dates.day_of_year(session.here(note.at).date())
            kind = _("looking back") if note.retro else ""
            head = (
                " ".join(part for part in (f"{day} ", name_of(session.store, note.author), kind) if part)
                + ": "
            )
            lines.append((str(stored.id), joined((head, "dim"), safe(note.text, lines=True))))
        return lines or [(None, joined((_("There are no notes yet. n writes one."), "dim")))]

    def action_new(self) -> None:
        """Write a note."""
        self.app.push_screen(
            FormScreen(
                _("A note"),
                NoteForm,
                lambda form: add_note(self.page.session, self.number, form.text),
                name=f"note {self.number}",
                drafts=self.page.shell.drafts,
                translate=_,
            ),
            lambda saved: self.on_changes() if saved else None,
        )

    def action_remove(self) -> None:
        """Take away the note at the cursor, if it is one's own."""
        picked = self.query_one(PickList).picked
        if picked is not None:
            question = _("Nobody can read it again, not in the history either.")
            self.app.push_screen(Ask(_("Take this note away?"), question, lambda: self._remove(int(picked))))

    def _remove(self, note: int) -> None:
        try:
            remove_note(self.page.session, note)
        except FolkmootError as error:
            self.say(error.sentence)
        self.on_changes()
