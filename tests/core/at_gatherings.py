"""People at the gatherings of a community under test."""

from __future__ import annotations

from datetime import timedelta

from door.visitors import a_code, comes_in
from folkmoot.door.invites import occasions
from folkmoot.testing import TestCommunity
from folkmoot_core.gatherings.actions import occurrence_for
from folkmoot_core.gatherings.welcoming import came, welcome
from folkmoot_core.people.actions import standing

FIRST, SECOND, THIRD = "gathering/full-336", "gathering/full-342", "gathering/full-348"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def guest(community: TestCommunity, *handles: str) -> None:
    """Guests whom Ana invited to the next gathering."""
    ana = community.session("ana")
    for handle in handles:
        comes_in(community, handle, a_code(ana, occasion=occasions(ana)[0].key))


def at(community: TestCommunity, key: str, after: timedelta = HOUR) -> None:
    """Let it be an hour after a gathering began."""
    community.moment = occurrence_for(community.session("ana"), key).start + after


def friend(community: TestCommunity, *handles: str, key: str = FIRST) -> None:
    """Friends: they came to a gathering, and were welcomed."""
    guest(community, *handles)
    at(community, key)
    came(community.session("ana"), key, handles)
    welcome(community.session("ana"), key, handles)


def is_a(community: TestCommunity, handle: str) -> str:
    """What somebody is."""
    return standing(community.session("ana"), handle)
