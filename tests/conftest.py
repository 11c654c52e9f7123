"""Every test may take the fixtures of `folkmoot.testing`; catalogues are compiled before the first one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import hypothesis
import pytest

from of_scripts import script

pytest_plugins = ["folkmoot.testing"]

# A terminal that can draw everything, whatever machine the tests run on; tests that mean another say so.
os.environ.update({"LANG": "en_GB.UTF-8", "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"})
for name in ("LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANGUAGE", "NO_COLOR", "FOLKMOOT_DEBUG"):
    os.environ.pop(name, None)

# The tests start hundreds of processes: the house is compiled once for all of them, not in each.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

script("catalogues").compile_stale()

# Few examples each time the suite runs; HYPOTHESIS_PROFILE=thorough tries many more.
hypothesis.settings.register_profile("swift", max_examples=30, deadline=None)
hypothesis.settings.register_profile("thorough", max_examples=500, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "swift"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--whole`: everything; `--long`: what tortures the store does it for hours, not for seconds."""
    parser.addoption(
        "--whole", action="store_true", help="what is gone over again, and what tortures the store"
    )
    parser.addoption("--long", action="store_true", help="torture the store at full length; takes hours")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without `--whole`, leave out what goes over the same ground again: the decider (`.ci/run`) runs it all.

    What is named on the command line is run in any case.
    """
    everything = (config.rootpath, config.rootpath / "tests")
    named = any(Path(one.partition("::")[0]).absolute() not in everything for one in config.args)
    if config.getoption("--whole") or config.getoption("--long") or named:
        return
    again = [item for item in items if item.get_closest_marker("whole")]
    if again:
        config.hook.pytest_deselected(items=again)
        items[:] = [item for item in items if not item.get_closest_marker("whole")]


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many tests wait for programs that they start."""
    return (os.cpu_count() or 1) + 1
