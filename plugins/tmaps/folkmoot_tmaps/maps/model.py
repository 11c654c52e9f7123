"""That someone has a care map: nothing of its content, which will be sealed."""

from __future__ import annotations

import datetime

import msgspec


class CareMap(msgspec.Struct, frozen=True, kw_only=True):
    """`owner` is a handle; `begun` a day, never a time."""

    owner: str
    begun: datetime.date
