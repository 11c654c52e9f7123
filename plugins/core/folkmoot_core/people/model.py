"""What a community knows of a person's place in it."""

from __future__ import annotations

from datetime import date, datetime
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


Pronouns = Annotated[
    str, Meta(max_length=40, title=N_("Pronouns"), description=N_("like she/her, they/them; may stay empty"))
]
Reach = Annotated[
    str,
    Meta(
        max_length=200,
        title=N_("How to reach me"),
        description=N_("a number, an address, the best hours: everybody here can read it"),
    ),
]
Languages = Annotated[
    str,
    Meta(
        max_length=100, title=N_("Languages"), description=N_("that you speak, like Portuguese, some English")
    ),
]
Needs = Annotated[
    str,
    Meta(
        max_length=300,
        title=N_("What I need"),
        description=N_("to take part: a ramp, no nuts, a quiet corner, a lift from the station"),
        extra={"format": "lines"},
    ),
]
NeedsFor = Annotated[
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
]
AwayUntil = Annotated[
    date | None,
    Meta(
        title=N_("Away until"),
        description=N_("the last day, like 3 March or 2027-03-03; empty: you are here"),
    ),
]
AwayWords = Annotated[
    str,
    Meta(
        max_length=100,
        title=N_("A few words"),
        description=N_("like with my sister, no messages; may stay empty"),
    ),
]


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says of themselves, for the people here. Nobody else writes it.

    `away_until` is the last day on which they are away, by their own clock; afterwards it says nothing any more.
    """

    account: str
    pronouns: Pronouns = ""
    reach: Reach = ""
    languages: Languages = ""
    needs: Needs = ""
    needs_for: NeedsFor = "organisers"
    away_until: AwayUntil = None
    away_words: AwayWords = ""


class OwnCard(msgspec.Struct, frozen=True, kw_only=True):
    """The form of one's own card: what the house knows of a person (name, zone, language), and what they say."""

    name: Annotated[
        str,
        Meta(min_length=1, max_length=60, title=N_("Your name"), description=N_("as people here call you")),
    ]
    pronouns: Pronouns = ""
    reach: Reach = ""
    languages: Languages = ""
    needs: Needs = ""
    needs_for: NeedsFor = "organisers"
    zone: Annotated[
        str,
        Meta(
            title=N_("Time zone"),
            description=N_("like Europe/Lisbon; empty: as the community"),
            max_length=60,
            extra={"format": "zone"},
        ),
    ] = ""
    language: Annotated[
        str,
        Meta(
            title=N_("Screens in"),
            description=N_("en or es; empty: as the terminal; at the next start"),
            max_length=10,
            extra={"format": "language"},
        ),
    ] = ""
    away_until: AwayUntil = None
    away_words: AwayWords = ""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list of people, as it is exported and imported; the names of the fields are those of the columns."""

    handle: Annotated[
        str,
        Meta(
            pattern=r"^[a-z][a-z0-9_-]{1,19}$",
            title=N_("handle"),
            description=N_("2 to 20 small letters, digits, - or _, a letter first"),
        ),
    ]
    name: Annotated[str, Meta(min_length=1, max_length=60, title=N_("name"))]
    standing: Annotated[Standing, Meta(title=N_("standing"))] = "friend"
    since: Annotated[
        str, Meta(max_length=40, title=N_("since"), description=N_("a day like 2024-05-26; empty: today"))
    ] = ""
    pronouns: Pronouns = ""
    reach: Reach = ""
    languages: Languages = ""
    zone: Annotated[str, Meta(max_length=60, title=N_("zone"), extra={"format": "zone"})] = ""
    needs: Needs = ""


class AwayForm(msgspec.Struct, frozen=True, kw_only=True):
    """Being away for a while."""

    away_until: AwayUntil = None
    away_words: AwayWords = ""


class Leaving(msgspec.Struct, frozen=True, kw_only=True):
    """The handle, typed once more, so that nobody leaves by a slip of the hand."""

    handle: Annotated[str, Meta(max_length=20, title=N_("Your handle"), description=N_("to leave for good"))]
