"""A circle's rounds and voices, its objections, and what everything has in common that is decided in rounds."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

School = Literal["voiced", "tested"]
Absent = Literal["may_object", "held"]
Says = Literal["spoke", "consent", "concern", "objection", "away"]
RoundKind = Literal["questions", "reactions", "consent", "reasons", "changes"]
Resolved = Literal["", "modified", "replaced", "shortened", "measured", "taken_back"]
OVER = ("decided", "withdrawn")

Sentence = Annotated[str, Meta(max_length=600)]


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """One person's turn in a round. `away` stands for who was not there.

    `noted_by` is the facilitator, where they wrote down what somebody in the room said; `answer` what the author
    answered to a question; `aim` the aim that an objection is about.
    """

    by: str
    says: Says
    at: datetime
    text: Sentence = ""
    aim: Sentence = ""
    noted_by: str = ""
    answer: Sentence = ""


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """Everyone is heard once, in this order; with `until` in any order, in writing, before that instant (UTC).

    `version` counts what it is about, from 1.
    """

    kind: RoundKind
    order: tuple[str, ...]
    version: int = 1
    voices: tuple[Voice, ...] = ()
    until: datetime | None = None


class Test(msgspec.Struct, frozen=True, kw_only=True):
    """What one person says of somebody else's objection: that it stands as one, or that it is a concern."""

    __test__ = False

    by: str
    stands: bool
    at: datetime


class Objection(msgspec.Struct, frozen=True, kw_only=True):
    """Why something can't go on as it is, and which aim it touches.

    `round` is the number of the round in which it was voiced, from 1. `tested` stays empty where objections count
    once voiced. `resolved` says how it was taken in, `note` with what, `version` from which version on.
    """

    by: str
    reason: Sentence
    aim: Sentence = ""
    round: int = 1
    tests: tuple[Test, ...] = ()
    tested: Literal["", "stands", "concern"] = ""
    resolved: Resolved = ""
    note: Sentence = ""
    resolved_by: str = ""
    version: int = 1


class Deciding(msgspec.Struct, frozen=True, kw_only=True):
    """What proposals and selections have in common. It belongs to the record of a circle and has no owner.

    `voters` are the full members of the circle when it opened; `gone` those of them who are out by now. School
    and rule for who was away are those of the circle at opening. `waits_until` is when those who were away have
    had their time (None: they are waited for). Without a circle it is a question that another plugin asks of these
    people, who alone read it; `least` of them have to be heard (all, where fewer are asked).
    `entry` says where what was decided is kept (`collection/id`).
    """

    circle: int | None
    phase: str
    versions: tuple[Any, ...]
    author: str
    facilitator: str
    opened: datetime
    voters: tuple[str, ...]
    gone: tuple[str, ...] = ()
    school: School = "voiced"
    absent: Absent = "may_object"
    absent_hours: int = 48
    rounds: tuple[Round, ...] = ()
    objections: tuple[Objection, ...] = ()
    measures: tuple[Sentence, ...] = ()
    waits_until: datetime | None = None
    ended: datetime | None = None
    ended_why: Sentence = ""
    least: int = 1
    entry: str = ""
