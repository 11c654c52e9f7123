"""`folkmoot plugins`: on and off, beside the record, with what a plugin needs; made, checked, and told why."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from folkmoot.testing import TestCommunity

HELLO = """
from folkmoot import api
FOLKMOOT_API = 2
FOLKMOOT_NEEDS = {needs}

@api.hookimpl
def folkmoot_today(session):
    yield api.TodayItem("hello from {name}")
"""


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What a test imported from its own folder is not there for the next one."""
    before, path = set(sys.modules), list(sys.path)
    yield
    for name in set(sys.modules) - before:
        file = getattr(sys.modules[name], "__file__", None) or ""
        if "pytest-of-" in file:
            del sys.modules[name]
    sys.path[:] = path


@pytest.fixture
def home(community: TestCommunity) -> TestCommunity:
    """A community whose commands open what is installed and what lies beside its record."""
    return community


def hello(folder: Path, name: str, needs: object = ()) -> Path:
    """A plugin of one file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.py"
    file.write_text(HELLO.format(name=name, needs=needs), "utf-8")
    return file


def beside(home: TestCommunity) -> Path:
    """The folder of the community's own plugins."""
    return home.path.parent / "plugins"


def states(home: TestCommunity) -> dict[str, str]:
    """How each plugin fares."""
    rows = json.loads(home.run("ana", "plugins", "list", "--quick", "--json"))["plugins"]
    return {row["name"]: row["state"] for row in rows}


def test_one_file_beside_the_record_is_a_plugin(home: TestCommunity) -> None:
    hello(beside(home), "wren")
    assert "hello from wren" in home.run("ana", "today")
    assert states(home)["wren"] == "on"


def test_a_package_and_a_project_beside_the_record_are_plugins(home: TestCommunity) -> None:
    package = beside(home) / "heron"
    hello(package, "__init__").write_text(HELLO.format(name="heron", needs=()), "utf-8")
    home.run("ana", "plugins", "new", "stork", "--in", str(beside(home)))
    assert {"heron", "stork"} <= set(states(home))
    assert "hello from heron" in home.run("ana", "today")
    assert "Press n" not in home.run("ana", "stork")


def test_a_plugin_is_turned_off_and_on_again(home: TestCommunity) -> None:
    hello(beside(home), "wren")
    said = home.run("ana", "plugins", "disable", "wren")
    assert "folkmoot plugins enable wren" in said.replace("\n", " ")
    assert states(home)["wren"] == "off"
    assert "hello from wren" not in home.run("ana", "today")
    assert "turned off" in home.run("ana", "plugins", "why", "wren")
    home.run("ana", "plugins", "enable", "wren")
    assert "hello from wren" in home.run("ana", "today")


def test_one_that_came_with_the_house_can_be_turned_off_too(home: TestCommunity) -> None:
    home.run("ana", "plugins", "disable", "sociocracy")
    assert states(home) == {"core": "on", "sociocracy": "off", "tmaps": "on"}
    home.run("ana", "circles", code=64)
    home.run("ana", "plugins", "enable", "sociocracy")
    home.run("ana", "circles")


def test_what_is_off_is_not_even_imported(home: TestCommunity, tmp_path: Path) -> None:
    file = hello(beside(home), "wren")
    home.run("ana", "plugins", "disable", "wren")
    file.write_text("raise SystemExit(3)", "utf-8")
    assert states(home)["wren"] == "off"


def test_a_plugin_that_lies_elsewhere_is_turned_on_by_its_path(home: TestCommunity, tmp_path: Path) -> None:
    file = hello(tmp_path / "made", "wagtail")
    home.run("ana", "plugins", "enable", str(file))
    assert "hello from wagtail" in home.run("ana", "today")
    home.run("ana", "plugins", "disable", "wagtail")
    assert "hello from wagtail" not in home.run("ana", "today")
    assert "hello from wagtail" in home.run("ana", "--plugin", str(file), "today")
    home.run("ana", "plugins", "enable", "wagtail")
    file.unlink()
    assert states(home)["wagtail"] == "refused"
    assert "There is no plugin at" in home.run("ana", "plugins", "why", "wagtail")


def test_a_plugin_that_needs_more_waits_for_a_yes(home: TestCommunity) -> None:
    file = hello(beside(home), "gull", ("network",))
    assert states(home)["gull"] == "waiting"
    assert "hello from gull" not in home.run("ana", "today")
    assert "talk to other machines" in home.run("ana", "plugins", "why", "gull")
    said = home.run("ana", "plugins", "enable", "gull")
    assert "It may now talk to other machines." in said
    assert "hello from gull" in home.run("ana", "today")
    file.write_text(HELLO.format(name="gull", needs=("network", "programs")), "utf-8")
    stale = file.parent / "__pycache__"
    for compiled in stale.glob("gull*"):
        compiled.unlink()
    sys.modules.pop("gull", None)
    assert states(home)["gull"] == "waiting"


def test_a_need_that_there_is_not_is_refused(home: TestCommunity) -> None:
    hello(beside(home), "gull", ("everything",))
    assert states(home)["gull"] == "refused"
    assert "network, files, programs, accounts" in home.run("ana", "plugins", "why", "gull")
    said = home.run("ana", "plugins", "enable", "gull", code=78)
    assert "can't be turned on" in said


def test_what_everybody_may_write_is_not_run(home: TestCommunity) -> None:
    hello(beside(home), "wren").chmod(0o666)
    assert states(home)["wren"] == "refused"
    assert "chmod o-w" in home.run("ana", "plugins", "why", "wren")


@pytest.mark.parametrize("name", ["json", "Wren", "2wren"])
def test_a_name_that_is_none_or_somebody_elses_is_refused(home: TestCommunity, name: str) -> None:
    hello(beside(home), name)
    assert states(home)[name] == "refused"
    assert "wren" not in home.run("ana", "today")


def test_choices_that_cannot_be_read_leave_strangers_out_and_are_told(home: TestCommunity) -> None:
    hello(beside(home), "wren")
    (home.path.parent / "plugins.json").write_text("{torn", "utf-8")
    assert states(home) == {"core": "on", "sociocracy": "on", "tmaps": "on", "plugins.json": "refused"}
    assert "Full moon call" in home.run("ana", "today")
    assert "plugins.json can't be read" in home.run("ana", "doctor", code=78).replace("\n", " ")


def test_a_name_that_nobody_knows_is_told(home: TestCommunity) -> None:
    for words in (("why", "dodo"), ("enable", "dodo"), ("disable", "dodo")):
        assert "There is no plugin “dodo”" in home.run("ana", "plugins", *words, code=65)


def test_why_says_where_from_what_it_brings_and_how_to_do_without(home: TestCommunity) -> None:
    said = home.run("ana", "plugins", "why", "core")
    assert "“core” 0.1.0 comes from folkmoot." in said
    assert "pages: Today" in said
    assert "Without it: folkmoot plugins disable core" in said
    about = json.loads(home.run("ana", "plugins", "why", "core", "--json"))
    assert set(about) == {
        "name",
        "version",
        "package",
        "state",
        "api",
        "needs",
        "brings",
        "faults",
        "says",
    }


def test_what_was_named_for_one_call_and_can_not_be_taken_is_said(
    home: TestCommunity, tmp_path: Path
) -> None:
    said = home.run("ana", "--plugin", str(tmp_path / "gone"), "today")
    assert "The plugin “gone” is left out: There is no plugin at" in said
    assert "Full moon call" in said


def test_a_file_whose_name_begins_with_a_line_belongs_to_another(home: TestCommunity) -> None:
    hello(beside(home), "_wren_page")
    hello(beside(home), "wren")
    assert set(states(home)) == {"core", "sociocracy", "tmaps", "wren"}
