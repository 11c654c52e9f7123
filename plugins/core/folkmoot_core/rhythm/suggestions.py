"""What a new restorative gathering and a new summit begin with, so that nobody starts from an empty form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from folkmoot.api import Account, Session
from folkmoot_core.rhythm.model import SummitSession
from folkmoot_core.rhythm.recurrence import QUARTERS, Recurring, rrule_of
from folkmoot_core.rhythm.rule_actions import all_rules
from folkmoot_core.words import _

ELSEWHERE = ("America/Mexico_City", "Pacific/Auckland", "Europe/Lisbon")  # where few members have said a zone


def restorative(session: Session) -> Mapping[str, object]:
    """Every month on the second Sunday at 15:00, for three hours."""
    return {
        "kind": "restorative",
        "recurrence": rrule_of(Recurring(often="monthly", weekday=7, which=2)),
        "local_time": "15:00",
        "duration_minutes": 180,
        "zone": session.community.zone,
    }


def summit(session: Session) -> Mapping[str, object]:
    """Every quarter on the first Saturday and the Sunday after, with three sessions in three zones."""
    return {
        "kind": "summit",
        "recurrence": rrule_of(Recurring(often="quarterly", weekday=6, which=1, months=QUARTERS)),
        "zone": session.community.zone,
        "sessions": sessions(session),
    }


def sessions(session: Session) -> list[Mapping[str, object]]:
    """Three sessions, by the clocks of the community and of the two other zones in which most members live."""
    here = session.community.zone
    said = (one.value.zone for one in session.store.collection(Account).all() if one.value.state == "member")
    counted = Counter(zone for zone in said if zone and zone != here).most_common()
    elsewhere = [zone for zone, _count in sorted(counted, key=lambda pair: (-pair[1], pair[0]))]
    others = list(dict.fromkeys([*elsewhere, *(zone for zone in ELSEWHERE if zone != here)]))
    suggested = (
        SummitSession(id="one", title=_morning(here), day=1, zone=here),
        SummitSession(id="two", title=_morning(others[0]), day=1, zone=others[0]),
        SummitSession(id="three", title=_morning(others[1]), day=2, zone=others[1]),
    )
    return [{name: getattr(one, name) for name in one.__struct_fields__} for one in suggested]


def _morning(zone_name: str) -> str:
    return _("Morning in {city}", city=zone_name.rsplit("/", 1)[-1].replace("_", " "))


def free_name(session: Session, wanted: str) -> str:
    """A short name that no rule has: `summit`, else `summit-2`, `summit-3`."""
    taken = {rule.id for rule in all_rules(session.store)}
    if wanted not in taken:
        return wanted
    return next(name for n in range(2, len(taken) + 3) if (name := f"{wanted}-{n}") not in taken)
