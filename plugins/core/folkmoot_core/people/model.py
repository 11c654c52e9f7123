"""What a community knows of a person's place in it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

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
