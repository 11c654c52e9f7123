"""What hangs on the board, what people write to each other about it, and the places beside this one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.words import later as N_

Kind = Literal["offer", "request", "opportunity"]
Closed = Literal["", "thanks", "down"]
PlaceKind = Literal["chat", "discussion", "newsletter", "other"]

KINDS: tuple[Kind, ...] = ("offer", "request", "opportunity")
PLACE_KIND_WORDS = {
    "chat": N_("chat"),
    "discussion": N_("discussion"),
    "newsletter": N_("newsletter"),
    "other": N_("something else"),
}

Title = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=80,
        title=N_("What"),
        description=N_("in a few words: a ladder of five metres, lifts to town"),
    ),
]
Text = Annotated[
    str,
    Meta(
        max_length=1000,
        title=N_("More about it"),
        description=N_("what others need to know; may stay empty"),
    ),
]
Where = Annotated[
    str,
    Meta(max_length=80, title=N_("Where"), description=N_("where it is, or is wanted; may stay empty")),
]
Until = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        title=N_("Until"),
        description=N_("the last day, like 2027-05-22; it can be renewed"),
    ),
]


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """An offer, a request or an opportunity (paid work and the like).

    `until` is its last day by the community's clocks. `closed_day` is the UTC day of `closed_at`, empty while nothing
    closed it: it is looked up by both. `word` is what was said at the closing: thanks to `thanked` (a handle, or
    nobody in particular), or why `closed_by` took it down.
    """

    author: str
    kind: Kind
    title: Title
    text: Text = ""
    where: Where = ""
    until: Until
    written: datetime
    closed: Closed = ""
    closed_day: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    thanked: str = ""
    word: Annotated[str, Meta(max_length=200)] = ""


class NoticeForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for a notice."""

    title: Title
    text: Text = ""
    where: Where = ""
    until: Until


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A few words about a notice, between its `author` and one `asker`; nobody else reads them."""

    notice: int
    author: str
    asker: str
    by: str
    to: str
    text: Annotated[str, Meta(min_length=1, max_length=1000)]
    at: datetime


class LetterForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for a reply."""

    text: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=1000,
            title=N_("Your words"),
            description=N_("only the two of you read them"),
        ),
    ]


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """Up to which letter (its number) a person has read about a notice, and when they looked."""

    account: str
    notice: int
    letter: int
    at: datetime


class ThanksForm(msgspec.Struct, frozen=True, kw_only=True):
    """A word of thanks."""

    word: Annotated[
        str,
        Meta(
            max_length=200,
            title=N_("A word of thanks"),
            description=N_("everybody reads it; may stay empty"),
            extra={"format": "lines"},
        ),
    ] = ""


class DownForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why a Partner takes somebody else's notice down."""

    why: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=200,
            title=N_("Why"),
            description=N_("whoever wrote it reads this"),
        ),
    ]


class VirtualPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where people meet beside the Place: a chat, a discussion, a newsletter. `keeper` is a handle, or nobody."""

    name: Annotated[
        str,
        Meta(min_length=1, max_length=60, title=N_("Name"), description=N_("what people here call it")),
    ]
    link: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=300,
            title=N_("Link"),
            description=N_("like https://chat.example.org or mailto:us@example.org"),
        ),
    ]
    kind: Annotated[PlaceKind, Meta(title=N_("Kind"), extra={"words": PLACE_KIND_WORDS})] = "chat"
    norm: Annotated[
        str,
        Meta(
            max_length=200,
            title=N_("What is expected"),
            description=N_("like: nobody is expected to keep up; empty: as usual for its kind"),
        ),
    ] = ""
    keeper: Annotated[
        str,
        Meta(
            max_length=20,
            title=N_("Looked after by"),
            description=N_("somebody's handle; may stay empty"),
        ),
    ] = ""


class BoardSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a community sets about its board."""

    notice_days: Annotated[
        int,
        Meta(
            ge=3,
            le=60,
            title=N_("A new notice runs for"),
            description=N_("so many days, where its author says no other day (3 to 60)"),
        ),
    ] = 14
