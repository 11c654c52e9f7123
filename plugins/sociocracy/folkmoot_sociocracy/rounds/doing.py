"""What can be done with anything that a circle decides in rounds: be heard, object, test, lead."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from folkmoot_sociocracy.rounds.actions import a_day
from folkmoot_sociocracy.rounds.dialog import DecidingDialog
from folkmoot_sociocracy.rounds.forms import (
    BackForm,
    ConcernForm,
    ObjectionForm,
    OnForm,
    RemarkForm,
    SpeakForm,
    WatchForm,
    WhyForm,
)
from folkmoot_sociocracy.rounds.model import Deciding, Says
from folkmoot_sociocracy.rounds.objections import raised, to_take_in, to_test, untested_by
from folkmoot_sociocracy.rounds.turns import away, missing
from folkmoot_sociocracy.words import _

UseCase = Callable[..., object]


class RoundsDialog(DecidingDialog):
    """A screen whose acts are asked for and done alike, whatever is decided."""

    use_cases: ModuleType  # the acts that proposals and selections both have, under the same names
    about = ""  # before the names of drafts: forms of proposals and selections are told apart
    without_round = ""  # the phase after which no round begins

    @property
    def deciding(self) -> Any:
        """What is decided, as it stands now."""
        raise NotImplementedError

    def does(self, use_case: UseCase, *arguments: object, **options: object) -> bool:
        """Do something now."""
        return self.run(lambda: use_case(self.session, self.number, *arguments, **options))

    # -- voices --------------------------------------------------------------------------------------------

    def do_speak(self) -> None:
        """Say something in a round of one's own turn."""
        self.words_of("spoke", "")

    def do_consent(self) -> None:
        """Consent, with a remark."""
        self.words_of("consent", "")

    def do_object(self) -> None:
        """Object, with reason and aim."""
        self.words_of("objection", "")

    def do_concern(self) -> None:
        """Consent, and have a concern recorded."""
        self.words_of("concern", "")

    def do_note(self) -> None:
        """Note what somebody in the room says."""
        deciding: Deciding = self.deciding
        last = deciding.rounds[-1]
        others = [*self.next_ones(), *away(last, deciding.gone)]
        self.ask_who(_("Whose voice do you note?"), others, self.what_they_say)

    def do_away(self) -> None:
        """Note that somebody is away."""
        self.ask_person(_("Who is away?"), self.next_ones(), self.note_away)

    def note_away(self, handle: str) -> None:
        """Note that somebody is away."""
        self.does(self.use_cases.give_voice, "away", of=handle)

    def next_ones(self) -> list[str]:
        """Who can be heard next, but whoever notes it: one in turn, all of a written round."""
        deciding: Deciding = self.deciding
        last = deciding.rounds[-1]
        waiting = missing(last, deciding.gone)
        able = waiting if last.until else waiting[:1]
        return [handle for handle in able if handle != self.session.handle]

    def what_they_say(self, handle: str) -> None:
        """Ask what somebody says in a consent round."""
        words = {"consent": _("consents"), "objection": _("objects")}
        if self.deciding.school == "tested":
            words["concern"] = _("consents, with a concern")
        title = _("What does {name} say?", name=self.name_of(handle))
        self.choose(title, words, lambda says: self.words_of(says, handle))  # type: ignore[arg-type]

    def consent_title(self) -> str:
        """To what one consents."""
        return _("Consent to version {number}", number=len(self.deciding.versions))

    def words_of(self, says: Says, of: str) -> None:
        """Ask for the words of a voice. It counts for the round that stands here now."""
        title = {
            "spoke": _("You speak"),
            "consent": self.consent_title(),
            "objection": _("An objection makes it better"),
        }.get(says, _("A concern, which does not stop it"))
        if of:
            title = f"{self.name_of(of)}: {title}" if says != "spoke" else self.name_of(of)
        session, number, seen = self.session, self.number, len(self.deciding.rounds)
        speak = self.use_cases.give_voice

        def objected(form: ObjectionForm) -> object:
            return speak(session, number, says, form.reason, form.aim, seen=seen, of=of)

        def said(form: SpeakForm | RemarkForm | ConcernForm) -> object:
            return speak(session, number, says, form.text, seen=seen, of=of)

        if says == "objection":
            self.ask(title, ObjectionForm, objected, name=f"{self.about} objection {of}")
        else:
            form = {"spoke": SpeakForm, "consent": RemarkForm}.get(says, ConcernForm)
            self.ask(title, form, said, name=f"{self.about} {says} {of}")

    # -- objections ----------------------------------------------------------------------------------------

    def do_test(self) -> None:
        """Say what one sees in an objection."""
        deciding, me = self.deciding, self.session.handle
        mine = [pair for pair in to_test(deciding) if me in untested_by(deciding, pair[1])]
        words = {
            "stands": _("It stands: going on would do harm"),
            "concern": _("I see a concern, no objection"),
        }

        def about(number: int) -> None:
            reason = deciding.objections[number - 1].reason
            self.choose(reason, words, lambda sees: self._tested(number, sees))

        self.ask_which(mine, about)

    def _tested(self, objection: int, sees: str) -> None:
        self.does(self.use_cases.test, objection, stands=sees == "stands")

    def do_take_back(self) -> None:
        """Take one's own objection back."""
        me = self.session.handle
        mine = [pair for pair in raised(self.deciding) if pair[1].by == me and not pair[1].resolved]
        self.ask_which(
            mine,
            lambda number: self.ask(
                _("Take your objection back"),
                BackForm,
                lambda form: self.use_cases.take_back(self.session, self.number, number, form.why),
                name=f"{self.about} take back",
            ),
        )

    def do_measure(self) -> None:
        """Take an objection in by agreeing what is watched."""
        self.ask_which(
            to_take_in(self.deciding),
            lambda number: self.ask(
                _("Watch it"),
                WatchForm,
                lambda form: self.use_cases.measure(self.session, self.number, number, form.watch),
                name=f"{self.about} watch",
            ),
        )

    # -- leading -------------------------------------------------------------------------------------------

    def do_go_on(self) -> None:
        """Go on; where a round begins between meetings, say whether it is a written one."""
        if self.in_a_meeting or self.deciding.phase == self.without_round:
            self.does(self.use_cases.go_on)
            return

        def save(form: OnForm) -> object:
            day = a_day(form.by) if form.by else None
            return self.use_cases.go_on(self.session, self.number, day)

        self.ask(_("The next round"), OnForm, save, name=f"{self.about} on")

    def do_announce(self) -> None:
        """Announce what was decided."""
        self.does(self.use_cases.announce)

    def do_facilitate(self) -> None:
        """Take over facilitating; in a meeting, the meeting with it."""
        if self.lead is not None:
            self.run(self.lead)
        else:
            self.does(self.use_cases.facilitate)

    def do_withdraw(self) -> None:
        """Take it off the table."""
        self.ask(
            _("Withdraw it"),
            WhyForm,
            lambda form: self.use_cases.withdraw(self.session, self.number, form.why),
            name=f"{self.about} withdraw",
        )
