"""The page People by keys: narrowed by typing, long cards that scroll, one's own card, leaving asked twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace as evolve

from door.visitors import as_partner
from folkmoot.api import Panel
from folkmoot.door.kept import Gone
from folkmoot.errors import BadData, ChangedMeanwhile, NotAllowed, NotFound
from folkmoot.session import Account
from folkmoot.testing import HOSTILE, Screen, TestCommunity
from folkmoot_core.people.cards import card_of, leave, save_card, what_goes
from folkmoot_core.people.directory import ONLY, Directory
from folkmoot_core.people.model import Card, Member
from folkmoot_core.people.own_card import own_card, save_own_card


def many(community: TestCommunity, count: int) -> None:
    session = community.session("ana")
    with session.store.transaction(by="ana", why="test") as tx:
        for number in range(count):
            tx.add(Account(handle=f"p{number:04}", name=f"Person {number:04}"))


async def people_page(screen: Screen) -> None:
    await screen.press(screen.number("People"))


def marked(screen: Screen) -> str:
    """The line that is drawn in reverse below the strip."""
    for strip in screen.app.strips()[1:-2]:
        if any(part.style and part.style.reverse and part.text.strip() for part in strip):
            return strip.text
    return ""


# -- the list ------------------------------------------------------------------------------------------------


def test_a_filter_takes_letters_languages_and_standings_together(community: TestCommunity) -> None:
    for handle, name in (("bo", "Bo Oak"), ("ines", "Inês Gonçalves"), ("gil", "Gil")):
        community.join(handle, name=name)
    save_card(community.session("bo"), Card(account="bo", languages="Português, some English"))
    save_card(community.session("gil"), Card(account="gil", languages="portugues"))
    as_partner(community, "gil")
    directory = Directory(community.session("ana")).prepare()

    def found(typed: str, only: str = "everyone") -> list[str]:
        return [one.handle for one in directory.matching(typed, only)]  # type: ignore[arg-type]

    assert found("") == ["ana", "bo", "gil", "ines"]
    assert found("GONCALVES ines") == ["ines"]
    assert found("portug") == ["bo", "gil"]
    assert found("portug partner") == ["gil"]
    assert found("friend oak") == ["bo"]
    assert found("", "partner") == ["ana", "gil"]
    assert found("", "friend") == ["bo", "ines"]
    assert found("oak", "partner") == []
    assert found("", "away") == []


async def test_typing_narrows_the_list_where_it_stands_and_esc_shows_everybody(
    community: TestCommunity,
) -> None:
    community.join("bo", name="Bo Oak")
    community.join("cy", name="Cy")
    async with community.shell("ana") as screen:
        await people_page(screen)
        await screen.press("slash")
        await screen.type("cy")
        assert "1 of 3 people" in screen.text
        assert "Bo Oak" not in screen.text
        await screen.type("zz")
        assert "Nobody like that. esc" in screen.text
        await screen.press("escape")
        assert "3 people" in screen.text
        await screen.press("slash")
        await screen.type("o")
        await screen.press("down", "up", "enter")
        assert "Bo Oak" in screen.text
        await screen.press("escape", "f")
        assert "1 of 3 people  Friends" in screen.text


async def test_f_goes_through_standings_and_who_is_away(community: TestCommunity) -> None:
    community.join("bo", name="Bo Oak")
    async with community.shell("ana") as screen:
        await people_page(screen)
        seen = []
        for _only in ONLY[1:]:
            await screen.press("f")
            seen.append(screen.lines[1].strip())
        assert seen == [
            "1 of 2 people  Friends",
            "1 of 2 people  Partners",
            "0 of 2 people  guests",
            "0 of 2 people  who is away",
        ]
        assert "Nobody just now. f shows others." in screen.text
        await screen.press("f")
        assert "2 people" in screen.lines[1]


async def test_the_cursor_stays_on_whom_it_is_when_somebody_joins(community: TestCommunity) -> None:
    community.join("bo", name="Bo Oak")
    async with community.shell("ana") as screen:
        await people_page(screen)
        await screen.press("down")
        assert "Bo Oak" in marked(screen)
        community.join("abe", name="Abe")
        await screen.look()
        assert "Abe" in screen.text
        assert "Bo Oak" in marked(screen)
        await screen.press("slash")
        await screen.type("a")
        community.join("art", name="Art")
        await screen.look()
        assert "Art" in screen.text
        await screen.type("bezz")
        assert "abezz" in screen.text  # the filter kept its focus and its text


async def test_the_end_of_a_long_list_is_one_key_away(community: TestCommunity) -> None:
    many(community, 210)
    async with community.shell("ana") as screen:
        await people_page(screen)
        assert "211 people" in screen.text
        await screen.press("end")
        assert "Person 0209" in marked(screen)


async def test_who_types_a_filter_sees_whose_card_enter_opens(community: TestCommunity) -> None:
    many(community, 30)
    async with community.shell("ana") as screen:
        await people_page(screen)
        await screen.press("slash")
        await screen.type("person")
        await screen.press("down", "down")
        assert "Person 0002" in marked(screen)
        await screen.press("enter")
        assert "Person 0002" in screen.text
        assert "p0002" in screen.text


async def test_names_handles_and_words_of_others_are_inert_on_the_page(community: TestCommunity) -> None:
    community.join("bo", name=HOSTILE[:60])
    fields = dict.fromkeys(("pronouns", "reach", "languages", "needs", "away_words"), HOSTILE[:40])
    save_card(community.session("bo"), Card(account="bo", needs_for="everyone", **fields))  # type: ignore[arg-type]
    async with community.shell("ana") as screen:
        await people_page(screen)
        assert "[/] [bold]x" in screen.text
        await screen.press("home", "enter")
        assert screen.text.count("[/] [bold]x") >= 4
        await screen.press("escape", "slash")
        await screen.type("[/]")
        assert "1 of 2" in screen.text


# -- a card ----------------------------------------------------------------------------------------------------


class Panels:
    """Twelve panels of ten lines, as many plugins would add them."""

    def ask(self, hook: str, **about: object) -> Sequence[tuple[str, Panel]]:
        lines = tuple(f"line {number}" for number in range(10))
        return [("test", Panel(f"Panel {number} [/]", lines)) for number in range(12)]


async def test_a_long_card_scrolls_and_says_that_there_is_more(
    community: TestCommunity, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = type(community.house).ask

    def with_panels(house: object, hook: str, **about: object) -> object:
        return Panels().ask(hook) if hook == "person_panels" else ask(house, hook, **about)  # type: ignore[arg-type]

    monkeypatch.setattr(type(community.house), "ask", with_panels)
    async with community.shell("ana") as screen:
        await people_page(screen)
        await screen.press("enter")
        assert "↓ more below" in screen.text
        assert "Name" in screen.text
        assert "esc back" in screen.text
        await screen.press(*["down"] * 5)
        assert "Name" not in screen.text
        await screen.press("end")
        assert "line 9" in screen.text
        assert "↑ the end" in screen.text
        await screen.press("k", "k", "home")
        assert "Name" in screen.text


async def test_a_short_card_says_nothing_of_more(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await people_page(screen)
        await screen.press("enter")
        assert "more" not in screen.text


async def test_a_line_that_leads_to_somebody_who_left_says_so(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.app.open_page("people", "nobody")
        await screen.settled()
        assert "Nobody here has the handle “nobody”" in screen.text


# -- one's own ---------------------------------------------------------------------------------------------------


async def test_a_wrong_name_is_mended_where_the_people_are(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await people_page(screen)
        await screen.press("e")
        assert "Your name" in screen.text
        await screen.press("ctrl+u")
        await screen.type("Ana Mar")
        await screen.press("ctrl+s")
        assert "Kept." in screen.text
        assert "Ana Mar" in screen.text
    stored = community.session("ana").store.collection(Account).first(handle="ana")
    assert stored is not None
    assert stored.value.name == "Ana Mar"


def test_commands_change_all_that_the_form_does(community: TestCommunity) -> None:
    community.run(
        "ana", "people", "edit", "--name", "Ana M", "--zone", "Pacific/Auckland", "--language", "es"
    )
    own = own_card(community.session("ana"))
    assert (own.name, own.zone, own.language) == ("Ana M", "Pacific/Auckland", "es")
    community.run("ana", "people", "edit", "--zone", "", "--language", "")
    assert (own_card(community.session("ana")).zone, own_card(community.session("ana")).language) == ("", "")
    assert "no time zone “Mars”" in community.run("ana", "people", "edit", "--zone", "Mars", code=65)
    community.run("ana", "people", "edit", "--name", "", code=65)


def test_hostile_text_in_every_field_of_the_form_is_kept_inert(community: TestCommunity) -> None:
    words = ("--name", "--pronouns", "--reach", "--languages", "--needs")
    given = [word for option in words for word in (option, HOSTILE[:38])]
    community.run("ana", "people", "edit", *given, "--needs-for", "everyone")
    said = community.run("ana", "people", "show", "ana") + community.run(
        "ana", "people", "show", "ana", "--json"
    )
    assert said.count("[/] [bold]x") == 10
    assert "\x1b" not in said


@pytest.mark.parametrize("kind", ["guest", "friend", "partner"])
def test_everybody_writes_their_own_card_and_nobody_who_is_out(community: TestCommunity, kind: str) -> None:
    community.join("bo")
    bo = community.session("bo")
    with bo.store.transaction(by="ana", why="test") as tx:
        tx.add(Member(account="bo", standing=kind, since=community.now()))  # type: ignore[arg-type]
    assert save_own_card(bo, evolve(own_card(bo), reach="the mill")).reach == "the mill"
    seen = own_card(bo)
    if kind != "partner":
        leave(bo, "bo")
        with pytest.raises((NotAllowed, NotFound)):
            save_own_card(bo, evolve(seen, reach="the mill again"))
        with pytest.raises(NotAllowed):
            Directory(bo)


def test_a_card_that_another_window_changed_or_made_is_not_written_over(community: TestCommunity) -> None:
    ana = community.session("ana")
    seen = own_card(ana)
    save_own_card(community.session("ana"), evolve(seen, reach="two"), seen)
    with pytest.raises(ChangedMeanwhile) as told:
        save_own_card(ana, evolve(seen, reach="three"), seen)
    assert told.value.fields["reach"] == "two"
    assert save_own_card(ana, evolve(seen, reach="three"), own_card(ana)).reach == "three"
    assert save_own_card(ana, evolve(seen, reach="three"), seen).reach == "three"  # it says that already


async def test_two_windows_see_both_versions_side_by_side_and_save_anew(community: TestCommunity) -> None:
    save_card(community.session("ana"), Card(account="ana", reach="old", languages="English"))
    async with community.shell("ana") as one, community.shell("ana") as other:
        for screen in (one, other):
            await people_page(screen)
            await screen.press("e", "down", "down", "ctrl+u")
        await one.type("mine")
        await one.press("down", "ctrl+u")
        await one.type("French")
        await one.press("ctrl+s")
        await other.type("yours")
        await other.press("ctrl+s")
        assert "Nothing of yours is" in other.text
        assert "there now: mine" in other.text
        assert "yours" in other.text
        assert "changed meanwhile; it was: English" in other.text  # taken over: nobody touched it here
        await other.press("escape", "e")  # and it is still there when the form is opened again
        assert "yours" in other.text
        assert "French" in other.text
        await other.press("ctrl+s")
        assert "Kept." in other.text
    stored = card_of(community.session("ana"), "ana")
    assert stored is not None
    assert (stored.value.reach, stored.value.languages) == ("yours", "French")


# -- leaving -------------------------------------------------------------------------------------------------------


async def test_leaving_asks_twice_says_what_goes_and_takes_the_handle(community: TestCommunity) -> None:
    community.join("bo", name="Bo Oak")
    save_card(community.session("bo"), Card(account="bo", reach="the mill"))
    async with community.shell("bo") as screen:
        await people_page(screen)
        await screen.press("x")
        assert "What goes, for good" in screen.text
        assert "(2 things)" in screen.text
        assert "What stays: what was decided" in screen.text
        await screen.press("n")
        assert "2 people" in screen.text
        await screen.press("x", "y")
        assert "type your handle: bo" in screen.text
        await screen.type("ana")
        await screen.press("ctrl+s")
        assert "type your handle: bo" in screen.text
        await screen.press("ctrl+u")
        await screen.type("bo")
        await screen.press("ctrl+s")
        assert "You have left" in screen.app.parting
        assert screen.app.return_code == 0
    ana = community.session("ana")
    assert ana.store.collection(Account).first(handle="bo") is None
    assert ana.store.collection(Gone).first(handle="bo") is not None


async def test_the_only_partner_is_told_before_anything_is_asked(community: TestCommunity) -> None:
    community.join("bo")
    async with community.shell("ana") as screen:
        await people_page(screen)
        await screen.press("x")
        assert "only Partner" in screen.text
        assert "for good" not in screen.text
    with pytest.raises(BadData, match="only Partner"):
        what_goes(community.session("ana"))


def test_the_command_says_what_would_go_and_leaves_only_with_the_handle(
    community: TestCommunity, found_community: Callable[..., TestCommunity]
) -> None:
    community.join("bo")
    said = community.run("bo", "people", "leave")
    assert "What goes" in said
    assert "people leave bo" in said
    assert community.session("ana").store.collection(Account).first(handle="bo") is not None
    assert "You have left" in community.run("bo", "people", "leave", "bo")
    assert "You have left" in found_community(name_of_folder="alone").run("ana", "people", "leave", "ana")
