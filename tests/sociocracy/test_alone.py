"""Circles live whole in any house: with the core alone, without its gatherings, with no other plugin at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType

import pytest

from folkmoot.api import hooks_of
from folkmoot.contributions import imported
from folkmoot.discovery import installed_plugins
from folkmoot.plugins import House, open_house
from folkmoot.shell.faults import FaultPanel
from folkmoot.testing import TestCommunity
from folkmoot_core.contributed import FEATURES
from sociocracy.test_json import leaves

Found = Callable[..., TestCommunity]
WITHOUT = ("gatherings", "rounds", "groups", "clinic", "board")


def with_plugins(*names: str) -> House:
    """A house of some of the bundled plugins."""
    return open_house(found=[one for one in installed_plugins() if one.name in names])


def without_gatherings() -> House:
    """A house whose core has no gatherings, and nothing that is about them."""
    house = with_plugins("sociocracy")

    def core() -> ModuleType:
        module = ModuleType("core_without_gatherings")
        module.FOLKMOOT_API = 1  # type: ignore[attr-defined]
        vars(module).update(hooks_of("folkmoot_core", [one for one in FEATURES if one not in WITHOUT]))
        return module

    house.load("core", "1", "test", core)
    return house


HOUSES: dict[str, Callable[[], House]] = {
    "the core, without care maps": lambda: with_plugins("core", "sociocracy"),
    "without gatherings": without_gatherings,
    "circles alone": lambda: with_plugins("sociocracy"),
}


@pytest.fixture(params=HOUSES.values(), ids=HOUSES.keys())
def village(request: pytest.FixtureRequest, found_community: Found) -> TestCommunity:
    """A circle below another, which has proposed, chosen, met, written down: all of it by commands alone."""
    community = found_community(request.param())
    for handle in ("bo", "cy", "di"):
        community.join(handle)
    run = community.run
    run("ana", "circles", "new", "Moss", "--aim", "a good village")
    run("ana", "circles", "new", "Hearth", "--parent", "Moss", "--aim", "bread", "--domain", "the oven")
    for number, who in enumerate(("bo", "cy"), 1):
        run(who, "circles", "join", "Hearth")
        for voice in ("ana", "bo")[:number]:
            run(voice, "circles", "say", str(number), "yes")
    run("ana", "circles", "role", "Hearth", "leader", "bo")
    for voice in ("ana", "bo", "cy"):
        run(voice, "circles", "say", "3", "yes")
    run("ana", "mission", "--vision", "warm houses", "--mission", "we bake", "--aims", "bread")
    run("ana", "logbook", "add", "Hearth", "--title", "Quiet", "--text", "from ten", "--by", "consent")
    return community


def data(community: TestCommunity, who: str, *words: str) -> dict[str, object]:
    """What a command answers with `--json`."""
    found: dict[str, object] = json.loads(community.run(who, *words, "--json"))
    return found


def heard(community: TestCommunity, number: int) -> None:
    """Everyone of Hearth consents to a proposal in turn."""
    while turn := data(community, "ana", "propose", "show", str(number))["rounds"][-1]["turn"]:  # type: ignore[index]
        community.run(str(turn), "consent", "give", str(number))
        if data(community, "ana", "propose", "show", str(number))["phase"] == "decided":
            return


def test_a_circle_decides_chooses_and_meets(village: TestCommunity) -> None:
    run = village.run
    words = ("--title", "Light it", "--need", "cold", "--text", "Every day.", "--straight")
    run("cy", "propose", "new", "--circle", "Hearth", *words)
    heard(village, 1)
    assert "Light it" in run("di", "logbook", "Hearth")
    assert "Bo" in run("di", "circles", "show", "Hearth")
    run("ana", "meeting", "plan", "Hearth", "--first", "2026-11-24")
    run("ana", "meeting", "add", "Hearth", "--title", "The oven")
    run("ana", "meeting", "draw", "Hearth", "--now")
    run("ana", "meeting", "open", "1")
    run("ana", "meeting", "pass", "1")
    run("ana", "meeting", "on", "1", "--early")
    run("ana", "meeting", "pass", "1")
    run("ana", "meeting", "on", "1")
    assert "unless somebody objects" in run("ana", "meeting")
    if village.house.plugin("core"):
        assert "Minutes of Hearth" in run("ana", "today")
    assert all(not plugin.faults for plugin in village.house.plugins)


async def test_every_page_opens_and_every_key_answers(village: TestCommunity) -> None:
    run = village.run
    run("ana", "meeting", "add", "Hearth", "--title", "The oven")
    run("ana", "meeting", "draw", "Hearth", "--now")
    run("cy", "propose", "new", "--circle", "Hearth", "--title", "Lit", "--need", "cold", "--text", "Daily.")
    run("cy", "select", "new", "--circle", "Hearth", "--role", "secretary")
    pages = {page.id for plugin, page in village.house.ask("pages") if plugin == "sociocracy"}
    assert pages == {"circles", "circle", "logbook", "proposals", "selection", "meetings", "meeting"}
    async with village.shell("ana") as screen:
        for page in sorted(pages):
            await screen.app.open_page(page)
            await screen.settled()
            assert not screen.app.query(FaultPanel), screen.text
            await screen.press("question_mark", "escape")
            view = screen.app.view
            assert view is not None
            for key in [one.key.split(",")[0] for one in view.known_keys()]:
                await screen.app.open_page(page)
                await screen.press(key)
                assert not screen.app.query(FaultPanel), f"{page} {key}: {screen.text}"
                while len(screen.app.screen_stack) > 1:
                    await screen.press("escape")
    assert all(not plugin.faults for plugin in village.house.plugins)


def test_every_command_says_what_it_is_for(village: TestCommunity) -> None:
    for plugin, command in village.house.ask("commands"):
        if plugin == "sociocracy":
            for name, _leaf in leaves(imported(command.command), command.name):
                assert "Usage" in village.run("ana", *name.split(), "--help")


@pytest.mark.parametrize(
    "words",
    ["circles", "circles faults", "circles asked", "logbook", "mission", "propose", "consent", "select"],
)
def test_whatever_is_read_is_read_in_any_house(village: TestCommunity, words: str) -> None:
    assert data(village, "di", *words.split())


def test_without_gatherings_nothing_of_them_is_there(found_community: Found) -> None:
    community = found_community(without_gatherings())
    assert "gatherings" not in {page.id for _name, page in community.house.ask("pages")}
    assert all(not plugin.faults for plugin in community.house.plugins)
