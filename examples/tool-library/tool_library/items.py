"""What Today says of tools: what comes back and when, and what is kept for the reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from folkmoot.api import Session, TodayItem, dates
from folkmoot.contributions import Urgency

from tool_library.actions import borrowed_by, kept_for, today
from tool_library.rules import urgency
from tool_library.words import _


def items(session: Session) -> Iterator[TodayItem]:
    """A line for each tool that the reader has, or that is at home and kept for them."""
    now = today(session)
    for stored in borrowed_by(session, session.handle):
        tool = stored.value
        if tool.due is None:
            continue
        presses = cast("Urgency", urgency(tool.due, now))
        by = dates.near_day(tool.due, now)
        if presses == "now":
            text = _("{owner} would be glad to have this back: {name}.", owner=tool.owner, name=tool.name)
        else:
            text = _("You have this until {day}: {name}.", day=by, name=tool.name)
        yield TodayItem(text, opens=f"tool_library/{stored.id}", urgency=presses)
    for stored in kept_for(session, session.handle):
        text = _("This is here now, and kept for you: {name}.", name=stored.value.name)
        yield TodayItem(text, opens=f"tool_library/{stored.id}", urgency="soon")
