"""What is typed and not saved is there at the next login, for that person and nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import msgspec

from folkmoot.api import FormScreen, LineInput
from folkmoot.door.drafts import PAUSE, Drafts
from folkmoot.session import Account
from folkmoot.testing import TestCommunity

KEPT = "What you were typing when you left is kept"


class Safe(msgspec.Struct, frozen=True, kw_only=True):
    """Something with a secret in it."""

    label: Annotated[str, msgspec.Meta(title="Label")] = ""
    word: Annotated[str, msgspec.Meta(title="Word", extra={"format": "secret"})] = ""


def file_of(community: TestCommunity, handle: str = "ana") -> Path:
    return community.path.with_suffix(".drafts") / f"{handle}.json"


def kept(community: TestCommunity, handle: str = "ana") -> Mapping[str, Mapping[str, str]]:
    """What the next session of a person finds."""
    return dict(Drafts.of(community.session(handle)))


def files(community: TestCommunity) -> Iterable[str]:
    return sorted(path.name for path in community.path.with_suffix(".drafts").glob("*"))


async def test_what_was_typed_is_told_of_at_the_next_login_and_shown_where_it_was_typed(
    community: TestCommunity,
) -> None:
    async with community.shell() as screen:
        assert KEPT not in screen.text
        await screen.press(screen.number("You"), "e")
        await screen.type(" Maria")
        assert "Ana Maria" in screen.text
    async with community.shell() as screen:
        said = " ".join(screen.text.split())
        number = screen.number("You")
        assert f"{KEPT}: Your card (page {number}, You). Open it there again to go on." in said
        await screen.press(screen.number("You"), "e")
        assert "Here is what you had typed before." in screen.text
        assert "Ana Maria" in screen.text
        await screen.press("ctrl+s")
    async with community.shell() as screen:
        assert KEPT not in screen.text
    assert files(community) == []
    stored = community.session().store.collection(Account).first(handle="ana")
    assert stored is not None
    assert stored.value.name == "Ana Maria"


async def test_nobody_else_is_offered_it(community: TestCommunity) -> None:
    community.join("ben")
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e")
        await screen.type(" Maria")
    async with community.shell("ben") as screen:
        assert KEPT not in screen.text
        await screen.press(screen.number("You"), "e")
        assert "typed before" not in screen.text


async def test_it_is_saved_while_it_is_typed_and_not_at_every_key(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e")
        await screen.type(" M")
        await screen.look()
        first = kept(community)["account"][
            "name"
        ]  # the shell's own clockwork may have been there after one letter
        assert first in ("Ana ", "Ana M")
        await screen.type("aria")
        await screen.look()
        assert kept(community)["account"]["name"] == first
        community.moment += PAUSE
        await screen.look()
        assert kept(community)["account"]["name"] == "Ana Maria"


async def test_a_clock_that_is_put_back_holds_nothing_up(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e")
        await screen.type(" M")
        await screen.look()
        await screen.type("aria")
        community.moment -= timedelta(hours=1)
        await screen.look()
        assert kept(community)["account"]["name"] == "Ana Maria"


async def test_what_is_as_it_was_is_no_draft(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e")
        await screen.type("x")
        await screen.look()
        assert kept(community)["account"]["name"] == "Anax"
        await screen.press("backspace")
        community.moment += PAUSE
        await screen.look()
        assert kept(community) == {}
        assert files(community) == []


async def test_only_the_person_s_account_on_the_machine_can_read_it(community: TestCommunity) -> None:
    community.path.chmod(0o644)
    folder = community.path.with_suffix(".drafts")
    folder.mkdir(mode=0o755)
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e")
        await screen.type("x")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
        "ana.json": 0o600,
        "ana.lock": 0o600,
    }


async def test_what_a_form_marks_secret_is_neither_shown_nor_kept(community: TestCommunity) -> None:
    async with community.shell() as screen:
        form = FormScreen("Safe", Safe, lambda safe: None, name="safe", drafts=screen.app.drafts)
        await screen.app.push_screen(form)
        await screen.type("door")
        await screen.press("down")
        await screen.type("sesame")
        assert "door" in screen.text
        assert "sesame" not in screen.text
        assert "••••••" in screen.text
    assert kept(community) == {"safe": {"label": "door"}}
    assert "sesame" not in file_of(community).read_text("utf-8")


async def test_a_secret_alone_makes_no_draft(community: TestCommunity) -> None:
    async with community.shell() as screen:
        form = FormScreen("Safe", Safe, lambda safe: None, name="safe", drafts=screen.app.drafts)
        await screen.app.push_screen(form)
        await screen.press("down")
        await screen.type("sesame")
    assert files(community) == []


async def test_a_form_that_keeps_no_drafts_leaves_none_and_asks_before_it_is_left(
    community: TestCommunity,
) -> None:
    async with community.shell() as screen:
        form = FormScreen(
            "Safe", Safe, lambda safe: None, name="safe", drafts=screen.app.drafts, keeps_drafts=False
        )
        await screen.app.push_screen(form)
        await screen.press("down")
        await screen.type("sesame")
        await screen.press("escape")
        assert "What you typed here would be lost." in screen.text
    assert files(community) == []


async def test_drafts_that_cannot_be_saved_are_told_once_and_the_shell_stands(
    community: TestCommunity,
) -> None:
    community.path.with_suffix(".drafts").write_text("in the way", "utf-8")
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e")
        await screen.type(" M")
        await screen.look()
        assert "What you type is only kept while this is open" in screen.text
        screen.app.say("")
        for _time in range(3):
            community.moment += PAUSE
            await screen.look()
            await screen.look()
        assert "What you type is only kept" not in screen.text
        assert "Ana M" in screen.text
        await screen.press("escape")
        await screen.press(screen.number("You"), "e")
        assert "Ana M" in screen.text


async def test_the_last_key_before_a_hang_up_is_kept_although_nobody_was_told_of_it_yet(
    community: TestCommunity,
) -> None:
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e")
        box = screen.app.screen.query_one("#field-name", LineInput)
        with box.prevent(LineInput.Changed):  # it stands in its line; the word of it is still on its way
            box.insert_text_at_cursor(" Maria")
        screen.app.save_unfinished()  # as a signal does
        assert kept(community)["account"]["name"].endswith("Maria")
        await screen.press("escape")


async def test_a_word_of_typing_that_comes_after_saving_makes_no_draft(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e")
        form = screen.app.screen
        assert isinstance(form, FormScreen)
        form.query_one("#field-name", LineInput).value = "Ana Maria"
        form.action_save()
        form.on_input_changed()
        screen.app.save_unfinished()
        assert kept(community) == {}
