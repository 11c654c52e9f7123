"""What is kept of groups: who they are, who sits in them, when they meet, what they wrote down, who wishes for one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Kind = Literal["home", "working"]
Pace = Literal["weekly", "fortnightly", "monthly"]
WallTime = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Pulse(msgspec.Struct, frozen=True, kw_only=True):
    """When a group meets: how often, on which weekday (Monday 1), at which wall time of which zone, from when on.

    A monthly one keeps its place in the month: the second Wednesday, or the last one.
    """

    every: Pace = "weekly"
    weekday: Annotated[int, Meta(ge=1, le=7)] = 3
    at: WallTime = "19:00"
    zone: str = "UTC"
    first: date
    minutes: Annotated[int, Meta(ge=15, le=480)] = 90


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A home group (with a pulse) or a working group (with an end, `until`).

    `focus` is what it is about, or its purpose. `looked_back` is the day of the last retrospective. `turns_from` is
    the instant from which on the turns to host follow from the seats. `merges_into` is the group that its people asked.
    `outcome` is the line with which it was closed.
    """

    kind: Kind
    name: Annotated[str, Meta(min_length=1, max_length=40)]
    focus: Annotated[str, Meta(max_length=200)] = ""
    pulse: Pulse | None = None
    until: date | None = None
    began: datetime
    turns_from: datetime
    looked_back: date | None = None
    merges_into: int | None = None
    closed: datetime | None = None
    outcome: str = ""


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody is in a group. `hosted` is the last day on which they hosted, of those before `turns_from`."""

    group: int
    account: str
    since: date
    hosted: date | None = None


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody and a home group on their way to each other.

    `own` says that the person wants it, `yes` are the groups whose members do: the one asked, and the one that they
    are in already. `declined` is a "not now", with `reason`.
    """

    group: int
    account: str
    at: datetime
    own: bool = True
    yes: tuple[int, ...] = ()
    words: Annotated[str, Meta(max_length=200)] = ""
    declined: bool = False
    reason: Annotated[str, Meta(max_length=200)] = ""


class ChangedPulse(msgspec.Struct, frozen=True, kw_only=True):
    """One meeting of a group that is moved or skipped: by the day it would have been on, never by where it is now.

    `start` is wall time in the group's zone (`2027-01-14T20:00`); `sequence` counts the changes, as RFC 5545 wants it.
    """

    group: int
    day: date
    action: Literal["move", "skip", "restore"]
    start: str | None = None
    reason: Annotated[str, Meta(max_length=200)] = ""
    sequence: int = 1


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wrote down for their group, and for nobody else. `retro`: at a retrospective."""

    group: int
    author: str
    at: datetime
    text: Annotated[str, Meta(max_length=2000)] = ""
    retro: bool = False


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wishes of a home group. There are wishes for, and none against."""

    account: str
    focus: Annotated[str, Meta(max_length=120)] = ""
    pace: Literal["any", "weekly", "fortnightly", "monthly"] = "any"
    beside: tuple[str, ...] = ()
    ready: Literal["yes", "not_now"] = "yes"


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """New home groups, proposed and not begun yet: how many, from which seed, by whom."""

    seed: int
    groups: int
    by: str
    at: datetime


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where the proposal puts somebody: the number of a group, from 1; 0 is in none of them."""

    account: str
    number: int
