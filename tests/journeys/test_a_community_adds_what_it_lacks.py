"""Journey 7: what docs/plugins.md says, typed as it stands, leads to the own page on the screen."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from journeys.on_a_terminal import OnATerminal

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
INSTALLS = "pip install pytest pytest-asyncio"  # stands already where the tests run


def typed() -> list[str]:
    """The lines of “Ten minutes”, in order."""
    text = (ROOT / "docs/plugins.md").read_text("utf-8")
    part = text[text.index("## Ten minutes") : text.index("## By commands")]
    return [line for block in re.findall(r"```sh\n(.*?)```", part, re.S) for line in block.splitlines()]


@pytest.fixture
def at_home(tmp_path: Path) -> dict[str, str]:
    """An environment of a person who has just installed folkmoot."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "XDG", "COV"))
    }
    return {**kept, "HOME": str(tmp_path), "PATH": f"{BIN}:{os.environ['PATH']}", "LANG": "C.UTF-8"}


def test_the_ten_minutes_of_the_documentation_lead_to_the_own_page(
    tmp_path: Path, at_home: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path
    founding = ["folkmoot", "init", "--name", "Moss", "--zone", "Europe/London", "--place", "Moss"]
    founding += ["--latitude", "53.7", "--longitude", "-2.1", "--your-name", "Ana", "--as", "ana"]
    ran = subprocess.run(
        founding, env=at_home, cwd=here, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert ran.returncode == 0, ran.stderr
    opened = []
    for line in typed():
        words = line.split()
        if line == INSTALLS:
            continue
        if words[0] == "cd":
            here = here / words[1]
        elif words[0] == "folkmoot" and (words[-1] == "demo" or len(words) == 1):
            monkeypatch.chdir(here)
            opened.append(see_the_own_page([str(BIN / "folkmoot"), *words[1:]], at_home))
        else:
            ran = subprocess.run(words, env=at_home, cwd=here, capture_output=True, text=True)
            assert ran.returncode == 0, f"{line}: {ran.stdout}{ran.stderr}"
    assert "Ladder" in opened[0]
    assert "Press n to add the first thing." in opened[1]
    break_it(here, at_home)


def break_it(project: Path, environ: dict[str, str]) -> None:
    """It breaks once: the house stays up, and says where."""
    page = project / "toolshed" / "page.py"
    page.write_text(
        page.read_text("utf-8").replace("yield PickList(self.lines())", "yield PickList(self.linse())")
    )
    with OnATerminal([str(BIN / "folkmoot")], environ=environ) as terminal:
        terminal.wait_for("1 Today")
        number = re.search(r"(\d) Toolshed", terminal.screen.display[0])
        assert number is not None
        terminal.press(number[1])
        text = terminal.wait_for("folkmoot plugins why toolshed")
        assert "This page of the plugin “toolshed” has stopped." in text
        assert "AttributeError (page.py:" in text
        terminal.press("1")
        terminal.wait_without("has stopped")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    said = subprocess.run(
        ["folkmoot", "plugins", "why", "toolshed"], env=environ, capture_output=True, text=True
    ).stdout
    assert "AttributeError (page.py:" in said
    assert "Without it: folkmoot plugins disable toolshed" in said


def see_the_own_page(command: list[str], environ: dict[str, str]) -> str:
    """Go to the new page by the palette; what it shows."""
    with OnATerminal(command, environ=environ) as terminal:
        terminal.wait_for("1 Today")
        terminal.press("ctrl+p")
        terminal.wait_for("Find a page or an action")
        terminal.press("toolshed")
        terminal.wait_for("What can be borrowed here.")
        terminal.press("enter")
        text = terminal.wait_for("bring back")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        return text
