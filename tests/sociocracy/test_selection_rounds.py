"""Whatever is tried with a selection, in whatever order: nobody passes, the nominee is last, refusals say what next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from folkmoot_sociocracy.rounds.model import Absent, School
from folkmoot_sociocracy.rounds.objections import raised, to_take_in, to_test
from folkmoot_sociocracy.rounds.rules import taken_over
from folkmoot_sociocracy.rounds.turns import Refused, away, heard, missing
from folkmoot_sociocracy.selection import rules, shaping
from folkmoot_sociocracy.selection.model import Description, Nomination, Selection
from folkmoot_sociocracy.selection.offers import acts
from folkmoot_sociocracy.selection.readable import counts, own_nomination, shown
from folkmoot_sociocracy.selection.states import stands, unwritten

BEGAN = datetime(2026, 11, 22, 12, tzinfo=UTC)
CIRCLE = ("ana", "bo", "cy", "di")
PEOPLE = st.sampled_from((*CIRCLE, "stranger"))
ROUNDS = ("describing", "reasons", "changes", "consent", "waiting")


def opened(school: School = "voiced", absent: Absent = "may_object") -> Selection:
    description = Description(does="leads through rounds", months=12, by="ana", at=BEGAN)
    made = Selection(
        circle=1,
        author="ana",
        facilitator="bo",
        opened=BEGAN,
        voters=CIRCLE,
        role="facilitator",
        versions=(description,),
        school=school,
        absent=absent,
    )
    return rules.first_round(made)


class Selections(RuleBasedStateMachine):
    """Random people try random acts; what is sealed is kept here, as the store would."""

    def __init__(self) -> None:
        super().__init__()
        self.selection = opened()
        self.now = BEGAN
        self.out: set[str] = set()
        self.sealed: dict[str, Nomination] = {}
        self.before = self.selection

    @initialize(
        school=st.sampled_from(("voiced", "tested")),
        absent=st.sampled_from(("may_object", "held")),
        steps=st.integers(0, 9),
    )
    def open(self, school: School, absent: Absent, steps: int) -> None:
        self.selection = opened(school, absent)
        for _step in range(steps):  # so that every step is looked at often, the last ones too
            self.those_who_are_next_speak(["yes"] * 4)
            self.all_nominate("di")
            self.the_facilitator_leads_on()

    @property
    def present(self) -> Selection:
        return rules.WAY.as_of(self.selection, self.now, self.out)

    def attempt(self, offered: str, by: str, change: Callable[[Selection], Selection]) -> bool:
        before = self.present
        if by in self.out:
            return False
        may = offered in acts(before, by)
        try:
            after = change(before)
        except Refused as refused:
            assert refused.rule.strip().endswith((".", "?"))
            assert refused.next_step.strip()
            assert not may, f"{offered} by {by} was offered: {refused}"
            return False
        self.before, self.selection = before, after
        return True

    def say(self, by: str, says: str, noted_by: str = "") -> None:
        act = {"spoke": "speak", "objection": "object"}.get(says, says)
        self.attempt(
            "nothing" if noted_by else act,
            by,
            lambda one: rules.WAY.concluded(
                rules.spoken(one, by, says, self.now, text="because", aim="aim", noted_by=noted_by),  # type: ignore[arg-type]
                by,
                self.now,
            ),
        )

    @rule(by=PEOPLE, says=st.sampled_from(("spoke", "consent", "concern", "objection")))
    def speaks(self, by: str, says: str) -> None:
        if self.present.phase != "changes":
            self.say(by, says)

    @rule(
        says=st.lists(
            st.sampled_from(("yes", "yes", "yes", "yes", "yes", "away", "objection")), min_size=2, max_size=4
        )
    )
    def those_who_are_next_speak(self, says: list[str]) -> None:
        for word in says:
            present = self.present
            if present.phase not in ROUNDS or not missing(present.rounds[-1], present.gone):
                return
            handle = missing(present.rounds[-1], present.gone)[0]
            if word == "away":
                self.say(handle, "away", present.facilitator)
            elif present.phase == "changes":
                self.changes_mind(handle, "cy")
            else:
                yes = "spoke" if present.phase == "reasons" else "consent"
                self.say(handle, yes if word == "yes" else word)

    @rule(by=PEOPLE)
    def who_was_away_comes_back(self, by: str) -> None:
        if self.present.phase == "waiting":
            for handle in away(self.present.rounds[-1], self.present.gone):
                self.say(handle, "consent")

    @rule(by=st.one_of(st.just("bo"), PEOPLE))
    def begins(self, by: str) -> None:
        if self.present.phase == "nominating" and self.sealed:
            return  # which the use case refuses while the key is there
        if self.attempt("begin", by, lambda one: rules.nominations_begun(one, by, "key")):
            self.sealed = {}

    @rule(
        by=PEOPLE,
        nominee=st.sampled_from((*CIRCLE, "stranger", "")),
        why=st.sampled_from(("good", "good", "")),
    )
    def nominates(self, by: str, nominee: str, why: str) -> None:
        fits = nominee in CIRCLE and nominee not in self.out and why
        if self.attempt(
            "nominate" if fits else "nothing", by, lambda one: rules.nominated(one, by, nominee, why)
        ):
            assert fits, "nobody passes"
            assert by in CIRCLE
            self.sealed[by] = Nomination(by=by, nominee=nominee, why=why)
            self.unseals("open")

    @rule(nominee=st.sampled_from(CIRCLE))
    def all_nominate(self, nominee: str) -> None:
        if self.present.phase == "nominating":
            for by in unwritten(self.present):
                self.nominates(by, nominee if nominee not in self.out else "ana", "good")

    @rule(act=st.just("open"))
    def unseals(self, act: str) -> None:
        found = [one for by, one in self.sealed.items() if by not in self.out]
        ready = rules.all_in(self.present)
        assert not ready or not unwritten(self.present)
        self.attempt(act, self.present.facilitator, lambda one: rules.unsealed(one, found))

    @rule(of=st.sampled_from(CIRCLE))
    def is_noted_as_away_from_writing(self, of: str) -> None:
        if self.present.phase == "nominating" and of != self.present.facilitator:
            self.say(of, "away", self.present.facilitator)

    @rule(by=PEOPLE, nominee=st.sampled_from((*CIRCLE, "stranger")))
    def changes_mind(self, by: str, nominee: str) -> None:
        fits = nominee in CIRCLE and nominee not in self.out
        self.attempt(
            "change" if fits else "nothing", by, lambda one: rules.changed(one, by, nominee, "good", self.now)
        )

    @rule(by=st.one_of(st.just("bo"), PEOPLE), nominee=st.sampled_from(CIRCLE))
    def proposes(self, by: str, nominee: str) -> None:
        fits = nominee not in self.out
        self.attempt(
            "propose" if fits else "nothing",
            by,
            lambda one: rules.proposed(one, by, nominee, "reasons", self.now),
        )

    @rule()
    def the_facilitator_leads_on(self) -> None:
        by = self.present.facilitator
        if by in self.out:
            return
        self.begins(by)
        self.attempt("go_on", by, lambda one: rules.gone_on(one, by, self.now))
        if self.present.phase == "proposing":
            nominee = next(one for one in ("cy", "di", "ana") if one not in self.out)
            self.proposes(by, nominee)

    @rule(by=PEOPLE, stands_=st.booleans())
    def tests(self, by: str, stands_: bool) -> None:
        for number, _one in to_test(self.present):
            if self.present.phase in ("improving", "objections"):
                self.attempt(
                    "nothing",
                    by,
                    lambda one, number=number: rules.WAY.concluded(  # type: ignore[misc]
                        rules.WAY.tested(one, number, by, self.now, stands=stands_), by, self.now
                    ),
                )

    @rule(by=st.sampled_from(("bo", "ana", "cy")), how=st.sampled_from(("describe", "shorten", "measure")))
    def takes_in(self, by: str, how: str) -> None:
        present = self.present
        made = Description(does=f"more {len(present.versions)}", months=12, by=by, at=self.now)
        left = to_take_in(present)
        if not left or present.phase not in ("improving", "objections"):
            return
        number = left[0][0]
        self.attempt(
            how,
            by,
            {
                "describe": lambda one: shaping.described(one, number, made),
                "shorten": lambda one: shaping.shortened(one, number, by, one.text.months - 1, self.now),
                "measure": lambda one: rules.WAY.measured(one, number, by, "how often"),
            }[how],
        )

    @rule(by=PEOPLE)
    def takes_back(self, by: str) -> None:
        mine = [number for number, one in raised(self.present) if one.by == by and not one.resolved]
        if mine:
            self.attempt("take_back", by, lambda one: rules.WAY.taken_back(one, mine[0], by, ""))

    @rule(by=PEOPLE)
    def announces(self, by: str) -> None:
        self.attempt("announce", by, lambda one: rules.WAY.decided(one, by, self.now))

    @rule(by=PEOPLE)
    def takes_over(self, by: str) -> None:
        self.attempt("facilitate", by, lambda one: taken_over(one, by))

    @rule(handle=st.just("di"))
    def leaves(self, handle: str) -> None:
        self.out.add(handle)

    @rule(hours=st.sampled_from((1, 60)))
    def waits(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def its_state_is_told_in_a_sentence(self) -> None:
        assert stands(self.present).endswith(".")

    @invariant()
    def no_nomination_stands_in_it_before_all_are_in_and_none_is_shown_before_its_reason(self) -> None:
        present = self.present
        if present.phase in ("describing", "improving", "described", "nominating"):
            assert present.nominations == ()
            assert shown(present) == counts(present) == []
        if present.phase == "reasons":
            assert counts(present) == []
            assert {one.by for one in shown(present)} == set(heard(present.rounds[-1])) & set(CIRCLE)
            writers = {one.by for one in present.nominations}
            assert set(CIRCLE) - set(present.absent_now) - set(present.gone) <= writers
        for one in present.nominations:
            assert own_nomination(present, one.by) == one

    @invariant()
    def nobody_is_heard_twice_in_a_round_and_no_stranger_ever(self) -> None:
        for one in self.selection.rounds:
            said = [voice.by for voice in one.voices]
            assert len(said) == len(set(said))
            assert set(said) <= set(CIRCLE)

    @invariant()
    def the_nominee_is_last_in_the_round_about_them(self) -> None:
        if self.selection.phase in ("consent", "waiting", "ready", "decided"):
            assert self.selection.rounds[-1].order[-1] == self.selection.nominee

    @invariant()
    def somebody_is_chosen_only_when_everyone_was_heard_and_no_objection_is_left(self) -> None:
        if self.selection.phase != "decided":
            return
        last = self.selection.rounds[-1]
        unheard = set(CIRCLE) - set(heard(last)) - set(self.selection.gone)
        assert unheard == set(away(last, self.selection.gone))
        if unheard:
            assert self.selection.absent == "may_object"
            assert self.before.phase == "ready"
        assert self.selection.nominee not in self.selection.gone
        assert set(heard(last)) - set(self.selection.gone)
        assert all(
            one.tested == "concern" or one.by in self.selection.gone for _n, one in raised(self.selection)
        )


TestSelections = Selections.TestCase
TestSelections.settings = settings(stateful_step_count=50, deadline=None)
