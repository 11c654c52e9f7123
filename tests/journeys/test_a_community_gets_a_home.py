"""Journey 1, as far as it stands: an empty house is founded on the screen or by questions, its year is there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from journeys.on_a_terminal import OnATerminal

FOLKMOOT = [sys.executable, "-m", "folkmoot"]


def command(store: Path, *words: str) -> str:
    ran = subprocess.run(
        [*FOLKMOOT, *words, "--store", str(store)], capture_output=True, text=True, check=True
    )
    return ran.stdout


def test_the_first_screen_founds_a_community_and_opens_it(tmp_path: Path) -> None:
    store = tmp_path / "home"
    with OnATerminal([*FOLKMOOT, "--store", str(store)]) as terminal:
        terminal.wait_for("There is no community here yet.")
        terminal.wait_for("save")
        for answer in ("Moss", "europe/lisboa", "Moss Valley", "38.7", "-9.1"):
            terminal.press(answer, "down")
            terminal.wait_for(answer)
        terminal.press("ctrl+s")
        terminal.wait_for("Did you mean Europe/Lisbon?")
        assert not (store / "community.json").exists()
        terminal.press(*["backspace"] * len("europe/lisboa"), "Europe/Lisbon", "ctrl+s")
        terminal.wait_for("1 Today")
        terminal.wait_for("First steps")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    year = json.loads(command(store, "rhythm", "--from", "2027-01-01", "--to", "2028-01-01", "--json"))
    kinds = [occurrence["kind"] for occurrence in year["occurrences"]]
    assert (kinds.count("gathering"), kinds.count("call"), kinds.count("organising")) == (2, 10, 13)
    assert "1 person" in command(store, "doctor")


def test_leaving_the_first_screen_founds_nothing(tmp_path: Path) -> None:
    with OnATerminal([*FOLKMOOT, "--store", str(tmp_path / "home")]) as terminal:
        terminal.wait_for("There is no community here yet.")
        terminal.wait_for("save")
        terminal.press("esc")
        assert terminal.wait_for_end() == 0
    assert not (tmp_path / "home").exists()


def test_init_asks_at_a_terminal_and_asks_again_where_an_answer_does_not_fit(tmp_path: Path) -> None:
    store = tmp_path / "home"
    with OnATerminal([*FOLKMOOT, "init", "--store", str(store)]) as terminal:
        terminal.wait_for("Name of the community")
        terminal.press("Moss\r")
        terminal.wait_for("Time zone")
        terminal.press("Lisbon\r")
        terminal.wait_for("Did you mean Europe/Lisbon?")
        terminal.press("Europe/Lisbon\r")
        terminal.wait_for("Place")
        terminal.press("Moss Valley\r")
        terminal.wait_for("Latitude")
        terminal.press("91\r")
        terminal.wait_for("lies between -90 and 90")
        terminal.press("38.7\r")
        terminal.wait_for("Longitude")
        terminal.press("-9.1\r")
        for asked in ("Calls begin at", "Gatherings near", "Your name", "Your handle"):
            terminal.wait_for(asked)
            terminal.press("\r")
        terminal.wait_for("Moss has a home")
        assert terminal.wait_for_end() == 0
    assert "Full moon call" in command(store, "rhythm")


def test_stopping_init_half_way_founds_nothing(tmp_path: Path) -> None:
    with OnATerminal([*FOLKMOOT, "init", "--store", str(tmp_path / "home")]) as terminal:
        terminal.wait_for("Name of the community")
        terminal.press("Moss\r")
        terminal.wait_for("Time zone")
        terminal.insist("\x03", "Stopped.")
        assert terminal.wait_for_end() == 130
    assert not (tmp_path / "home").exists()
