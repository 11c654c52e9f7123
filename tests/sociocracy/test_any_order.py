"""Members, outsiders, leavers and those who come later try anything, in any order, on a real record."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.errors import FolkmootError
from folkmoot.session import Session
from folkmoot.testing import NOON, TestCommunity
from folkmoot_core.today.gathered import today_of
from folkmoot_sociocracy.circles.model import Membership
from folkmoot_sociocracy.consent import actions as proposals
from folkmoot_sociocracy.consent.model import Proposal
from folkmoot_sociocracy.consent.reading import proposal_of
from folkmoot_sociocracy.consent.states import stands as proposal_stands
from folkmoot_sociocracy.rounds.model import Deciding
from folkmoot_sociocracy.rounds.objections import raised, to_take_in
from folkmoot_sociocracy.rounds.turns import away, heard, missing
from folkmoot_sociocracy.selection import actions as selections
from folkmoot_sociocracy.selection import nominating
from folkmoot_sociocracy.selection.model import Selection, SelectionForm
from folkmoot_sociocracy.selection.reading import selection_of
from folkmoot_sociocracy.selection.states import stands as selection_stands
from sociocracy.a_circle import MEMBERS, a_circle, a_proposal, hours

SECRET = "quince marmalade"
EVERYBODY = (*MEMBERS, "eve", "fay")  # eve is in no circle; fay comes into it once everything is open
HOMES = count()
MOST = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Found = Callable[..., TestCommunity]

Step = Callable[[Session, int, str], object]
IN_PROPOSALS: dict[str, Step] = {
    "consent": lambda s, n, _to: proposals.give_voice(s, n, "consent"),
    "object": lambda s, n, _to: proposals.give_voice(s, n, "objection", "harm", "aim"),
    "note": lambda s, n, to: proposals.give_voice(s, n, "consent", of=to),
    "away": lambda s, n, to: proposals.give_voice(s, n, "away", of=to),
    "on": lambda s, n, _to: proposals.go_on(s, n),
    "measure": lambda s, n, _to: proposals.measure(s, n, _first(proposal_of(s, n).value), "watched"),
    "back": lambda s, n, _to: proposals.take_back(s, n, _first(proposal_of(s, n).value)),
    "announce": lambda s, n, _to: proposals.announce(s, n),
    "lead": lambda s, n, _to: proposals.facilitate(s, n),
}
IN_SELECTIONS: dict[str, Step] = {
    "consent": lambda s, n, _to: selections.give_voice(s, n, "consent"),
    "object": lambda s, n, _to: selections.give_voice(s, n, "objection", "harm", "aim"),
    "note": lambda s, n, to: selections.give_voice(s, n, "consent", of=to),
    "away": lambda s, n, to: selections.give_voice(s, n, "away", of=to),
    "begin": lambda s, n, _to: nominating.begin_nominations(s, n),
    "nominate": lambda s, n, to: nominating.nominate(s, n, to, SECRET),
    "open": lambda s, n, _to: nominating.open_nominations(s, n),
    "on": lambda s, n, _to: selections.go_on(s, n),
    "lead": lambda s, n, _to: selections.facilitate(s, n),
    "withdraw": lambda s, n, _to: selections.withdraw(s, n, "later"),
}
people = st.sampled_from(EVERYBODY)
others = st.sampled_from(MEMBERS)


def steps_of(*acts: str) -> st.SearchStrategy[list[tuple[str, str, str]]]:
    """Acts, each with who tries it and about whom."""
    return st.lists(st.tuples(st.sampled_from(acts), people, others), max_size=30)


def _first(deciding: Deciding) -> int:
    return raised(deciding)[0][0] if raised(deciding) else 1


def a_house(found_community: Found) -> tuple[TestCommunity, int, dict[str, Session]]:
    community = found_community(name_of_folder=f"home-{next(HOMES)}")
    circle = a_circle(community)
    community.join("fay")
    return community, circle, {handle: community.session(handle) for handle in EVERYBODY}


def fay_comes_in(session: Session, circle: int) -> None:
    with session.store.transaction(by="ana", why="test") as tx:
        tx.add(Membership(circle=circle, account="fay", since=NOON))


@MOST
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(("turn", "turn", "leave", *IN_PROPOSALS)), people, others), max_size=30
    )
)
def test_a_proposal_is_decided_by_those_who_were_members_at_its_opening_and_by_all_of_them(
    found_community: Found, steps: list[tuple[str, str, str]]
) -> None:
    community, circle, sessions = a_house(found_community)
    number = a_proposal(community, circle, begins="consent")
    fay_comes_in(sessions["ana"], circle)
    out: set[str] = set()
    for act, by, to in steps:
        present = proposal_of(sessions["ana"], number).value
        if act == "leave":
            if by in ("cy", "di") and by not in out:
                out.add(by)
                sessions[by].store.forget(by, by=by)
            continue
        if act == "turn" and (left := missing(present.rounds[-1], present.gone)):
            act, by = "consent", left[0]
        before = sessions["ana"].store.collection(Proposal).get(number)
        try:
            IN_PROPOSALS.get(act, IN_PROPOSALS["on"])(sessions[by], number, to)
        except FolkmootError as refused:
            assert refused.sentence.endswith((".", "?"))
            assert sessions["ana"].store.collection(Proposal).get(number) == before
        else:
            assert by in MEMBERS
            assert by not in out
        now = proposal_of(sessions["ana"], number).value
        assert len(proposal_stands(now).split()) > 3
        assert {voice.by for one in now.rounds for voice in one.voices} <= set(MEMBERS)
        if now.phase == "decided":
            last = now.rounds[-1]
            assert set(MEMBERS) - set(heard(last)) <= set(now.gone) | out | set(away(last))
            assert set(heard(last)) - out
            assert not to_take_in(now)
            assert not away(last, now.gone) or now.waits_until is None  # its time was over
        elif not now.ended:
            community.moment += hours(1)


@MOST
@given(
    steps=st.lists(st.tuples(st.sampled_from(("turn", "turn", *IN_SELECTIONS)), people, others), max_size=30)
)
def test_no_nomination_is_read_before_all_are_in_by_any_way(
    found_community: Found, steps: list[tuple[str, str, str]]
) -> None:
    community, circle, sessions = a_house(found_community)
    form = SelectionForm(role="secretary", does="keeps the minutes")
    number = selections.open_selection(sessions["ana"], circle, form).id
    fay_comes_in(sessions["ana"], circle)
    for handle in MEMBERS[:2]:  # so that it gets to the nominations often
        with suppress(FolkmootError):
            selections.give_voice(sessions[handle], number, "consent")
    for act, by, to in steps:
        present = selection_of(sessions["ana"], number).value
        if act == "turn":
            act, by = _what_is_next(present)
        try:
            IN_SELECTIONS[act](sessions[by], number, to)
        except FolkmootError as refused:
            assert refused.sentence.endswith((".", "?"))
        else:
            assert by in MEMBERS
        now = selection_of(sessions["ana"], number).value
        assert len(selection_stands(now).split()) > 3
        assert set(now.nominated) <= set(MEMBERS)
        if now.phase in ("nominating", "withdrawn"):
            assert now.nominations == ()
            assert sum(SECRET.encode() in data for data in _record(community)) == 0
    if selection_of(sessions["ana"], number).value.phase == "nominating":
        for handle in EVERYBODY:
            told = community.run(handle, "select", "show", str(number), "--json")
            assert SECRET not in told
            assert json.loads(told)["nominations"] == []
            assert SECRET not in str(today_of(sessions[handle]))
        for words in (("store", "history"), ("today",)):
            assert SECRET not in community.run("ana", *words)


def _what_is_next(selection: Selection) -> tuple[str, str]:
    if selection.phase == "nominating":
        left = [one for one in selection.voters if one not in selection.nominated]
        return "nominate", left[0] if len(left) > 1 else "eve"  # the last one is left to chance
    if selection.phase == "described":
        return "begin", selection.facilitator
    waiting = missing(selection.rounds[-1], selection.gone)
    return ("consent", waiting[0]) if waiting else ("on", selection.facilitator)


def _record(community: TestCommunity) -> list[bytes]:
    """Every file of the community: the record, its history, its copies."""
    return [path.read_bytes() for path in community.path.parent.rglob("*") if path.is_file()]
