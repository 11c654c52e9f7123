"""What people say in the care round, whom they agreed to look out for, and who offered to listen."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.words import later as N_

Says = Literal["reach", "can_reach", "cannot", "company", "keeps_company"]
SAYS: tuple[Says, ...] = ("reach", "company", "can_reach", "keeps_company", "cannot")
SAYS_WORDS: dict[Says, str] = {
    "reach": N_("I would like others to reach out to me"),
    "company": N_("I would like company when unwell"),
    "can_reach": N_("I can reach out to others who ask"),
    "keeps_company": N_("I can keep company"),
    "cannot": N_("I cannot give support now"),
}

How = Annotated[
    str,
    Meta(
        max_length=300,
        title=N_("How"),
        description=N_("like: by text, I answer slowly; may stay empty"),
        extra={"format": "lines"},
    ),
]
Until = Annotated[
    datetime.date,
    Meta(title=N_("Until"), description=N_("the last day, like Sunday or 3 March; then it is forgotten")),
]


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One of the five things that somebody may say. `until` is its last day by their own clock.

    `ends` is the instant (UTC) at which that day is over: from then on nobody reads it, and its words are erased.
    """

    account: str
    says: Says
    how: How = ""
    until: datetime.date
    ends: datetime.datetime


class StatementForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for a statement."""

    how: How = ""
    until: Until


# What one of two says to the other: yes; and, once the other has said no or gone, that this is to be told.
Word = Literal["yes", "not_now", "over"]


class Buddy(msgspec.Struct, frozen=True, kw_only=True):
    """One side of two people: they look out for each other while both say yes.

    `words` is what came along with a question; `day` is the UTC day on which it was said or told.
    """

    account: str
    other: str
    word: Word
    words: Annotated[str, Meta(max_length=200)] = ""
    day: datetime.date


class AskForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked when somebody is asked to be a buddy."""

    words: Annotated[
        str,
        Meta(
            max_length=200,
            title=N_("A few words"),
            description=N_("only the two of you read them; may stay empty"),
            extra={"format": "lines"},
        ),
    ] = ""


ListenHow = Annotated[
    str,
    Meta(
        max_length=200,
        title=N_("How to reach you"),
        description=N_("like: call me, or knock at the mill; empty: as on your card"),
        extra={"format": "lines"},
    ),
]
HOUR = r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$"
Starts = Annotated[
    str,
    Meta(
        pattern=HOUR,
        max_length=5,
        title=N_("From"),
        description=N_("like 18:00, by your clock; empty: at any hour"),
    ),
]
Ends = Annotated[
    str,
    Meta(
        pattern=HOUR, max_length=5, title=N_("To"), description=N_("like 22:00, or 02:00 for after midnight")
    ),
]


class Listener(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who offered to listen. Hours are wall times by their own clock; none at all: at any hour."""

    account: str
    how: ListenHow = ""
    starts: Starts = ""
    ends: Ends = ""


class ListenForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of whoever offers to listen."""

    how: ListenHow = ""
    starts: Starts = ""
    ends: Ends = ""
