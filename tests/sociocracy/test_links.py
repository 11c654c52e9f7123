"""Links and other roles: proposed, heard, confirmed, ended; and never silently wrong, whatever people do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as evolve

from folkmoot.errors import BadData, FolkmootError, NotAllowed, NotFound
from folkmoot.session import Account, Session
from folkmoot.testing import HOSTILE, NOON, TestCommunity
from folkmoot_sociocracy.circles.actions import (
    all_circles,
    change_circle,
    circle_of,
    ground_of,
    members_of,
    running,
    today,
)
from folkmoot_sociocracy.circles.model import Holder, Membership
from folkmoot_sociocracy.circles.rules import LINKS, holds, link_faults
from folkmoot_sociocracy.links.actions import give_role, propose, propose_end, role_decided, step_down
from folkmoot_sociocracy.links.asked import waiting_for_me
from folkmoot_sociocracy.links.closing import close_circle
from folkmoot_sociocracy.links.deciding import finish, give_voice, hearing, proposal_of, withdraw
from folkmoot_sociocracy.links.joining import join, leave
from folkmoot_sociocracy.links.model import Chosen, Proposal, Says, Step, TermForm, Voice
from folkmoot_sociocracy.links.rules import outcome
from sociocracy.village import all_say_yes, circle, gone, guest, hold, holder, people


def step(until: bool = False) -> Step:
    return Step(circle=1, what="consent", asked=NOON, until=NOON if until else None)


@pytest.mark.parametrize(
    ("voices", "over", "expected"),
    [
        ({}, False, "open"),
        ({"a": "yes", "b": "yes"}, False, "open"),
        ({"a": "yes", "b": "yes", "c": "yes"}, False, "agreed"),
        ({"a": "no", "b": "yes"}, False, "open"),
        ({"a": "no", "b": "yes", "c": "yes"}, False, "held"),
        ({"a": "yes", "b": "yes"}, True, "agreed"),
        ({"a": "yes"}, True, "open"),
        ({"a": "no"}, True, "held"),
        ({"a": "yes", "b": "yes", "stranger": "no"}, True, "agreed"),
    ],
)
def test_all_are_heard_and_one_objection_holds(voices: dict[str, str], over: bool, expected: str) -> None:
    asked = frozenset("abc")
    assert outcome(step(over), voices, asked, NOON) == expected  # type: ignore[arg-type]


def test_where_nobody_is_asked_nothing_is_decided() -> None:
    assert outcome(step(True), {}, frozenset(), NOON) == "open"


@pytest.fixture
def village(community: TestCommunity) -> TestCommunity:
    """General (1) with Ana, below it Hearth (2) with Bo, Cy and Di."""
    top = circle(community, "General", None, "ana")
    assert (top, circle(community, "Hearth", top, "bo cy di")) == (1, 2)
    return community


def test_a_leader_is_given_by_the_consent_of_the_circle(village: TestCommunity) -> None:
    asked = propose(village.session("bo"), 2, "leader", "cy")
    assert all_say_yes(village, asked.id, "di").state == "open"
    done = all_say_yes(village, asked.id, "cy")
    assert done.state == "done"
    held = running(village.session(), 2)["leader"].value
    assert (held.account, held.by, held.proposal) == ("cy", "consent of Hearth", f"proposals/{asked.id}")
    assert (held.until - held.since).days == 365
    assert members_of(village.session(), 1) == {"ana", "cy"}


def test_the_circle_above_may_propose_a_leader_from_outside_who_then_comes_in(village: TestCommunity) -> None:
    people(village, "zoe")
    asked = propose(village.session("ana"), 2, "leader", "zoe")
    assert all_say_yes(village, asked.id, "bo", "cy", "di").state == "open"  # she is asked as well
    all_say_yes(village, asked.id, "zoe")
    assert "zoe" in members_of(village.session(), 2)
    people(village, "fay")
    with pytest.raises(BadData, match="not in this circle"):
        propose(village.session("bo"), 2, "secretary", "fay")


def test_a_delegate_is_chosen_by_the_circle_and_confirmed_by_the_one_above(village: TestCommunity) -> None:
    asked = propose(village.session("bo"), 2, "delegate", "di")
    chosen = all_say_yes(village, asked.id, "cy", "di")
    assert [one.outcome for one in chosen.steps] == ["agreed", "open"]
    assert "delegate" not in running(village.session(), 2)
    with pytest.raises(NotAllowed, match="circle that is asked"):
        give_voice(village.session("bo"), asked.id, "yes")
    assert all_say_yes(village, asked.id, "ana").state == "done"
    held = running(village.session(), 2)["delegate"].value
    assert held.by == "choice of Hearth and confirmed by General"
    assert members_of(village.session(), 1) == {"ana", "di"}


def test_a_confirmation_waits_while_nobody_is_in_the_circle_above(community: TestCommunity) -> None:
    top = circle(community, "General")
    hearth = circle(community, "Hearth", top, "bo cy")
    asked = propose(community.session("bo"), hearth, "delegate", "bo")
    all_say_yes(community, asked.id, "cy")
    assert hearing(community.session(), proposal_of(community.session(), asked.id)).asked == frozenset()
    leader = propose(community.session("bo"), hearth, "leader", "cy")
    all_say_yes(community, leader.id, "cy")
    assert all_say_yes(community, asked.id, "cy").state == "done"


def test_an_objection_holds_with_its_reason_once_all_are_heard(village: TestCommunity) -> None:
    asked = propose(village.session("bo"), 2, "leader", "cy")
    with pytest.raises(BadData, match="which aim"):
        give_voice(village.session("di"), asked.id, "no", "  ")
    give_voice(village.session("di"), asked.id, "no", "she carries the purse already")
    assert proposal_of(village.session(), asked.id).value.state == "open"
    held = all_say_yes(village, asked.id, "cy")
    assert (held.state, held.why_held) == ("held", "she carries the purse already")
    assert running(village.session(), 2) == {}
    with pytest.raises(BadData, match="is decided"):
        give_voice(village.session("di"), asked.id, "yes")


def test_whoever_objects_may_think_again_while_others_are_heard(village: TestCommunity) -> None:
    asked = propose(village.session("bo"), 2, "leader", "cy")
    give_voice(village.session("di"), asked.id, "no", "too soon")
    give_voice(village.session("di"), asked.id, "yes")
    assert all_say_yes(village, asked.id, "cy").state == "done"


def test_silence_holds_nothing_up_once_its_time_is_over_and_more_than_half_said_yes(
    village: TestCommunity,
) -> None:
    asked = propose(village.session("bo"), 2, "leader", "cy")
    give_voice(village.session("cy"), asked.id, "yes")
    with pytest.raises(BadData, match="still to be heard"):
        finish(village.session("bo"), asked.id)
    village.moment += timedelta(hours=47)
    assert asked.id not in [one.id for one in waiting_for_me(village.session("bo"))]
    village.moment += timedelta(hours=1)
    assert asked.id in [one.id for one in waiting_for_me(village.session("bo"))]
    assert finish(village.session("bo"), asked.id).value.state == "done"


def test_a_circle_that_waits_for_who_was_away_waits(community: TestCommunity) -> None:
    number = circle(community, "Hearth", None, "ana bo cy", absent="held")
    asked = propose(community.session("ana"), number, "secretary", "bo")
    give_voice(community.session("bo"), asked.id, "yes")
    community.moment += timedelta(days=300)
    with pytest.raises(BadData, match="still to be heard"):
        finish(community.session("ana"), asked.id)


def test_who_was_not_heard_and_left_the_circle_holds_nothing_up(village: TestCommunity) -> None:
    asked = propose(village.session("bo"), 2, "leader", "bo")
    give_voice(village.session("cy"), asked.id, "yes")
    leave(village.session("di"), 2)
    assert proposal_of(village.session(), asked.id).value.state == "done"


def test_leader_and_delegate_are_two_people(village: TestCommunity) -> None:
    hold(village, 2, "leader", "bo")
    with pytest.raises(BadData, match="two people"):
        propose(village.session("cy"), 2, "delegate", "bo")
    asked = propose(village.session("cy"), 2, "delegate", "di")
    all_say_yes(village, asked.id, "bo", "di")
    hold(village, 2, "leader", "di")  # meanwhile, by whatever way
    held = all_say_yes(village, asked.id, "ana", "bo", "di")
    assert held.state == "held"
    assert "two people" in held.why_held


def test_who_is_chosen_again_begins_a_new_term_and_the_old_one_stays_told(village: TestCommunity) -> None:
    before = hold(village, 2, "leader", "bo", since=-360, until=5)
    asked = propose(village.session("bo"), 2, "leader", "bo")
    all_say_yes(village, asked.id, "cy", "di")
    assert holder(village, before).ended_why == "chosen again"
    assert running(village.session(), 2)["leader"].value.since == today(village.session())


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (TermForm(term="learning", months=3), "4 to 6"),
        (TermForm(term="learning", months=7), "4 to 6"),
        (TermForm(months=6), None),
        (TermForm(term="learning"), None),
    ],
)
def test_a_learning_term_has_four_to_six_months(
    village: TestCommunity, form: TermForm, says: str | None
) -> None:
    if says:
        with pytest.raises(BadData, match=says):
            propose(village.session("bo"), 2, "leader", "cy", form)
    else:
        expected = form.months or 5
        assert propose(village.session("bo"), 2, "leader", "cy", form).value.months == expected


def test_a_role_ends_by_who_holds_it_or_by_the_circle_without_them(village: TestCommunity) -> None:
    leader = hold(village, 2, "leader", "bo")
    secretary = hold(village, 2, "secretary", "cy")
    with pytest.raises(NotAllowed, match="Whoever holds a role"):
        step_down(village.session("cy"), 2, "leader")
    step_down(village.session("bo"), 2, "leader")
    assert holder(village, leader).ended_why == "stepped down"
    assert members_of(village.session(), 1) == {"ana"}
    with pytest.raises(BadData, match="step down"):
        propose_end(village.session("cy"), 2, "secretary")
    asked = propose_end(village.session("bo"), 2, "secretary", "he asked us to")
    with pytest.raises(NotAllowed):
        give_voice(village.session("cy"), asked.id, "yes")
    all_say_yes(village, asked.id, "di")
    assert holder(village, secretary).ended_why == "consent of Hearth"
    with pytest.raises(NotFound, match="Nobody holds"):
        step_down(village.session("bo"), 2, "leader")


def test_a_circle_decides_whom_it_takes_in_and_who_leaves_gives_back_their_roles(
    village: TestCommunity,
) -> None:
    asked = join(guest(village, "zoe"), 2)
    assert asked is not None
    with pytest.raises(BadData, match="asked already"):
        join(village.session("zoe"), 2)
    all_say_yes(village, asked.id, "bo", "cy", "di")
    assert "zoe" in members_of(village.session(), 2)
    held = hold(village, 2, "leader", "zoe")
    leave(village.session("zoe"), 2)
    assert holder(village, held).ended_why == "left the circle"
    assert "zoe" not in members_of(village.session(), 2) | members_of(village.session(), 1)


def test_an_empty_circle_is_begun_by_those_above_or_by_partners(village: TestCommunity) -> None:
    empty = circle(village, "Oven", 2)
    for refused in (guest(village, "zoe"), gone(village)):
        with pytest.raises(NotAllowed):
            join(refused, empty)
    assert join(village.session("bo"), empty) is None
    assert members_of(village.session(), empty) == {"bo"}


def test_who_is_in_a_circle_by_a_link_leaves_it_by_stepping_down(village: TestCommunity) -> None:
    hold(village, 2, "leader", "bo")
    with pytest.raises(BadData, match="as a link"):
        leave(village.session("bo"), 1)
    assert join(village.session("bo"), 1) is None  # and may be in it for themselves as well


def test_what_a_circle_is_asked_ends_with_it(village: TestCommunity) -> None:
    asked = propose(village.session("bo"), 2, "leader", "cy")
    close_circle(village.session("ana"), 2)
    kept = proposal_of(village.session(), asked.id).value
    assert (kept.state, kept.why_held) == ("held", "the circle was closed")


def test_of_a_circle_that_moves_meanwhile_the_delegate_is_confirmed_by_the_one_above_it_now(
    village: TestCommunity,
) -> None:
    other = circle(village, "Oven", 1, "ana")
    asked = propose(village.session("bo"), 2, "delegate", "di")
    all_say_yes(village, asked.id, "cy", "di")
    session = village.session("ana")
    with session.store.transaction(by="ana", why="test") as tx:
        tx.add(Membership(circle=other, account="bo", since=village.now()))
    change_circle(session, 2, evolve(circle_of(session, 2).value, parent=other))
    assert all_say_yes(village, asked.id, "ana").state == "open"
    assert "delegate" not in running(session, 2)
    assert all_say_yes(village, asked.id, "ana", "bo").state == "done"
    assert "di" in members_of(session, other)


def test_only_who_is_asked_is_heard_and_only_who_asked_takes_back(village: TestCommunity) -> None:
    asked = propose(village.session("bo"), 2, "leader", "cy")
    for refused in (village.session("ana"), guest(village, "zoe"), gone(village)):
        with pytest.raises(NotAllowed):
            give_voice(refused, asked.id, "yes")
        with pytest.raises(NotAllowed):
            withdraw(refused, asked.id)
    withdraw(village.session("bo"), asked.id)
    with pytest.raises(BadData):
        give_voice(village.session("cy"), asked.id, "yes")
    with pytest.raises(NotFound):
        give_voice(village.session("cy"), 999, "yes")


def test_people_from_outside_propose_nobody(village: TestCommunity) -> None:
    people(village, "fay")
    for refused in (village.session("fay"), guest(village, "zoe"), gone(village)):
        for role in ("leader", "secretary"):
            with pytest.raises(NotAllowed):
                propose(refused, 2, role, "bo")
    with pytest.raises(NotAllowed):
        propose(village.session("ana"), 2, "secretary", "bo")  # the circle above proposes leaders alone
    for wrong in ("king", HOSTILE):
        with pytest.raises(NotFound, match="no role"):
            propose(village.session("bo"), 2, wrong, "bo")
    with pytest.raises(NotFound, match="handle"):
        propose(village.session("bo"), 2, "leader", HOSTILE)
    with pytest.raises(BadData, match="no circle above"):
        propose(village.session("ana"), 1, "delegate", "ana")


def test_what_was_said_about_somebody_goes_with_them_and_what_was_decided_stays(
    village: TestCommunity,
) -> None:
    other = propose(village.session("bo"), 2, "secretary", "di")
    asked = propose(village.session("bo"), 2, "leader", "cy")
    all_say_yes(village, asked.id, "cy", "di")
    give_voice(village.session("cy"), other.id, "no", "has no time")
    store = village.session("ana").store
    store.forget("cy", by="ana")
    assert [one.value.about for one in store.collection(Voice).find(account="cy")] == ["di"]
    assert not [one for one in store.collection(Voice).all() if one.value.about == "cy"]
    assert not store.collection(Proposal).find(account="cy")
    assert not store.collection(Membership).find(account="cy")
    assert running(village.session(), 2)["leader"].value.account == "cy"
    assert members_of(village.session(), 1) == {"ana"}
    assert "gone" in {one.kind for one in link_faults(ground_of(village.session()))}


def test_a_decision_of_a_selection_is_taken_in_and_a_delegate_still_confirmed(village: TestCommunity) -> None:
    session = village.session("bo")
    with session.store.transaction(by="bo", why="test") as tx:
        given_ = role_decided(
            session, tx, Chosen(circle=2, role="leader", account="bo", by="selection of Hearth")
        )
        asked = role_decided(
            session,
            tx,
            Chosen(circle=2, role="delegate", account="cy", by="selection", proposal="selections/7"),
        )
    assert isinstance(given_.value, Holder)
    assert isinstance(asked.value, Proposal)
    assert [one.what for one in asked.value.steps] == ["choice", "confirmation"]
    all_say_yes(village, asked.id, "ana", "bo")
    assert running(session, 2)["delegate"].value.proposal == "selections/7"
    with pytest.raises(BadData, match="two people"), session.store.transaction(by="bo", why="test") as tx:
        give_role(session, tx, Chosen(circle=2, role="delegate", account="bo"))


def test_a_community_adds_a_role_in_its_own_file(village: TestCommunity) -> None:
    folder = village.path.parent / "data" / "circles"
    folder.mkdir(parents=True)
    (folder / "roles.toml").write_text(
        'version = 1\nlicence = "CC0-1.0"\n[[roles]]\nid = "cook"\nname = "head cook"\nmonths = 3\n', "utf-8"
    )
    asked = propose(village.session("bo"), 2, "cook", "cy")
    assert asked.value.months == 3
    propose(village.session("bo"), 2, "leader", "cy")  # the four are always there
    (folder / "roles.toml").write_text(
        'version = 1\nlicence = "x"\n[[roles]]\nid = "A B"\nname = "x"\n', "utf-8"
    )
    with pytest.raises(FolkmootError, match=r"roles\.toml"):
        propose(village.session("bo"), 2, "secretary", "cy")


NUMBERS = count()
HANDLES = ("ana", "bo", "cy", "di")
SOMEBODY, LINKED, LINK = st.sampled_from(HANDLES), st.integers(2, 3), st.sampled_from(LINKS)
APPOINTED = st.tuples(st.just("appoint"), SOMEBODY, LINKED, LINK, SOMEBODY)
ACTS = st.one_of(
    APPOINTED,
    APPOINTED,
    APPOINTED,
    st.tuples(st.just("propose"), SOMEBODY, LINKED, LINK, SOMEBODY),
    st.tuples(st.just("yes"), st.sampled_from(HANDLES)),
    st.tuples(st.just("all"), st.just("ana")),
    st.tuples(st.just("no"), st.sampled_from(HANDLES)),
    st.tuples(st.just("down"), st.sampled_from(HANDLES), st.integers(1, 3), st.sampled_from(LINKS)),
    st.tuples(st.just("end"), st.sampled_from(HANDLES), st.integers(1, 3), st.sampled_from(LINKS)),
    st.tuples(st.just("join"), st.sampled_from(HANDLES), st.integers(1, 3)),
    st.tuples(st.just("leave"), st.sampled_from(HANDLES), st.integers(1, 3)),
    st.tuples(st.just("move"), st.sampled_from(HANDLES), st.integers(2, 3), st.integers(1, 3)),
    st.tuples(st.just("days"), st.just("ana"), st.integers(1, 200)),
    st.tuples(st.just("suspend"), st.just("ana"), st.sampled_from(HANDLES[1:])),
)


def act(community: TestCommunity, sessions: Mapping[str, Session], what: str, who: str, *about: Any) -> None:
    """One random act. Raises: what the use case refuses."""
    session = sessions[who]
    open_now = [one.id for one in session.store.collection(Proposal).find(state="open")]

    def speak(says: Says) -> None:
        for number in open_now[-1:]:
            give_voice(session, number, says, "it harms the aim")

    def everybody_speaks() -> None:
        for stored in session.store.collection(Proposal).find(state="open"):
            for _step in range(2):
                for one in sessions.values():
                    with suppress(FolkmootError):
                        give_voice(one, stored.id, "yes")

    def appoint(number: int, role: str, handle: str) -> None:
        for one in sessions.values():
            with suppress(FolkmootError):
                propose(one, number, role, handle)
        everybody_speaks()

    def move(number: int, parent: int) -> None:
        change_circle(session, number, evolve(circle_of(session, number).value, parent=parent))

    def days(count: int) -> None:
        community.moment += timedelta(days=count)

    def suspend(handle: str) -> None:
        with session.store.transaction(by="ana", why="test") as tx:
            stored = tx.collection(Account).find(handle=handle)[0]
            state = "member" if stored.value.state == "suspended" else "suspended"
            tx.replace(stored, evolve(stored.value, state=state))

    doing: dict[str, Callable[..., object]] = {
        "appoint": appoint,
        "propose": partial(propose, session),
        "yes": partial(speak, "yes"),
        "no": partial(speak, "no"),
        "all": everybody_speaks,
        "down": partial(step_down, session),
        "end": partial(propose_end, session),
        "join": partial(join, session),
        "leave": partial(leave, session),
        "move": move,
        "days": days,
        "suspend": suspend,
    }
    doing[what](*about)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=5, max_size=30))
def test_whatever_people_do_no_link_is_silently_wrong_and_nobody_is_both(
    found_community: Callable[..., TestCommunity], acts: list[tuple[Any, ...]]
) -> None:
    community = found_community(name_of_folder=f"home{next(NUMBERS)}")
    top = circle(community, "General", None, "ana")
    hearth = circle(community, "Hearth", top, "bo cy di")
    circle(community, "Oven", hearth, "cy di")
    sessions = {handle: community.session(handle) for handle in HANDLES}
    for one in acts:
        with suppress(FolkmootError):
            act(community, sessions, *one)
        no_link_is_silently_wrong(sessions["ana"])
    community.close()


def no_link_is_silently_wrong(session: Session) -> None:
    """See that each link is held by one person who is here, in the circle, and not the other; or told as broken."""
    ground = ground_of(session)
    told = {(one.circle, one.role) for one in link_faults(ground)}
    for number, one in all_circles(session.store).items():
        held = {
            role: [
                held.account
                for held in ground.holders
                if held.circle == number and held.role == role and holds(held, ground.on)
            ]
            for role in LINKS
        }
        assert not set(held["leader"]) & set(held["delegate"])
        for role in LINKS:
            right = len(held[role]) == 1 and held[role][0] in members_of(session, number)
            if one.parent is not None and not right:
                assert (number, role) in told
            if one.parent is not None:
                there = {handle for handle in held[role] if handle in ground.people}
                assert there <= members_of(session, one.parent)
