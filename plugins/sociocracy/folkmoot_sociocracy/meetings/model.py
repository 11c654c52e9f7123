"""A circle's meeting: what waits to be talked about, the agenda by the clock, its rounds, and the minutes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.stepclock import StepClock

Wanted = Literal["report", "explore", "decide"]
StepKind = Literal["check_in", "admin", "agenda", "item", "backlog", "check_out", "other"]
RoundKind = Literal["check_in", "questions", "reactions", "open", "agenda", "check_out"]
Says = Literal["spoke", "passed", "consent", "objection", "away"]
LineKind = Literal["note", "outcome", "todo", "event"]
Role = Literal["facilitator", "secretary"]
LINK = r"^((proposal|selection|policy)/[1-9]\d{0,8})?$"

Words = Annotated[str, Meta(max_length=600)]
Link = Annotated[str, Meta(pattern=LINK)]


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """Something that waits in a circle's backlog, until a meeting takes it up.

    `presenter` is a handle, `link` what it is about (`proposal/3`); `meeting` the number of the meeting on whose
    agenda it stands, or stood.
    """

    circle: int
    title: Annotated[str, Meta(min_length=1, max_length=80)]
    wanted: Wanted = "explore"
    presenter: str = ""
    minutes: Annotated[int, Meta(ge=1, le=240)] = 10
    about: Words = ""
    link: Link = ""
    by: str
    at: datetime
    state: Literal["open", "planned", "done", "dropped"] = "open"
    meeting: int | None = None
    why: Words = ""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """When a circle meets: on the day `first` at the wall time `at` of `zone`; with a `rule` (RRULE) again and again.

    `format` names how (empty: the usual way). From the day `ended` on it does so no longer.
    """

    circle: int
    rule: str = ""
    first: date
    at: Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    zone: str
    minutes: Annotated[int, Meta(ge=15, le=600)] = 90
    format: str = ""
    by: str
    ended: date | None = None


class ChangedMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """One meeting of a plan that was moved (`start`, a wall time of its zone) or cancelled (no start)."""

    plan: int
    day: date
    start: str = ""
    reason: Words = ""
    sequence: int = 1


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of an agenda. `id` stays its own wherever it moves; `topic` is the number in the backlog.

    `says` is what its format says people do; with `round` it begins with one.
    """

    id: int
    kind: StepKind
    minutes: int
    title: str = ""
    wanted: Wanted | Literal[""] = ""
    presenter: str = ""
    about: str = ""
    topic: int | None = None
    link: str = ""
    again: bool = False
    says: str = ""
    round: bool = False

    @property
    def goes_on(self) -> bool:
        """People end a step, and not the clock."""
        return False


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """One person in a round. `parts` are the answers of a check-out: content, process, relations.

    `noted_by` is whoever wrote it down for somebody in the room without a keyboard.
    """

    by: str
    says: Says
    at: datetime
    text: Words = ""
    parts: tuple[Words, ...] = ()
    noted_by: str = ""


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """Everyone is heard once, in this order; where it is not `in_turn`, in any. `step` is the id of its step."""

    kind: RoundKind
    step: int
    order: tuple[str, ...]
    voices: tuple[Voice, ...] = ()
    in_turn: bool = True


class Present(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in the meeting, from when to when; `noted_by`: in the room, without a keyboard of their own."""

    handle: str
    since: datetime
    left: datetime | None = None
    noted_by: str = ""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Another agenda than the one that has consent, as long as it is being asked about."""

    by: str
    steps: tuple[Step, ...]
    what: Words


class Complaint(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says is wrong with the minutes, and when they were handed out again."""

    by: str
    at: datetime
    reason: Words
    answered: datetime | None = None


class Meeting(StepClock, frozen=True, kw_only=True):
    """One meeting of a circle; its clock goes through `steps`. It belongs to the record of the circle.

    `key` is that of its occurrence in the rhythm. `agreed`: the agenda has consent. `members` are the full members
    when it opened; `handed_out` is since when the minutes wait for objections, `hours` for how long. `format` names the
    way to meet, `after` is the id of the step before which items end (None: the backlog, as it was once).
    """

    circle: int
    key: str = ""
    start: datetime
    minutes: int = 90
    format: str = ""
    after: int | None = None
    steps: tuple[Step, ...]
    next_id: int
    agreed: bool = False
    change: Change | None = None
    facilitator: str = ""
    secretary: str = ""
    people: tuple[Present, ...] = ()
    members: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    handed_out: datetime | None = None
    hours: int = 48
    closed: bool = False

    @property
    def now_at(self) -> Step:
        """The step where it is."""
        return self.steps[self.step]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the minutes, about the step of this id. An `event` is written down by itself."""

    meeting: int
    step: int
    kind: LineKind = "note"
    by: str
    at: datetime
    text: Annotated[str, Meta(min_length=1, max_length=1000)]
    changed_by: str = ""
