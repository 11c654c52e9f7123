"""A house with this plugin in it, whether it is installed or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from folkmoot.testing import Found, TestCommunity, house_with

PROJECT = Path(__file__).parent.parent


@pytest.fixture
def home(found_community: Found) -> TestCommunity:
    """A community that Ana founded, with the plugin on; Ben and Gus are there, too."""
    community = found_community(house_with(PROJECT))
    community.friend("ben")
    community.guest("gus")
    return community
