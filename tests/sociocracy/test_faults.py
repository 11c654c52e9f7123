"""Faults of circles: each is found, told as a sentence with what helps, and a whole circle has none."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as evolve

from folkmoot.session import Account
from folkmoot.testing import TestCommunity
from folkmoot_sociocracy.circles.actions import ground_near, ground_of, ground_of_roles
from folkmoot_sociocracy.circles.model import Circle, Holder, Membership
from folkmoot_sociocracy.circles.rules import Fault, Ground, faults, holds, link_faults
from folkmoot_sociocracy.circles.wording import fault_lines
from sociocracy.village import SINCE, circle, hold, people

OF_ROLES = ("no_link", "both", "two", "stranger", "gone", "over")
ON = date(2026, 11, 22)
GENERAL, HEARTH = Circle(name="General", aim="one"), Circle(name="Hearth", aim="warmth", parent=1)


def held(role: str, account: str, *, until: int = 100, since: int = -100, number: int = 2) -> Holder:
    return Holder(
        circle=number,
        role=role,
        account=account,
        since=ON + timedelta(days=since),
        until=ON + timedelta(days=until),
    )


WHOLE = Ground(
    circles={1: GENERAL, 2: HEARTH},
    memberships=[Membership(circle=2, account=who, since=SINCE) for who in ("bo", "cy", "di")],
    holders=[held("leader", "bo"), held("delegate", "cy"), held("secretary", "di")],
    people=frozenset({"bo", "cy", "di"}),
    on=ON,
)


def with_(**changed: object) -> Ground:
    return Ground(**{**WHOLE.__dict__, **changed})  # type: ignore[arg-type]


LEADER, DELEGATE, SECRETARY = WHOLE.holders


@pytest.mark.parametrize(
    ("ground", "expected"),
    [
        (WHOLE, []),
        (with_(holders=[DELEGATE]), [Fault("no_link", 2, "leader")]),
        (with_(holders=[LEADER]), [Fault("no_link", 2, "delegate")]),
        (with_(holders=[LEADER, held("delegate", "bo")]), [Fault("both", 2, "", "bo")]),
        (
            with_(holders=[held("leader", "bo", until=-1), DELEGATE]),
            [Fault("over", 2, "leader", "bo", ON - timedelta(days=1))],
        ),
        (with_(holders=[held("leader", "bo", until=0), DELEGATE]), []),
        (
            with_(holders=[evolve(LEADER, ended=ON), DELEGATE]),
            [Fault("no_link", 2, "leader")],
        ),
        (
            with_(holders=[held("leader", "bo", until=-1), held("leader", "cy", since=1), DELEGATE]),
            [Fault("no_link", 2, "leader")],
        ),
        (
            with_(holders=[LEADER, DELEGATE, held("secretary", "di", until=-5)]),
            [Fault("over", 2, "secretary", "di", ON - timedelta(days=5))],
        ),
        (
            with_(holders=[LEADER, held("leader", "di"), DELEGATE]),
            [Fault("two", 2, "leader", "di")],
        ),
        (
            with_(holders=[held("leader", "ed"), DELEGATE], people=frozenset({"bo", "cy", "di", "ed"})),
            [Fault("stranger", 2, "leader", "ed")],
        ),
        (
            with_(
                holders=[LEADER, DELEGATE, held("facilitator", "ed")],
                people=frozenset({"bo", "cy", "di", "ed"}),
            ),
            [Fault("stranger", 2, "facilitator", "ed"), Fault("in_no_circle", account="ed")],
        ),
        (with_(people=frozenset({"cy", "di"})), [Fault("gone", 2, "leader", "bo")]),
        (with_(circles={1: GENERAL, 2: evolve(HEARTH, aim=" ")}), [Fault("no_aim", 2)]),
        (with_(people=WHOLE.people | {"ed"}), [Fault("in_no_circle", account="ed")]),
        (with_(circles={1: GENERAL, 2: HEARTH, 3: evolve(GENERAL, name="Third")}), [Fault("no_members", 3)]),
        (
            with_(circles={1: GENERAL, 2: evolve(HEARTH, parent=9)}),
            [Fault("no_members", 1), Fault("orphan", 2)],
        ),
        (
            with_(circles={1: evolve(GENERAL, parent=2), 2: HEARTH}),
            [Fault("ring", 1), Fault("no_link", 1, "leader"), Fault("no_link", 1, "delegate")],
        ),
        (with_(circles={}, memberships=[], holders=[]), []),
    ],
)
def test_every_fault_is_found_and_nothing_else(ground: Ground, expected: list[Fault]) -> None:
    assert set(faults(ground)) == set(expected)
    assert len(faults(ground)) == len(expected)
    about_roles = {"no_link", "both", "two", "stranger", "gone", "over"}
    assert {one for one in faults(ground) if one.kind in about_roles} == set(link_faults(ground))


def test_a_fault_says_what_helps(community: TestCommunity) -> None:
    top = circle(community, "General", None, "ana")
    hearth = circle(community, "Hearth", top, "bo cy", aim="")
    hold(community, hearth, "leader", "bo", until=-10)
    session = community.session()
    assert fault_lines(session, faults(ground_of(session))) == [
        "The term of Bo as leader of Hearth ended on Thu, 12 Nov 2026: the circle chooses anew.",
        "Hearth has no delegate: it chooses one of its members, and General confirms.",
        "Hearth has no aim: its members write down what it is for.",
    ]
    people(community, "di")
    assert "Di is in no circle: they ask one to take them in." in fault_lines(
        session, faults(ground_of(session))
    )
    people(community, "ed", "fe", "gi")
    assert "4 people are in no circle (Di, Ed, Fe …): each asks one to take them in." in fault_lines(
        session, faults(ground_of(session))
    )


BROKEN_LINK = {"no_link", "both", "two", "stranger", "gone", "over"}
WHO = ("ana", "bo", "cy", "left")
roles_held = st.lists(
    st.builds(
        lambda circle, role, account, days, ended: Holder(
            circle=circle,
            role=role,
            account=account,
            since=ON - timedelta(days=400),
            until=ON + timedelta(days=days),
            ended=ON if ended else None,
        ),
        st.sampled_from((2, 3)),
        st.sampled_from(("leader", "delegate")),
        st.sampled_from(WHO),
        st.sampled_from((-10, -1, 0, 100)),
        st.booleans(),
    ),
    max_size=6,
)


@given(roles_held)
def test_a_link_that_is_not_whole_is_never_passed_over_in_silence(some: list[Holder]) -> None:
    circles = {
        1: Circle(name="General", aim="a"),
        2: Circle(name="Hearth", aim="a", parent=1),
        3: Circle(name="Oven", aim="a", parent=1),
    }
    here = frozenset(WHO) - {"left"}
    inside = [Membership(circle=n, account=one, since=SINCE) for n in circles for one in here]
    found = faults(Ground(circles, inside, some, here, ON))
    for number in (2, 3):
        links = {
            role: [
                one.account for one in some if one.circle == number and one.role == role and holds(one, ON)
            ]
            for role in ("leader", "delegate")
        }
        whole = (
            len(links["leader"]) == len(links["delegate"]) == 1
            and links["leader"] != links["delegate"]
            and "left" not in (*links["leader"], *links["delegate"])
        )
        told = [one for one in found if one.circle == number and one.kind in BROKEN_LINK]
        assert bool(told) == (not whole), (links, found)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_looked_for_near_a_circle_finds_what_is_found_among_all(
    community: TestCommunity, seed: int
) -> None:
    drawn = Random(seed)
    handles = [f"p{number}" for number in range(8)]
    people(community, *handles)
    ana = community.session("ana")
    with ana.store.transaction(by="ana", why="test") as tx:
        for handle in handles[:2]:
            account = tx.collection(Account).first(handle=handle)
            assert account is not None
            tx.replace(account, evolve(account.value, state="suspended"))
    numbers: list[int] = []
    for number in range(5):
        parent = drawn.choice(numbers) if numbers else None
        inside = " ".join(drawn.sample(handles, drawn.randint(0, 4)))
        numbers.append(circle(community, f"C{number}", parent, inside))
        for role in ("leader", "delegate", "secretary"):
            if drawn.random() < 0.8:
                hold(community, numbers[-1], role, drawn.choice(handles), until=drawn.choice((-3, 50)))
    everything = faults(ground_of(ana))
    of_roles = {one for one in everything if one.kind in OF_ROLES}
    assert set(link_faults(ground_of_roles(ana))) == of_roles
    for number in numbers:
        about = {one for one in everything if one.circle == number}
        assert {one for one in faults(ground_near(ana, number)) if one.circle == number} == about
        few = {one for one in link_faults(ground_of_roles(ana, (number,))) if one.circle == number}
        assert few == about & of_roles
