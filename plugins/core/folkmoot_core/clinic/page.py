"""The clinic of one call: who is there, the groups, and each group's clock; one of these at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import (
    Change,
    FolkmootError,
    Key,
    Occurrence,
    PageView,
    PickList,
    Session,
    Still,
    Stored,
    css_beside,
    dates,
    joined,
    safe,
)
from folkmoot.stepclock import is_looked_at, where
from folkmoot_core.clinic.actions import Held, held_at, meeting_of, next_meeting
from folkmoot_core.clinic.doing import ClinicDoing
from folkmoot_core.clinic.face import GroupFace
from folkmoot_core.clinic.formats import steps_for, title_for
from folkmoot_core.clinic.gathering import Gathering
from folkmoot_core.clinic.model import Run
from folkmoot_core.clinic.shapes import FormatStep
from folkmoot_core.clinic.wording import people_words, state_words
from folkmoot_core.words import _, ngettext

OURS = ("core.clinics", "core.clinic_groups", "core.clinic_cases")  # which move no meeting
Phase = Literal["nothing", "gather", "groups", "group"]


class ClinicPage(PageView):
    """Gathers whoever is there, shows the groups, and the clock of the one that is open."""

    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.meeting: Occurrence | None = None
        self.held: Held | None = None
        self.steps: Sequence[FormatStep] = ()  # of the clinic, in this person's words
        self.gathering: Gathering | None = None  # while it is asked who is there
        self.number: int | None = None  # the group that is open
        self.refused = ""  # why this person may not look on
        self.doing = ClinicDoing(self)

    def build(self) -> ComposeResult:
        yield Still(id="clinic-title")
        yield Still(id="clinic-head")
        yield PickList()
        yield GroupFace()

    def on_mount(self) -> None:
        if self.meeting is None:
            self._turn_to(next_meeting(self.session))

    def open_at(self, where: str) -> None:
        self._turn_to(meeting_of(self.session, where))

    def focus_first(self) -> None:
        if self.is_mounted:
            there = self._as_it_is(self.meeting) if self.meeting else None
            self._turn_to(there or next_meeting(self.session))
        self._focus()

    def on_changes(self, changes: Sequence[Change]) -> None:
        if self.meeting and any(change.collection not in OURS for change in changes):
            self.meeting = self._as_it_is(self.meeting)
        self.load()

    def on_resize(self) -> None:
        self.on_tick()

    def is_looked_at(self) -> bool:
        run = self.run if self.phase == "group" else None
        return run is not None and is_looked_at(run.value, self.steps, self.session.now())

    def on_tick(self) -> None:
        """Draw what goes with the time."""
        run = self.run
        if self.phase == "group" and self.held and run:
            self.query_one(GroupFace).show_time(self.session, self.held, run.value)
        elif self.phase == "groups":
            self.query_one(PickList).show(self._groups())

    # -- what is open --------------------------------------------------------------------------------------

    @property
    def phase(self) -> Phase:
        """What is decided just now."""
        if self.meeting is None or self.refused:
            return "nothing"
        if self.gathering is not None:
            return "gather"
        return "groups" if self.number is None else "group"

    @property
    def key(self) -> str:
        """The key of the meeting."""
        return self.meeting.key if self.meeting else ""

    @property
    def run(self) -> Stored[Run] | None:
        """The group that is open."""
        if self.held is None or self.number is None:
            return None
        return next((run for run in self.held.runs if run.value.number == self.number), None)

    def _as_it_is(self, meeting: Occurrence) -> Occurrence | None:
        """A meeting as it is now; None where it is over or cancelled."""
        try:
            return meeting_of(self.session, meeting.key)
        except FolkmootError:
            return None

    def _turn_to(self, meeting: Occurrence | None) -> None:
        """Show the clinic of a meeting: the own group where it runs, else its groups, else who is there."""
        if meeting is None or self.key != meeting.key:
            self.gathering, self.number, self.held = None, None, None
        self.meeting = meeting
        self.load()

    def load(self) -> None:
        """Read the groups anew. Where one's own has begun meanwhile, its clock opens."""
        verdict = self.session.may("clinic.see")
        self.refused = "" if verdict.allowed else verdict.because
        if self.meeting is not None and not self.refused:
            before = self.held.of(self.session.handle) if self.held else None
            self.held = held_at(self.session.store, self.key)
            self.steps = steps_for(self.session, self.held.clinic) if self.held else ()
            mine = self.held.of(self.session.handle) if self.held else None
            began = mine and mine.value.started and not mine.value.ended
            if self.held is None:
                self.number = None
                self.gathering = self.gathering or Gathering(self.key, self.shell.drafts)
            elif self.gathering is not None and (not self.gathering.begun or self.held.running):
                self.gathering = None  # somebody else made groups, or one began
            if began and mine and not (before and before.value.started):
                self.gathering, self.number = None, mine.value.number
            if self.number is not None and self.run is None:
                self.number = None
        self.show()

    def go_to_group(self, number: int | None) -> None:
        """Open the clock of a group; None: all groups."""
        self.gathering, self.number = None, number
        self.show()
        self._focus()

    def gather(self) -> None:
        """Ask who is there, from the groups that stand."""
        self.gathering = Gathering(self.key, self.shell.drafts, self.held)
        self.show()
        self._focus()

    # -- drawing -------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Draw all of it, and the keys that go with it."""
        if not self.is_mounted:
            return
        phase, run = self.phase, self.run
        face, pick = self.query_one(GroupFace), self.query_one(PickList)
        had_focus = face.has_focus or pick.has_focus
        face.display, pick.display = phase == "group", phase in ("gather", "groups")
        self.query_one("#clinic-title", Still).update(self._title())
        self.query_one("#clinic-title", Still).display = phase != "group"
        self.query_one("#clinic-head", Still).update(self._head())
        self.query_one("#clinic-head", Still).display = phase != "group"
        if phase == "gather" and self.gathering:
            pick.show(self.gathering.drawn_lines(self.session))
        elif phase == "groups":
            pick.show(self._groups())
        elif self.held and run:
            face.show_group(self.session, self.held, run.value)
        self.sees_presence = phase == "gather"
        self.shows_seconds = bool(
            run.value.since
            if phase == "group" and run
            else phase == "groups" and self.held and self.held.running
        )
        self.keys_changed()
        if had_focus:
            self._focus()

    def _focus(self) -> None:
        (self.query_one(GroupFace) if self.phase == "group" else self.query_one(PickList)).focus(
            scroll_visible=False
        )

    def _title(self) -> Content:
        if self.refused:
            return safe(self.refused)
        if self.meeting is None:
            return safe(_("There is no call in the next weeks, so there is no clinic to prepare."))
        local = self.session.here(self.meeting.start)
        return joined((self.meeting.title, "bold"), f"  {dates.day(local.date())} {dates.clock(local)}")

    def _head(self) -> Content:
        if self.phase == "gather" and self.gathering:
            return self.gathering.heading(self.session)
        if self.held is None:
            return Content("")
        count = ngettext("{count} group", "{count} groups", len(self.held.runs))
        return safe(f"{title_for(self.session, self.held.clinic)}, {count}")

    def _groups(self) -> list[tuple[str | None, Content]]:
        assert self.held is not None
        lines: list[tuple[str | None, Content]] = []
        for stored in self.held.runs:
            run = stored.value
            found = where(run, self.held.clinic.steps, self.session.now())
            own = _("your group") if self.session.handle in run.people else ""
            said = state_words(self.session, run, found, self.steps[found.step])
            people = joined((f"{run.number}. ", "bold"), people_words(self.session, self.held, run))
            below = joined((f"   {said}" + (f" · {own}" if own else ""), "dim"))
            lines.append((str(run.number), Content("\n").join([people, below])))
        return lines

    def keys(self) -> Sequence[Key]:
        return self.doing.keys()

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        if self.phase == "gather":
            self.doing.toggle()
        else:
            self.doing.open_group()
