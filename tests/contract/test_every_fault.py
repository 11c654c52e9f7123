"""Each way of failing, on every kind of contribution: the house stands, and the sentence names who failed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from broken_plugins.on_demand import (
    SECRET,
    Asked,
    LeavingCalendar,
    RaisingCalendar,
    SlowView,
    leaves,
    raises,
)
from door.visitors import a_code, comes_in, partners
from folkmoot import api
from folkmoot.acts import agree, ask_for
from folkmoot.door.about_plugins import about_plugin
from folkmoot.door.demo import make_demo
from folkmoot.door.doctor import examine
from folkmoot.door.faults_met import faults_met
from folkmoot.door.opening import session_at
from folkmoot.fitting import RETURNS
from folkmoot.plugged import Plugin
from folkmoot.plugins import STRIKES, House
from folkmoot.session import Account
from folkmoot.testing import NOON, TestCommunity, house_with

Found = Callable[..., TestCommunity]
MODULE = "broken_plugins.on_demand"
FUNCTIONS = {"raises": raises, "leaves": leaves}
SAID = {"raises": "ValueError", "leaves": "SystemExit"}


def stranger(house: House, **hooks: Callable[..., object]) -> Plugin:
    """Load a plugin with these hooks; `house` tells how it fares."""
    module = ModuleType("broken_plugins")
    module.FOLKMOOT_API = 2  # type: ignore[attr-defined]
    for hook, function in hooks.items():
        setattr(module, f"folkmoot_{hook}", api.hookimpl(function, specname=f"folkmoot_{hook}"))
    house.load("stranger", "1.0", "elsewhere", lambda: module)
    plugin = house.plugin("stranger")
    assert plugin is not None
    return plugin


def hands_over(*items: object) -> Callable[[], tuple[object, ...]]:
    """A hook that hands these over."""
    return lambda: items


def told(plugin: Plugin) -> str:
    """All that is told of a plugin."""
    return " ".join(fault.sentence for fault in plugin.faults)


def half_way() -> Iterator[object]:
    """Hands over nothing that fits, then fails."""
    yield object()
    raise ValueError(SECRET)


@pytest.mark.parametrize("hook", RETURNS)
@pytest.mark.parametrize(
    ("fails", "says"),
    [
        (raises, "failed: ValueError"),
        (leaves, "failed: SystemExit"),
        (half_way, "failed: ValueError"),
        (lambda: 7, "failed: TypeError"),
        (lambda: ["a word"], "returned a str"),
    ],
    ids=["raises", "exits", "stops half way", "returns no list", "returns something else"],
)
def test_a_hook_that_fails_is_told_and_the_others_are_asked(
    found_community: Found, hook: str, fails: Callable[..., object], says: str
) -> None:
    house = house_with()
    plugin = stranger(house, **{hook: fails})
    session = found_community(house).session("ana")
    plugin.faults.clear()
    arguments = {
        "session": session,
        "account": session.account,
        "reader": session.store,
        "start": NOON,
        "end": NOON + timedelta(days=40),
        "handle": "ana",
        "since": NOON,
    }
    plugin.state, plugin.strikes = "on", 0
    owners = {owner for owner, _item in house.ask(hook, **arguments)}
    assert "stranger" not in owners
    assert f"folkmoot_{hook} {says}" in told(plugin)
    assert SECRET not in told(plugin)
    assert all(not one.faults for one in house.plugins if one is not plugin)


@pytest.mark.parametrize("hook", RETURNS)
def test_a_hook_that_is_slow_is_told_and_still_counts(hook: str) -> None:
    house = house_with()
    at = [0.0]

    def dawdles() -> tuple[()]:
        at[0] += 1_000_000
        return ()

    house.clock = lambda: at[0]
    plugin = stranger(house, **{hook: dawdles})
    house.ask(hook)
    assert told(plugin) == f"folkmoot_{hook} took 1000000.0 seconds."


def test_three_strikes_and_it_is_off_for_the_session_with_a_way_out(community: TestCommunity) -> None:
    house = house_with()
    plugin = stranger(house, today=raises)
    for _time in range(STRIKES + 2):
        house.ask("today", session=community.session())
    assert (plugin.state, len(plugin.faults)) == ("resting", STRIKES)
    says = about_plugin(house, "stranger", community.path)["says"]
    assert "Without it: folkmoot plugins disable stranger" in says


async def test_the_first_fault_is_said_at_the_foot_and_names_the_way_out(found_community: Found) -> None:
    house = house_with()
    stranger(house, today=raises)
    async with found_community(house).shell() as screen:
        assert "folkmoot plugins why stranger" in screen.text
        await screen.press("2", "1")
        assert "Full moon call" in screen.text


async def test_a_plugin_that_is_left_out_is_told_at_the_start(found_community: Found) -> None:
    house = house_with()
    house.load("stranger", "1.0", "elsewhere", raises)
    async with found_community(house).shell() as screen:
        assert "“stranger” is left out. Why: folkmoot plugins why stranger" in screen.text
        assert "Full moon call" in screen.text


@pytest.mark.parametrize(
    ("view", "says"),
    [
        ("RaisingView", "ValueError"),
        ("LeavingView", "SystemExit"),
        ("NoView", "TypeError"),
        ("Nowhere", "AttributeError"),
    ],
)
async def test_a_page_that_cannot_be_made_is_a_panel(found_community: Found, view: str, says: str) -> None:
    house = house_with()
    stranger(house, pages=hands_over(api.Page("torn", "Torn", f"{MODULE}:{view}", order=700)))
    async with found_community(house).shell() as screen:
        await screen.open("Torn")
        assert "This page of the plugin “stranger” has stopped." in screen.text
        assert says in screen.text
        assert "folkmoot plugins why stranger" in screen.text.replace("\n", " ")
        assert SECRET not in screen.text
        await screen.open("Rhythm")
        assert "November 2026" in screen.text


@pytest.mark.parametrize(
    ("view", "keys", "where"),
    [("SlowView", (), "build"), ("SlowHandler", (), "Mount"), ("SlowKey", ("b",), "wait")],
)
async def test_a_page_that_lets_people_wait_is_told(
    found_community: Found, view: str, keys: tuple[str, ...], where: str
) -> None:
    house = house_with()
    house.clock = lambda: SlowView.clock[0]
    plugin = stranger(house, pages=hands_over(api.Page("slow", "Slow", f"{MODULE}:{view}", order=700)))
    async with found_community(house).shell() as screen:
        await screen.open("Slow")
        await screen.press(*keys)
        assert "“stranger” let you wait" in screen.text
    assert [fault.where for fault in plugin.faults] == [f"slow ({where})"]


def test_a_command_says_whose_part_of_the_answer_is_missing(found_community: Found) -> None:
    house = house_with()
    stranger(house, today=raises)
    said = found_community(house).run("ana", "today")
    assert "Full moon call" in said
    assert "Something in “stranger” failed. Why: folkmoot plugins why stranger" in said


async def test_a_page_of_a_plugin_that_rests_says_so(found_community: Found) -> None:
    house = house_with()
    pages = hands_over(api.Page("fine", "Fine", "broken_plugins.pages:FinePage", order=700))
    plugin = stranger(house, pages=pages)
    async with found_community(house).shell() as screen:
        plugin.state = "resting"
        await screen.open("Fine")
        assert "rests until you come in again" in screen.text.replace("\n", " ")


@pytest.mark.parametrize("way", FUNCTIONS)
def test_a_rule_that_fails_allows_nobody(found_community: Found, way: str) -> None:
    house = house_with()
    policy = api.Policy("stranger.open", FUNCTIONS[way], "Everyone.")
    stranger(house, policies=hands_over(policy))
    verdict = found_community(house).session("ana").may("stranger.open")
    assert not verdict.allowed
    assert "the rule for “stranger.open” failed" in verdict.because


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [("raising_command", 70, "“stranger” went wrong (ValueError"), ("Thing", 78, "is no click command")],
)
def test_a_command_that_fails_names_its_plugin(
    found_community: Found, command: str, code: int, says: str
) -> None:
    house = house_with()
    stranger(house, commands=hands_over(api.Command("torn", f"{MODULE}:{command}", "Fails.")))
    community = found_community(house)
    said = community.run("ana", "torn", code=code)
    assert says in said
    assert SECRET not in said
    assert "Full moon call" in community.run("ana", "today")


@pytest.mark.parametrize(
    ("provider", "says"), [(RaisingCalendar(), "ValueError"), (LeavingCalendar(), "SystemExit")]
)
def test_a_service_that_fails_is_the_fault_of_who_offers_it(
    found_community: Found, provider: object, says: str
) -> None:
    house = House()
    plugin = stranger(house, services=hands_over(api.Service(api.Calendar, provider)))
    session = found_community(house_with()).session("ana")
    calendar = house.service(api.Calendar)
    assert calendar is not None
    with pytest.raises(api.Unavailable, match="The plugin “stranger” could not do that"):
        calendar.coming(session, (), 1)
    assert says in told(plugin)
    assert SECRET not in told(plugin)


@pytest.mark.parametrize("way", FUNCTIONS)
def test_a_community_is_founded_even_where_a_plugins_part_fails(found_community: Found, way: str) -> None:
    house = house_with()
    plugin = stranger(house, founding=hands_over(api.Founding(Asked, f"{MODULE}:{way}")))
    assert found_community(house, word="hello").session("ana").account is not None
    assert SAID[way] in told(plugin)


def test_a_form_that_cannot_be_asked_is_left_out_of_founding(found_community: Found) -> None:
    house = house_with()
    plugin = stranger(house, founding=hands_over(api.Founding(RETURNS["policies"], f"{MODULE}:raises")))
    assert found_community(house).session("ana").account is not None
    assert "no form can ask for" in told(plugin)


@pytest.mark.parametrize("way", FUNCTIONS)
def test_the_demo_goes_on_without_a_chapter_that_fails(tmp_path: Path, way: str, english: None) -> None:
    house = house_with()
    plugin = stranger(house, demo=hands_over(api.DemoChapter(f"{MODULE}:{way}")))
    path = tmp_path / "community.json"
    make_demo(house, path, now=lambda: NOON, durability="none")
    with session_at(house, path, now=lambda: NOON) as session:
        assert session.store.collection(Account).count() > 30
    assert SAID[way] in told(plugin)


@pytest.mark.parametrize("way", FUNCTIONS)
def test_a_heavy_act_that_fails_undoes_the_last_yes(found_community: Found, way: str) -> None:
    house = house_with()
    policy = api.Policy("stranger.act", api.with_account, "Two do this.", "act", consents=2)
    act = api.HeavyAct("stranger.act", "act", "Shall {account} act?", f"{MODULE}:{way}")
    plugin = stranger(house, policies=hands_over(policy), heavy_acts=hands_over(act))
    community = found_community(house)
    partners(community, "bo", "cy")
    asked = ask_for(community.session("ana"), "stranger.act", "cy", "because")
    with pytest.raises(api.Unavailable, match="The plugin “stranger” could not do that"):
        agree(community.session("bo"), asked.act.id)
    assert SAID[way] in told(plugin)


@pytest.mark.parametrize("way", FUNCTIONS)
def test_somebody_who_arrives_is_in_even_where_a_greeting_fails(found_community: Found, way: str) -> None:
    house = house_with()
    plugin = stranger(house, arrivals=hands_over(api.Arrival(f"{MODULE}:{way}")))
    community = found_community(house)
    comes_in(community, "ben", a_code(community.session("ana")))
    ben = community.session("ben").account
    assert ben is not None
    assert ben.arrived
    assert SAID[way] in told(plugin)


def test_what_members_met_is_known_to_doctor_the_next_day(found_community: Found) -> None:
    house = house_with()
    stranger(house, today=raises)
    community = found_community(house)
    community.run("ana", "today")
    (met,) = faults_met(community.path)
    assert (met.plugin, met.times, met.at) == ("stranger", 1, NOON)
    assert SECRET not in met.sentence
    fresh = house_with()
    stranger(fresh)
    findings = {finding.what: finding.says for finding in examine(fresh, community.path)}
    assert "Met at work on 2026-11-22: folkmoot_today failed: ValueError" in findings["plugin stranger"]


def test_a_name_for_what_is_no_module_is_told(found_community: Found) -> None:
    house = house_with()
    plugin = stranger(house, demo=hands_over(api.DemoChapter("no_such_module:tell")))
    path = found_community(house).path.parent.parent / "demo" / "community.json"
    make_demo(house, path, now=lambda: NOON, durability="none")
    assert "ModuleNotFoundError" in told(plugin)
    assert "no_such_module" not in sys.modules
