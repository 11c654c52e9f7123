"""People: each writes their own card, the others read what they may; leaving forgets what is personal."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from door.visitors import a_code, a_key, as_partner, comes_in, visitor
from folkmoot.door.invites import occasions
from folkmoot.door.joining import Newcomer, join
from folkmoot.door.keys import add_key, known_key, why_out
from folkmoot.errors import BadData, ChangedMeanwhile, NotAllowed, NotFound
from folkmoot.session import Account
from folkmoot.store import copies
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_core.answers.actions import coming, give_answer, host
from folkmoot_core.people.cards import card_of, leave, people, person, save_card
from folkmoot_core.people.model import Card
from folkmoot_core.people.rules import fits, may_read_needs

SECRET = "the blue door behind the mill, after nine"


def test_a_filter_finds_names_without_their_accents_and_in_any_order() -> None:
    assert fits("ines goncalves", "Gonçalves, Inês", "ines")
    assert fits("INÊS", "Inês", "ines")
    assert fits("", "Anybody")
    assert not fits("ines rui", "Inês", "ines")


@pytest.mark.parametrize(
    ("wanted", "own", "hosts", "reads"),
    [
        ("nobody", False, True, False),
        ("nobody", True, False, True),
        ("organisers", False, True, True),
        ("organisers", False, False, False),
        ("everyone", False, False, True),
    ],
)
def test_the_person_decides_who_reads_what_they_need(
    wanted: str, own: bool, hosts: bool, reads: bool
) -> None:
    card = Card(account="bo", needs="a ramp", needs_for=wanted)  # type: ignore[arg-type]
    assert may_read_needs(card, own=own, hosts_what_they_attend=hosts) is reads


def test_whoever_hosts_what_one_comes_to_reads_what_one_needs(community: TestCommunity) -> None:
    community.join("bo")
    save_card(community.session("bo"), Card(account="bo", needs="a ramp"))
    ana = community.session("ana")
    meeting = coming(ana)[0].occurrence.key
    assert person(ana, "bo").needs == ""
    host(ana, meeting, True)
    assert person(ana, "bo").needs == ""
    give_answer(community.session("bo"), meeting, "maybe")
    assert person(ana, "bo").needs == "a ramp"
    give_answer(community.session("bo"), meeting, "no")
    assert person(ana, "bo").needs == ""


def test_nobody_writes_the_card_of_somebody_else(community: TestCommunity) -> None:
    community.join("bo")
    with pytest.raises(NotAllowed, match="their own card"):
        save_card(community.session("ana"), Card(account="bo", reach="mine"))


def test_two_windows_on_one_card_lose_nothing(community: TestCommunity) -> None:
    ana = community.session("ana")
    seen = save_card(ana, Card(account="ana", reach="one"))
    save_card(community.session("ana"), Card(account="ana", reach="two"), seen)
    with pytest.raises(ChangedMeanwhile, match="another window"):
        save_card(ana, Card(account="ana", reach="three"), seen)
    stored = card_of(ana, "ana")
    assert stored is not None
    assert stored.value.reach == "two"


def test_people_are_listed_by_name_and_those_who_are_out_are_not(community: TestCommunity) -> None:
    community.join("zoe", name="Zoë")
    community.join("bo", name="bo")
    assert [one.handle for one in people(community.session())] == ["ana", "bo", "zoe"]
    assert [one.handle for one in people(community.session(), "zoe")] == ["zoe"]
    with pytest.raises(NotFound):
        person(community.session(), "nobody")


def test_who_leaves_is_forgotten_everywhere_and_the_decisions_stay(community: TestCommunity) -> None:
    ana = community.session("ana")
    comes_in(community, "bo", a_code(ana, occasion=occasions(ana)[0].key))
    bo = community.session("bo")
    save_card(bo, Card(account="bo", reach=SECRET))
    ana.store.backup()
    assert any(SECRET.encode() in file.read_bytes() for file in copies(community.path))
    with pytest.raises(BadData, match="type your handle"):
        leave(bo, "ana")
    assert leave(bo, "bo") >= 3
    assert ana.store.collection(Account).first(handle="bo") is None
    assert known_key(ana.store, a_key("bo").fingerprint) is None
    assert "no longer here" in (why_out(ana.store, a_key("bo").fingerprint, "bo") or "")
    for file in [*community.path.parent.rglob("*"), *copies(community.path)]:
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes()
    assert any(change.collection == "folkmoot.invites" for change in ana.store.changes(0))


def test_a_handle_of_who_left_is_nobodys_again(community: TestCommunity) -> None:
    ana = community.session("ana")
    comes_in(community, "bo", a_code(ana, occasion=occasions(ana)[0].key))
    leave(community.session("bo"), "bo")
    with pytest.raises(BadData, match="called “bo” already"):
        join(visitor(community, "new"), a_code(ana), Newcomer(name="Bo", handle="bo"))


def test_the_only_partner_does_not_leave_the_others_alone(community: TestCommunity) -> None:
    community.join("bo")
    with pytest.raises(BadData, match="only Partner"):
        leave(community.session("ana"), "ana")
    as_partner(community, "bo")
    assert leave(community.session("ana"), "ana") >= 1


def test_the_commands_list_show_and_change(
    community: TestCommunity, capsys: pytest.CaptureFixture[str]
) -> None:
    community.join("bo", name="Bo Oak")
    assert (
        community.command(
            None, "people", "edit", "--reach", HOSTILE, "--needs-for", "everyone", "--needs", "a ramp"
        )
        == 0
    )
    assert community.command(None, "people", "edit", "--needs-for", "strangers") == 65
    capsys.readouterr()
    assert community.command("bo", "people", "show", "ana", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["needs"], told["standing"]) == ("a ramp", "partner")
    assert community.command(None, "people", "--find", "oak", "--json") == 0
    assert [one["handle"] for one in json.loads(capsys.readouterr().out)["people"]] == ["bo"]
    assert community.command(None, "people", "show", "nobody") == 65
    assert community.command(None, "people") == 0
    assert "Bo Oak" in capsys.readouterr().out


async def test_a_card_is_found_read_and_written_by_keys(community: TestCommunity) -> None:
    community.join("bo", name="Bo Oak")
    save_card(community.session("bo"), Card(account="bo", reach=HOSTILE))
    async with community.shell("ana") as screen:
        await screen.press(screen.number("People"))
        assert "2 people" in screen.text
        await screen.press("slash")
        await screen.type("oak")
        await screen.press("enter")
        assert "Bo Oak" in screen.text
        assert "[/]" in screen.text
        await screen.press("escape", "e", "down")
        await screen.type("they/them")
        await screen.press("ctrl+s")
        assert "Kept." in screen.text
        await screen.press("escape", "home", "enter")
        assert "they/them" in screen.text


async def test_a_new_face_is_on_an_open_list_at_once(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("People"))
        community.join("bo", name="Bo Oak")
        await screen.look()
        assert "Bo Oak" in screen.text


def test_a_live_session_of_who_left_ends(community: TestCommunity, tmp_path: Path) -> None:
    ana = community.session("ana")
    comes_in(community, "bo", a_code(ana, occasion=occasions(ana)[0].key))
    community.moment += timedelta(minutes=1)
    add_key(community.session("bo"), a_key("phone"))
    leave(community.session("bo"), "bo")
    assert not community.session("ana").of(Account(name="Bo", handle="bo")).may("people.see").allowed
