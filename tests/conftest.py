"""Every test may take the fixtures of `folkmoot.testing`; catalogues are compiled before the first one."""

from __future__ import annotations

import os

import pytest

from of_scripts import script

pytest_plugins = ["folkmoot.testing"]

# A terminal that can draw everything, whatever machine the tests run on; tests that mean another say so.
os.environ.update({"LANG": "en_GB.UTF-8", "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"})
for name in ("LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANGUAGE", "NO_COLOR", "FOLKMOOT_DEBUG"):
    os.environ.pop(name, None)

script("catalogues").compile_stale()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long`: what tortures the store does it for hours, not for seconds."""
    parser.addoption("--long", action="store_true", help="torture the store at full length")
