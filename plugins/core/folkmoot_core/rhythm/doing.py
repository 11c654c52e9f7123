"""What a person does on the rhythm page: dialogs and forms around the use cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from folkmoot.api import Ask, BadData, Choose, FormScreen, Occurrence, dates, joined, zone
from folkmoot_core.rhythm.actions import (
    ChangedMeanwhile,
    add_rule,
    cancel_occurrence,
    change_rule,
    chosen_for,
    gathering_moved_to,
    hold_gathering_on,
    move_occurrence,
    remove_rule,
    restore_occurrence,
)
from folkmoot_core.rhythm.calendar import kind_title, occurrence_of
from folkmoot_core.rhythm.forms import CancelForm, MoveForm, NewRuleForm, RuleForm
from folkmoot_core.rhythm.model import MoonRule
from folkmoot_core.rhythm.rule_words import rule_sentence
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.rhythm.page import RhythmPage


NEW_RULE = "+"  # no rule's id can be that


class RhythmDoing:
    """The actions of the page, each ending in one use case."""

    def __init__(self, page: RhythmPage) -> None:
        self.page = page

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
        """Ask where this meeting moves to."""
        page = self.page
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
        """Cancel this meeting; of one that was moved or cancelled, ask whether to take that back."""
        page = self.page
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

    def restore(self, meeting: Occurrence) -> None:
        """Back to where the rhythm has it."""
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
        page = self.page
        rules = [stored.value for stored in page.session.store.collection(MoonRule).all()]
        by_id = {rule.id: rule for rule in rules}
        lines = [(rule.id, joined((f"{_rule_name(rule)}  ", "bold"), rule_sentence(rule))) for rule in rules]
        lines.append((NEW_RULE, joined(_("A new rule…"))))

        def chosen(picked: str | None) -> None:
            if picked == NEW_RULE:
                self._new_rule()
            elif picked:
                self._change_or_remove(by_id[picked])

        page.app.push_screen(Choose(_("Which rule?"), lines), chosen)

    def _change_or_remove(self, rule: MoonRule) -> None:
        def chosen(picked: str | None) -> None:
            if picked == "change":
                self._edit_rule(rule)
            elif picked == "remove":
                question = _("Its meetings go with it. What was changed about them stays on record.")
                title = _("Take “{rule}” away?", rule=_rule_name(rule))
                self.page.app.push_screen(Ask(title, question, lambda: self._remove_rule(rule)))

        lines = [("change", joined(_("Change it"))), ("remove", joined(_("Take it away")))]
        self.page.app.push_screen(Choose(_("Rule: {name}", name=_rule_name(rule)), lines), chosen)

    def _remove_rule(self, rule: MoonRule) -> None:
        if self.page.do(remove_rule, rule.id):
            self.page.load()
            self.page.say(_("Taken away. The months follow."))

    def _new_rule(self) -> None:
        page = self.page

        def save(form: NewRuleForm) -> None:
            about = msgspec.to_builtins(form)
            add_rule(page.session, about.pop("id"), about)
            page.load()

        page.app.push_screen(
            FormScreen(
                _("A new rule"), NewRuleForm, save, name="new rule", drafts=page.shell.drafts, translate=_
            ),
            lambda saved: page.say(_("Added. The months follow.")) if saved else None,
        )

    def _edit_rule(self, rule: MoonRule) -> None:
        page = self.page

        seen = rule

        def save(form: RuleForm) -> None:
            nonlocal seen
            typed = msgspec.to_builtins(form)
            changes = {
                name: value
                for name, value in typed.items()
                if value != msgspec.to_builtins(getattr(rule, name))
            }
            try:
                change_rule(page.session, rule.id, changes, seen)
            except ChangedMeanwhile as error:
                seen = error.now if isinstance(error.now, MoonRule) else seen
                raise
            page.load()

        start = {name: getattr(rule, name) for name in RuleForm.__struct_fields__}
        page.app.push_screen(
            FormScreen(
                _("Rule: {name}", name=_rule_name(rule)),
                RuleForm,
                save,
                name=f"rule {rule.id}",
                drafts=page.shell.drafts,
                start=start,
                translate=_,
            ),
            lambda saved: page.say(_("Changed. The months follow.")) if saved else None,
        )


def _occurrence(now: object) -> Occurrence:
    assert isinstance(now, Occurrence)
    return now


def _rule_name(rule: MoonRule) -> str:
    return rule.title or kind_title(rule.kind, rule.phase)
