"""One meeting: its agenda, then the live screen that all who came in share, then its minutes."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import (
    Change,
    FolkmootError,
    Key,
    NotFound,
    Occurrence,
    PageView,
    PickList,
    Session,
    Still,
    Stored,
    css_beside,
    dates,
    here_now,
    joined,
    safe,
    stepclock,
)
from folkmoot_sociocracy.meetings import face
from folkmoot_sociocracy.meetings.calendar import at_key, next_of
from folkmoot_sociocracy.meetings.live_doing import MeetingDoing
from folkmoot_sociocracy.meetings.model import Meeting
from folkmoot_sociocracy.meetings.reading import meeting_of, meetings_in, mine, running, with_key
from folkmoot_sociocracy.meetings.rounds import here
from folkmoot_sociocracy.rounds.dialog import DecidingDialog
from folkmoot_sociocracy.words import _


class MeetingPage(PageView):
    """Shows a meeting as it is now; what can be done in it stands at the foot."""

    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.number: int | None = None  # the meeting that is open
        self.item: Occurrence | None = None  # one whose agenda is not drawn up
        self.circle = 0  # whose that is
        self.stored: Stored[Meeting] | None = None
        self.gone = False  # whether the line of whoever leads seems gone
        self.doing = MeetingDoing(self)

    def build(self) -> ComposeResult:
        yield Still(id="head")
        yield Still(id="bar")
        yield Still(id="step")
        yield Still(id="says")
        yield Still(id="turn")
        yield PickList()

    def on_mount(self) -> None:
        if self.number is None and self.item is None:
            self._turn_to_own()
        self.load()

    def open_at(self, where: str) -> None:
        self.number, self.item = None, None
        if where.isdigit():
            self.number = meeting_of(self.session, int(where)).id
        else:
            plan, self.item = at_key(self.session.store, where)
            self.circle = plan.value.circle
        self.load()

    def _turn_to_own(self) -> None:
        """A meeting of one's circles that goes on, else the next one."""
        for circle in mine(self.session):
            for stored in running(meetings_in(self.session, circle)):
                self.number = stored.id
                return
        items = [(item, circle) for circle in mine(self.session) if (item := next_of(self.session, circle))]
        if items:
            self.item, self.circle = min(items, key=lambda pair: pair[0].start)

    def on_changes(self, changes: Sequence[Change]) -> None:
        self.load()

    def on_resize(self) -> None:
        self.draw()

    def is_looked_at(self) -> bool:
        meeting = self.meeting
        return meeting is not None and stepclock.is_looked_at(meeting, meeting.steps, self.session.now())

    def on_tick(self) -> None:
        """Draw what goes with the time, also beside what is decided just now."""
        if self.meeting is not None:
            self.query_one("#step", Still).update(face.step_and_clock(self.session, self.meeting))
            said = face.clock(self.session, self.meeting)
            if self.gone:
                said = f"{said}  {face.gone_words(self.session, self.meeting)}"
            for dialog in self.app.screen_stack:
                if isinstance(dialog, DecidingDialog):
                    dialog.show_clock(said)

    @property
    def meeting(self) -> Meeting | None:
        """The meeting that is shown; None before its agenda is drawn up."""
        return self.stored.value if self.stored else None

    # -- what is shown -------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the meeting anew, and draw it with the keys that go with it."""
        if self.item is not None and (found := with_key(self.session.store, self.item.key)):
            self.number = found.id
        try:
            self.stored = meeting_of(self.session, self.number) if self.number is not None else None
        except NotFound:  # it was cancelled before it began
            self.stored, self.number = None, None
        if self.stored is not None:
            self.circle = self.stored.value.circle
        self.draw()

    def draw(self) -> None:
        """Draw all of it."""
        if not self.is_mounted:
            return
        meeting = self.meeting
        goes_on = meeting is not None and bool(meeting.started) and not meeting.closed
        self.shows_seconds = goes_on and meeting is not None and meeting.since is not None
        self.sees_presence = goes_on
        for name in ("#bar", "#step", "#turn"):
            self.query_one(name, Still).display = goes_on
        if self.stored is None or meeting is None:
            self._draw_empty()
        else:
            self.gone = goes_on and self._lost(meeting)
            self.query_one("#head", Still).update(face.meeting_head(self.session, self.stored, self.gone))
            self.query_one("#says", Still).update(safe(self._says(meeting), "dim"))
            if goes_on:
                self.query_one("#bar", Still).update(face.agenda_bar(meeting))
                self.query_one("#step", Still).update(face.step_and_clock(self.session, meeting))
                self.query_one("#turn", Still).update(face.turn_of(self.session, meeting))
            self.query_one(PickList).show(face.meeting_rows(self.session, self.stored))
        self.keys_changed()

    def _says(self, meeting: Meeting) -> str:
        """What is done now; to whoever looks on, who does it."""
        part = self.session.may("meetings.take-part", meeting)
        said = face.says(meeting)
        return said if part.allowed or meeting.closed else f"{said} {part.because}".strip()

    def _draw_empty(self) -> None:
        head, says = Content(""), _("No meeting of your circles is near. Meetings plans one (esc, then d).")
        if self.item is not None:
            when = dates.when(self.session.here(self.item.start), self.session.here(self.session.now()))
            head = joined((f"{self.item.title}, {when}", "bold"))
            says = _("Its agenda is not drawn up yet. enter draws it up, from the backlog.")
            if self.item.status == "cancelled":
                says = _("It is cancelled: {why}", why=self.item.reason)
        self.query_one("#head", Still).update(head)
        self.query_one("#says", Still).update(safe(says))
        self.query_one(PickList).show([("none", Content(""))])

    def _lost(self, meeting: Meeting) -> bool:
        """Whether whoever leads has no screen open here any more; only where one sees one's own."""
        try:
            there = {one.handle for one in here_now(self.session)}
        except FolkmootError:
            return False
        leads = meeting.facilitator
        return (
            self.is_mine
            and bool(leads)
            and self.session.handle in there
            and leads not in there
            and leads in here(meeting)
        )

    # -- what is done --------------------------------------------------------------------------------------

    @property
    def is_mine(self) -> bool:
        """Whether who looks may take part in it."""
        if self.meeting is not None:
            return self.session.may("meetings.take-part", self.meeting).allowed
        return self.session.may("meetings.plan", self.circle).allowed

    def keys(self) -> Sequence[Key]:
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓", quiet=True),
            *self.doing.keys(),
            Key("escape,backspace", _("meetings"), self.back, _("To all meetings; you stay in."), quiet=True),
        )

    async def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        for key in self.keys():
            if key.key == "enter":
                await self.run_key(key)

    def back(self) -> Awaitable[None]:
        """To all meetings."""
        return self.shell.open_page("meetings")
