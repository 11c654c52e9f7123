"""One person's answer to one meeting."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.words import later

Says = Literal["yes", "no", "maybe"]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said to a meeting. `occurrence` is its key; `start` is when it was when they answered.

    `hosts` says that they host it.
    """

    account: str
    occurrence: str
    says: Says
    start: datetime
    at: datetime
    note: Annotated[str, Meta(max_length=200)] = ""
    hosts: bool = False


class NoteForm(msgspec.Struct, frozen=True, kw_only=True):
    """A few words with an answer."""

    note: Annotated[
        str,
        Meta(
            max_length=200,
            title=later("Note"),
            description=later("for those who come: I am ten minutes late, I bring bread"),
        ),
    ] = ""
