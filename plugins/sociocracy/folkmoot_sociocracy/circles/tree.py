"""The tree of circles as rows: who leads, who is delegate, what is broken; for the page and for the command."""

from __future__ import annotations

from dataclasses import dataclass

from folkmoot.api import Session
from folkmoot_sociocracy.circles.actions import ground_of_roles
from folkmoot_sociocracy.circles.model import Circle
from folkmoot_sociocracy.circles.roles import role_word
from folkmoot_sociocracy.circles.rules import LINKS, Fault, drawn, holds, link_faults
from folkmoot_sociocracy.circles.wording import broken_words, name_of
from folkmoot_sociocracy.words import _


@dataclass(frozen=True)
class Row:
    """One circle: the lines that lead to it, its links by role, what is broken about its roles."""

    lines: str
    id: int
    circle: Circle
    links: dict[str, str]
    faults: tuple[Fault, ...]


def rows(session: Session) -> list[Row]:
    """Every circle under its parent. Raises: NotAllowed."""
    ground = ground_of_roles(session)
    session.must("circles.see")
    broken: dict[int, list[Fault]] = {}
    for fault in link_faults(ground):
        broken.setdefault(fault.circle or 0, []).append(fault)
    links: dict[int, dict[str, str]] = {}
    for one in ground.holders:
        if one.role in LINKS and holds(one, ground.on) and one.account in ground.people:
            links.setdefault(one.circle, {})[one.role] = one.account
    return [
        Row(lines, number, circle, links.get(number, {}), tuple(broken.get(number, ())))
        for lines, number, circle in drawn(ground.circles)
    ]


def link_words(session: Session, row: Row, role: str) -> str:
    """Who is a circle's leader or delegate, or that there is none; empty at the top, where nobody need be."""
    if role in row.links:
        return name_of(session, row.links[role])
    for fault in row.faults:
        if fault.role == role and fault.kind == "over":
            return _("over: {who}", who=name_of(session, fault.account))
        if fault.role == role and fault.kind == "gone":
            return _("away: {who}", who=name_of(session, fault.account))
    return _("nobody") if any(one.role == role for one in row.faults) else ""


def short_mark(session: Session, row: Row) -> str:
    """What is broken, beside columns that say who is there and who is not: `broken: delegate`."""
    links = [
        role_word(session, one.role) if one.kind in ("no_link", "over", "gone") else broken_words(one)
        for one in row.faults
        if not one.role or one.role in LINKS
    ]
    others = [_about(session, one) for one in row.faults if one.role and one.role not in LINKS]
    said = [_("broken: {what}", what=", ".join(dict.fromkeys(links)))] if links else []
    return ", ".join(said + others)


def mark_words(session: Session, row: Row) -> str:
    """What is broken, in words that stand alone: `broken: no delegate`."""
    links = [_about(session, one) for one in row.faults if not one.role or one.role in LINKS]
    others = [_about(session, one) for one in row.faults if one.role and one.role not in LINKS]
    said = [_("broken: {what}", what=", ".join(dict.fromkeys(links)))] if links else []
    return ", ".join(said + others)


def _about(session: Session, fault: Fault) -> str:
    """`delegate (term is over)`."""
    word = broken_words(fault)
    if not fault.role or fault.kind == "no_link":
        return word
    return _("{role} ({what})", role=role_word(session, fault.role), what=word)
