"""A proposal to one circle or two, step by step, and what each person said to it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.words import later as N_

Kind = Literal["role", "end", "member", "mission"]
What = Literal["consent", "choice", "confirmation"]
Outcome = Literal["open", "agreed", "held"]
State = Literal["open", "done", "held", "withdrawn"]
Says = Literal["yes", "no"]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One circle that is asked (None: everyone here). From `until` on, silence does not hold it up."""

    circle: int | None
    what: What
    asked: datetime
    until: datetime | None = None
    outcome: Outcome = "open"
    ended: datetime | None = None


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a role or in a circle, the end of a role, or the mission; decided by its steps in their order.

    What is said in it is about a person, and goes when they leave; what came of it stays, in `Holder`.
    `about` is the id of the role's `Holder` that is to end, or of the `Mission`; `account` whom it concerns.
    `months` is the term, `source` where else it was decided (`collection/id`). `why_held` says in words why it came
    to nothing.
    """

    kind: Kind
    by: str
    at: datetime
    circle: int | None = None
    role: str = ""
    account: str = ""
    about: int = 0
    months: int = 12
    learning: bool = False
    qualifications: str = ""
    why: str = ""
    source: str = ""
    state: State = "open"
    steps: tuple[Step, ...] = ()
    why_held: str = ""


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """What one person said at one step (from 0) of a proposal about somebody (`about`): it goes when those leave.

    What was said belongs to the circle's record; words about a person belong to that person.
    """

    proposal: int
    step: int
    account: str
    says: Says
    at: datetime
    about: str = ""
    because: Annotated[str, Meta(max_length=300)] = ""


class TermForm(msgspec.Struct, frozen=True, kw_only=True):
    """For how long somebody is proposed for a role, and what for."""

    term: Annotated[
        Literal["usual", "learning"],
        Meta(
            title=N_("Term"),
            extra={"words": {"usual": N_("as the role has it"), "learning": N_("to learn it, five months")}},
        ),
    ] = "usual"
    months: Annotated[
        int,
        Meta(
            ge=0,
            le=60,
            title=N_("Other months"),
            description=N_("0: as above; a learning term has 4 to 6"),
        ),
    ] = 0
    qualifications: Annotated[
        str,
        Meta(
            max_length=300,
            title=N_("Asked of them"),
            description=N_("what the role needs of a person; may stay empty"),
        ),
    ] = ""
    why: Annotated[
        str,
        Meta(max_length=300, title=N_("Why them"), description=N_("the circle reads it; may stay empty")),
    ] = ""


class ObjectionForm(msgspec.Struct, frozen=True, kw_only=True):
    """An objection: which aim it would harm, and how."""

    because: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=300,
            title=N_("Because"),
            description=N_("which aim it would harm, and how"),
        ),
    ]


class EndForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why a role ends before its term."""

    why: Annotated[
        str,
        Meta(max_length=300, title=N_("Why"), description=N_("a few words for the circle; may stay empty")),
    ] = ""


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom a circle chose for a role; `by` says how, `proposal` where that is kept (`collection/id`)."""

    circle: int
    role: str
    account: str
    months: int = 12
    learning: bool = False
    by: str = ""
    proposal: str = ""
    qualifications: str = ""
