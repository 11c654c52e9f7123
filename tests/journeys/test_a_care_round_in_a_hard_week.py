"""Journey 6, in company: after the card a person says what they would like, and who offered it finds them."""

from __future__ import annotations

import pytest

from folkmoot.testing import TestCommunity
from folkmoot_tmaps.care import actions, listening
from folkmoot_tmaps.care.model import ListenForm, StatementForm
from folkmoot_tmaps.sealing import rules
from tmaps.a_map import PASSPHRASE, answer, begun, types


@pytest.fixture
def village(community: TestCommunity, monkeypatch: pytest.MonkeyPatch) -> TestCommunity:
    """Ana wrote her map when she was well; Bo offered to reach out, Cy to listen."""
    monkeypatch.setattr(rules, "SCRYPT_N", 2**8)
    mine = begun(community)
    answer(mine, "steer/matters", "my daughter")
    answer(mine, "heavy/first", "Open the window\nWrite to Bo")
    for handle in ("bo", "cy"):
        community.join(handle)
    bo = community.session("bo")
    actions.say_it(
        bo, "can_reach", StatementForm(how="on the phone after eight", until=actions.usual_end(bo))
    )
    listening.offer(community.session("cy"), ListenForm(how="knock at the mill"))
    return community


async def test_by_keys(village: TestCommunity) -> None:
    async with village.shell("ana") as screen:
        await screen.press(screen.number("Map"), "enter")
        await screen.type(PASSPHRASE)
        await screen.press("enter")  # the card for heavy days comes first
        assert "Open the window" in screen.text
        await screen.press("escape", "t", "n", "enter")
        await screen.type("by text")
        await screen.press("tab", "ctrl+u")
        await screen.type("Sunday")
        await screen.press("ctrl+s")
        assert "until Sun, 29 Nov" in screen.text and "by text" in screen.text
        await screen.press("home", "enter")
        assert "Bo" in screen.text and "on the phone after eight" in screen.text
        await screen.press("escape", "l")
        assert "Cy" in screen.text and "knock at the mill" in screen.text
        await screen.press("escape")
        await screen.press(screen.number("Map"), "enter")
        assert "Open the window" in screen.text
        await screen.press("ctrl+l")  # a colleague walks by
        assert "Open the window" not in screen.text and "today is" in screen.text
    async with village.shell("bo") as screen:
        await screen.press("end")
        assert "Ana would like others to reach out" in screen.text


def test_by_commands_alone(village: TestCommunity, monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, PASSPHRASE)
    assert "- Open the window" in village.run("ana", "map", "open", "heavy")
    said = village.run("ana", "care", "say", "reach", "--how", "by text", "--until", "Sunday")
    assert "Bo (bo): on the phone after eight" in said
    assert "knock at the mill" in village.run("ana", "care", "listen")
    assert "Ana would like others to reach out" in village.run("bo", "today")
    assert "by text" in village.run("bo", "care")
    village.run("ana", "care", "expire")
    assert "by text" not in village.run("bo", "care")
