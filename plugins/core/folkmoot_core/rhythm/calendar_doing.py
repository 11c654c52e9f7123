"""Rules by the calendar on the rhythm page: a form of plain fields, and a summit's sessions one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from folkmoot.api import ChangedMeanwhile, Choose, FormScreen, joined
from folkmoot_core.rhythm import suggestions
from folkmoot_core.rhythm.calendar_forms import OFTEN_WORDS, CalendarRuleForm, left_out, meant, said
from folkmoot_core.rhythm.model import CalendarRule
from folkmoot_core.rhythm.rule_actions import add_calendar_rule, change_rule
from folkmoot_core.rhythm.rule_words import rule_name
from folkmoot_core.rhythm.session_doing import SessionDoing
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.rhythm.page import RhythmPage

OWN_TIME = ("local_time", "duration_minutes")  # which a summit held in sessions has not


class CalendarRuleDoing:
    """From a kind of rule to its meetings."""

    def __init__(self, page: RhythmPage) -> None:
        self.page = page

    def sessions(self, rule_id: str, said: str = "") -> None:
        """A summit's sessions: add, change, take away."""
        SessionDoing(self.page, rule_id).choose(said)

    def new(self, picked: str) -> None:
        """Add a rule: `calendar` asks how often first, `restorative` and `summit` begin with what is usual."""
        if picked == "restorative":
            self._new(picked, suggestions.restorative(self.page.session))
        elif picked == "summit":
            self._new(picked, suggestions.summit(self.page.session))
        else:
            lines = [(often, joined(_(words))) for often, words in OFTEN_WORDS.items()]
            self.page.app.push_screen(
                Choose(_("How often?"), lines),
                lambda often: self._new("", {}, often) if often else None,
            )

    def _new(self, name: str, suggested: Mapping[str, Any], often: str = "") -> None:
        page, session = self.page, self.page.session
        start: dict[str, Any] = {"zone": session.community.zone, "often": often}
        start["first"] = session.now().astimezone(session.zone).date()
        hidden = ["often", *left_out(often)]
        if suggested:
            example = {"first": start["first"], **suggested, "id": suggestions.free_name(session, name)}
            start = said(CalendarRule(**example))
            hidden = ["often", "kind", *left_out(start["often"])]
            if suggested.get("sessions"):
                hidden += OWN_TIME
        added = ""

        def save(form: CalendarRuleForm) -> None:
            nonlocal added
            about = meant(form)
            if suggested.get("sessions"):
                about["sessions"] = suggested["sessions"]
            added = add_calendar_rule(session, form.id, about).id
            page.load()

        def saved(done: bool | None) -> None:
            if done and start.get("kind") == "summit":
                self.sessions(added, _("Added. Change its sessions as your people live."))
            elif done:
                page.say(_("Added. The months follow."))

        page.app.push_screen(
            FormScreen(
                _("A new rule"),
                CalendarRuleForm,
                save,
                name=f"new rule {name or often}",
                drafts=page.shell.drafts,
                start=start,
                leave_out=hidden,
                translate=_,
            ),
            saved,
        )

    def change(self, rule: CalendarRule) -> None:
        """Change a rule; what was not touched is written as it is by then."""
        page = self.page
        seen, start = rule, said(rule)
        hidden = ["id", "kind", *(OWN_TIME if rule.sessions else ())]

        def save(form: CalendarRuleForm) -> None:
            nonlocal seen
            before = meant(CalendarRuleForm(**start))
            changes = {name: value for name, value in meant(form).items() if value != before[name]}
            try:
                change_rule(page.session, rule.id, changes, seen)
            except ChangedMeanwhile as error:
                seen = error.now if isinstance(error.now, CalendarRule) else seen
                raise
            page.load()

        page.app.push_screen(
            FormScreen(
                _("Rule: {name}", name=rule_name(rule)),
                CalendarRuleForm,
                save,
                name=f"rule {rule.id}",
                drafts=page.shell.drafts,
                start=start,
                leave_out=hidden,
                translate=_,
            ),
            lambda saved: page.say(_("Changed. The months follow.")) if saved else None,
        )
