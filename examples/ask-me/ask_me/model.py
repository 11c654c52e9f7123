"""What somebody can be asked about."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

About = Annotated[
    str,
    Meta(
        max_length=120,
        title="Ask me about",
        description="bread, bicycles, letters to offices; empty: nothing",
    ),
]


class AskMe(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one person; there is one of them for each who said something."""

    account: str
    about: About


class AskMeForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked."""

    about: About = ""
