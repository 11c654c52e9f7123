"""The plugins in `examples/`, written as a stranger would: the house finds nothing wrong, their own tests pass.

`.ci/run` runs the same against the built wheel.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from folkmoot.testing import TestCommunity, faults_of, house_with

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
PLUGINS = {
    "hall-key": "hall_key.py",
    "tool-library": ".",
    "ask-me": "ask_me",
}  # folder: what of it is the plugin


def test_every_example_is_looked_at() -> None:
    assert {folder.name for folder in EXAMPLES.iterdir() if folder.is_dir()} == {*PLUGINS, "hooks"}


@pytest.mark.parametrize("name", PLUGINS)
def test_the_house_finds_nothing_wrong(name: str) -> None:
    assert faults_of(EXAMPLES / name / PLUGINS[name]) == []


@pytest.mark.parametrize("name", PLUGINS)
def test_its_own_tests_pass_and_its_types_are_right(name: str, tmp_path: Path) -> None:
    here = EXAMPLES / name
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COV"))}
    quiet = ["-q", "-p", "no:xdist", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *quiet], cwd=here, env=plain, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
    code = name.replace("-", "_") + (".py" if name == "hall-key" else "")
    strict = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), code]
    checked = subprocess.run(strict, cwd=here, env=plain, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout[-3000:]


def test_all_of_them_live_in_one_house(found_community) -> None:  # type: ignore[no-untyped-def]
    house = house_with(*(EXAMPLES / name / PLUGINS[name] for name in PLUGINS))
    home: TestCommunity = found_community(house)
    home.run("ana", "hall-key", "take")
    home.run("ana", "tool-library", "add", "Ladder")
    home.run("ana", "ask-me", "say", "bread")
    card = home.run("ana", "people", "show", "ana")
    assert "Ask me about       bread\n" in card
    assert "Lends              Ladder\n" in card
    assert [plugin.faults for plugin in house.plugins if plugin.faults] == []
