"""Whatever a plugin does, the house stands, the others go on, and the fault is told in a sentence."""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from folkmoot import api
from folkmoot.discovery import Installed, installed_plugins
from folkmoot.door.doctor import examine, plugin_rows
from folkmoot.door.trial import try_out
from folkmoot.plugins import House, open_house
from folkmoot.testing import TestCommunity

Found = Callable[..., TestCommunity]
SECRET = "a secret that must not be shown"


class Thing(msgspec.Struct, frozen=True):
    """Something that a stranger keeps."""

    name: str


def house_with(*names: str) -> House:
    house = open_house()
    for name in names:
        house.load(
            name, "1.0", "stranger", lambda name=name: importlib.import_module(f"broken_plugins.{name}")
        )
    return house


@pytest.mark.parametrize(
    ("name", "state", "says"),
    [
        ("fails_on_import", "refused", "It could not be loaded: RuntimeError: the shed is locked"),
        ("exits_on_import", "refused", "It could not be loaded: SystemExit"),
        ("wrong_api", "refused", "It is written for API 99; this folkmoot speaks API 2."),
        ("says_no_api", "refused", "It does not say which API it is written for (FOLKMOOT_API = 2)."),
        ("misspelt_hook", "on", "There is no hook folkmoot_todays. Did you mean folkmoot_today?"),
        ("wrong_arguments", "refused", "Its hooks don't fit"),
    ],
)
def test_a_plugin_that_cannot_be_taken_in_is_named_with_its_fault(
    name: str, state: str, says: str, english: None
) -> None:
    house = house_with(name)
    rows = {row["name"]: row for row in plugin_rows(house)}
    assert rows[name]["state"] == state
    assert any(says in fault for fault in rows[name]["faults"])
    assert all(
        rows[other]["state"] == "on" and not rows[other]["faults"]
        for other in ("core", "sociocracy", "tmaps")
    )


def test_a_hook_that_raises_costs_only_its_own_answer(found_community: Found) -> None:
    session = found_community(house_with("raises_in_hook")).session()
    plugins = {name for name, _item in session.house.ask("today", session=session)}
    assert plugins == {"core"}
    faults = session.house.plugin("raises_in_hook").faults  # type: ignore[union-attr]
    assert "folkmoot_today failed: KeyError" in faults[0].sentence
    assert SECRET not in faults[0].sentence


def test_a_hook_that_returns_something_else_is_told(found_community: Found) -> None:
    session = found_community(house_with("wrong_return")).session()
    assert {name for name, _item in session.house.ask("today", session=session)} == {"core"}
    faults = session.house.plugin("wrong_return").faults  # type: ignore[union-attr]
    assert faults[0].sentence == "folkmoot_today returned a str."


def test_after_three_faults_a_plugin_rests_for_the_session(found_community: Found) -> None:
    session = found_community(house_with("raises_in_hook")).session()
    for _time in range(5):
        session.house.ask("today", session=session)
    plugin = session.house.plugin("raises_in_hook")
    assert plugin is not None
    assert (plugin.state, len(plugin.faults)) == ("resting", 3)
    assert "raises_in_hook" not in {name for name, _page in session.house.ask("pages")}


def distribution(folder: Path, name: str, version: str, entries: str) -> None:
    """What pip leaves of an installed distribution."""
    (folder / f"{name}-{version}.dist-info").mkdir(parents=True)
    (folder / f"{name}-{version}.dist-info" / "entry_points.txt").write_text(entries, "utf-8")


def test_installed_plugins_are_found_as_importlib_finds_them() -> None:
    import importlib.metadata

    theirs = {
        (entry.name, entry.value, entry.dist.version if entry.dist else "")
        for entry in importlib.metadata.entry_points(group="folkmoot.plugins")
    }
    assert {(plugin.name, plugin.value, plugin.version) for plugin in installed_plugins()} == theirs


def test_a_strangers_plugin_is_found_by_its_entry_points_alone(tmp_path: Path) -> None:
    entries = (
        "[console_scripts]\nshed = shed:main\n\n[folkmoot.plugins]\n# ours\ntoolshed = shed.plugin:it [all]\n"
    )
    distribution(tmp_path, "the_shed", "2.1", entries)
    distribution(tmp_path, "nothing", "1.0", "[console_scripts]\nx = y:z\n")
    (found,) = installed_plugins([str(tmp_path), str(tmp_path / "gone"), str(tmp_path)])
    assert found == Installed("toolshed", "shed.plugin:it", "the_shed", "2.1")


def test_a_second_plugin_under_a_taken_name_is_refused_and_named(tmp_path: Path, english: None) -> None:
    distribution(tmp_path, "impostor", "9.9", "[folkmoot.plugins]\ncore = impostor\n")
    house = open_house(found=[*installed_plugins(), *installed_plugins([str(tmp_path)])])
    rows = [row for row in plugin_rows(house) if row["name"] == "core"]
    assert [row["state"] for row in rows] == ["on", "refused"]
    assert rows[1]["faults"] == ["folkmoot 0.1.0 brought a plugin of this name first."]


@pytest.mark.parametrize(
    ("name", "page", "keys"),
    [
        ("raises_in_compose", "torn", ()),
        ("fails_on_screen", "key", ("b",)),
        ("fails_on_screen", "handler", ()),
        ("fails_on_screen", "draw", ()),
        ("fails_on_screen", "worker", ("b",)),
    ],
)
async def test_a_page_that_fails_becomes_a_panel_and_the_others_go_on(
    found_community: Found, name: str, page: str, keys: tuple[str, ...]
) -> None:
    community = found_community(house_with(name))
    async with community.shell() as screen:
        await screen.app.open_page(page)
        await screen.settled()
        await screen.press(*keys)
        await screen.settled()
        assert f"This page of the plugin “{name}” has stopped." in screen.text
        assert "ValueError" in screen.text
        assert "Nothing is lost" in screen.text
        assert SECRET not in screen.text
        await screen.press("2")
        assert "November 2026" in screen.text
        await screen.press("1")
        assert "Full moon call" in screen.text
    assert screen.app.return_code in (0, None)


@pytest.mark.parametrize("key", ["b", "w"])
async def test_a_dialog_that_fails_closes_and_the_page_below_goes_on(
    found_community: Found, key: str
) -> None:
    community = found_community(house_with("fails_on_screen"))
    async with community.shell() as screen:
        await screen.app.open_page("dialog")
        await screen.settled()
        await screen.press(key)
        await screen.settled()
        assert "That could not be done: ValueError" in screen.text
        await screen.press("2")
        assert "November 2026" in screen.text


async def test_a_page_that_fails_on_a_change_becomes_a_panel(found_community: Found) -> None:
    community = found_community(house_with("fails_on_screen"))
    async with community.shell() as screen:
        await screen.app.open_page("changes")
        await screen.settled()
        community.join("ben")
        await screen.look()
        await screen.settled()
        assert "This page of the plugin “fails_on_screen” has stopped." in screen.text


async def test_the_shell_opens_with_every_broken_plugin_at_once(found_community: Found) -> None:
    broken = (
        "fails_on_import",
        "exits_on_import",
        "wrong_api",
        "misspelt_hook",
        "raises_in_hook",
        "wrong_arguments",
    )
    async with found_community(house_with(*broken)).shell() as screen:
        assert "Full moon call" in screen.text
        assert "Fine" in screen.lines[0]


async def test_the_shell_opens_without_any_plugin(found_community: Found) -> None:
    community = found_community()
    community.house = open_house(plugins=False)
    async with community.shell() as screen:
        assert "Ana" in screen.text


def test_doctor_names_a_broken_plugin_and_finds_the_rest_well(found_community: Found) -> None:
    community = found_community(house_with("fails_on_import"))
    findings = {finding.what: finding for finding in examine(community.house, community.path)}
    assert not findings["plugin fails_on_import"].well
    assert findings["plugin core"].well
    assert findings["store"].well
    assert json.dumps([finding.says for finding in findings.values()])


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("raises_in_hook", "folkmoot_today failed: KeyError"),
        ("raises_in_compose", "torn (build) failed: ValueError"),
        ("wrong_return", "folkmoot_today returned a str."),
        ("fails_on_screen", "failed: ValueError"),
    ],
)
def test_faults_that_only_show_at_work_are_met_in_a_throwaway_community(
    name: str, says: str, english: None
) -> None:
    house = house_with(name)
    try_out(house)
    rows = {row["name"]: row for row in plugin_rows(house)}
    assert any(says in fault for fault in rows[name]["faults"])
    assert not any(SECRET in fault for fault in rows[name]["faults"])
    assert all(not rows[other]["faults"] for other in ("core", "sociocracy", "tmaps"))


# -- faults that only some fields, keys and answers show -------------------------------------------------------

NAIVE = datetime(2027, 1, 1, 12)
AWARE = datetime(2027, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hook", "item", "field"),
    [
        ("occurrences", api.Occurrence("k", NAIVE, AWARE, "Europe/London", "t", "call"), "start"),
        ("occurrences", api.Occurrence("k", AWARE, AWARE, "Mars/Olympus", "t", "call"), "zone"),
        ("today", api.TodayItem("text", when=NAIVE), "when"),
        ("today", api.TodayItem("text", when="soon"), "when"),  # type: ignore[arg-type]
        ("today", api.TodayItem("text", urgency="red"), "urgency"),  # type: ignore[arg-type]
        ("digest", api.DigestItem(None, "text"), "at"),  # type: ignore[arg-type]
        ("pages", api.Page("id", "Title", "module:View", order="abc"), "order"),  # type: ignore[arg-type]
        ("pages", api.Page(None, "Title", "module:View"), "id"),  # type: ignore[arg-type]
        ("pages", api.Page("id", "Title", "module"), "view"),
        ("person_panels", api.Panel("Title", None), "lines"),  # type: ignore[arg-type]
        ("collections", api.Collection("things", int), "type"),  # type: ignore[arg-type]
        ("collections", api.Collection("things", api.Account, version=0), "version"),
        ("collections", api.Collection("things", api.Account, indexes=("colour",)), "colour"),
        ("commands", api.Command(None, "module:command", "help"), "name"),  # type: ignore[arg-type]
        ("founding", api.Founding(int, "module:found"), "form"),  # type: ignore[arg-type]
        ("policies", api.Policy("shed.open", None, "Everyone."), "check"),  # type: ignore[arg-type]
        ("demo", api.DemoChapter("nowhere"), "tell"),
    ],
)
def test_what_has_one_wrong_field_is_told_under_its_plugin_and_left_out(
    hook: str, item: object, field: str, english: None
) -> None:
    house = open_house()
    hand_over(house, hook, item)
    arguments = {
        "session": None,
        "account": None,
        "reader": None,
        "start": AWARE,
        "end": AWARE,
        "since": AWARE,
    }
    answered = [name for name, _item in house.ask(hook, **arguments)]
    assert "stranger" not in answered
    plugin = house.plugin("stranger")
    assert plugin is not None
    assert field in plugin.faults[0].sentence


def hand_over(house: House, hook: str, *items: object) -> None:
    """Load a plugin that hands these over at a hook."""
    module = type(sys)("stranger")
    module.FOLKMOOT_API = 1  # type: ignore[attr-defined]
    setattr(module, f"folkmoot_{hook}", api.hookimpl(lambda: items, specname=f"folkmoot_{hook}"))
    house.load("stranger", "1.0", "stranger", lambda: module)


def test_a_collection_that_is_handed_over_twice_is_kept_once(english: None) -> None:
    house = open_house()
    hand_over(house, "collections", api.Collection("one", Thing), api.Collection("two", Thing))
    assert [one.name for one in house.collections() if one.name.startswith("stranger")] == ["stranger.one"]
    assert "handed over twice" in house.plugin("stranger").faults[0].sentence  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("page", "keys"),
    [("saving", ("b", "ctrl+s")), ("asking", ("b", "y")), ("choosing", ("b", "enter")), ("leaving", ("b",))],
)
async def test_what_a_dialog_sets_off_may_fail_and_the_shell_stands(
    found_community: Found, page: str, keys: tuple[str, ...]
) -> None:
    community = found_community(house_with("fails_in_answers"))
    async with community.shell() as screen:
        await screen.app.open_page(page)
        await screen.settled()
        for key in keys:
            await screen.press(key)
        assert "Nothing is lost" in screen.text
        assert SECRET not in screen.text
        await screen.press("escape", "2")
        assert "November 2026" in screen.text
    assert community.house.plugin("fails_in_answers").faults  # type: ignore[union-attr]
    assert not community.house.plugin("core").faults  # type: ignore[union-attr]


async def test_a_page_whose_style_sheet_can_not_be_read_becomes_a_panel(found_community: Found) -> None:
    community = found_community(house_with("fails_in_answers"))
    async with community.shell() as screen:
        await screen.app.open_page("unstyled")
        await screen.settled()
        assert "This page of the plugin “fails_in_answers” has stopped." in screen.text
        for page, sign in (("rhythm", "November 2026"), ("you", "Handle")):
            await screen.app.open_page(page)
            await screen.settled()
            assert sign in screen.text


async def test_the_keys_of_a_page_without_anything_to_focus_work(found_community: Found) -> None:
    community = found_community(house_with("fails_in_answers"))
    async with community.shell() as screen:
        await screen.press("z")
        await screen.settled()
        assert screen.app.current == "plain"
        assert " z Plain " in screen.lines[0]
        await screen.press("b")
        assert "heard" in screen.text


def test_a_store_that_goes_away_under_an_opening_dialog_is_told_in_it(community: TestCommunity) -> None:
    async def go() -> None:
        async with community.shell() as screen:
            await screen.press("2", "n")
            away = community.path.rename(community.path.with_name("away"))
            await screen.look()
            for key in ("x", "m", "enter"):
                await screen.press(key)
                assert "folkmoot store" in screen.text.replace("\n", " ")
                await screen.press("escape")
            away.rename(community.path)
            await screen.look()
            assert "November 2026" in screen.text

    asyncio.run(go())


def test_plugins_tries_commands_and_goes_on_after_a_page_that_fails(english: None) -> None:
    house = house_with("fails_in_answers", "raises_in_hook")
    try_out(house, ["init"])
    faults = " ".join(fault.sentence for fault in house.plugin("fails_in_answers").faults)  # type: ignore[union-attr]
    for said in (
        "The command “init” is taken.",
        "folkmoot gone failed",
        "is no click command",
        "UnstyledPage failed",
    ):
        assert said in faults
    assert house.plugin("raises_in_hook").faults  # type: ignore[union-attr]
