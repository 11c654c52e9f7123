"""The worked cases once more, as a script would have them: `folkmoot rhythm --json` of a community."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.test_schedule_cases import CASES, simple_figures
from folkmoot.cli import main

Run = Callable[..., Any]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command on one store; its JSON, where it has any."""
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def go(*words: object) -> Any:
        code = main([*(str(word) for word in words), "--store", str(tmp_path / "home")])
        captured = capsys.readouterr()
        assert code == 0, captured.err
        return json.loads(captured.out) if captured.out.startswith("{") else captured.out

    return go


def found(run: Run, zone: str) -> None:
    run("init", "--name", "Moss", "--zone", zone, "--latitude", "0", "--longitude", "0")


def around(moon_utc: str) -> tuple[str, str]:
    day = date.fromisoformat(moon_utc[:10])
    return str(day - timedelta(days=9)), str(day + timedelta(days=9))


def shown(data: dict[str, Any], occurrence: dict[str, Any]) -> dict[str, Any]:
    moon = next(moon for moon in data["moons"] if moon["key"] == occurrence["moon"])
    return {
        "moon": occurrence["moon"],
        "moon_utc": moon["instant"],
        "moon_local": moon["local"],
        "start_local": occurrence["local_start"],
        "start_utc": occurrence["start"],
        "flag": occurrence["flag"],
    }


@pytest.mark.parametrize(("rule", "figure"), simple_figures())
def test_a_rule_made_by_command_gives_the_worked_case(
    run: Run, rule: dict[str, Any], figure: dict[str, Any]
) -> None:
    found(run, rule["zone"])
    for name in ("gathering", "full-call", "new-call"):
        run("rhythm", "rule", name, "--remove")
    weekdays = ",".join(str(day) for day in rule["weekdays"]) or "any"
    run(
        *("rhythm", "rule", "tried", "--new", "--phase", rule["phase"], "--anchor", rule["anchor"]),
        *("--weekdays", weekdays, "--window", rule["window_days"], "--no-match", rule["no_match"]),
        *(
            "--time",
            rule["local_time"],
            "--minutes",
            rule["duration_minutes"],
            "--round",
            rule["round_minutes"],
        ),
    )
    first, last = around(figure["moon_utc"])
    data = run("rhythm", "--from", first, "--to", last, "--json")
    occurrences = [occurrence for occurrence in data["occurrences"] if occurrence["moon"] == figure["moon"]]
    if "occurrence" in figure:
        assert occurrences == []
        return
    (occurrence,) = occurrences
    assert shown(data, occurrence) == {name: figure[name] for name in shown(data, occurrence)}
    assert (occurrence["key"], occurrence["zone"]) == (f"tried/{figure['moon']}", rule["zone"])


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("year-plan")])
def test_a_founded_community_has_the_year_of_the_worked_case(run: Run, name: str) -> None:
    expected = CASES[name]["expected"]
    found(run, expected["zone"])
    year = expected["year"]
    data = run("rhythm", "--from", f"{year - 1}-12-20", "--to", f"{year + 1}-01-12", "--json")
    full = {m["key"] for m in data["moons"] if m["phase"] == "full" and m["local_date"].startswith(str(year))}
    assert len(full) == expected["full_moons"]
    for kind, figures in (("gathering", "gatherings"), ("call", "calls")):
        found_here = [shown(data, o) for o in data["occurrences"] if o["kind"] == kind and o["moon"] in full]
        assert found_here == [
            {k: v for k, v in figure.items() if k != "weekday"} for figure in expected[figures]
        ]


def test_moved_and_cancelled_by_command_give_the_worked_case(run: Run) -> None:
    case = CASES["moved-and-cancelled"]
    found(run, case["input"]["rule"]["zone"])
    for change in case["input"]["exceptions"]:
        key = f"full-call/{change['key']}"
        if change["action"] == "move":
            run("rhythm", "move", key, change["start_local"])
        else:
            run("rhythm", "cancel", key, "--why", change["reason"])
    data = run("rhythm", "--from", "2027-05-01", "--to", "2027-07-01", "--json")
    for figure in case["expected"]:
        occurrence = next(o for o in data["occurrences"] if o["moon"] == figure["moon"])
        assert (occurrence["local_start"], occurrence["start"]) == (
            figure["start_local"],
            figure["start_utc"],
        )
        assert occurrence["status"] == ("cancelled" if figure["status"] == "CANCELLED" else "moved")


@pytest.mark.parametrize("zone", CASES["members-elsewhere"]["expected"]["members"])
def test_members_elsewhere_have_their_own_clock_by_option(run: Run, zone: str) -> None:
    case = CASES["members-elsewhere"]["expected"]
    found(run, "Asia/Kathmandu")
    data = run("rhythm", "--from", "2027-08-10", "--to", "2027-08-25", "--zone", zone, "--json")
    call = next(o for o in data["occurrences"] if o["moon"] == case["moon"])
    assert (call["local_start"], call["start"]) == (case["members"][zone]["local"], case["start_utc"])
