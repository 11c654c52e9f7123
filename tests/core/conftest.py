"""What several tests of the core begin with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.at_gatherings import SECOND, at, friend
from door.visitors import partners
from folkmoot.plugins import House, installed_plugins, open_house
from folkmoot.testing import TestCommunity
from folkmoot_core.gatherings.welcoming import came


def plain_house() -> House:
    """A house without circles: no other plugin holds rounds there, so Partners hold plain ones."""
    return open_house(found=[one for one in installed_plugins() if one.name != "sociocracy"])


@pytest.fixture
def plain(found_community: Callable[..., TestCommunity]) -> TestCommunity:
    """A community in such a house."""
    return found_community(house=plain_house())


@pytest.fixture
def three(plain: TestCommunity) -> TestCommunity:
    """Ana, Bo and Cy are Partners in a house without circles; Fay came to two gatherings, Gil to one."""
    return with_three(plain)


@pytest.fixture
def three_with_circles(community: TestCommunity) -> TestCommunity:
    """The same people in a house where circles decide by consent."""
    return with_three(community)


def with_three(community: TestCommunity) -> TestCommunity:
    """Three Partners, and two Friends."""
    partners(community, "bo", "cy")
    friend(community, "fay", "gil")
    at(community, SECOND)
    came(community.session("ana"), SECOND, ["fay"])
    community.moment += timedelta(days=20)
    return community
