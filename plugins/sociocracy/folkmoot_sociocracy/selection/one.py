"""One selection on the screen: the role, who nominated, reasons, the nominee; and what its reader can do now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from folkmoot.api import FolkmootError, PageView, Stored
from folkmoot_sociocracy.rounds.detail import Line
from folkmoot_sociocracy.rounds.doing import RoundsDialog
from folkmoot_sociocracy.rounds.objections import to_take_in
from folkmoot_sociocracy.rounds.reading import circle_name
from folkmoot_sociocracy.selection import actions, nominating
from folkmoot_sociocracy.selection.detail import lines_of
from folkmoot_sociocracy.selection.forms import BecauseForm, MonthsForm, NominateForm, ReasonForm
from folkmoot_sociocracy.selection.model import DescriptionForm, Selection
from folkmoot_sociocracy.selection.readable import own_nomination
from folkmoot_sociocracy.selection.reading import offered, seal_is_lost, selection_of
from folkmoot_sociocracy.selection.states import stands, unwritten
from folkmoot_sociocracy.selection.wording import title_of
from folkmoot_sociocracy.words import _


class SelectionDialog(RoundsDialog):
    """A selection; what can be done with it stands at the foot, one decision at a time."""

    use_cases = actions
    about = "selection"
    without_round = "changes"

    def __init__(self, page: PageView, number: int) -> None:
        selection = selection_of(page.session, number).value
        circle = circle_name(page.session, selection.circle)
        super().__init__(page, number, title_of(page.session, selection, circle))

    @property
    def stored(self) -> Stored[Selection]:
        """As it stands now, with its number."""
        return selection_of(self.session, self.number)

    @property
    def deciding(self) -> Selection:
        return self.stored.value

    def acts(self) -> Sequence[str]:
        return offered(self.session, self.stored)

    def word(self, act: str) -> str:
        return _("reason") if act == "speak" else super().word(act)

    def lines(self) -> list[Line]:
        stored = self.stored
        return lines_of(self.session, stored.value, seal_lost=seal_is_lost(self.session, stored))

    def not_now(self) -> str:
        heard = self.session.may("selection.speak", self.deciding)
        return stands(self.deciding) if heard.allowed else heard.because

    def consent_title(self) -> str:
        nominee = self.deciding.nominee
        about = self.name_of(nominee) if nominee else _("the role as it is described")
        return _("Consent to {what}", what=about)

    # -- nominations ---------------------------------------------------------------------------------------

    def do_begin(self) -> None:
        """Open the nominations."""
        self.does(nominating.begin_nominations)

    def do_open(self) -> None:
        """Unseal what is in."""
        self.does(nominating.open_nominations)

    def do_nominate(self) -> None:
        """Write one's nomination."""
        self._pick(_("Whom do you nominate?"), lambda nominee: self._nominated(nominee, ""))

    def _pick(self, title: str, then: Callable[[str], None]) -> None:
        """Somebody of the circle; oneself is fine."""
        selection = self.deciding
        self.ask_person(title, [one for one in selection.voters if one not in selection.gone], then)

    def _nominated(self, nominee: str, of: str) -> None:
        """Ask why. What is typed here is kept in no draft: nobody reads it before all are in."""
        self.ask(
            _("Why {name}?", name=self.name_of(nominee)),
            NominateForm,
            lambda form: nominating.nominate(self.session, self.number, nominee, form.why, of),
            name="nominate",
            keeps_drafts=False,
        )

    def do_away(self) -> None:
        """Note that somebody is away; or, while nominations are written, lend them the keyboard."""
        selection = self.deciding
        if selection.phase != "nominating":
            super().do_away()
            return
        able = [handle for handle in unwritten(selection) if handle != self.session.handle]
        self.ask_person(_("Who is not at a keyboard?"), able, self._away_or_here)

    def _away_or_here(self, handle: str) -> None:
        name = self.name_of(handle)
        words = {
            "away": _("{name} is away", name=name),
            "here": _("{name} types here, and you look away", name=name),
        }

        def chosen(what: str) -> None:
            if what == "away":
                self.note_away(handle)
            else:
                title = _("{name}, whom do you nominate?", name=name)
                self._pick(title, lambda nominee: self._nominated(nominee, handle))

        self.choose(name, words, chosen)

    # -- reasons, changes, a person ------------------------------------------------------------------------

    def do_speak(self) -> None:
        """Give the reason for one's nomination; it begins with what one wrote."""
        self._reason(self.session.handle)

    def _reason(self, handle: str) -> None:
        mine = own_nomination(self.deciding, handle)
        seen = len(self.deciding.rounds)
        self.ask(
            _("Why {name}?", name=self.name_of(mine.nominee) if mine else ""),
            ReasonForm,
            lambda form: actions.give_voice(
                self.session, self.number, "spoke", form.why, seen=seen, of=handle
            ),
            name=f"reason {handle}",
            start={"why": mine.why if mine else ""},
        )

    def what_they_say(self, handle: str) -> None:
        if self.deciding.phase == "reasons":
            self._reason(handle)
        elif self.deciding.phase == "changes":
            self._keep_or_change(handle)
        else:
            super().what_they_say(handle)

    def do_change(self) -> None:
        """Keep one's nomination, or change it."""
        self._keep_or_change(self.session.handle)

    def _keep_or_change(self, handle: str) -> None:
        mine = own_nomination(self.deciding, handle)
        if mine is None:
            self._pick(_("Whom do you nominate?"), lambda nominee: self._changed(handle, nominee))
            return
        words = {
            "keep": _("Keep {name}", name=self.name_of(mine.nominee)),
            "change": _("Nominate somebody else"),
        }

        def chosen(what: str) -> None:
            if what == "keep":
                self.does(actions.keep_or_change, mine.nominee, mine.why, handle)
            else:
                self._pick(_("Whom do you nominate?"), lambda nominee: self._changed(handle, nominee))

        self.choose(_("After all that was said"), words, chosen)

    def _changed(self, handle: str, nominee: str) -> None:
        self.ask(
            _("Why {name}?", name=self.name_of(nominee)),
            ReasonForm,
            lambda form: actions.keep_or_change(self.session, self.number, nominee, form.why, handle),
            name=f"change {handle}",
        )

    def do_propose(self) -> None:
        """Propose a person, for the reasons that weigh most."""
        self._pick(
            _("Whom do you propose?"),
            lambda nominee: self.ask(
                _("You propose {name}", name=self.name_of(nominee)),
                BecauseForm,
                lambda form: actions.propose_person(self.session, self.number, nominee, form.why),
                name="propose",
            ),
        )

    # -- objections ----------------------------------------------------------------------------------------

    def do_describe(self) -> None:
        """Take an objection in by describing the role anew."""
        self.ask_which(to_take_in(self.deciding), self._describe)

    def _describe(self, objection: int) -> None:
        """Where somebody was quicker it is told once, and what was typed stays."""
        last, seen = self.deciding.text, len(self.deciding.versions)

        def save(form: DescriptionForm) -> None:
            nonlocal seen
            try:
                actions.describe(self.session, self.number, objection, form, seen)
            except FolkmootError:
                seen = len(self.deciding.versions)
                raise

        start = {"does": last.does, "months": last.months, "qualifications": last.qualifications}
        self.ask(_("The role, described anew"), DescriptionForm, save, name="describe", start=start)

    def do_shorten(self) -> None:
        """Take an objection in by a shorter term."""
        self.ask_which(
            to_take_in(self.deciding),
            lambda number: self.ask(
                _("A shorter term"),
                MonthsForm,
                lambda form: actions.shorten(self.session, self.number, number, form.months),
                name="shorten months",
            ),
        )
