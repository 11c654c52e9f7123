"""Groups by keys: what a person presses, sees and has kept."""

from __future__ import annotations

from datetime import date, timedelta

from core.groups_here import a_group, here
from folkmoot.store import Stored
from folkmoot.testing import HOSTILE, Screen, TestCommunity
from folkmoot_core.groups.actions import change_home
from folkmoot_core.groups.calendar import next_pulses
from folkmoot_core.groups.ending import close
from folkmoot_core.groups.forms import CloseForm, HomeForm, WishForm, home_form
from folkmoot_core.groups.joining import join, not_now, welcome
from folkmoot_core.groups.kept import group_of, groups_with, people_in
from folkmoot_core.groups.model import Group
from folkmoot_core.groups.moves import skip_pulse
from folkmoot_core.groups.notes import add_note, notes_of
from folkmoot_core.groups.proposals import draft, my_wish, propose, save_wish

FRIENDS = ["bo", "cy", "di", "ed", "fi", "gil"]


async def the_group(screen: Screen, group: Stored[Group]) -> None:
    await screen.app.open_page("groups", str(group.id))
    await screen.settled()
    await screen.settled()
    assert group.value.name in screen.text


async def from_today(screen: Screen, text: str) -> None:
    """Go to where a line of Today leads."""
    await screen.press("home")
    for _line in range(20):
        picked = screen.app.view.query_one("PickList")  # type: ignore[union-attr]
        if text in str(picked.get_option_at_index(picked.highlighted).prompt):  # type: ignore[attr-defined]
            break
        await screen.press("down")
    await screen.press("enter")
    await screen.settled()


async def test_a_newcomer_who_reads_nothing_begins_a_group(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Groups"))
        assert "There are no groups yet. n begins one." in screen.text
        assert "1 person without a home group" in screen.text
        await screen.press("n", "enter")
        await screen.type("Mill")
        await screen.press("enter")
        await screen.type("bread")
        await screen.press("ctrl+s")
        assert "home group, 1 person, room for 5" in screen.text
        assert "every week, Wednesday 19:00 (London)" in screen.text
        await screen.press("escape")
        assert "Yours" in screen.text
    store = community.session("ana").store
    assert people_in(store, 1) == ("ana",)
    assert group_of(store, 1).value.focus == "bread"


async def test_a_working_group_is_begun_and_renewed_when_its_end_comes(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Groups"), "n", "down", "enter")
        await screen.type("Roof")
        await screen.press("enter")
        await screen.type("a dry mill")
        await screen.press("enter")
        await screen.type("2026-12-01")
        await screen.press("enter")
        assert "until Tue, 1 Dec 2026" in screen.text
    community.moment += timedelta(days=12)
    async with community.shell("ana") as screen:
        assert "Roof has come to its end: close it, or let it go on." in screen.text
        await from_today(screen, "Roof has come")
        assert "past its end" in screen.text
        await screen.press("c", "down", "enter")
        await screen.type("2027-02-01")
        await screen.press("enter")
        assert "It goes on." in screen.text
    assert str(group_of(community.session("ana").store, 1).value.until) == "2027-02-01"


async def test_asking_and_welcoming_go_from_one_screen_to_the_other(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    here(community, "cy")
    async with community.shell("cy") as theirs, community.shell("ana") as ours:
        await theirs.press(theirs.number("Groups"), "enter")
        assert "j join" in theirs.text
        assert "o notes" not in theirs.text
        await theirs.press("j")
        await theirs.type("I bake")
        await theirs.press("enter")
        assert "Asked." in theirs.text
        await ours.look()
        await from_today(ours, "Cy would like to join Mill")
        assert "Cy would like to join: I bake (w)" in ours.text
        await ours.press("w", "enter", "enter")
        assert "Cy is in." in ours.text
        await theirs.press("up")  # what was said was read
        await theirs.look()
        assert "o notes" in theirs.text
    assert people_in(community.session("ana").store, group.id) == ("ana", "bo", "cy")


async def test_a_second_home_group_takes_a_key_of_the_first_one_too(community: TestCommunity) -> None:
    a_group(community, "ana", "bo")
    orchard = a_group(community, "cy", name="Orchard")
    join(community.session("bo"), orchard.id)
    welcome(community.session("cy"), orchard.id, "bo")
    async with community.shell("ana") as screen:
        await from_today(screen, "Bo would like to be in Orchard as well")
        await screen.press("w", "enter", "enter")
        assert "Bo is in." in screen.text
        assert "Asking" not in screen.text


async def test_not_now_is_said_with_words_and_read_on_today(community: TestCommunity) -> None:
    group = a_group(community, "ana")
    here(community, "cy")
    join(community.session("cy"), group.id)
    async with community.shell("ana") as screen:
        await the_group(screen, group)
        await screen.press("w", "enter", "down", "enter")
        await screen.type("in spring")
        await screen.press("enter")
        assert "Told, with your words." in screen.text
    async with community.shell("cy") as screen:
        assert "Mill says: not now. in spring" in screen.text
        await screen.press("enter", "l")
        assert "not now" not in screen.text


async def test_somebody_is_invited_by_a_few_letters_and_joins(community: TestCommunity) -> None:
    group = a_group(community, "ana")
    here(community, "cy")
    async with community.shell("ana") as screen:
        await the_group(screen, group)
        await screen.press("i")
        await screen.type("cy")
        await screen.press("enter")
        assert "Invited: Cy decides." in screen.text
    async with community.shell("cy") as screen:
        assert "Mill invites you" in screen.text
        await screen.press("enter", "j")
        assert "You are in." in screen.text


async def test_notes_are_written_and_taken_away_by_keys(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    async with community.shell("bo") as screen:
        await the_group(screen, group)
        await screen.press("o")
        assert "no notes yet" in screen.text
        await screen.press("n")
        await screen.type("we begin with a round")
        await screen.press("ctrl+s")
        assert "we begin with a round" in screen.text
        add_note(community.session("ana"), group.id, "and end with one")
        await screen.look()
        assert "and end with one" in screen.text
        await screen.press("home", "x", "y")
        assert "You have no note with the number 2." in screen.text
        await screen.press("end", "x", "y")
        assert "we begin" not in screen.text
    assert [one.value.author for one in notes_of(community.session("ana"), group.id)] == ["ana"]


async def test_a_stranger_gets_a_sentence_and_no_notes(community: TestCommunity) -> None:
    group = a_group(community, "bo")
    add_note(community.session("bo"), group.id, "secret")
    async with community.shell("ana") as screen:
        await the_group(screen, group)
        for key in "oahmxrwiesgc":
            await screen.press(key)
            assert "people" in screen.lines[-1]  # who may
            assert "secret" not in screen.text
            assert len(screen.app.screen_stack) == 1


async def test_who_is_taken_out_of_a_group_sees_its_notes_no_longer(community: TestCommunity) -> None:
    group = a_group(community, *["ana", "bo", "cy", "di", "ed", "fi"])
    add_note(community.session("ana"), group.id, "secret")
    async with community.shell("fi") as screen:
        await the_group(screen, group)
        await screen.press("o")
        assert "secret" in screen.text
        from folkmoot_core.groups.ending import split

        split(community.session("ana"), group.id, ["di", "ed", "fi"], "Bakery")
        await screen.look()
        assert "secret" not in screen.text


async def test_a_meeting_is_moved_then_skipped_then_put_back(community: TestCommunity) -> None:
    group = a_group(community, "ana")
    async with community.shell("ana") as screen:
        await the_group(screen, group)
        await screen.press("m", "enter")
        assert "2026-11-25 19:00" in screen.text
        await screen.press(*["backspace"] * 16)
        await screen.type("2026-11-26 18:00")
        await screen.press("enter")
        await screen.type("the hall")
        await screen.press("enter")
        assert "Thu, 26 Nov 18:00, moved: the hall" in screen.text
        await screen.press("x", "enter", "ctrl+s")
        assert "Wed, 2 Dec 19:00" in screen.text
        await screen.press("x", "enter", "y")
        assert "Wed, 25 Nov 19:00" in screen.text
    assert next_pulses(community.session("ana"), group)[0].status == "confirmed"


async def test_what_another_changed_meanwhile_is_told_and_what_was_typed_is_kept(
    community: TestCommunity,
) -> None:
    group = a_group(community, "ana", "bo")
    async with community.shell("ana") as screen:
        await the_group(screen, group)
        await screen.press("e")
        await screen.type("ers")
        form = home_form(group.value)
        change_home(community.session("bo"), group.id, HomeForm(**{**_fields(form), "focus": "bread"}))
        await screen.press("ctrl+s")
        assert "Somebody changed this group meanwhile" in screen.text
        assert "Millers" in screen.text
        await screen.press("ctrl+s")
    assert group_of(community.session("ana").store, group.id).value.name == "Millers"


def _fields(form: HomeForm) -> dict[str, object]:
    return {name: getattr(form, name) for name in form.__struct_fields__}


async def test_hosting_looking_back_and_answering_are_a_key_each(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    async with community.shell("bo") as screen:
        await the_group(screen, group)
        assert "Ana hosts" in screen.text
        await screen.press("h")
        assert "you host" in screen.text
        await screen.press("h")
        assert "Ana hosts" in screen.text
        await screen.press("a")
        assert "Mill, Wed, 25 Nov 19:00: do you come?" in screen.text
        await screen.press("y")
        await screen.press("r", "ctrl+s")
        assert "Thank you for looking back." in screen.text
    assert group_of(community.session("ana").store, group.id).value.looked_back == community.now().date()


async def test_a_group_of_seven_becomes_two_by_marking_who_goes(community: TestCommunity) -> None:
    group = a_group(community, "ana", *FRIENDS)
    async with community.shell("ana") as screen:
        await the_group(screen, group)
        assert "You are 7: time to become two groups (s)." in screen.text
        await screen.press("s", "enter")
        assert "Nobody is marked yet" in screen.text
        await screen.press("end", "space", "up", "space", "up", "space", "enter")
        await screen.type("Bakery")
        await screen.press("enter")
        assert "You are two groups now." in screen.text
    assert people_in(community.session("ana").store, 2) == ("di", "ed", "fi") or people_in(
        community.session("ana").store, 2
    ) == ("ed", "fi", "gil")


async def test_two_small_groups_become_one_by_two_keys(community: TestCommunity) -> None:
    mill = a_group(community, "ana", "bo")
    orchard = a_group(community, "cy", "di", name="Orchard")
    async with community.shell("ana") as screen:
        await the_group(screen, mill)
        await screen.press("g", "enter")
        assert "Asked. Any of its people can say yes (g)." in screen.text
        assert "you have asked Orchard" in screen.text
    async with community.shell("cy") as screen:
        await the_group(screen, orchard)
        await screen.press("g", "enter")
        assert "You are one group now." in screen.text
        assert "4 people" in screen.text


async def test_a_closed_group_stays_in_the_list_of_its_people(community: TestCommunity) -> None:
    group = a_group(community, "ana")
    async with community.shell("ana") as screen:
        await the_group(screen, group)
        await screen.press("c")
        await screen.type("we all moved away")
        await screen.press("enter")
        assert "we all moved away" in screen.text
        await screen.press("escape")
        assert "Closed, with notes that you may read" in screen.text


async def test_leaving_asks_once_and_says_what_it_means(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    async with community.shell("bo") as screen:
        await the_group(screen, group)
        await screen.press("l")
        assert "You no longer read its notes." in screen.text
        await screen.press("n")
        assert people_in(screen.app.session.store, group.id) == ("ana", "bo")
        await screen.press("l", "y")
    assert people_in(community.session("ana").store, group.id) == ("ana",)


async def test_a_wish_is_written_and_partners_read_it_beside_the_name(community: TestCommunity) -> None:
    here(community, "bo")
    async with community.shell("bo") as screen:
        await screen.press(screen.number("Groups"), "w")
        await screen.type("farming")
        await screen.press("ctrl+s")
        assert "Kept." in screen.text
        await screen.press("end", "enter")
        assert "Bo" in screen.text
        assert "farming" not in screen.text  # Friends see who, not what they wish
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Groups"), "end", "enter")
        assert "farming" in screen.text
    wish = my_wish(community.session("bo"))
    assert wish is not None
    assert wish.value.focus == "farming"


async def test_a_proposal_is_made_moved_about_and_begun_by_keys(community: TestCommunity) -> None:
    for handle in FRIENDS:
        here(community, handle)
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Groups"), "p")
        assert "Proposed: 2 groups" in screen.text
        assert "4 people by one clock" in screen.text
        first = dict(draft(screen.app.session).places)["ana"]
        picked = screen.app.view.query_one("PickList").picked  # type: ignore[union-attr]
        await screen.press("right")
        moved = dict(draft(screen.app.session).places)
        assert moved[picked] == 2
        assert screen.app.view.query_one("PickList").picked == picked  # type: ignore[union-attr]
        await screen.press("left")
        assert dict(draft(screen.app.session).places)["ana"] == first
        await screen.press("enter", "end", "enter")
        assert "In none of them" in screen.text
        await screen.press("b", "y")
        await screen.settled()
        assert "2 groups have begun." in screen.text
    assert len(groups_with(community.session("ana").store, "bo", "home")) <= 1


async def test_another_partners_move_is_seen_at_once(community: TestCommunity) -> None:
    for handle in FRIENDS:
        here(community, handle)
    propose(community.session("ana"), 1)
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Groups"), "end", "enter")
        await screen.settled()
        from folkmoot_core.groups.proposals import place

        place(community.session("ana"), "cy", 0)
        await screen.look()
        assert "In none of them" in screen.text
        await screen.press("x", "y")
        assert "There is no proposal." in screen.text


async def test_a_meeting_in_the_month_leads_to_its_group_and_is_changed_there(
    community: TestCommunity,
) -> None:
    a_group(community, "ana")
    async with community.shell("ana") as screen:
        await screen.app.open_page("rhythm", "2026-11-25")
        await screen.settled()
        await screen.press("m")
        assert "changed where it is prepared" in screen.text
        await screen.press("enter", "enter")
        await screen.settled()
        assert "home group, 1 person" in screen.text


async def test_hostile_text_is_inert_on_every_screen(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    here(community, "cy")
    from folkmoot.forms import filled

    hostile = {"name": HOSTILE[:40], "focus": HOSTILE, "zone": "Europe/London"}
    change_home(community.session("ana"), group.id, filled(HomeForm, hostile))
    add_note(community.session("ana"), group.id, HOSTILE)
    skip_pulse(community.session("ana"), group.id, date(2026, 11, 25), HOSTILE)
    join(community.session("cy"), group.id, HOSTILE)
    save_wish(community.session("cy"), filled(WishForm, {"focus": HOSTILE[:100]}))
    async with community.shell("ana") as screen:
        for keys in (
            [screen.number("Groups")],
            ["enter"],
            ["o"],
            ["escape", "w"],
            ["escape", "x"],
            ["escape", "m", "enter"],
            ["escape", "e"],
            ["escape", "s"],
            ["escape", "c"],
            ["escape", "escape", "slash"],
            ["escape", "end", "enter"],
            ["escape", "1"],
        ):
            await screen.press(*keys)
            await screen.settled()
            assert "\x1b" not in screen.text
            assert "[/" in screen.text or "[bold" in screen.text, keys
    not_now(community.session("ana"), group.id, "cy", HOSTILE)
    async with community.shell("cy") as screen:
        assert "[/]" in screen.text
    close(community.session("bo"), group.id, filled(CloseForm, {"outcome": HOSTILE}).outcome)
    async with community.shell("ana") as screen:
        assert "[/]" in screen.text
    for handle in ("bo", "di", "ed"):
        here(community, handle)
        save_wish(community.session(handle), filled(WishForm, {"focus": HOSTILE[:100]}))
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Groups"), "p")
        assert "[/]" in screen.text
        await screen.press("b", "y")
        await screen.settled()
        assert "begun" in screen.text
