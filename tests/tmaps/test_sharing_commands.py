"""Sharing by commands alone, for scripts and for who hears the screen instead of seeing it."""

from __future__ import annotations

import pytest

from folkmoot.testing import HOSTILE, TestCommunity
from tmaps.a_map import PASSPHRASE, SECRET, Mine, answer, begun, told, types
from tmaps.shared_maps import a_group, index_of, read_by, reader, share, with_people

Patch = pytest.MonkeyPatch


@pytest.fixture
def ana(community: TestCommunity) -> Mine:
    mine = begun(community)
    answer(mine, "signs/outside", SECRET)
    return mine


@pytest.fixture
def bo(community: TestCommunity, ana: Mine) -> Mine:
    return reader(community, "bo")


def test_the_card_is_what_a_heavy_day_needs(community: TestCommunity, ana: Mine, monkeypatch: Patch) -> None:
    types(monkeypatch, PASSPHRASE)
    assert "Nothing is on the card yet" in community.run("ana", "map", "card")
    answer(ana, "heavy/please", "Bring soup")
    answer(ana, "heavy/please-not", "Tidy up")
    answer(ana, "people/who", "Rosa: sits with me (agreed)")
    types(monkeypatch, PASSPHRASE)
    said = community.run("ana", "map", "card")
    assert SECRET not in said
    places = [said.index(words) for words in ("- Bring soup", "- Tidy up", "- Rosa: sits with me (agreed)")]
    assert places == sorted(places)


def test_a_section_is_given_read_noted_and_taken_back(
    community: TestCommunity, ana: Mine, bo: Mine, monkeypatch: Patch
) -> None:
    types(monkeypatch, PASSPHRASE)
    assert "Nobody reads anything of yours." in community.run("ana", "map", "readers")
    types(monkeypatch, PASSPHRASE, "n")
    said = community.run("ana", "map", "share", "signs", "bo")
    assert "This is all they see of “Signs that others may see” (Bo):" in said
    assert f"  - {SECRET}" in said
    assert "Whoever has read it may remember it" in said
    assert "Nothing was shared." in said
    assert index_of(ana).grants == ()
    types(monkeypatch, PASSPHRASE, "y")
    assert "can be read by Bo." in community.run("ana", "map", "share", "signs", "bo")

    types(monkeypatch, PASSPHRASE)
    assert "ana/signs: Ana: Signs that others may see" in community.run("bo", "map", "shared")
    types(monkeypatch, PASSPHRASE)
    assert f"  - {SECRET}" in community.run("bo", "map", "shared", "ana", "signs")
    types(monkeypatch, PASSPHRASE)
    assert "Ana can see that you have read it." in community.run("bo", "map", "noted", "ana", "signs")
    types(monkeypatch, PASSPHRASE)
    said = community.run("ana", "map", "readers")
    assert "signs: Signs that others may see: Bo (bo): says they read it on" in said
    types(monkeypatch, PASSPHRASE)
    assert "no longer sees" in community.run("bo", "map", "noted", "ana", "signs")

    types(monkeypatch, PASSPHRASE)
    said = community.run("ana", "map", "revoke", "bo", "signs")
    assert "Taken back: Bo gets nothing of it any more. Whoever has read it may remember it" in said
    types(monkeypatch, PASSPHRASE)
    said = community.run("bo", "map", "shared")
    assert "is no longer here for you" in said
    assert "Nobody shares anything with you just now." in said


def test_a_group_by_name_and_somebody_without_a_key(
    community: TestCommunity, ana: Mine, bo: Mine, monkeypatch: Patch
) -> None:
    with_people(community, "cy")
    a_group(community, "River", "ana", "bo", "cy")
    types(monkeypatch, PASSPHRASE)
    said = community.run("ana", "map", "share", "signs", "--group", "river", "--yes")
    assert "(Bo, Cy)" in said
    assert "can be read by Bo. Cy has no key to read with yet" in said
    assert read_by(bo) == {"ana/signs": [f"- {SECRET}"]}
    begun(community, "cy")
    types(monkeypatch, PASSPHRASE)
    assert "from now on: Cy." in community.run("ana", "map", "readers")


def test_numbers_are_read_out_and_noted(
    community: TestCommunity, ana: Mine, bo: Mine, monkeypatch: Patch
) -> None:
    share(ana, "signs", "bo")
    types(monkeypatch, PASSPHRASE)
    here = community.run("ana", "map", "numbers", "bo")
    types(monkeypatch, PASSPHRASE)
    there = community.run("bo", "map", "numbers", "ana")
    numbers = next(line for line in here.splitlines() if line[:5].isdigit())
    assert numbers in there
    types(monkeypatch, PASSPHRASE)
    wrong = community.run("ana", "map", "numbers", "bo", "--same", numbers.replace("1", "2"), code=65)
    assert "Those are not the numbers here. Nothing was noted" in wrong
    types(monkeypatch, PASSPHRASE)
    assert "you compared the numbers with Bo" in community.run(
        "ana", "map", "numbers", "bo", "--same", numbers
    )
    types(monkeypatch, PASSPHRASE)
    assert "numbers compared" in community.run("ana", "map", "readers")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("share", "signs"), 65, "Say with whom"),
        (("share", "signs", "nobody"), 65, "There is nobody here called “nobody”. Nothing was shared."),
        (("share", "none", "bo"), 65, "There is no section “none”; there are steer"),
        (("share", "steer", "bo"), 65, "nothing in this section yet"),
        (("share", "signs", "--group", "Sea"), 65, "You are in no group called “Sea”; there are: -."),
        (("revoke", "bo"), 65, "Nothing of yours is shared like that"),
        (("numbers", "dot"), 65, "Dot has no key to read with yet, so there are no numbers."),
        (("shared", "bo"), 65, "There is nothing of theirs for you here"),
        (("noted", "bo", "signs"), 65, "There is nothing of theirs for you here"),
    ],
)
def test_what_can_t_be_done_is_a_sentence(
    community: TestCommunity,
    ana: Mine,
    bo: Mine,
    monkeypatch: Patch,
    words: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    with_people(community, "dot")
    types(monkeypatch, PASSPHRASE)
    assert said in community.run("ana", "map", *words, code=code)


def test_without_a_map_every_command_says_how_one_is_begun(
    community: TestCommunity, monkeypatch: Patch
) -> None:
    for words in (("card",), ("readers",), ("shared",), ("share", "signs", "ana"), ("numbers", "ana")):
        types(monkeypatch, PASSPHRASE)
        assert "folkmoot map begin" in community.run("ana", "map", *words, code=65)


def test_hostile_text_comes_out_inert(
    community: TestCommunity, ana: Mine, bo: Mine, monkeypatch: Patch
) -> None:
    answer(ana, "heavy/please", HOSTILE)
    share(ana, "heavy", "bo")
    for handle, words in (("ana", ("card",)), ("bo", ("shared", "ana"))):
        types(monkeypatch, PASSPHRASE)
        said = community.run(handle, "map", *words)
        assert "[bold]x[/bold]" in said
        assert not any(mark in said for mark in "\x1b\x07\u202e")


def test_commands_leave_nothing_to_read_in_any_file(
    community: TestCommunity, ana: Mine, bo: Mine, monkeypatch: Patch
) -> None:
    for handle, words in (
        ("ana", ("share", "signs", "bo", "--yes")),
        ("bo", ("shared", "ana")),
        ("bo", ("noted", "ana", "signs")),
        ("ana", ("readers",)),
        ("ana", ("revoke", "bo")),
    ):
        types(monkeypatch, PASSPHRASE)
        community.run(handle, "map", *words)
    community.run("ana", "store", "backup")
    community.run("ana", "store", "compact")
    assert "signs" not in community.run("ana", "store", "history").lower()
    assert told(community.path.parent, SECRET, PASSPHRASE, "Signs that others may see", '"signs"') == []
