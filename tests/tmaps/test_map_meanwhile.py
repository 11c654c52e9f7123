"""What happens to a map on the screen while its keys change elsewhere, or its disk is full."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from folkmoot.testing import TestCommunity
from folkmoot_tmaps.maps import new_keys
from folkmoot_tmaps.maps.actions import erase
from folkmoot_tmaps.maps.unlocking import read_map
from folkmoot_tmaps.maps.unlocking import unlock as open_keys
from tmaps.a_map import PASSPHRASE, SECRET, answer, begun, opened, told, unlock

OTHER = "a wholly new phrase"


def answers(community: TestCommunity, passphrase: str = PASSPHRASE) -> set[str]:
    """All that is answered in Ana's map."""
    session = community.session("ana")
    found = read_map(session, open_keys(session, passphrase))
    assert found.faults == ()
    return {one.value for part in found.sections.values() for one in part.answers if one.value}


@contextmanager
def no_room(folder: Path) -> Iterator[None]:
    """No file may grow any more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_passphrase_that_is_changed_elsewhere_costs_an_open_map_nothing(
    community: TestCommunity,
) -> None:
    mine = begun(community)
    answer(mine, "steer/matters", "river")
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("n")
        await screen.type("half")
        new_keys.change_passphrase(community.session("ana"), mine.keys, OTHER, OTHER)
        await screen.look()
        await screen.type(" a word")
        await screen.press("tab", "escape")
    assert answers(community, OTHER) == {"river", "half a word"}


async def test_keys_that_are_changed_elsewhere_close_an_open_map_and_what_was_typed_is_there_once_it_is_opened(
    community: TestCommunity,
) -> None:
    mine = begun(community)
    answer(mine, "steer/matters", "river")
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("n")
        await screen.type(SECRET)
        new_keys.rotate(community.session("ana"), mine.keys)
        await screen.look()
        assert "what you were typing is kept until then" in " ".join(screen.text.split())
        assert SECRET not in screen.text
        assert answers(community) == {"river"}
        assert told(community.path.parent, SECRET) == []
        await unlock(screen)
        assert answers(community) == {"river", SECRET}


async def test_two_sessions_at_one_question_each_keep_what_is_typed_in_them(community: TestCommunity) -> None:
    mine = begun(community)
    async with community.shell("ana") as first:
        await unlock(first)
        await first.press("n")
        await first.type("half a thou")
        first.app.save_unfinished()
        async with community.shell("ana") as second:
            await unlock(second)  # what is still typed there is no lost line
            assert "What you were typing" not in second.text
            assert answers(community) == set()
            await second.press("n")
            await second.type("of the second")
            await second.press("tab", "escape")
            assert answers(community) == {"of the second"}
        first.app.save_unfinished()
        await first.type("ght")
        await first.press("ctrl+l")
        assert answers(community) == {"of the second"}
        await unlock(first)
        assert "half a thought" in first.text and "there now: - of the second" in first.text
        await first.press("tab")
        assert answers(community) == {"half a thought"}
    assert opened(mine).faults == ()


async def test_what_a_killed_session_left_is_taken_up_also_with_other_keys(community: TestCommunity) -> None:
    mine = begun(community)
    folder = community.path.with_suffix(".drafts")
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("n")
        await screen.type(SECRET)
        screen.app.save_unfinished()
        left = {file: file.read_bytes() for file in folder.glob("*.json")}
    assert left and answers(community) == set()
    folder.mkdir(exist_ok=True)
    for file, data in left.items():  # it was killed: nothing was tidied up
        file.write_bytes(data)
    new_keys.rotate(community.session("ana"), mine.keys)
    assert told(community.path.parent, SECRET) == []
    async with community.shell("ana") as screen:
        await unlock(screen)
        assert answers(community) == {SECRET}
    assert not list(folder.glob("*.json"))


async def test_with_the_map_goes_what_was_typed_into_it_and_not_kept(community: TestCommunity) -> None:
    begun(community)
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("n")
        await screen.type(SECRET)
        screen.app.save_unfinished()
        assert list(community.path.with_suffix(".drafts").glob("*.json"))
        erase(community.session("ana"))
        assert not list(community.path.with_suffix(".drafts").glob("*.json"))


async def test_a_full_disk_keeps_what_is_typed_on_the_screen_and_says_so_until_there_is_room(
    community: TestCommunity,
) -> None:
    mine = begun(community)
    answer(mine, "steer/matters", "river")
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("n")
        await screen.type("half a")
        with no_room(community.path.parent):
            await screen.look()
            await screen.type(" word")
            await screen.press("tab")
            said = " ".join(screen.text.split())
            assert "disk" in said and "half a word" in said, screen.text
            await screen.press("escape")
            assert "half a word" in screen.text
        assert opened(mine).sections["steer"].value_of("matters") == "river"
        await screen.press("escape")
        assert answers(community) == {"river", "half a word"}


async def test_hidden_on_a_full_disk_what_was_typed_is_there_once_the_map_is_opened_again(
    community: TestCommunity,
) -> None:
    begun(community)
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("n")
        await screen.type(SECRET)
        with no_room(community.path.parent):
            await screen.press("ctrl+l")
            assert SECRET not in screen.text
        assert answers(community) == set()
        await unlock(screen)
        assert answers(community) == {SECRET}
        assert told(community.path.parent, SECRET) == []
