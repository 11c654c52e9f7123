"""Whatever is tried with a proposal, in whatever order: its rules hold, and what is refused says why and what next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from folkmoot_sociocracy.consent import rules, shaping
from folkmoot_sociocracy.consent.model import Proposal, Version
from folkmoot_sociocracy.consent.offers import acts
from folkmoot_sociocracy.consent.states import stands
from folkmoot_sociocracy.rounds.model import Absent, School
from folkmoot_sociocracy.rounds.objections import raised, to_take_in, to_test
from folkmoot_sociocracy.rounds.rules import taken_over
from folkmoot_sociocracy.rounds.turns import Refused, away, heard, missing

BEGAN = datetime(2026, 11, 22, 12, tzinfo=UTC)
CIRCLE = ("ana", "bo", "cy", "di")
PEOPLE = st.sampled_from((*CIRCLE, "stranger"))
HOURS = timedelta(hours=48)


def version(by: str, text: str = "Tools may be lent", until: date = date(2027, 11, 22)) -> Version:
    return Version(text=text, until=until, review=min(until, date(2027, 5, 22)), by=by, at=BEGAN)


def opened(
    school: School = "voiced",
    absent: Absent = "may_object",
    until: datetime | None = None,
    begins: str = "questions",
) -> Proposal:
    made = Proposal(
        circle=1,
        author="ana",
        facilitator="bo",
        opened=BEGAN,
        voters=CIRCLE,
        title="Lending",
        need="Tools lie idle",
        versions=(version("ana"),),
        phase=begins,  # type: ignore[arg-type]
        school=school,
        absent=absent,
    )
    return rules.with_round(made, begins, until)  # type: ignore[arg-type]


class Proposals(RuleBasedStateMachine):
    """Random people try random acts, in time and out of it; some leave."""

    def __init__(self) -> None:
        super().__init__()
        self.proposal = opened()
        self.now = BEGAN
        self.out: set[str] = set()
        self.was: Proposal | None = None

    @initialize(
        school=st.sampled_from(("voiced", "tested")),
        absent=st.sampled_from(("may_object", "held")),
        written=st.booleans(),
        begins=st.sampled_from(("questions", "consent", "consent")),
    )
    def open(self, school: School, absent: Absent, written: bool, begins: str) -> None:
        self.proposal = opened(school, absent, BEGAN + HOURS if written else None, begins)

    def attempt(self, offered: str, by: str, change: Callable[[Proposal], Proposal]) -> None:
        """Try; what the rules offer works, and what they refuse is said in two sentences."""
        before = rules.WAY.as_of(self.proposal, self.now, self.out)
        may = by not in self.out and offered in acts(before, by)
        if by in self.out:
            return
        try:
            after = change(before)
        except Refused as refused:
            assert refused.rule.strip().endswith((".", "?"))
            assert refused.next_step.strip()
            assert not may, f"{offered} by {by} was offered: {refused}"
            return
        self.was, self.proposal = before, after

    @rule(by=PEOPLE, says=st.sampled_from(("spoke", "consent", "consent", "concern", "objection")))
    def speaks(self, by: str, says: str) -> None:
        act = {"spoke": "speak", "objection": "object"}.get(says, says)
        self.attempt(
            act,
            by,
            lambda one: rules.WAY.concluded(
                rules.spoken(one, by, says, self.now, text="because", aim="aim"),  # type: ignore[arg-type]
                by,
                self.now,
            ),
        )

    @rule(says=st.lists(st.sampled_from(("yes", "yes", "yes", "away", "objection")), min_size=1, max_size=4))
    def those_who_are_next_speak(self, says: list[str]) -> None:
        for word in says:
            present = rules.WAY.as_of(self.proposal, self.now, self.out)
            waiting = missing(present.rounds[-1], present.gone)
            if not waiting:
                return
            if word == "away":
                self.notes(present.facilitator, waiting[0], "away")
            else:
                yes = "consent" if present.phase == "consent" else "spoke"
                self.speaks(waiting[0], yes if word == "yes" else word)

    @rule()
    def the_facilitator_goes_on(self) -> None:
        if self.proposal.facilitator not in self.out:
            self.goes_on(self.proposal.facilitator, written=False)

    @rule()
    def who_was_away_comes_back(self) -> None:
        present = rules.WAY.as_of(self.proposal, self.now, self.out)
        for handle in away(present.rounds[-1], present.gone):
            self.speaks(handle, "consent")

    @rule(by=PEOPLE, of=PEOPLE, says=st.sampled_from(("away", "away", "consent", "spoke")))
    def notes(self, by: str, of: str, says: str) -> None:
        if of != by and of not in self.out:
            self.attempt(
                "nothing",
                by,
                lambda one: rules.WAY.concluded(
                    rules.spoken(one, of, says, self.now, noted_by=by),  # type: ignore[arg-type]
                    by,
                    self.now,
                ),
            )

    @rule(by=st.sampled_from(("bo", "ana", "stranger")), written=st.booleans())
    def goes_on(self, by: str, written: bool) -> None:
        until = self.now + HOURS if written else None
        self.attempt("go_on", by, lambda one: rules.gone_on(one, by, self.now, until))

    @rule(by=PEOPLE, stands_=st.booleans())
    def tests(self, by: str, stands_: bool) -> None:
        for number, _one in to_test(rules.WAY.as_of(self.proposal, self.now, self.out)):
            self.attempt(
                "nothing",
                by,
                lambda one, number=number: rules.WAY.concluded(  # type: ignore[misc]
                    rules.WAY.tested(one, number, by, self.now, stands=stands_), by, self.now
                ),
            )

    @rule(by=st.sampled_from(("bo", "ana", "cy")), how=st.sampled_from(("modify", "shorten", "measure")))
    def takes_in(self, by: str, how: str) -> None:
        present = rules.WAY.as_of(self.proposal, self.now, self.out)
        left = to_take_in(present)
        if not left:
            return
        number = left[0][0]
        made = version(by, f"text {len(present.versions)}")
        sooner = version(by, until=present.text.until - timedelta(days=1))
        self.attempt(
            how,
            by,
            {
                "modify": lambda one: shaping.modified(one, number, made),
                "shorten": lambda one: shaping.modified(one, number, sooner, "shortened"),
                "measure": lambda one: rules.WAY.measured(one, number, by, "how often"),
            }[how],
        )

    @rule(by=PEOPLE)
    def takes_back(self, by: str) -> None:
        present = rules.WAY.as_of(self.proposal, self.now, self.out)
        mine = [number for number, one in raised(present) if one.by == by and not one.resolved]
        if mine:
            self.attempt("take_back", by, lambda one: rules.WAY.taken_back(one, mine[0], by, ""))

    @rule(by=PEOPLE)
    def announces(self, by: str) -> None:
        self.attempt("announce", by, lambda one: rules.WAY.decided(one, by, self.now))

    @rule(by=PEOPLE)
    def takes_over(self, by: str) -> None:
        self.attempt("facilitate", by, lambda one: taken_over(one, by))

    @rule(by=st.sampled_from(("ana", "cy")))
    def restates(self, by: str) -> None:
        self.attempt("restate", by, lambda one: shaping.restated(one, version(by, "new")))

    @rule(handle=st.sampled_from(("cy", "di")))
    def leaves(self, handle: str) -> None:
        self.out.add(handle)

    @rule(hours=st.sampled_from((1, 30, 60)))
    def waits(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def its_state_is_told_in_a_sentence(self) -> None:
        present = rules.WAY.as_of(self.proposal, self.now, self.out)
        assert stands(present).endswith(".")

    @invariant()
    def nobody_is_heard_twice_in_a_round_and_no_stranger_ever(self) -> None:
        for one in self.proposal.rounds:
            said = [voice.by for voice in one.voices]
            assert len(said) == len(set(said))
            assert set(said) <= set(CIRCLE)

    @invariant()
    def it_is_decided_only_when_everyone_was_heard_and_no_objection_is_left(self) -> None:
        if self.proposal.phase != "decided" or self.was is None:
            return
        last = self.proposal.rounds[-1]
        assert last.kind == "consent"
        assert last.version == len(self.proposal.versions)
        unheard = set(CIRCLE) - set(heard(last)) - set(self.proposal.gone)
        assert unheard == set(away(last, self.proposal.gone))
        if unheard:
            assert self.proposal.absent == "may_object"
            assert self.now >= max(voice.at for voice in last.voices if voice.says == "away") + HOURS or (
                self.was.waits_until is not None and self.now >= self.was.waits_until
            )
        assert set(heard(last)) - set(self.proposal.gone)
        assert all(
            one.tested == "concern" or one.by in self.proposal.gone for _n, one in raised(self.proposal)
        )


TestProposals = Proposals.TestCase
TestProposals.settings = settings(stateful_step_count=40, deadline=None)
