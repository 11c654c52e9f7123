"""What the rhythm page asks for: a move, a cancelling, a rule."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from folkmoot.api import later
from folkmoot_core.rhythm.model import RULE_ID, Kind, Phase
from folkmoot_core.rhythm.wording import KIND_WORDS

Reason = Annotated[
    str,
    Meta(max_length=200, title=later("Why"), description=later("a few words for everyone; may stay empty")),
]


class MoveForm(msgspec.Struct, frozen=True, kw_only=True):
    """Where a meeting moves to."""

    start: Annotated[
        str,
        Meta(
            title=later("New day and time"),
            description=later("like 2027-05-22 17:00, by the meeting's clock"),
        ),
    ]
    reason: Reason = ""


class SummitMoveForm(msgspec.Struct, frozen=True, kw_only=True):
    """On which day a summit begins instead."""

    first: Annotated[
        date,
        Meta(
            title=later("Begins on"),
            description=later("the new first day; each session keeps its time of day"),
        ),
    ]
    reason: Reason = ""


class CancelForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why a meeting is cancelled."""

    reason: Reason = ""


class RuleForm(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a rule that people change on the screen; the command knows the rest."""

    title: Annotated[
        str, Meta(max_length=80, title=later("Name"), description=later("empty: by its kind"))
    ] = ""
    local_time: Annotated[
        str,
        Meta(
            pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
            title=later("Begins at"),
            description=later("like 19:00"),
        ),
    ]
    weekdays: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=7)], ...],
        Meta(title=later("Weekdays"), description=later("Monday 1 to Sunday 7, like 5 or 6 7; empty: any")),
    ] = ()
    window_days: Annotated[
        int,
        Meta(
            ge=0,
            le=14,
            title=later("Days from the moon at most"),
            description=later("3: each weekday once"),
        ),
    ] = 3
    duration_minutes: Annotated[int, Meta(ge=5, le=10_080, title=later("Minutes"))] = 120
    targets: Annotated[
        tuple[str, ...],
        Meta(title=later("Only near"), description=later("month-days like 03-20 09-22; empty: every moon")),
    ] = ()


class NewRuleForm(RuleForm, frozen=True, kw_only=True):
    """A rule that is added: its short name and what can't be changed later on the screen."""

    id: Annotated[
        str,
        Meta(
            pattern=RULE_ID,
            title=later("Short name"),
            description=later("small letters, digits and -, like quiet-day"),
        ),
    ]
    phase: Annotated[
        Phase,
        Meta(title=later("Moon"), extra={"words": {"full": later("full moon"), "new": later("new moon")}}),
    ] = "full"
    kind: Annotated[Kind, Meta(title=later("Kind"), extra={"words": KIND_WORDS})] = "meeting"
