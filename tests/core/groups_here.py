"""A home group in a community under test, and people of every standing around it."""

from __future__ import annotations

from folkmoot.store import Stored
from folkmoot.testing import TestCommunity
from folkmoot_core.groups.actions import begin_home
from folkmoot_core.groups.forms import HomeForm
from folkmoot_core.groups.joining import invite, join
from folkmoot_core.groups.kept import people_in
from folkmoot_core.groups.model import Group
from folkmoot_core.people.model import Member

ZONE = "Europe/London"


def a_form(name: str = "Mill", **about: object) -> HomeForm:
    given = {"name": name, "zone": ZONE, "weekday": "3", **about}
    return HomeForm(**given)  # type: ignore[arg-type]


def a_group(community: TestCommunity, *handles: str, name: str = "Mill", **about: object) -> Stored[Group]:
    """A home group that the first of these people began; those who have no account yet get one."""
    for handle in handles:
        here(community, handle)
    first = community.session(handles[0])
    group = begin_home(first, a_form(name, **about))
    for handle in handles[1:]:
        invite(first, group.id, handle)
        join(community.session(handle), group.id)
        assert handle in people_in(first.store, group.id)
    return group


def here(community: TestCommunity, handle: str) -> None:
    """Let somebody have an account, if they have none."""
    from folkmoot.session import Account

    if community.session("ana").store.collection(Account).first(handle=handle) is None:
        community.join(handle)


def a_guest(community: TestCommunity, handle: str) -> None:
    """Somebody who came in with a card and has been to no gathering."""
    here(community, handle)
    store = community.session("ana").store
    with store.transaction(by="ana", why="test") as tx:
        tx.add(Member(account=handle, standing="guest", since=community.now()))
