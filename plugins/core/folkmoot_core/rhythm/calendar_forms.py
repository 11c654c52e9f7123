"""What the rhythm page asks about a rule by the calendar, and about a session of a summit: plain fields, no RRULE."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from folkmoot.api import later
from folkmoot_core.rhythm.model import RULE_ID, CalendarKind, CalendarRule, SummitSession
from folkmoot_core.rhythm.recurrence import QUARTERS, Often, Recurring, recurring_of, rrule_of

OFTEN_WORDS = {
    "weekly": later("every week"),
    "fortnightly": later("every second week"),
    "monthly": later("every month"),
    "quarterly": later("in some months"),
}
WEEKDAY_WORDS = {
    "1": later("Monday"),
    "2": later("Tuesday"),
    "3": later("Wednesday"),
    "4": later("Thursday"),
    "5": later("Friday"),
    "6": later("Saturday"),
    "7": later("Sunday"),
}
WHICH_WORDS = {
    "1": later("first"),
    "2": later("second"),
    "3": later("third"),
    "4": later("fourth"),
    "5": later("fifth, where there is one"),
    "date": later("by date: that of the first day"),
    "last": later("last"),
}
KIND_CHOICES = {
    "meeting": later("meeting"),
    "call": later("call"),
    "organising": later("organising"),
    "restorative": later("restoring, members only"),
    "summit": later("summit"),
}
Zone = Annotated[
    str,
    Meta(
        max_length=60,
        title=later("Time zone"),
        description=later("like Europe/Lisbon: whose clocks count"),
        extra={"format": "zone"},
    ),
]
Begins = Annotated[
    str,
    Meta(
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
        title=later("Begins at"),
        description=later("like 19:00, by the clocks of its zone"),
    ),
]
ShortName = Annotated[
    str,
    Meta(
        pattern=RULE_ID,
        title=later("Short name"),
        description=later("small letters, digits and -, like quiet-day"),
    ),
]


class CalendarRuleForm(msgspec.Struct, frozen=True, kw_only=True):
    """A rule by the calendar, as a person says it."""

    id: ShortName
    title: Annotated[
        str, Meta(max_length=80, title=later("Name"), description=later("empty: by its kind"))
    ] = ""
    kind: Annotated[CalendarKind, Meta(title=later("Kind"), extra={"words": KIND_CHOICES})] = "meeting"
    often: Annotated[Often, Meta(title=later("How often"), extra={"words": OFTEN_WORDS})] = "weekly"
    months: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=12)], ...],
        Meta(title=later("Months"), description=later("January 1 to December 12, like 3 6 9 12")),
    ] = QUARTERS
    which: Annotated[
        Literal["1", "2", "3", "4", "5", "last", "date"],
        Meta(
            title=later("Which of the month"),
            description=later("Months without a fifth, or without a 31st, are skipped."),
            extra={"words": WHICH_WORDS},
        ),
    ] = "1"
    weekday: Annotated[
        Literal["1", "2", "3", "4", "5", "6", "7"],
        Meta(title=later("Weekday"), extra={"words": WEEKDAY_WORDS}),
    ] = "1"
    local_time: Begins = "19:00"
    duration_minutes: Annotated[int, Meta(ge=5, le=10_080, title=later("Minutes"))] = 120
    zone: Zone
    first: Annotated[
        date, Meta(title=later("First day"), description=later("from which it counts, like 2027-03-01"))
    ]


class SessionForm(msgspec.Struct, frozen=True, kw_only=True):
    """A session of a summit."""

    id: ShortName
    title: Annotated[
        str, Meta(min_length=1, max_length=60, title=later("Name"), description=later("what it is about"))
    ]
    day: Annotated[
        int, Meta(ge=1, le=7, title=later("Day"), description=later("1: the summit's first day"))
    ] = 1
    local_time: Begins = "10:00"
    zone: Zone
    duration_minutes: Annotated[int, Meta(ge=5, le=1_440, title=later("Minutes"))] = 90


ASKED_OF_NONE = {"weekly": ("months", "which"), "fortnightly": ("months", "which"), "monthly": ("months",)}


def left_out(often: str) -> tuple[str, ...]:
    """The lines that a rule which comes round so often doesn't need."""
    return ASKED_OF_NONE.get(often, ())


def said(rule: CalendarRule) -> dict[str, Any]:
    """A rule as its form shows it."""
    recurring = recurring_of(rule.recurrence)
    which = {-1: "last", 0: "date"}.get(recurring.which, str(recurring.which))
    plain = {name: getattr(rule, name) for name in CalendarRuleForm.__struct_fields__ if hasattr(rule, name)}
    return {
        **plain,
        "often": recurring.often,
        "months": recurring.months or QUARTERS,
        "which": which,
        "weekday": str(recurring.weekday),
    }


def meant(form: CalendarRuleForm) -> dict[str, Any]:
    """The fields of `CalendarRule` that a form stands for, without its id."""
    recurring = Recurring(
        often=form.often,
        weekday=int(form.weekday),
        which={"last": -1, "date": 0}[form.which] if form.which in ("last", "date") else int(form.which),
        month_day=form.first.day,
        months=form.months,
    )
    about: Mapping[str, Any] = msgspec.to_builtins(form)
    plain = {name: about[name] for name in CalendarRule.__struct_fields__ if name in about and name != "id"}
    return {**plain, "recurrence": rrule_of(recurring)}


def said_session(session: SummitSession) -> dict[str, Any]:
    """A session as its form shows it."""
    return {name: getattr(session, name) for name in SessionForm.__struct_fields__}
