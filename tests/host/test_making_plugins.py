"""`folkmoot plugins new`, `check` and `words`: what an author of a plugin works with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from folkmoot.testing import TestCommunity
from host.test_plugins_commands import forgotten, home

__all__ = ["forgotten", "home"]  # fixtures


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


def test_what_new_says_comes_next_can_be_typed_as_it_stands(
    home: TestCommunity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _made, *lines = home.run("ana", "plugins", "new", "toolshed").splitlines()
    check, demo, enable = (line.split()[1:] for line in lines)
    home.run("ana", *check)
    assert demo == ["--plugin", "./toolshed", "demo"]
    home.run("ana", *enable)
    assert "Nothing yet" in home.run("ana", "toolshed")


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
    assert "Nada por ahora." in home.run("eva", "--plugin", made, "toolshed")


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
import click
from folkmoot import api
from folkmoot.store import open_store

FOLKMOOT_API = 2


class Thing(msgspec.Struct):
    name: str = ""


class BadPage(api.PageView):
    def keys(self):
        return [api.Key("x", "one two three", self.remove), Key("y", "no", self.y, "H" * 3, )]

    def remove(self):
        pass


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
    yield api.Command("bad", "bad:bad", "Bad.")


@api.hookimpl
def folkmoot_policies():
    yield api.Policy("board.see", api.with_account, "Mine.")


@click.command()
@click.option("--store")
def bad(store):
    pass


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
        "The option --store of “bad” is the house's own.",
        "bad:BadPage says nothing about itself (a docstring).",
        "bad:BadPage has a method “remove”, which hides one that every page has from Textual: call it otherwise.",
        "bad.py:6: folkmoot.store may move; import from folkmoot.api.",
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
