"""Rounds that another plugin holds: it takes over by a service, and neither imports the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from core.at_gatherings import guest, is_a
from core.conftest import plain_house
from door.visitors import partners
from folkmoot import api
from folkmoot.errors import BadData
from folkmoot.testing import TestCommunity
from folkmoot_core.people.cards import leave
from folkmoot_core.rounds.actions import accept, consent
from folkmoot_core.rounds.model import Proposed, Round
from folkmoot_core.rounds.proposing import propose
from folkmoot_core.rounds.standings import asking
from folkmoot_core.today.gathered import today_of

Found = Callable[..., TestCommunity]


@dataclass
class Elsewhere:
    """What a plugin with rounds of its own does: it keeps questions, and decides when they are decided."""

    asked: list[api.Question] = field(default_factory=list)
    state: dict[str, str] = field(default_factory=dict)

    def ask(self, _session: api.Session, question: api.Question) -> str:
        self.asked.append(question)
        self.state[str(len(self.asked))] = "open"
        return str(len(self.asked))

    def standing(self, _session: api.Session, key: str) -> api.RoundStanding:
        if key not in self.state:
            raise api.NotFound("no such round")
        return api.RoundStanding(self.state[key], f"In the circle: {self.state[key]}.", "people")  # type: ignore[arg-type]

    def passes(self, session: api.Session, key: str) -> None:
        question = self.asked[int(key) - 1]
        with session.store.transaction(by=session.handle, why="consent") as tx:
            api.imported(question.decided)(session, tx, question.subject)
        self.state[key] = "passed"


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere()


@pytest.fixture
def with_circles(found_community: Found, elsewhere: Elsewhere) -> TestCommunity:
    """A community with a plugin that offers rounds."""
    house = plain_house()
    plugin = SimpleNamespace(FOLKMOOT_API=1)
    plugin.folkmoot_services = api.hookimpl(lambda: [api.Service(api.ConsentRounds, elsewhere)])
    house.load("foreign", "1", "foreign", lambda: plugin)
    community = found_community(house=house)
    partners(community, "bo")
    guest(community, "cy")
    return community


def test_a_plugin_that_offers_rounds_takes_over(with_circles: TestCommunity, elsewhere: Elsewhere) -> None:
    found = propose(with_circles.session("ana"), "cy", "begins with us")
    question = elsewhere.asked[0]
    assert (question.asked, question.about, question.text) == (("ana", "bo"), "cy", "begins with us")
    assert (found.where, found.sentence, found.opens) == ("open", "In the circle: open.", "people")
    assert with_circles.session("ana").store.collection(Round).count() == 0
    with pytest.raises(BadData, match="In the circle"):
        consent(with_circles.session("bo"), found.number)
    with pytest.raises(BadData, match="not consented yet"):
        accept(with_circles.session("cy"), found.number)
    elsewhere.passes(with_circles.session("bo"), "1")
    assert asking(with_circles.session("cy"), found.number).where == "offered"
    accept(with_circles.session("cy"), found.number)
    assert is_a(with_circles, "cy") == "partner"


def test_what_is_over_elsewhere_without_consent_can_be_asked_anew(
    with_circles: TestCommunity, elsewhere: Elsewhere
) -> None:
    number = propose(with_circles.session("ana"), "cy", "begins with us").number
    with pytest.raises(BadData, match="asked already"):
        propose(with_circles.session("bo"), "cy", "me too")
    elsewhere.state["1"] = "ended"
    assert asking(with_circles.session("ana"), number).where == "ended"
    again = propose(with_circles.session("bo"), "cy", "once more").number
    elsewhere.passes(with_circles.session("ana"), "2")
    assert asking(with_circles.session("cy"), again).where == "offered"
    assert asking(with_circles.session("cy"), number).where == "ended"


def test_a_round_whose_plugin_is_gone_is_told_and_asked_anew(
    with_circles: TestCommunity, elsewhere: Elsewhere
) -> None:
    number = propose(with_circles.session("ana"), "cy", "begins with us").number
    with_circles.house = plain_house()
    assert "not there any more" in asking(with_circles.session("ana"), number).sentence
    assert propose(with_circles.session("ana"), "cy", "plainly").round is not None


def test_consent_elsewhere_to_somebody_who_left_makes_nothing(
    with_circles: TestCommunity, elsewhere: Elsewhere
) -> None:
    propose(with_circles.session("ana"), "cy", "begins with us")
    leave(with_circles.session("cy"), "cy")
    elsewhere.passes(with_circles.session("ana"), "1")
    assert with_circles.session("ana").store.collection(Proposed).count() == 0


async def test_a_round_that_is_held_elsewhere_is_opened_there(with_circles: TestCommunity) -> None:
    propose(with_circles.session("ana"), "cy", "begins with us")
    async with with_circles.shell("ana") as screen:
        await screen.open("Rounds")
        assert "In the circle: open." in screen.text
        await screen.press("enter")
        assert screen.app.current == "people"


async def test_where_circles_decide_the_invitation_goes_through_their_consent_round(
    three_with_circles: TestCommunity,
) -> None:
    here = three_with_circles
    number = propose(here.session("ana"), "fay", "she hears people out").number
    where = asking(here.session("bo"), number).opens
    assert where.startswith("proposals/")
    with pytest.raises(BadData, match=where):
        consent(here.session("bo"), number)
    assert where in [item.opens for item in today_of(here.session("bo")).items]
    assert here.session("fay").may("proposals.see", None).allowed
    async with here.shell("bo") as screen:
        await screen.open("Rounds")
        await screen.press("y")  # leads to where the round is held
        assert screen.app.current == "proposals"
        assert "Fay as a Partner" in screen.text
        await screen.press("c")
        await screen.press("ctrl+s")
    here.run("cy", "consent", "give", where.partition("/")[2])
    assert asking(here.session("fay"), number).where == "offered"
    async with here.shell("fay") as screen:
        await screen.open("Rounds")
        await screen.press("y", "y")
    assert is_a(here, "fay") == "partner"
