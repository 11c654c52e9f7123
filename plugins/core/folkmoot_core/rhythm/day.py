"""One day: sun and moon at the Place, and its meetings with what can be done about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from folkmoot.api import Dialog, FolkmootError, Occurrence, PickList, dates, joined, safe
from folkmoot_core.answers.actions import tally_of
from folkmoot_core.answers.wording import tally_words
from folkmoot_core.rhythm.actions import chosen_for
from folkmoot_core.rhythm.almanac import eighth, moon_nearest
from folkmoot_core.rhythm.by_calendar import summit_of
from folkmoot_core.rhythm.calendar import place_of, summit_title
from folkmoot_core.rhythm.model import CalendarRule
from folkmoot_core.rhythm.wording import meeting_words, moon_words
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.rhythm.page import RhythmPage
    from folkmoot_core.rhythm.sky import SkyDay


class DayScreen(Dialog[None]):
    """A day's detail. The sky is computed in a thread; everything else is there at once."""

    BINDINGS = [
        Binding("a", "answer", show=False),
        Binding("m", "move", show=False),
        Binding("x", "cancel", show=False),
        Binding("u", "restore", show=False),
        Binding("g", "gather", show=False),
    ]

    def __init__(self, page: RhythmPage) -> None:
        super().__init__(dates.long_day(page.cursor))
        self.page = page
        self.meetings = {meeting.key: meeting for meeting in page.meetings_here()}

    def body(self) -> Iterable[Static | PickList]:
        yield Static(self._moons(), id="day-moons")
        yield Static(safe(_("Looking at the sky…"), "dim"), id="day-sky")
        yield PickList(self._lines())

    def foot(self) -> Sequence[tuple[str, str]]:
        keys: list[tuple[str, str]] = []
        if any(meeting.opens for meeting in self.meetings.values()):
            keys.append(("enter", _("open")))
        if self.meetings:
            keys += [("a", _("answer")), ("m", _("move")), ("x", _("cancel"))]
            if any(self._is_changed(meeting) for meeting in self.meetings.values()):
                keys.append(("u", _("as it was")))
        if self._may_gather():
            keys.append(("g", _("gather")))
        return (*keys, *super().foot())

    def _is_changed(self, meeting: Occurrence) -> bool:
        return meeting.status != "confirmed" or chosen_for(self.page.session, meeting) is not None

    def _may_gather(self) -> bool:
        moon = self.page.moon_here()
        on_full = any((meeting.moon or "").startswith("full") for meeting in self.meetings.values())
        return on_full or (moon is not None and moon.phase == "full")

    def on_changes(self) -> None:
        """Somebody changed something: the day as it is now."""
        self.meetings = {meeting.key: meeting for meeting in self.page.meetings_here()}
        self.query_one(PickList).show(self._lines())
        self.in_background(self._look_up, self._show_sky)

    def _lines(self) -> list[tuple[str | None, Content]]:
        """The day's meetings; the sessions of a summit stand together under its name."""
        lines: list[tuple[str | None, Content]] = []
        summits: set[str] = set()
        for key, meeting in self.meetings.items():
            summit = summit_of(key) if meeting.kind == "summit" else ""
            if not summit:
                lines.append((key, self._meeting(meeting)))
            elif summit not in summits:
                summits.add(summit)
                lines += self._sessions(summit, meeting.rule or "")
        return lines or [(None, joined((_("No meeting on this day."), "dim")))]

    def _sessions(self, summit: str, rule_id: str) -> list[tuple[str | None, Content]]:
        stored = self.page.session.store.collection(CalendarRule).first(id=rule_id)
        title = summit_title(stored.value if stored else None)
        here = [one for key, one in self.meetings.items() if summit_of(key) == summit]
        named = [replace(one, title=one.title.removeprefix(f"{title}: ")) for one in here]
        return [
            (None, joined((title, "bold"))),
            *((one.key, self._meeting(one, indent="  ")) for one in named),
        ]

    def on_mount(self) -> None:
        pick = self.query_one(PickList)
        pick.highlighted = next((n for n, (key, _line) in enumerate(self._lines()) if key), None)
        pick.focus()
        self.in_background(self._look_up, self._show_sky)

    def _moons(self) -> Content:
        page = self.page
        noon = page.noon(page.cursor)
        found = page.month.day(page.cursor)
        names = [
            _("new moon"),
            _("waxing crescent"),
            _("first quarter"),
            _("waxing gibbous"),
            _("full moon"),
            _("waning gibbous"),
            _("last quarter"),
            _("waning crescent"),
        ]
        moons = found.moons if found else []
        if moons:
            here = page.session.here
            parts = [
                f"{page.mark(moon)} {moon_words(moon)} {dates.clock(here(moon.instant))}" for moon in moons
            ]
            return joined("  ".join(parts))
        phase = _beside_a_moon(noon)
        return joined(f"{page.shell.glyphs.moon(phase, page.latitude)} {names[phase]}")

    def _meeting(self, meeting: Occurrence, indent: str = "") -> Content:
        local = self.page.session.here(meeting.start)
        until = self.page.session.here(meeting.end)
        clocks = f"{dates.clock(local)}-{dates.clock(until)}"
        said = tally_words(tally_of(self.page.session.store, meeting.key))
        words = meeting_words(meeting, self.page.session.zone_name)
        return joined((f"{indent}{clocks}  ", "bold"), words, (f"  {said}" if said else "", "dim"))

    # -- the sky -------------------------------------------------------------------------------------------

    def _look_up(self) -> SkyDay:
        from folkmoot_core.rhythm.sky import day_in_the_sky

        place = place_of(self.page.session.store)
        return day_in_the_sky(
            place.latitude, place.longitude, self.page.session.community.zone, self.page.cursor
        )

    def _show_sky(self, sky: SkyDay) -> None:
        place = place_of(self.page.session.store)
        sun = _("Sun: {when}", when=_rises(sky.sun, sky.sunrise, sky.sunset))
        moon = _("Moon: {when}", when=_rises(sky.moon, sky.moonrise, sky.moonset))
        title = _("At {place}, by its own clock:", place=place.name)
        self.query_one("#day-sky", Static).update(safe(f"{title}\n{sun}\n{moon}", lines=True))

    # -- what can be done ----------------------------------------------------------------------------------

    def _picked(self) -> Occurrence | None:
        picked = self.query_one(PickList).picked
        return self.meetings.get(picked) if picked else None

    def _go(self, action: Callable[[Occurrence], None]) -> None:
        meeting = self._picked()
        if meeting is None:
            self.say(_("There is no meeting on this day."))
            return
        self.dismiss(None)
        action(meeting)

    async def on_option_list_option_selected(self) -> None:
        """Go where the meeting is prepared or held; where it has no such place, answer it."""
        meeting = self._picked()
        if meeting is not None and meeting.opens:
            page, _slash, where = meeting.opens.partition("/")
            self.dismiss(None)
            await self.page.shell.open_page(page, where)
        elif meeting is not None:
            self.action_answer()

    def action_answer(self) -> None:
        self._go(self.page.doing.answer_meeting)

    def action_move(self) -> None:
        self._go(self.page.doing.move_meeting)

    def action_cancel(self) -> None:
        self._go(self.page.doing.cancel_meeting)

    def action_restore(self) -> None:
        self._go(self.page.doing.restore)

    def action_gather(self) -> None:
        self.dismiss(None)
        try:
            self.page.doing.gather()
        except FolkmootError as error:
            self.page.say(error.sentence)


def _rises(state: str, up: Sequence[datetime], down: Sequence[datetime]) -> str:
    if state == "always_up":
        return _("up all day")
    if state == "always_down":
        return _("down all day")
    parts = []
    if up:
        parts.append(_("rises {times}", times=_minutes(up)))
    if down:
        parts.append(_("sets {times}", times=_minutes(down)))
    return dates.listed(parts)


def _minutes(times: Sequence[datetime]) -> str:
    """To the nearest minute, as almanacs print them."""
    return dates.listed(dates.clock(at + timedelta(seconds=30)) for at in times)


def _beside_a_moon(noon: datetime) -> int:
    """The phase eighth of a day on which no new or full moon falls: its neighbours are crescents and gibbous."""
    phase = eighth(noon)
    if phase not in (0, 4):
        return phase
    coming = moon_nearest("new" if phase == 0 else "full", noon).instant > noon
    return (phase - 1) % 8 if coming else phase + 1
