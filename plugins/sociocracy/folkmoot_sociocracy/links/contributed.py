"""What proposals to circles add to the house."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from folkmoot.api import Collection, DigestItem, Policy, Session, TodayItem


def collections() -> tuple[Collection, ...]:
    """Proposals about people, and what each person said to them: both go with whom they are about."""
    from folkmoot_sociocracy.links.model import Proposal, Voice

    return (
        Collection("proposals", Proposal, indexes=("state",), owner="account"),
        Collection("voices", Voice, indexes=("proposal", "account"), owner="about", private=True),
    )


def policies() -> tuple[Policy, ...]:
    """Whoever is asked is heard."""
    from folkmoot_sociocracy.links.who import link_policies

    return link_policies()


def today_items(session: Session) -> Iterable[TodayItem]:
    """What a circle waits for from this person."""
    from folkmoot_sociocracy.links.items import today_items as items

    return items(session)


def told_since(session: Session, since: datetime) -> Iterable[DigestItem]:
    """Who took on a role or gave one back, and what was written into logbooks."""
    from folkmoot_sociocracy.links.items import told_since as told

    return told(session, since)
