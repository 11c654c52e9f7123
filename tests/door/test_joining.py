"""With a code from a card one gets in, once; without a good one nobody does."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from msgspec.structs import replace as evolve

from door.visitors import a_code, a_key, comes_in, partners, visitor
from folkmoot import acts
from folkmoot.door.entrance import open_to_newcomers
from folkmoot.door.invites import card, invite, occasions, open_invites, sweep_invites, withdraw_invite
from folkmoot.door.joining import Newcomer, arrive, join, look_at, pair
from folkmoot.door.kept import Invite
from folkmoot.door.keys import add_key, keys_of, pairing_code, remove_key
from folkmoot.errors import BadData, FolkmootError, NotAllowed, NotFound, TryAgain
from folkmoot.forms import NotFitting
from folkmoot.session import Account
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_core.people.actions import standing
from folkmoot_core.people.model import Member
from folkmoot_core.rhythm.actions import cancel_occurrence
from folkmoot_core.rounds.actions import accept
from folkmoot_core.rounds.proposing import propose


def handles(community: TestCommunity) -> list[str]:
    return [one.value.handle for one in community.session().store.collection(Account).all()]


def test_a_newcomer_comes_in_with_a_code_and_their_key_is_theirs(community: TestCommunity) -> None:
    account = comes_in(community, "bo", a_code(community.session("ana")))
    assert (account.state, account.welcomed) == ("member", False)
    mine = keys_of(community.session().store, "bo")
    assert [key.value.fingerprint for key in mine] == [a_key("bo").fingerprint]
    assert open_invites(community.session("ana")) == []


def test_a_code_lets_one_person_in_once(community: TestCommunity) -> None:
    code = a_code(community.session("ana"))
    comes_in(community, "bo", code)
    with pytest.raises(NotFitting, match="used already"):
        comes_in(community, "cy", code)
    assert handles(community) == ["ana", "bo"]


def test_of_two_who_type_one_code_at_the_same_time_one_comes_in(community: TestCommunity) -> None:
    code = a_code(community.session("ana"))
    racers = [(visitor(community, name), name) for name in ("bo", "cy", "di", "ed")]
    start = threading.Barrier(len(racers))
    told: list[str] = []

    def race(who: tuple[object, str]) -> None:
        start.wait()
        try:
            join(who[0], code, Newcomer(name=who[1].capitalize(), handle=who[1]))  # type: ignore[arg-type]
        except FolkmootError as error:
            told.append(error.sentence)

    threads = [threading.Thread(target=race, args=(racer,)) for racer in racers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(handles(community)) == 2
    assert len(told) == 3
    assert all("used already" in sentence for sentence in told)


def test_a_code_is_over_when_its_day_has_come(community: TestCommunity) -> None:
    code = a_code(community.session("ana"), days=3)
    community.moment += timedelta(days=3)
    with pytest.raises(NotFitting, match="time is over"):
        comes_in(community, "bo", code)


def test_a_code_that_was_withdrawn_lets_nobody_in(community: TestCommunity) -> None:
    ana = community.session("ana")
    code = a_code(ana)
    withdraw_invite(ana, open_invites(ana)[0].id)
    with pytest.raises(NotFitting, match="withdrawn"):
        comes_in(community, "bo", code)


def test_wrong_codes_are_counted_and_slowed_and_time_makes_it_good_again(community: TestCommunity) -> None:
    code = a_code(community.session("ana"))
    bo = visitor(community, "bo")
    for _time in range(3):
        with pytest.raises(NotFitting, match="not known"):
            look_at(bo, "AAAA-AAAA-AAAA")
    with pytest.raises(TryAgain, match="Try again in 2 seconds"):
        look_at(bo, code)
    community.moment += timedelta(seconds=2)
    with pytest.raises(NotFitting):
        look_at(bo, "AAAA-AAAA-AAAB")
    with pytest.raises(TryAgain, match="in 4 seconds"):
        look_at(bo, code)
    assert look_at(visitor(community, "cy"), code).value.name == "Bo"  # somebody else is not slowed by that
    community.moment += timedelta(days=1)
    assert look_at(bo, code)


def test_new_keys_from_one_address_are_slowed_too(community: TestCommunity) -> None:
    for number in range(15):
        with pytest.raises(NotFitting):
            look_at(visitor(community, f"key {number}"), "AAAA-AAAA-AAAA")
    with pytest.raises(TryAgain):
        look_at(visitor(community, "another"), "AAAA-AAAA-AAAA")
    with pytest.raises(NotFitting):
        look_at(visitor(community, "another", "198.51.100.9"), "AAAA-AAAA-AAAA")


def test_a_closed_door_keeps_newcomers_out_and_their_code_good(community: TestCommunity) -> None:
    ana = community.session("ana")
    code = a_code(ana)
    open_to_newcomers(ana, False)
    with pytest.raises(NotAllowed, match="closed"):
        comes_in(community, "bo", code)
    assert pair(visitor(community, "laptop"), pairing_code(ana)) == "ana"  # members' machines come in
    open_to_newcomers(ana, True)
    comes_in(community, "bo", code)


@pytest.mark.parametrize("handle", ["ana", "аna", "a-na", "ana_", "root", "folkmoot"])
def test_a_handle_that_is_taken_or_looks_like_one_is_refused_and_the_code_stays_good(
    community: TestCommunity, handle: str
) -> None:
    code = a_code(community.session("ana"))
    with pytest.raises(FolkmootError) as told:
        join(visitor(community, "bo"), code, Newcomer(name="Bo", handle=handle))
    assert getattr(told.value, "field", "") == "handle"
    assert handles(community) == ["ana"]
    comes_in(community, "bo", code)


def test_a_key_that_is_somebodys_already_makes_no_second_account(community: TestCommunity) -> None:
    code, other = a_code(community.session("ana")), a_code(community.session("ana"))
    comes_in(community, "bo", code)
    with pytest.raises(BadData, match="belongs to somebody else"):
        join(visitor(community, "bo"), other, Newcomer(name="Bee", handle="bee"))
    assert handles(community) == ["ana", "bo"]


def test_only_a_partner_invites_and_a_person_only_while_a_community_begins(community: TestCommunity) -> None:
    partners(community, "bo")
    key = occasions(community.session("ana"))[0].key
    guest = a_code(community.session("ana"), occasion=key)
    partners(community, "cy")
    with pytest.raises(NotAllowed, match="through a gathering"):
        a_code(community.session("ana"), "Di")  # three Partners are there
    comes_in(community, "di", guest)
    with pytest.raises(NotAllowed, match="Partners do this"):
        a_code(community.session("di"), occasion=key)
    a_code(community.session("bo"), occasion=key)


def test_an_invitation_needs_a_name_or_an_occasion_that_is_there(community: TestCommunity) -> None:
    ana = community.session("ana")
    with pytest.raises(BadData, match="Say whom"):
        invite(ana, name="  ")
    with pytest.raises(NotFound, match="no occasion"):
        invite(ana, occasion="gathering/full-1")
    for count in (0, 61):
        with pytest.raises(BadData, match="Between 1 and 60"):
            invite(ana, occasion="next", count=count)
    assert len(invite(ana, occasion="next", count=12)) == 12


def test_the_record_holds_no_code_and_no_name_once_it_was_used(community: TestCommunity) -> None:
    ana = community.session("ana")
    code = a_code(ana, "Bartholomew Quince")
    comes_in(community, "bo", code)
    plain = code.replace("-", "")
    for file in community.path.parent.rglob("*"):
        if file.is_file():
            assert plain.encode() not in file.read_bytes()
    assert ana.store.collection(Invite).all()[0].value.name == ""


def test_names_of_those_who_never_came_are_let_go_of(community: TestCommunity) -> None:
    ana = community.session("ana")
    a_code(ana, "Bartholomew Quince")
    community.moment += timedelta(days=31)
    sweep_invites(community.session("ana"))
    stored = ana.store.collection(Invite).all()[0].value
    assert (stored.name, stored.state) == ("", "withdrawn")


def test_a_card_has_all_that_is_needed_and_fits_on_paper_whatever_the_names(community: TestCommunity) -> None:
    ana = community.session("ana")
    for name in ("Bo", HOSTILE, "名前" * 12, "x" * 60):
        lines = card(ana, invite(ana, name=name)[0])
        text = "\n".join(lines)
        assert "ssh folkmoot@localhost" in text
        assert "\x1b" not in text
        assert max(map(len, lines)) <= 64
        assert len({line[-1] for line in lines[1:-1]}) == 1  # the frame is closed on every line


def test_a_pairing_code_adds_a_key_for_a_quarter_of_an_hour(community: TestCommunity) -> None:
    ana = community.session("ana")
    first = pairing_code(ana)
    second = pairing_code(ana)
    with pytest.raises(NotFitting, match="withdrawn"):
        pair(visitor(community, "laptop"), first)  # only the last one counts
    assert pair(visitor(community, "laptop"), second, "laptop") == "ana"
    assert [key.value.name for key in keys_of(ana.store, "ana")] == ["laptop"]
    late = pairing_code(ana)
    community.moment += timedelta(minutes=15)
    with pytest.raises(NotFitting, match="time is over"):
        pair(visitor(community, "phone"), late)


def test_whom_one_person_brought_in_alone_has_no_voice_until_the_others_give_it(
    community: TestCommunity,
) -> None:
    partners(community, "bo")
    comes_in(community, "puppet", a_code(community.session("ana"), "Puppet"))
    asked = acts.ask_for(community.session("ana"), "account.suspend", "bo", "a quarrel")
    with pytest.raises(NotAllowed, match="Partners decide"):
        acts.agree(community.session("puppet"), asked.act.id)
    number = propose(community.session("ana"), "puppet", "mine").number
    with pytest.raises(BadData, match="not consented yet"):
        accept(community.session("puppet"), number)


def test_a_card_counts_as_long_as_its_maker_may_still_invite_like_that(community: TestCommunity) -> None:
    ana = community.session("ana")
    hoarded = invite(ana, count=3, days=366)
    partners(community, "bo", "cy")
    with pytest.raises(NotFitting, match="may not invite like this"):
        comes_in(community, "di", hoarded[0].code)
    guest = a_code(community.session("bo"), occasion=occasions(ana)[0].key)
    number = acts.ask_for(ana, "account.suspend", "bo", "a quarrel").act.id
    acts.agree(community.session("cy"), number)
    with pytest.raises(NotFitting, match="not in any more"):
        comes_in(community, "di", guest)


def test_a_code_for_another_machine_ends_with_a_key_and_with_the_account(community: TestCommunity) -> None:
    partners(community, "bo", "cy")
    ana = community.session("ana")
    for name in ("thief", "laptop"):
        add_key(ana, a_key(name), name)
    stolen = pairing_code(ana)
    remove_key(ana, keys_of(ana.store, "ana")[0])
    with pytest.raises(NotFitting, match="withdrawn"):
        pair(visitor(community, "more"), stolen)
    code = pairing_code(community.session("cy"))
    number = acts.ask_for(ana, "account.suspend", "cy", "a quarrel").act.id
    acts.agree(community.session("bo"), number)
    with pytest.raises(NotFitting):
        pair(visitor(community, "more"), code)


def test_many_wrong_codes_at_once_are_slowed_like_one_after_the_other(community: TestCommunity) -> None:
    told: list[str] = []
    visitors = [visitor(community, "bo") for _time in range(12)]
    start = threading.Barrier(len(visitors))

    def guess(one: object) -> None:
        start.wait()
        try:
            look_at(one, "AAAA-AAAA-AAAA")  # type: ignore[arg-type]
        except FolkmootError as error:
            told.append(error.sentence)

    threads = [threading.Thread(target=guess, args=(one,)) for one in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("not known" in sentence for sentence in told) == 3
    assert sum("Too many wrong codes" in sentence for sentence in told) == 9


def test_a_clock_that_was_put_back_keeps_nobody_waiting(community: TestCommunity) -> None:
    code = a_code(community.session("ana"))
    bo = visitor(community, "bo")
    community.moment += timedelta(days=30)
    for _time in range(3):
        with pytest.raises(NotFitting):
            look_at(bo, "AAAA-AAAA-AAAA")
    community.moment -= timedelta(days=30)
    assert look_at(bo, code)


def test_an_arrival_that_was_cut_off_is_made_good_at_the_next_login(community: TestCommunity) -> None:
    ana = community.session("ana")
    comes_in(community, "di", a_code(ana, occasion=occasions(ana)[0].key))
    member = ana.store.collection(Member).first(account="di")
    account = ana.store.collection(Account).first(handle="di")
    assert member is not None
    assert account is not None
    with ana.store.transaction(by="ana", why="as after kill -9") as tx:
        tx.remove(member)
        tx.replace(account, evolve(account.value, arrived=False))
    assert standing(community.session("di"), "di") == "guest"
    assert arrive(community.session("di")).arrived
    again = ana.store.collection(Member).first(account="di")
    assert again is not None
    assert (again.value.standing, again.value.invited_by) == ("guest", "ana")
    assert again.value.occasion.startswith("gathering/")


def test_guests_do_not_change_the_rhythm(community: TestCommunity) -> None:
    ana = community.session("ana")
    comes_in(community, "di", a_code(ana, occasion=occasions(ana)[0].key))
    with pytest.raises(NotAllowed, match="Partners do this"):
        cancel_occurrence(community.session("di"), "full-call/full-332", "me")
