"""What other plugins ask of some people is decided in a round of ours: read by them alone, done once they consent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest

from folkmoot import api
from folkmoot.errors import BadData, NotAllowed, NotFound
from folkmoot.plugins import open_house
from folkmoot.session import Account, Session
from folkmoot.store import Transaction
from folkmoot.testing import TestCommunity
from folkmoot_core.people.model import Member
from folkmoot_core.rounds.proposing import propose
from folkmoot_core.rounds.standings import asking
from folkmoot_sociocracy.consent import actions
from folkmoot_sociocracy.consent.items import today_items
from folkmoot_sociocracy.consent.reading import open_proposals, proposal_of
from folkmoot_sociocracy.consent.service import AskedRounds
from folkmoot_sociocracy.logbook.model import Entry

FOR = timedelta(days=7)


def renamed(session: Session, tx: Transaction, handle: str) -> None:
    """What follows in these tests: an account gets another name; of nobody, it is refused."""
    stored = tx.collection(Account).first(handle=handle)
    if stored is None:
        raise BadData("Nobody of that handle.")
    tx.replace(stored, Account(handle=handle, name="Renamed"))


def a_question(community: TestCommunity, subject: str = "cy", asked: tuple[str, ...] = ("ana", "bo")) -> str:
    for handle in ("bo", "cy", "di"):
        if community.session("ana").store.collection(Account).first(handle=handle) is None:
            community.join(handle)
    question = api.Question(
        title="Another name",
        text="It fits better.",
        asked=asked,
        until=community.now() + FOR,
        decided="sociocracy.test_consent_service:renamed",
        subject=subject,
        about="cy",
    )
    return AskedRounds().ask(community.session("ana"), question)


def standing(community: TestCommunity, key: str, handle: str = "ana") -> api.RoundStanding:
    return AskedRounds().standing(community.session(handle), key)


def test_with_everyones_consent_what_was_asked_is_done_in_the_same_moment(community: TestCommunity) -> None:
    key = a_question(community)
    assert standing(community, key).state == "open"
    assert [item.opens for item in today_items(community.session("bo"))] == [f"proposals/{key}"]
    actions.give_voice(community.session("bo"), int(key), "consent")
    ana = community.session("ana")
    assert standing(community, key).state == "passed"
    assert [one.value.name for one in ana.store.collection(Account).find(handle="cy")] == ["Renamed"]
    assert ana.store.collection(Entry).all() == []


def test_what_can_not_be_done_undoes_the_voice_that_decided(community: TestCommunity) -> None:
    key = a_question(community, subject="nobody")
    with pytest.raises(BadData, match="Nobody of that handle"):
        actions.give_voice(community.session("bo"), int(key), "consent")
    assert standing(community, key).state == "open"


def test_an_objection_holds_it_and_it_can_be_withdrawn(community: TestCommunity) -> None:
    key = a_question(community)
    actions.give_voice(community.session("bo"), int(key), "objection", "confusing", "being found")
    assert standing(community, key).state == "held"
    actions.withdraw(community.session("ana"), int(key), "bo is right")
    assert standing(community, key).state == "ended"


def test_only_those_who_are_asked_read_it(community: TestCommunity) -> None:
    key = a_question(community)
    for handle in ("cy", "di"):
        outside = community.session(handle)
        with pytest.raises(NotAllowed, match="they alone"):
            proposal_of(outside, int(key))
        assert open_proposals(outside) == []
        assert standing(community, key, handle) == api.RoundStanding(
            "open", "It is being decided by those who are asked."
        )
        assert "Another name" not in community.run(handle, "propose", "--past")
    assert "Another name" in community.run("bo", "propose")
    assert "Decides" not in community.run("bo", "propose", "show", key)


def test_nobody_decides_alone_because_the_others_are_silent(community: TestCommunity) -> None:
    key = a_question(community, asked=("ana", "bo", "di"))
    community.moment += timedelta(days=30)
    assert "Too few were heard" in standing(community, key).sentence
    with pytest.raises(BadData, match="Too few were heard"):
        actions.announce(community.session("ana"), int(key))


def test_what_is_asked_of_oneself_alone_is_decided_at_once(community: TestCommunity) -> None:
    key = a_question(community, asked=("ana", "cy"))
    assert standing(community, key).state == "passed"
    with pytest.raises(NotFound):
        standing(community, "99")
    with pytest.raises(BadData, match="Nobody is asked"):
        a_question(community, asked=("cy",))


def test_partners_can_be_asked_here(found_community: Callable[..., TestCommunity]) -> None:
    house = open_house()
    plugin = SimpleNamespace(FOLKMOOT_API=1)
    plugin.folkmoot_services = api.hookimpl(lambda: [api.Service(api.ConsentRounds, AskedRounds())])
    house.load("rounds", "1", "rounds", lambda: plugin)
    community = found_community(house=house)
    community.join("bo")
    community.join("cy")
    ana = community.session("ana")
    with ana.store.transaction(by="ana", why="test") as tx:
        tx.add(Member(account="bo", standing="partner", since=community.now()))
    found = propose(ana, "cy", "begins with us")
    assert (found.where, found.opens) == ("open", "proposals/1")
    actions.give_voice(community.session("bo"), 1, "consent")
    assert asking(community.session("cy"), found.number).where == "offered"
