"""Choosing somebody for a role: what the role is, sealed nominations, reasons, and a person by consent."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.words import later as N_
from folkmoot_sociocracy.rounds.model import Deciding

Phase = Literal[
    "describing",
    "improving",
    "described",
    "nominating",
    "reasons",
    "changes",
    "proposing",
    "consent",
    "objections",
    "waiting",
    "ready",
    "decided",
    "withdrawn",
]
HANDLE = r"^[a-z][a-z0-9_-]{1,19}$"
ROLE = r"^[a-z][a-z0-9-]{1,29}$"

Does = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=600,
        title=N_("What it is"),
        description=N_("what whoever holds it does, and what not"),
    ),
]
Qualifications = Annotated[
    str,
    Meta(max_length=600, title=N_("It takes"), description=N_("what somebody needs to do this well")),
]
Months = Annotated[int, Meta(ge=1, le=60, title=N_("Months"), description=N_("how long the term is"))]
Why = Annotated[
    str,
    Meta(min_length=1, max_length=600, title=N_("Why"), description=N_("what they bring for this role")),
]


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """What a role is for, for how many months it is given, and what it takes."""

    does: Does
    months: Months
    learning: bool = False
    qualifications: Qualifications = ""
    by: str
    at: datetime
    note: Annotated[str, Meta(max_length=600)] = ""


class Nomination(msgspec.Struct, frozen=True, kw_only=True):
    """Whom somebody sees in the role, and why. `before` is whom they had nominated, where they changed it.

    `noted_by` is the facilitator, where they lent their keyboard.
    """

    by: str
    nominee: str
    why: str
    before: str = ""
    noted_by: str = ""


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A nomination that nobody reads before all are in: an age file to the round's key, in base64."""

    selection: int
    account: str
    sealed: str


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was said about a person in a selection; `place` says where it stands there."""

    selection: int
    place: str
    about: str
    text: Annotated[str, Meta(max_length=600)]


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """A person whom the facilitator proposed, and on the strength of which reasons."""

    nominee: str
    why: str
    by: str
    at: datetime


class Selection(Deciding, frozen=True, kw_only=True):
    """A role on its way to a person. `nominated` says who has nominated; whom, stands nowhere before all have.

    `recipient` is the public half of the key to which nominations are sealed; `absent_now` who is away while
    they are written. The last of `proposed` is the person about whom the consent round goes.
    """

    circle: int
    role: Annotated[str, Meta(pattern=ROLE)]
    versions: tuple[Description, ...]
    phase: Phase = "describing"
    recipient: str = ""
    nominated: tuple[str, ...] = ()
    absent_now: tuple[str, ...] = ()
    nominations: tuple[Nomination, ...] = ()
    proposed: tuple[Proposed, ...] = ()

    @property
    def text(self) -> Description:
        """The description that counts."""
        return self.versions[-1]

    @property
    def nominee(self) -> str:
        """Who is proposed now; empty before."""
        return self.proposed[-1].nominee if self.proposed else ""


class SelectionForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of whoever opens a selection; what a role does and how long it is held, it may say itself."""

    role: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=30,
            title=N_("Role"),
            description=N_("leader, facilitator, delegate, secretary, or another"),
        ),
    ]
    does: Annotated[
        str,
        Meta(
            max_length=600,
            title=N_("What it is"),
            description=N_("what whoever holds it does; empty: as the role says"),
        ),
    ] = ""
    months: Annotated[
        int, Meta(ge=0, le=60, title=N_("Months"), description=N_("of the term; 0: as the role says"))
    ] = 0
    learning: Annotated[
        Literal["full", "learning"],
        Meta(
            title=N_("Term"),
            extra={"words": {"full": N_("a full one"), "learning": N_("a learning term, 4 to 6 months")}},
        ),
    ] = "full"
    qualifications: Qualifications = ""


class DescriptionForm(msgspec.Struct, frozen=True, kw_only=True):
    """A role described anew."""

    does: Does
    months: Months = 12
    qualifications: Qualifications = ""
    note: Annotated[
        str,
        Meta(max_length=600, title=N_("What changed"), description=N_("in a few words; may stay empty")),
    ] = ""
