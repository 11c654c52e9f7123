"""The clinics' chapter of the demo community: cases of the past months, groups for the next full moon call."""

from __future__ import annotations

from datetime import timedelta

from folkmoot.api import Session, zone
from folkmoot_core.answers.actions import tally_of
from folkmoot_core.clinic.actions import make_groups
from folkmoot_core.clinic.formats import USUAL
from folkmoot_core.clinic.model import Case
from folkmoot_core.people.actions import partner_handles
from folkmoot_core.rhythm.calendar import occurrences
from folkmoot_core.words import _

BACK, AHEAD = timedelta(days=200), timedelta(days=130)
EACH, MOST = 2, 9  # who brought a case on a call; who is in the groups of the next


def tell(session: Session) -> None:
    """Two cases on every call of the last months; whoever said yes to the next one stands in its groups."""
    now = session.now()
    calls = [one for one in occurrences(session.store, now - BACK, now + AHEAD) if one.kind == "call"]
    people = partner_handles(session)
    with session.store.transaction(by=session.handle, why=_("ended a clinic")) as tx:
        for number, call in enumerate(call for call in calls if call.end < now):
            day = call.start.astimezone(zone(session.community.zone)).date()
            for who in (people * 2)[number * EACH % len(people) :][:EACH]:
                tx.add(Case(account=who, on=day, meeting=call.key))
    coming = next(call for call in calls if call.start > now and call.status != "cancelled")
    others = [who for who in tally_of(session.store, coming.key).yes if who != session.handle]
    make_groups(session, coming.key, [session.handle, *others][:MOST], USUAL, seed=3)
