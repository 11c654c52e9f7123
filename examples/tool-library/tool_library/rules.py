"""What may be done with a tool, as pure functions: people, days and counts are handed in."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace as evolve

from tool_library.model import Tool
from tool_library.words import _, ngettext

SOON = timedelta(days=2)


def why_not_borrow(tool: Tool, handle: str, *, has: int, most: int) -> str:
    """Why somebody who has so many tools with them can't borrow this one, as a sentence; empty where they can."""
    if tool.owner == handle:
        return _("It is yours.")
    if tool.borrower == handle:
        return _("You have it with you already.")
    if tool.borrower:
        return _("{who} has it just now. w: you wait for it.", who=tool.borrower)
    if tool.waiting and tool.waiting[0] != handle:
        return _("It is kept for {who}, who waited for it. w: you wait, too.", who=tool.waiting[0])
    if has >= most:
        return ngettext(
            "You have {count} tool with you. Bring it back first.",
            "You have {count} tools with you. Bring one back first.",
            has,
        )
    return ""


def borrowed(tool: Tool, handle: str, today: date) -> Tool:
    """The tool, with somebody from this day on, who waits no longer."""
    left = tuple(one for one in tool.waiting if one != handle)
    return evolve(tool, borrower=handle, due=today + timedelta(days=tool.days), waiting=left)


def why_not_back(tool: Tool, handle: str) -> str:
    """Why somebody can't say that it is back; its owner always can, for whoever had it may have left."""
    if not tool.borrower:
        return _("It is here already.")
    return "" if handle in (tool.borrower, tool.owner) else _("Whoever has it, or owns it, says that.")


def back(tool: Tool) -> Tool:
    """The tool, at home again."""
    return evolve(tool, borrower="", due=None)


def why_not_wait(tool: Tool, handle: str) -> str:
    """Why somebody has nothing to wait for; empty where they do, or wait already and step out of the line."""
    if handle in tool.waiting:
        return ""
    if tool.owner == handle:
        return _("It is yours.")
    if tool.borrower == handle:
        return _("You have it with you already.")
    return "" if tool.borrower or tool.waiting else _("It is here. b: you borrow it.")


def waiting(tool: Tool, handle: str) -> Tool:
    """The tool with somebody at the end of its line, or out of it where they stood in it."""
    if handle in tool.waiting:
        return evolve(tool, waiting=tuple(one for one in tool.waiting if one != handle))
    return evolve(tool, waiting=(*tool.waiting, handle))


def urgency(due: date, today: date) -> str:
    """How much a day presses: `now` once it is over, `soon` from two days before, else `calm`."""
    if due < today:
        return "now"
    return "soon" if due - today <= SOON else "calm"
