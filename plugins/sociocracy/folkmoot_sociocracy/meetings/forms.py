"""What is asked of people about meetings."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.words import later as N_
from folkmoot_sociocracy.meetings.model import Wanted

WANTED_WORDS = {
    "report": N_("a report: all know of it"),
    "explore": N_("to explore it together"),
    "decide": N_("a decision"),
}
LINE_WORDS = {"note": N_("a note"), "outcome": N_("what came of it"), "todo": N_("something to do")}
Minutes = Annotated[int, Meta(ge=1, le=240, title=N_("Minutes"))]
LINE = {"format": "line"}  # while others wait, enter is enough
Reason = Annotated[str, Meta(min_length=1, max_length=600, title=N_("Why"), extra=LINE)]


class TopicForm(msgspec.Struct, frozen=True, kw_only=True):
    """Something for the backlog."""

    title: Annotated[
        str, Meta(min_length=1, max_length=80, title=N_("Title"), description=N_("short, like The oven"))
    ]
    wanted: Annotated[Wanted, Meta(title=N_("Wanted"), extra={"words": WANTED_WORDS})] = "explore"
    presenter: Annotated[
        str, Meta(max_length=20, title=N_("Presenter"), description=N_("a handle; empty: you"))
    ] = ""
    minutes: Minutes = 10
    about: Annotated[
        str,
        Meta(max_length=600, title=N_("About"), description=N_("a few words, where a document lies")),
    ] = ""
    link: Annotated[
        str,
        Meta(
            pattern=r"^((proposal|selection|policy)[ /][1-9]\d{0,8})?$",
            title=N_("Belongs to"),
            description=N_("like proposal 3, selection 2 or policy 5; may stay empty"),
        ),
    ] = ""


class PlanForm(msgspec.Struct, frozen=True, kw_only=True):
    """When a circle meets."""

    often: Annotated[
        Literal["once", "weekly", "fortnightly", "monthly"],
        Meta(
            title=N_("How often"),
            extra={
                "words": {
                    "once": N_("once"),
                    "weekly": N_("every week"),
                    "fortnightly": N_("every two weeks"),
                    "monthly": N_("every month, on that weekday"),
                }
            },
        ),
    ] = "once"
    first: Annotated[date, Meta(title=N_("Day"), description=N_("the first one, like 2027-01-13"))]
    at: Annotated[
        str,
        Meta(
            pattern=r"^([01]\d|2[0-3]):[0-5]\d$",
            title=N_("Begins at"),
            description=N_("like 19:00, by the clock of that zone"),
        ),
    ] = "19:00"
    zone: Annotated[
        str,
        Meta(max_length=60, title=N_("Time zone"), description=N_("whose clock counts, like Europe/Lisbon")),
    ]
    minutes: Annotated[int, Meta(ge=15, le=600, title=N_("Minutes"))] = 90


class MoveForm(msgspec.Struct, frozen=True, kw_only=True):
    """Where one meeting moves to."""

    start: Annotated[
        str,
        Meta(
            pattern=r"^\d{4}-\d\d-\d\d \d\d:\d\d$",
            title=N_("New day and time"),
            description=N_("like 2027-01-14 19:00, by the meeting's clock"),
        ),
    ]
    reason: Annotated[str, Meta(max_length=300, title=N_("Why"), description=N_("may stay empty"))] = ""


class WhyForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why it is so."""

    reason: Reason


class SpeakForm(msgspec.Struct, frozen=True, kw_only=True):
    """A turn in a round."""

    text: Annotated[
        str,
        Meta(
            max_length=600,
            title=N_("In short"),
            description=N_("a few words, or nothing: you spoke"),
            extra=LINE,
        ),
    ] = ""


class CheckOutForm(msgspec.Struct, frozen=True, kw_only=True):
    """A turn at the end: the answers are kept."""

    content: Annotated[
        str, Meta(max_length=300, title=N_("What we did"), description=N_("did we do what mattered?"))
    ] = ""
    process: Annotated[
        str, Meta(max_length=300, title=N_("How we did it"), description=N_("rounds, time, pace"))
    ] = ""
    relations: Annotated[
        str, Meta(max_length=300, title=N_("With each other"), description=N_("how it is between us"))
    ] = ""


class LineForm(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the minutes."""

    text: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=1000,
            title=N_("Line"),
            description=N_("all of us see it at once"),
            extra=LINE,
        ),
    ]
    kind: Annotated[
        Literal["note", "outcome", "todo"], Meta(title=N_("It is"), extra={"words": LINE_WORDS})
    ] = "note"


class TextForm(msgspec.Struct, frozen=True, kw_only=True):
    """A line corrected."""

    text: Annotated[str, Meta(min_length=1, max_length=1000, title=N_("Line"), extra=LINE)]


class MinutesForm(msgspec.Struct, frozen=True, kw_only=True):
    """How long a step may take."""

    minutes: Minutes
