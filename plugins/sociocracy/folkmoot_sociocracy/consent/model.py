"""What a circle decides by consent: its rounds and voices, its objections, and the versions of a proposal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.words import later as N_

School = Literal["voiced", "tested"]
Absent = Literal["may_object", "held"]
Says = Literal["spoke", "consent", "concern", "objection", "away"]
RoundKind = Literal["questions", "reactions", "consent", "reasons", "changes"]
Phase = Literal[
    "questions",
    "reactions",
    "amending",
    "consent",
    "objections",
    "waiting",
    "ready",
    "decided",
    "withdrawn",
]
Resolved = Literal["", "modified", "shortened", "measured", "taken_back"]
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
    """

    circle: int | None
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


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """What is proposed, until which last day it is to count, and when it is looked at again."""

    text: Annotated[str, Meta(min_length=1, max_length=3000)]
    until: date
    review: date
    by: str
    at: datetime
    note: Sentence = ""


class Proposal(Deciding, frozen=True, kw_only=True):
    """A proposal on its way to a decision. The last of `versions` is what it says now.

    With consent, `entry` says where the logbook keeps it, or `follows` (`"module:name"`) is done with `subject`.
    """

    title: Annotated[str, Meta(min_length=1, max_length=80)]
    need: Annotated[str, Meta(min_length=1, max_length=600)]
    versions: tuple[Version, ...]
    phase: Phase = "questions"
    entry: str = ""
    follows: str = ""
    subject: str = ""

    @property
    def text(self) -> Version:
        """The version that counts."""
        return self.versions[-1]


Day = Annotated[date, Meta(title=N_("Until"), description=N_("its last day, like 2027-11-22"))]
ReviewDay = Annotated[
    date, Meta(title=N_("Look again"), description=N_("when you review it, like 2027-05-22"))
]
Text = Annotated[
    str,
    Meta(
        min_length=1, max_length=3000, title=N_("Proposal"), description=N_("what is to be done, and by whom")
    ),
]


class ProposalForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of whoever proposes."""

    title: Annotated[
        str,
        Meta(min_length=1, max_length=80, title=N_("Title"), description=N_("short, like Tools may be lent")),
    ]
    need: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=600,
            title=N_("Need"),
            description=N_("what is the matter, and what would be better"),
        ),
    ]
    text: Text
    until: Day
    review: ReviewDay
    begins: Annotated[
        Literal["questions", "consent"],
        Meta(
            title=N_("Begins with"),
            extra={"words": {"questions": N_("questions"), "consent": N_("the consent round, at once")}},
        ),
    ] = "questions"
    by: Annotated[
        str,
        Meta(
            pattern=r"^(\d{4}-\d{2}-\d{2})?$",
            title=N_("In writing by"),
            description=N_("a day, for a round between meetings; empty: one by one"),
        ),
    ] = ""


class VersionForm(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal restated."""

    text: Text
    until: Day
    review: ReviewDay
    note: Annotated[
        str,
        Meta(max_length=600, title=N_("What changed"), description=N_("in a few words; may stay empty")),
    ] = ""
