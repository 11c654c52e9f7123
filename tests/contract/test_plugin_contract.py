"""One suite over every installed plugin, and the documentation's own example as a stranger would paste it."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path
from types import FunctionType

import click
import msgspec
import pytest

from folkmoot import hookspecs
from folkmoot.contributions import Page, imported
from folkmoot.door.check import taken_options
from folkmoot.door.doctor import plugin_rows
from folkmoot.features import ITS_NAME
from folkmoot.fitting import RETURNS
from folkmoot.plugins import House, open_house
from folkmoot.shell.arrangement import arranged
from folkmoot.testing import TestCommunity

ROOT = Path(__file__).parent.parent.parent
Found = Callable[..., TestCommunity]
PACKAGES = ("folkmoot_core", "folkmoot_sociocracy", "folkmoot_tmaps")
NAMES = [plugin.name for plugin in open_house().plugins]


@pytest.mark.parametrize("name", NAMES)
def test_a_plugin_is_on_without_a_fault(name: str) -> None:
    rows = {row["name"]: row for row in plugin_rows(open_house())}
    assert (rows[name]["state"], rows[name]["faults"]) == ("on", [])


# the host's own heavy acts have been enough so far
@pytest.mark.parametrize("hook", sorted(RETURNS.keys() - {"heavy_acts"}))
def test_every_hook_is_used_by_a_feature_of_a_bundled_plugin(hook: str) -> None:
    for package in PACKAGES:
        for feature in importlib.import_module(f"{package}.contributed").FEATURES:
            if hasattr(importlib.import_module(f"{package}.{feature}.contributed"), ITS_NAME.get(hook, hook)):
                return
    pytest.fail(f"nobody has anything for folkmoot_{hook}")


def test_no_feature_misspells_what_it_hands_over() -> None:
    known = {ITS_NAME.get(hook, hook) for hook in RETURNS}
    for package in PACKAGES:
        for feature in importlib.import_module(f"{package}.contributed").FEATURES:
            module = importlib.import_module(f"{package}.{feature}.contributed")
            own = {name for name, value in vars(module).items() if isinstance(value, FunctionType)}
            assert not [name for name in own - known if get_close_matches(name, known, cutoff=0.8)], (
                module.__name__
            )


def test_the_documentation_lists_every_hook() -> None:
    text = (ROOT / "docs/hooks.md").read_text("utf-8")
    for hook in RETURNS:
        assert f"`folkmoot_{hook}(" in text


def test_every_page_and_command_can_be_imported(english: None) -> None:
    house = open_house()
    for _name, page in house.ask("pages"):
        assert page.title
        assert page.help
        assert imported(page.view).__doc__
    for _name, command in house.ask("commands"):
        assert isinstance(imported(command.command), click.Command)
        assert command.help


def test_no_command_has_an_option_that_the_house_takes_for_itself(english: None) -> None:
    for _name, command in open_house().ask("commands"):
        assert taken_options(imported(command.command)) == [], command.name


def test_every_collection_holds_a_frozen_struct_under_a_name_of_its_own() -> None:
    collections = open_house().collections()
    assert len({collection.name for collection in collections}) == len(collections)
    for collection in collections:
        assert issubclass(collection.type, msgspec.Struct)
        assert collection.type.__struct_config__.frozen
        assert collection.owner is None or collection.owner in collection.type.__struct_fields__


def test_a_verb_without_a_policy_is_denied_and_says_so(community: TestCommunity) -> None:
    verdict = community.session().may("moon.paint")
    assert not verdict.allowed
    assert "moon.paint" in verdict.because


def test_a_map_is_opened_by_its_owner_alone(community: TestCommunity) -> None:
    community.join("ben")
    assert community.session("ana").may("map.open", "ana").allowed
    assert not community.session("ben").may("map.open", "ana").allowed


def test_a_plugin_of_features_speaks_by_them_in_order_with_the_arguments_they_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, community: TestCommunity
) -> None:
    for feature, line in (("tools", "a saw"), ("lending", "it is lent")):
        (tmp_path / "shed" / feature).mkdir(parents=True)
        (tmp_path / "shed" / feature / "__init__.py").touch()
        (tmp_path / "shed" / feature / "contributed.py").write_text(
            f"from folkmoot.api import TodayItem\ndef today_items(session):\n    yield TodayItem({line!r})\n"
        )
    text = (ROOT / "docs/plugins.md").read_text("utf-8")
    (init,) = re.findall(r"```python\n(from folkmoot.api import hooks_of.*?)```", text, re.S)
    (tmp_path / "shed" / "__init__.py").write_text(init.replace("toolshed", "shed"))
    monkeypatch.syspath_prepend(str(tmp_path))
    house = House()
    house.load("shed", "0.1", "shed", lambda: importlib.import_module("shed"))
    try:
        said = [item.text for _name, item in house.ask("today", session=community.session())]
        assert said == ["a saw", "it is lent"]
        assert house.ask("pages") == []
        assert house.plugins[0].faults == []
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "shed"]:
            del sys.modules[name]


@pytest.fixture
def toolshed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The example of docs/plugins.md, written to files and loaded."""
    blocks = re.findall(
        r"```python\n# (\w+\.py)\n(.*?)```", (ROOT / "docs/plugins.md").read_text("utf-8"), re.S
    )
    for name, code in blocks:
        (tmp_path / name).write_text(code, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    house = open_house()
    house.load("toolshed", "0.1", "toolshed", lambda: importlib.import_module("toolshed"))
    yield house
    for name, _code in blocks:
        sys.modules.pop(name.removesuffix(".py"), None)


async def test_the_documented_plugin_works_as_it_stands(toolshed: House, found_community: Found) -> None:
    community = found_community(toolshed)
    session = community.session()
    tool = importlib.import_module("toolshed").Tool
    with session.store.transaction(by="ana", why="bought") as tx:
        tx.add(tool("ladder"))
    async with community.shell() as screen:
        assert "Tools" in screen.lines[0]
        await screen.app.open_page("toolshed")
        await screen.settled()
        assert "ladder" in screen.text
        await screen.press("b")
        assert "ladder  ana" in screen.text
        await screen.press("1")
        assert "You have the ladder." in screen.text


def test_of_two_pages_with_one_id_the_first_stays_and_the_other_is_told(english: None) -> None:
    house = open_house()
    late = type(sys)("late")
    late.FOLKMOOT_API = 1  # type: ignore[attr-defined]
    late.folkmoot_pages = hookspecs.hookimpl(  # type: ignore[attr-defined]
        lambda: [Page("today", "Again", "nowhere:Nothing", order=990)], specname="folkmoot_pages"
    )
    house.load("late", "1.0", "stranger", lambda: late)
    owners, pages = arranged(house)
    assert owners["today"] == "core"
    assert [page.id for page in pages].count("today") == 1
    plugin = house.plugin("late")
    assert plugin is not None
    assert [fault.sentence for fault in plugin.faults] == ["The page “today” is taken."]
