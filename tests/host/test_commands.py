"""Commands: data on stdout, talk on stderr, exit codes of sysexits, and never a traceback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from folkmoot.cli import main
from folkmoot.store import open_store

GOOD = [
    "--name",
    "Moss",
    "--zone",
    "Europe/London",
    "--place",
    "Moss",
    "--latitude",
    "53.5",
    "--longitude=-2",
    "--as",
    "ana",
]


@dataclass
class Ran:
    code: int
    out: str
    said: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, without a terminal."""
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def go(*words: object) -> Ran:
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code, captured.out, captured.err)

    return go


@pytest.fixture
def store(tmp_path: Path, run: Run) -> Path:
    """A founded community."""
    assert run("init", *GOOD, "--store", tmp_path / "home").code == 0
    return tmp_path / "home"


def kept(store: Path) -> dict[str, bytes]:
    """The file and the journal of a store."""
    return {
        file.name: file.read_bytes() for file in [store / "community.json", *store.glob("community.log/*")]
    }


def test_init_founds_a_community_with_its_rhythm(store: Path, run: Run) -> None:
    shown = json.loads(
        run("rhythm", "--store", store, "--from", "2026-01-01", "--to", "2027-01-01", "--json").out
    )
    assert shown["place"] == {"name": "Moss", "zone": "Europe/London", "latitude": 53.5, "longitude": -2.0}
    kinds = [occurrence["kind"] for occurrence in shown["occurrences"]]
    assert (kinds.count("gathering"), kinds.count("call"), kinds.count("organising")) == (2, 11, 12)
    assert len(shown["moons"]) == 25


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (["--zone", "Europe/Atlantis"], "There is no time zone “Europe/Atlantis”"),
        (["--latitude", "91"], "Latitude lies between -90 and 90, not at 91."),
        (["--latitude", "nan"], "Latitude lies between -90 and 90, not at nan."),
        (["--longitude", "north"], "Longitude: “north” is not a number."),
        (["--as", "Ana!"], "Your handle can't be “Ana!” (2 to 20"),
        (["--name", ""], "Name of the community is missing."),
        (["--call-time", "25:00"], "Calls begin at can't be “25:00”"),
        (["--gatherings", "13-40"], "Gatherings near"),
        (["--name", "x" * 61], "Name of the community can have 60 letters at most."),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_is_founded(
    tmp_path: Path, run: Run, wrong: list[str], says: str
) -> None:
    ran = run("init", *GOOD, *wrong, "--store", tmp_path / "home")
    assert ran.code == 65
    assert says in ran.said
    assert not (tmp_path / "home" / "community.json").exists()


def test_init_without_a_terminal_says_what_it_lacks(tmp_path: Path, run: Run) -> None:
    ran = run("init", "--name", "Moss", "--store", tmp_path / "home")
    assert ran.code == 64
    assert "--zone --latitude --longitude" in ran.said


def test_init_never_founds_over_a_community(store: Path, run: Run) -> None:
    before = (store / "community.json").read_bytes()
    assert run("init", *GOOD, "--store", store).code == 73
    assert (store / "community.json").read_bytes() == before


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"_store": 5}', b"\xff\xfe", b'{"a": {}}'])
def test_a_damaged_store_is_told_and_left_as_it_is(store: Path, run: Run, damage: bytes) -> None:
    (store / "community.json").write_bytes(damage)
    ran = run("rhythm", "--store", store)
    assert ran.code == 65
    assert "community.json" in ran.said
    assert (store / "community.json").read_bytes() == damage


def test_a_store_of_a_newer_version_is_told_and_left_as_it_is(store: Path, run: Run) -> None:
    path = store / "community.json"
    content = json.loads(path.read_text("utf-8"))
    content["_store"]["1"]["format"] = 99
    path.write_text(json.dumps(content), "utf-8")
    before = path.read_bytes()
    ran = run("today", "--store", store)
    assert ran.code == 78
    assert "newer" in ran.said
    assert path.read_bytes() == before


def test_where_there_is_no_community_the_way_to_one_is_told(tmp_path: Path, run: Run) -> None:
    ran = run("today", "--store", tmp_path / "nowhere")
    assert ran.code == 69
    assert "folkmoot init" in ran.said


def test_an_unknown_person_is_told(store: Path, run: Run) -> None:
    ran = run("today", "--store", store, "--as", "nobody")
    assert (ran.code, ran.said) == (65, "Nobody here has the handle “nobody”.\n")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["rythm"], 64, "Did you mean “rhythm”?"),
        (["moons", "--form", "2027-01-01"], 64, "--from"),
        (["moons", "--from", "yesterday"], 65, "“yesterday” is not a date"),
        (["moons", "--from", "2027-02-01", "--to", "2027-01-01"], 65, "ends"),
        (["moons", "--from", "2200-01-01"], 65, "1900"),
        (["moons", "--zone", "Moon/Base"], 65, "There is no time zone"),
    ],
)
def test_a_wrong_call_is_told_with_a_way_on(run: Run, words: list[str], code: int, says: str) -> None:
    ran = run(*words)
    assert ran.code == code
    assert says in ran.said
    assert ran.out == ""


def test_moons_need_no_community_and_say_date_and_eclipse(run: Run) -> None:
    ran = run("moons", "--from", "2027-08-17", "--to", "2027-08-18", "--zone", "Pacific/Auckland", "--json")
    assert json.loads(ran.out) == {
        "zone": "Pacific/Auckland",
        "moons": [
            {
                "key": "full-341",
                "phase": "full",
                "instant": "2027-08-17T07:28:42Z",
                "local": "2027-08-17T19:28:42+12:00",
                "local_date": "2027-08-17",
                "eclipse": "penumbral",
            }
        ],
    }


def test_a_meeting_is_moved_cancelled_and_taken_back_by_commands(store: Path, run: Run) -> None:
    def shown() -> dict[str, str]:
        data = json.loads(
            run("rhythm", "--store", store, "--from", "2027-05-01", "--to", "2027-06-01", "--json").out
        )
        return next(o for o in data["occurrences"] if o["key"] == "full-call/full-338")

    before = shown()
    assert (
        run(
            "rhythm", "move", "full-call/full-338", "2027-05-22T17:00", "--why", "hall", "--store", store
        ).code
        == 0
    )
    moved = shown()
    assert (moved["local_start"], moved["status"], moved["reason"]) == (
        "2027-05-22T17:00:00+01:00",
        "moved",
        "hall",
    )
    assert run("rhythm", "cancel", "full-call/full-338", "--store", store).code == 0
    assert shown()["status"] == "cancelled"
    assert run("rhythm", "restore", "full-call/full-338", "--store", store).code == 0
    assert shown() == {**moved, "reason": ""}, "where it was moved to"
    assert run("rhythm", "restore", "full-call/full-338", "--store", store).code == 0
    assert shown() == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["move", "full-call/full-338", "tomorrow"], "is not a day and time"),
        (["move", "full-call/full-338", "2027-07-01T19:00"], "is nearer to another moon"),
        (["move", "full-call/full-9999", "2027-05-22T17:00"], ""),
        (["cancel", "choir/full-338"], "There is no meeting “choir/full-338”."),
        (["cancel", "nonsense"], "There is no meeting “nonsense”."),
        (["rule", "gathering", "--targets", "02-30"], "Only near can't be “02-30” (month-days like"),
        (["gather", "new-338"], "full moons"),
        (["gather", "full-336"], "already"),
        (["rule", "full-call", "--time", "7pm"], "Begins at can't be “7pm” (like 19:00)."),
        (["rule", "full-call", "--weekdays", "8"], "Weekdays can't be “8” (Monday 1 to Sunday 7"),
        (["rule", "full-call", "--zone", "Nowhere"], "There is no time zone"),
        (["rule", "choir", "--time", "19:00"], "There is no rule “choir”"),
    ],
)
def test_what_the_rhythm_does_not_allow_is_told(store: Path, run: Run, words: list[str], says: str) -> None:
    before = kept(store)
    ran = run("rhythm", *words, "--store", store)
    assert ran.code == 65
    assert says in ran.said
    assert kept(store) == before


def test_a_rule_is_changed_and_read_aloud(store: Path, run: Run) -> None:
    ran = run("rhythm", "rule", "full-call", "--time", "19:30", "--weekdays", "5", "--store", store)
    assert ran.out.split(None, 1) == [
        "full-call",
        "every full moon, on the nearest Fri within 3 days, 19:30 Europe/London, 120 minutes\n",
    ]
    shown = json.loads(
        run("rhythm", "--store", store, "--from", "2027-05-01", "--to", "2027-06-01", "--json").out
    )
    call = next(o for o in shown["occurrences"] if o["rule"] == "full-call")
    assert call["local_start"] == "2027-05-21T19:30:00+01:00"


def test_a_gathering_is_hung_on_another_moon_and_the_call_takes_its_old_place(store: Path, run: Run) -> None:
    assert run("rhythm", "gather", "full-1178", "--store", store).code == 0
    shown = json.loads(
        run("rhythm", "--store", store, "--from", "2095-03-01", "--to", "2095-05-01", "--json").out
    )
    full = {o["moon"]: o["kind"] for o in shown["occurrences"] if o["moon"].startswith("full")}
    assert full == {"full-1177": "call", "full-1178": "gathering"}


def test_times_can_be_shown_in_another_zone(store: Path, run: Run) -> None:
    words = [
        "rhythm",
        "--store",
        store,
        "--from",
        "2027-01-20",
        "--to",
        "2027-01-26",
        "--zone",
        "Pacific/Auckland",
    ]
    data = json.loads(run(*words, "--json").out)
    (call,) = data["occurrences"]
    assert (call["local_start"], call["zone"]) == ("2027-01-23T08:00:00+13:00", "Pacific/Auckland")
    assert call["start"] == "2027-01-22T19:00:00Z"
    assert data["place"]["zone"] == "Europe/London"


def test_today_says_what_comes(store: Path, run: Run) -> None:
    data = json.loads(run("today", "--store", store, "--json").out)
    assert data["community"] == "Moss"
    assert any(item["text"] == "Full moon call" or "Gathering" in item["text"] for item in data["items"])
    assert {"text", "when", "opens", "urgency"} == set(data["items"][0])
    assert "Moss" in run("today", "--store", store).out


def test_plugins_are_listed_with_version_and_state(run: Run) -> None:
    rows = json.loads(run("plugins", "--json").out)["plugins"]
    assert [(row["name"], row["state"]) for row in rows] == [
        ("core", "on"),
        ("sociocracy", "on"),
        ("tmaps", "on"),
    ]
    assert run("plugins", "--no-plugins").out == "No plugins are loaded.\n"


def test_doctor_finds_a_founded_house_well(store: Path, run: Run) -> None:
    ran = run("doctor", "--store", store)
    assert ran.code == 0
    assert "NOT WELL" not in ran.out


def test_doctor_leaves_with_78_where_something_is_not_well(store: Path, run: Run) -> None:
    (store / "community.json").write_text("{", "utf-8")
    ran = run("doctor", "--store", store)
    assert ran.code == 78
    assert "NOT WELL" in ran.out


def test_a_screen_needs_a_terminal_and_says_so(store: Path, run: Run) -> None:
    for words in (["--store", str(store)], ["demo"]):
        ran = run(*words)
        assert ran.code == 65
        assert "terminal" in ran.said


def test_the_demo_can_be_kept(tmp_path: Path, run: Run) -> None:
    assert run("demo", "--keep", tmp_path / "demo").code == 0
    assert json.loads(run("doctor", "--json", "--store", tmp_path / "demo").out)["findings"]
    assert "34 people" in run("doctor", "--store", tmp_path / "demo").out
    assert "General circle" in run("circles", "--store", tmp_path / "demo").out
    assert run("demo", "--keep", tmp_path / "demo").code == 73


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete_the_words(run: Run, shell: str) -> None:
    assert "_FOLKMOOT_COMPLETE" in run("completion", shell).out


def test_every_command_has_help(run: Run) -> None:
    listed = run("--help")
    assert listed.code == 0
    for word in ("init", "demo", "plugins", "doctor", "completion", "today", "rhythm", "moons", "circles"):
        assert f"\n  {word}" in listed.out
        assert run(word, "--help").code == 0


def test_without_plugins_the_host_still_knows_its_own_words(run: Run) -> None:
    listed = run("--no-plugins", "--help").out
    assert "doctor" in listed
    assert "\n  rhythm" not in listed


def process(*words: object, **environ: str) -> subprocess.CompletedProcess[str]:
    """A real process, as a script would start it."""
    return subprocess.run(
        [sys.executable, "-m", "folkmoot", *map(str, words)],
        env={**os.environ, **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_spanish_speakers_get_spanish(store: Path) -> None:
    ran = process("rhythm", "cancel", "coro/full-338", "--store", store, LANG="es_ES.UTF-8")
    assert ran.stderr == "No hay ninguna reunión «coro/full-338».\n"
    assert "Uso:" in process("--help", LANG="es_ES.UTF-8").stdout


def test_in_the_c_locale_only_ascii_is_printed(store: Path) -> None:
    process("rhythm", "cancel", "full-call/full-338", "--why", "Zoë’s fête — later", "--store", store)
    ran = process("rhythm", "--from", "2027-05-01", "--to", "2027-06-01", "--store", store, LANG="C")
    assert ran.stdout.isascii()
    assert "Zoe's fete - later" in ran.stdout


def test_plain_says_today_in_lines_instead_of_opening_a_screen(store: Path, run: Run) -> None:
    assert run("--plain", "--store", store).out == run("today", "--store", store).out


@pytest.mark.parametrize("words", [["moons", "--from", "9999-12-31"], ["moons", "--from", "0001-01-01"]])
def test_a_year_far_away_is_told(run: Run, words: list[str]) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (65, "")
    assert "too far away" in ran.said


def test_a_rule_that_cannot_be_read_is_told_and_not_left_out(store: Path, run: Run) -> None:
    with open_store(store / "community.json", []) as opened:
        opened.table("core.rules").update({"local_time": "xx"})
    for words in (["today"], ["rhythm"], ["rhythm", "--json"]):
        ran = run(*words, "--store", store)
        assert (ran.code, ran.out) == (65, "")
        assert "core.rules" in ran.said


def test_with_its_output_closed_a_command_still_ends_well(store: Path) -> None:
    ran = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m folkmoot today --store {store} >&-"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_reader_that_closes_early_is_no_trouble(store: Path) -> None:
    lines = f"{sys.executable} -m folkmoot rhythm --to 2090-01-01 --store {store}"
    ran = subprocess.run(
        ["bash", "-c", f"{lines} | head -n 1; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0
    command = f"{sys.executable} -m folkmoot moons --from 1950-01-01 --to 1990-01-01 | head -n 1"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert "Traceback" not in ran.stderr
    assert "Error" not in ran.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout_is_told(store: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "folkmoot", "moons", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ran.returncode == 74
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize("words", [["today", "--store"], ["--as"], ["rhythm", "--json", "--as"]])
def test_an_option_without_its_value_takes_no_word_for_it(run: Run, words: list[str]) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (64, "")
    assert "needs a value" in ran.said


def test_json_shows_a_terminal_nothing_that_it_would_obey(store: Path, run: Run) -> None:
    title = "a\x9b31m\u202ez\u2066\x7f"
    with open_store(store / "community.json", []) as opened:
        opened.table("core.rules").update({"title": title})
    ran = run("rhythm", "--json", "--store", store)
    assert not any(mark in ran.out for mark in "\x9b\u202e\u2066\x7f")
    assert json.loads(ran.out)["occurrences"][0]["title"] == title


def test_a_title_is_clean_before_it_is_kept(store: Path, run: Run) -> None:
    run("rhythm", "rule", "full-call", "--title", "two\nlines\x1b[1m\u202e", "--store", store)
    ran = run("rhythm", "rules", "--json", "--store", store)
    titles = {rule["id"]: rule["title"] for rule in json.loads(ran.out)["rules"]}
    assert titles["full-call"] == "two lines[1m"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--round", "0"], "Rounded to minutes lies between 1 and 60, not at 0."),
        (["--window", "15"], "Days from the moon at most lies between 0 and 14, not at 15."),
        (["--minutes", "0"], "Minutes lies between 5 and 10080, not at 0."),
        (["--weekdays", "mon"], "Monday 1 to Sunday 7"),
        (["--weekdays", "²"], "Monday 1 to Sunday 7"),
        (["--targets", "02-30"], "month-days like 03-20"),
        (["--time", "25:00"], "like 19:00"),
        (["--title", "x" * 81], "Name can have 80 letters at most."),
    ],
)
def test_a_rule_that_can_not_be_says_what_it_can(store: Path, run: Run, words: list[str], says: str) -> None:
    ran = run("rhythm", "rule", "full-call", *words, "--store", store)
    assert (ran.code, ran.out) == (65, "")
    assert says in ran.said


def test_taking_a_cancelling_back_leaves_a_moved_meeting_where_it_was_moved_to(store: Path, run: Run) -> None:
    key = "full-call/full-338"
    for words in (["move", key, "2027-05-22T17:00"], ["cancel", key]):
        assert run("rhythm", *words, "--store", store).code == 0
    assert "22 May" in run("rhythm", "restore", key, "--store", store).out
    assert "20 May" in run("rhythm", "restore", key, "--store", store).out


def test_only_a_rule_of_gatherings_hangs_gatherings(store: Path, run: Run) -> None:
    def go(*words: str) -> Ran:
        return run("rhythm", *words, "--store", store)

    go("rule", "gathering", "--remove")
    go("rule", "rest", "--new", "--kind", "restorative", "--phase", "new", "--targets", "06-21")
    assert "no rule for gatherings" in go("gather", "full-341").said
    go("rule", "gathering", "--new", "--kind", "gathering", "--targets", "03-20,09-22")
    assert go("gather", "full-341").code == 0


def test_doctor_names_a_zone_that_this_machine_does_not_know(store: Path, run: Run) -> None:
    with open_store(store / "community.json", []) as opened:
        opened.table("folkmoot.communities").update({"zone": "Mars/Olympus"})
    ran = run("doctor", "--store", store)
    assert ran.code == 78
    assert "Mars/Olympus" in ran.out
