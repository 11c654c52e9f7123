"""A circle: what it is for, what it decides alone, who is in it, and who holds which role until when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.words import later as N_

ROLE = r"^[a-z][a-z0-9-]{1,29}$"

School = Literal["voiced", "tested"]
Absent = Literal["may_object", "held"]


class Circle(msgspec.Struct, frozen=True, kw_only=True):
    """`aim` is what the circle produces, `domain` what it decides alone, `parent` the id of a circle.

    `school`: an objection counts once it is voiced, or is tested first (a concern then does not block). Members
    who were away `may_object` within `absent_hours` after they could read of a decision, or it is `held` for them.
    `closed` is the day from which on there is no such circle any more; its logbook stays.
    """

    name: Annotated[
        str, Meta(min_length=1, max_length=60, title=N_("Name"), description=N_("short, like Hearth"))
    ]
    aim: Annotated[
        str,
        Meta(
            max_length=300,
            title=N_("Aim"),
            description=N_("what the circle brings about, in one sentence"),
        ),
    ] = ""
    domain: Annotated[
        str,
        Meta(
            max_length=300,
            title=N_("Decides alone"),
            description=N_("what it need not ask others about"),
        ),
    ] = ""
    parent: int | None = None
    school: Annotated[
        School,
        Meta(
            title=N_("An objection"),
            extra={
                "words": {
                    "voiced": N_("counts as soon as it is voiced"),
                    "tested": N_("is tested; a concern does not block"),
                }
            },
        ),
    ] = "voiced"
    absent: Annotated[
        Absent,
        Meta(
            title=N_("Who was away"),
            extra={
                "words": {
                    "may_object": N_("may object for some hours"),
                    "held": N_("is waited for"),
                }
            },
        ),
    ] = "may_object"
    absent_hours: Annotated[
        int,
        Meta(
            ge=1,
            le=1000,
            title=N_("Hours to object"),
            description=N_("48 as it begins; for those who were away"),
        ),
    ] = 48
    closed: date | None = None


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a circle. Who is there by a link has none: that follows from `Holder`."""

    circle: int
    account: str
    since: datetime


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """A role as it was given: from `since` to the last day, `until`, unless it ended before.

    `ended` is the first day on which it was held no longer, `ended_why` the reason in words. `by` says how it was
    decided, `proposal` from what (`collection/id`). It belongs to the record of the circle and holds nothing
    private: when somebody leaves the community, it stays told that a handle held this role.
    """

    circle: int
    role: Annotated[str, Meta(pattern=ROLE)]
    account: str
    since: date
    until: date
    learning: bool = False
    by: Annotated[str, Meta(max_length=300)] = ""
    proposal: str = ""
    qualifications: Annotated[str, Meta(max_length=600)] = ""
    ended: date | None = None
    ended_why: Annotated[str, Meta(max_length=300)] = ""
