"""A circle of four for tests of how circles decide."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from folkmoot.session import Session
from folkmoot.testing import NOON, TestCommunity
from folkmoot_sociocracy.circles.model import Circle, Holder, Membership
from folkmoot_sociocracy.consent import actions
from folkmoot_sociocracy.consent.model import Proposal, ProposalForm, VersionForm
from folkmoot_sociocracy.consent.reading import proposal_of
from folkmoot_sociocracy.rounds.turns import missing

MEMBERS = ("ana", "bo", "cy", "di")
UNTIL, REVIEW = date(2027, 11, 22), date(2027, 5, 22)


def a_circle(community: TestCommunity, **settings: Any) -> int:
    """The circle Hearth with ana, bo, cy and di; bo facilitates; eve is in the community and not in it."""
    for handle in (*MEMBERS[1:], "eve"):
        community.join(handle)
    ana = community.session("ana")
    with ana.store.transaction(by="ana", why="test") as tx:
        circle = tx.add(Circle(name="Hearth", **settings)).id
        for handle in MEMBERS:
            tx.add(Membership(circle=circle, account=handle, since=NOON))
        tx.add(
            Holder(
                circle=circle,
                role="facilitator",
                account="bo",
                since=date(2026, 1, 1),
                until=date(2027, 12, 31),
            )
        )
    return circle


def a_form(**other: Any) -> ProposalForm:
    """A proposal about lending."""
    given = {
        "title": "Lending",
        "need": "Tools lie idle.",
        "text": "Tools may be lent for a week.",
        "until": UNTIL,
        "review": REVIEW,
    }
    return ProposalForm(**{**given, **other})


def a_proposal(community: TestCommunity, circle: int, author: str = "ana", **other: Any) -> int:
    """A proposal at its first round; returns its number."""
    return actions.open_proposal(community.session(author), circle, a_form(**other)).id


def all_say(community: TestCommunity, number: int, says: str = "consent", but: str = "") -> None:
    """Everyone who is still to be heard is, in turn, up to somebody."""
    while left := missing(_now(community.session("ana"), number).rounds[-1]):
        if left[0] == but:
            return
        actions.give_voice(community.session(left[0]), number, says)  # type: ignore[arg-type]
        if _now(community.session("ana"), number).ended is not None:
            return


def another_text(text: str, note: str = "") -> VersionForm:
    """A new version."""
    return VersionForm(text=text, until=UNTIL, review=REVIEW, note=note)


def hours(count: int) -> timedelta:
    """So many hours."""
    return timedelta(hours=count)


def _now(session: Session, number: int) -> Proposal:
    return proposal_of(session, number).value
