"""Settings of a plugin: kept, checked, for whoever may tend to the community; two who change them lose nothing."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from folkmoot.api import BadData, ChangedMeanwhile, NotAllowed, save_settings, settings
from folkmoot.testing import NOON, TestCommunity, house_with

Found = Callable[..., TestCommunity]
EXAMPLE = Path(__file__).parent.parent.parent / "examples/hooks/garden_settings.py"


@pytest.fixture
def garden(found_community: Found) -> TestCommunity:
    """A community with a plugin that has settings."""
    return found_community(house_with(EXAMPLE))


def watering(**given: int) -> Any:
    """The settings of the garden."""
    return importlib.import_module("garden_settings").Watering(**given)


def test_where_nobody_set_anything_the_defaults_count(garden: TestCommunity) -> None:
    assert settings(garden.session("ana"), type(watering())).litres == 5


@pytest.mark.parametrize("who", ["guest", "friend"])
def test_only_who_tends_to_the_community_changes_them(garden: TestCommunity, who: str) -> None:
    ben = getattr(garden, who)("ben")
    with pytest.raises(NotAllowed, match="Partners do this"):
        save_settings(ben, watering(litres=8))
    assert "Partners do this" in garden.run(
        "ben", "plugins", "settings", "garden_settings", "litres=8", code=77
    )
    assert settings(ben, type(watering())).litres == 5
    save_settings(garden.partner("pia"), watering(litres=8))
    assert settings(ben, type(watering())).litres == 8


def test_a_value_that_its_field_cannot_take_is_refused(garden: TestCommunity) -> None:
    with pytest.raises(BadData, match="can't be kept"):
        save_settings(garden.session("ana"), watering(litres=900))
    said = garden.run("ana", "plugins", "settings", "garden_settings", "colour=red", code=65)
    assert "There is no “colour”; there are litres." in said
    assert "no FIELD=VALUE" in garden.run("ana", "plugins", "settings", "garden_settings", "litres", code=65)
    assert "has no settings" in garden.run("ana", "plugins", "settings", "tmaps", code=65)


def test_who_is_second_is_told(garden: TestCommunity) -> None:
    ana, pia = garden.session("ana"), garden.partner("pia")
    seen = settings(ana, type(watering()))
    save_settings(pia, watering(litres=9), seen)
    with pytest.raises(ChangedMeanwhile) as told:
        save_settings(ana, watering(litres=7), seen)
    assert told.value.fields == {"litres": 9}


async def test_they_are_set_by_keys_and_the_second_sees_both(garden: TestCommunity) -> None:
    async with garden.shell("ana") as screen:
        await screen.press("ctrl+p")
        await screen.type("Settings: garden")
        await screen.press("enter")
        assert "Litres for each bed" in screen.text
        save_settings(garden.partner("pia"), watering(litres=9))
        await screen.press("backspace")
        await screen.type("7")
        await screen.press("ctrl+s")
        assert "Somebody else changed these settings meanwhile." in screen.text
        assert "9" in screen.text
        await screen.press("ctrl+s")
        assert "Litres for each bed" not in screen.text
    assert settings(garden.session("ana"), type(watering())).litres == 7


async def test_who_may_not_is_not_offered_them(garden: TestCommunity) -> None:
    garden.friend("ben")
    async with garden.shell("ben") as screen:
        await screen.press("ctrl+p")
        await screen.type("Settings:")
        assert "Settings: garden" not in screen.text


def test_a_notice_runs_for_as_long_as_the_community_says(community: TestCommunity) -> None:
    from folkmoot_core.board.actions import runs_until

    assert runs_until(community.session("ana")) == "2026-12-06"
    community.run("ana", "plugins", "settings", "core", "notice_days=30")
    assert runs_until(community.session("ana")) == "2026-12-22"


# -- what authors test with ------------------------------------------------------------------------------------


def test_people_of_each_standing_are_brought_in(community: TestCommunity) -> None:
    from folkmoot_core.people.actions import standing

    for who in ("guest", "friend", "partner"):
        session = getattr(community, who)(f"the-{who}")
        assert standing(session, session.handle) == who


def test_the_moon_stands_still_where_it_is_put(community: TestCommunity) -> None:
    full = community.to_moon("full")
    assert (full - NOON).days == 2
    assert community.session("ana").now() == full
    assert community.to_moon("new") > full
