"""What is imported when: a start is quick because nothing comes in before somebody goes where it is needed.

Every test asks a fresh process what it imported; a failing one says which module is too heavy there and who
imported it first.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

import pytest

from folkmoot.testing import TestCommunity

SKY_AND_FILES = ("numpy", "skyfield", "icalendar")
OTHER_PAGES = ("folkmoot_core.rhythm.page", "folkmoot_sociocracy.circles.page", "folkmoot_tmaps.maps.page")
COSTLY_WIDGETS = (
    "textual.widgets._data_table",
    "textual.widgets._footer",
    "textual.widgets._markdown",
    "textual.widgets._text_area",
)
WATCHED = """
import sys

class Watch:
    imported_by = {{}}

    def find_spec(self, name, path=None, target=None):
        frame = sys._getframe(1)
        while "importlib" in frame.f_code.co_filename:
            frame = frame.f_back
        self.imported_by.setdefault(name, frame.f_globals["__name__"])

sys.meta_path.insert(0, Watch())
{work}
for name in sys.modules:
    print(name, Watch.imported_by.get(name, "Python"), file=sys.stderr)
"""
OPEN_THE_SHELL = """
import asyncio
from pathlib import Path
from folkmoot.door.opening import session_at
from folkmoot.plugins import open_house
from folkmoot.shell.app import Shell

async def look(path):
    with session_at(open_house(), path) as session:
        async with Shell(session).run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert pilot.app.current == "today" and pilot.app.view is not None

asyncio.run(look(Path({path!r})))
"""


def imported_by(work: str) -> dict[str, str]:
    """Every module that a fresh process holds after some work, with the module that imported it first."""
    process = subprocess.run(
        [sys.executable, "-c", WATCHED.format(work=work)],
        env={name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert process.returncode == 0, process.stderr[-2000:]
    return dict(line.split() for line in process.stderr.splitlines() if line.count(" ") == 1)


def too_heavy(imported: Mapping[str, str], heavy: Sequence[str]) -> str:
    """A sentence for each module that should not be there; empty where all is well."""
    return "; ".join(f"{name} is imported by {imported[name]}" for name in heavy if name in imported)


def running(*arguments: str) -> str:
    """The work of one command, in the process that is asked."""
    return f"from folkmoot.cli import main\nassert main({list(arguments)!r}) == 0"


def test_the_command_line_comes_up_without_screens_sky_calendars_and_locales() -> None:
    imported = imported_by("import folkmoot.cli")
    assert not too_heavy(imported, ("textual", "rich", "babel", *SKY_AND_FILES))


@pytest.mark.parametrize("command", ["moons", "plugins --quick"])
def test_a_command_without_a_community_needs_neither_screens_nor_sky(command: str) -> None:
    imported = imported_by(running(*command.split(), "--json"))
    assert not too_heavy(imported, ("textual", *SKY_AND_FILES))


def test_the_rhythm_as_json_needs_neither_screens_nor_sky(community: TestCommunity) -> None:
    imported = imported_by(running("--store", str(community.path), "rhythm", "--json"))
    assert not too_heavy(imported, ("textual", *SKY_AND_FILES))


@pytest.mark.parametrize(
    "module",
    ["api", "contributions", "forms", "hookspecs", "plugins", "policies", "session", "store"],
)
def test_what_plugins_and_commands_build_on_knows_no_screens(module: str) -> None:
    assert not too_heavy(imported_by(f"import folkmoot.{module}"), ("textual",))


def test_the_shell_and_its_first_page_bring_no_sky_and_no_costly_widget() -> None:
    imported = imported_by("import folkmoot.shell.app, folkmoot_core.today.page")
    assert not too_heavy(imported, (*SKY_AND_FILES, *COSTLY_WIDGETS, *OTHER_PAGES))


def test_an_open_shell_has_imported_only_the_page_that_is_shown(community: TestCommunity) -> None:
    imported = imported_by(OPEN_THE_SHELL.format(path=str(community.path)))
    assert "folkmoot_core.today.page" in imported
    assert not too_heavy(imported, (*SKY_AND_FILES, *COSTLY_WIDGETS, *OTHER_PAGES))
