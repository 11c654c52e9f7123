"""Sharing on the screen, by real keys: chosen, looked at, given, read, taken back, hidden."""

from __future__ import annotations

import pytest

from folkmoot.testing import HOSTILE, Screen, TestCommunity
from folkmoot_tmaps.maps.model import CareMap, Letter
from folkmoot_tmaps.sharing import actions
from tmaps.a_map import PASSPHRASE, SECRET, Mine, answer, begun, told, unlock
from tmaps.shared_maps import a_group, inbox_of, index_of, read_by, reader, share, with_people


@pytest.fixture
def ana(community: TestCommunity) -> Mine:
    mine = begun(community)
    answer(mine, "signs/outside", SECRET)
    return mine


@pytest.fixture
def bo(community: TestCommunity, ana: Mine) -> Mine:
    return reader(community, "bo")


def flat(screen: Screen) -> str:
    """What is seen, without line breaks and frames."""
    return " ".join(screen.text.replace("│", " ").split())


async def preview_for_bo(screen: Screen) -> None:
    """Up to the question."""
    await unlock(screen)
    await screen.press("s", "n", "enter")
    assert "Who may read “Signs that others may see”?" in screen.text
    await screen.type("bo")
    await screen.press("enter")


async def test_a_section_is_given_to_somebody_after_a_look_at_what_they_will_see(
    community: TestCommunity, ana: Mine, bo: Mine
) -> None:
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("s")
        assert "Nobody reads anything of yours. n shares a section with somebody." in screen.text
        await screen.press("n", "enter")
        await screen.type("bo")
        await screen.press("enter")
        assert "Share “Signs that others may see” with Bo?" in screen.text
        assert f"- {SECRET}" in screen.text
        assert "Whoever has read it may remember it, or have kept a copy." in flat(screen)
        await screen.press("enter", "enter")
        assert index_of(ana).grants == ()  # a quick hand shares nothing
        await screen.press("y")
        assert "“Signs that others may see” can be read by Bo." in flat(screen)
        assert "Bo                          can read it" in screen.text
    assert read_by(bo) == {"ana/signs": [f"- {SECRET}"]}


async def test_what_was_written_since_the_preview_is_not_shared_unseen(
    community: TestCommunity, ana: Mine, bo: Mine
) -> None:
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("s", "n", "enter")
        await screen.type("bo")
        await screen.press("enter")
        assert f"- {SECRET}" in screen.text
        answer(ana, "signs/outside", f"{SECRET}\nand my sister", SECRET)  # in another session
        await screen.press("y")
        assert "nothing was shared" in flat(screen)
    assert index_of(ana).grants == ()
    assert read_by(bo) == {}


async def test_no_and_esc_share_nothing(community: TestCommunity, ana: Mine, bo: Mine) -> None:
    async with community.shell("ana") as screen:
        await preview_for_bo(screen)
        await screen.press("n")
        assert "Who can read what" in screen.text
        await screen.press("n", "enter")
        await screen.type("bo")
        await screen.press("enter", "escape")
    assert index_of(ana).grants == ()


async def test_a_group_is_shown_by_its_names_before_anything_is_given(
    community: TestCommunity, ana: Mine, bo: Mine
) -> None:
    with_people(community, "cy")
    a_group(community, "River", "ana", "bo", "cy")
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("down", "down", "down", "enter", "s")
        await screen.type("river")
        assert "River  home group: Bo, Cy" in screen.text
        await screen.press("enter")
        assert "Share “Signs that others may see” with Bo, Cy?" in screen.text
        await screen.press("y")
        said = flat(screen)
        assert "can be read by Bo." in said
        assert "Cy has no key to read with yet: ask them to begin on their page Map." in said
        await screen.press("escape", "s")
        assert "waits: has no key to read with yet" in screen.text


async def test_from_others_is_read_noted_and_seen_by_its_writer(
    community: TestCommunity, ana: Mine, bo: Mine
) -> None:
    share(ana, "signs", "bo")
    async with community.shell("bo") as screen:
        await unlock(screen)
        assert "f: 1 section is shared with you." in screen.text
        await screen.press("f")
        assert "Signs that others may see" in screen.text
        await screen.press("enter")
        assert "Ana: Signs that others may see" in screen.text
        assert f"- {SECRET}" in screen.text
        await screen.press("r")
        assert "Ana can see that you have read it." in screen.text
        await screen.press("escape")
        assert "you said that you have read it" in screen.text
        await screen.press("enter", "r")
        assert "no longer sees that you have read it" in screen.text
        await screen.press("r")
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("s")
        assert "says they read it on" in screen.text


async def test_a_change_shows_while_it_is_read_and_so_does_taking_it_back(
    community: TestCommunity, ana: Mine, bo: Mine
) -> None:
    share(ana, "signs", "bo")
    async with community.shell("bo") as screen:
        await unlock(screen)
        await screen.press("f", "enter")
        answer(ana, "signs/outside", "I laugh less", SECRET)
        await screen.look()
        assert "- I laugh less" in screen.text
        actions.revoke(ana.session, ana.keys, "bo")
        await screen.look()
        assert "I laugh less" not in screen.text
        assert "It is no longer here for you." in screen.text
        await screen.press("escape")
        assert "“Signs that others may see” by Ana is no longer here for you" in flat(screen)
        assert "Nobody shares anything with you just now." in screen.text


async def test_taking_back_says_what_it_can_t_undo(community: TestCommunity, ana: Mine, bo: Mine) -> None:
    share(ana, "signs", "bo")
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("s", "x")
        assert "Take “Signs that others may see” back from Bo?" in screen.text
        assert "Whoever has read it may remember it, or have kept a copy." in flat(screen)
        await screen.press("n")
        assert index_of(ana).readers_of("signs") == ("bo",)
        await screen.press("x", "y")
        assert "Taken back: Bo gets nothing of it any more." in flat(screen)
    assert (index_of(ana).readers_of("signs"), read_by(bo)) == ((), {})


async def test_numbers_are_compared_on_two_screens(community: TestCommunity, ana: Mine, bo: Mine) -> None:
    share(ana, "signs", "bo")
    async with community.shell("bo") as screen:
        await unlock(screen)
        await screen.press("f", "c")
        there = [line for line in screen.lines if sum(part.isdigit() for part in line.split()) == 4]
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("s", "c")
        here = [line for line in screen.lines if sum(part.isdigit() for part in line.split()) == 4]
        assert "Numbers with Bo" in screen.text
        assert len(here) == 2
        assert [line.split()[1:5] for line in here] == [line.split()[1:5] for line in there]
        await screen.press("enter")
        assert "Are they the same?" in screen.text  # nothing is noted by a quick hand
        await screen.press("y")
        assert "numbers compared" in screen.text
    known = index_of(ana).known_key("bo")
    assert known and known.compared == community.moment.date()


async def test_who_was_waited_for_is_named_when_the_map_is_opened(
    community: TestCommunity, ana: Mine
) -> None:
    with_people(community, "dot")
    share(ana, "signs", "dot")
    async with community.shell("dot") as screen:
        await screen.press(screen.number("Map"))
        assert "To read what others share with you, begin one too" in flat(screen)
        await screen.press("n")
        await screen.type(PASSPHRASE)
        await screen.press("enter")
        await screen.type(PASSPHRASE)
        await screen.press("enter", "enter")
        await screen.press("f")
        assert "Nobody shares anything with you just now. It comes by itself when they do." in flat(screen)
    async with community.shell("ana") as screen:
        await unlock(screen)
        assert "Can read what you shared with them, from now on: Dot." in flat(screen)
    async with community.shell("dot") as screen:
        await unlock(screen)
        await screen.press("f")
        assert "Signs that others may see" in screen.text


async def test_somebody_s_other_key_is_told_where_the_map_is_read(
    community: TestCommunity, ana: Mine, bo: Mine
) -> None:
    from msgspec.structs import replace as evolve

    share(ana, "signs", "bo")
    mal = reader(community, "mal")
    with ana.session.store.transaction(by="root", why="broke in") as tx:
        stored = tx.collection(CareMap).first(owner="bo")
        assert stored
        tx.replace(stored, evolve(stored.value, public=mal.keys.public))
    async with community.shell("ana") as screen:
        await unlock(screen)
        assert "Bo has another key than before: made anew by them, or exchanged by somebody." in flat(screen)
        await screen.press("s")
        assert "has another key now: compare it (c)" in screen.text


@pytest.mark.parametrize(
    ("who", "keys"),
    [
        ("ana", ("s",)),
        ("ana", ("s", "n")),
        ("ana", ("s", "enter")),
        ("ana", ("s", "x")),
        ("ana", ("s", "c")),
        ("ana", ("down", "down", "down", "enter", "s")),
        ("bo", ("f",)),
        ("bo", ("f", "enter")),
        ("bo", ("f", "enter", "c")),
        ("bo", ("c",)),
    ],
)
async def test_one_key_hides_all_of_it(
    community: TestCommunity, ana: Mine, bo: Mine, who: str, keys: tuple[str, ...]
) -> None:
    answer(bo, "heavy/first", SECRET)  # so that a card stands first at his
    share(ana, "signs", "bo")
    async with community.shell(who) as screen:
        await unlock(screen)
        await screen.press(*(["escape"] if who == "bo" else []), *keys)
        await screen.press("ctrl+l")
        assert "today is" in screen.text
        assert SECRET not in screen.text
        assert "Signs that" not in screen.text
        assert not any(words in screen.text for words in ("Numbers with", "can read", "Who can"))
        assert len(screen.app.screen_stack) == 1
        await screen.press(screen.number("Map"))
        assert "enter opens it" in screen.text
    assert told(community.path.parent, SECRET, PASSPHRASE, "Signs that others may see") == []


async def test_hostile_text_and_names_are_text_on_every_screen_of_sharing(community: TestCommunity) -> None:
    mine = begun(community)
    community.join("bo", name=HOSTILE[:60])
    bo = begun(community, "bo")
    answer(mine, "heavy/first", HOSTILE)
    answer(bo, "heavy/first", HOSTILE)
    share(bo, "heavy", "ana")
    async with community.shell("ana") as screen:
        await unlock(screen)
        seen = [screen.text]
        for keys in (
            ("escape", "s", "n", "enter"),
            ("enter",),
            ("y",),
            ("enter",),
            ("escape", "x"),
            ("escape", "c"),
            ("escape", "escape", "f"),
            ("enter",),
            ("r",),
        ):
            await screen.press(*keys)
            seen.append(screen.text)
        assert all("[bold]x[/bold]" in text for text in seen)
        assert not any(mark in "".join(seen) for mark in "\x1b\x07\u202e")
    assert inbox_of(bo).read_by("ana", "heavy")
    assert mine.session.store.collection(Letter).count() == 3
