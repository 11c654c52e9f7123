"""The pages of the broken plugins."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from folkmoot.api import Change, Dialog, Key, PageView


class FinePage(PageView):
    def build(self) -> ComposeResult:
        yield Static("all is well here")


class TornPage(PageView):
    def build(self) -> ComposeResult:
        yield Static("the upper half")
        raise ValueError("a secret that must not be shown")


class Focusable(Static, can_focus=True):
    pass


class KeyPage(PageView):
    def build(self) -> ComposeResult:
        yield Focusable("press b")

    def keys(self) -> Sequence[Key]:
        return (Key("b", "break", self.tear),)

    def tear(self) -> None:
        raise ValueError("a secret that must not be shown")


class HandlerPage(PageView):
    def build(self) -> ComposeResult:
        yield Focusable("waiting")

    def on_mount(self) -> None:
        raise ValueError("a secret that must not be shown")


class Undrawable(Static):
    def render(self) -> str:
        raise ValueError("a secret that must not be shown")


class DrawPage(PageView):
    def build(self) -> ComposeResult:
        yield Undrawable("never seen")


class WorkerPage(PageView):
    def build(self) -> ComposeResult:
        yield Focusable("press b")

    def keys(self) -> Sequence[Key]:
        return (Key("b", "break", lambda: self.in_background(self.tear, print)),)

    def tear(self) -> None:
        raise ValueError("a secret that must not be shown")


class TornDialog(Dialog[None]):
    def body(self) -> Sequence[Static]:
        raise ValueError("a secret that must not be shown")


class SlowDialog(Dialog[None]):
    """Waits for something in the background that fails."""

    def body(self) -> Sequence[Static]:
        return (Static("waiting"),)

    def on_mount(self) -> None:
        self.in_background(self.tear, print)

    def tear(self) -> None:
        raise ValueError("a secret that must not be shown")


class DialogPage(PageView):
    def build(self) -> ComposeResult:
        yield Focusable("press b")

    def keys(self) -> Sequence[Key]:
        return (
            Key("b", "break", lambda: self.app.push_screen(TornDialog("Torn"))),
            Key("w", "wait", lambda: self.app.push_screen(SlowDialog("Slow"))),
        )


class ChangesPage(PageView):
    def build(self) -> ComposeResult:
        yield Focusable("waiting for changes")

    def on_changes(self, changes: Sequence[Change]) -> None:
        raise ValueError("a secret that must not be shown")
