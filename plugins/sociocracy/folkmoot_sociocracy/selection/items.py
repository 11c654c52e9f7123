"""What selections say on Today: one line for each that waits for this person."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.api import Session, TodayItem
from folkmoot_sociocracy.rounds.offers import ends_at, nobody_leads
from folkmoot_sociocracy.rounds.reading import circle_name
from folkmoot_sociocracy.selection.model import Selection
from folkmoot_sociocracy.selection.offers import waits_for
from folkmoot_sociocracy.selection.reading import offered, open_selections
from folkmoot_sociocracy.selection.states import next_step
from folkmoot_sociocracy.selection.wording import title_of
from folkmoot_sociocracy.words import _

LEADS = {"go_on", "begin", "open", "propose", "announce", "measure"}


def today_items(session: Session) -> Iterable[TodayItem]:
    """For who decides or leads; for nobody else."""
    if session.account is None:
        return
    for stored in open_selections(session, session.handle):
        selection, opens = stored.value, f"selection/{stored.id}"
        title = title_of(session, selection, circle_name(session, selection.circle))
        if waits_for(selection, session.handle):
            yield TodayItem(_asks(title, selection), ends_at(selection), opens, urgency="soon")
        elif LEADS & set(offered(session, stored)):
            said = _("Selection: {title}. {next}", title=title, next=next_step(selection))
            yield TodayItem(said, opens=opens, urgency="soon")
        elif nobody_leads(selection, session.handle):
            said = _("“{title}” has nobody who facilitates it any more. Would you? (f)", title=title)
            yield TodayItem(said, opens=opens, urgency="soon")


def _asks(title: str, selection: Selection) -> str:
    if selection.phase == "nominating":
        return _("Write whom you nominate: {title}.", title=title)
    if selection.phase in ("reasons", "changes"):
        return _("It is your turn to speak: {title}.", title=title)
    if selection.phase in ("improving", "objections"):
        return _("Test an objection: {title}.", title=title)
    return _("Selection: {title} waits for your consent or objection.", title=title)
