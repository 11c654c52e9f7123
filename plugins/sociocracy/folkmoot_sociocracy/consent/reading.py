"""Proposals as they stand now: found, listed, and what they come from in the circle."""

from __future__ import annotations

from datetime import date, datetime

from folkmoot.api import NotFound, Reader, Session, Store, Stored
from folkmoot_sociocracy.circles.actions import today
from folkmoot_sociocracy.consent.model import Proposal, Version
from folkmoot_sociocracy.consent.rules import WAY
from folkmoot_sociocracy.rounds.model import OVER
from folkmoot_sociocracy.rounds.reading import YEAR, concerned, may_read, out_of
from folkmoot_sociocracy.words import _

OPEN = ("questions", "reactions", "amending", "consent", "objections", "waiting", "ready")


def proposal_of(session: Session, number: int, reader: Reader | None = None) -> Stored[Proposal]:
    """One proposal as it stands now; `reader` where it is asked inside a transaction. Raises: NotAllowed, NotFound."""
    read: Reader | Store = reader or session.store
    try:
        stored = read.collection(Proposal).get(number)
    except NotFound:
        raise NotFound(
            _("There is no proposal {number}. “folkmoot propose” lists them.", number=number)
        ) from None
    session.must("proposals.see", stored.value)
    return _now(session, read, stored)


def open_proposals(session: Session, handle: str = "") -> list[Stored[Proposal]]:
    """Proposals on their way, the oldest first; with a handle those that this person decides or leads."""
    found = session.store.collection(Proposal)
    stored = [one for phase in OPEN for one in found.find(phase=phase)]
    mine = [
        one
        for one in stored
        if handle in concerned(one.value) or (not handle and may_read(session, one.value))
    ]
    with session.store.reading() as reader:
        return [_now(session, reader, one) for one in sorted(mine, key=lambda one: one.id)]


def proposals_of(session: Session, circle: int) -> list[Stored[Proposal]]:
    """The proposals of a circle that are on their way, the oldest first."""
    session.must("proposals.see")
    found = session.store.collection(Proposal).find(circle=circle)
    return [_now(session, session.store, one) for one in found if one.value.phase not in OVER]


def ended_proposals(session: Session, since: datetime) -> list[Stored[Proposal]]:
    """Proposals that were decided or withdrawn since an instant, the latest first."""
    found = session.store.collection(Proposal)
    over = [one for phase in OVER for one in found.find(phase=phase)]
    lately = [
        one
        for one in over
        if one.value.ended is not None and one.value.ended >= since and may_read(session, one.value)
    ]
    return sorted(lately, key=lambda one: one.value.ended or one.value.opened, reverse=True)


def _now(session: Session, reader: Reader | Store, stored: Stored[Proposal]) -> Stored[Proposal]:
    value = stored.value
    if value.phase in OVER:
        return stored
    return Stored(stored.id, stored.rev, WAY.as_of(value, session.now(), out_of(reader, value.voters)))


def usual_days(session: Session) -> tuple[date, date]:
    """Until when a decision counts where nobody says otherwise, and when it is looked at: a year, and half."""
    day = today(session)
    return day + YEAR, day + YEAR / 2


def two_versions(proposal: Proposal, first: int | None, second: int | None) -> tuple[Version, Version]:
    """Two versions by their numbers; without them the last one and the one before. Raises: NotFound."""
    count = len(proposal.versions)
    newer = second or count
    older = first or max(1, newer - 1)
    if not (1 <= older <= count and 1 <= newer <= count):
        raise NotFound(_("There are versions 1 to {count} of this.", count=count))
    return proposal.versions[older - 1], proposal.versions[newer - 1]
