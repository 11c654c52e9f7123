"""`folkmoot plugins`: on and off, beside the record, with what a plugin needs; made, checked, and told why."""

from __future__ import annotations

import json
import os
import subprocess
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
    assert "hello from wagtail" in home.run("ana", "--with", str(file), "today")
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


# -- made and checked ------------------------------------------------------------------------------------------


def test_a_new_plugin_passes_its_own_tests_and_the_check(home: TestCommunity, tmp_path: Path) -> None:
    home.run("ana", "plugins", "new", "toolshed", "--in", str(tmp_path))
    made = tmp_path / "toolshed"
    assert "Well: nothing was found" in home.run("ana", "plugins", "check", str(made))
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist"],
        cwd=made,
        env=plain,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
    strict = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "toolshed"]
    checked = subprocess.run(strict, cwd=made, env=plain, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout[-3000:]


def test_its_sentences_are_collected_and_spoken_once_translated(home: TestCommunity, tmp_path: Path) -> None:
    home.run("ana", "plugins", "new", "toolshed", "--in", str(tmp_path))
    made = str(tmp_path / "toolshed")
    said = home.run("ana", "plugins", "words", made)
    file = tmp_path / "toolshed/toolshed/locale/es/LC_MESSAGES/toolshed.po"
    assert "are not translated yet" in said
    text = file.read_text("utf-8")
    wanted = 'msgid "Nothing yet: folkmoot toolshed add NAME"'
    assert wanted in text
    file.write_text(text.replace(f'{wanted}\nmsgstr ""', f'{wanted}\nmsgstr "Nada por ahora."'), "utf-8")
    before = int(said.split(": ")[1].split()[0])
    assert f"{before - 1} of" in home.run("ana", "plugins", "words", made)
    home.join("eva", language="es")
    assert "Nada por ahora." in home.run("eva", "--with", made, "toolshed")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Tool shed", "is no name for a plugin"),
        ("x", "is no name for a plugin"),
        ("today", "is taken already"),
        ("store", "is taken already"),
        ("json", "means something in Python"),
        ("class", "means something in Python"),
    ],
)
def test_a_new_plugin_needs_a_name_of_its_own(
    home: TestCommunity, tmp_path: Path, name: str, says: str
) -> None:
    assert says in home.run("ana", "plugins", "new", name, "--in", str(tmp_path), code=65)
    assert list(tmp_path.glob("*shed*")) == []


def test_a_folder_that_is_there_is_left_alone(home: TestCommunity, tmp_path: Path) -> None:
    (tmp_path / "toolshed").mkdir()
    assert "is there already" in home.run("ana", "plugins", "new", "toolshed", "--in", str(tmp_path), code=73)
    assert list((tmp_path / "toolshed").iterdir()) == []


BAD = """
import socket
import msgspec
from folkmoot import api
from folkmoot.store import open_store

FOLKMOOT_API = 2


class Thing(msgspec.Struct):
    name: str = ""


class BadPage(api.PageView):
    def keys(self):
        return [api.Key("x", "one two three", self.x), Key("y", "no", self.y, "H" * 3, )]


def Key(*given):
    return api.Key(*given)


@api.hookimpl
def folkmoot_collections():
    yield api.Collection("things", Thing, version=3, migrations={2: dict})


@api.hookimpl
def folkmoot_pages():
    yield api.Page("sheds", "A very long title", "bad:BadPage")


@api.hookimpl
def folkmoot_commands():
    yield api.Command("today", "bad:nothing", "")


@api.hookimpl
def folkmoot_policies():
    yield api.Policy("board.see", api.with_account, "Mine.")


@api.hookimpl
def folkmoot_todays():
    return ()
"""


def test_check_says_in_sentences_what_is_wrong(home: TestCommunity, tmp_path: Path) -> None:
    file = tmp_path / "bad.py"
    file.write_text(BAD, "utf-8")
    said = home.run("ana", "plugins", "check", str(file), code=78)
    for sentence in (
        "There is no hook folkmoot_todays. Did you mean folkmoot_today?",
        "The page “sheds” should begin with “bad”.",
        "The command “today” is taken.",
        "The verb “board.see” should begin with “bad.”.",
        "The verb “board.see” is taken: another rule for it counts.",
        "Thing should be frozen: what is read is shared.",
        "bad.things has version 3, and no step to 3.",
        "The title “A very long title” has more than 10 letters.",
        "The page “sheds” has no help.",
        "bad:BadPage says nothing about itself (a docstring).",
        "bad.py:5: folkmoot.store may move; import from folkmoot.api.",
        'bad.py:2 (socket): say so with FOLKMOOT_NEEDS = ("network",).',
    ):
        assert sentence in said, sentence
    found = json.loads(
        home.run("ana", "plugins", "check", str(file), "--json", code=78).partition("\n}\n")[0] + "}"
    )
    assert found["well"] is False


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("def broken(:", "It could not be loaded: SyntaxError"),
        ("raise SystemExit(3)", "It could not be loaded: SystemExit"),
        ("x = 1", "does not say which API"),
        ("FOLKMOOT_API = 7", "It is written for API 7"),
        ("FOLKMOOT_API = 'two'", "It is written for API two"),
    ],
)
def test_check_stands_whatever_the_file_is(home: TestCommunity, tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / f"odd{abs(hash(text))}.py"
    file.write_text(text, "utf-8")
    assert says in home.run("ana", "plugins", "check", str(file), code=78)


@pytest.mark.parametrize(
    ("pyproject", "says"),
    [
        ("[project", "can't be read"),
        ("[project]\nname = 'x'", "has to name one plugin"),
        ("[project.entry-points.\"folkmoot.plugins\"]\nodd = 'gone'", "ModuleNotFoundError"),
    ],
)
def test_check_tells_of_a_project_that_is_none(
    home: TestCommunity, tmp_path: Path, pyproject: str, says: str
) -> None:
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "pyproject.toml").write_text(pyproject, "utf-8")
    assert says in home.run("ana", "plugins", "check", str(tmp_path / "odd"), code=78)


def test_check_tells_where_there_is_nothing(home: TestCommunity, tmp_path: Path) -> None:
    assert "There is no plugin at" in home.run("ana", "plugins", "check", str(tmp_path / "gone"), code=78)
