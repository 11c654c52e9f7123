"""The sessions of a summit on the rhythm page: a list, a form for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from folkmoot.api import Ask, ChangedMeanwhile, Choose, FormScreen, joined
from folkmoot_core.rhythm.calendar_forms import SessionForm, said_session
from folkmoot_core.rhythm.model import CalendarRule, SummitSession
from folkmoot_core.rhythm.rule_actions import rule_of
from folkmoot_core.rhythm.rule_words import rule_name, session_sentence
from folkmoot_core.rhythm.session_actions import add_session, change_session, remove_session
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.rhythm.page import RhythmPage

NEW_SESSION = "+"  # no session's id can be that


class SessionDoing:
    """The sessions of one summit; after each change the list is there again."""

    def __init__(self, page: RhythmPage, rule_id: str) -> None:
        self.page, self.rule_id = page, rule_id

    def choose(self, said: str = "") -> None:
        """Choose a session, or add one; under the list stands what was just done."""
        stored = self.page.do(lambda session: rule_of(session.store, self.rule_id))
        if stored is None or not isinstance(stored.value, CalendarRule):
            return
        rule = stored.value
        by_id = {one.id: one for one in rule.sessions}
        lines = [(one.id, joined(session_sentence(one))) for one in rule.sessions]
        lines.append((NEW_SESSION, joined(_("A new session…"))))

        def chosen(picked: str | None) -> None:
            if picked == NEW_SESSION:
                self._add(rule)
            elif picked:
                self._what_about(by_id[picked])

        title = _("Sessions of “{name}”", name=rule_name(rule))
        dialog = Choose(title, lines)
        dialog.say(said)
        self.page.app.push_screen(dialog, chosen)

    def _what_about(self, one: SummitSession) -> None:
        def chosen(picked: str | None) -> None:
            if picked == "change":
                self._change(one)
            elif picked == "remove":
                title = _("Take “{name}” away?", name=one.title)
                question = _("It goes from every summit, also from past ones. The other sessions stay.")
                self.page.app.push_screen(Ask(title, question, lambda: self._remove(one)))

        lines = [("change", joined(_("Change it"))), ("remove", joined(_("Take it away")))]
        self.page.app.push_screen(Choose(session_sentence(one), lines), chosen)

    def _remove(self, one: SummitSession) -> None:
        if self.page.do(remove_session, self.rule_id, one.id):
            self._done()

    def _add(self, rule: CalendarRule) -> None:
        def save(form: SessionForm) -> None:
            about: dict[str, Any] = msgspec.to_builtins(form)
            add_session(self.page.session, self.rule_id, about.pop("id"), about)

        self._ask(_("A new session"), save, f"session of {self.rule_id}", {"zone": rule.zone}, ())

    def _change(self, one: SummitSession) -> None:
        seen, start = one, said_session(one)

        def save(form: SessionForm) -> None:
            nonlocal seen
            typed: dict[str, Any] = msgspec.to_builtins(form)
            changes = {name: value for name, value in typed.items() if value != start[name]}
            try:
                change_session(self.page.session, self.rule_id, one.id, changes, seen)
            except ChangedMeanwhile as error:
                seen = error.now if isinstance(error.now, SummitSession) else seen
                raise

        self._ask(
            _("Session: {name}", name=one.title), save, f"session {self.rule_id} {one.id}", start, ("id",)
        )

    def _ask(
        self, title: str, save: Any, name: str, start: dict[str, Any], leave_out: tuple[str, ...]
    ) -> None:
        self.page.app.push_screen(
            FormScreen(
                title,
                SessionForm,
                save,
                name=name,
                drafts=self.page.shell.drafts,
                start=start,
                leave_out=leave_out,
                translate=_,
            ),
            lambda saved: self._done() if saved else None,
        )

    def _done(self) -> None:
        self.page.load()
        self.choose(_("Kept. The months follow."))
