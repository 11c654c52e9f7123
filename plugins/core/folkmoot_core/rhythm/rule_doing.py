"""Rules on the rhythm page: choose one, change it, take it away, or add one; one decision at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from folkmoot.api import Ask, ChangedMeanwhile, Choose, FormScreen, joined
from folkmoot_core.rhythm.calendar_doing import CalendarRuleDoing
from folkmoot_core.rhythm.forms import NewRuleForm, RuleForm
from folkmoot_core.rhythm.model import CalendarRule, MoonRule
from folkmoot_core.rhythm.rule_actions import add_rule, all_rules, change_rule, remove_rule
from folkmoot_core.rhythm.rule_words import rule_name, rule_sentence
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.rhythm.page import RhythmPage


NEW_RULE = "+"  # no rule's id can be that


class RuleDoing:
    """From the list of rules to one that is changed."""

    def __init__(self, page: RhythmPage) -> None:
        self.page = page
        self.by_calendar = CalendarRuleDoing(page)

    def choose(self) -> None:
        """Choose a rule to change or take away, or add one."""
        page = self.page
        by_id = {rule.id: rule for rule in all_rules(page.session.store)}
        lines = [
            (rule.id, joined((f"{rule_name(rule)}  ", "bold"), rule_sentence(rule)))
            for rule in by_id.values()
        ]
        lines.append((NEW_RULE, joined(_("A new rule…"))))

        def chosen(picked: str | None) -> None:
            verdict = page.session.may("rhythm.change", picked)
            if picked and not verdict.allowed:
                page.say(verdict.because)  # before anything is typed in vain
            elif picked == NEW_RULE:
                self._which_new()
            elif picked:
                self._what_about(by_id[picked])

        page.app.push_screen(Choose(_("Which rule?"), lines), chosen)

    def _what_about(self, rule: MoonRule | CalendarRule) -> None:
        def chosen(picked: str | None) -> None:
            if picked == "sessions" and isinstance(rule, CalendarRule):
                self.by_calendar.sessions(rule.id)
            elif picked == "change" and isinstance(rule, CalendarRule):
                self.by_calendar.change(rule)
            elif picked == "change" and isinstance(rule, MoonRule):
                self._change(rule)
            elif picked == "remove":
                question = _("Its meetings go with it. What was changed about them stays on record.")
                title = _("Take “{rule}” away?", rule=rule_name(rule))
                self.page.app.push_screen(Ask(title, question, lambda: self._remove(rule.id)))

        lines = [("change", joined(_("Change it"))), ("remove", joined(_("Take it away")))]
        if rule.kind == "summit" and isinstance(rule, CalendarRule):
            lines.insert(1, ("sessions", joined(_("Its sessions"))))
        self.page.app.push_screen(Choose(_("Rule: {name}", name=rule_name(rule)), lines), chosen)

    def _remove(self, rule_id: str) -> None:
        if self.page.do(remove_rule, rule_id):
            self.page.load()
            self.page.say(_("Taken away. The months follow."))

    def _which_new(self) -> None:
        """Ask first what the rule goes by: the form that follows is short."""
        lines = [
            ("moon", joined((_("By the moon") + "  ", "bold"), _("an evening near new or full moons"))),
            (
                "calendar",
                joined((_("By the calendar") + "  ", "bold"), _("a weekday, each week, month or quarter")),
            ),
            (
                "restorative",
                joined((_("A restorative gathering every month") + "  ", "bold"), _("for members only")),
            ),
            (
                "summit",
                joined((_("A summit every quarter") + "  ", "bold"), _("a weekend of sessions, many zones")),
            ),
        ]

        def chosen(picked: str | None) -> None:
            if picked == "moon":
                self._new()
            elif picked:
                self.by_calendar.new(picked)

        self.page.app.push_screen(Choose(_("A new rule"), lines), chosen)

    def _new(self) -> None:
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

    def _change(self, rule: MoonRule) -> None:
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
                _("Rule: {name}", name=rule_name(rule)),
                RuleForm,
                save,
                name=f"rule {rule.id}",
                drafts=page.shell.drafts,
                start=start,
                translate=_,
            ),
            lambda saved: page.say(_("Changed. The months follow.")) if saved else None,
        )
