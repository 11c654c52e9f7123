"""One proposal on the screen: need, text, who was heard, whose turn it is, and what its reader can do now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from folkmoot.api import Dialog, FolkmootError, PageView, Still, joined, safe
from folkmoot_sociocracy.consent import actions
from folkmoot_sociocracy.consent.detail import lines_of
from folkmoot_sociocracy.consent.forms import AnswerForm, UntilForm
from folkmoot_sociocracy.consent.model import Proposal, Version, VersionForm
from folkmoot_sociocracy.consent.offers import acts
from folkmoot_sociocracy.consent.reading import proposal_of, two_versions
from folkmoot_sociocracy.consent.shaping import difference
from folkmoot_sociocracy.consent.states import stands
from folkmoot_sociocracy.consent.wording import term_difference
from folkmoot_sociocracy.rounds.detail import Line
from folkmoot_sociocracy.rounds.doing import RoundsDialog
from folkmoot_sociocracy.rounds.objections import to_take_in
from folkmoot_sociocracy.words import _


class ProposalDialog(RoundsDialog):
    """A proposal; what can be done with it stands at the foot, one decision at a time."""

    use_cases = actions
    about = "proposal"
    without_round = "reactions"

    def __init__(self, page: PageView, number: int) -> None:
        super().__init__(page, number, proposal_of(page.session, number).value.title)

    @property
    def deciding(self) -> Proposal:
        return proposal_of(self.session, self.number).value

    def acts(self) -> Sequence[str]:
        proposal = self.deciding
        found: list[str] = list(acts(proposal, self.session.handle))
        return [*found, "compare"] if len(proposal.versions) > 1 else found

    def word(self, act: str) -> str:
        return _("compare") if act == "compare" else super().word(act)

    def lines(self) -> list[Line]:
        return lines_of(self.session, self.deciding)

    def not_now(self) -> str:
        heard = self.session.may("proposals.speak", self.deciding)
        return stands(self.deciding) if heard.allowed else heard.because

    def what_they_say(self, handle: str) -> None:
        if self.deciding.phase in ("questions", "reactions"):
            self.words_of("spoke", handle)
        else:
            super().what_they_say(handle)

    def do_answer(self) -> None:
        """Answer a question."""
        asked = {one.by: one.text for one in self.deciding.rounds[0].voices if one.text and not one.answer}
        self.ask_who(
            _("Whose question?"),
            list(asked),
            lambda asker: self.ask(
                asked[asker],
                AnswerForm,
                lambda form: actions.answer(self.session, self.number, asker, form.text),
                name=f"answer {asker}",
            ),
        )

    def do_restate(self) -> None:
        """Write a new version."""
        self._version(
            _("Restate it, with what was said"),
            lambda form, seen: actions.restate(self.session, self.number, form, seen),
        )

    def do_modify(self) -> None:
        """Take an objection in by another text."""
        self.ask_which(
            to_take_in(self.deciding),
            lambda objection: self._version(
                _("Another text, which takes it in"),
                lambda form, seen: actions.modify(self.session, self.number, objection, form, seen=seen),
            ),
        )

    def _version(self, title: str, keep: Callable[[VersionForm, int], object]) -> None:
        """Ask for a version; where somebody was quicker it is told once, and what was typed stays."""
        last = self.deciding.text
        seen = len(self.deciding.versions)

        def save(form: VersionForm) -> None:
            nonlocal seen
            try:
                keep(form, seen)
            except FolkmootError:
                seen = len(self.deciding.versions)
                raise

        start = {"text": last.text, "until": last.until, "review": last.review}
        self.ask(title, VersionForm, save, name="version", start=start)

    def do_shorten(self) -> None:
        """Take an objection in by a shorter term."""
        self.ask_which(
            to_take_in(self.deciding),
            lambda number: self.ask(
                _("A shorter term"),
                UntilForm,
                lambda form: actions.shorten(self.session, self.number, number, form.until),
                name="shorten",
            ),
        )

    def do_compare(self) -> None:
        """What changed since the version before."""
        self.app.push_screen(Compared(*two_versions(self.deciding, None, None)))


class Compared(Dialog[None]):
    """Two versions as one text: what went is in [- -], what came in {+ +}, so that no colour is needed."""

    def __init__(self, older: Version, newer: Version) -> None:
        super().__init__(_("What changed: [-went-] {+came+}"))
        self.older, self.newer = older, newer

    def body(self) -> Sequence[Widget]:
        return [VerticalScroll(Still(self._text()))]

    def _text(self) -> Content:
        pieces: list[Content] = []
        for kind, text in difference(self.older.text, self.newer.text):
            if kind == "out":
                pieces.append(joined((f"[-{text}-]", "strike")))
            elif kind == "in":
                pieces.append(joined((f"{{+{text}+}}", "bold")))
            else:
                pieces.append(joined(text))
        lines = [Content(" ").join(pieces), *(safe(line) for line in term_difference(self.older, self.newer))]
        if self.newer.note:
            lines.append(joined((_("Why: "), "dim"), self.newer.note))
        return Content("\n").join(lines)
