"""A shell in which things go wrong with a secret at hand: `python crashing.py STORE WAY`.

The secret is in the environment, and at each crash in a local variable and in the error's message.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import msgspec
from textual.app import App
from textual.widget import Widget
from textual.widgets import Input, Static

from folkmoot.api import Account, Dialog, FormScreen, Key, PageView
from folkmoot.contributions import imported
from folkmoot.door.opening import session_at
from folkmoot.plugins import open_house
from folkmoot.session import Session
from folkmoot.shell.app import Shell
from folkmoot.shell.arrangement import arranged
from folkmoot.shell.safe import SafeApp

STOCK = ("_handle_exception", "_fatal_error", "panic", "_print_error_renderables", "_dispatch_message")


def tear(*_about: object, **_more: object) -> NoReturn:
    passphrase = os.environ["THE_SECRET"]
    raise ValueError(f"{passphrase} opens nothing")


async def tear_later() -> None:
    tear()


class Undrawable(Static):
    def render(self) -> str:
        tear()


class Unhandling(Static):
    def on_mount(self) -> None:
        tear()


class TornDialog(Dialog[None]):
    def body(self) -> Iterable[Widget]:
        tear()


class AskingPassphrase(Dialog[None]):
    def body(self) -> Iterable[Widget]:
        yield Input(password=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        passphrase = event.value
        raise ValueError(f"{passphrase} opens nothing")


class Word(msgspec.Struct, frozen=True):
    word: str = "x"


def change_something(page: PageView) -> None:
    """A write that the page is then told of."""
    with page.session.store.transaction(by=page.session.handle, why="came") as tx:
        tx.add(Account(handle=f"guest{page.session.store.seq}", name="Guest"))


def form(save: Callable[..., object]) -> FormScreen:
    return FormScreen("Word", Word, save, name="word", drafts={})


ON_A_PAGE: dict[str, Callable[[PageView], Any]] = {
    "key": tear,
    "changes": change_something,
    "drawing": lambda page: page.mount(Undrawable()),
    "handler": lambda page: page.mount(Unhandling()),
    "background": lambda page: page.in_background(tear, print),
    "timer": lambda page: page.set_timer(0.01, tear),
    "worker": lambda page: page.run_worker(tear_later()),
    "dialog": lambda page: page.app.push_screen(TornDialog("Torn")),
    "typed": lambda page: page.app.push_screen(AskingPassphrase("Passphrase")),
    "form": lambda page: page.app.push_screen(form(tear)),
    "app": lambda page: page.app.call_later(tear),
}


def crash_on_pages(way: str) -> None:
    """Give every page of the house a key, Z, at which it goes wrong."""
    _owners, pages = arranged(open_house())
    for view in {imported(page.view) for page in pages}:
        own = view.keys

        def keys(self: PageView, own: Callable[[PageView], Sequence[Key]] = own) -> Sequence[Key]:
            return (*own(self), Key("Z", "tear", lambda: ON_A_PAGE[way](self)))

        view.keys = keys
        if way == "changes":
            view.on_changes = tear


class FailsAtStart(Shell):
    async def on_mount(self) -> None:
        tear()


class FailsToRead(Shell):
    """What Textual does where its thread that reads keys dies."""

    async def on_mount(self) -> None:
        assert self._driver is not None
        self._driver.run_input_thread = tear  # type: ignore[method-assign]
        self._driver._run_input_thread()  # type: ignore[attr-defined]


class LeavesErrorsBehind(Shell):
    """Errors that nobody waits for: of a task, of a thread, of an object that goes."""

    async def on_mount(self) -> None:
        self.lost = [asyncio.get_running_loop().create_task(tear_later()), Ungoing()]
        self.call_later(self.leave)

    def leave(self) -> None:
        self.exit()
        go_on = threading.Event()
        threading.Thread(target=lambda: (go_on.wait(), tear())).start()
        self.after = go_on


class Ungoing:
    def __del__(self) -> None:
        tear()


APPS = {
    "start": FailsAtStart,
    "reading": FailsToRead,
    "left-behind": LeavesErrorsBehind,
}


def run(session: Session, way: str) -> None:
    if way in ON_A_PAGE:
        crash_on_pages(way)
    app = APPS.get(way, Shell)(session)
    try:
        app.run_here()
    finally:
        if isinstance(app, LeavesErrorsBehind):
            app.lost.clear()
            app.after.set()


def main(store: Path, way: str) -> None:
    if os.environ.get("STOCK"):  # as Textual would do it: the test then has something to see
        for name in STOCK:
            setattr(Shell, name, getattr(App, name))
        SafeApp.run_async = App.run_async  # type: ignore[method-assign]
    with session_at(open_house(), store, handle="ana", environ={"LANG": "en"}) as session:
        run(session, way)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
