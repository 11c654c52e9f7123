"""Every refusal of every act in every state names the rule and the next step, as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from folkmoot_sociocracy.consent import rules as consent
from folkmoot_sociocracy.consent import shaping as proposal_shaping
from folkmoot_sociocracy.consent.model import Proposal, Version
from folkmoot_sociocracy.rounds.model import Says
from folkmoot_sociocracy.rounds.rules import taken_over
from folkmoot_sociocracy.rounds.turns import Refused, missing
from folkmoot_sociocracy.selection import rules as selection
from folkmoot_sociocracy.selection import shaping as selection_shaping
from folkmoot_sociocracy.selection.model import Description, Nomination, Selection

BEGAN = datetime(2026, 11, 22, 12, tzinfo=UTC)
CIRCLE = ("ana", "bo", "cy")
PEOPLE = (*CIRCLE, "stranger")
SAYS: tuple[Says, ...] = ("spoke", "consent", "concern", "objection", "away")
LATER = BEGAN + timedelta(hours=1)

Act = Callable[[Any, str], Any]


def version(by: str, until: date = date(2027, 11, 22)) -> Version:
    return Version(
        text="Tools may be lent", until=until, review=min(until, date(2027, 5, 22)), by=by, at=BEGAN
    )


def all_of(deciding: Any, says: Says, spoken: Callable[..., Any], but: Says | None = None) -> Any:
    """Everyone is heard; cy says something else."""
    while left := missing(deciding.rounds[-1], deciding.gone):
        word = but if but and left[0] == "cy" else says
        noted = deciding.facilitator if word == "away" else ""
        deciding = spoken(deciding, left[0], word, BEGAN, text="because", aim="aim", noted_by=noted)
    return deciding


def proposals() -> Iterator[Proposal]:
    """A proposal in each phase, in both schools, with both rules for who is away."""
    for school in ("voiced", "tested"):
        for absent in ("may_object", "held"):
            made = Proposal(
                circle=1,
                author="ana",
                facilitator="bo",
                opened=BEGAN,
                voters=CIRCLE,
                title="Lending",
                need="Tools lie idle",
                versions=(version("ana"),),
                school=school,  # type: ignore[arg-type]
                absent=absent,  # type: ignore[arg-type]
            )
            questions = consent.with_round(made, "questions")
            yield questions
            reactions = consent.gone_on(all_of(questions, "spoke", consent.spoken), "bo", BEGAN)
            yield reactions
            amending = consent.gone_on(all_of(reactions, "spoke", consent.spoken), "bo", BEGAN)
            yield amending
            asked = consent.gone_on(amending, "bo", BEGAN)
            yield asked
            objected = all_of(asked, "consent", consent.spoken, "objection")
            yield objected
            waiting = all_of(asked, "consent", consent.spoken, "away")
            yield waiting
            ready = all_of(asked, "consent", consent.spoken)
            yield ready
            yield consent.WAY.decided(ready, "ana", BEGAN)
            yield consent.WAY.withdrawn(asked, "ana", BEGAN, "not now")


def selections() -> Iterator[Selection]:
    """A selection in each phase, in both schools."""
    for school in ("voiced", "tested"):
        described = Description(does="keeps the minutes", months=12, by="ana", at=BEGAN)
        made = Selection(
            circle=1,
            author="ana",
            facilitator="bo",
            opened=BEGAN,
            voters=CIRCLE,
            role="secretary",
            versions=(described,),
            school=school,  # type: ignore[arg-type]
        )
        describing = selection.first_round(made)
        yield describing
        yield all_of(describing, "consent", selection.spoken, "objection")
        agreed = all_of(describing, "consent", selection.spoken)
        yield agreed
        nominating = selection.nominations_begun(agreed, "bo", "age1key")
        yield nominating
        for handle in CIRCLE:
            nominating = selection.nominated(nominating, handle, "cy", "kind")
        written = [Nomination(by=one, nominee="cy", why="kind") for one in CIRCLE]
        reasons = selection.unsealed(nominating, written)
        yield reasons
        changes = selection.gone_on(all_of(reasons, "spoke", selection.spoken), "bo", BEGAN)
        yield changes
        while left := missing(changes.rounds[-1]):
            changes = selection.changed(changes, left[0], "cy", "kind", BEGAN)
        proposing = selection.gone_on(changes, "bo", BEGAN)
        yield proposing
        asked = selection.proposed(proposing, "bo", "cy", "kind", BEGAN)
        yield asked
        yield all_of(asked, "consent", selection.spoken, "objection")
        yield all_of(asked, "consent", selection.spoken, "away")
        ready = all_of(asked, "consent", selection.spoken)
        yield ready
        yield selection.WAY.decided(ready, "ana", BEGAN)
        yield selection.WAY.withdrawn(asked, "ana", BEGAN, "not now")


def acts_of(kind: Any) -> Iterator[tuple[str, Act]]:
    """Every act of every kind, with words that are right and words that are not."""
    for says in SAYS:
        for text, aim in (("because", "aim"), ("", "")):
            for seen in (None, 99):
                yield (
                    f"spoken {says}",
                    lambda one, by, says=says, text=text, aim=aim, seen=seen: kind.spoken(  # type: ignore[misc]
                        one, by, says, LATER, text=text, aim=aim, seen=seen
                    ),
                )
        yield (
            f"noted {says}",
            lambda one, by, says=says: kind.spoken(one, "cy", says, LATER, text="x", aim="x", noted_by=by),  # type: ignore[misc]
        )
    yield "gone_on", lambda one, by: kind.gone_on(one, by, LATER)
    yield "gone_on in the past", lambda one, by: kind.gone_on(one, by, LATER, BEGAN)
    way = kind.WAY
    for number in (1, 9):
        for text in ("how often", ""):
            yield "measured", lambda one, by, n=number, t=text: way.measured(one, n, by, t)  # type: ignore[misc]
        yield "taken_back", lambda one, by, n=number: way.taken_back(one, n, by, "")  # type: ignore[misc]
        for stands in (True, False):
            yield "tested", lambda one, by, n=number, s=stands: way.tested(one, n, by, LATER, stands=s)  # type: ignore[misc]
    yield "decided", lambda one, by: way.decided(one, by, LATER)
    for why in ("not now", ""):
        yield "withdrawn", lambda one, by, why=why: way.withdrawn(one, by, LATER, why)  # type: ignore[misc]
    yield "taken_over", taken_over


def acts_of_proposals() -> Iterator[tuple[str, Act]]:
    yield from acts_of(consent)
    for until in (date(2027, 11, 22), date(2026, 1, 1)):
        yield "restated", lambda one, by, u=until: proposal_shaping.restated(one, version(by, u))  # type: ignore[misc]
        yield "restated late", lambda one, by, u=until: proposal_shaping.restated(one, version(by, u), 7)  # type: ignore[misc]
        for how in ("modified", "shortened"):
            yield how, lambda one, by, u=until, h=how: proposal_shaping.modified(one, 1, version(by, u), h)  # type: ignore[misc]
    yield "answered", lambda one, by: proposal_shaping.answered(one, "cy", by, "yes")


def acts_of_selections() -> Iterator[tuple[str, Act]]:
    yield from acts_of(selection)
    yield "nominations_begun", lambda one, by: selection.nominations_begun(one, by, "age1")
    for whom in ("cy", "stranger", ""):
        for why in ("kind", ""):
            yield "nominated", lambda one, by, n=whom, w=why: selection.nominated(one, by, n, w)  # type: ignore[misc]
            yield "changed", lambda one, by, n=whom, w=why: selection.changed(one, by, n, w, LATER)  # type: ignore[misc]
            yield "proposed", lambda one, by, n=whom, w=why: selection.proposed(one, by, n, w, LATER)  # type: ignore[misc]
    yield "unsealed", lambda one, _by: selection.unsealed(one, [])
    for months in (3, 99):
        yield "shortened", lambda one, by, m=months: selection_shaping.shortened(one, 1, by, m, LATER)  # type: ignore[misc]
    described = Description(does="keeps the minutes", months=12, by="bo", at=BEGAN)
    for seen in (None, 9):
        yield "described", lambda one, _by, s=seen: selection_shaping.described(one, 1, described, s)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("states", "acts", "phases"),
    [(proposals, acts_of_proposals, 9), (selections, acts_of_selections, 13)],
    ids=["proposals", "selections"],
)
def test_every_refusal_names_the_rule_and_the_next_step(
    states: Callable[[], Iterator[Any]], acts: Callable[[], Iterator[tuple[str, Act]]], phases: int
) -> None:
    refused: dict[tuple[str, str], set[str]] = {}
    for state in states():
        for name, act in acts():
            for by in PEOPLE:
                try:
                    act(state, by)
                except Refused as said:
                    refused.setdefault((state.phase, name), set()).add(str(said))
                    for part in (said.rule, said.next_step):
                        assert part == part.strip()
                        assert part.endswith((".", "?")), (state.phase, name, by, part)
                        assert part[0].isupper() or part.split(" ")[0].strip("“:,") in PEOPLE, part
                        assert "  " not in part
                        assert "{" not in part
    assert len({phase for phase, _name in refused}) == phases
    assert {name for _phase, name in refused} == {name for name, _act in acts()}
