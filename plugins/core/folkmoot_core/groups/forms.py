"""What is asked about groups, and the pulse that follows from it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.api import BadData, later
from folkmoot_core.groups.model import Group, Pace, Pulse, WallTime
from folkmoot_core.groups.rules import on_weekday
from folkmoot_core.words import _

PACE_WORDS = {
    "weekly": later("every week"),
    "fortnightly": later("every two weeks"),
    "monthly": later("every month"),
}
DAY_WORDS = {
    "1": later("Monday"),
    "2": later("Tuesday"),
    "3": later("Wednesday"),
    "4": later("Thursday"),
    "5": later("Friday"),
    "6": later("Saturday"),
    "7": later("Sunday"),
}
Name = Annotated[str, Meta(min_length=1, max_length=40, title=later("Name"))]
Words = Annotated[
    str, Meta(max_length=200, title=later("Why"), description=later("a few words; may stay empty"))
]


class HomeForm(msgspec.Struct, frozen=True, kw_only=True):
    """A home group: its name, what it is about, when it meets."""

    name: Name
    focus: Annotated[
        str,
        Meta(
            max_length=200,
            title=later("Focus"),
            description=later("what it is about; it may be just each other"),
        ),
    ] = ""
    every: Annotated[Pace, Meta(title=later("Pulse"), extra={"words": PACE_WORDS})] = "weekly"
    weekday: Annotated[
        Literal["1", "2", "3", "4", "5", "6", "7"], Meta(title=later("Day"), extra={"words": DAY_WORDS})
    ] = "3"
    at: Annotated[
        WallTime, Meta(title=later("Begins at"), description=later("like 19:00, by the group's clock"))
    ] = "19:00"
    zone: Annotated[
        str,
        Meta(
            max_length=60,
            title=later("Time zone"),
            description=later("whose clock the group keeps, like Europe/Lisbon"),
            extra={"format": "zone"},
        ),
    ]
    first: Annotated[
        str,
        Meta(
            max_length=10, title=later("From"), description=later("a day like 2027-01-13; empty: from now on")
        ),
    ] = ""
    minutes: Annotated[int, Meta(ge=15, le=480, title=later("Minutes"))] = 90


class WorkingForm(msgspec.Struct, frozen=True, kw_only=True):
    """A working group: its name, its purpose, its end."""

    name: Name
    focus: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=200,
            title=later("Purpose"),
            description=later("what will be there when it is done"),
        ),
    ]
    until: Annotated[
        str,
        Meta(
            max_length=10,
            title=later("Ends on"),
            description=later("a day like 2027-05-22: then it is closed or renewed"),
        ),
    ]


class AskForm(msgspec.Struct, frozen=True, kw_only=True):
    """A few words to a group that one would like to join."""

    words: Annotated[
        str,
        Meta(max_length=200, title=later("A few words"), description=later("for the group; may stay empty")),
    ] = ""


class WhyForm(msgspec.Struct, frozen=True, kw_only=True):
    """A few words on why."""

    reason: Words = ""


class MoveForm(msgspec.Struct, frozen=True, kw_only=True):
    """Where one meeting moves to."""

    start: Annotated[
        str,
        Meta(
            max_length=16,
            title=later("New day and time"),
            description=later("like 2027-05-22 17:00, by the group's clock"),
        ),
    ]
    reason: Words = ""


class NoteForm(msgspec.Struct, frozen=True, kw_only=True):
    """Something to remember, for the group alone."""

    text: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=2000,
            title=later("Note"),
            description=later("read by the people of this group, and nobody else here"),
        ),
    ]


class RetroForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a group keeps of looking back."""

    text: Annotated[
        str,
        Meta(
            max_length=2000,
            title=later("What we keep"),
            description=later("of looking back; for the group alone; may stay empty"),
        ),
    ] = ""


class CloseForm(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a group."""

    outcome: Annotated[
        str,
        Meta(
            max_length=200,
            title=later("What came of it"),
            description=later("a line for everybody; may stay empty"),
        ),
    ] = ""


class RenewForm(msgspec.Struct, frozen=True, kw_only=True):
    """Until when a working group goes on."""

    until: Annotated[
        str, Meta(max_length=10, title=later("Ends on"), description=later("a day like 2027-05-22"))
    ]


class SplitForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the group is called that comes out of another."""

    name: Name


class WishForm(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wishes of a home group."""

    focus: Annotated[
        str,
        Meta(
            max_length=120,
            title=later("What for"),
            description=later("words with commas: farming, music; may stay empty"),
        ),
    ] = ""
    pace: Annotated[
        Literal["any", "weekly", "fortnightly", "monthly"],
        Meta(title=later("How often"), extra={"words": {"any": later("as it comes"), **PACE_WORDS}}),
    ] = "any"
    beside: Annotated[
        tuple[str, ...],
        Meta(
            max_length=6,
            title=later("Together with"),
            description=later("handles, like rui lena; may stay empty"),
        ),
    ] = ()
    ready: Annotated[
        Literal["yes", "not_now"],
        Meta(
            title=later("In a home group"),
            extra={"words": {"yes": later("yes, gladly"), "not_now": later("not now")}},
        ),
    ] = "yes"


def pulse_of(form: HomeForm, today: date, before: Pulse | None = None) -> Pulse:
    """The pulse that a form asks for. One that changes its days does so from today on. Raises: BadData."""
    typed = _day(form.first) if form.first.strip() else None
    weekday = int(form.weekday)
    first = on_weekday(weekday, typed or today)
    if before is not None and typed in (None, before.first):
        same_days = (form.every, weekday) == (before.every, before.weekday)
        first = before.first if same_days else on_weekday(weekday, today)
    elif before is not None and typed is not None:
        first = on_weekday(weekday, max(typed, today))
    return Pulse(
        every=form.every, weekday=weekday, at=form.at, zone=form.zone, first=first, minutes=form.minutes
    )


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise BadData(_("“{typed}” is not a day like 2027-05-22.", typed=typed)) from None


def home_form(group: Group) -> HomeForm:
    """A home group as its form shows it."""
    assert group.pulse is not None
    pulse = group.pulse
    return HomeForm(
        name=group.name,
        focus=group.focus,
        every=pulse.every,
        weekday=str(pulse.weekday),  # type: ignore[arg-type]
        at=pulse.at,
        zone=pulse.zone,
        first=pulse.first.isoformat(),
        minutes=pulse.minutes,
    )


def working_form(group: Group) -> WorkingForm:
    """A working group as its form shows it."""
    return WorkingForm(name=group.name, focus=group.focus, until=str(group.until or ""))
