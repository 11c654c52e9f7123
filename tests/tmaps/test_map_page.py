"""The map on the screen, by real keys: begun, filled in, hidden at one key, and never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from folkmoot.api import Stored
from folkmoot.testing import HOSTILE, Screen, TestCommunity
from folkmoot_tmaps.maps import actions
from folkmoot_tmaps.maps.model import CareMap, Piece
from folkmoot_tmaps.maps.page import MapPage
from folkmoot_tmaps.maps.unlocking import unlock as open_keys
from folkmoot_tmaps.workbook.files import brought
from tmaps.a_map import PASSPHRASE, SECRET, TITLES, answer, begun, opened, question, told, unlock
from tmaps.a_map import unlock as unlock_on


def page_of(screen: Screen) -> MapPage:
    return screen.app.query_one(MapPage)


def the_map(community: TestCommunity) -> Stored[CareMap] | None:
    return community.session("ana").store.collection(CareMap).first(owner="ana")


async def test_a_map_is_begun_by_someone_who_reads_nothing(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Map"))
        assert "There is no hurry; n begins one." in screen.text
        await screen.press("enter")
        await screen.type("short")
        await screen.press("enter")
        await screen.type("short")
        await screen.press("enter")
        assert "A passphrase has 12 letters at least" in screen.text
        await screen.type(PASSPHRASE)
        await screen.press("enter")
        await screen.type("four quiet river otter")
        await screen.press("enter")
        assert "The two are not the same" in screen.text
        assert the_map(community) is None
        await screen.type(PASSPHRASE)
        await screen.press("enter")
        await screen.type(PASSPHRASE)
        await screen.press("enter")
        assert "Your recovery key" in screen.text
        recovery = next(word for word in screen.text.split() if word.startswith("AGE-SECRET-KEY-1"))
        await screen.press("enter")
        assert "What I steer by" in screen.text
        assert open_keys(community.session("ana"), recovery) == open_keys(
            community.session("ana"), PASSPHRASE
        )
        await screen.press("n")
        await screen.type("The river")
        await screen.press("tab")
        assert "quietly glad about" in screen.text
        await screen.press("escape")
        assert "1 answer" in screen.text
        assert "2 answers" not in screen.text


async def test_on_a_heavy_day_three_keys_and_the_passphrase_are_enough(community: TestCommunity) -> None:
    mine = begun(community)
    answer(mine, "steer/matters", "river")
    answer(mine, "heavy/first", "Open the window")
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Map"), "enter")
        await screen.type(PASSPHRASE)
        await screen.press("enter")
        assert "- Open the window" in screen.text
        assert "river" not in screen.text
        await screen.press("enter", "enter")
        assert "What I steer by" not in screen.text
        assert "- Open the window" in screen.text


async def test_a_wrong_passphrase_is_a_sentence_and_the_next_try_counts(community: TestCommunity) -> None:
    begun(community)
    async with community.shell("ana") as screen:
        await unlock(screen, "not what it is")
        assert "That does not open your map. Nothing is lost" in screen.text
        assert "not what it is" not in screen.text
        await screen.type(PASSPHRASE)
        assert PASSPHRASE not in screen.text
        await screen.press("enter")
        assert "What I steer by" in screen.text


async def test_a_recovery_key_opens_it_too(community: TestCommunity) -> None:
    mine = begun(community)
    async with community.shell("ana") as screen:
        await unlock(screen, mine.recovery.lower())
        assert "What I steer by" in screen.text


@pytest.mark.parametrize(
    "keys", [(), ("enter",), ("n",), ("enter", "enter"), ("r",), ("p",), ("w",), ("question_mark",)]
)
async def test_one_key_hides_all_of_it_and_the_passphrase_alone_brings_it_back(
    community: TestCommunity, keys: tuple[str, ...]
) -> None:
    answer(begun(community), "steer/matters", SECRET)
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press(*keys)
        await screen.press(*(["escape"] if "question_mark" in keys else []), "ctrl+l")
        assert SECRET not in screen.text
        assert not any(title in screen.text for title in TITLES)
        assert "today is" in screen.text
        await screen.press(screen.number("Map"))
        assert "enter opens it" in screen.text
        assert page_of(screen).keys_held is None and page_of(screen).opened is None
        await screen.press("enter", "enter")
        assert SECRET not in screen.text


async def test_what_was_half_typed_when_it_was_hidden_is_kept(community: TestCommunity) -> None:
    mine = begun(community)
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("n")
        await screen.type("half a sent")
        await screen.press("ctrl+l")
        assert opened(mine).sections["steer"].value_of("matters") == "half a sent"


async def test_what_was_copied_from_a_map_can_t_be_pasted_once_it_is_hidden(community: TestCommunity) -> None:
    answer(begun(community), "steer/matters", SECRET)
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("down", "up", "home", "enter", "enter", "shift+home", "ctrl+c")
        assert screen.app.clipboard == SECRET
        await screen.press("ctrl+l")
        assert screen.app.clipboard == ""


async def test_what_was_typed_when_the_line_broke_is_there_again_and_was_readable_nowhere(
    community: TestCommunity,
) -> None:
    mine = begun(community)
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("n")
        await screen.type(SECRET)
        screen.app.save_unfinished()  # as a signal does, or the pause of a second
        files = list(community.path.parent.rglob("*.drafts/*.json"))
        assert files
        assert told(community.path.parent, SECRET, PASSPHRASE, *TITLES, '"steer"', '"matters"') == []
        copies = [(path, path.read_bytes()) for path in files]
    assert opened(mine).sections == {}
    for path, data in copies:  # the session was killed: nothing was tidied up
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    async with community.shell("ana") as screen:
        assert "What you were typing" not in screen.text
        await unlock(screen)
        assert "What you were typing when you left is kept, in its place." in screen.text
        assert opened(mine).sections["steer"].value_of("matters") == SECRET
    assert not list(community.path.parent.rglob("*.drafts/*.json"))


async def test_a_lost_line_and_another_version_are_both_shown(community: TestCommunity) -> None:
    mine = begun(community)
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("n")
        await screen.type("from here")
        answer(mine, "steer/matters", "from elsewhere")
        await screen.press("tab")
        assert "You wrote something else here meanwhile" in screen.text
        assert "there now: - from elsewhere" in screen.text
        assert "from here" in screen.text
        await screen.press("tab")
        assert opened(mine).sections["steer"].value_of("matters") == "from here"


async def test_a_change_in_another_session_shows_and_the_cursor_stays(community: TestCommunity) -> None:
    mine = begun(community)
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("down", "down")
        answer(mine, "steer/matters", "x")
        await screen.look()
        assert "1 answer" in screen.text
        await screen.press("enter")
        assert "What knocks me" in screen.text


async def test_sealed_anew_elsewhere_it_closes_and_says_so(community: TestCommunity) -> None:
    from folkmoot_tmaps.maps.new_keys import rotate

    mine = begun(community)
    async with community.shell("ana") as screen:
        await unlock(screen)
        rotate(mine.session, mine.keys)
        await screen.look()
        assert "Your map was sealed anew meanwhile. Open it again." in screen.text
        assert "What I steer by" not in screen.text


async def test_a_question_is_passed_over_and_a_date_and_a_scale_are_told_what_they_take(
    community: TestCommunity,
) -> None:
    mine = begun(community)
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("n", "tab", "shift+tab", "escape")
        assert opened(mine).sections["steer"].skipped == ("matters",)
        await screen.press("down", "enter", "end", "enter")
        await screen.type("7")
        await screen.press("escape")
        assert "Type a number from 1 to 5." in screen.text
        await screen.press("backspace", "4", "enter")
        assert opened(mine).sections["steady"].value_of("now") == "4"


async def test_a_section_is_looked_over_and_seen_beside_what_was_then(community: TestCommunity) -> None:
    mine = begun(community)
    answer(mine, "steer/matters", "river")
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("home", "enter", "t")
        assert "There is nothing to look back at yet" in screen.text
        await screen.press("v")
        assert "Noted." in screen.text
        answer(mine, "steer/matters", "sea", "river")
        await screen.look()
        await screen.press("t")
        line = next(line for line in screen.lines if "river" in line)
        assert "sea" in line
        await screen.press("escape", "escape")
        assert "looked over" in screen.text


async def test_nobody_at_the_keys_seals_it(community: TestCommunity) -> None:
    answer(begun(community), "heavy/first", SECRET)
    async with community.shell("ana") as screen:
        await unlock(screen)
        assert SECRET in screen.text
        community.moment += timedelta(minutes=10)
        await screen.look()
        assert SECRET not in screen.text
        assert "nobody pressed a key for ten minutes" in screen.text
        assert page_of(screen).keys_held is None


async def test_the_cover_seals_it_and_keeps_what_was_typed(community: TestCommunity) -> None:
    mine = begun(community)
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("n")
        await screen.type("before I left")
        await screen.press("ctrl+l")
        await unlock(screen)
        await screen.press("n")
        await screen.type("and then")
        screen.app.cover()
        await screen.settled()
        assert page_of(screen).keys_held is None
        values = [one.value for one in opened(mine).sections["steer"].answers]
        assert values == ["before I left", "and then"]


async def test_keys_are_changed_on_the_screen(community: TestCommunity) -> None:
    mine = begun(community)
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("p")
        await screen.type("a wholly new phrase")
        await screen.press("enter")
        await screen.type("a wholly new phrase")
        await screen.press("enter")
        assert "Seal everything anew" in screen.text
        await screen.press("y")
        assert "Everything is sealed anew." in screen.text
        found = the_map(community)
        assert found and found.value.generation == 2
        await screen.press("r", "y")
        assert "AGE-SECRET-KEY-1" in screen.text
        assert mine.recovery not in screen.text
        await screen.press("enter")
        assert "What I steer by" in screen.text


async def test_erasing_takes_a_word_and_says_what_it_can_t_reach(community: TestCommunity) -> None:
    answer(begun(community), "heavy/first", SECRET)
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("escape", "x")
        await screen.type("yes")
        await screen.press("enter")
        assert "Type “erase” to erase it" in screen.text
        assert the_map(community)
        await screen.press(*["backspace"] * 3)
        await screen.type("erase")
        await screen.press("enter")
        assert "can't be reached" in screen.text.replace("\n", " ")
        await screen.press("enter")
        assert "You have not begun a map" in screen.text
    assert the_map(community) is None
    assert community.session("ana").store.collection(Piece).count() == 0


async def test_hostile_text_is_text_on_every_screen_of_a_map(community: TestCommunity) -> None:
    mine = begun(community)
    hostile = '"""' + HOSTILE.replace("\\", "").replace("\x1b", "").replace("\x07", "") + '"""'
    book = f"""
version = 1
licence = "x"
title = {hostile[:60]}\"\"\"
[[sections]]
id = "steer"
title = {hostile[:60]}\"\"\"
[[sections.prompts]]
id = "matters"
kind = "people"
ask = {hostile}
why = {hostile}
"""
    actions.follow_own_workbook(mine.session, mine.keys, brought(book.encode(), "hostile.toml"))
    found = opened(mine)
    actions.save_answer(mine.session, mine.keys, *question(found, "steer/matters"), HOSTILE, "")
    actions.review(mine.session, mine.keys, "steer")
    async with community.shell("ana") as screen:
        await unlock_on(screen)
        seen = [screen.text]
        for key in ("escape", "enter", "enter", "escape", "t"):  # the card stands first
            await screen.press(key)
            seen.append(screen.text)
        assert all("[bold]x[/bold]" in text for text in seen)
        assert not any(mark in "".join(seen) for mark in "\x1b\x07\u202e")


async def test_what_was_broken_into_is_told_on_the_page(community: TestCommunity) -> None:
    from msgspec.structs import replace as evolve

    mine = begun(community)
    answer(mine, "steer/matters", SECRET)
    (stored,) = mine.session.store.collection(Piece).all()
    with mine.session.store.transaction(by="root", why="broke in") as tx:
        tx.replace(stored, evolve(stored.value, label="x" * 32))
    async with community.shell("ana") as screen:
        await unlock(screen)
        text = " ".join(screen.text.split())
        assert "it was taken away, and not by you" in text
        assert "can bring a copy back" in text


async def test_pasted_text_is_cleaned(community: TestCommunity) -> None:
    from textual import events

    mine = begun(community)
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("n")
        screen.app.screen.post_message(events.Paste("one\x1b]52;c;eA==\x07\ntwo"))
        await screen.settled()
        await screen.press("escape")
        assert opened(mine).sections["steer"].value_of("matters") == "one]52;c;eA==\ntwo"


def test_the_demo_alone_tells_a_passphrase(community: TestCommunity) -> None:
    from folkmoot_tmaps.maps.demo import demo_passphrase, tell

    mine = community.session("ana")
    assert demo_passphrase(mine) == ""
    tell(mine)
    assert demo_passphrase(mine) == "moss and river stones"
