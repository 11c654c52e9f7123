"""What a circle decides by consent: its rounds and voices, its objections, and the versions of a proposal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.words import later as N_
from folkmoot_sociocracy.rounds.model import Deciding, Sentence

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

    With consent, `entry` names its place in the logbook, or `follows` (`"module:name"`) is done with `subject`.
    `about` is whom a question of another plugin concerns: it goes when they leave. Circles' proposals are nobody's.
    """

    title: Annotated[str, Meta(min_length=1, max_length=80)]
    need: Annotated[str, Meta(min_length=1, max_length=600)]
    versions: tuple[Version, ...]
    phase: Phase = "questions"
    follows: str = ""
    subject: str = ""
    about: str = ""

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
