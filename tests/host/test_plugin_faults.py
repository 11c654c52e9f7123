"""Whatever a plugin does, the house stands, the others go on, and the fault is told in a sentence."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from folkmoot.discovery import Installed, installed_plugins
from folkmoot.door.doctor import examine, plugin_rows
from folkmoot.door.trial import try_out
from folkmoot.plugins import House, open_house
from folkmoot.testing import TestCommunity

Found = Callable[..., TestCommunity]
SECRET = "a secret that must not be shown"


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
        ("wrong_api", "refused", "It is written for API 99; this folkmoot speaks API 1."),
        ("says_no_api", "refused", "It does not say which API it is written for (FOLKMOOT_API = 1)."),
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
        assert "That could not be shown: ValueError" in screen.text
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
