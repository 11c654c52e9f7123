"""What is asked of people in a selection: why somebody, and for how long."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from folkmoot.words import later as N_


class NominateForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why one nominates somebody; it is sealed until all nominations are in."""

    why: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=600,
            title=N_("Why"),
            description=N_("what they bring; read by nobody before all are in"),
        ),
    ]


class ReasonForm(msgspec.Struct, frozen=True, kw_only=True):
    """The reason for a nomination, heard by all."""

    why: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=600,
            title=N_("Why"),
            description=N_("what they bring for this role; everybody reads it"),
        ),
    ]


class BecauseForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why the facilitator proposes somebody."""

    why: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=600,
            title=N_("Because"),
            description=N_("the reasons that weigh most, not the count"),
        ),
    ]


class MonthsForm(msgspec.Struct, frozen=True, kw_only=True):
    """A shorter term."""

    months: Annotated[int, Meta(ge=1, le=60, title=N_("Months"), description=N_("fewer than now"))]
