"""What a person does on a group's page about its meetings; and the ways in which the page asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from textual.content import Content

from folkmoot.api import Ask, BadData, Choose, FolkmootError, FormScreen, Occurrence, dates, joined
from folkmoot_core.answers.actions import my_answer
from folkmoot_core.groups.actions import ChangedMeanwhile
from folkmoot_core.groups.calendar import pulses
from folkmoot_core.groups.forms import MoveForm, WhyForm
from folkmoot_core.groups.hosting import host_next
from folkmoot_core.groups.moves import move_pulse, put_back, skip_pulse
from folkmoot_core.groups.wording import pulse_line
from folkmoot_core.rhythm.wording import status_words
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.groups.group_page import GroupPage

NEAR = timedelta(days=62)
SHOWN = 8


class MeetingDoing:
    """Answering, hosting, moving and skipping meetings."""

    page: GroupPage

    @property
    def number(self) -> int:
        """The number of the group that is shown."""
        return self.page.number or 0

    def answer(self) -> None:
        """Answer the next meeting."""
        from folkmoot_core.answers.actions import meeting_of
        from folkmoot_core.answers.dialog import AnswerDialog

        coming = [item for item in self._coming() if item.status != "cancelled"]
        meeting = meeting_of(self.page.session, coming[0].key) if coming else None
        if meeting is None:
            raise BadData(_("No meeting is near."))
        self.page.app.push_screen(AnswerDialog(self.page, meeting))

    def host(self) -> None:
        """Host the next meeting, or hand that back."""
        coming = [item for item in self._coming() if item.status != "cancelled"]
        mine = my_answer(self.page.session, coming[0].key) if coming else None
        wanted = mine is None or not mine.value.hosts
        if self.page.do(host_next, self.number, wanted) is not None:
            self.page.say(_("You host.") if wanted else _("You host no longer."))
        self.page.shell.look()

    def move(self) -> None:
        """Choose a meeting, then where it moves to."""
        self._choose_meeting(_("Which meeting moves?"), self._move)

    def _move(self, meeting: Occurrence) -> None:
        seen = meeting

        def save(form: MoveForm) -> None:
            nonlocal seen
            try:
                move_pulse(self.page.session, self.number, _day_of(meeting), form.start, form.reason, seen)
            except ChangedMeanwhile as error:
                assert isinstance(error.now, Occurrence)
                seen = error.now
                raise

        local = meeting.local_start
        title = _("Move “{title}” of {day}", title=meeting.title, day=dates.day(local.date()))
        start = {"start": f"{local:%Y-%m-%d %H:%M}"}
        self.ask(
            title, MoveForm, save, start=start, said=_("Moved. Its people see it at once."), of=meeting.key
        )

    def skip(self) -> None:
        """Choose a meeting, then why it is skipped; one that is changed may be put back."""
        self._choose_meeting(_("Which meeting?"), self._skip)

    def _skip(self, meeting: Occurrence) -> None:
        if meeting.status == "cancelled":
            question = _("“{title}” is skipped. Shall it take place after all?", title=meeting.title)
            self.page.app.push_screen(Ask(_("Put it back?"), question, lambda: self._put_back(meeting)))
            return
        seen = meeting

        def save(form: WhyForm) -> None:
            nonlocal seen
            try:
                skip_pulse(self.page.session, self.number, _day_of(meeting), form.reason, seen)
            except ChangedMeanwhile as error:
                assert isinstance(error.now, Occurrence)
                seen = error.now
                raise

        day = dates.day(meeting.local_start.date())
        title = _("Skip “{title}” of {day}", title=meeting.title, day=day)
        self.ask(title, WhyForm, save, said=_("Skipped; x puts it back."), of=meeting.key)

    def _put_back(self, meeting: Occurrence) -> None:
        if self.page.do(put_back, self.number, _day_of(meeting)) is not None:
            self.page.say(_("It takes place as the pulse has it."))
        self.page.shell.look()

    # -- asking --------------------------------------------------------------------------------------------

    def ask(
        self,
        title: str,
        form: type[msgspec.Struct],
        save: Callable[[Any], object],
        *,
        start: Mapping[str, Any] | None = None,
        said: str = "",
        then: Callable[[], None] | None = None,
        of: str = "",
    ) -> None:
        """Ask for a form; once it is saved, say so. `of` tells apart forms of one kind that are kept unfinished."""

        def saved(done: bool | None) -> None:
            if done and then:
                then()
            elif done:
                self.page.say(said or _("Kept."))

        name = f"group {self.number} {form.__name__} {of}".strip()
        drafts = self.page.shell.drafts
        self.page.app.push_screen(
            FormScreen(title, form, save, name=name, drafts=drafts, start=start, translate=_), saved
        )

    def choose(
        self, title: str, lines: Sequence[tuple[str | None, Content]], then: Callable[[str], None]
    ) -> None:
        """Ask for one of several; what comes of it may refuse with a sentence."""

        def chosen(picked: str | None) -> None:
            if picked is not None:
                try:
                    then(picked)
                except FolkmootError as error:
                    self.page.say(error.sentence)

        self.page.app.push_screen(Choose(title, lines), chosen)

    def _must_change(self) -> None:
        self.page.session.must("groups.change", self.number)

    def _coming(self) -> list[Occurrence]:
        """The meetings to come, skipped ones too. Raises: NotAllowed."""
        self._must_change()
        session = self.page.session
        now = session.now()
        found = pulses(session.store, self.page.group, now - timedelta(days=1), now + NEAR)
        return [item for item in found if item.end > now][:SHOWN] if self._is_open() else []

    def _is_open(self) -> bool:
        return self.page.group.value.closed is None

    def _choose_meeting(self, title: str, then: Callable[[Occurrence], None]) -> None:
        by_key = {item.key: item for item in self._coming()}
        if not by_key:
            raise BadData(_("No meeting is near."))
        lines = [(key, joined(self._line(item))) for key, item in by_key.items()]
        self.choose(title, lines, lambda key: then(by_key[key]))

    def _line(self, item: Occurrence) -> str:
        skipped = status_words(item) if item.status == "cancelled" else ""
        return "  ".join(part for part in (pulse_line(self.page.session, item), skipped) if part)


def _day_of(meeting: Occurrence) -> date:
    """The day that a meeting was meant for."""
    return date.fromisoformat(meeting.key.rpartition("/")[2])
