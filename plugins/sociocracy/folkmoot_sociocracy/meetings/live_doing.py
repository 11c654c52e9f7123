"""What a person does on a meeting's screen: each key one act, and forms for what has words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from folkmoot.api import BadData, Choose, FormScreen, Key, PickList, joined
from folkmoot_sociocracy.circles.wording import name_of
from folkmoot_sociocracy.meetings import actions, deciding
from folkmoot_sociocracy.meetings.act_keys import ASLEEP, QUIET, key_words
from folkmoot_sociocracy.meetings.agenda_doing import AgendaDoing
from folkmoot_sociocracy.meetings.forms import CheckOutForm, LineForm, SpeakForm, TextForm, WhyForm
from folkmoot_sociocracy.meetings.model import Meeting, RoundKind
from folkmoot_sociocracy.meetings.offers import acts, why_not
from folkmoot_sociocracy.meetings.reading import line_of
from folkmoot_sociocracy.meetings.rounds import able, current
from folkmoot_sociocracy.meetings.rules import Press
from folkmoot_sociocracy.meetings.wording import round_word
from folkmoot_sociocracy.meetings.writing import correct, write_down
from folkmoot_sociocracy.words import _

if TYPE_CHECKING:
    from folkmoot_sociocracy.meetings.live import MeetingPage


class MeetingDoing(AgendaDoing):
    """The keys of a meeting's page, and what they do."""

    def __init__(self, page: MeetingPage) -> None:
        self.page = page

    # -- keys ----------------------------------------------------------------------------------------------

    def keys(self) -> Sequence[Key]:
        """Only those that count now for who looks; the seldom ones are in help (?) and not at the foot."""
        meeting = self.page.meeting
        if not self.page.is_mine:
            return ()
        if meeting is None:
            item = self.page.item
            if item is None or item.status == "cancelled":
                return ()
            return (Key("enter", _("draw up"), self.draw_up, _("Draw up the agenda, from the backlog.")),)
        found = acts(meeting, self.page.session.handle, self.page.session.now())
        running = meeting.started is not None and not meeting.closed
        linked = running and bool(meeting.now_at.link) and "come_in" not in found
        keys = [self._key(act, act in QUIET or (act == "decide" and linked)) for act in found]
        if linked:
            said = _("Open what is decided here, to be heard.")
            keys.insert(0, Key("enter", _("be heard"), self.open_link, said))
        if running and "come_in" not in found:
            keys += [self._asleep(act) for act in ASLEEP if act not in found]
        return keys

    def _asleep(self, act: str) -> Key:
        """A key that does nothing just now: who presses it is told why, and what comes next."""
        key, label, sentence = key_words(act)
        told = why_not(self.meeting, self.page.session.handle, act, self.page.session.now())
        return Key(key, label, lambda: self.page.say(told), sentence, quiet=True)

    def _key(self, act: str, quiet: bool) -> Key:
        ends = act == "go_on" and self.meeting.step == len(self.meeting.steps) - 1
        key, label, sentence = key_words("end" if ends else act)
        return Key(key, label, getattr(self, f"do_{act}"), sentence, quiet=quiet)

    # -- in a round ----------------------------------------------------------------------------------------

    def do_open(self) -> None:
        """Open the meeting."""
        self.does(actions.open_meeting, self.number)

    def do_come_in(self) -> None:
        """Come in."""
        self.does(actions.come_in, self.number)

    def do_go(self) -> None:
        """Go out; whoever leads may lead on to the check-out instead."""
        meeting = self.meeting
        if meeting.facilitator != self.page.session.handle:
            self.does(actions.go, self.number)
            return
        words = {
            "early": _("Go on to the check-out: what is left comes back next time"),
            "go": _("Go out myself; another leads on"),
        }
        self.choose(_("What now?"), words, self._gone)

    def _gone(self, picked: str) -> None:
        if picked == "go":
            self.does(actions.go, self.number)
        else:
            self.does(deciding.press, self.number, "next", early=True)

    def do_speak(self) -> None:
        """Be heard."""
        self._speak("")

    def _speak(self, of: str) -> None:
        asked, number, seen = current(self.meeting), self.number, self.meeting.now_at.id
        name = name_of(self.page.session, of) if of else _("You speak")

        def said(form: SpeakForm) -> None:
            actions.speak(self.page.session, number, "spoke", form.text, of=of, seen=seen)

        def checked_out(form: CheckOutForm) -> None:
            parts = (form.content, form.process, form.relations)
            actions.speak(self.page.session, number, "spoke", parts=parts, of=of, seen=seen)

        if asked is not None and asked.kind == "check_out":
            self.ask(name, CheckOutForm, checked_out, name=f"check-out {of}")
        else:
            self.ask(name, SpeakForm, said, name=f"speak {seen} {of}")

    def do_pass(self) -> None:
        """Pass on."""
        self.does(actions.speak, self.number, "passed", seen=self.meeting.now_at.id)

    def do_later(self) -> None:
        """Be heard at the end."""
        self.does(actions.speak_later, self.number)

    def do_consent(self) -> None:
        """Consent to the agenda."""
        self.does(actions.speak, self.number, "consent", seen=self.meeting.now_at.id)

    def do_object(self) -> None:
        """Object to the agenda."""
        self._object("")

    def _object(self, of: str) -> None:
        number, seen = self.number, self.meeting.now_at.id
        self.ask(
            _("An objection to the agenda"),
            WhyForm,
            lambda form: actions.speak(self.page.session, number, "objection", form.reason, of=of, seen=seen),
            name=f"object {seen} {of}",
        )

    def do_note(self) -> None:
        """Write down what somebody in the room says."""
        asked, me = current(self.meeting), self.page.session.handle
        others = [one for one in able(asked) if one != me] if asked else []
        lines = {one: name_of(self.page.session, one) for one in others}
        if len(others) == 1:
            self._note(others[0])
        else:
            self.choose(_("Whose voice do you note?"), lines, self._note)

    def _note(self, of: str) -> None:
        asked = current(self.meeting)
        agenda = asked is not None and asked.kind == "agenda"
        words = (
            {"consent": _("consents"), "objection": _("objects")}
            if agenda
            else {"spoke": _("spoke"), "passed": _("passes on"), "later": _("speaks at the end")}
        )
        words["away"] = _("is out of the room")
        title = _("What does {name} say?", name=name_of(self.page.session, of))
        self.choose(title, words, lambda says: self._noted(of, says))

    def _noted(self, of: str, says: str) -> None:
        if says == "spoke":
            self._speak(of)
        elif says == "objection":
            self._object(of)
        elif says == "later":
            self.does(actions.speak_later, self.number, of)
        else:
            self.does(actions.speak, self.number, says, of=of)

    # -- leading -------------------------------------------------------------------------------------------

    def do_go_on(self) -> None:
        """Lead on; the last step ends the meeting."""
        self._press("next")

    def do_back(self) -> None:
        """Lead back a step."""
        self._press("back")

    def do_extend(self) -> None:
        """Two minutes more."""
        self._press("extend")

    def do_pause(self) -> None:
        """Let the clock stand still."""
        self._press("pause")

    def do_resume(self) -> None:
        """Let the clock go on."""
        self._press("on")

    def _press(self, did: Press) -> None:
        self.does(deciding.press, self.number, did, seen=self.meeting.now_at.id)

    def do_round(self) -> None:
        """Begin a round."""
        if self.meeting.now_at.kind == "agenda" and not self.meeting.agreed:
            self.does(actions.begin_round, self.number, "agenda")
            return
        kinds: tuple[RoundKind, ...] = ("open", "questions", "reactions")
        words = {kind: round_word(kind) for kind in kinds}
        self.choose(_("Which round?"), words, lambda kind: self.does(actions.begin_round, self.number, kind))

    def do_facilitate(self) -> None:
        """Facilitate from here on; all see it, and the minutes say so."""
        self.does(deciding.take_over, self.number, "facilitator")

    def do_secretary(self) -> None:
        """Write the minutes from here on."""
        self.does(deciding.take_over, self.number, "secretary")

    # -- minutes -------------------------------------------------------------------------------------------

    def do_write(self) -> None:
        """Write a line, about the step where one began to."""
        number, step = self.number, self.meeting.now_at.id
        self.ask(
            _("Into the minutes"),
            LineForm,
            lambda form: write_down(self.page.session, number, form.text, form.kind, step),
            name=f"line {step}",
        )

    def do_correct(self) -> None:
        """Correct the line at the cursor."""
        kind, _colon, number = (self.page.query_one(PickList).picked or "").partition(":")
        if kind != "l":
            raise BadData(_("Put the cursor on a line of the minutes first."))
        line = line_of(self.page.session, self.number, int(number)).value
        seen = line.text

        def save(form: TextForm) -> None:
            nonlocal seen
            try:
                correct(self.page.session, self.number, int(number), form.text, seen)
            finally:
                seen = line_of(self.page.session, self.number, int(number)).value.text

        self.ask(_("This line"), TextForm, save, name=f"correct {number}", start={"text": line.text})

    def do_complain(self) -> None:
        """Object to the minutes."""
        number = self.number
        self.ask(
            _("What is wrong with the minutes?"),
            WhyForm,
            lambda form: actions.object_to_minutes(self.page.session, number, form.reason),
            name="complain",
        )

    def do_hand_out(self) -> None:
        """Hand the minutes out again."""
        self.does(actions.hand_out, self.number)

    @property
    def number(self) -> int:
        """The number of the meeting."""
        return self.page.number or 0

    @property
    def meeting(self) -> Meeting:
        """The meeting as it stands on the screen."""
        assert self.page.meeting is not None
        return self.page.meeting

    def does(self, use_case: Callable[..., object], *arguments: object, **options: object) -> bool:
        """Do something, and show what came of it."""
        done = self.page.do(use_case, *arguments, **options) is not None
        self.page.load()
        return done

    def ask(
        self,
        title: str,
        form: type[msgspec.Struct],
        save: Callable[[Any], object],
        *,
        name: str,
        start: dict[str, Any] | None = None,
    ) -> None:
        """Ask for a form; what is typed is kept until it is saved."""
        drafts = self.page.shell.drafts
        screen = FormScreen(
            title, form, save, name=f"meeting {self.number} {name}", drafts=drafts, start=start, translate=_
        )
        self.page.app.push_screen(screen, lambda _saved: self.page.load())

    def choose(self, title: str, words: dict[Any, str], then: Callable[[Any], object]) -> None:
        """One of a few."""
        lines = [(str(name), joined(word)) for name, word in words.items()]
        self.page.app.push_screen(Choose(title, lines), lambda picked: self._then(then, picked))

    def _then(self, then: Callable[[Any], object], picked: str | None) -> None:
        if picked is not None:
            self.page.do(lambda _session: then(picked))
            self.page.load()
