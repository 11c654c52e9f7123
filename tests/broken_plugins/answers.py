"""Pages that fail once a dialog is answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

import msgspec
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from folkmoot.api import Ask, Choose, FormScreen, Key, PageView


def tear(*_answer: object) -> NoReturn:
    raise ValueError("a secret that must not be shown")


class PlainPage(PageView):
    """Has nothing to focus."""

    def build(self) -> ComposeResult:
        yield Static("press b", id="plain")

    def keys(self) -> Sequence[Key]:
        return (Key("b", "break", self.go),)

    def go(self) -> None:
        self.query_one("#plain", Static).update("heard")


class Word(msgspec.Struct, frozen=True):
    """One field."""

    word: str = "x"


class SavingPage(PlainPage):
    def go(self) -> None:
        self.app.push_screen(FormScreen("Word", Word, tear, name="word", drafts={}))


class AskingPage(PlainPage):
    def go(self) -> None:
        self.app.push_screen(Ask("Sure?", "Is it?", tear))


class ChoosingPage(PlainPage):
    def go(self) -> None:
        self.app.push_screen(Choose("Which?", [("a", Content("this"))]), tear)


class LeavingPage(PlainPage):
    def go(self) -> None:
        raise SystemExit(3)


class UnstyledPage(PlainPage):
    DEFAULT_CSS = "UnstyledPage { colour: ; } }"
