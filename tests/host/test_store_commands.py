"""`folkmoot store …`: what a person who looks after the record types, and what they read."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from tinydb import TinyDB

from folkmoot.cli import main
from folkmoot.store import open_store

GIVEN = ("--name", "Moss", "--zone", "Europe/London", "--latitude", "53", "--longitude", "-2", "--as", "ana")


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    said: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run `folkmoot store …` (or another word) on the community in `home`."""
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def go(*words: object, at: str = "home") -> Ran:
        first = [] if words[0] in ("init", "rhythm", "today", "doctor") else ["store"]
        code = main([*first, *(str(word) for word in words), "--store", str(tmp_path / at)])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code, captured.out, captured.err)

    return go


@pytest.fixture
def home(tmp_path: Path, run: Run) -> Path:
    """A founded community, one of whose calls was cancelled: change 3."""
    assert run("init", *GIVEN).code == 0
    assert run("rhythm", "cancel", "full-call/full-338", "--why", "flood").code == 0
    return tmp_path / "home"


def segment(home: Path) -> Path:
    (found,) = home.glob("community.log/*.jsonl")
    return found


def test_check_says_that_a_record_is_whole(home: Path, run: Run) -> None:
    ran = run("check")
    assert (ran.code, ran.said) == (0, "")
    assert ran.out == "The record is whole: 3 changes, each verified by the one before.\n"
    shown = json.loads(run("check", "--json").out)
    assert (shown["whole"], shown["changes"], shown["faults"]) == (True, 3, [])


def test_check_names_each_fault_and_what_would_be_lost_and_repair_mends_it(home: Path, run: Run) -> None:
    data = segment(home).read_bytes()
    segment(home).write_bytes(data.replace(b'"why":"founded"', b'"why":"f0unded"', 1) + b'{"crc":"')
    for words in (("today",), ("history",), ("backup",)):
        ran = run(*words)
        assert (ran.code, ran.out) == (65, "")
        assert "folkmoot store repair" in ran.said
    ran = run("check")
    assert ran.code == 65
    assert "NOT WELL  000000000000.jsonl: the record of change 1 can't be read" in ran.out
    assert "Repairing loses: what change 1 did" in ran.out
    assert "8 bytes after its last record are no whole record" in ran.out
    ran = run("repair")
    assert ran.code == 0
    assert "000000000000.jsonl was kept as 000000000000.jsonl.bad-1." in ran.out
    assert run("check").code == 0
    assert run("repair").out == "All is well; there was nothing to mend.\n"


@pytest.mark.parametrize("words", [("check",), ("repair",), ("history",), ("backup",), ("compact",)])
def test_where_no_community_is_all_of_it_says_so(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (69, "")
    assert "There is no community at" in ran.said


def test_history_tells_who_did_what_and_why(home: Path, run: Run) -> None:
    lines = run("history").out.splitlines()
    assert "ana: added folkmoot.accounts/1 (founded)" in lines[0]
    assert lines[-1].endswith("ana: added core.changed/1 (rhythm.cancel)")
    run("rhythm", "cancel", "full-call/full-338", "--why", "mud")
    (line,) = run("history", "core.changed/1", "--by", "ana").out.splitlines()[1:]
    assert 'changed core.changed/1 (rhythm.cancel): reason "flood" -> "mud", sequence 1 -> 2' in line
    (change,) = json.loads(run("history", "core.changed", "--json").out)["changes"][1:]
    assert (change["seq"], change["kind"], change["before"]["reason"], change["after"]["reason"]) == (
        4,
        "changed",
        "flood",
        "mud",
    )
    assert set(change) == {"seq", "at", "by", "why", "collection", "id", "kind", "before", "after"}
    assert run("history", "--by", "bo").out == "Nothing of that kind is in the history.\n"
    assert run("history", "--to", "2020-01-01").out == "Nothing of that kind is in the history.\n"
    assert run("history", "--from", "yesterday").code == 65


def test_one_change_is_taken_back_and_one_that_was_changed_since_is_not(home: Path, run: Run) -> None:
    run("rhythm", "cancel", "full-call/full-338", "--why", "mud")
    ran = run("undo", 3)
    assert (ran.code, ran.out) == (75, "")
    assert "“folkmoot store history core.changed/1” shows by whom" in ran.said
    assert run("undo", 4).out == "Change 4 is taken back, by change 5.\n"
    assert "flood" in run("rhythm", "--from", "2027-05-01", "--to", "2027-06-01").out
    assert "There is no change 99" in run("undo", 99).said
    assert run("undo", "last").code == 64


def test_going_back_to_a_copy_and_forth_again(home: Path, run: Run) -> None:
    copy = Path(run("backup").out.strip())
    assert copy.parent == home / "backups"
    run("rhythm", "cancel", "full-call/full-338", "--why", "mud")
    assert copy.name in run("restore").out
    ran = run("restore", copy.name)
    assert "“folkmoot store undo 5” takes this back" in ran.out
    assert "flood" in run("rhythm", "--from", "2027-05-01", "--to", "2027-06-01").out
    assert run("undo", 5).code == 0
    assert "mud" in run("rhythm", "--from", "2027-05-01", "--to", "2027-06-01").out
    ran = run("restore", "nowhere.json")
    assert (ran.code, ran.out) == (65, "")
    assert "lists those there are" in ran.said


@pytest.mark.parametrize("damage", ["file", "all"])
def test_a_record_that_can_not_be_read_is_replaced_by_a_copy_and_kept_aside(
    home: Path, run: Run, damage: str
) -> None:
    run("backup")
    (home / "community.json").write_bytes(b"gone")
    if damage == "all":
        segment(home).write_bytes(b"gone too")
    ran = run("restore", "latest")
    assert ran.code == 0
    assert "was kept as community.json.bad-1" in ran.out
    assert "flood" in run("rhythm", "--from", "2027-05-01", "--to", "2027-06-01").out
    assert run("check").code == 0


def test_an_export_is_read_by_tinydb_and_makes_a_community_elsewhere(
    home: Path, run: Run, tmp_path: Path
) -> None:
    target = tmp_path / "moss.json"
    assert run("export", target).code == 0
    with TinyDB(target, access_mode="r") as stock:
        assert stock.table("folkmoot.accounts").all()[0]["handle"] == "ana"
    ran = run("export", target)
    assert (ran.code, ran.out) == (73, "")
    assert "stays as it is" in ran.said
    assert run("import", target, at="moved").code == 0
    assert "flood" in run("rhythm", "--from", "2027-05-01", "--to", "2027-06-01", at="moved").out
    assert run("history", at="moved").out == run("history").out
    assert run("import", target, at="moved").code == 73
    assert run("import", tmp_path / "nothing.json", at="other").code == 74
    (tmp_path / "broken.json").write_bytes(target.read_bytes()[:-40])
    assert run("import", tmp_path / "broken.json", at="other").code == 65
    assert not (tmp_path / "other" / "community.json").exists()


def test_history_is_kept_for_as_long_as_the_community_wants(home: Path, run: Run) -> None:
    assert "--keep MONTHS or --before DATE" in run("prune").said
    assert run("prune", "--keep", 12).out == "0 changes are let go of.\n"
    assert run("prune", "--before", "2100-01-01").out == "4 changes are let go of.\n"
    assert "ana: let go of the history before 2100-01-01" in run("history").out
    assert run("check").code == 0
    assert "flood" in run("rhythm", "--from", "2027-05-01", "--to", "2027-06-01").out
    assert run("prune", "--keep", -1).code == 64


def test_doctor_tells_of_copies_and_of_what_was_set_aside(home: Path, run: Run) -> None:
    assert "copies: there is none yet" in run("doctor").out
    run("backup")
    with segment(home).open("ab") as file:
        file.write(b'{"crc":"')
    run("rhythm", "cancel", "full-call/full-338", "--why", "mud")
    ran = run("doctor")
    assert ran.code == 0
    assert "copies: 1 copy, the newest of 20" in ran.out
    assert "set aside: 1 file was kept because it was damaged (000000000000.jsonl.bad-1)" in ran.out


def test_compacting_says_how_large_the_file_is(home: Path, run: Run) -> None:
    before = (home / "community.json").stat().st_size
    assert run("compact").out.endswith("KiB.\n")
    assert (home / "community.json").stat().st_size > before
    with open_store(home / "community.json", []) as store:
        assert store.seq == 3


def test_a_community_whose_founding_fails_leaves_nothing(tmp_path: Path, run: Run) -> None:
    assert run("init", *GIVEN, "--gatherings", "13-40").code == 65
    assert not list(tmp_path.glob("home/*"))
    assert run("init", *GIVEN).code == 0


@pytest.mark.parametrize("seq", [1])
def test_what_founded_the_house_is_not_undone(home: Path, run: Run, seq: int) -> None:
    ran = run("undo", seq)
    assert (ran.code, ran.out) == (65, "")
    assert "would lock them out" in ran.said
    assert run("today").code == 0


def test_going_back_to_where_one_is_changes_nothing_and_says_so(home: Path, run: Run) -> None:
    run("backup")
    ran = run("restore", "latest")
    assert "it already; nothing was changed" in ran.out
    assert "undo" not in ran.out


def test_the_latest_copy_is_none_that_was_made_before_a_restore(home: Path, run: Run) -> None:
    run("backup")
    run("rhythm", "cancel", "full-call/full-338", "--why", "mud")
    for _time in range(2):
        assert run("restore", "latest").code == 0
        assert "flood" in run("rhythm", "--from", "2027-05-01", "--to", "2027-06-01").out


@pytest.mark.parametrize("content", ["[1,2,3]", "{}", '{"_default": {"1": {"a": 1}}}', "not json", ""])
def test_a_file_that_is_no_copy_is_called_so(home: Path, run: Run, tmp_path: Path, content: str) -> None:
    file = tmp_path / "r1.json"
    file.write_text(content)
    for words, at in ((("restore", file), "home"), (("import", file), "elsewhere")):
        ran = run(*words, at=at)
        assert (ran.code, ran.out) == (65, "")
        assert "r1.json is no whole copy of a community as folkmoot makes them" in ran.said


def test_a_change_that_touched_nothing_can_not_be_undone(home: Path, run: Run) -> None:
    run("prune", "--before", "2100-01-01")
    seq = json.loads(run("history", "--json").out)["changes"][-1]["seq"]
    assert "it changed no document" in run("undo", seq).said
