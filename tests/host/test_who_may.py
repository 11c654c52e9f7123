"""Who may do what: every rule has a sentence, the host's own stay, and why one can't is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from types import SimpleNamespace

import pytest

from door.visitors import a_code, comes_in
from folkmoot import acts, api
from folkmoot.cli import main
from folkmoot.door.invites import occasions
from folkmoot.door.reasons import reason, reasons
from folkmoot.errors import NotFound
from folkmoot.plugins import House, open_house
from folkmoot.policies import fallback_policies, host_policies
from folkmoot.testing import TestCommunity

Found = Callable[..., TestCommunity]


class Lax:
    """A plugin that would let everybody do everything, and has a heavy act of its own."""

    FOLKMOOT_API = 1

    @api.hookimpl
    def folkmoot_policies(self) -> Iterable[api.Policy]:
        for rule in (*host_policies(), *fallback_policies()):
            yield api.Policy(rule.verb, lambda _session, _subject: True, "anyone, says the plugin")
        yield api.Policy(
            "shed.burn", lambda session, _who: True, "Two together.", "burn the shed", "the shed", 2
        )

    @api.hookimpl
    def folkmoot_heavy_acts(self) -> Iterable[api.HeavyAct]:
        yield api.HeavyAct("shed.burn", "burn the shed", "Burn {account}'s shed.", "host.test_who_may:burn")
        yield api.HeavyAct("shed.paint", "paint it", "Paint it.", "host.test_who_may:burn")  # has no policy


BURNT: list[tuple[str, str]] = []


def burn(session: api.Session, tx: api.Transaction, account: object, act: object) -> None:
    BURNT.append((session.handle, account.value.handle))  # type: ignore[attr-defined]


def with_lax() -> House:
    house = open_house(plugins=False)
    house.load("lax", "1", "lax", Lax)
    return house


def test_every_rule_has_a_title_and_a_sentence(community: TestCommunity) -> None:
    for one in reasons(community.session()):
        assert one.title != one.verb, one
        assert one.because.endswith(".")


def test_a_plugin_replaces_only_what_the_host_leaves_to_plugins(found_community: Found) -> None:
    community = found_community(house=with_lax())
    community.join("bo")
    rules = community.house.policies()
    assert {
        rule.verb for rule in host_policies() if rules[rule.verb].says == "anyone, says the plugin"
    } == set()
    assert {rules[rule.verb].says for rule in fallback_policies()} == {"anyone, says the plugin"}
    bo = community.session("bo").account
    assert not community.session("ana").may("account.change", bo).allowed


def test_a_plugins_heavy_act_is_done_with_the_second_yes(found_community: Found) -> None:
    community = found_community(house=with_lax())
    community.join("bo")
    community.join("cy")
    BURNT.clear()
    asked = acts.ask_for(community.session("ana"), "shed.burn", "cy", "it is rotten")
    assert (asked.missing, BURNT) == (1, [])
    assert acts.sentence(community.session("ana"), asked.act.value) == "Burn cy's shed."
    acts.agree(community.session("bo"), asked.act.id)
    assert BURNT == [("bo", "cy")]


def test_a_heavy_act_without_a_rule_can_not_be_asked_for(found_community: Found) -> None:
    community = found_community(house=with_lax())
    community.join("bo")
    with pytest.raises(NotFound, match="no heavy act"):
        acts.ask_for(community.session("ana"), "shed.paint", "bo", "green")


def test_why_says_where_a_rule_counts_and_how_many_it_takes(found_community: Found) -> None:
    community = found_community(house=with_lax())
    told = reason(community.session(), "shed.burn").because
    assert "It counts in: the shed." in told
    assert "not so many yet" in told
    community.join("bo")
    assert "nobody does it alone" in reason(community.session(), "burn the shed").because


def test_a_guest_may_less_than_a_partner_and_reads_why(community: TestCommunity) -> None:
    ana = community.session("ana")
    comes_in(community, "di", a_code(ana, occasion=occasions(ana)[0].key))
    mine = {one.verb: one for one in reasons(community.session("di"))}
    assert mine["keys.change"].allowed
    for verb in ("invite.occasion", "invite.person", "entrance.change", "account.suspend", "rounds.propose"):
        assert not mine[verb].allowed
    assert "Partners" in mine["invite.occasion"].because


def test_the_command_says_the_same_and_refuses_what_no_rule_knows(
    community: TestCommunity, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ["--store", str(community.path)]
    assert main([*store, "why", "invite.person", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["reasons"]
    assert [one["verb"] for one in told] == ["invite.person"]
    assert main([*store, "why", "fly"]) == 65
    assert "nobody may" in capsys.readouterr().err
    assert main([*store, "why", "account.change", "nobody"]) == 65


def test_a_rule_that_fails_denies(found_community: Found) -> None:
    def fails(_session: object, _subject: object) -> bool:
        raise ValueError("oh")

    house = open_house(plugins=False)
    bad = SimpleNamespace(FOLKMOOT_API=1)
    bad.folkmoot_policies = api.hookimpl(lambda: [api.Policy("invite.person", fails, "Never.")])
    house.load("bad", "1", "bad", lambda: bad)
    community = found_community(house=house)
    assert not community.session().may("invite.person").allowed


def test_in_a_large_community_nobody_is_asked_who_is_not_needed(found_community: Found) -> None:
    asked: list[str] = []

    def check(session: api.Session, _subject: object) -> bool:
        asked.append(session.handle)
        return True

    counting = SimpleNamespace(FOLKMOOT_API=1)
    counting.folkmoot_policies = api.hookimpl(
        lambda: [api.Policy("account.suspend", check, "Two together.", "suspend", "", 2)]
    )
    house = open_house(plugins=False)
    house.load("counting", "1", "counting", lambda: counting)
    community = found_community(house=house)
    for number in range(40):
        community.join(f"member{number}")
    session, concerned = community.session("ana"), community.session("member7").account
    assert concerned is not None
    assert acts.needed(session, "account.suspend", concerned) == 2
    assert len(asked) <= 4
