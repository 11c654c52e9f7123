"""A circle: what it is for and what it decides alone."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta


class Circle(msgspec.Struct, frozen=True, kw_only=True):
    """`aim` is what the circle produces, `domain` what it decides alone, `parent` the id of a circle."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    aim: Annotated[str, Meta(max_length=300)] = ""
    domain: Annotated[str, Meta(max_length=300)] = ""
    parent: int | None = None
