"""The rhythm page: a month with its moons and meetings, an agenda below, and what can be done about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import (
    Change,
    Choose,
    FolkmootError,
    Key,
    NotFound,
    Occurrence,
    PageView,
    Session,
    Still,
    css_beside,
    dates,
    joined,
    utc_at,
)
from folkmoot_core.answers.said import said_of
from folkmoot_core.rhythm.almanac import known_part, moons_between
from folkmoot_core.rhythm.calendar import place_of
from folkmoot_core.rhythm.doing import RhythmDoing
from folkmoot_core.rhythm.model import Moon
from folkmoot_core.rhythm.month import (
    NARROW,
    WIDE,
    AgendaLine,
    Month,
    Piece,
    agenda,
    empty_month,
    fill,
    header,
    last_of_month,
    rows,
)
from folkmoot_core.rhythm.wording import meeting_words, moon_words
from folkmoot_core.words import _, ngettext


class MonthGrid(Still, can_focus=True):
    """The drawing of the month; it holds the focus, so that the page's keys work."""


class RhythmPage(PageView):
    """A month at a time; a cursor goes from day to day."""

    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.cursor: date = session.here(session.now()).date()
        self.month: Month = empty_month(self.cursor, dates.first_weekday())
        self.lines: list[AgendaLine] = []
        self.loaded = True
        self.doing = RhythmDoing(self)
        self.latitude = 0.0

    def build(self) -> ComposeResult:
        yield Still(id="month-title")
        yield Still(id="month-days")
        yield MonthGrid(id="month-grid")
        yield Still(id="agenda")

    def on_mount(self) -> None:
        self.load()

    def on_resize(self) -> None:
        self.draw()

    def open_at(self, where: str) -> None:
        self.go_to(date.fromisoformat(where.partition("/")[0]))  # behind it may stand a meeting's key

    def on_changes(self, changes: Sequence[Change]) -> None:
        self.load()

    def keys(self) -> Sequence[Key]:
        return (
            Key("right,l", _("day"), lambda: self.go(days=1), _("The day after."), name="←→↑↓"),
            Key("left,h", _("day"), lambda: self.go(days=-1), _("The day before."), quiet=True),
            Key("down,j", _("week"), lambda: self.go(days=7), _("A week later."), quiet=True),
            Key("up,k", _("week"), lambda: self.go(days=-7), _("A week earlier."), quiet=True),
            Key(
                "right_square_bracket,pagedown",
                _("month"),
                lambda: self.turn(1),
                _("The month after."),
                name="[ ]",
            ),
            Key(
                "left_square_bracket,pageup",
                _("month"),
                lambda: self.turn(-1),
                _("The month before."),
                quiet=True,
            ),
            Key("t", _("today"), self.go_today, _("Back to today.")),
            Key("n", _("next"), self.go_next, _("On to the next day with a moon or a meeting.")),
            Key("enter", _("open"), self.open_day, _("Open the day: sun, moon and meetings.")),
            Key("a", _("answer"), self.doing.answer, _("Say whether you come to a meeting of this day.")),
            Key("m", _("move"), self.doing.move, _("Move a meeting of this day.")),
            Key("x", _("cancel"), self.doing.cancel, _("Cancel a meeting of this day, or take that back.")),
            Key(
                "u",
                _("as it was"),
                self.doing.back,
                _("Put a moved meeting back where the rhythm has it."),
            ),
            Key("g", _("gather"), self.doing.gather, _("Hold a gathering on this day's full moon.")),
            Key("e", _("rules"), self.doing.edit_rules, _("Change a rule: weekday, time, which moons.")),
        )

    # -- moving about --------------------------------------------------------------------------------------

    def go(self, *, days: int) -> None:
        """Move the cursor; beyond the month, the next one is shown."""
        self.go_to(self.cursor + timedelta(days=days))

    def go_to(self, day: date) -> None:
        """Put the cursor on a day."""
        before = self.cursor
        self.cursor = day
        if (day.year, day.month) != (before.year, before.month):
            try:
                self.load()
            except FolkmootError:  # beyond the years whose moons are known: stay where the moon is
                self.cursor = before
                self.load()
                raise
        else:
            self.draw()

    def turn(self, months: int) -> None:
        """The month after or before, on the same day where it has one."""
        first = self.cursor.replace(day=1)
        other = (first + timedelta(days=32)).replace(day=1) if months > 0 else first - timedelta(days=1)
        self.go_to(other.replace(day=min(self.cursor.day, last_of_month(other.replace(day=1)).day)))

    def go_today(self) -> None:
        """Back to today."""
        self.go_to(self.session.here(self.session.now()).date())

    def go_next(self) -> None:
        """On to the next day on which something happens."""
        start = self._instant(self.cursor + timedelta(days=1))
        moons = moons_between(*known_part(start, start + timedelta(days=20)))
        meetings = self.session.meetings(start, start + timedelta(days=20))
        zone = self.session.zone
        days = [
            *(m.instant.astimezone(zone).date() for m in moons),
            *(o.start.astimezone(zone).date() for o in meetings),
        ]
        if days:
            self.go_to(min(days))

    def open_day(self) -> None:
        """Sun, moon and meetings of the cursor's day."""
        from folkmoot_core.rhythm.day import DayScreen

        self.app.push_screen(DayScreen(self))

    def meetings_here(self) -> list[Occurrence]:
        """The meetings of the cursor's day."""
        day = self.month.day(self.cursor)
        return list(day.meetings) if day else []

    def moon_here(self) -> Moon | None:
        """The moon of the cursor's day, or the one that a meeting of it hangs on."""
        day = self.month.day(self.cursor)
        return day.moons[0] if day and day.moons else None

    # -- drawing -------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the month again and draw it; where it can't be read, the page says so."""
        self.loaded = False
        try:
            self._read()
            self.loaded = True
        finally:
            self.draw()

    def _read(self) -> None:
        session = self.session
        month = empty_month(self.cursor, dates.first_weekday())
        first, last = month.span()
        start, end = self._instant(first), self._instant(last + timedelta(days=70))
        moons_between(start, self._instant(last))  # a month that is not known whole is not shown
        moons = moons_between(*known_part(start, end))
        meetings = session.meetings(start, end)
        self.month = fill(month, moons, meetings, session.zone)
        try:
            self.latitude = place_of(session.store).latitude
        except NotFound:
            self.latitude = 0.0
        self.lines = [
            line
            for line in agenda(moons, meetings, session.zone, self._moon_text, self._meeting_text)
            if line.on >= month.first
        ]

    def draw(self) -> None:
        """Draw what was read: cheap, for every move of the cursor."""
        if not self.is_mounted or not self.size:
            return  # not laid out yet: the first resize draws
        grid, agenda_line = self.query_one("#month-grid", Still), self.query_one("#agenda", Still)
        fits = self.size.width >= 7 * NARROW + 1
        self.query_one("#month-title", Still).update(self._title(fits))
        self.query_one("#month-days", Still).display = fits
        drawn: list[list[Piece]] = []
        if fits:
            width = WIDE if self.size.width >= 7 * WIDE + 1 else NARROW
            today = self.session.here(self.session.now()).date()
            wide_marks = self.shell.glyphs.wide
            drawn = rows(self.month, self.cursor, today, self.session.zone, width, self.mark, wide_marks)
            self.query_one("#month-days", Still).update(joined((header(width, dates.first_weekday()), "dim")))
        # The grid holds the focus, so in a narrow window it shrinks to the day that the cursor is on.
        narrow = joined((f" {dates.long_day(self.cursor)} ", "reverse"))
        grid.update(Content("\n").join(joined(*row) for row in drawn) if fits else narrow)
        agenda_line.update(self._agenda(self.size.height - 2 - (len(drawn) or 0)))

    def _title(self, fits: bool) -> Content:
        clocks = self.session.zone_name.rsplit("/", 1)[-1].replace("_", " ")
        note = _("times in {city}", city=clocks) if fits else _("the month is drawn from 80 columns on")
        return joined(" ", (dates.month(self.month.first), "bold"), (f"   {note}", "dim"))

    def _agenda(self, room: int) -> Content:
        """As many lines as fit, those of the cursor's day marked; a sign where there are more."""
        lines = [line for line in self.lines if line.on <= last_of_month(self.month.first)]
        more = [line for line in self.lines if line.on > last_of_month(self.month.first)]
        lines += more[: max(0, room - len(lines) - 1)]
        if not self.loaded:
            return joined(
                (" " + _("The meetings can't be read just now. They come back with the record."), "dim")
            )
        if not lines:
            return joined((" " + _("Nothing this month."), "dim"))
        at_cursor = next((n for n, line in enumerate(lines) if line.on >= self.cursor), len(lines) - 1)
        hidden = max(0, len(lines) - room)
        first = min(max(0, at_cursor - room // 2), hidden) if hidden else 0
        shown = lines[first : first + (room - 1 if hidden else room)]
        drawn = [self._agenda_line(line) for line in shown]
        if hidden:
            drawn.append(
                joined((" … " + ngettext("{count} more", "{count} more", len(lines) - len(shown)), "dim"))
            )
        return Content("\n").join(drawn)

    def _agenda_line(self, line: AgendaLine) -> Content:
        here = line.on == self.cursor
        style = "dim" if line.meeting and line.meeting.status == "cancelled" else ""
        blank = "   " if self.shell.glyphs.wide else "  "
        mark = f"{self.mark(line.moon)} " if line.moon else blank
        width = max(len(dates.day(known.on)) for known in self.lines)
        when = f"{dates.day(line.on):<{width}}  {dates.clock(line.at)}  "
        return joined(
            (" > " if here else "   ", "bold"), (when, "bold" if here else style), mark, (line.text, style)
        )

    def mark(self, moon: Moon) -> str:
        """The small mark of a new or full moon, in the person's set."""
        return self.shell.glyphs.moon(0 if moon.phase == "new" else 4, self.latitude)

    def _moon_text(self, moon: Moon) -> str:
        return moon_words(moon)

    def _meeting_text(self, meeting: Occurrence) -> str:
        return meeting_words(meeting, self.session.zone_name) + said_of(self.session, meeting)

    def noon(self, day: date) -> datetime:
        """The instant of noon on a day, by the person's clock."""
        return utc_at(datetime.combine(day, time(12)), self.session.zone_name)

    def _instant(self, day: date) -> datetime:
        return utc_at(datetime.combine(day, time()), self.session.zone_name)

    def choose_meeting(self, title: str, then: Callable[[Occurrence], None]) -> None:
        """One of the day's meetings: the only one at once, of several by asking."""
        here = self.meetings_here()
        if not self.loaded:
            self.say(_("The meetings can't be read just now. They come back with the record."))
        elif not here:
            self.say(_("There is no meeting on this day. n goes to the next one."))
        elif len(here) == 1:
            then(here[0])
        else:
            by_key = {meeting.key: meeting for meeting in here}
            lines = [(meeting.key, joined(self._meeting_text(meeting))) for meeting in here]
            self.app.push_screen(Choose(title, lines), lambda key: then(by_key[key]) if key else None)
