"""Circles for scripts: keys that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from folkmoot.api import Session, out_json, say
from folkmoot_sociocracy.circles.model import Circle

if TYPE_CHECKING:
    from folkmoot_sociocracy.circles.detail import Detail


def circle_row(session: Session, number: int, circle: Circle, links: dict[str, str]) -> dict[str, Any]:
    """A circle without its roles; `links` are the handles of leader and delegate."""
    from folkmoot_sociocracy.circles.actions import members_of

    return {
        "id": number,
        "name": circle.name,
        "aim": circle.aim,
        "domain": circle.domain,
        "parent": circle.parent,
        "leader": links.get("leader"),
        "delegate": links.get("delegate"),
        "members": sorted(members_of(session, number)),
        "school": circle.school,
        "absent": circle.absent,
        "absent_hours": circle.absent_hours,
    }


def whole_row(session: Session, found: Detail) -> dict[str, Any]:
    """All there is to read about a circle."""
    links = {role.id: held.account for role, held in found.roles if held is not None}
    return {
        **circle_row(session, found.id, found.circle, links),
        "roles": [
            {
                "role": role.id,
                "account": held.account if held else None,
                "since": held.since.isoformat() if held else None,
                "until": held.until.isoformat() if held else None,
                "learning": held.learning if held else False,
                "by": held.by if held else "",
                "qualifications": held.qualifications if held else "",
            }
            for role, held in found.roles
        ],
        "questions": [stored.id for stored in found.proposals],
        "faults": list(found.faults),
        "under_way": [one._asdict() for one in found.under_way],
        "policies": [one._asdict() for one in found.policies],
    }


def tell_circle(session: Session, number: int, as_json: bool, said: str) -> None:
    """After something was done: how the circle stands now, or a sentence."""
    from folkmoot_sociocracy.circles.detail import detail_of

    if as_json:
        out_json(whole_row(session, detail_of(session, number)))
    else:
        say(said)
