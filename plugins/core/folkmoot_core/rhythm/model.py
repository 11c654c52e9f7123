"""What the rhythm is made of: moons, rules that hang meetings on them or on days, and what is changed by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.words import later

Phase = Literal["new", "full"]
Eclipse = Literal["total", "partial", "penumbral"]
Anchor = Literal["nearest_start", "local_date", "instant"]
Kind = Literal["gathering", "call", "organising", "pulse", "restorative", "summit", "meeting"]
CalendarKind = Literal["meeting", "call", "organising", "restorative", "summit"]
Flag = Literal["gap", "ambiguous"]

RULE_ID = r"^[a-z][a-z0-9-]{0,29}$"  # of rules that people add; it stands in keys and on the command line
WallTime = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
WallStart = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]$")]
MonthDay = Annotated[
    str,
    Meta(
        pattern=r"^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))$"
    ),
]
MoonKey = Annotated[str, Meta(pattern=r"^(new|full)--?[0-9]+$")]
Slot = Annotated[
    str, Meta(pattern=r"^((new|full)--?[0-9]+|[0-9]{4}-[0-9]{2}-[0-9]{2}(/[a-z][a-z0-9-]{0,29})?)$")
]  # what stands behind a rule in a meeting's key: a moon; or a day, and one session of a summit
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
RRULE = (  # as much of RFC 5545 as can be said in one sentence
    r"^FREQ=(WEEKLY(;INTERVAL=2)?;BYDAY=(MO|TU|WE|TH|FR|SA|SU)"
    r"|MONTHLY(;BYMONTH=(1[0-2]|[1-9])(,(1[0-2]|[1-9]))*)?"
    r";(BYDAY=(-1|[1-5])(MO|TU|WE|TH|FR|SA|SU)|BYMONTHDAY=([1-9]|[12][0-9]|3[01])))$"
)


class Moon(msgspec.Struct, frozen=True):
    """A new or full moon. Its key is phase + Meeus lunation number (0 = new moon of 2000-01-06).

    The full moon of a number follows the new moon of the same number. `instant` is aware, in UTC, to the
    second. `eclipse` is the lunar eclipse of a full moon, if there is one anywhere on Earth.
    """

    key: MoonKey
    phase: Phase
    instant: datetime
    eclipse: Eclipse | None = None

    @property
    def lunation(self) -> int:
        """Meeus' lunation number k; negative before 2000."""
        return int(self.key.split("-", 1)[1])


class MoonRule(msgspec.Struct, frozen=True, kw_only=True):
    """How meetings hang on moons: which phase, which evening near it, at which wall time of which zone.

    `weekdays` are ISO (Monday 1 to Sunday 7), none meaning any. `window_days` is how far the local date may
    be from the moon's own. `round_minutes` counts only for the anchor `instant`. `targets` (month-day) picks
    single moons of a year, the nearest to each target; without targets the rule takes every moon.
    """

    id: Annotated[str, Meta(min_length=1, max_length=60)] = "default"
    phase: Phase = "full"
    zone: str = "UTC"
    anchor: Anchor = "nearest_start"
    weekdays: tuple[Annotated[int, Meta(ge=1, le=7)], ...] = ()
    window_days: Annotated[int, Meta(ge=0, le=14)] = 3
    no_match: Literal["nearest", "skip"] = "nearest"
    local_time: WallTime = "19:00"
    duration_minutes: Annotated[int, Meta(ge=5, le=10_080)] = 120
    round_minutes: Annotated[int, Meta(ge=1, le=60, title=later("Rounded to minutes"))] = 15
    kind: Kind = "call"
    title: Annotated[str, Meta(max_length=80)] = ""
    targets: tuple[MonthDay, ...] = ()


class SummitSession(msgspec.Struct, frozen=True, kw_only=True):
    """One session of a summit, on its first `day` or a later one, by the clocks of whoever hosts it."""

    id: Annotated[str, Meta(pattern=RULE_ID)]
    title: Annotated[str, Meta(min_length=1, max_length=60)]
    day: Annotated[int, Meta(ge=1, le=7)] = 1
    local_time: WallTime = "10:00"
    zone: str = "UTC"
    duration_minutes: Annotated[int, Meta(ge=5, le=1_440)] = 90


class CalendarRule(msgspec.Struct, frozen=True, kw_only=True):
    """How meetings come round by the calendar: on which days (an RRULE), at which wall time of which zone.

    Counted from the day `first`. A summit with `sessions` is held in them, each at its own time; it has none of its
    own then.
    """

    id: Annotated[str, Meta(pattern=RULE_ID)]
    kind: CalendarKind = "meeting"
    title: Annotated[str, Meta(max_length=80)] = ""
    recurrence: Annotated[str, Meta(pattern=RRULE)]
    first: date
    local_time: WallTime = "19:00"
    zone: str = "UTC"
    duration_minutes: Annotated[int, Meta(ge=5, le=10_080)] = 120
    sessions: Annotated[tuple[SummitSession, ...], Meta(max_length=12)] = ()


class ChangedOccurrence(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided by hand about one occurrence, kept by rule and lunation, or by the day that the rule gives.

    `start_local` is wall time in the meeting's zone: where a moved one is, also when it was cancelled later.
    `sequence` counts the changes, as RFC 5545 wants it.
    """

    rule: str
    key: Slot
    action: Literal["move", "cancel", "restore"]
    start_local: WallStart | None = None
    reason: Annotated[str, Meta(max_length=200)] = ""
    sequence: int = 1


class ChosenMoon(msgspec.Struct, frozen=True, kw_only=True):
    """A gathering hung on another moon than the one nearest its target, for one year."""

    rule: str
    year: int
    target: MonthDay
    key: MoonKey


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where the community lives: a village or a continent, but one. Its zone is the community's."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What calendars were last told of an occurrence, so that they notice when it changes (RFC 5545).

    `fingerprint` is what a calendar shows; when it differs from the last one told, `sequence` rises: after a
    move, but also after a rule was changed or a country changed its clocks. `key` is the moon's, or that of a
    meeting which hangs on none.
    """

    rule: str
    key: str
    fingerprint: str
    sequence: int
    created: datetime
    modified: datetime
