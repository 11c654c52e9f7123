"""When a round has passed: everybody asked is heard, an objection always holds, and nobody decides over themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from folkmoot_core.rounds.model import Round, Says, Voice
from folkmoot_core.rounds.rules import (
    OPEN_FOR,
    among,
    consents,
    may_be_proposed,
    objections,
    silent,
    state_of,
    with_voice,
    without_voice,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOON + OPEN_FOR
HANDLES = ("ana", "bo", "cy", "di")


def a_round(asked: str, *, consent: str = "", objection: str = "") -> Round:
    """A round about Zoë; each letter is a person."""
    voices = [Voice(account=one, says="consent", at=NOON) for one in consent]
    voices += [Voice(account=one, says="objection", at=NOON, why="not yet") for one in objection]
    return Round(
        title="Zoë as a Partner",
        text="she is kind",
        asked=tuple(asked),
        by=asked[0],
        opened=NOON,
        until=LATER,
        decided="nowhere:nothing",
        about="zoe",
        voices=tuple(voices),
    )


@pytest.mark.parametrize(
    ("asked", "consent", "objection", "here", "over", "state"),
    [
        ("a", "a", "", "a", False, "passed"),  # one Partner alone
        ("abc", "a", "", "abc", False, "open"),
        ("abc", "abc", "", "abc", False, "passed"),
        ("abc", "ab", "c", "abc", False, "held"),
        ("abc", "ab", "c", "abc", True, "held"),  # whatever the clock says
        ("abc", "ab", "", "abc", True, "passed"),  # nobody objects, and two have consented
        ("abc", "a", "", "abc", True, "lapsed"),  # no answer is not a consent
        ("abc", "", "", "abc", True, "lapsed"),
        ("ab", "a", "", "ab", True, "lapsed"),
        ("ab", "a", "", "a", False, "passed"),  # the other one is not in any more
        ("abc", "ab", "c", "ab", False, "passed"),  # nor has their objection a voice
        ("abc", "ab", "", "abcd", False, "open"),
        ("abc", "abd", "", "abcd", False, "open"),  # who came later is not asked
        ("ab", "", "", "", True, "lapsed"),
    ],
)
def test_a_round_passes_by_all_or_by_time_and_an_objection_holds_it(
    asked: str, consent: str, objection: str, here: str, over: bool, state: str
) -> None:
    found = a_round(asked, consent=consent, objection=objection)
    assert state_of(found, here, LATER if over else NOON) == state


@pytest.mark.parametrize(
    ("partners", "is_friend", "gatherings", "may"),
    [(1, False, 0, True), (2, False, 0, True), (3, False, 5, False), (3, True, 1, False), (3, True, 2, True)],
)
def test_a_friend_who_came_twice_is_proposed_and_anybody_while_it_begins(
    partners: int, is_friend: bool, gatherings: int, may: bool
) -> None:
    found = may_be_proposed(partners=partners, enough=3, is_friend=is_friend, gatherings=gatherings)
    assert found is may


class ARound(RuleBasedStateMachine):
    """Whatever people say, take back, leave and come back, in any order, and however late it gets."""

    @initialize(asked=st.sets(st.sampled_from((*HANDLES, "zoe")), min_size=1))
    def begins(self, asked: set[str]) -> None:
        self.found = Round(
            title="t",
            text="w",
            asked=tuple(sorted(asked)),
            by=min(asked),
            opened=NOON,
            until=LATER,
            decided="nowhere:nothing",
            about="zoe",
        )
        self.here, self.now = set(HANDLES) | {"zoe", "new"}, NOON
        self.last: dict[str, Says] = {}

    @rule(who=st.sampled_from((*HANDLES, "zoe", "new")), says=st.sampled_from(("consent", "objection")))
    def speaks(self, who: str, says: Says) -> None:
        self.found = with_voice(self.found, Voice(account=who, says=says, at=self.now, why="so"))
        self.last[who] = says

    @precondition(lambda self: self.last)
    @rule(data=st.data())
    def takes_back(self, data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(sorted(self.last)))
        self.found = without_voice(self.found, who)
        del self.last[who]

    @rule(who=st.sampled_from(HANDLES))
    def leaves_or_comes_back(self, who: str) -> None:
        self.here ^= {who}

    @rule(days=st.integers(1, 10))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    def counted(self) -> dict[str, Says]:
        """What counts; Zoë's own does not, even where somebody asked her."""
        voices = set(self.found.asked) & self.here - {"zoe"}
        return {who: says for who, says in self.last.items() if who in voices}

    @invariant()
    def an_objection_always_holds(self) -> None:
        holds = "objection" in self.counted().values()
        assert (state_of(self.found, self.here, self.now) == "held") is holds

    @invariant()
    def nobody_becomes_a_partner_without_everyone_asked(self) -> None:
        if state_of(self.found, self.here, self.now) != "passed":
            return
        said = self.counted()
        assert set(said.values()) == {"consent"}
        everyone = set(said) == set(self.found.asked) & self.here - {"zoe"}
        assert everyone or (self.now >= LATER and len(said) >= 2)

    @invariant()
    def nobody_decides_over_themselves_and_who_came_later_has_no_voice(self) -> None:
        for handle in ("zoe", "new"):
            assert handle not in consents(self.found, self.here)
            assert handle not in [voice.account for voice in objections(self.found, self.here)]
            assert handle not in among(self.found, self.here)

    @invariant()
    def each_is_heard_once_or_still_waited_for(self) -> None:
        heard = consents(self.found, self.here) + [one.account for one in objections(self.found, self.here)]
        assert sorted(heard + silent(self.found, self.here)) == sorted(among(self.found, self.here))


TestARound = ARound.TestCase
TestARound.settings = settings(stateful_step_count=25, deadline=None)
