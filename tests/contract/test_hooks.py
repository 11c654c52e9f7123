"""Every hook is documented, has an example, and each example is run as a plugin and seen to do what it says."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from door.visitors import a_code, comes_in
from folkmoot.acts import known_acts
from folkmoot.api import Calendar, settings
from folkmoot.door.demo import make_demo
from folkmoot.door.invites import occasions
from folkmoot.door.joining import arrive
from folkmoot.door.opening import session_at
from folkmoot.fitting import RETURNS
from folkmoot.plugins import House
from folkmoot.testing import NOON, TestCommunity, house_with
from of_scripts import script

Found = Callable[..., TestCommunity]
hooks = script("hooks")


def garden(hook: str) -> House:
    """A house with the example of a hook in it."""
    house = house_with(hooks.example(hook))
    plugin = house.plugin(f"garden_{hook}")
    assert plugin is not None
    assert (plugin.state, plugin.faults) == ("on", [])
    return house


@pytest.mark.parametrize("hook", RETURNS)
def test_every_hook_says_when_it_is_called_what_it_returns_what_a_fault_costs_and_since_when(
    hook: str,
) -> None:
    answers = hooks.parts(hook)
    assert answers[""], hook
    assert all(answers.get(name) for name in hooks.PARTS.values()), hook


@pytest.mark.parametrize("hook", RETURNS)
def test_every_hook_has_an_example_and_a_test_of_it(hook: str) -> None:
    assert hooks.example(hook).is_file()
    assert f"test_example_of_{hook}" in globals()


def test_there_is_no_example_of_a_hook_that_is_gone() -> None:
    assert {file.stem for file in hooks.EXAMPLES.glob("*.py")} == {f"garden_{hook}" for hook in RETURNS}


def test_the_page_of_the_hooks_is_as_the_code_says() -> None:
    assert hooks.PAGE.read_text("utf-8") == hooks.page(), "python scripts/hooks.py writes it anew"


def test_example_of_collections(found_community: Found) -> None:
    house = garden("collections")
    bed = importlib.import_module("garden_collections").Bed
    session = found_community(house).session()
    with session.store.transaction(by="ana", why="dug") as tx:
        tx.add(bed(name="tomatoes", tended_by="ana"))
    assert [one.value.name for one in session.store.collection(bed).find(tended_by="ana")] == ["tomatoes"]
    assert "garden_collections.beds" in {one.name for one in house.collections()}


async def test_example_of_pages(found_community: Found) -> None:
    async with found_community(garden("pages")).shell() as screen:
        await screen.open("Garden")
        assert "The garden is dry." in screen.text
        await screen.press("w")
        assert "The garden is wet." in screen.text


def test_example_of_commands(found_community: Found) -> None:
    assert found_community(garden("commands")).run("ana", "garden") == "ana says hello to the garden.\n"


def test_example_of_policies(found_community: Found) -> None:
    verdict = found_community(garden("policies")).session("ana").may("garden.water")
    assert verdict == (True, "Everyone here waters.")


def test_example_of_occurrences(found_community: Found) -> None:
    session = found_community(garden("occurrences")).session("ana")
    found = [
        one for one in session.meetings(NOON, NOON + timedelta(days=14)) if one.title == "Garden morning"
    ]
    assert [one.key for one in found] == ["garden/2026-11-28", "garden/2026-12-05"]
    assert found[0].local_start.hour == 10


async def test_example_of_today(found_community: Found) -> None:
    async with found_community(garden("today")).shell() as screen:
        assert "The tomatoes want water." in screen.text


async def test_example_of_person_panels(found_community: Found) -> None:
    async with found_community(garden("person_panels")).shell() as screen:
        await screen.open("You")
        assert "Ana has a green thumb." in screen.text


def test_example_of_first_steps(found_community: Found) -> None:
    session = found_community(garden("first_steps")).session("ana")
    steps = [
        step.text for name, step in session.house.ask("first_steps", session=session) if "garden" in name
    ]
    assert steps == ["Have a look at who is here."]


def test_example_of_services() -> None:
    house = garden("services")
    assert "GardenCalendar" in {type(item.provider).__name__ for _name, item in house.ask("services")}
    assert house.service(Calendar) is not None


def test_example_of_digest(found_community: Found) -> None:
    session = found_community(garden("digest")).session("ana")
    told = [item.text for _name, item in session.house.ask("digest", session=session, since=NOON)]
    assert "The first tomato was eaten." in told


def test_example_of_founding(found_community: Found) -> None:
    session = found_community(garden("founding"), soil="sand").session("ana")
    soil = importlib.import_module("garden_founding").Soil
    assert [one.value.soil for one in session.store.collection(soil).all()] == ["sand"]


def test_example_of_demo(found_community: Found) -> None:
    house = garden("demo")
    path = found_community(house).path.parent.parent / "demo" / "community.json"
    make_demo(house, path, now=lambda: NOON, durability="none")
    with session_at(house, path, now=lambda: NOON) as session:
        bed = importlib.import_module("garden_demo").Bed
        assert [one.value.name for one in session.store.collection(bed).all()] == ["tomatoes"]


def test_example_of_heavy_acts(found_community: Found) -> None:
    session = found_community(garden("heavy_acts")).session("ana")
    assert known_acts(session)["garden.key"].title == "hand over the garden's key"
    assert session.house.policies()["garden.key"].consents == 2


def test_example_of_occasions(found_community: Found) -> None:
    session = found_community(garden("occasions")).session("ana")
    assert "Open garden" in [occasion.title for occasion in occasions(session)]


def test_example_of_arrivals(found_community: Found) -> None:
    community = found_community(garden("arrivals"))
    comes_in(community, "ben", a_code(community.session("ana")))
    ben = community.session("ben")
    if not (ben.account and ben.account.arrived):
        arrive(ben)
    bed = importlib.import_module("garden_arrivals").Bed
    assert [one.value.kept_for for one in ben.store.collection(bed).all()] == ["ben"]


def test_example_of_settings(found_community: Found) -> None:
    community = found_community(garden("settings"))
    watering = importlib.import_module("garden_settings").Watering
    assert "litres = 5" in community.run("ana", "plugins", "settings", "garden_settings")
    said = community.run("ana", "plugins", "settings", "garden_settings", "litres=50", code=65)
    assert "between 1 and 40" in said
    changed = community.run("ana", "plugins", "settings", "garden_settings", "litres=8", "--json")
    assert json.loads(changed)["settings"][0]["value"] == 8
    assert settings(community.session("ana"), watering).litres == 8
    assert "8 litres" in community.run("ana", "today")


def test_example_of_groups(found_community: Found) -> None:
    community = found_community(garden("groups"))
    community.join("bo")
    for handle, key in (("ana", "watering/mornings"), ("bo", "watering/mornings")):
        groups = community.session(handle).groups()
        assert [(one.key, one.handles) for one in groups] == [(key, ("ana", "bo"))]
    community.join("eva")
    assert community.session("eva").groups() == []
