"""A plain round of consent, and the proposal that somebody becomes a Partner."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.words import later as N_

Says = Literal["consent", "objection"]
Why = Annotated[str, Meta(max_length=300)]


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says in a round; an objection carries its reason."""

    account: str
    says: Says
    at: datetime
    why: Why = ""


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """A question to several, each of whom consents or objects.

    `asked` are the handles of who was asked, as it was when the round began: whoever comes later is not in it.
    `about` is whom it concerns, who has no voice. `decided` (`"module:name"`) is called with `subject` when it has
    passed. Each person has one voice at most, the last that they gave.
    """

    title: str
    text: Why
    asked: tuple[str, ...]
    by: str
    opened: datetime
    until: datetime
    decided: str
    subject: str = ""
    about: str = ""
    voices: tuple[Voice, ...] = ()
    state: Literal["open", "passed", "closed"] = "open"
    because: Why = ""


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody was proposed as a Partner: by whom, and why. `round` is the key of the round that decides it.

    `held_by` names who holds that round: empty for a plain round. The Partners' consent makes it `offered`; only
    the person's own word makes it `accepted`.
    """

    account: str
    by: str
    why: Why
    at: datetime
    round: str = ""
    held_by: str = ""
    state: Literal["asked", "offered", "accepted", "declined", "ended"] = "asked"


class ProposeForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why somebody is proposed."""

    why: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=300,
            title=N_("Why"),
            description=N_("the Partners read it, and so does whom you propose"),
        ),
    ]


class ObjectForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why somebody objects."""

    why: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=300,
            title=N_("My objection"),
            description=N_("the Partners read it, and so does whom it concerns"),
        ),
    ]


class CloseForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why a round is closed."""

    why: Annotated[
        str,
        Meta(max_length=300, title=N_("Why"), description=N_("a few words for those asked; may stay empty")),
    ] = ""
