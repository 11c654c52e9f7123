"""What several tests of the core begin with."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.at_gatherings import SECOND, at, friend
from door.visitors import partners
from folkmoot.testing import TestCommunity
from folkmoot_core.gatherings.welcoming import came


@pytest.fixture
def three(community: TestCommunity) -> TestCommunity:
    """Ana, Bo and Cy are Partners; Fay is a Friend who came to two gatherings, Gil to one."""
    partners(community, "bo", "cy")
    friend(community, "fay", "gil")
    at(community, SECOND)
    came(community.session("ana"), SECOND, ["fay"])
    community.moment += timedelta(days=20)
    return community
