"""What is asked of people about a proposal, besides its words."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from folkmoot.words import later as N_


class UntilForm(msgspec.Struct, frozen=True, kw_only=True):
    """A shorter term."""

    until: Annotated[date, Meta(title=N_("Until"), description=N_("an earlier last day, like 2027-05-22"))]


class AnswerForm(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to a question."""

    text: Annotated[
        str, Meta(min_length=1, max_length=600, title=N_("Answer"), description=N_("everybody reads it"))
    ]
