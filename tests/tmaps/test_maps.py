"""What a person does with their map: fill it in, look back, change keys, take it along, erase it."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
from collections.abc import Callable
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.api import (
    BadData,
    ChangedMeanwhile,
    NotAllowed,
    NotFound,
    TryAgain,
)
from folkmoot.errors import Misconfigured
from folkmoot.session import Account
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_core.people.model import Member, Standing
from folkmoot_tmaps.maps import actions, new_keys
from folkmoot_tmaps.maps.exporting import exported, exported_text, text_lines
from folkmoot_tmaps.maps.model import CareMap, Piece, Section
from folkmoot_tmaps.maps.restoring import read_export, restore
from folkmoot_tmaps.maps.rules import (
    asked_in,
    differences,
    in_stages,
    on_scale,
    people_in,
    progress_of,
    to_answer,
    with_answer,
)
from folkmoot_tmaps.maps.unlocking import read_map, snapshots, unlock
from folkmoot_tmaps.sealing.model import Box
from folkmoot_tmaps.workbook.files import brought, workbooks
from folkmoot_tmaps.workbook.model import Prompt
from tmaps.a_map import PASSPHRASE, SECRET, TITLES, Mine, answer, begun, needs_age, opened, question, told

Found = Callable[..., TestCommunity]
SHORT = """
version = 1
licence = "CC0-1.0"
title = "Short"
[[sections]]
id = "steer"
title = "Under another name"
[[sections.prompts]]
id = "matters"
kind = "list"
ask = "Asked in other words?"
why = "Because."
"""

# -- who may ----------------------------------------------------------------------------------------------------------


def test_everybody_has_a_map_of_their_own_and_nobody_another_s(community: TestCommunity) -> None:
    mine = begun(community)
    answer(mine, "steer/matters", SECRET)
    community.join("bo")
    bo = community.session("bo")
    with pytest.raises(NotFound):
        unlock(bo, PASSPHRASE)
    with pytest.raises(NotAllowed, match="and nobody else"):
        actions.save_answer(bo, mine.keys, *question(opened(mine), "steer/matters"), "x", SECRET)
    with pytest.raises(NotFound):
        actions.erase(bo)
    assert begun(community, "bo").keys.owner == "bo"
    assert opened(mine).sections["steer"].value_of("matters") == SECRET


def test_guests_friends_and_partners_each_have_one(community: TestCommunity) -> None:
    for handle in ("gil", "fay", "pat"):
        community.join(handle)
    standings: tuple[Standing, ...] = ("guest", "friend", "partner")
    with community.session("ana").store.transaction(by="ana", why="test") as tx:
        for handle, standing in zip(("gil", "fay", "pat"), standings, strict=True):
            tx.add(Member(account=handle, standing=standing, since=community.moment))
    for handle in ("gil", "fay", "pat"):
        mine = begun(community, handle)
        assert answer(mine, "steer/proud", handle).sections["steer"].value_of("proud") == handle
        assert actions.erase(mine.session)


def test_who_has_left_opens_and_begins_nothing(community: TestCommunity) -> None:
    begun(community)
    gone = community.session("ana").of(Account(name="Gone", handle="gone"))
    for act in (
        lambda: actions.begin(gone, PASSPHRASE, PASSPHRASE),
        lambda: unlock(gone, PASSPHRASE),
        lambda: exported(gone),
        lambda: actions.erase(gone),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_second_map_is_refused_and_the_first_one_stays(community: TestCommunity) -> None:
    mine = begun(community)
    with pytest.raises(TryAgain, match="You have a map already"):
        begun(community)
    assert opened(mine).faults == ()


# -- filling it in ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "typed", "kept"),
    [
        ("steer/proud", "  a\n\n  b  \n", "  a\n\n  b"),
        ("steer/matters", "one\ntwo\n", "one\ntwo"),
        ("steady/now", "3", "3"),
        ("back/look-again", "24 March", "2027-03-24"),
        ("people/who", "Rosa: sits (agreed)", "Rosa: sits (agreed)"),
        ("steer/proud", "   ", ""),
    ],
)
def test_an_answer_is_kept_as_its_kind_has_it(
    community: TestCommunity, place: str, typed: str, kept: str
) -> None:
    mine = begun(community)
    answer(mine, place, typed)
    section = opened(mine).sections.get(place.partition("/")[0])
    assert (section.value_of(place.partition("/")[2]) if section else "") == kept


@pytest.mark.parametrize(
    ("place", "typed"),
    [
        ("steady/now", "6"),
        ("steady/now", "٣"),
        ("back/look-again", "some day"),
        ("steer/proud", "x" * 10_001),
    ],
)
def test_what_a_question_can_t_take_is_refused_and_nothing_is_changed(
    community: TestCommunity, place: str, typed: str
) -> None:
    mine = begun(community)
    before = mine.session.store.seq
    with pytest.raises(BadData):
        answer(mine, place, typed)
    assert mine.session.store.seq == before


def test_hostile_text_is_cleaned_before_it_is_sealed(community: TestCommunity) -> None:
    mine = begun(community)
    answer(mine, "steer/proud", HOSTILE)
    kept = opened(mine).sections["steer"].value_of("proud")
    assert "[bold]x[/bold]" in kept
    assert not any(character in kept for character in "\x1b\x07\u202e")


def test_two_that_write_one_answer_both_keep_what_they_wrote(community: TestCommunity) -> None:
    mine = begun(community)
    answer(mine, "steer/proud", "first")
    answer(mine, "steer/proud", "second", "first")
    with pytest.raises(ChangedMeanwhile) as told_so:
        answer(mine, "steer/proud", "third", "first")
    assert told_so.value.now == "second"
    answer(mine, "steer/proud", "third", "second")
    assert opened(mine).sections["steer"].value_of("proud") == "third"


def test_two_that_write_different_answers_are_in_nobody_s_way(community: TestCommunity) -> None:
    mine = begun(community)
    other = Mine(community.session("ana"), unlock(community.session("ana"), PASSPHRASE), "")
    answer(mine, "steer/proud", "here")
    answer(other, "steer/matters", "there")
    assert [one.value for one in opened(mine).sections["steer"].answers] == ["here", "there"]


def test_easy_questions_of_all_sections_come_first_and_passed_ones_last(community: TestCommunity) -> None:
    mine = begun(community)
    workbook = opened(mine).workbook
    stages = [prompt.stage for _part, prompt in in_stages(workbook)]
    assert stages == sorted(stages)
    first = to_answer(workbook, {})
    assert first is not None
    found = actions.pass_over(mine.session, mine.keys, *first)
    assert to_answer(workbook, found.sections) != first
    for part, prompt in list(in_stages(workbook))[1:]:
        value = {"scale": "2", "date": "2027-01-01"}.get(prompt.kind, "x")
        found = answer(mine, f"{part.id}/{prompt.id}", value)
    assert to_answer(workbook, found.sections) == first
    found = answer(mine, f"{first[0].id}/{first[1].id}", "at last")
    assert to_answer(workbook, found.sections) is None
    assert all(progress_of(part, found.sections[part.id]).left == 0 for part in workbook.sections)


@given(st.text())
def test_people_are_read_from_any_text(text: str) -> None:
    assert len(people_in(text)) == len([line for line in text.splitlines() if line.strip()])


def test_people_have_a_name_what_for_and_whether_they_agreed() -> None:
    found = people_in("Rosa: sits with me (agreed)\nTom\n\nAna: soup: hot (Asked) ")
    assert found == [("Rosa", "sits with me", "agreed"), ("Tom", "", ""), ("Ana", "soup: hot", "asked")]


@given(st.text(max_size=3))
def test_a_scale_takes_its_numbers_and_nothing_else(typed: str) -> None:
    prompt = Prompt(id="a", ask="?", why="", kind="scale", least=1, most=5)
    assert (on_scale(prompt, typed) is not None) == (typed in ["1", "2", "3", "4", "5"])


# -- workbooks --------------------------------------------------------------------------------------------------------


def test_the_shipped_workbook_has_sections_stages_and_a_reason_for_every_question(
    community: TestCommunity,
) -> None:
    found = workbooks(community.session()).good["steady"]
    assert 5 <= len(found.sections) <= 7
    for part in found.sections:
        assert 4 <= len(part.prompts) <= 8
        assert all(prompt.why for prompt in part.prompts)
    assert {prompt.kind for part in found.sections for prompt in part.prompts} == {
        "text",
        "list",
        "people",
        "scale",
        "date",
    }


def test_answers_stay_with_their_questions_when_the_workbook_changes(community: TestCommunity) -> None:
    mine = begun(community)
    asked = question(opened(mine), "steer/matters")[1].ask
    answer(mine, "steer/matters", "kept")
    answer(mine, "steer/proud", "kept too")
    answer(mine, "heavy/first", "kept as well")
    found = actions.follow_own_workbook(mine.session, mine.keys, brought(SHORT.encode(), "short.toml"))
    assert found.workbook.title == "Short"
    now = asked_in(found.workbook.part("steer"), found.sections["steer"])
    assert [(one.value, one.gone, one.before) for one in now] == [
        ("kept", False, asked),
        ("kept too", True, ""),
    ]
    assert found.sections["heavy"].value_of("first") == "kept as well"
    assert any("kept as well" in line for line in text_lines(found))
    back = actions.follow_workbook(mine.session, mine.keys, "steady")
    assert [one.gone for one in asked_in(back.workbook.part("steer"), back.sections["steer"])] == [False] * 4


def test_words_that_fit_on_no_scale_stay_with_the_question_they_answered(community: TestCommunity) -> None:
    mine = begun(community)
    answer(mine, "steer/matters", "in words")
    other = SHORT.replace('kind = "list"', 'kind = "scale"')
    found = actions.follow_own_workbook(mine.session, mine.keys, brought(other.encode(), "o.toml"))
    now = asked_in(found.workbook.part("steer"), found.sections["steer"])
    assert [(one.prompt.kind, one.value, one.gone) for one in now] == [
        ("scale", "", False),
        ("list", "in words", True),
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('kind = "list"', 'kind = "poem"'), r"w.toml, line 10, field “sections\[0\].prompts\[0\].kind”"),
        (('why = "Because."', ""), r"w.toml, line \d+, field “sections\[0\].prompts\[0\]”.*why"),
        (('id = "matters"', 'id = "Not An Id"'), r"line 9, field “sections\[0\].prompts\[0\].id”"),
        (("version = 1", "version = 2"), "field “version”"),
        (("[[sections]]", "[[sections"), "can't be read"),
    ],
)
def test_a_workbook_that_can_t_be_used_is_refused_with_line_and_field(
    change: tuple[str, str], said: str
) -> None:
    with pytest.raises(Misconfigured, match=said):
        brought(SHORT.replace(*change).encode(), "w.toml")


def test_a_community_s_own_workbook_is_found_and_a_broken_one_stands_in_nobody_s_way(
    community: TestCommunity,
) -> None:
    mine = begun(community)
    folder = community.path.parent / "data" / "workbooks"
    folder.mkdir(parents=True)
    (folder / "ours.toml").write_text(SHORT)
    (folder / "broken.toml").write_text("version = 7")
    found = workbooks(mine.session)
    assert set(found.good) == {"steady", "ours"}
    assert "broken.toml" in found.faults[0]
    assert actions.follow_workbook(mine.session, mine.keys, "ours").workbook.title == "Short"
    answer(mine, "steer/matters", "kept")
    (folder / "ours.toml").write_text("broken later")
    after = opened(mine)
    assert "ours.toml" in after.faults[0]
    assert after.sections["steer"].value_of("matters") == "kept"


# -- looking back -----------------------------------------------------------------------------------------------------


def test_a_review_keeps_how_it_was_and_then_and_now_can_be_seen(community: TestCommunity) -> None:
    mine = begun(community)
    answer(mine, "steer/matters", "river")
    actions.review(mine.session, mine.keys, "steer")
    community.moment += timedelta(days=40)
    answer(mine, "steer/matters", "sea", "river")
    answer(mine, "steer/proud", "new")
    actions.review(mine.session, mine.keys, "steer")
    answer(mine, "steer/proud", "", "new")
    found = opened(mine)
    kept = snapshots(mine.keys, found, "steer")
    assert [one.taken for one in kept] == [date(2027, 1, 1), date(2026, 11, 22)]
    assert [(one.then, one.now) for one in differences(kept[1], found.sections["steer"])] == [
        ("river", "sea")
    ]
    assert [(one.then, one.now) for one in differences(kept[0], found.sections["steer"])] == [
        ("sea", "sea"),
        ("new", ""),
    ]


def test_a_section_looked_over_twice_in_a_day_is_kept_once(community: TestCommunity) -> None:
    mine = begun(community)
    answer(mine, "steer/matters", "river")
    actions.review(mine.session, mine.keys, "steer")
    answer(mine, "steer/matters", "sea", "river")
    actions.review(mine.session, mine.keys, "steer")
    kept = snapshots(mine.keys, opened(mine), "steer")
    assert [one.value_of("matters") for one in kept] == ["sea"]
    with pytest.raises(BadData, match="nothing in this section"):
        actions.review(mine.session, mine.keys, "heavy")


# -- keys -------------------------------------------------------------------------------------------------------------


def test_another_passphrase_opens_the_map_and_the_old_one_does_not(community: TestCommunity) -> None:
    mine = begun(community)
    answer(mine, "steer/matters", SECRET)
    new_keys.change_passphrase(mine.session, mine.keys, "a wholly new phrase", "a wholly new phrase")
    with pytest.raises(NotAllowed):
        unlock(mine.session, PASSPHRASE)
    keys = unlock(mine.session, "a wholly new phrase")
    assert read_map(mine.session, keys).sections["steer"].value_of("matters") == SECRET
    assert unlock(mine.session, mine.recovery) == keys


def test_another_recovery_key_ends_the_old_one(community: TestCommunity) -> None:
    mine = begun(community)
    made = new_keys.new_recovery_key(mine.session, mine.keys)
    assert unlock(mine.session, made.recovery) == made.keys == unlock(mine.session, PASSPHRASE)
    with pytest.raises(NotAllowed):
        unlock(mine.session, mine.recovery)


def test_sealed_anew_nothing_opens_with_the_old_keys_and_nothing_is_lost(community: TestCommunity) -> None:
    mine = begun(community)
    answer(mine, "steer/matters", SECRET)
    actions.review(mine.session, mine.keys, "steer")
    actions.follow_own_workbook(mine.session, mine.keys, brought(SHORT.encode(), "short.toml"))
    before = [one.value for one in mine.session.store.collection(Piece).all()]
    text = text_lines(opened(mine))
    made = new_keys.rotate(mine.session, mine.keys)
    with pytest.raises(TryAgain, match="sealed anew"):
        opened(mine)
    found = read_map(mine.session, made)
    assert found.faults == ()
    assert text_lines(found) == text
    assert len(snapshots(made, found, "steer")) == 1
    assert unlock(mine.session, PASSPHRASE) == unlock(mine.session, mine.recovery) == made
    after = [one.value for one in mine.session.store.collection(Piece).all()]
    assert all(old.box.sealed != new.box.sealed for old, new in zip(before, after, strict=True))
    assert made.identity != mine.keys.identity and made.mac != mine.keys.mac


def test_a_map_with_a_broken_part_is_not_sealed_anew(community: TestCommunity) -> None:
    from msgspec.structs import replace as evolve

    mine = begun(community)
    answer(mine, "steer/matters", SECRET)
    (stored,) = mine.session.store.collection(Piece).all()
    with mine.session.store.transaction(by="root", why="broke in") as tx:
        tx.replace(stored, evolve(stored.value, box=Box(sealed=stored.value.box.sealed, mac="0")))
    with pytest.raises(BadData, match="nothing was sealed anew"):
        new_keys.rotate(mine.session, mine.keys)
    assert unlock(mine.session, PASSPHRASE) == mine.keys


# -- taking it along --------------------------------------------------------------------------------------------------


@needs_age
def test_an_export_opens_with_debian_s_age_and_either_secret(
    community: TestCommunity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from folkmoot_tmaps.sealing import rules

    monkeypatch.setattr(rules, "SCRYPT_N", 2**17)
    mine = begun(community)
    answer(mine, "steer/matters", SECRET)
    with tarfile.open(fileobj=io.BytesIO(exported(mine.session))) as tar:
        tar.extractall(tmp_path, filter="data")
    folder = tmp_path / "care-map"
    assert told(folder, SECRET, PASSPHRASE, *TITLES) == []

    def run(command: str, **more: object) -> str:
        return subprocess.run(
            ["sh", "-c", command], cwd=folder, capture_output=True, check=True, text=True, **more
        ).stdout  # type: ignore[call-overload,no-any-return]

    (folder / "recovery.txt").write_text(mine.recovery)
    assert SECRET in run("age -d -i recovery.txt keyring.age > k && age -d -i k pieces/*.age")
    run(f"{sys.executable} derive.py > derived.txt", input=PASSPHRASE + "\n")
    assert SECRET in run("age -d -i derived.txt keyring.age > k && age -d -i k pieces/*.age")
    (folder / "text.age").write_bytes(exported_text(mine.session, mine.keys, opened(mine)))
    assert f"- {SECRET}" in run("age -d -i recovery.txt text.age")


@pytest.mark.parametrize("way", ["passphrase", "recovery"])
def test_an_export_is_the_map_again_on_another_machine(
    community: TestCommunity, found_community: Found, way: str
) -> None:
    mine = begun(community)
    answer(mine, "steer/matters", SECRET)
    actions.review(mine.session, mine.keys, "steer")
    elsewhere = found_community(name_of_folder="elsewhere")
    elsewhere.join("anna")
    session = elsewhere.session("anna")
    secret = PASSPHRASE if way == "passphrase" else mine.recovery
    keys = restore(session, read_export(exported(mine.session)), secret)
    found = read_map(session, keys)
    assert found.faults == ()
    assert text_lines(found) == text_lines(opened(mine))
    assert len(snapshots(keys, found, "steer")) == 1
    assert unlock(session, mine.recovery) == unlock(session, PASSPHRASE) == keys
    with pytest.raises(TryAgain, match="You have a map here already"):
        restore(session, read_export(exported(mine.session)), secret)
    answer(mine, "steer/proud", "later")
    keys = restore(session, read_export(exported(mine.session)), secret, replace=True)
    assert read_map(session, keys).sections["steer"].value_of("proud") == "later"


@given(st.data())
def test_an_export_that_was_changed_anywhere_is_refused_or_the_same(data: st.DataObject) -> None:
    whole = data.draw(st.binary(max_size=3000))
    with pytest.raises(BadData):
        read_export(whole)


def test_an_export_with_a_changed_part_brings_nothing(
    community: TestCommunity, found_community: Found
) -> None:
    from msgspec.structs import replace as evolve

    mine = begun(community)
    answer(mine, "steer/matters", SECRET)
    manifest = read_export(exported(mine.session))
    piece = manifest.pieces[0]
    elsewhere = found_community(name_of_folder="elsewhere").session("ana")
    for broken in (
        evolve(manifest, pieces=()),
        evolve(manifest, pieces=(evolve(piece, box=Box(sealed=piece.box.sealed, mac="0")),)),
    ):
        with pytest.raises(BadData, match="Nothing was changed"):
            restore(elsewhere, broken, PASSPHRASE)
    with pytest.raises(NotAllowed):
        restore(elsewhere, manifest, "not the passphrase")
    assert elsewhere.store.collection(CareMap).count() == 0


# -- erasing, and what can be seen ------------------------------------------------------------------------------------


def test_erased_it_is_gone_from_the_record_its_history_and_its_copies(community: TestCommunity) -> None:
    mine = begun(community)
    community.join("bo")
    other = begun(community, "bo")
    answer(mine, "steer/matters", SECRET)
    mine.session.store.backup()
    answer(mine, "heavy/first", SECRET)
    actions.review(mine.session, mine.keys, "steer")
    standing = mine.session.store.collection(CareMap).first(owner="ana")
    assert standing
    ciphertexts = [one.value.box.sealed for one in mine.session.store.collection(Piece).find(owner="ana")]
    ciphertexts += [standing.value.keyring, standing.value.index.sealed]
    marks = [text.replace("\n", "\\n")[100:160] for text in ciphertexts]
    folder = community.path.parent
    assert len(told(folder, *marks)) > 1
    said = actions.erase(mine.session)
    assert "4 parts" in said and "can't be reached" in said
    assert told(folder, *marks, standing.value.salt, standing.value.public) == []
    assert opened(other).faults == ()
    assert mine.session.store.collection(Account).first(handle="ana")
    with pytest.raises(NotFound):
        unlock(mine.session, PASSPHRASE)
    assert begun(community).keys.owner == "ana"


def test_nothing_of_a_map_can_be_read_in_any_file(community: TestCommunity) -> None:
    mine = begun(community)
    answer(mine, "steer/matters", SECRET)
    actions.review(mine.session, mine.keys, "steer")
    answer(mine, "steer/matters", f"{SECRET} again", SECRET)
    actions.follow_own_workbook(
        mine.session, mine.keys, brought(SHORT.replace("Short", "Wobblebook").encode(), "w.toml")
    )
    changed = new_keys.change_passphrase(
        mine.session, mine.keys, "a wholly new phrase", "a wholly new phrase"
    )
    new_keys.rotate(mine.session, changed)
    mine.session.store.backup()
    mine.session.store.export(community.path.parent / "export.json")
    mine.session.store.compact()
    words = (
        SECRET,
        PASSPHRASE,
        "wholly new phrase",
        mine.recovery,
        mine.keys.identity,
        *TITLES,
        "Wobblebook",
    )
    assert told(community.path.parent, *words, mine.keys.mac.hex()) == []


def test_the_history_tells_days_and_no_times_and_nothing_of_what_was_written(
    community: TestCommunity,
) -> None:
    community.moment = community.moment.replace(hour=16, minute=5)
    mine = begun(community)
    before = mine.session.store.seq
    answer(mine, "steer/matters", SECRET)
    actions.review(mine.session, mine.keys, "steer")
    entries = [one for one in mine.session.store.history_by("ana") if one.seq > before]
    assert {one.at.astimezone(UTC).strftime("%H:%M:%S") for one in entries} == {"00:00:00"}
    assert {one.collection for one in entries} == {"tmaps.maps", "tmaps.pieces"}
    assert all(one.before is None and one.after is None for one in entries)
    assert {one.why for one in entries} == {"worked on the own map"}


def test_who_leaves_takes_their_map_along(community: TestCommunity) -> None:
    from folkmoot.api import leave_house

    begun(community)
    community.join("bo")
    leave_house(community.session("ana"))
    assert community.session("bo").store.collection(CareMap).count() == 0


def test_with_answer_keeps_the_order_and_takes_empty_ones_away() -> None:
    section = Section(owner="a", label="b", version=1, section="s", title="t", skipped=("x",))
    one, two = Prompt(id="x", ask="?", why=""), Prompt(id="y", ask="??", why="")
    section = with_answer(with_answer(section, one, "1"), two, "2")
    assert section.skipped == ()
    section = with_answer(section, one, "3")
    assert [(one.prompt, one.value) for one in section.answers] == [("x", "3"), ("y", "2")]
    assert [one.prompt for one in with_answer(section, one, "").answers] == ["y"]
