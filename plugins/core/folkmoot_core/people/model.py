"""What a community knows of a person's place in it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.words import later as N_

Standing = Literal["guest", "friend", "partner"]


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A person's standing: since when, invited by whom, through which gathering (empty: through none).

    A guest has come in with a card and not been to a gathering yet. Friends take part as individuals; Partners
    tend to the whole.
    """

    account: str
    standing: Standing
    since: datetime
    invited_by: str = ""
    occasion: str = ""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says of themselves, for the people here. Nobody else writes it."""

    account: str
    pronouns: Annotated[
        str,
        Meta(max_length=40, title=N_("Pronouns"), description=N_("like she/her, they/them; may stay empty")),
    ] = ""
    reach: Annotated[
        str,
        Meta(
            max_length=200,
            title=N_("How to reach me"),
            description=N_("a number, an address, the best hours: everybody here can read it"),
        ),
    ] = ""
    languages: Annotated[
        str,
        Meta(
            max_length=100,
            title=N_("Languages"),
            description=N_("that you speak, like Portuguese, some English"),
        ),
    ] = ""
    needs: Annotated[
        str,
        Meta(
            max_length=300,
            title=N_("What I need"),
            description=N_("to take part: a ramp, no nuts, a quiet corner, a lift from the station"),
        ),
    ] = ""
    needs_for: Annotated[
        Literal["organisers", "everyone", "nobody"],
        Meta(
            title=N_("Who reads what I need"),
            extra={
                "words": {
                    "organisers": N_("who hosts what I come to"),
                    "everyone": N_("everybody here"),
                    "nobody": N_("nobody but me"),
                }
            },
        ),
    ] = "organisers"
