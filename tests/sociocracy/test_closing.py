"""A circle is closed while it meets, decides and chooses: nothing hangs, and nothing that was decided is lost."""

from __future__ import annotations

import pytest

from folkmoot.api import BadData, NotAllowed, NotFound
from folkmoot.testing import NOON, TestCommunity
from folkmoot_sociocracy.consent import actions as consenting
from folkmoot_sociocracy.consent.reading import open_proposals, proposal_of
from folkmoot_sociocracy.links.closing import close_circle
from folkmoot_sociocracy.meetings import actions
from folkmoot_sociocracy.meetings.calendar import coming
from folkmoot_sociocracy.meetings.items import today_items
from folkmoot_sociocracy.meetings.planning import draw_up
from folkmoot_sociocracy.meetings.writing import write_down
from folkmoot_sociocracy.selection import actions as selecting
from folkmoot_sociocracy.selection.model import Sealed, SelectionForm
from folkmoot_sociocracy.selection.nominating import begin_nominations, nominate
from folkmoot_sociocracy.selection.reading import open_selections, selection_of
from sociocracy.a_circle import a_circle, a_proposal, all_say
from sociocracy.test_meetings import a_meeting, a_plan, a_topic, now_of, to_the_end
from sociocracy.test_meetings import all_say as all_heard


def test_a_meeting_whose_circle_was_closed_is_ended_by_those_who_are_in_it(community: TestCommunity) -> None:
    circle = a_circle(community)
    a_topic(community, circle)
    number = a_meeting(community, circle)
    close_circle(community.session("cy"), circle)
    assert [item.opens for item in today_items(community.session("di"))] == [f"meeting/{number}"]
    write_down(community.session("di"), number, "We closed it together.")
    to_the_end(community, number)
    assert now_of(community, number).closed
    told = community.run("eve", "meeting", "show", str(number))
    assert "Hearth, " in told
    assert "We closed it together." in told
    actions.object_to_minutes(community.session("ana"), number, "it was not together")
    with pytest.raises(NotAllowed, match="Full members"):
        actions.object_to_minutes(community.session("eve"), number, "x")


async def test_the_screen_of_a_meeting_goes_on_after_its_circle_was_closed(community: TestCommunity) -> None:
    circle = a_circle(community)
    number = a_meeting(community, circle)
    async with community.shell("bo") as screen:
        await screen.app.open_page("meeting", str(number))
        close_circle(community.session("cy"), circle)
        await screen.look()
        assert "Hearth" in screen.text
        await screen.press("s", "enter")
        assert "now Ana" in screen.text
        all_heard(community, number)
        await screen.look()
        await screen.press("x", "enter")
        assert now_of(community, number).now_at.kind == "check_out"


def test_a_meeting_that_has_not_begun_does_not_begin_in_a_closed_circle(community: TestCommunity) -> None:
    circle = a_circle(community)
    number = draw_up(community.session("ana"), circle).id
    close_circle(community.session("cy"), circle)
    with pytest.raises(NotAllowed):
        actions.open_meeting(community.session("ana"), number)


def test_a_closed_circle_meets_no_longer(community: TestCommunity) -> None:
    circle = a_circle(community)
    a_plan(community, circle)
    assert coming(community.session("ana"), circle)
    close_circle(community.session("cy"), circle)
    assert coming(community.session("ana"), circle) == []


def test_what_a_circle_was_deciding_is_withdrawn_when_it_is_closed(community: TestCommunity) -> None:
    circle = a_circle(community)
    decided = a_proposal(community, circle, begins="consent")
    all_say(community, decided)
    open_one = a_proposal(community, circle, begins="consent", title="Roof")
    ana = community.session("ana")
    form = SelectionForm(role="secretary", does="keeps the minutes")
    choosing = selecting.open_selection(ana, circle, form).id
    for who in ("ana", "bo", "cy", "di"):
        selecting.give_voice(community.session(who), choosing, "consent")
    begin_nominations(community.session("bo"), choosing)
    nominate(ana, choosing, "cy", "writes well")
    close_circle(community.session("cy"), circle)
    assert proposal_of(ana, decided).value.phase == "decided"
    proposal, selection = proposal_of(ana, open_one).value, selection_of(ana, choosing).value
    assert (proposal.phase, selection.phase) == ("withdrawn", "withdrawn")
    assert proposal.ended_why == selection.ended_why == "the circle was closed"
    assert proposal.ended == NOON
    assert ana.store.collection(Sealed).all() == []
    assert open_proposals(ana) == [] == open_selections(ana)
    with pytest.raises(BadData, match="withdrawn"):
        consenting.give_voice(community.session("bo"), open_one, "consent")


def test_a_closed_circle_takes_nothing_new(community: TestCommunity) -> None:
    circle = a_circle(community)
    close_circle(community.session("cy"), circle)
    with pytest.raises((NotFound, NotAllowed)):
        draw_up(community.session("ana"), circle)
    with pytest.raises((NotFound, NotAllowed)):
        a_proposal(community, circle)
