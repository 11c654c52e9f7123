"""A section is read by who was chosen, exactly as the preview showed it; and by nobody else."""

from __future__ import annotations

import re
import subprocess
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace as evolve

from folkmoot.api import BadData, NotAllowed, NotFound
from folkmoot.session import Account
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_core.people.model import Member, Standing
from folkmoot_tmaps.care import buddies
from folkmoot_tmaps.maps import actions as own
from folkmoot_tmaps.maps.demo import demo_passphrase, tell
from folkmoot_tmaps.maps.exporting import exported
from folkmoot_tmaps.maps.model import CareMap, Letter
from folkmoot_tmaps.maps.new_keys import rotate
from folkmoot_tmaps.maps.restoring import read_export, restore
from folkmoot_tmaps.maps.unlocking import unlock
from folkmoot_tmaps.sealing import rules
from folkmoot_tmaps.sharing import actions, receiving
from folkmoot_tmaps.sharing.letters import opened_letter
from folkmoot_tmaps.sharing.shown import reading_lines
from tmaps.a_map import PASSPHRASE, SECRET, TITLES, Mine, answer, begun, needs_age, opened, told
from tmaps.shared_maps import (
    a_group,
    compared,
    inbox_of,
    index_of,
    read_by,
    reader,
    share,
    sit_in,
    with_people,
)


@pytest.fixture
def ana(community: TestCommunity) -> Mine:
    """Ana has a map with something in two sections."""
    mine = begun(community)
    answer(mine, "heavy/please", "Bring soup")
    answer(mine, "signs/outside", SECRET)
    return mine


@pytest.fixture
def bo(community: TestCommunity, ana: Mine) -> Mine:
    return reader(community, "bo")


# -- giving ----------------------------------------------------------------------------------------------------


def test_who_was_chosen_reads_that_section_and_nothing_else(
    community: TestCommunity, ana: Mine, bo: Mine
) -> None:
    cy = reader(community, "cy")
    share(ana, "heavy", "bo")
    assert read_by(bo) == {"ana/heavy": ["- Bring soup"]}
    assert read_by(cy) == {}


def test_they_see_exactly_what_the_preview_showed(ana: Mine, bo: Mine) -> None:
    own.pass_over(ana.session, ana.keys, opened(ana).workbook.sections[0], _prompt(ana, "steer", "proud"))
    answer(ana, "steer/matters", "river\nmoss")
    answer(ana, "steady/now", "3")
    for section in ("steer", "steady"):
        shown = actions.preview(opened(ana), section)
        share(ana, section, "bo")
        received = inbox_of(bo).of("ana", section)
        assert received is not None
        assert received.answers == shown
    (letter, _other) = ana.session.store.collection(Letter).all()
    envelope = opened_letter(bo.keys, letter.value)
    assert envelope is not None
    assert "proud" not in envelope.said  # what was passed over is nobody's business
    assert reading_lines(shown)[0][1] == ["3 of 1 (shaky) to 5 (firm)"]


def test_what_is_written_later_is_read_too(ana: Mine, bo: Mine) -> None:
    share(ana, "heavy", "bo")
    read_by(bo)
    answer(ana, "heavy/please", "Bring bread", "Bring soup")
    assert read_by(bo) == {"ana/heavy": ["- Bring bread"]}
    answer(ana, "signs/outside", "other", SECRET)
    assert read_by(bo) == {"ana/heavy": ["- Bring bread"]}


def test_who_has_no_key_yet_can_read_once_they_have_one_and_the_map_was_opened(
    community: TestCommunity, ana: Mine
) -> None:
    with_people(community, "dot")
    share(ana, "heavy", "dot")
    (row,) = actions.who_reads(ana.session, opened(ana))
    assert (row.reader, row.has_key, row.can) == ("dot", False, False)
    assert actions.settle(ana.session, ana.keys) == ()
    dot = begun(community, "dot")
    assert read_by(dot) == {}
    assert actions.settle(ana.session, ana.keys) == ("Dot",)
    assert read_by(dot) == {"ana/heavy": ["- Bring soup"]}
    assert actions.settle(ana.session, ana.keys) == ()


def test_a_group_is_its_people_at_the_time_by_name(community: TestCommunity, ana: Mine, bo: Mine) -> None:
    cy, late = reader(community, "cy"), reader(community, "late")
    a_group(community, "River", "ana", "bo", "cy")
    (group,) = actions.groups_to_choose(ana.session)
    assert (group.name, group.handles, group.kind) == ("River", ("bo", "cy"), "home group")
    share(ana, "heavy", *group.handles)
    sit_in(community, "late")
    assert read_by(bo) == read_by(cy) == {"ana/heavy": ["- Bring soup"]}
    assert read_by(late) == {}
    assert actions.groups_to_choose(ana.session)[0].handles == ("bo", "cy", "late")


@pytest.mark.parametrize(
    ("section", "handles", "error", "says"),
    [
        ("heavy", ("nobody",), NotFound, "nobody here called"),
        ("heavy", ("ana",), BadData, "your own map already"),
        ("steer", ("bo",), BadData, "nothing in this section yet"),
        ("none", ("bo",), BadData, "nothing in this section yet"),
    ],
)
def test_what_can_t_be_shared_is_a_sentence_and_changes_nothing(
    ana: Mine, bo: Mine, section: str, handles: tuple[str, ...], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        share(ana, section, *handles)
    assert index_of(ana).grants == ()


def test_nobody_shares_or_takes_back_for_somebody_else(ana: Mine, bo: Mine) -> None:
    share(ana, "heavy", "bo")
    for act in (
        lambda: actions.share(bo.session, ana.keys, "heavy", ["bo"]),
        lambda: actions.revoke(bo.session, ana.keys, "bo"),
        lambda: actions.numbers(bo.session, ana.keys, "bo"),
        lambda: receiving.gather(bo.session, ana.keys),
    ):
        with pytest.raises(NotAllowed, match="and nobody else"):
            act()


@pytest.mark.parametrize("standing", ["guest", "friend", "partner"])
def test_guests_friends_and_partners_share_and_read(
    community: TestCommunity, ana: Mine, standing: Standing
) -> None:
    pat = reader(community, "pat")
    with ana.session.store.transaction(by="ana", why="test") as tx:
        tx.add(Member(account="pat", standing=standing, since=community.moment))
    answer(pat, "heavy/please", "Ring me")
    share(ana, "heavy", "pat")
    share(pat, "heavy", "ana")
    assert read_by(pat) == {"ana/heavy": ["- Bring soup"]}
    assert read_by(ana) == {"pat/heavy": ["- Ring me"]}


def test_who_left_shares_nothing_and_gets_nothing_new(community: TestCommunity, ana: Mine, bo: Mine) -> None:
    share(ana, "heavy", "bo")
    with ana.session.store.transaction(by="ana", why="left") as tx:
        stored = tx.collection(Account).first(handle="bo")
        assert stored
        tx.replace(stored, evolve(stored.value, state="left"))
    gone = bo.session.of(evolve(stored.value, state="left"))
    with pytest.raises(NotAllowed):
        actions.share(gone.of(Account(name="Gone", handle="gone")), bo.keys, "heavy", ["ana"])
    actions.settle(ana.session, ana.keys)
    assert (index_of(ana).grants, index_of(ana).sent) == ((), ())
    assert ana.session.store.collection(Letter).count() == 0


def test_who_is_suspended_gets_nothing_until_they_are_back(ana: Mine, bo: Mine) -> None:
    share(ana, "heavy", "bo")

    def becomes(state: str) -> None:
        with ana.session.store.transaction(by="ana", why="test") as tx:
            stored = tx.collection(Account).first(handle="bo")
            assert stored
            tx.replace(stored, evolve(stored.value, state=state))
        actions.settle(ana.session, ana.keys)

    becomes("suspended")
    assert ana.session.store.collection(Letter).count() == 0
    assert index_of(ana).readers_of("heavy") == ("bo",)
    becomes("member")
    assert read_by(bo) == {"ana/heavy": ["- Bring soup"]}


@needs_age
def test_a_letter_opens_with_age_alone(ana: Mine, bo: Mine, tmp_path: Path) -> None:
    share(ana, "signs", "bo")
    (letter,) = ana.session.store.collection(Letter).all()
    (tmp_path / "keys.txt").write_text(bo.keys.identity)
    opened_by_age = subprocess.run(
        ["age", "-d", "-i", tmp_path / "keys.txt"],
        input=letter.value.box.sealed.encode(),
        capture_output=True,
        check=True,
    )
    assert SECRET.encode() in opened_by_age.stdout


def test_in_the_demo_three_people_share_with_each_other(
    community: TestCommunity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SCRYPT_N", 2**17)  # the demo's passphrase is derived with the real cost
    with_people(community, "rui", "beatriz")
    tell(community.session("ana"))
    seen = {}
    for handle in ("ana", "rui", "beatriz"):
        session = community.session(handle)
        mine = Mine(session, unlock(session, demo_passphrase(session)), "")
        assert opened(mine).faults == ()
        seen[handle] = sorted(read_by(mine))
    assert seen == {
        "ana": ["beatriz/heavy", "rui/heavy", "rui/signs"],
        "rui": ["ana/heavy", "beatriz/heavy"],
        "beatriz": ["ana/signs"],
    }


def test_hostile_text_is_kept_and_harms_nobody(ana: Mine, bo: Mine) -> None:
    answer(ana, "steer/proud", HOSTILE)
    share(ana, "steer", "bo")
    (lines,) = read_by(bo).values()
    assert "[bold]x[/bold]" in lines[0]
    assert "\x1b" not in lines[0]


# -- taking back -----------------------------------------------------------------------------------------------


def test_what_is_taken_back_is_gone_for_one_and_stays_for_the_others(
    community: TestCommunity, ana: Mine, bo: Mine
) -> None:
    cy = reader(community, "cy")
    share(ana, "heavy", "bo", "cy")
    assert read_by(bo) == read_by(cy) == {"ana/heavy": ["- Bring soup"]}
    actions.revoke(ana.session, ana.keys, "bo", "heavy")
    box = inbox_of(bo)
    assert box.received == ()
    assert "“When it is heavy” by Ana is no longer here for you" in box.notes[0]
    assert inbox_of(bo).notes == ()  # told once
    answer(ana, "heavy/please", "Bring bread", "Bring soup")
    assert (read_by(bo), read_by(cy)) == ({}, {"ana/heavy": ["- Bring bread"]})
    assert not any(opened_letter(bo.keys, one.value) for one in ana.session.store.collection(Letter).all())
    with pytest.raises(NotFound, match="Nothing was changed"):
        actions.revoke(ana.session, ana.keys, "bo", "heavy")


def test_all_that_somebody_reads_can_be_taken_back_at_once(ana: Mine, bo: Mine) -> None:
    share(ana, "heavy", "bo")
    share(ana, "signs", "bo")
    assert len(read_by(bo)) == 2
    actions.revoke(ana.session, ana.keys, "bo")
    assert read_by(bo) == {}
    share(ana, "heavy", "bo")
    assert read_by(bo) == {"ana/heavy": ["- Bring soup"]}


def test_erasing_the_map_takes_its_letters_along(ana: Mine, bo: Mine) -> None:
    share(ana, "heavy", "bo")
    own.erase(ana.session)
    assert ana.session.store.collection(Letter).count() == 0
    assert read_by(bo) == {}


# -- a note ----------------------------------------------------------------------------------------------------


def test_a_reader_who_wants_says_that_they_have_read_it_and_takes_that_back(
    community: TestCommunity, ana: Mine, bo: Mine
) -> None:
    share(ana, "heavy", "bo")
    received = inbox_of(bo).of("ana", "heavy")
    assert received is not None
    assert inbox_of(ana).read_by("bo", "heavy") is None
    assert actions.note_read(bo.session, bo.keys, received)
    note = inbox_of(ana).read_by("bo", "heavy")
    assert note is not None
    assert (note.day, note.about) == (community.moment.date(), received.version)
    assert inbox_of(ana).received == ()
    assert not actions.note_read(bo.session, bo.keys, received)
    assert inbox_of(ana).read_by("bo", "heavy") is None
    assert inbox_of(ana).notes == ()


# -- keys ------------------------------------------------------------------------------------------------------


def exchange(mine: Mine, other: Mine) -> None:
    """Somebody puts their own key in the place of another's."""
    with mine.session.store.transaction(by="root", why="broke in") as tx:
        stored = tx.collection(CareMap).first(owner=mine.session.handle)
        assert stored
        tx.replace(stored, evolve(stored.value, public=other.keys.public))


def test_to_a_substituted_key_nothing_is_sealed_and_it_is_told(
    community: TestCommunity, ana: Mine, bo: Mine
) -> None:
    mal = reader(community, "mal")
    share(ana, "heavy", "bo")
    exchange(bo, mal)
    assert "Bo has another key than before" in opened(ana).notes[0]
    answer(ana, "heavy/please", "Bring bread", "Bring soup")
    (row,) = actions.who_reads(ana.session, opened(ana))
    assert (row.has_key, row.can) == (True, False)
    letters = ana.session.store.collection(Letter).all()
    assert not any(opened_letter(mal.keys, one.value) for one in letters)
    assert actions.numbers(ana.session, ana.keys, "bo") != actions.numbers(bo.session, bo.keys, "ana")
    with pytest.raises(BadData, match="The numbers are others now"):
        compared(ana, bo)
    assert any("public key beside your map was exchanged" in fault for fault in opened(bo).faults)


def test_a_reader_with_new_keys_reads_again_once_numbers_were_compared(ana: Mine, bo: Mine) -> None:
    share(ana, "heavy", "bo")
    assert read_by(bo)
    anew = Mine(bo.session, rotate(bo.session, bo.keys), bo.recovery)
    assert read_by(anew) == {}
    assert "Bo has another key" in opened(ana).notes[0]
    compared(ana, anew)
    assert opened(ana).notes == ()
    assert read_by(anew) == {"ana/heavy": ["- Bring soup"]}
    (row,) = actions.who_reads(ana.session, opened(ana))
    assert row.compared


def test_a_writer_with_new_keys_is_read_again_once_numbers_were_compared(ana: Mine, bo: Mine) -> None:
    share(ana, "heavy", "bo")
    assert read_by(bo)
    anew = Mine(ana.session, rotate(ana.session, ana.keys), ana.recovery)
    box = inbox_of(bo)
    assert box.received == ()
    assert box.changed == ("ana",)
    assert "Ana shares something with you under another key than before" in box.notes[0]
    compared(bo, anew)
    assert read_by(bo) == {"ana/heavy": ["- Bring soup"]}
    assert inbox_of(bo).notes == ()
    assert opened(anew).faults == ()


def test_letters_go_along_with_a_map_that_moves(ana: Mine, bo: Mine, community: TestCommunity) -> None:
    with_people(community, "dot")
    share(ana, "heavy", "bo", "dot")
    manifest = read_export(exported(ana.session))
    own.erase(ana.session)
    keys = restore(ana.session, manifest, PASSPHRASE)
    assert read_by(bo) == {}
    back = Mine(ana.session, keys, "")
    actions.settle(ana.session, keys)
    assert read_by(bo) == {"ana/heavy": ["- Bring soup"]}
    assert index_of(back).readers_of("heavy") == ("bo",)  # another Dot might live there


# -- what the record tells ---------------------------------------------------------------------------------------


def test_the_record_tells_nobody_who_reads_what(community: TestCommunity, ana: Mine) -> None:
    handle = "wilhelmina"
    reading = reader(community, handle)
    folder = community.path.parent

    its_own = re.compile(rf'"(owner|handle|name|by|account)":\s*"{handle}"', re.IGNORECASE)

    def said_elsewhere() -> list[str]:
        """Where she is named, but as whose account or keys something is."""
        files = [file for file in folder.rglob("*") if file.is_file()]
        texts = {file.name: its_own.sub("", file.read_text("utf-8", "replace")) for file in files}
        return [name for name, text in texts.items() if handle in text.lower()]

    assert said_elsewhere() == []
    share(ana, "signs", handle)
    answer(ana, "signs/outside", "other", SECRET)
    actions.revoke(ana.session, ana.keys, handle)
    share(ana, "signs", handle)
    assert said_elsewhere() == []
    assert told(folder, SECRET, PASSPHRASE, *TITLES, "Signs that others may see", ana.keys.identity) == []
    assert read_by(reading) == {"ana/signs": ["- other"]}
    assert told(folder, SECRET, PASSPHRASE, *TITLES, "Signs that others may see", '"outside"') == []


@pytest.mark.parametrize("count", [1, 3, 4])
def test_up_to_four_readers_look_like_one(community: TestCommunity, ana: Mine, count: int) -> None:
    for number in range(count):
        reader(community, f"reader{number}")
    share(ana, "heavy", *(f"reader{number}" for number in range(count)))
    (letter,) = ana.session.store.collection(Letter).all()
    age_file = b64decode("".join(letter.value.box.sealed.splitlines()[1:-1]))
    assert age_file.count(b"-> X25519 ") == 4


# -- looking for what is one's own ---------------------------------------------------------------------------------


def test_where_there_are_many_letters_only_new_ones_are_tried_and_none_is_missed(
    community: TestCommunity, ana: Mine, bo: Mine, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []
    real = receiving.opened_letter

    def counting(keys: object, letter: Letter) -> object:
        tried.append(1)
        return real(keys, letter)  # type: ignore[arg-type]

    monkeypatch.setattr(receiving, "FEW", 0)
    monkeypatch.setattr(receiving, "opened_letter", counting)
    cy = reader(community, "cy")
    share(ana, "signs", "cy")
    assert (read_by(bo), len(tried)) == ({}, 1)
    assert (read_by(bo), len(tried)) == ({}, 1)
    share(ana, "heavy", "bo")
    assert (read_by(bo), len(tried)) == ({"ana/heavy": ["- Bring soup"]}, 2)
    answer(ana, "heavy/please", "Bring bread", "Bring soup")
    assert (read_by(bo), len(tried)) == ({"ana/heavy": ["- Bring bread"]}, 3)
    share(ana, "signs", "bo")
    assert sorted(read_by(bo)) == ["ana/heavy", "ana/signs"]
    actions.revoke(ana.session, ana.keys, "bo", "heavy")
    assert list(read_by(bo)) == ["ana/signs"]
    assert list(read_by(cy)) == ["ana/signs"]


def test_an_earlier_record_that_was_brought_back_is_looked_through_anew(
    ana: Mine, bo: Mine, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = receiving.gather(bo.session, bo.keys)
    ahead = evolve(found.seen, upto=99, seq=10**6)
    receiving.take_in(bo.session, bo.keys, replace(found, seen=ahead))
    monkeypatch.setattr(receiving, "FEW", 0)
    share(ana, "heavy", "bo")
    assert read_by(bo) == {"ana/heavy": ["- Bring soup"]}


def _prompt(mine: Mine, section: str, name: str):  # type: ignore[no-untyped-def]
    part = opened(mine).workbook.part(section)
    assert part
    return next(one for one in part.prompts if one.id == name)


# -- when to look again ----------------------------------------------------------------------------------------------


def test_today_says_in_words_that_tell_nothing_when_something_is_due(
    community: TestCommunity, ana: Mine
) -> None:
    answer(ana, "back/look-again", "2026-11-24")
    assert "due" not in community.run("ana", "today")
    community.moment += timedelta(days=2)
    assert "Something of yours is due." in community.run("ana", "today")
    own.review(community.session("ana"), ana.keys, "back")
    assert "due" not in community.run("ana", "today")
    assert told(community.path.parent, "2026-11-24 ", "look-again") == []


def test_buddies_are_offered_as_those_to_share_with_and_nobody_else_is_told_who_they_are(
    community: TestCommunity, ana: Mine, bo: Mine
) -> None:
    buddies.ask(ana.session, "bo")
    assert not [one for one in actions.groups_to_choose(ana.session) if one.key == "care/buddies"]
    buddies.accept(bo.session, "ana")
    (found,) = [one for one in actions.groups_to_choose(ana.session) if one.key == "care/buddies"]
    assert found.handles == ("bo",)
    community.join("cy")
    assert not [one for one in actions.groups_to_choose(community.session("cy")) if "bo" in one.handles]
