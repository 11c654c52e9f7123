"""Maps that are shared, for tests."""

from __future__ import annotations

from folkmoot.testing import TestCommunity
from folkmoot_core.groups.actions import begin_home
from folkmoot_core.groups.forms import HomeForm
from folkmoot_core.groups.model import Seat
from folkmoot_tmaps.maps.model import Index
from folkmoot_tmaps.sharing import actions
from folkmoot_tmaps.sharing.receiving import Inbox, inbox
from folkmoot_tmaps.sharing.shown import reading_lines
from tmaps.a_map import Mine, begun, opened


def with_people(community: TestCommunity, *handles: str) -> None:
    """Others with accounts, and no map."""
    for handle in handles:
        community.join(handle)


def inbox_of(mine: Mine) -> Inbox:
    return inbox(mine.session, mine.keys)


def share(mine: Mine, section: str, *handles: str) -> None:
    actions.share(mine.session, mine.keys, section, handles)


def read_by(mine: Mine) -> dict[str, list[str]]:
    """What somebody can read of others: `owner/section`, and each line of it."""
    return {
        one.key: [line for _asked, lines in reading_lines(one.answers) for line in lines]
        for one in inbox_of(mine).received
    }


def index_of(mine: Mine) -> Index:
    return opened(mine).index


def compared(one: Mine, other: Mine) -> None:
    """Both read their numbers to each other, and say that they are the same."""
    there = actions.numbers(other.session, other.keys, one.session.handle)
    actions.compare(one.session, one.keys, other.session.handle, there)


def a_group(community: TestCommunity, name: str, *handles: str) -> None:
    """A home group; the first begins it."""
    session = community.session(handles[0])
    group = begin_home(session, HomeForm(name=name, zone="Europe/London"))
    with session.store.transaction(by=handles[0], why="joined") as tx:
        for handle in handles[1:]:
            tx.add(Seat(group=group.id, account=handle, since=community.moment.date()))


def sit_in(community: TestCommunity, handle: str) -> None:
    """Somebody more comes into the only group."""
    session = community.session("ana")
    number = session.store.collection(Seat).all()[0].value.group
    with session.store.transaction(by=handle, why="joined") as tx:
        tx.add(Seat(group=number, account=handle, since=community.moment.date()))


def reader(community: TestCommunity, handle: str) -> Mine:
    """Somebody with keys of their own."""
    community.join(handle)
    return begun(community, handle)
