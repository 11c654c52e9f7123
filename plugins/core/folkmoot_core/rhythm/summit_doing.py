"""A session of a summit on the rhythm page: it alone, or the whole summit at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from folkmoot.api import Ask, ChangedMeanwhile, Choose, FormScreen, Occurrence, dates, joined
from folkmoot_core.rhythm.forms import CancelForm, SummitMoveForm
from folkmoot_core.rhythm.summits import cancel_summit, move_summit, restore_summit
from folkmoot_core.rhythm.whole_summit import Summit, whole_of
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.rhythm.page import RhythmPage


class SummitDoing:
    """From a session to its whole summit."""

    def __init__(self, page: RhythmPage) -> None:
        self.page = page

    def alone_or_whole(
        self, meeting: Occurrence, alone: Callable[[Occurrence], None], whole: Callable[[Summit], None]
    ) -> None:
        """Of a session ask whether it alone is meant, or the summit; of another meeting nothing."""
        summit = whole_of(self.page.session.store, meeting.key)
        if summit is None or len(summit.sessions) < 2:
            alone(meeting)
            return
        title = _("{title} of {day}", title=meeting.title, day=dates.day(meeting.local_start.date()))
        lines = [
            ("one", joined(_("This session alone"))),
            ("all", joined(_("The whole summit, all its sessions"))),
        ]
        does = {"one": lambda: alone(meeting), "all": lambda: whole(summit)}
        self.page.app.push_screen(Choose(title, lines), lambda picked: does[picked]() if picked else None)

    def move(self, summit: Summit) -> None:
        """Ask on which day the summit begins instead."""
        page, seen = self.page, summit

        def save(form: SummitMoveForm) -> None:
            nonlocal seen
            try:
                moved = move_summit(page.session, summit.key, form.first, form.reason, seen)
            except ChangedMeanwhile as error:
                seen = error.now if isinstance(error.now, Summit) else seen
                raise
            page.load()
            page.go_to(page.session.here(moved.held[0].start).date())

        day = dates.day(summit.first_day)
        page.app.push_screen(
            FormScreen(
                _("Move “{title}” of {day}", title=summit.title, day=day),
                SummitMoveForm,
                save,
                name=f"move {summit.key}",
                drafts=page.shell.drafts,
                start={"first": summit.first_day},
                translate=_,
            ),
            lambda saved: page.say(_("Moved. Everyone sees it at once.")) if saved else None,
        )

    def cancel(self, summit: Summit) -> None:
        """Ask why; of a summit that is cancelled, whether it takes place after all."""
        page, seen = self.page, summit
        day = dates.day(summit.first_day)
        if all(one.status == "cancelled" for one in summit.sessions):
            question = _("“{title}” is cancelled. Shall it take place after all?", title=summit.title)
            page.app.push_screen(Ask(_("Take it back?"), question, lambda: self.restore(summit)))
            return

        def save(form: CancelForm) -> None:
            nonlocal seen
            try:
                cancel_summit(page.session, summit.key, form.reason, seen)
            except ChangedMeanwhile as error:
                seen = error.now if isinstance(error.now, Summit) else seen
                raise
            page.load()

        page.app.push_screen(
            FormScreen(
                _("Cancel “{title}” of {day}", title=summit.title, day=day),
                CancelForm,
                save,
                name=f"cancel {summit.key}",
                drafts=page.shell.drafts,
                translate=_,
            ),
            lambda saved: (
                page.say(_("Cancelled. It stays in the calendar, marked; x takes it back."))
                if saved
                else None
            ),
        )

    def restore(self, summit: Summit) -> None:
        """Let it take place after all, or where the rhythm has it."""
        page = self.page
        if restored := page.do(restore_summit, summit.key):
            page.load()
            page.go_to(page.session.here(restored.held[0].start).date())
            moved = any(one.status == "moved" for one in restored.sessions)
            page.say(
                _("It takes place after all, where it was moved to.")
                if moved
                else _("It takes place as the rhythm has it.")
            )
