"""What rounds say on Today: a voice that is missing, and what waits for one's own word."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.api import Session, TodayItem
from folkmoot_core.people.names import name_of
from folkmoot_core.rounds.standings import under_way
from folkmoot_core.words import _


def today_items(session: Session) -> Iterable[TodayItem]:
    """One line for each round that waits for this person."""
    if session.account is None:
        return
    for one in under_way(session):
        opens = f"rounds/{one.number}"
        if one.where == "offered" and one.proposed.account == session.handle:
            said = _("The Partners would like you to be one of them. Say yes or no; nobody has to.")
            yield TodayItem(said, opens=opens, urgency="soon")
        elif one.waits:
            name, by = name_of(session, one.proposed.account), name_of(session, one.proposed.by)
            said = _("{by} proposes {name} as a Partner: do you consent?", by=by, name=name)
            yield TodayItem(said, opens=opens, urgency="soon")
