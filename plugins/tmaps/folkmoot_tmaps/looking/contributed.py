"""What looking at maps adds to the house: one calm line, for whoever it concerns, on the day they chose."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.api import Session, TodayItem
from folkmoot_tmaps.words import _


def today_items(session: Session) -> Iterable[TodayItem]:
    """That something is due, and not what."""
    from folkmoot_tmaps.looking.noted import noted_day

    if session.account is None:
        return
    day = noted_day(session)
    if day is not None and day <= session.here(session.now()).date():
        yield TodayItem(_("Something of yours is due."), opens="map")
