"""Everything about one circle, for its page and its command."""

from __future__ import annotations

from dataclasses import dataclass

from folkmoot.api import Session, Stored
from folkmoot_sociocracy.circles.actions import (
    all_circles,
    circle_of,
    ground_near,
    members_of,
    running,
)
from folkmoot_sociocracy.circles.matters import Matter, policies, under_way
from folkmoot_sociocracy.circles.model import Circle, Holder, Membership
from folkmoot_sociocracy.circles.roles import Role, roles_shown
from folkmoot_sociocracy.circles.rules import LINKS, faults
from folkmoot_sociocracy.circles.wording import fault_words, name_of, role_of_circle
from folkmoot_sociocracy.links.model import Proposal
from folkmoot_sociocracy.words import _, ngettext


@dataclass(frozen=True)
class Detail:
    """A circle with its neighbours; who holds which role; its members, each with why they are in it; its matters."""

    id: int
    circle: Circle
    above: Circle | None
    below: tuple[Circle, ...]
    roles: tuple[tuple[Role, Holder | None], ...]
    members: tuple[tuple[str, str], ...]
    proposals: tuple[Stored[Proposal], ...]
    faults: tuple[str, ...]
    under_way: tuple[Matter, ...]
    policies: tuple[Matter, ...]


def detail_of(session: Session, circle_id: int) -> Detail:
    """One circle. Raises: NotAllowed, NotFound."""
    circle = circle_of(session, circle_id).value
    session.must("circles.see")
    circles = all_circles(session.store)
    held = {role: one.value for role, one in running(session, circle_id).items()}
    known = roles_shown(session)
    roles = [(role, held.get(role.id)) for role in known.values()]
    roles += [(Role(name, name), one) for name, one in held.items() if name not in known]
    if circle.parent not in circles:  # at the top there is nothing to be delegate to
        roles = [pair for pair in roles if pair[0].id != "delegate" or pair[1] is not None]
    asked = session.store.collection(Proposal).find(state="open")
    broken = [one for one in faults(ground_near(session, circle_id)) if one.circle == circle_id]
    return Detail(
        id=circle_id,
        circle=circle,
        above=circles.get(circle.parent) if circle.parent is not None else None,
        below=tuple(one for one in circles.values() if one.parent == circle_id),
        roles=tuple(roles),
        members=_members(session, circle_id, circles),
        proposals=tuple(one for one in asked if circle_id in (one.value.circle, one.value.steps[-1].circle)),
        faults=tuple(fault_words(session, one) for one in broken),
        under_way=under_way(session, circle_id),
        policies=policies(session, circle_id),
    )


def _members(session: Session, circle_id: int, circles: dict[int, Circle]) -> tuple[tuple[str, str], ...]:
    """Who is in it by name, and by which link, where it is by one."""
    own = {one.value.account for one in session.store.collection(Membership).find(circle=circle_id)}
    links: dict[str, list[str]] = {}
    for number, circle in circles.items():
        if circle.parent == circle_id:
            for role, one in running(session, number).items():
                if role in LINKS:
                    links.setdefault(one.value.account, []).append(role_of_circle(session, circle.name, role))
    found = [
        (handle, ", ".join(links.get(handle, ())) if handle not in own or handle in links else "")
        for handle in members_of(session, circle_id)
    ]
    return tuple(sorted(found, key=lambda pair: (name_of(session, pair[0]).casefold(), pair[0])))


def settings_words(circle: Circle) -> str:
    """How a circle decides, in a sentence."""
    objections = (
        _("objections count once voiced") if circle.school == "voiced" else _("objections are tested")
    )
    if circle.absent == "held":
        return _("{objections}; who was away is waited for", objections=objections)
    hours = ngettext("{count} hour", "{count} hours", circle.absent_hours)
    return _("{objections}; {hours} for those who were away", objections=objections, hours=hours)
