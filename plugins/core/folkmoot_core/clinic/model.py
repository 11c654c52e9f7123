"""A clinic of one meeting, the groups of it with their clocks, and who has brought a case.

Somebody in a group is a handle, or a plus and a name: a visitor, who has no account. Nothing of what is said in a
clinic is kept, and groups and names only until the next one is made.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from folkmoot.stepclock import StepClock
from folkmoot.words import later
from folkmoot_core.clinic.shapes import Brings, FormatStep


class Clinic(msgspec.Struct, frozen=True, kw_only=True):
    """The clinic of one meeting. `until` is when that ends; `seed` is what the groups were drawn by.

    The steps are those of its format when the groups were made: a file that is changed meanwhile changes no clock.
    """

    meeting: str
    until: datetime
    format: str
    title: str
    brings: Brings
    steps: tuple[FormatStep, ...]
    seed: int
    by: str
    at: datetime


class Run(StepClock, frozen=True, kw_only=True):
    """One group and its clock. `giver` brings the case; `people` stand in the order of turns."""

    meeting: str
    number: int
    people: tuple[str, ...]
    giver: str = ""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody brought a case, and on which day; what it was is written nowhere."""

    account: str
    on: date
    meeting: str


class VisitorForm(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on the call who has no account here."""

    name: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=40,
            title=later("Name"),
            description=later("of somebody on the call who has no account here"),
        ),
    ]
