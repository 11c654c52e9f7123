"""What is kept of a tool, and what is asked about one."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from tool_library.words import N_

Name = Annotated[
    str,
    Meta(min_length=1, max_length=40, title=N_("Tool"), description=N_("a ladder, a drill, a tent for four")),
]
Note = Annotated[
    str, Meta(max_length=120, title=N_("To know about it"), description=N_("where it lies, what it needs"))
]
Days = Annotated[
    int, Meta(ge=1, le=90, title=N_("Days at a time"), description=N_("after which it comes back"))
]


class Tool(msgspec.Struct, frozen=True, kw_only=True):
    """A tool of somebody's. People are handles; `borrower` is empty while it is at home, and `due` is None.

    `waiting` is who would like it next, the first one first.
    """

    name: Name
    note: Note = ""
    days: Days = 14
    owner: str
    borrower: str = ""
    due: date | None = None
    waiting: tuple[str, ...] = ()


class ToolForm(msgspec.Struct, frozen=True, kw_only=True):
    """What its owner says of a tool."""

    name: Name
    note: Note = ""
    days: Days = 14


class Lending(msgspec.Struct, frozen=True, kw_only=True):
    """What the community sets: `folkmoot plugins settings tool_library most=5`."""

    most: Annotated[
        int,
        Meta(ge=1, le=20, title=N_("Tools at once"), description=N_("that one person may have with them")),
    ] = 3
