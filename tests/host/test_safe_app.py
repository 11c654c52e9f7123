"""The app under every screen of ours: what Textual would log, copy or write down stays where it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.widgets import Input

from folkmoot.shell.safe import SafeApp

LOOK = """
import os, sys
if sys.argv[1] == "first":
    import textual.constants
import folkmoot.shell
from textual import constants
from folkmoot.shell.safe import SafeApp
print([name for name in os.environ if name.startswith("TEXTUAL")])
print(constants.LOG_FILE, constants.DEBUG, constants.DRIVER, constants.PRESS, constants.SCREENSHOT_DELAY)
print(constants.TEXTUAL_ANIMATIONS, sorted(SafeApp().features))
"""
LOGGING = {
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_LOG": "keys",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_DRIVER": "evil:Driver",
    "TEXTUAL_PRESS": "q",
    "TEXTUAL_SCREENSHOT": "1",
    "TEXTUAL_ANIMATIONS": "full",
}


@pytest.mark.parametrize("textual", ["first", "later"])
def test_no_variable_makes_textual_log_keys_or_run_a_driver(tmp_path: Path, textual: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LOOK, textual], env=LOGGING, cwd=tmp_path, capture_output=True, text=True
    )
    assert ran.stdout.splitlines() == [
        "['TEXTUAL_ANIMATIONS', 'TEXTUAL_FPS']",
        "None False None  -1",
        "none []",
    ]
    assert ran.stderr == ""
    assert list(tmp_path.iterdir()) == []


class TwoLines(SafeApp):
    """A line that is a password, or not, and another one."""

    def __init__(self, password: bool) -> None:
        super().__init__()
        self.password = password

    def compose(self) -> ComposeResult:
        yield Input("correct horse", password=self.password, id="from")
        yield Input(id="to")


@pytest.mark.parametrize(("password", "pasted"), [(False, "correct horse"), (True, "")])
@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+x"])
async def test_what_is_copied_can_be_pasted_here_unless_it_is_a_password(
    password: bool, pasted: str, key: str
) -> None:
    app = TwoLines(password)
    async with app.run_test() as pilot:
        app.query_one("#from", Input).focus()
        await pilot.press("shift+home", key, "tab", "ctrl+v")
        assert app.query_one("#to", Input).value == pasted


async def test_no_picture_of_the_screen_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = SafeApp()
    async with app.run_test():
        app.save_screenshot()
        app.action_screenshot()
        assert list(tmp_path.iterdir()) == []
