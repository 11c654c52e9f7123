"""Rounds on the screen: proposed, heard and accepted by keys."""

from __future__ import annotations

from collections.abc import Callable

from core.at_gatherings import is_a
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_core.rounds.actions import close, consent, object_to
from folkmoot_core.rounds.proposing import propose

Found = Callable[..., TestCommunity]


async def test_by_keys_one_proposes_is_heard_and_accepts(three: TestCommunity) -> None:
    async with three.shell("ana") as screen:
        await screen.open("Rounds")
        assert "Nobody is proposed" in screen.text
        await screen.press("n")
        await screen.type("fay")
        await screen.press("enter")
        await screen.type("kind")
        await screen.press("ctrl+s")
        assert "Proposed." in screen.text
        assert "Bo and Cy not heard yet" in screen.text
        object_to(three.session("bo"), 1, HOSTILE)
        await screen.look()
        assert "Held." in screen.text
        assert "[/]" in screen.text
        assert "\x1b" not in screen.text
    async with three.shell("cy") as screen:
        await screen.open("Today")
        await screen.press("enter")  # the first line is the round
        assert "waits for you (y)" in screen.text
        await screen.press("o")
        await screen.type("later")
        await screen.press("ctrl+s")
        assert "Held, until you withdraw it." in screen.text
        await screen.press("y", "w")
        await screen.press("y")
        assert "consents" in screen.text
    consent(three.session("bo"), 1)
    async with three.shell("fay") as screen:
        await screen.open("Today")
        await screen.press("enter")
        assert "It is you who says" in screen.text
        await screen.press("y")
        assert "Be a Partner?" in screen.text
        await screen.press("y")
        assert "You are a Partner now." in screen.text
    assert is_a(three, "fay") == "partner"


async def test_by_keys_one_declines_and_closes(three: TestCommunity) -> None:
    propose(three.session("ana"), "fay", HOSTILE)
    async with three.shell("ana") as screen:
        await screen.open("Rounds")
        assert "[/]" in screen.text
        await screen.press("x")
        await screen.type("we talk")
        await screen.press("ctrl+s")
        assert "Closed by Ana, without a decision. we talk" in screen.text
    number = propose(three.session("ana"), "fay", "kind").number
    close(three.session("ana"), number, HOSTILE)
    async with three.shell("ana") as screen:
        await screen.open("Rounds")
        assert "without a decision. [/]" in screen.text
        assert "\x1b" not in screen.text
    number = propose(three.session("ana"), "fay", "kind").number
    for handle in ("bo", "cy"):
        consent(three.session(handle), number)
    async with three.shell("fay") as screen:
        await screen.open("Rounds")
        await screen.press("d")
        assert "You can be asked again later." in screen.text
        await screen.press("y")
        assert "declined" in screen.text
    assert is_a(three, "fay") == "friend"


async def test_a_friend_reads_why_they_can_not(three: TestCommunity) -> None:
    async with three.shell("gil") as screen:
        await screen.open("Rounds")
        assert "The Partners propose Friends" in screen.text
        await screen.press("n")
        assert "Partners propose a Friend who came to two gatherings" in screen.text
        for key in ("y", "o", "w", "d", "x"):
            await screen.press(key)
            assert "Put the cursor on a round." in screen.text
