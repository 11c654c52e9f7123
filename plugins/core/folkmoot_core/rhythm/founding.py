"""What founding asks about place and rhythm, and the rhythm that follows: steady from the first day."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from folkmoot.api import Session, later
from folkmoot_core.people.model import Member
from folkmoot_core.rhythm.model import MonthDay, MoonRule, Place, WallTime


class FoundingForm(msgspec.Struct, frozen=True, kw_only=True):
    """Where the community lives, and two questions about its rhythm."""

    place: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=60,
            title=later("Place"),
            description=later("the village, valley or city you gather around"),
        ),
    ]
    latitude: Annotated[
        float, Meta(ge=-90, le=90, title=later("Latitude"), description=later("degrees; south is negative"))
    ]
    longitude: Annotated[
        float, Meta(ge=-180, le=180, title=later("Longitude"), description=later("degrees; west is negative"))
    ]
    call_time: Annotated[
        str,
        Meta(
            pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
            title=later("Calls begin at"),
            description=later("the community's own time, like 19:00"),
        ),
    ] = "19:00"
    gatherings: Annotated[
        tuple[MonthDay, ...],
        Meta(
            min_length=1,
            max_length=6,
            title=later("Gatherings near"),
            description=later("month-day; each takes the full moon nearest to it"),
        ),
    ] = ("03-20", "09-22")


def rules_of_founding(
    zone: str, call_time: WallTime, gatherings: tuple[MonthDay, ...]
) -> tuple[MoonRule, ...]:
    """Two gatherings a year on full moons, a call on every other full moon, organising on every new one."""
    return (
        MoonRule(
            id="gathering",
            kind="gathering",
            phase="full",
            zone=zone,
            weekdays=(6,),
            local_time="15:00",
            duration_minutes=180,
            targets=gatherings,
        ),
        MoonRule(id="full-call", kind="call", phase="full", zone=zone, local_time=call_time),
        MoonRule(id="new-call", kind="organising", phase="new", zone=zone, local_time=call_time),
    )


def found_rhythm(session: Session, form: FoundingForm) -> None:
    """Write place and rules: the year's moons, calls and gatherings follow. Who founds is the first Partner."""
    place = Place(name=form.place, latitude=form.latitude, longitude=form.longitude)
    with session.store.transaction(by=session.handle, why="founded") as tx:
        tx.add(place)
        tx.add(Member(account=session.handle, standing="partner", since=session.now()))
        for rule in rules_of_founding(session.community.zone, form.call_time, form.gatherings):
            tx.add(rule)
