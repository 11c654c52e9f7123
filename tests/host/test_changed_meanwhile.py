"""Two who change one thing: the second sees both versions, loses nothing, and can save anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from folkmoot.api import ChangedMeanwhile, FormScreen
from folkmoot.session import Account
from folkmoot.testing import HOSTILE, Screen, TestCommunity
from folkmoot_core.rhythm.actions import move_occurrence
from folkmoot_core.rhythm.calendar import occurrence_of
from folkmoot_core.rhythm.model import MoonRule
from folkmoot_core.rhythm.rule_actions import change_rule

CALL = "full-call/full-332"


class Bread(msgspec.Struct, frozen=True, kw_only=True):
    """A form about bread."""

    who: Annotated[str, Meta(title="Who")] = ""
    when: Annotated[str, Meta(title="When")] = ""
    kind: Annotated[
        Literal["rye", "wheat"], Meta(title="Kind", extra={"words": {"rye": "dark", "wheat": "light"}})
    ] = "rye"


class Oven:
    """Somewhere that bread is kept, and that others write to."""

    def __init__(self, now: Mapping[str, Any]) -> None:
        self.now, self.changed, self.kept = now, True, Bread()

    def save(self, bread: Bread) -> None:
        if self.changed:
            self.changed = False
            raise ChangedMeanwhile("Somebody was quicker.", self, self.now)
        self.kept = bread


async def opened(screen: Screen, oven: Oven) -> None:
    start = {"who": "Ana", "when": "noon"}
    form = FormScreen("Bread", Bread, oven.save, name="bread", drafts=screen.app.drafts, start=start)
    screen.app.push_screen(form)
    await screen.settled()


async def test_lines_that_nobody_touched_take_over_and_the_others_show_both(community: TestCommunity) -> None:
    oven = Oven({"who": "Bo", "when": "dusk", "kind": "wheat"})
    async with community.shell("ana") as screen:
        await opened(screen, oven)
        await screen.type("-Maria")
        await screen.press("ctrl+s")
        assert "Somebody was quicker." in screen.text
        assert "Ana-Maria" in screen.text
        assert "there now: Bo" in screen.text
        assert "dusk" in screen.text
        assert "it was: noon" in screen.text
        assert "< light >" in screen.text
        assert "it was: dark" in screen.text
        assert dict(screen.app.drafts["bread"]) == {"who": "Ana-Maria"}
        await screen.press("ctrl+s")
    assert oven.kept == Bread(who="Ana-Maria", when="dusk", kind="wheat")


async def test_where_both_typed_the_same_there_is_nothing_to_see(community: TestCommunity) -> None:
    oven = Oven({"who": "Ana-M", "when": "noon", "kind": "rye"})
    async with community.shell("ana") as screen:
        await opened(screen, oven)
        await screen.type("-M")
        await screen.press("ctrl+s")
        assert "there now" not in screen.text
        assert "it was" not in screen.text
        assert "bread" not in screen.app.drafts


async def test_what_others_wrote_is_inert(community: TestCommunity) -> None:
    oven = Oven({"who": HOSTILE, "when": HOSTILE, "kind": HOSTILE})
    async with community.shell("ana") as screen:
        await opened(screen, oven)
        await screen.type("x")
        await screen.press("ctrl+s")
        assert "there now: [/] [bold]x[/bold]" in screen.text
        await screen.press("ctrl+s")
    assert "\x1b" not in oven.kept.when
    assert oven.kept.kind == "rye"


async def test_a_draft_holds_only_what_was_typed_so_that_others_can_change_the_rest(
    community: TestCommunity,
) -> None:
    oven = Oven({})
    async with community.shell("ana") as screen:
        await opened(screen, oven)
        await screen.type("!")
        await screen.press("escape")
        form = FormScreen(
            "Bread", Bread, oven.save, name="bread", drafts=screen.app.drafts, start={"when": "dusk"}
        )
        screen.app.push_screen(form)
        await screen.settled()
        assert "Ana!" in screen.text
        assert "dusk" in screen.text


async def test_a_meeting_that_somebody_moved_meanwhile_shows_where_to(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press("2", "right", "right", "m")
        assert "2026-11-24 19:00" in screen.text
        bo = community.session("ana")
        move_occurrence(bo, CALL, "2026-11-25 18:00", "the storm")
        await screen.press("ctrl+u")
        await screen.type("2026-11-26 20:00")
        await screen.press("ctrl+s")
        assert "Somebody changed this meeting meanwhile" in screen.text
        assert "there now: 2026-11-25 18:00" in screen.text
        assert "the storm" in screen.text
        await screen.press("ctrl+s")
    meeting = occurrence_of(community.session("ana").store, CALL)
    assert f"{meeting.local_start:%Y-%m-%d %H:%M}" == "2026-11-26 20:00"
    assert meeting.reason == "the storm"


async def test_a_rule_that_somebody_changed_meanwhile_keeps_what_both_did(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press("2", "e", "enter", "enter")
        rule = screen.app.session.store.collection(MoonRule).all()[0].value
        change_rule(community.session("ana"), rule.id, {"duration_minutes": rule.duration_minutes + 15})
        await screen.type("Oaks")
        await screen.press("ctrl+s")
        assert "Somebody changed this rule meanwhile" in screen.text
        assert f"it was: {rule.duration_minutes}" in screen.text
        await screen.press("ctrl+s")
    now = community.session("ana").store.collection(MoonRule).all()[0].value
    assert now.duration_minutes == rule.duration_minutes + 15
    assert "Oaks" in now.title


async def test_two_windows_on_the_page_you_lose_nothing(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("You"), "e")
        await screen.type(" M")
        community.run("ana", "people", "edit", "--zone", "Pacific/Auckland")
        await screen.press("ctrl+s")
        assert "changed in another window" in screen.text
        assert "Pacific/Auckland" in screen.text
        await screen.press("ctrl+s")
    stored = community.session("ana").store.collection(Account).first(handle="ana")
    assert stored is not None
    assert (stored.value.name, stored.value.zone) == ("Ana M", "Pacific/Auckland")
