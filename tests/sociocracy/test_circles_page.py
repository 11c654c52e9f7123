"""The pages of circles and of the logbook, by keys: what is seen, and what is stored then."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from folkmoot.api import PickList
from folkmoot.testing import HOSTILE, Screen, TestCommunity
from folkmoot_sociocracy.circles.actions import circle_of, members_of, running
from folkmoot_sociocracy.circles.model import Circle
from folkmoot_sociocracy.links.actions import propose, step_down
from folkmoot_sociocracy.links.deciding import give_voice, proposal_of
from folkmoot_sociocracy.links.joining import join
from folkmoot_sociocracy.links.model import ObjectionForm, Proposal, TermForm
from folkmoot_sociocracy.logbook.actions import add_policy, entries, entry_of
from folkmoot_sociocracy.logbook.mission import mission
from folkmoot_sociocracy.logbook.model import PolicyForm
from folkmoot_sociocracy.selection.actions import open_selection
from folkmoot_sociocracy.selection.model import SelectionForm
from sociocracy.a_circle import a_circle, a_proposal
from sociocracy.village import all_say_yes, circle, hold, people


@pytest.fixture
def village(community: TestCommunity) -> Iterator[TestCommunity]:
    """General (1) with Ana; below it Hearth (2) with Bo and Cy, and Oven (3) below that."""
    top = circle(community, "General", None, "ana")
    hearth = circle(community, "Hearth", top, "ana bo cy")
    circle(community, "Oven", hearth, "bo")
    hold(community, hearth, "leader", "bo")
    hold(community, 3, "leader", "bo", until=-3)
    yield community


async def write(screen: Screen, text: str) -> None:
    """Replace what stands in a line of a form."""
    await screen.press("home", "ctrl+k")
    await screen.type(text)


async def test_the_tree_shows_who_leads_and_what_is_broken_at_a_glance(village: TestCommunity) -> None:
    async with village.shell("ana") as screen:
        await screen.press(screen.number("Circles"))
        lines = [line.strip() for line in screen.lines]
        assert "Circle                 Leader        Delegate" in lines
        assert "└─ Hearth              Bo            nobody        broken: delegate" in lines
        assert any(line.startswith("└─ Oven             over: Bo      nobody") for line in lines)
        assert "broken: leader, delegate" in screen.text
        await screen.press("f")
        assert "ended on Thu, 19 Nov 2026" in screen.text


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 18), (40, 12)])
async def test_every_page_can_be_read_at_every_size(village: TestCommunity, size: tuple[int, int]) -> None:
    async with village.shell("ana", size=size) as screen:
        await screen.open("Circles")
        assert "Hearth" in screen.text
        await screen.open("Circle")
        assert "General" in screen.text
        await screen.open("Logbook")
        assert "Logbook" in screen.text
        assert "has stopped" not in screen.text


@pytest.mark.parametrize("page", ["Circles", "Circle", "Logbook"])
async def test_at_80_columns_every_key_stands_in_the_foot_and_says_what_it_does(
    village: TestCommunity, page: str
) -> None:
    async with village.shell() as screen:
        await screen.open(page)
        foot = " ".join(screen.lines[-2:])
        for key in screen.app.all_keys(foot=True):
            assert key.quiet or key.label in foot
            assert len(key.help) <= 56
            assert len(key.label.split()) <= 2
        assert "…" not in foot


async def test_the_first_circle_is_made_by_keys(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Circles"))
        assert "n makes the first" in screen.text
        for key in ("e", "enter"):
            await screen.press(key)
            assert "no circles yet" in screen.text
        await screen.press("n")
        await screen.type("General")
        await screen.press("enter")
        await screen.type("the circles work as one")
        await screen.press("ctrl+s")
        assert "its first member" in screen.text
        assert "the circles work as one" in screen.text
    stored = circle_of(community.session(), 1).value
    assert (stored.name, stored.aim, stored.absent_hours) == ("General", "the circles work as one", 48)


async def test_a_role_is_proposed_answered_and_ended_by_keys(village: TestCommunity) -> None:
    async with village.shell("ana") as screen:
        await screen.press(screen.number("Circles"), "down", "enter")
        assert "Above" in screen.text
        await screen.press("down", "down", "enter")  # delegate, which nobody is
        assert "Who as delegate of Hearth?" in screen.text
        await screen.type("cy")
        await screen.press("enter", "right")
        assert "to learn it" in screen.text
        await screen.press("ctrl+s")
        assert "is asked" in screen.text
        assert "Cy as delegate of Hearth, 5 months, to learn it" in screen.text
    async with village.shell("bo") as screen:
        await screen.press(screen.number("Circles"))
        assert "1 question waits for you" in screen.text
        await screen.press("a")
        assert "still to be heard: Bo, Cy" in screen.text
        await screen.press("y")
        assert "Kept." in screen.text
    all_say_yes(village, 1, "cy")
    async with village.shell("ana") as screen:  # and now as a member of the circle above
        await screen.press(screen.number("Circles"), "a", "y")
        assert "Kept." in screen.text
    all_say_yes(village, 1, "bo")
    assert running(village.session(), 2)["delegate"].value.account == "cy"
    async with village.shell("cy") as screen:
        await screen.press(
            screen.number("Circles"), "down", "enter", "down", "down", "enter", "down", "enter"
        )
        assert "Step down as delegate of Hearth?" in screen.text
        await screen.press("y")
        assert "Thank you for carrying it." in screen.text
    assert "delegate" not in running(village.session(), 2)


async def test_an_objection_says_why_by_keys_and_is_read_by_the_circle(village: TestCommunity) -> None:
    asked = propose(village.session("ana"), 2, "secretary", "bo")
    async with village.shell("cy") as screen:
        await screen.press(screen.number("Circles"), "a", "n", "ctrl+s")
        assert "Because is missing" in screen.text
        await screen.type("she keeps the purse")
        await screen.press("ctrl+s")
        assert "Kept." in screen.text
    async with village.shell("ana") as screen:
        await screen.press(screen.number("Circles"), "a")
        assert "Cy: objects: she keeps the purse" in screen.text
        await screen.press("x")
        assert "Taken back." in screen.text
    assert proposal_of(village.session(), asked.id).value.state == "withdrawn"


async def test_one_asks_to_be_in_a_circle_and_leaves_it_by_a_key(village: TestCommunity) -> None:
    people(village, "di")
    async with village.shell("di") as screen:
        await screen.press(screen.number("Circles"), "down", "enter", "i")
        assert "Be in Hearth?" in screen.text
        await screen.press("y")
        assert "is asked" in screen.text
        all_say_yes(village, 1, "ana", "bo", "cy")
        await screen.look()
        assert "4 members" in screen.text
        await screen.press("i", "y")
        assert "no longer in it" in screen.text
    assert "di" not in members_of(village.session(), 2)


async def test_a_circle_is_changed_moved_and_closed_by_keys(village: TestCommunity) -> None:
    async with village.shell("bo") as screen:
        await screen.press(screen.number("Circles"), "down", "down", "enter", "e", "down")
        await write(screen, "bread for all")
        await screen.press("ctrl+s")
        assert "Kept." in screen.text
        await screen.press("m")
        assert "below which circle" in screen.text
        await screen.press("enter")
        assert "Moved." in screen.text
        await screen.press("x", "y")
        assert "Closed." in screen.text
        assert "Oven" not in screen.text
    assert village.session().store.collection(Circle).get(3).value.aim == "bread for all"


async def test_two_who_edit_one_circle_see_both_and_lose_nothing(village: TestCommunity) -> None:
    async with village.shell("ana") as screen:
        await screen.press(screen.number("Circles"), "down", "e", "down")
        await write(screen, "bread")
        village.run("bo", "circles", "edit", "Hearth", "--aim", "soup")
        await screen.press("ctrl+s")
        assert "aim: soup" in " ".join(screen.text.split())
        assert "bread" in screen.text
        await screen.press("ctrl+s")
        assert "Kept." in screen.text
    assert circle_of(village.session(), 2).value.aim == "bread"


async def test_what_others_do_is_on_the_open_page_at_once_and_the_cursor_stays(
    village: TestCommunity,
) -> None:
    async with village.shell("ana") as screen:
        await screen.press(screen.number("Circles"), "down")
        step_down(village.session("bo"), 2, "leader")
        circle(village, "Bees", 1)
        await screen.look()
        assert "broken: leader, delegate" in screen.text
        assert "Aim: Hearth does its part" in screen.text
        await screen.press("enter")
        propose(village.session("bo"), 2, "leader", "cy")
        await screen.look()
        assert "Cy as leader of Hearth" in screen.text


async def test_today_leads_to_where_a_line_is_done(village: TestCommunity) -> None:
    add_policy(
        village.session("ana"),
        2,
        PolicyForm(title="Quiet", text="x", by="y", decided="2025-01-01", review="2026-01-01"),
    )
    join(village.session("cy"), 1)
    async with village.shell("ana") as screen:
        assert "General asks you" in screen.text
        while "General asks you" not in _picked(screen):
            await screen.press("down")
        await screen.press("enter")
        assert "no objection" in screen.text
        await screen.press("escape", "1")
        while "Quiet" not in _picked(screen):
            await screen.press("down")
        await screen.press("enter")
        assert "Logbook: Hearth" in screen.text


def _picked(screen: Screen) -> str:
    from folkmoot.api import PickList

    view = screen.app.view
    assert view is not None
    listed = view.query_one(PickList)
    return str(listed.get_option_at_index(listed.highlighted or 0).prompt)


async def test_a_policy_is_written_read_corrected_reviewed_and_ended_by_keys(village: TestCommunity) -> None:
    async with village.shell("ana") as screen:
        await screen.press(screen.number("Circles"), "down", "l")
        assert "n writes one down" in screen.text
        await screen.press("x")
        assert "no policy at the cursor" in screen.text
        await screen.press("n")
        for text in ("Quiet", "from eleven", "consent"):
            await screen.type(text)
            await screen.press("tab")
        await screen.press("ctrl+s")
        assert "in force; looked at again on Mon, 22 Nov 2027" in screen.text
        await screen.press("enter")
        assert "from eleven" in screen.text
        await screen.press("escape", "e", "down")
        await write(screen, "from ten")
        await screen.press("ctrl+s", "r")
        await screen.type("2027-02-01")
        await screen.press("ctrl+s")
        assert "Mon, 1 Feb 2027" in screen.text
        await screen.press("x")
        await screen.type("we sing now")
        await screen.press("ctrl+s")
        assert "No policy is in force" in screen.text
        await screen.press("p")
        assert "ended Sun, 22 Nov 2026" in screen.text
    stored = entry_of(village.session(), entries(village.session())[0].id).value
    assert (stored.text, stored.ended_why) == ("from ten", "we sing now")


async def test_a_mission_is_proposed_and_answered_by_keys(community: TestCommunity) -> None:
    people(community, "bo")
    async with community.shell("ana") as screen:
        await screen.open("Logbook")
        await screen.press("m")
        assert "no mission yet" in screen.text
        await screen.press("e")
        for text in ("a valley", "we gather", "bread"):
            await screen.type(text)
            await screen.press("tab")
        await screen.press("ctrl+s")
        assert "everyone is asked" in screen.text
    async with community.shell("bo") as screen:
        await screen.open("Logbook")
        await screen.press("m", "a")
        assert "we gather" in screen.text
        await screen.press("y")
        assert "Decided" in screen.text
    assert mission(community.session()) is not None


async def test_hostile_words_in_every_field_are_shown_and_do_nothing(community: TestCommunity) -> None:
    ana = community.session("ana")
    people(community, "bo")
    community.run("ana", "circles", "new", HOSTILE[:60], "--aim", HOSTILE, "--domain", HOSTILE)
    hostile = HOSTILE[:120]
    propose(ana, 1, "leader", "ana", TermForm(qualifications=hostile, why=hostile))
    step_down(ana, 1, "leader")
    join(community.session("bo"), 1, hostile)
    give_voice(ana, 2, "no", ObjectionForm(because=hostile).because)
    join(community.session("bo"), 1, hostile)
    add_policy(ana, 1, PolicyForm(title=HOSTILE[:80], text=HOSTILE, by=hostile))
    community.run("ana", "mission", "--vision", HOSTILE, "--mission", HOSTILE, "--aims", HOSTILE)
    async with community.shell("ana") as screen:
        for keys in (
            (screen.number("Circles"),),
            ("f",),
            ("escape", "slash"),
            ("escape", "enter"),
            ("e",),
            ("escape", "r"),
            ("escape", "a"),
            ("enter",),
            ("escape", "l"),
            ("p", "enter"),
            ("escape", "e"),
            ("escape", "c"),
            ("escape", "m"),
            ("a",),
            ("escape", "escape", "1"),
        ):
            await screen.press(*keys)
            assert "\x1b" not in screen.text
            assert "\u202e" not in screen.text
            assert "has stopped" not in screen.text
            assert "could not go on" not in screen.text
    assert screen.app.return_code in (0, None)
    assert all(not plugin.faults for plugin in community.house.plugins)
    assert ana.store.collection(Proposal).count() == 4


async def test_hostile_words_typed_into_a_form_are_words(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Circles"), "n")
        await screen.type("[bold]x[/bold]")
        await screen.press("enter")
        await screen.type("[@click=app.exit]go[/]")
        await screen.press("ctrl+s")
        assert "[@click=app.exit]go[/]" in screen.text
    assert circle_of(community.session(), 1).value.name == "[bold]x[/bold]"


async def test_a_circles_page_leads_to_all_it_is_busy_with(community: TestCommunity) -> None:
    circle = a_circle(community)
    ana = community.session("ana")
    a_proposal(community, circle, title=HOSTILE)
    form = SelectionForm(role="secretary", does="keeps the minutes")
    open_selection(ana, circle, form)
    add_policy(
        ana, circle, PolicyForm(title="Quiet from eleven", text="Who sings, sings at the fire", by="x")
    )
    async with community.shell("ana") as screen:
        await screen.open("Circle")
        assert "\x1b" not in screen.text
        for page in ("proposals", "selection", "logbook"):
            await screen.open("Circle")
            for _line in range(20):
                if not _at(screen, page):
                    await screen.press("down")
            await screen.press("enter")
            assert screen.app.current == page
            await screen.press("escape")
        for key, title in (("p", "A proposal to Hearth"), ("s", "A role of Hearth")):
            await screen.open("Circle")
            await screen.press(key)
            assert title in screen.text
            await screen.press("escape")
    told = json.loads(community.run("ana", "circles", "show", "Hearth", "--json"))
    assert [one["opens"] for one in told["under_way"]] == ["proposals/1", "selection/1"]
    assert [one["opens"] for one in told["policies"]] == ["logbook/1"]
    async with community.shell("eve") as screen:
        await screen.open("Circle")
        await screen.press("p")
        assert "Full members of a circle bring proposals" in screen.text


def _at(screen: Screen, page: str) -> bool:
    assert screen.app.view is not None
    return (screen.app.view.query_one(PickList).picked or "").startswith(f"o:{page}")
