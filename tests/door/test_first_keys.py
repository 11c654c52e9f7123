"""A card for an account that never had a key: its code binds the first one, and no second."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace as evolve

from door.visitors import a_code, a_key, as_partner, comes_in, visitor
from folkmoot.door.codes import shown_code
from folkmoot.door.first_keys import invite_account, without_keys
from folkmoot.door.invites import card, occasions, open_invites, withdraw_invite
from folkmoot.door.joining import look_at, pair
from folkmoot.door.keys import add_key, keys_of
from folkmoot.errors import BadData, NotAllowed, NotFound
from folkmoot.session import Account, Session
from folkmoot.testing import HOSTILE, TestCommunity


def code_for(session: Session, handle: str) -> str:
    return shown_code(invite_account(session, handle).code)


def waits(community: TestCommunity, handle: str, name: str = "") -> None:
    """Somebody who was brought in from a list, and has not been here yet."""
    session = community.session("ana")
    account = Account(handle=handle, name=name or handle.capitalize(), arrived=False, welcomed=False)
    with session.store.transaction(by="ana", why="test") as tx:
        tx.add(account)


def test_the_code_binds_the_first_key_of_the_account(community: TestCommunity) -> None:
    waits(community, "bo")
    ana = community.session("ana")
    code = code_for(ana, "bo")
    assert look_at(visitor(community, "laptop"), code).value.account == "bo"
    assert pair(visitor(community, "laptop"), code) == "bo"
    assert [one.value.fingerprint for one in keys_of(ana.store, "bo")] == [a_key("laptop").fingerprint]
    with pytest.raises(BadData, match="used already"):
        pair(visitor(community, "phone"), code)
    with pytest.raises(BadData, match=r"has a key, or had one.*keys.replace bo"):
        invite_account(ana, "bo")


def test_a_code_counts_no_longer_once_there_is_a_key_or_a_newer_code(community: TestCommunity) -> None:
    waits(community, "bo")
    ana = community.session("ana")
    first, second = code_for(ana, "bo"), code_for(ana, "bo")
    with pytest.raises(BadData, match="withdrawn"):
        look_at(visitor(community, "laptop"), first)
    add_key(community.session("bo"), a_key("phone"))
    with pytest.raises(BadData, match="has a key by now"):
        pair(visitor(community, "laptop"), second)
    assert len(keys_of(ana.store, "bo")) == 1


def test_a_removed_key_is_one_that_the_account_had(community: TestCommunity) -> None:
    waits(community, "bo")
    stored = add_key(community.session("bo"), a_key("phone"))
    ana = community.session("ana")
    with ana.store.transaction(by="ana", why="test") as tx:
        tx.replace(stored, evolve(stored.value, removed=community.now().date()))
    with pytest.raises(BadData, match="or had one"):
        invite_account(ana, "bo")


def test_partners_make_such_cards_and_nobody_for_a_partner_who_has_been_here(
    community: TestCommunity,
) -> None:
    ana = community.session("ana")
    comes_in(community, "gil", a_code(ana, occasion=occasions(ana)[0].key))
    community.join("bo")
    waits(community, "cy")
    for handle in ("gil", "bo"):
        with pytest.raises(NotAllowed, match="Partners make a card"):
            invite_account(community.session(handle), "cy")
    as_partner(community, "bo")
    with pytest.raises(NotAllowed, match="several do it together"):
        invite_account(community.session("bo"), "ana")
    with pytest.raises(NotAllowed):
        invite_account(community.session("bo"), "bo")
    as_partner(community, "cy")
    assert invite_account(community.session("bo"), "cy").code
    with pytest.raises(NotFound):
        invite_account(ana, "nobody")


def test_without_plugins_nobody_gets_into_an_account_in_which_somebody_has_been(
    community: TestCommunity,
) -> None:
    waits(community, "bo")
    community.join("cy")
    assert "“bo”" in community.run("cy", "--no-plugins", "invite", "--for", "bo")
    assert "not been here yet" in community.run("cy", "--no-plugins", "invite", "--for", "ana", code=77)


def test_the_code_of_somebody_who_may_no_longer_make_it_counts_no_longer(community: TestCommunity) -> None:
    waits(community, "cy")
    community.join("bo")
    as_partner(community, "bo")
    code = code_for(community.session("bo"), "cy")
    ana = community.session("ana")
    with ana.store.transaction(by="ana", why="test") as tx:
        stored = tx.collection(Account).find(handle="bo")[0]
        tx.replace(stored, evolve(stored.value, state="suspended"))
    with pytest.raises(BadData, match="counts no longer"):
        look_at(visitor(community, "laptop"), code)


def test_who_is_suspended_gets_no_card(community: TestCommunity) -> None:
    waits(community, "bo")
    ana = community.session("ana")
    code = code_for(ana, "bo")
    with ana.store.transaction(by="ana", why="test") as tx:
        stored = tx.collection(Account).find(handle="bo")[0]
        tx.replace(stored, evolve(stored.value, state="suspended"))
    with pytest.raises(BadData, match="not in at the moment"):
        invite_account(ana, "bo")
    with pytest.raises(BadData, match="counts no longer"):
        pair(visitor(community, "laptop"), code)


def test_it_is_listed_and_can_be_withdrawn(community: TestCommunity) -> None:
    waits(community, "bo")
    ana = community.session("ana")
    code = code_for(ana, "bo")
    (stored,) = open_invites(ana)
    withdraw_invite(ana, stored.id)
    with pytest.raises(BadData, match="withdrawn"):
        look_at(visitor(community, "laptop"), code)


def test_the_card_says_what_it_is_for_and_is_inert(community: TestCommunity) -> None:
    waits(community, "bo", name=HOSTILE[:60])
    ana = community.session("ana")
    lines = card(ana, invite_account(ana, "bo"))
    assert "an account for you" in "\n".join(lines)
    assert "your key lets you in" in "\n".join(lines)
    assert all(len(line) == 64 for line in lines)
    assert "\x1b" not in "\n".join(lines)


def test_the_command_prints_the_card_and_says_who_may(community: TestCommunity) -> None:
    waits(community, "bo")
    community.join("cy")
    assert "“bo”" in community.run("ana", "invite", "--for", "bo")
    made = json.loads(community.run("ana", "invite", "--for", "bo", "--days", "7", "--json"))
    assert made["invitations"][0]["account"] == "bo"
    assert made["invitations"][0]["until"] == "2026-11-29T12:00:00Z"
    assert "bo, with a first key" in community.run("ana", "invite", "--list")
    assert "Partners make a card" in community.run("cy", "invite", "--for", "bo", code=77)
    community.run("ana", "invite", "--for", "bo", "Bo", code=64)
    community.run("ana", "invite", "--for", "bo", "--days", "0", code=65)


async def test_by_keys_the_card_is_made_on_the_page_of_the_door(community: TestCommunity) -> None:
    waits(community, "bo", name="Bo Oak")
    assert [one.handle for one in without_keys(community.session("ana"))] == ["bo"]
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Door"), "i", "end", "enter")
        await screen.press(*(["escape", "up", "enter"] if "For whom?" not in screen.text else []))
        assert "For whom?" in screen.text
        await screen.type("oak")
        await screen.press("enter")
        assert "has an account for you" in screen.text
    assert without_keys(community.session("bo")) == []
