"""Over a long absence the house does not stay open on a screen, and nothing is lost by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import msgspec
import pytest
from textual import events
from textual.widgets import Static

from folkmoot import api
from folkmoot.door.drafts import Drafts
from folkmoot.plugins import open_house
from folkmoot.session import Account
from folkmoot.shell.away import LONGEST
from folkmoot.testing import Screen, TestCommunity

AWAY = "You have been away since 12:00. Any key brings the house back; ctrl+q leaves."
MINUTE = timedelta(minutes=1)


async def absent(screen: Screen, community: TestCommunity, how_long: timedelta) -> None:
    community.moment += how_long
    await screen.look()


def said(screen: Screen) -> str:
    return " ".join(screen.text.split())


async def test_after_a_quarter_of_an_hour_the_screen_is_covered_and_shows_nothing_else(
    community: TestCommunity,
) -> None:
    async with community.shell() as screen:
        await absent(screen, community, 15 * MINUTE - timedelta(seconds=1))
        assert "Full moon call" in screen.text
        await absent(screen, community, timedelta(seconds=1))
        assert said(screen) == AWAY
        assert len(screen.lines) == 24


async def test_the_key_that_uncovers_it_does_nothing_else(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await absent(screen, community, 15 * MINUTE)
        await screen.press("2")
        assert screen.app.current == "today"
        assert "Full moon call" in screen.text
        await screen.press("2")
        assert screen.app.current == "rhythm"
        await absent(screen, community, 14 * MINUTE)
        assert "November 2026" in screen.text
        await absent(screen, community, MINUTE)
        assert "away since 12:15" in said(screen)


@pytest.mark.parametrize(("chosen", "minutes"), [("5", 5), ("15", 15), ("60", 60)])
async def test_how_long_is_chosen_on_the_card(community: TestCommunity, chosen: str, minutes: int) -> None:
    community.join("ben", away=chosen)
    async with community.shell("ben") as screen:
        await absent(screen, community, (minutes - 1) * MINUTE)
        assert not screen.app.covered
        await absent(screen, community, MINUTE)
        assert screen.app.covered


async def test_who_chose_never_is_never_covered(community: TestCommunity) -> None:
    community.join("ben", away="never")
    async with community.shell("ben") as screen:
        await absent(screen, community, timedelta(days=3))
        assert "Full moon call" in screen.text


async def test_the_choice_is_made_by_keys_and_holds_at_once(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e", *["down"] * 5, "right")
        assert "after 5 minutes" in screen.text
        await screen.press("ctrl+s")
        assert "Cover the screen" in screen.text
        assert "after 5 minutes" in screen.text
        await absent(screen, community, 5 * MINUTE)
        assert screen.app.covered


async def test_a_dialog_under_the_cover_stays_as_it_is(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e", "down", "down")
        await screen.type("Pacific/Au")
        before = screen.text
        await absent(screen, community, 15 * MINUTE)
        assert said(screen) == AWAY
        await screen.press("escape")
        assert screen.text == before
        await screen.type("ckland")
        await screen.press("ctrl+s")
    stored = community.session().store.collection(Account).first(handle="ana")
    assert stored is not None
    assert stored.value.zone == "Pacific/Auckland"


async def test_what_is_pasted_over_the_cover_only_uncovers_it(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e")
        before = screen.text
        await absent(screen, community, 15 * MINUTE)
        screen.app.post_message(events.Paste("not for here"))
        await screen.settled()
        assert screen.text == before


async def test_ctrl_q_leaves_from_under_the_cover(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await absent(screen, community, 15 * MINUTE)
        await screen.press("ctrl+q")
        assert screen.app._exit


class Opened(api.Dialog[None]):
    """Opens by itself, and is closed by a page."""

    def body(self) -> Iterable[Static]:
        yield Static("what nobody may see now")


async def test_what_opens_closes_and_changes_meanwhile_shows_only_afterwards(
    community: TestCommunity,
) -> None:
    async with community.shell() as screen:
        await absent(screen, community, 15 * MINUTE)
        await screen.app.push_screen(Opened("Opened"))
        community.join("ben")
        await screen.look()
        assert said(screen) == AWAY
        screen.app.pop_screen()
        await screen.settled()
        assert said(screen) == AWAY
        await screen.app.push_screen(Opened("Opened"))
        await screen.press("a")
        assert "what nobody may see now" in screen.text


async def test_the_cover_follows_the_size_of_the_window(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await absent(screen, community, 15 * MINUTE)
        for size in ((40, 12), (10, 3), (120, 40)):
            await screen.pilot.resize_terminal(*size)
            await screen.settled()
            assert len(screen.lines) == size[1]
            assert all(len(line) <= size[0] for line in screen.lines)
        assert said(screen) == AWAY
        await screen.press("a")
        assert "Full moon call" in screen.text


async def test_a_clock_that_is_put_back_counts_anew(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await absent(screen, community, timedelta(days=-1))
        await absent(screen, community, 14 * MINUTE)
        assert not screen.app.covered
        await absent(screen, community, MINUTE)
        assert screen.app.covered


async def test_a_session_from_afar_ends_after_eight_hours_and_keeps_what_was_typed(
    community: TestCommunity,
) -> None:
    async with community.shell() as screen:
        screen.app.remote = True
        await screen.press(screen.number("You"), "e")
        await screen.type(" Maria")
        await absent(screen, community, LONGEST - timedelta(seconds=1))
        assert not screen.app._exit
        await absent(screen, community, timedelta(seconds=1))
        assert screen.app._exit
        assert "for eight hours, so the house was closed" in screen.app.parting
    assert Drafts.of(community.session())["account"]["name"] == "Ana Maria"


async def test_whoever_sits_at_the_machine_itself_is_left_alone(community: TestCommunity) -> None:
    async with community.shell() as screen:
        assert not screen.app.remote
        await absent(screen, community, timedelta(days=3))
        assert not screen.app._exit


class HoldsASecret(api.PageView):
    """Shows something until the screen is covered."""

    def build(self) -> Iterable[Static]:
        yield Static("the secret")

    def covered(self) -> None:
        self.query_one(Static).update("locked")


class FailsUnderCover(api.PageView):
    """Can't let go."""

    def build(self) -> Iterable[Static]:
        yield Static("the secret")

    def covered(self) -> None:
        raise KeyError("the secret")


class LookedAt(api.PageView):
    """Shows what people look at without a key."""

    def is_looked_at(self) -> bool:
        return True


class Secretive:
    """A plugin of three pages."""

    FOLKMOOT_API = 1

    @staticmethod
    @api.hookimpl
    def folkmoot_pages() -> Iterable[api.Page]:
        yield api.Page("fails", "Fails", f"{__name__}:FailsUnderCover", order=800)
        yield api.Page("holds", "Holds", f"{__name__}:HoldsASecret", order=801)
        yield api.Page("looked", "Looked", f"{__name__}:LookedAt", order=802, strip=False)


async def test_pages_are_told_of_the_cover_and_one_that_fails_costs_only_itself(
    found_community: object,
) -> None:
    house = open_house()
    house.load("secretive", "1.0", "stranger", lambda: Secretive)  # type: ignore[arg-type,return-value]
    community: TestCommunity = found_community(house)  # type: ignore[operator]
    async with community.shell() as screen:
        fails, holds = screen.number("Fails"), screen.number("Holds")
        await screen.press(fails, holds, "1")
        await absent(screen, community, 15 * MINUTE)
        assert said(screen) == AWAY
        await screen.press("a", holds)
        assert "locked" in screen.text
        assert "the secret" not in screen.text
        await screen.press(fails)
        assert "has stopped" in screen.text
    faults = [fault.sentence for fault in house.plugin("secretive").faults]  # type: ignore[union-attr]
    assert len(faults) == 1
    assert "the secret" not in faults[0]


async def test_what_people_look_at_is_not_covered_and_secrets_are_let_go_of_all_the_same(
    found_community: object,
) -> None:
    house = open_house()
    house.load("secretive", "1.0", "stranger", lambda: Secretive)  # type: ignore[arg-type,return-value]
    community: TestCommunity = found_community(house)  # type: ignore[operator]
    async with community.shell() as screen:
        holds = screen.number("Holds")
        await screen.press(holds)
        await screen.open("Looked")
        await absent(screen, community, 20 * MINUTE)
        assert not screen.app.covered
        await screen.press(holds)
        assert "locked" in screen.text


async def test_on_a_terminal_of_ascii_only_the_cover_is_ascii(
    community: TestCommunity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "C")
    community.join("lucia", language="es")
    async with community.shell("lucia") as screen:
        screen.app._cover = "Vuelve aquí — año"
        assert all(line.isascii() for line in screen.lines)
        assert "Vuelve aqui" in screen.text


def test_an_account_from_before_is_covered_after_a_quarter_of_an_hour() -> None:
    account = msgspec.convert({"name": "Ana", "handle": "ana"}, Account)
    assert account.away == "15"
