"""What is asked of people in rounds: a remark, an objection, what is watched, why."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from folkmoot.words import later as N_


class SpeakForm(msgspec.Struct, frozen=True, kw_only=True):
    """A question or a reaction."""

    text: Annotated[
        str,
        Meta(max_length=600, title=N_("You say"), description=N_("in a few words; empty: you pass on")),
    ] = ""


class RemarkForm(msgspec.Struct, frozen=True, kw_only=True):
    """Consent, and what somebody wants to be read with it."""

    text: Annotated[
        str,
        Meta(
            max_length=600,
            title=N_("Remark"),
            description=N_("a few words; may stay empty"),
            extra={"format": "line"},
        ),
    ] = ""


class ObjectionForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why it can't go on like this, and which aim that touches."""

    reason: Annotated[
        str,
        Meta(min_length=1, max_length=600, title=N_("Because"), description=N_("what harm you see coming")),
    ]
    aim: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=600,
            title=N_("Aim it touches"),
            description=N_("which aim of the circle could be missed"),
        ),
    ]


class ConcernForm(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be recorded that does not stop it."""

    text: Annotated[
        str,
        Meta(
            min_length=1, max_length=600, title=N_("Concern"), description=N_("what should be kept in mind")
        ),
    ]


class WatchForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is watched, so that a worry is seen in time."""

    watch: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=600,
            title=N_("We watch"),
            description=N_("what, by whom, until when"),
        ),
    ]


class WhyForm(msgspec.Struct, frozen=True, kw_only=True):
    """A reason that everybody reads."""

    why: Annotated[
        str, Meta(min_length=1, max_length=600, title=N_("Why"), description=N_("everybody reads it"))
    ]


class BackForm(msgspec.Struct, frozen=True, kw_only=True):
    """Taking an objection back."""

    why: Annotated[
        str,
        Meta(
            max_length=600,
            title=N_("Why"),
            description=N_("what made the difference; may stay empty"),
        ),
    ] = ""


class OnForm(msgspec.Struct, frozen=True, kw_only=True):
    """How the round that begins is held."""

    by: Annotated[
        str,
        Meta(
            pattern=r"^(\d{4}-\d{2}-\d{2})?$",
            title=N_("In writing by"),
            description=N_("a day, like 2026-12-01; empty: one by one"),
        ),
    ] = ""
