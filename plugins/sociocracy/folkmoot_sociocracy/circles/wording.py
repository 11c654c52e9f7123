"""Circles, roles and faults in words."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.api import Account, Reader, Session, dates
from folkmoot_sociocracy.circles.actions import all_circles
from folkmoot_sociocracy.circles.model import Circle, Holder
from folkmoot_sociocracy.circles.roles import role_word
from folkmoot_sociocracy.circles.rules import Fault
from folkmoot_sociocracy.words import _, ngettext

NAMED = 3  # people of many who are named


def name_of(session: Session, handle: str, reader: Reader | None = None) -> str:
    """What somebody is called; of those who have left, the handle remains."""
    account = (reader or session.store).collection(Account).first(handle=handle)
    return account.value.name if account else handle


def term_words(held: Holder) -> str:
    """`until Fri, 4 Dec 2026`, and whether it is a learning term; of one that ended, when and why."""
    if held.ended is not None:
        day = dates.day_of_year(held.ended)
        return (
            _("until {day}: {why}", day=day, why=held.ended_why)
            if held.ended_why
            else _("until {day}", day=day)
        )
    day = dates.day_of_year(held.until)
    return _("learning, until {day}", day=day) if held.learning else _("until {day}", day=day)


def role_of_circle(session: Session, circle: str, role: str) -> str:
    """`leader of Hearth`."""
    return _("{role} of {circle}", role=role_word(session, role), circle=circle)


def fault_words(session: Session, fault: Fault) -> str:
    """A fault, and what helps."""
    circles = all_circles(session.store)
    circle = circles[fault.circle].name if fault.circle in circles else ""
    role = role_word(session, fault.role) if fault.role else ""
    who = name_of(session, fault.account) if fault.account else ""
    day = dates.day_of_year(fault.day) if fault.day else ""
    above = _above(circles, fault.circle)
    if fault.kind == "no_link":
        return _missing(circle, above, fault.role)
    said = {
        "ring": _("{circle} stands above itself: move one of the circles of this ring.", circle=circle),
        "orphan": _("{circle} hangs below a circle that is gone: move it below another.", circle=circle),
        "no_members": _("Nobody is in {circle}: somebody joins it, or it is closed.", circle=circle),
        "no_aim": _("{circle} has no aim: its members write down what it is for.", circle=circle),
        "both": _(
            "{who} is leader and delegate of {circle}: the circle chooses another person for one of the two.",
            who=who,
            circle=circle,
        ),
        "two": _(
            "{circle} has two people as {role}: one of them steps down ({who} came last).",
            circle=circle,
            role=role,
            who=who,
        ),
        "stranger": _(
            "{who} is {role} of {circle} and not in it: they join it, or the circle chooses somebody else.",
            who=who,
            role=role,
            circle=circle,
        ),
        "gone": _(
            "{who}, {role} of {circle}, is not here any more: the circle chooses somebody else.",
            who=who,
            role=role,
            circle=circle,
        ),
        "over": _(
            "The term of {who} as {role} of {circle} ended on {day}: the circle chooses anew.",
            who=who,
            role=role,
            circle=circle,
            day=day,
        ),
        "in_no_circle": _("{who} is in no circle: they ask one to take them in.", who=who),
    }
    return said[fault.kind]


def _missing(circle: str, above: str, role: str) -> str:
    if role == "leader":
        return _(
            "{circle} has no leader: the circle or {above} proposes somebody, and the circle consents.",
            circle=circle,
            above=above,
        )
    return _(
        "{circle} has no delegate: it chooses one of its members, and {above} confirms.",
        circle=circle,
        above=above,
    )


def _above(circles: dict[int, Circle], circle: int | None) -> str:
    parent = circles[circle].parent if circle in circles else None
    return circles[parent].name if parent in circles else _("the circle above")


def fault_lines(session: Session, faults: Iterable[Fault]) -> list[str]:
    """Faults as sentences; many people in no circle are told together."""
    found = list(faults)
    alone = [one.account for one in found if one.kind == "in_no_circle"]
    lines = [fault_words(session, one) for one in found if one.kind != "in_no_circle" or len(alone) <= NAMED]
    if len(alone) > NAMED:
        names = ", ".join(name_of(session, one) for one in alone[:NAMED])
        lines.append(
            ngettext(
                "{count} person is in no circle ({names}): they ask one to take them in.",
                "{count} people are in no circle ({names} …): each asks one to take them in.",
                len(alone),
                names=names,
            )
        )
    return lines


def broken_words(fault: Fault) -> str:
    """A broken link in a word or two, for the tree."""
    if fault.kind == "no_link":
        return _("no leader") if fault.role == "leader" else _("no delegate")
    return {
        "both": _("one for both"),
        "over": _("term is over"),
        "gone": _("not here"),
        "two": _("two at once"),
        "stranger": _("not in it"),
    }.get(fault.kind, "")
