"""What a gathering is beside its date: theme, place, room; and who came to it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from folkmoot.words import later as N_


class Gathering(msgspec.Struct, frozen=True, kw_only=True):
    """What was prepared for one gathering. `occurrence` is its key in the rhythm, where day and moon live.

    A `capacity` of 0 means room for all.
    """

    occurrence: str
    theme: Annotated[
        str,
        Meta(max_length=80, title=N_("Theme"), description=N_("what it is about, like Seeds and bread")),
    ] = ""
    place: Annotated[
        str,
        Meta(max_length=120, title=N_("Place"), description=N_("where people meet, and how they find it")),
    ] = ""
    capacity: Annotated[
        int,
        Meta(ge=0, le=5000, title=N_("Room for"), description=N_("how many people; 0: for all who come")),
    ] = 0
    about: Annotated[
        str,
        Meta(
            max_length=600,
            title=N_("Good to know"),
            description=N_("for those who come: bring a cup, the dog is kind"),
        ),
    ] = ""


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody was at a gathering. `start` is when that was; `by` marked it, at an instant."""

    account: str
    gathering: str
    start: datetime
    by: str
    at: datetime
