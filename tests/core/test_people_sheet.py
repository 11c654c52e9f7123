"""People as a table: exported as far as one may read, imported all or nobody, and the same people again."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given

from door.visitors import a_key, as_partner, visitor
from folkmoot.api import first_codes
from folkmoot.door.joining import pair
from folkmoot.door.keys import add_key
from folkmoot.errors import BadData, NotAllowed
from folkmoot.session import Account
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot.text import clean
from folkmoot_core.answers.actions import coming, give_answer, host
from folkmoot_core.people.actions import standing
from folkmoot_core.people.cards import leave, person, save_card
from folkmoot_core.people.exporting import new_file, people_file
from folkmoot_core.people.importing import bring_in, looked_at
from folkmoot_core.people.model import Card, Member
from folkmoot_core.people.sheet import COLUMNS, harmless, meant, read, written

HEADER = "handle,name,standing,since,zone\n"
FORMULAS = ("=1+1", "+351 912", "-2", "@SUM(A1)", "|calc", "\t=x", "'=x", "''+1")


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))


def faults(community: TestCommunity, text: str) -> list[tuple[int, str]]:
    looked = looked_at(community.session("ana"), read(text.encode()))
    return [(one.line, one.column) for one in looked.faults]


# -- the file ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_begins_a_formula_and_each_is_read_as_it_was(cell: str) -> None:
    assert harmless(cell).startswith("'")
    assert meant(harmless(cell)) == cell


@given(st.text("'=+-@|\tab ", max_size=6))
def test_whatever_a_cell_holds_comes_back(cell: str) -> None:
    assert meant(harmless(cell)) == cell


@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=20).map(clean), min_size=2)))
def test_what_is_written_is_read_again(rows: list[dict[str, str]]) -> None:
    whole = [{"handle": "x", "name": "y", **row} for row in rows]
    lines = read(written(whole).encode()).lines
    expected = [{column: row.get(column, "") for column in COLUMNS} for row in whole]
    assert [line.cells for line in lines] == [row for row in expected if any(row.values())]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_files_of_any_spreadsheet_are_read(separator: str, ends: str, encoding: str) -> None:
    lines = ["", separator.join(["Name", "HANDLE"]), separator.join(["Inês", "ines"]), "", separator, ""]
    found = read(ends.join(lines).encode(encoding))
    assert [(one.number, one.cells) for one in found.lines] == [(3, {"name": "Inês", "handle": "ines"})]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"name\nAna\n", "“handle” is not among them"),
        (b"handle,name,name\n", "there twice"),
        (b"handle,name\nana,Ana,extra\n", "Line 2 has 3 cells"),
        (b'handle,name\nana,"Ana\n', "quotes"),
        ("handle,name\nines,Inês\n".encode("latin-1"), "Line 2 is not UTF-8.*--encoding latin-1"),
        ("handle,name\nines,Inês\n".encode("utf-16"), "UTF-16"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(data: bytes, says: str, english: None) -> None:
    with pytest.raises(BadData, match=says):
        read(data)


def test_latin_1_is_read_where_it_is_asked_for() -> None:
    found = read("handle,name\nines,Inês “Nê”\n".encode("cp1252"), "latin-1")
    assert found.lines[0].cells["name"] == "Inês “Nê”"


# -- out -----------------------------------------------------------------------------------------------------


def test_of_each_is_exported_what_the_reader_may_read(community: TestCommunity) -> None:
    for handle, wanted in (("bo", "everyone"), ("cy", "organisers"), ("di", "nobody")):
        community.join(handle)
        session = community.session(handle)
        save_card(session, Card(account=handle, needs=f"ramp {handle}", needs_for=wanted))  # type: ignore[arg-type]
    ana = community.session("ana")
    rows = {row["handle"]: row for row in table(people_file(ana))}
    assert {handle: row["needs"] for handle, row in rows.items()} == {
        "ana": "", "bo": "ramp bo", "cy": "", "di": ""
    }  # fmt: skip
    meeting = coming(ana)[0].occurrence.key
    host(ana, meeting, True)
    give_answer(community.session("cy"), meeting, "yes")
    give_answer(community.session("di"), meeting, "yes")
    rows = {row["handle"]: row for row in table(people_file(community.session("ana")))}
    assert (rows["cy"]["needs"], rows["di"]["needs"]) == ("ramp cy", "")
    own = {row["handle"]: row for row in table(people_file(community.session("di")))}
    assert own["di"]["needs"] == "ramp di"


def test_nobody_who_is_out_or_was_never_in_exports(community: TestCommunity) -> None:
    community.join("bo")
    bo = community.session("bo")
    leave(bo, "bo")
    with pytest.raises(NotAllowed):
        people_file(bo)
    assert [row["handle"] for row in table(people_file(community.session("ana")))] == ["ana"]


def test_hostile_text_is_inert_in_the_file(community: TestCommunity) -> None:
    community.join("bo", name=clean(HOSTILE, limit=60))
    save_card(community.session("bo"), Card(account="bo", reach=f"={clean(HOSTILE, limit=199)}"))
    data = people_file(community.session("ana"), bom=True)
    assert data.startswith(b"\xef\xbb\xbf")
    assert not any(code in data for code in (b"\x1b", b"\x07", "\u202e".encode()))
    bo = next(row for row in table(data) if row["handle"] == "bo")
    assert bo["reach"].startswith("'=[/] [bold]")


def test_the_command_writes_a_new_file_for_its_owner_only(community: TestCommunity, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    community.run("ana", "people", "export", str(file))
    assert file.stat().st_mode & 0o077 == 0
    assert "is there already" in community.run("ana", "people", "export", str(file), code=73)
    community.run("ana", "people", "export", str(tmp_path / "none" / "people.csv"), code=73)
    assert community.run("ana", "people", "export").encode() == file.read_bytes()


def test_over_ssh_nothing_is_written_on_the_host_and_nobody_imports(
    community: TestCommunity, tmp_path: Path
) -> None:
    ana = community.session("ana")
    add_key(ana, a_key("ana"))
    afar = replace(ana, key=a_key("ana").fingerprint)
    assert table(people_file(afar))
    with pytest.raises(NotAllowed, match="Over ssh no file"):
        new_file(afar, tmp_path / "x.csv", b"")
    with pytest.raises(NotAllowed, match="on the host itself"):
        looked_at(afar, read(b"handle,name\nbo,Bo\n"))
    assert not (tmp_path / "x.csv").exists()


# -- in ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("B,Bo,,,", "handle"),
        ("b,Bo,,,", "handle"),
        (",Bo,,,", "handle"),
        ("bo,,,,", "name"),
        (f"bo,{'x' * 61},,,", "name"),
        ("bo,Bo,boss,,", "standing"),
        ("bo,Bo,,yesterday,", "since"),
        ("bo,Bo,,2030-01-01,", "since"),
        ("bo,Bo,,0001-01-01T00:00:00+14:00,", "since"),
        ("bo,Bo,,,Europe/Lisbn", "zone"),
        ("root,Bo,,,", "handle"),
        ("di,Di,,,", "handle"),
        ("d1,Di,,,", "handle"),
        ("gone,Gone,,,", "handle"),
        ("cy,Cy,,,", "handle"),
    ],
)
def test_each_wrong_line_is_told_with_its_column(community: TestCommunity, line: str, column: str) -> None:
    for handle in ("di", "gone"):
        community.join(handle)
    leave(community.session("gone"), "gone")
    assert faults(community, f"{HEADER}cy,Cy,friend,,\n{line}\n") == [(3, column)]


def test_one_who_looks_like_an_earlier_line_is_refused(community: TestCommunity) -> None:
    assert faults(community, f"{HEADER}ana-maria,A,,,\nanamaria,B,,,\n") == [(3, "handle")]


def test_good_lines_are_taken_with_what_they_leave_empty(community: TestCommunity) -> None:
    text = f"{HEADER}bo,Bo,Guest,2024-05-26,Pacific/Auckland\ncy,Cy,,2024-05-26T10:00:00Z,\ndi,Di,partner,,\n"
    ana = community.session("ana")
    looked = looked_at(ana, read(text.encode()))
    assert not looked.faults
    assert ana.store.collection(Account).count() == 1
    assert bring_in(ana, looked) == 3
    assert [standing(ana, handle) for handle in ("bo", "cy", "di")] == ["guest", "friend", "partner"]
    bo = ana.store.collection(Account).first(handle="bo")
    assert bo is not None
    assert (bo.value.zone, bo.value.welcomed) == ("Pacific/Auckland", False)
    since = {one.value.account: one.value.since.isoformat() for one in ana.store.collection(Member).all()}
    assert since["bo"] == "2024-05-26T11:00:00+00:00"
    assert since["cy"] == "2024-05-26T10:00:00+00:00"


def test_where_partners_are_enough_nobody_becomes_one_by_a_list(community: TestCommunity) -> None:
    for handle in ("x1", "x2"):
        community.join(handle)
        as_partner(community, handle)
    assert faults(community, f"{HEADER}bo,Bo,partner,,\ncy,Cy,friend,,\n") == [(2, "standing")]


def test_nothing_is_written_where_one_line_is_wrong_or_somebody_was_quicker(community: TestCommunity) -> None:
    ana = community.session("ana")
    wrong = looked_at(ana, read(f"{HEADER}bo,Bo,,,\nB,B,,,\n".encode()))
    with pytest.raises(BadData, match="nobody was brought in"):
        bring_in(ana, wrong)
    good = looked_at(ana, read(f"{HEADER}cy,Cy,,,\nbo,Bo,,,\n".encode()))
    community.join("bo")
    with pytest.raises(BadData, match="called “bo” already"):
        bring_in(ana, good)
    assert {one.value.handle for one in ana.store.collection(Account).all()} == {"ana", "bo"}


@pytest.mark.parametrize("kind", ["guest", "friend"])
def test_only_partners_import(community: TestCommunity, kind: str) -> None:
    community.join("bo")
    ana = community.session("ana")
    with ana.store.transaction(by="ana", why="test") as tx:
        tx.add(Member(account="bo", standing=kind, since=community.now()))  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match="A Partner does this"):
        looked_at(community.session("bo"), read(b"handle,name\ncy,Cy\n"))


def test_the_report_goes_line_by_line_and_nobody_is_brought_in(
    community: TestCommunity, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("handle;name;shoes;zone\nana;Ana;40;\nbo;Bo;41;Mars\nc;Cy;;\ndi;Di;;\n", "utf-8")
    said = community.run("ana", "people", "import", str(file), code=65)
    assert "Columns that are left out: shoes" in said
    assert "Line 2 is you" in said
    assert "line 3, column “zone”: There is no time zone “Mars”" in said
    assert "line 4, column “handle”" in said
    assert "1 line is in order" in said
    told = community.run("ana", "people", "import", str(file), "--dry-run", "--json", code=65)
    found = json.loads(told[: told.rindex("}") + 1])
    assert [(one["line"], one["column"]) for one in found["faults"]] == [(3, "zone"), (4, "handle")]
    assert (found["imported"], found["people"], found["own_lines"]) == (False, 1, [2])
    assert json.loads(community.run("ana", "people", "--json"))["people"][1:] == []
    community.run("ana", "people", "import", str(tmp_path / "none.csv"), code=64)


def test_a_dry_run_changes_nothing(community: TestCommunity, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("handle,name\nbo,Bo\n", "utf-8")
    before = community.session("ana").store.seq
    assert "1 person would be brought in" in community.run("ana", "people", "import", str(file), "--dry-run")
    assert community.session("ana").store.seq == before


def test_hostile_cells_come_in_inert(community: TestCommunity, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    row = {"handle": "bo", "name": HOSTILE[:50], **dict.fromkeys(("pronouns", "languages"), HOSTILE[:30])}
    file.write_text(written([row, {"handle": HOSTILE, "name": "x", "standing": HOSTILE}]), "utf-8")
    said = community.run("ana", "people", "import", str(file), code=65)
    assert not any(code in said for code in ("\x1b", "\x07", "\u202e"))
    file.write_text(written([row]), "utf-8")
    community.run("ana", "people", "import", str(file))
    said = community.run("ana", "people", "show", "bo")
    assert "[/] [bold]x" in said
    assert "\x1b" not in said


def test_export_then_import_gives_the_same_people(
    community: TestCommunity, found_community: Callable[..., TestCommunity], tmp_path: Path
) -> None:
    community.join("bo", name="=Bo, the “Oak”", zone="Pacific/Auckland")
    community.join("cy", name="Çy")
    save_card(
        community.session("bo"),
        Card(account="bo", reach="+351 912, evenings", pronouns="they", needs="a ramp", needs_for="everyone"),
    )
    for handle in ("bo", "cy"):
        as_partner(community, handle)
    file = tmp_path / "people.csv"
    community.run("ana", "people", "export", str(file), "--bom")
    other = found_community(name_of_folder="other")
    assert "Line 3 is you" in other.run("ana", "people", "import", str(file))
    before, after = community.session("ana"), other.session("ana")
    for handle in ("bo", "cy"):
        old, new = person(before, handle), person(after, handle)
        assert (old.account.name, old.account.zone, old.standing) == (
            new.account.name, new.account.zone, new.standing
        )  # fmt: skip
        assert (old.card.reach, old.card.pronouns, old.card.languages) == (
            new.card.reach, new.card.pronouns, new.card.languages
        )  # fmt: skip
    assert person(other.session("bo"), "bo").needs == "a ramp"
    again = tmp_path / "again.csv"
    other.run("bo", "people", "export", str(again))
    ours = {row["handle"]: row for row in table(people_file(community.session("bo")))}
    theirs = {row["handle"]: row for row in table(again.read_bytes())}
    assert ours["bo"] == theirs["bo"]


# -- cards ---------------------------------------------------------------------------------------------------


def test_a_card_for_each_binds_their_key_to_their_account(community: TestCommunity, tmp_path: Path) -> None:
    file, folder = tmp_path / "people.csv", tmp_path / "cards"
    file.write_text("handle,name,standing\nbo,Bo Oak,friend\ncy,Cy,partner\n", "utf-8")
    community.run("ana", "people", "import", str(file), "--cards", str(folder))
    assert {one.name for one in folder.iterdir()} == {"bo.txt", "cy.txt"}
    assert all(one.stat().st_mode & 0o077 == 0 for one in (folder, *folder.iterdir()))
    card = (folder / "bo.txt").read_text("utf-8")
    assert "has an account for you: “bo”" in card
    code = next(word for word in card.split() if word.count("-") == 2 and word.isupper())
    assert pair(visitor(community, "new"), code) == "bo"
    with pytest.raises(BadData, match="used already"):
        pair(visitor(community, "other"), code)
    list_of(tmp_path, "eve")
    (folder / "eve.txt").touch()
    said = community.run("ana", "people", "import", str(file), "--cards", str(folder), code=73)
    assert "There is a card of eve" in said
    assert "“eve”" in community.run("ana", "people", "import", str(file), "--cards", "-")
    community.run("ana", "people", "import", str(file), "--cards", "-", "--json", code=64)


def list_of(folder: Path, handle: str) -> None:
    (folder / "people.csv").write_text(f"handle,name\n{handle},{handle.capitalize()}\n", "utf-8")


def test_codes_are_as_many_as_wanted_and_none_is_like_another(community: TestCommunity) -> None:
    codes = first_codes(community.session("ana"), 5)
    assert len({one.code for one in codes}) == len({one.kept for one in codes}) == 5
