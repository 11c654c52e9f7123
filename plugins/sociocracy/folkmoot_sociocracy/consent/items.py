"""What consent says on Today: one line for each round that waits for a voice, and for the own proposals."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.api import Session, TodayItem
from folkmoot_sociocracy.consent.model import Proposal
from folkmoot_sociocracy.consent.offers import acts, waits_for
from folkmoot_sociocracy.consent.reading import open_proposals
from folkmoot_sociocracy.consent.states import next_step
from folkmoot_sociocracy.rounds.offers import ends_at, nobody_leads
from folkmoot_sociocracy.words import _


def today_items(session: Session) -> Iterable[TodayItem]:
    """For who decides, leads or proposed; for nobody else."""
    if session.account is None:
        return
    for stored in open_proposals(session, session.handle):
        proposal, opens = stored.value, f"proposals/{stored.id}"
        if waits_for(proposal, session.handle):
            yield TodayItem(asks_words(proposal), ends_at(proposal), opens, urgency="soon")
        elif {"go_on", "modify", "announce"} & set(acts(proposal, session.handle)):
            said = _("“{title}” can go on. {next}", title=proposal.title, next=next_step(proposal))
            yield TodayItem(said, opens=opens, urgency="soon")
        elif nobody_leads(proposal, session.handle):
            said = _("“{title}” has nobody who facilitates it any more. Would you? (f)", title=proposal.title)
            yield TodayItem(said, opens=opens, urgency="soon")
        elif proposal.author == session.handle:
            said = _("Your proposal “{title}”: {next}", title=proposal.title, next=next_step(proposal))
            yield TodayItem(said, opens=opens)


def asks_words(proposal: Proposal) -> str:
    """What a proposal asks of who reads."""
    title = proposal.title
    if proposal.phase == "objections":
        return _("Test an objection to “{title}”: does it stand?", title=title)
    if ends_at(proposal) is not None:
        return _("“{title}”: your voice is wanted by then.", title=title)
    if proposal.phase in ("questions", "reactions"):
        return _("It is your turn to speak on “{title}”.", title=title)
    return _("“{title}” waits for your consent or objection.", title=title)
