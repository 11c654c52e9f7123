"""What a person does on the clinic page: its keys, each ending in one use case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from folkmoot.api import Ask, BadData, Choose, FindOne, FormScreen, Key, PickList, TryAgain, joined
from folkmoot.stepclock import Did
from folkmoot_core.clinic.actions import GroupsStand, join_group, make_groups, name_of, pass_case_on
from folkmoot_core.clinic.face import GroupFace
from folkmoot_core.clinic.formats import formats
from folkmoot_core.clinic.gathering import visitor
from folkmoot_core.clinic.model import VisitorForm
from folkmoot_core.clinic.running import Seen, press
from folkmoot_core.clinic.wording import format_words
from folkmoot_core.people.cards import people
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.clinic.page import ClinicPage


class ClinicDoing:
    """The actions of the page."""

    def __init__(self, page: ClinicPage) -> None:
        self.page = page

    def keys(self) -> Sequence[Key]:
        """What can be done in what is open."""
        by_phase = {"gather": self._gathering_keys, "groups": self._groups_keys, "group": self._clock_keys}
        return by_phase[self.page.phase]() if self.page.phase in by_phase else ()

    def _gathering_keys(self) -> Sequence[Key]:
        back = (Key("escape", _("back"), self.leave_gathering, _("Back to the groups as they are.")),)
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("space", _("in/out"), self.toggle, _("Count this person in, or out.")),
            Key("slash", _("find"), self.find, _("Add somebody by a few letters of their name.")),
            Key("n", _("visitor"), self.add_visitor, _("Add somebody who has no account here.")),
            Key("f", _("format"), self.choose_format, _("Choose how it is held: which steps, how long.")),
            Key("g", _("groups"), self.make, _("Make groups of whoever is counted in.")),
            *(back if self.page.held else ()),
        )

    def _groups_keys(self) -> Sequence[Key]:
        page = self.page
        in_none = page.held is not None and page.held.of(page.session.handle) is None
        join = Key("i", _("join"), self.join, _("Come into this group, if you are in none."))
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("enter", _("clock"), self.open_group, _("Open the clock of this group.")),
            *((join,) if in_none else ()),
            *self._passing_on(),
            Key("s", _("shuffle"), self.shuffle, _("Draw other groups of the same people.")),
            Key("g", _("gather"), self.page.gather, _("Say anew who is there, and make groups of them.")),
        )

    def _passing_on(self) -> Sequence[Key]:
        """For formats in which a case is brought."""
        held = self.page.held
        if held is None or held.clinic.brings == "nobody":
            return ()
        return (Key("c", _("pass on"), self.pass_on, _("Let the next of this group bring the case.")),)

    def _clock_keys(self) -> Sequence[Key]:
        run = self.page.run
        value = run.value if run else None
        groups = Key("escape", _("groups"), lambda: self.page.go_to_group(None), _("Back to all groups."))
        again = Key("b", _("back"), lambda: self.press("back"), _("Back a step, with two minutes at least."))
        if value and value.ended:
            return (again, groups)
        if value and not value.started:
            begin = Key("space", _("begin"), lambda: self.press("start"), _("Let the clock begin."))
            return (begin, *self._passing_on(), groups)
        label = _("pause") if value and value.since else _("go on")
        return (
            Key("space", label, self.pause_or_go_on, _("Let the clock stand still, or go on.")),
            Key(
                "plus,equals_sign",
                _("2 min"),
                lambda: self.press("extend"),
                _("Two minutes more for this step."),
            ),
            Key(
                "n",
                _("next step"),
                lambda: self.press("next"),
                _("On to the next step; from the last, the end."),
            ),
            again,
            Key("x", _("end"), self.end, _("End early, after a question.")),
            groups,
        )

    # -- who is there --------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Count the person at the cursor in, or out."""
        page = self.page
        who = page.query_one(PickList).picked
        if page.gathering is not None and who is not None:
            page.gathering.say(who, who not in page.gathering.people(page.session))
            page.show()

    def find(self) -> None:
        """Add somebody by typing."""
        lines = [(one.handle, one.name, one.handle) for one in people(self.page.session)]
        self.page.app.push_screen(FindOne(_("Who else is on the call?"), lines), self._found)

    def add_visitor(self) -> None:
        """Add somebody who has no account."""
        page = self.page
        page.app.push_screen(
            FormScreen(
                _("A visitor on the call"),
                VisitorForm,
                lambda form: self._count_in(visitor(form.name)),
                name="clinic visitor",
                drafts=page.shell.drafts,
                translate=_,
            )
        )

    def _found(self, who: str | None) -> None:
        if who:
            self.page.do(lambda _session: self._count_in(who))

    def _count_in(self, who: str) -> None:
        """Count somebody in and put the cursor on them. Raises: BadData."""
        if self.page.gathering is None:
            raise BadData(_("Groups were made meanwhile; g asks anew who is there."))
        self.page.gathering.say(who, True)
        self.page.show()
        pick = self.page.query_one(PickList)
        pick.highlighted = next(
            number for number in range(pick.option_count) if pick.get_option_at_index(number).id == who
        )

    def choose_format(self) -> None:
        """Choose how it is held; of files that can't be read, it is said why."""
        page = self.page
        found = formats(page.session)
        lines = [
            (name, joined(one.title, (f"  {format_words(one)}", "dim"))) for name, one in found.good.items()
        ]
        dialog = Choose(_("How shall it be held?"), lines)
        dialog.said = found.faults[0] if found.faults else ""
        page.app.push_screen(dialog, self._format_chosen)

    def _format_chosen(self, name: str | None) -> None:
        if name and self.page.gathering is not None:
            self.page.gathering.choose_format(name)
            self.page.show()

    def leave_gathering(self) -> None:
        """Leave the groups as they are."""
        self.page.go_to_group(None)

    # -- groups --------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Make groups; where there are some, ask first."""
        page = self.page
        chosen = page.gathering.chosen_format(page.session) if page.gathering else None
        if page.gathering is not None and chosen is not None:
            self._make(page.gathering.people(page.session), chosen[0])

    def shuffle(self) -> None:
        """Draw other groups of the same people."""
        held = self.page.held
        if held is not None:
            self._make([who for run in held.runs for who in run.value.people], held.clinic.format)

    def _make(self, there: Sequence[str], format_name: str, *, anew: bool = False) -> None:
        page = self.page
        try:
            make_groups(page.session, page.key, there, format_name, anew=anew)
        except GroupsStand as error:
            question = f"{error.sentence} " + _("Make new ones in their place?")
            page.app.push_screen(Ask(_("New groups?"), question, lambda: self._anew(there, format_name)))
            return
        if page.gathering is not None:
            page.gathering.done()
        page.gathering = None
        page.load()
        page.go_to_group(None)

    def _anew(self, there: Sequence[str], format_name: str) -> None:
        self.page.do(lambda _session: self._make(there, format_name, anew=True))

    def _picked(self) -> int:
        return self.page.number or int(self.page.query_one(PickList).picked or 1)

    def open_group(self) -> None:
        """Open the clock of the group at the cursor."""
        self.page.go_to_group(self._picked())

    def pass_on(self) -> None:
        """Let the next of a group bring the case."""
        page = self.page
        run = pass_case_on(page.session, page.key, self._picked())
        page.load()
        page.say(_("{name} brings the case.", name=name_of(page.session, run.giver)))

    def join(self) -> None:
        """Come into the group at the cursor."""
        number = self._picked()
        join_group(self.page.session, self.page.key, number)
        self.page.load()
        self.page.go_to_group(number)

    # -- the clock -----------------------------------------------------------------------------------------

    def press(self, did: Did) -> None:
        """Do one thing to the clock, as it stands on this screen."""
        page = self.page
        if page.run is None:
            return
        seen = Seen(page.run.rev, page.query_one(GroupFace).shown_step)
        try:
            press(page.session, page.key, page.run.value.number, did, seen)
        except TryAgain:
            page.load()
            raise
        page.load()

    def pause_or_go_on(self) -> None:
        """Let the clock stand still, or go on."""
        run = self.page.run
        self.press("pause" if run and run.value.since else "on")

    def end(self) -> None:
        """End early, after a question."""
        page = self.page
        question = _("The clock of this group ends for everybody in it. “b” opens its last step again.")
        page.app.push_screen(
            Ask(_("End here?"), question, lambda: page.do(lambda _session: self.press("end")))
        )
