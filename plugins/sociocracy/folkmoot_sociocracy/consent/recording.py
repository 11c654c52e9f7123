"""What was decided goes into the circle's logbook, in the transaction that decides it."""

from __future__ import annotations

from folkmoot.api import Session, Transaction
from folkmoot_sociocracy.circles.actions import today
from folkmoot_sociocracy.consent.model import Proposal
from folkmoot_sociocracy.logbook import actions as logbook
from folkmoot_sociocracy.rounds.turns import heard
from folkmoot_sociocracy.words import ngettext


def record(session: Session, tx: Transaction, number: int, proposal: Proposal) -> str:
    """Write a decision down; returns where the logbook keeps it (`collection/id`).

    What another plugin asked is told to that plugin instead; what it raises undoes the decision.
    """
    if proposal.circle is None:
        if proposal.follows:
            session.house.call(proposal.follows, session, tx, proposal.subject)
        return ""
    version = proposal.text
    count = len(heard(proposal.rounds[-1]))
    entry = logbook.record(
        session,
        tx,
        circle=proposal.circle,
        title=proposal.title,
        text=" ".join([version.text, *proposal.measures]),
        by=ngettext("by consent, {count} heard", "by consent, {count} heard", count),
        until=max(version.until, today(session)),
        review=max(version.review, today(session)),
        proposal=f"decisions/{number}",
    )
    return f"policies/{entry.id}"
