"""What a person does on the rhythm page: dialogs and forms around the use cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folkmoot.api import Ask, BadData, ChangedMeanwhile, FormScreen, Occurrence, dates, zone
from folkmoot_core.rhythm.actions import (
    cancel_occurrence,
    chosen_for,
    gathering_moved_to,
    hold_gathering_on,
    move_occurrence,
    restore_occurrence,
)
from folkmoot_core.rhythm.calendar import occurrence_of, of_the_rhythm
from folkmoot_core.rhythm.forms import CancelForm, MoveForm
from folkmoot_core.rhythm.summit_doing import SummitDoing
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.rhythm.page import RhythmPage


class RhythmDoing:
    """The actions of the page, each ending in one use case."""

    def __init__(self, page: RhythmPage) -> None:
        self.page = page
        self.summits = SummitDoing(page)

    def answer(self) -> None:
        """Ask whether one comes to a meeting."""
        self.page.choose_meeting(_("Which meeting?"), self.answer_meeting)

    def answer_meeting(self, meeting: Occurrence) -> None:
        """Open the answer to this meeting."""
        from folkmoot_core.answers.dialog import AnswerDialog

        self.page.app.push_screen(AnswerDialog(self.page, meeting))

    def move(self) -> None:
        """Ask where a meeting moves to."""
        self.page.choose_meeting(_("Which meeting moves?"), self.move_meeting)

    def move_meeting(self, meeting: Occurrence) -> None:
        """Ask where this meeting moves to; of a session, first whether the whole summit is meant."""
        self.summits.alone_or_whole(meeting, self._move_alone, self.summits.move)

    def _move_alone(self, meeting: Occurrence) -> None:
        page = self.page
        if not self._is_of_the_rhythm(meeting):
            return
        local = meeting.local_start
        seen = meeting

        def save(form: MoveForm) -> None:
            nonlocal seen
            try:
                moved = move_occurrence(page.session, meeting.key, form.start, form.reason, seen)
            except ChangedMeanwhile as error:
                seen = _occurrence(error.now)
                raise
            page.load()
            page.go_to(page.session.here(moved.start).date())

        title = _("Move “{title}” of {day}", title=meeting.title, day=dates.day(local.date()))
        page.app.push_screen(
            FormScreen(
                title,
                MoveForm,
                save,
                name=f"move {meeting.key}",
                drafts=page.shell.drafts,
                start={"start": f"{local:%Y-%m-%d %H:%M}"},
                translate=_,
            ),
            lambda saved: page.say(_("Moved. Everyone sees it at once.")) if saved else None,
        )

    def cancel(self) -> None:
        """Cancel a meeting, or take a change back."""
        self.page.choose_meeting(_("Which meeting?"), self.cancel_meeting)

    def cancel_meeting(self, meeting: Occurrence) -> None:
        """Cancel this meeting, or the whole summit; of one that was cancelled, ask whether to take that back."""
        self.summits.alone_or_whole(meeting, self._cancel_alone, self.summits.cancel)

    def _cancel_alone(self, meeting: Occurrence) -> None:
        page = self.page
        if not self._is_of_the_rhythm(meeting):
            return
        if meeting.status == "cancelled":
            question = _("“{title}” is cancelled. Shall it take place after all?", title=meeting.title)
            page.app.push_screen(Ask(_("Take it back?"), question, lambda: self._restore(meeting)))
            return

        seen = meeting

        def save(form: CancelForm) -> None:
            nonlocal seen
            try:
                cancel_occurrence(page.session, meeting.key, form.reason, seen)
            except ChangedMeanwhile as error:
                seen = _occurrence(error.now)
                raise
            page.load()

        title = _("Cancel “{title}” of {day}", title=meeting.title, day=dates.day(meeting.local_start.date()))
        page.app.push_screen(
            FormScreen(
                title, CancelForm, save, name=f"cancel {meeting.key}", drafts=page.shell.drafts, translate=_
            ),
            lambda saved: (
                page.say(_("Cancelled. It stays in the calendar, marked; x takes it back."))
                if saved
                else None
            ),
        )

    def back(self) -> None:
        """Take back a move or a cancelling of a meeting of this day."""
        self.page.choose_meeting(_("Which meeting?"), self.restore)

    def _restore(self, meeting: Occurrence) -> None:
        restored = self.page.do(restore_occurrence, meeting.key)
        if restored:
            self.page.load()
            self.page.go_to(self.page.session.here(restored.start).date())
            moved = restored.status == "moved"
            self.page.say(
                _("It takes place after all, where it was moved to.")
                if moved
                else _("It takes place as the rhythm has it.")
            )

    def _is_of_the_rhythm(self, meeting: Occurrence) -> bool:
        """Whether a rule of the rhythm brought a meeting; another one is changed where it lives, and that is said."""
        ours = of_the_rhythm(self.page.session.store, meeting)
        if not ours:
            self.page.say(_("This meeting is changed where it is prepared: enter, and enter on it."))
        return ours

    def restore(self, meeting: Occurrence) -> None:
        """Back to where the rhythm has it: this meeting, or the whole summit."""
        self.summits.alone_or_whole(meeting, self._restore_alone, self.summits.restore)

    def _restore_alone(self, meeting: Occurrence) -> None:
        if not self._is_of_the_rhythm(meeting):
            return
        if meeting.status == "confirmed" and not chosen_for(self.page.session, meeting):
            self.page.say(_("This meeting is where the rhythm has it."))
        else:
            self._restore(meeting)

    def gather(self) -> None:
        """Ask whether the nearest of the year's gatherings moves to this full moon."""
        page = self.page
        moon = page.moon_here()
        key = moon.key if moon else next((m.moon for m in page.meetings_here() if m.moon), None)
        if key is None:
            raise BadData(_("Gatherings are held on full moons. n goes to the next moon."))
        choice, held = gathering_moved_to(page.session, key)
        if held is not None:
            local = held.start.astimezone(zone(held.zone)).date()
            question = _(
                "The gathering of {day} moves to this full moon; its call takes the gathering's old place.",
                day=dates.day_of_year(local),
            )
        else:
            question = _("The gathering near {target} is held on this full moon.", target=choice.target)
        page.app.push_screen(Ask(_("Hold a gathering here?"), question, lambda: self._gather(key)))

    def _gather(self, moon_key: str) -> None:
        page = self.page
        if choice := page.do(hold_gathering_on, moon_key):
            held = occurrence_of(page.session.store, f"{choice.rule}/{choice.key}")
            page.load()
            page.go_to(page.session.here(held.start).date())
            page.say(_("The gathering is held on {day}.", day=dates.day_of_year(held.local_start.date())))

    def edit_rules(self) -> None:
        """Choose a rule to change or take away, or add one."""
        from folkmoot_core.rhythm.rule_doing import RuleDoing

        RuleDoing(self.page).choose()


def _occurrence(now: object) -> Occurrence:
    assert isinstance(now, Occurrence)
    return now
