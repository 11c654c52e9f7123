"""A plugin that was written for an older API runs as it did; one for a newer API is refused with a sentence."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from folkmoot.hookspecs import API_VERSION, OLDEST_API
from folkmoot.testing import TestCommunity, house_with

Found = Callable[..., TestCommunity]
KEPT = Path(__file__).parent.parent / "kept_plugins"


@pytest.mark.parametrize("version", range(OLDEST_API, API_VERSION))
def test_of_every_older_api_that_is_promised_a_plugin_is_kept(version: int) -> None:
    text = (KEPT / f"toolshed_of_api_{version}.py").read_text("utf-8")
    assert f"FOLKMOOT_API = {version}\n" in text


async def test_a_plugin_of_api_1_runs_as_it_did(found_community: Found) -> None:
    house = house_with(KEPT / "toolshed_of_api_1.py")
    plugin = house.plugin("toolshed_of_api_1")
    assert plugin is not None
    assert (plugin.state, plugin.api) == ("on", 1)
    community = found_community(house)
    async with community.shell() as screen:
        await screen.open("Tools")
        assert "No tools yet: n adds one." in screen.text
        await screen.press("n")
        await screen.type("Ladder")
        await screen.press("ctrl+s")
        await screen.press("b")
        assert "Ladder  ana" in screen.text
        await screen.press("b")
        assert "ana has it." in screen.text
        await screen.open("Today")
        assert "You have the Ladder." in screen.text
        await screen.open("You")
        assert "Tools" in screen.text
    assert community.run("ana", "toolshed") == "1  Ladder  ana\n"
    assert community.session("ana").may("toolshed.lend").allowed
    tool = importlib.import_module("toolshed_of_api_1").Tool
    assert community.session("ana").store.collection(tool).count() == 1
    assert plugin.faults == []


def test_a_plugin_for_a_newer_api_is_refused_and_says_which_is_spoken(tmp_path: Path, english: None) -> None:
    file = tmp_path / "of_tomorrow.py"
    file.write_text(f"FOLKMOOT_API = {API_VERSION + 1}\n", "utf-8")
    plugin = house_with(file).plugin("of_tomorrow")
    assert plugin is not None
    assert plugin.state == "refused"
    assert f"API {API_VERSION + 1}; this folkmoot speaks API {API_VERSION}" in plugin.faults[0].sentence
