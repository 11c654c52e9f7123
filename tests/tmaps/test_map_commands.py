"""Everything that the map's page does, by commands; and a map alone, without a community."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from folkmoot.cli import run as run_words
from folkmoot.cli.call import Call
from folkmoot.testing import HOSTILE, NOON, TestCommunity
from folkmoot_tmaps.maps.unlocking import unlock
from folkmoot_tmaps.sealing import rules
from tmaps.a_map import PASSPHRASE, SECRET, TITLES, answer, begun, opened, told, types

Patch = pytest.MonkeyPatch


def recovery_in(said: str) -> str:
    return next(word for word in said.split() if word.startswith("AGE-SECRET-KEY-1"))


def test_a_map_is_begun_filled_in_and_read_by_commands_alone(
    community: TestCommunity, monkeypatch: Patch
) -> None:
    types(monkeypatch, PASSPHRASE, PASSPHRASE)
    recovery = recovery_in(community.run("ana", "map", "begin"))
    types(monkeypatch, PASSPHRASE, "river", "moss")
    community.run("ana", "map", "write", "steer/matters")
    types(monkeypatch, recovery)
    said = community.run("ana", "map", "open")
    assert "WHAT I STEER BY" in said and "  - moss" in said
    types(monkeypatch, PASSPHRASE)
    assert "* steer/matters: " in community.run("ana", "map", "questions")
    types(monkeypatch, PASSPHRASE)
    assert "WHAT I STEER BY" not in community.run("ana", "map", "open", "heavy")


def test_one_question_after_the_other_passed_over_and_gone_on_with(
    community: TestCommunity, monkeypatch: Patch
) -> None:
    mine = begun(community)
    types(monkeypatch, PASSPHRASE, "river", "moss", "", "", "thanks for soup", "")
    said = community.run("ana", "map", "fill")
    assert "All of it is kept, sealed." in said
    section = opened(mine).sections["steer"]
    assert (section.value_of("matters"), section.value_of("proud")) == ("river\nmoss", "")
    assert section.value_of("strengths") == "thanks for soup"
    assert "proud" in section.skipped


def test_looking_back_by_commands(community: TestCommunity, monkeypatch: Patch) -> None:
    mine = begun(community)
    answer(mine, "steer/matters", "river")
    types(monkeypatch, PASSPHRASE)
    community.run("ana", "map", "review", "steer")
    answer(mine, "steer/matters", "sea", "river")
    types(monkeypatch, PASSPHRASE)
    said = community.run("ana", "map", "then", "steer")
    assert "then: river" in said and "now:  sea" in said
    types(monkeypatch, PASSPHRASE)
    assert "nothing to look back at yet" in community.run("ana", "map", "then", "heavy")


def test_keys_by_commands(community: TestCommunity, monkeypatch: Patch) -> None:
    begun(community)
    types(monkeypatch, PASSPHRASE, "a wholly new phrase", "a wholly new phrase")
    assert "sealed anew" in community.run("ana", "map", "passphrase", "--rotate")
    types(monkeypatch, "a wholly new phrase")
    recovery = recovery_in(community.run("ana", "map", "recovery"))
    types(monkeypatch, recovery)
    community.run("ana", "map", "rotate")
    session = community.session("ana")
    assert unlock(session, recovery).generation == 3
    types(monkeypatch, "a wholly new phrase")
    derived = recovery_in(community.run("ana", "map", "derive"))
    assert unlock(session, derived) == unlock(session, "a wholly new phrase")
    types(monkeypatch, "a wholly new phrase")
    assert recovery_in(community.run("ana", "map", "derive", "--salt", "ab" * 16)) != derived


@pytest.mark.parametrize(
    ("words", "lines", "code", "said"),
    [
        (("open",), ("wrong",), 77, "does not open your map. Nothing is lost"),
        (("open",), (), 65, "Nothing was typed"),
        (("open", "nowhere"), (PASSPHRASE,), 65, "There is no section “nowhere”; there are steer"),
        (("write", "steer/none"), (PASSPHRASE, "x"), 65, "“folkmoot map questions” lists them"),
        (("write", "steady/now"), (PASSPHRASE, "much"), 65, "Type a number from 1 to 5."),
        (("passphrase",), (PASSPHRASE, "short", "short"), 65, "12 letters at least"),
        (("workbook", "none"), (PASSPHRASE,), 65, "There is no workbook “none”"),
        (("derive", "--salt", "xyz"), (PASSPHRASE,), 65, "digits 0 to 9"),
        (("begin",), (PASSPHRASE, PASSPHRASE), 75, "You have a map already"),
    ],
)
def test_what_can_t_be_done_is_a_sentence(
    community: TestCommunity,
    monkeypatch: Patch,
    words: tuple[str, ...],
    lines: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    begun(community)
    types(monkeypatch, *lines)
    assert said in community.run("ana", "map", *words, code=code)


def test_without_a_map_every_command_says_how_one_is_begun(
    community: TestCommunity, monkeypatch: Patch
) -> None:
    for words in (
        ("open",),
        ("export",),
        ("rotate",),
        ("recovery",),
        ("passphrase",),
        ("erase", "--yes"),
        ("fill",),
    ):
        types(monkeypatch, PASSPHRASE)
        assert "folkmoot map begin" in community.run("ana", "map", *words, code=65)


def test_what_can_be_seen_without_opening_it_as_json(community: TestCommunity, monkeypatch: Patch) -> None:
    assert json.loads(community.run("ana", "map", "status", "--json")) == {
        "begun": None,
        "changed": None,
        "parts": 0,
    }
    answer(begun(community), "steer/matters", SECRET)
    assert json.loads(community.run("ana", "map", "status", "--json")) == {
        "begun": "2026-11-22",
        "changed": "2026-11-22",
        "parts": 1,
    }
    rows = json.loads(community.run("ana", "map", "workbooks", "--json"))
    assert [row["name"] for row in rows["workbooks"]] == ["steady"]
    assert rows["faults"] == []


def test_a_map_moves_by_export_and_restore(
    community: TestCommunity, tmp_path: Path, monkeypatch: Patch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    mine = begun(community)
    answer(mine, "steer/matters", SECRET)
    file = tmp_path / "map.tar"
    community.run("ana", "map", "export", str(file))
    assert file.stat().st_mode & 0o077 == 0
    assert "is there already" in community.run("ana", "map", "export", str(file), code=73)
    capsysbinary.readouterr()
    assert community.command("ana", "map", "export") == 0
    assert capsysbinary.readouterr().out == file.read_bytes()
    community.join("bo")
    types(monkeypatch, PASSPHRASE)
    assert "Your map is here" in community.run("bo", "map", "restore", str(file))
    types(monkeypatch, PASSPHRASE)
    assert SECRET in community.run("bo", "map", "open")
    types(monkeypatch, mine.recovery, then=file.read_bytes())
    assert "Your map is here" in community.run("bo", "map", "restore", "-", "--replace")
    types(monkeypatch, PASSPHRASE)
    assert "no whole export" in community.run("bo", "map", "restore", str(community.path), code=65)


def test_erasing_asks_first(community: TestCommunity, monkeypatch: Patch) -> None:
    mine = begun(community)
    types(monkeypatch, "n")
    assert "Nothing was erased." in community.run("ana", "map", "erase")
    assert opened(mine).faults == ()
    assert "Your map is erased" in community.run("ana", "map", "erase", "--yes")


def test_a_workbook_of_one_s_own_comes_from_a_file(
    community: TestCommunity, tmp_path: Path, monkeypatch: Patch
) -> None:
    from tmaps.test_maps import SHORT

    mine = begun(community)
    file = tmp_path / "short.toml"
    file.write_text(SHORT)
    types(monkeypatch, PASSPHRASE)
    community.run("ana", "map", "workbook", str(file))
    assert opened(mine).workbook.title == "Short"
    file.write_text(SHORT.replace("version = 1", 'version = "1"'))
    assert "line 2, field “version”" in community.run("ana", "map", "workbook", str(file), code=78)


def test_hostile_text_comes_out_inert(community: TestCommunity, monkeypatch: Patch) -> None:
    mine = begun(community)
    answer(mine, "steer/proud", HOSTILE)
    types(monkeypatch, PASSPHRASE)
    said = community.run("ana", "map", "open")
    assert "[bold]x[/bold]" in said
    assert not any(mark in said for mark in "\x1b\x07\u202e")


# -- alone ------------------------------------------------------------------------------------------------------------


def alone(path: Path, *words: str) -> int:
    return run_words(["--store", str(path), "map", *words], Call(clock=lambda: NOON))


def test_a_map_needs_no_community(
    tmp_path: Path, english: None, monkeypatch: Patch, capsys: pytest.CaptureFixture[str]
) -> None:
    types(monkeypatch, PASSPHRASE, PASSPHRASE)
    assert alone(tmp_path, "begin") == 0
    recovery = recovery_in(capsys.readouterr().out)
    types(monkeypatch, PASSPHRASE, SECRET)
    assert alone(tmp_path, "write", "steer/proud") == 0
    types(monkeypatch, recovery)
    assert alone(tmp_path, "open") == 0
    assert SECRET in capsys.readouterr().out
    assert not (tmp_path / "community.json").exists()
    assert (tmp_path / "map" / "community.json").exists()
    assert told(tmp_path, SECRET, PASSPHRASE, *TITLES, recovery) == []


def test_beside_a_community_the_one_alone_is_asked_for(
    community: TestCommunity, monkeypatch: Patch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(community)
    assert alone(community.path, "--alone", "status", "--json") == 0
    assert json.loads(capsys.readouterr().out)["begun"] is None
    assert json.loads(community.run("ana", "map", "status", "--json"))["begun"] == "2026-11-22"


def test_the_one_alone_goes_home_to_a_community(
    community: TestCommunity, tmp_path: Path, monkeypatch: Patch, capsys: pytest.CaptureFixture[str]
) -> None:
    types(monkeypatch, PASSPHRASE, PASSPHRASE)
    assert alone(tmp_path / "own", "begin") == 0
    types(monkeypatch, PASSPHRASE, SECRET)
    assert alone(tmp_path / "own", "write", "steer/proud") == 0
    assert alone(tmp_path / "own", "export", str(tmp_path / "map.tar")) == 0
    types(monkeypatch, PASSPHRASE)
    community.run("ana", "map", "restore", str(tmp_path / "map.tar"))
    types(monkeypatch, PASSPHRASE)
    assert SECRET in community.run("ana", "map", "open")


async def test_alone_the_shell_has_the_map_and_nobody_s_door(
    tmp_path: Path, english: None, monkeypatch: Patch
) -> None:
    from folkmoot.cli.alone import live_alone
    from folkmoot.shell.app import Shell
    from folkmoot.testing import Screen

    call = Call(store=str(tmp_path), clock=lambda: NOON)
    assert live_alone(call, "tmaps", "map")
    with call.session() as session:
        app = Shell(session, first="map")
        async with app.run_test(size=(80, 24)) as pilot:
            screen = Screen(app, pilot)
            await screen.settled()
            assert screen.lines[0].split() == ["1", "Map", "2", "You", "Alone"]
            assert "n begins one" in screen.text


def test_a_secret_is_never_a_word_behind_a_command(community: TestCommunity) -> None:
    import click

    from folkmoot_tmaps.maps.commands import care_map

    for command in care_map.commands.values():
        names = {option for param in command.params for option in (param.name or "",)}
        assert not names & {"passphrase", "password", "recovery", "secret", "value", "answer"}, command.name
        assert isinstance(command, click.Command)


def test_a_machine_without_room_says_so(community: TestCommunity, monkeypatch: Patch) -> None:
    begun(community)
    monkeypatch.setattr(rules, "SCRYPT_N", 2**8)
    monkeypatch.setattr("hashlib.scrypt", _no_room)
    types(monkeypatch, PASSPHRASE)
    assert "not enough memory" in community.run("ana", "map", "open", code=69)


def _no_room(*_about: object, **_more: object) -> bytes:
    raise MemoryError


def test_reading_ends_where_nothing_more_comes(monkeypatch: Patch) -> None:
    from folkmoot_tmaps.maps.asking import paragraph

    monkeypatch.setattr("sys.stdin", io.StringIO("a\nb"))
    assert (paragraph(), paragraph()) == ("a\nb", None)
