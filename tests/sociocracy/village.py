"""A small village for tests: circles with people in them, as if all of it had been agreed long ago."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from folkmoot.session import Account, Session
from folkmoot.testing import TestCommunity
from folkmoot_core.people.model import Member
from folkmoot_sociocracy.circles.model import Circle, Holder, Membership
from folkmoot_sociocracy.links.deciding import give_voice, proposal_of
from folkmoot_sociocracy.links.model import Proposal

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
TODAY = date(2026, 11, 22)  # `folkmoot.testing.NOON`


def people(community: TestCommunity, *handles: str) -> None:
    """People with an account, Friends all of them."""
    known = {one.value.handle for one in community.session().store.collection(Account).all()}
    for handle in handles:
        if handle not in known:
            community.join(handle)


def guest(community: TestCommunity, handle: str) -> Session:
    """Somebody who came in with a card, and to no gathering yet."""
    people(community, handle)
    with community.session("ana").store.transaction(by="ana", why="test") as tx:
        tx.add(Member(account=handle, standing="guest", since=SINCE))
    return community.session(handle)


def gone(community: TestCommunity, handle: str = "gone") -> Session:
    """Somebody who has left, in a session that is still open."""
    return community.session("ana").of(Account(name="Gone", handle=handle))


def circle(
    community: TestCommunity, name: str, parent: int | None = None, members: str = "", **about: object
) -> int:
    """A circle with its own members (handles with spaces between them)."""
    people(community, *members.split())
    with community.session("ana").store.transaction(by="ana", why="test") as tx:
        about.setdefault("aim", f"{name} does its part")
        number = tx.add(Circle(name=name, parent=parent, **about)).id  # type: ignore[arg-type]
        for handle in members.split():
            tx.add(Membership(circle=number, account=handle, since=SINCE))
    return number


def hold(
    community: TestCommunity, number: int, role: str, handle: str, *, since: int = -30, until: int = 335
) -> int:
    """A role that somebody holds, from and until so many days from today."""
    with community.session("ana").store.transaction(by="ana", why="test") as tx:
        return tx.add(
            Holder(
                circle=number,
                role=role,
                account=handle,
                since=TODAY + timedelta(days=since),
                until=TODAY + timedelta(days=until),
            )
        ).id


def all_say_yes(community: TestCommunity, number: int, *handles: str) -> Proposal:
    """Each of them says yes to a question; how it stands then."""
    for handle in handles:
        give_voice(community.session(handle), number, "yes")
    return proposal_of(community.session("ana"), number).value


def holder(community: TestCommunity, number: int) -> Holder:
    """A role as it is stored. Raises: NotFound."""
    return community.session("ana").store.collection(Holder).get(number).value
