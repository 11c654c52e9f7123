"""Whatever keys people press, at whatever moment, two of them at once: no page fails, and nothing is shown raw."""

from __future__ import annotations

from random import Random

import pytest

from folkmoot.shell.faults import FaultPanel
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_sociocracy.links.closing import close_circle
from folkmoot_sociocracy.selection import actions as selecting
from folkmoot_sociocracy.selection.model import SelectionForm
from sociocracy.a_circle import a_circle, a_proposal
from sociocracy.test_meetings import a_meeting, a_plan, a_topic, to_the_first_item

PAGES = ("circles", "circle", "logbook", "proposals", "selection", "meetings", "meeting")
KEYS = (*"abcdefghiklmnoprstuvwxyzj", "enter", "enter", "down", "down", "up", "escape", "tab", "ctrl+s", "plus",
        "minus", "slash", "space", "delete", "end", "home")  # fmt: skip
TYPED = (*"anaboxy", "space", "1", "2")


@pytest.fixture
def busy(community: TestCommunity) -> TestCommunity:
    """A circle that meets, decides, chooses; everybody wrote what would hurt."""
    circle = a_circle(community, aim=HOSTILE)
    a_topic(community, circle, title=HOSTILE[:80])
    a_plan(community, circle)
    number = a_meeting(community, circle)
    to_the_first_item(community, number)
    a_topic(community, circle, title="The roof")
    a_proposal(community, circle, title=HOSTILE[:78], begins="consent")
    selecting.open_selection(community.session("ana"), circle, SelectionForm(role="secretary"))
    return community


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_two_people_press_at_once_nothing_fails(busy: TestCommunity, seed: int) -> None:
    drawn = Random(seed)
    people = drawn.sample(("ana", "bo", "cy", "eve"), 2)
    async with busy.shell(people[0]) as one, busy.shell(people[1]) as other:
        for turn in range(70):
            screen = drawn.choice((one, other))
            if drawn.random() < 0.15:
                while len(screen.app.screen_stack) > 1:
                    before = len(screen.app.screen_stack)
                    await screen.press("escape")
                    if len(screen.app.screen_stack) >= before:
                        await screen.press("y")  # leave it all the same
                await screen.app.open_page(drawn.choice(PAGES))
                await screen.settled()
            else:
                await screen.press(drawn.choice(KEYS if drawn.random() < 0.8 else TYPED))
            if drawn.random() < 0.3:
                await other.look()
                await one.look()
            if turn == 50 and seed % 2:
                close_circle(busy.session("ana"), 1)
            for each in (one, other):
                assert each.app.is_running
                assert not each.app.query(FaultPanel), each.text
                assert "\x1b" not in each.text
    assert [fault.sentence for plugin in busy.house.plugins for fault in plugin.faults] == []
