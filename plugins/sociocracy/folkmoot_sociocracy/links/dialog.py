"""What a circle is asked, who was heard, and one's own yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from folkmoot.api import Choose, Dialog, FolkmootError, FormScreen, Still, dates, joined, safe
from folkmoot_sociocracy.circles.wording import name_of
from folkmoot_sociocracy.links.asked import (
    is_asked,
    may_read_reasons,
    open_proposals,
    ready,
    waiting_for_me,
)
from folkmoot_sociocracy.links.deciding import finish, give_voice, hearing, proposal_of, withdraw
from folkmoot_sociocracy.links.model import ObjectionForm, Says
from folkmoot_sociocracy.links.wording import (
    outcome_words,
    proposal_words,
    says_words,
    state_words,
    step_words,
)
from folkmoot_sociocracy.words import _, ngettext

if TYPE_CHECKING:
    from folkmoot.api import PageView

NAMED = 12  # who are named of those who are still to be heard


class ProposalDialog(Dialog[None]):
    """One proposal; y has no objection, n objects with a reason."""

    BINDINGS = [
        Binding("y,s", "speak('yes')", show=False),
        Binding("n", "object", show=False),
        Binding("f", "finish", show=False),
        Binding("x", "withdraw", show=False),
    ]

    def __init__(self, page: PageView, number: int) -> None:
        super().__init__(proposal_words(page.session, proposal_of(page.session, number).value))
        self.page, self.number = page, number

    def body(self) -> Iterable[Widget]:
        yield Still(self._told(), id="told")

    def foot(self) -> Sequence[tuple[str, str]]:
        stored = proposal_of(self.page.session, self.number)
        keys: list[tuple[str, str]] = []
        if is_asked(self.page.session, stored):
            keys += [(_("yes")[0], _("no objection")), ("n", _("object"))]
        if ready(self.page.session, stored):
            keys.append(("f", _("finish")))
        if stored.value.by == self.page.session.handle and stored.value.state == "open":
            keys.append(("x", _("take back")))
        return (*keys, *super().foot())

    def on_changes(self) -> None:
        self.query_one("#told", Still).update(self._told())

    def _told(self) -> Content:
        session = self.page.session
        stored = proposal_of(session, self.number)
        proposal = stored.value
        lines = [joined((_("Proposed by: "), "dim"), name_of(session, proposal.by))]
        for label, value in ((_("Why: "), proposal.why), (_("Asked of them: "), proposal.qualifications)):
            if value:
                lines.append(joined((label, "dim"), value))
        lines += self._mission(proposal.about) if proposal.kind == "mission" else []
        lines += [
            joined((f"{step_words(session, step)}: ", "bold"), outcome_words(step)) for step in proposal.steps
        ]
        if proposal.state != "open":
            return Content("\n").join([*lines, safe(state_words(session, proposal), "bold")])
        return Content("\n").join([*lines, *self._heard()])

    def _mission(self, number: int) -> list[Content]:
        from folkmoot_sociocracy.logbook.model import Mission
        from folkmoot_sociocracy.logbook.wording import mission_rows

        written = self.page.session.store.collection(Mission).get(number).value
        return [joined((f"{label}: ", "dim"), value) for label, value in mission_rows(written)]

    def _heard(self) -> list[Content]:
        session = self.page.session
        heard = hearing(session, proposal_of(session, self.number))
        reads = may_read_reasons(session, heard)
        lines = [Content("")]
        said = list(heard.voices.values())[-NAMED:]
        for one in said:
            reason = f": {one.because}" if one.because and reads else ""
            lines.append(joined(f"{name_of(session, one.account)}: ", (says_words(one.says), "bold"), reason))
        waiting = heard.waiting
        if not heard.asked:
            lines.append(safe(_("Nobody is in that circle yet: it waits for the first."), "italic"))
        elif waiting:
            names = ", ".join(name_of(session, one) for one in waiting[:NAMED])
            more = " …" if len(waiting) > NAMED else ""
            count = ngettext("{count} is still to be heard:", "{count} are still to be heard:", len(waiting))
            lines.append(joined((count, "dim"), f" {names}{more}"))
        if heard.step.until is not None and waiting:
            when = dates.when(session.here(heard.step.until), session.here(session.now()))
            lines.append(
                safe(
                    _(
                        "From {when} on, silence no longer holds it up, if more than half said yes.",
                        when=when,
                    ),
                    "dim",
                )
            )
        return lines

    def action_speak(self, says: Says) -> None:
        try:
            stored = give_voice(self.page.session, self.number, says)
        except FolkmootError as error:
            self.say(error.sentence)
            return
        self._close(state_words(self.page.session, stored.value))

    def action_object(self) -> None:
        """Ask for the reason."""
        verdict = self.page.session.may("circles.voice", self.number)
        if not verdict.allowed:
            self.say(verdict.because)
            return
        said: list[str] = []

        def save(form: ObjectionForm) -> None:
            stored = give_voice(self.page.session, self.number, "no", form.because)
            said.append(state_words(self.page.session, stored.value))

        self.app.push_screen(
            FormScreen(
                _("An objection helps the circle see more"),
                ObjectionForm,
                save,
                name=f"objection {self.number}",
                drafts=self.page.shell.drafts,
                translate=_,
            ),
            lambda saved: self._close(said[-1]) if saved else None,
        )

    def action_finish(self) -> None:
        try:
            stored = finish(self.page.session, self.number)
        except FolkmootError as error:
            self.say(error.sentence)
            return
        self._close(state_words(self.page.session, stored.value))

    def action_withdraw(self) -> None:
        try:
            withdraw(self.page.session, self.number)
        except FolkmootError as error:
            self.say(error.sentence)
            return
        self._close(_("Taken back."))

    def _close(self, sentence: str) -> None:
        self.done(None)
        self.page.shell.look()
        self.app.call_later(self.page.say, sentence)


def answer_waiting(page: PageView) -> None:
    """Open what waits for this person; of several, ask which. Where nothing does, what is asked at all."""
    found = waiting_for_me(page.session) or open_proposals(page.session)
    if not found:
        page.say(_("No circle is asked anything just now."))
    elif len(found) == 1:
        page.app.push_screen(ProposalDialog(page, found[0].id))
    else:
        lines = [(str(one.id), joined(proposal_words(page.session, one.value))) for one in found]

        def chosen(picked: str | None) -> None:
            if picked:
                page.app.push_screen(ProposalDialog(page, int(picked)))

        page.app.push_screen(Choose(_("Which question?"), lines), chosen)
