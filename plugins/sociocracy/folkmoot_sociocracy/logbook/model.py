"""A policy as a circle decided it, and the mission that everyone did."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.words import later as N_

Title = Annotated[
    str, Meta(min_length=1, max_length=100, title=N_("Title"), description=N_("short, like Quiet hours"))
]
Text = Annotated[
    str, Meta(min_length=1, max_length=2000, title=N_("What holds"), description=N_("as it was decided"))
]
How = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        title=N_("How it was decided"),
        description=N_("like consent, meeting of 4 May, seven heard"),
    ),
]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$", max_length=10)]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A policy in a circle's logbook.

    `until` is the last day of its term (None: no end), `review` when the circle looks at it again: past that, it
    stays in force and is marked overdue. `proposal` names where it was decided (`collection/id`).
    """

    circle: int
    title: Annotated[str, Meta(min_length=1, max_length=100)]
    text: Annotated[str, Meta(max_length=10_000)]
    decided: date
    by: Annotated[str, Meta(max_length=300)] = ""
    until: date | None = None
    review: date | None = None
    reviewed: date | None = None
    proposal: str = ""
    ended: date | None = None
    ended_why: Annotated[str, Meta(max_length=300)] = ""


class Mission(msgspec.Struct, frozen=True, kw_only=True):
    """What a community is for. Everyone is asked about one (`asked`); until another is adopted, it stands."""

    vision: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=500,
            title=N_("Vision"),
            description=N_("how the world is when we are done"),
        ),
    ]
    mission: Annotated[
        str,
        Meta(min_length=1, max_length=500, title=N_("Mission"), description=N_("what we do towards it")),
    ]
    aims: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=1000,
            title=N_("Aims"),
            description=N_("what we bring about, for whom; with ; between them"),
        ),
    ]
    state: Literal["asked", "adopted", "past"] = "asked"
    decided: date | None = None
    by: str = ""


class PolicyForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is written into a logbook."""

    title: Title
    text: Text
    by: How
    decided: Annotated[Day, Meta(title=N_("Decided on"), description=N_("like 2026-05-04; empty: today"))] = (
        ""
    )
    review: Annotated[
        Day, Meta(title=N_("Looked at again"), description=N_("like 2027-05-04; empty: a year from then"))
    ] = ""
    until: Annotated[Day, Meta(title=N_("Holds until"), description=N_("a day; empty: without end"))] = ""


class WordsForm(msgspec.Struct, frozen=True, kw_only=True):
    """Correcting how a policy is written down; what holds is decided, not corrected."""

    title: Title
    text: Text
    by: How


class ReviewForm(msgspec.Struct, frozen=True, kw_only=True):
    """After a circle looked at a policy and leaves it as it is."""

    review: Annotated[
        Day, Meta(title=N_("Looked at again"), description=N_("like 2027-05-04; empty: in a year"))
    ] = ""


class EndForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why a policy ends."""

    why: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=300,
            title=N_("Why"),
            description=N_("who decided that, and what holds instead"),
        ),
    ]
