"""Circles: made, changed, moved and closed by whom; who is in them, by themselves and by links."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as evolve

from door.visitors import as_partner
from folkmoot.errors import BadData, FolkmootError, NotAllowed, NotFound
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_sociocracy.circles.actions import (
    ChangedMeanwhile,
    all_circles,
    change_circle,
    circle_of,
    find_circle,
    is_member,
    make_circle,
    members_of,
    running,
)
from folkmoot_sociocracy.circles.model import Circle, Holder, Membership
from folkmoot_sociocracy.circles.rules import as_tree, drawn, holds, members_on, months_later, would_ring
from folkmoot_sociocracy.links.closing import close_circle
from sociocracy.village import SINCE, circle, gone, guest, hold, holder, people

CIRCLES = {1: Circle(name="General"), 2: Circle(name="Hearth", parent=1), 3: Circle(name="Oven", parent=2)}


def role(number: int, name: str, account: str, until: date = date(2027, 1, 1)) -> Holder:
    return Holder(circle=number, role=name, account=account, since=date(2026, 1, 1), until=until)


def test_a_role_is_held_from_its_first_day_to_its_last_unless_it_ended_before() -> None:
    held = role(2, "leader", "bo", until=date(2026, 6, 30))
    assert [holds(held, date(2025, 12, 31)), holds(held, date(2026, 1, 1))] == [False, True]
    assert [holds(held, date(2026, 6, 30)), holds(held, date(2026, 7, 1))] == [True, False]
    ended = evolve(held, ended=date(2026, 3, 1))
    assert [holds(ended, date(2026, 2, 28)), holds(ended, date(2026, 3, 1))] == [True, False]


def test_leader_and_delegate_of_a_circle_are_members_of_the_parent_while_their_terms_run() -> None:
    holders = [
        role(2, "leader", "bo"),
        role(2, "delegate", "cy"),
        role(2, "secretary", "di"),
        role(3, "leader", "ed"),
    ]
    memberships = [Membership(circle=1, account="ana", since=SINCE)]
    assert members_on(1, CIRCLES, memberships, holders, date(2026, 5, 1)) == {"ana", "bo", "cy"}
    assert members_on(2, CIRCLES, memberships, holders, date(2026, 5, 1)) == {"ed"}
    assert members_on(1, CIRCLES, memberships, holders, date(2027, 5, 1)) == {"ana"}


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 22), 5, date(2027, 4, 22)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_term_ends_on_the_same_day_of_a_later_month(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@given(st.dictionaries(st.integers(1, 9), st.one_of(st.none(), st.integers(1, 9)), max_size=9))
def test_no_circle_is_ever_left_out_of_the_tree_whatever_its_parents_are(
    parents: dict[int, int | None],
) -> None:
    circles = {number: Circle(name=f"c{number}", parent=parent) for number, parent in parents.items()}
    assert sorted(number for _depth, number, _circle in as_tree(circles)) == sorted(circles)
    assert [number for _lines, number, _circle in drawn(circles)] == [row[1] for row in as_tree(circles)]


@given(st.dictionaries(st.integers(1, 6), st.one_of(st.none(), st.integers(1, 6))), st.integers(1, 6))
def test_without_a_ring_there_is_none_after_a_move_that_is_let_through(
    parents: dict[int, int | None], moved: int
) -> None:
    circles = {number: Circle(name=f"c{number}") for number in parents}
    for number, parent in [*parents.items(), (moved, parents.get(moved))]:
        if number in circles and not would_ring(circles, number, parent):
            circles[number] = evolve(circles[number], parent=parent)
    for number in circles:
        seen, here = set(), number
        while here in circles and circles[here].parent is not None:
            assert here not in seen
            seen.add(here)
            here = circles[here].parent or 0


def test_the_tree_is_drawn_with_lines() -> None:
    circles = {**CIRCLES, 4: Circle(name="Welcome", parent=1)}
    assert [lines + one.name for lines, _n, one in drawn(circles)] == [
        "General",
        "├─ Hearth",
        "│  └─ Oven",
        "└─ Welcome",
    ]


def test_who_is_out_is_in_no_circle(community: TestCommunity) -> None:
    parent = circle(community, "General")
    number = circle(community, "Hearth", parent, "ana bo")
    community.join("cy", state="suspended")
    with community.session("ana").store.transaction(by="ana", why="test") as tx:
        tx.add(Membership(circle=number, account="cy", since=SINCE))
    hold(community, number, "leader", "bo")
    hold(community, number, "delegate", "gone")
    ana = community.session("ana")
    assert members_of(ana, number) == {"ana", "bo"}
    assert members_of(ana, parent) == {"bo"}
    assert is_member(ana, parent, "bo")
    assert not is_member(ana, parent)


def test_at_the_top_partners_make_circles_and_below_one_its_members(community: TestCommunity) -> None:
    people(community, "bo", "cy")
    with pytest.raises(NotAllowed, match="Partners"):
        make_circle(community.session("bo"), Circle(name="General"))
    top = make_circle(community.session("ana"), Circle(name="General")).id
    assert members_of(community.session(), top) == {"ana"}
    with pytest.raises(NotAllowed, match="Members of a circle"):
        make_circle(community.session("bo"), Circle(name="Hearth", parent=top))
    hearth = circle(community, "Hearth", top, "bo")
    assert make_circle(community.session("bo"), Circle(name="Oven", parent=hearth)).value.parent == hearth
    for refused in (guest(community, "di"), gone(community)):
        with pytest.raises(NotAllowed):
            make_circle(refused, Circle(name="Mine", parent=top))


def test_a_circle_is_changed_by_its_members_and_those_above(community: TestCommunity) -> None:
    top = circle(community, "General", None, "bo")
    hearth = circle(community, "Hearth", top, "cy")
    people(community, "di")
    as_partner(community, "di")
    for handle in ("bo", "cy"):
        session = community.session(handle)
        now = circle_of(session, hearth).value
        assert change_circle(session, hearth, evolve(now, aim=handle), now).value.aim == handle
    for refused in (community.session("di"), guest(community, "ed"), gone(community)):
        with pytest.raises(NotAllowed):
            change_circle(refused, hearth, Circle(name="Mine", parent=top))


def test_an_empty_circle_is_in_the_hands_of_whoever_tends_to_the_whole(community: TestCommunity) -> None:
    number = circle(community, "Hearth")
    people(community, "bo")
    changed = Circle(name="Hearth", aim="warm")
    with pytest.raises(NotAllowed, match="tends to the whole"):
        change_circle(community.session("bo"), number, changed)
    assert change_circle(community.session("ana"), number, changed).value.aim == "warm"


def test_two_who_change_one_circle_lose_nothing(community: TestCommunity) -> None:
    number = circle(community, "Hearth", None, "ana bo")
    seen = circle_of(community.session(), number).value
    change_circle(community.session("bo"), number, evolve(seen, aim="warmth"), seen)
    with pytest.raises(ChangedMeanwhile, match="warmth") as refused:
        change_circle(community.session("ana"), number, evolve(seen, aim="bread"), seen)
    assert isinstance(refused.value.now, Circle)
    change_circle(community.session("ana"), number, evolve(seen, aim="bread"), refused.value.now)
    assert circle_of(community.session(), number).value.aim == "bread"


def test_a_ring_of_parents_is_refused_when_it_is_made(community: TestCommunity) -> None:
    top = circle(community, "General", None, "ana")
    below = circle(community, "Hearth", top, "ana")
    with pytest.raises(BadData, match="above itself"):
        change_circle(community.session(), top, Circle(name="General", parent=below))
    with pytest.raises(BadData, match="above itself"):
        change_circle(community.session(), top, Circle(name="General", parent=top))


def test_a_circle_that_moves_has_its_delegate_confirmed_anew(community: TestCommunity) -> None:
    top = circle(community, "General", None, "ana")
    other = circle(community, "Hearth", top, "ana")
    moved = circle(community, "Oven", top, "ana bo cy")
    hold(community, moved, "leader", "bo")
    delegate = hold(community, moved, "delegate", "cy")
    ana = community.session()
    change_circle(ana, moved, evolve(circle_of(ana, moved).value, parent=other))
    assert members_of(ana, other) == {"ana", "bo"}
    assert "confirms its delegate anew" in holder(community, delegate).ended_why


def test_a_circle_with_others_below_is_not_closed_and_a_closed_one_leaves_its_roles(
    community: TestCommunity,
) -> None:
    top = circle(community, "General", None, "ana")
    below = circle(community, "Hearth", top, "bo")
    hold(community, below, "leader", "bo")
    with pytest.raises(BadData, match="below General"):
        close_circle(community.session(), top)
    close_circle(community.session("bo"), below)
    assert below not in all_circles(community.session().store)
    assert members_of(community.session(), top) == {"ana"}
    assert running(community.session(), below) == {}
    with pytest.raises(NotFound, match="was closed"):
        circle_of(community.session(), below)
    assert circle(community, "Hearth", top) != below


def test_a_circle_is_found_by_its_number_or_its_name(community: TestCommunity) -> None:
    number = circle(community, "Hearth")
    session = community.session()
    assert find_circle(session, "hearth").id == find_circle(session, str(number)).id == number
    for wrong in ("Moon", "999", "", HOSTILE, "٣"):
        with pytest.raises(FolkmootError):
            find_circle(session, wrong)
    with pytest.raises(BadData, match="already"):
        make_circle(session, Circle(name="HEARTH"))
