"""A shell whose map page goes wrong at Z with everything secret at hand: `python map_on_a_terminal.py STORE WAY`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from textual.widget import Widget
from textual.widgets import Static

from folkmoot.api import Dialog, Key
from folkmoot.door.opening import session_at
from folkmoot.plugins import open_house
from folkmoot.shell.app import Shell
from folkmoot_tmaps.looking.card_screen import CardScreen
from folkmoot_tmaps.maps import dialogs, unlocking
from folkmoot_tmaps.maps.dialogs import MapDialog
from folkmoot_tmaps.maps.page import MapPage
from folkmoot_tmaps.maps.question_screen import QuestionScreen
from folkmoot_tmaps.sharing import actions as sharing
from folkmoot_tmaps.sharing.doing import PreviewScreen
from folkmoot_tmaps.sharing.readers_screen import ReadersScreen
from folkmoot_tmaps.sharing.shared_screen import ReadScreen, SharedScreen


def tear(page: MapPage) -> NoReturn:
    keys, opened = page.keys_held, page.opened
    assert keys and opened
    secrets = keys.identity, keys.mac, opened.sections["steer"].answers[0].value
    raise ValueError(f"{secrets} and {opened.workbook.title}")


class Undrawable(Static):
    page: MapPage

    def render(self) -> Any:
        tear(self.page)


class TornDialog(MapDialog):
    def body(self) -> Iterable[Widget]:
        tear(self.page)


def undrawable(page: MapPage) -> Undrawable:
    made = Undrawable()
    made.page = page
    return made


async def tear_later(page: MapPage) -> None:
    tear(page)


WAYS: dict[str, Callable[[MapPage], Any]] = {
    "key": tear,
    "drawing": lambda page: page.mount(undrawable(page)),
    "background": lambda page: page.in_background(lambda: tear(page), print),
    "timer": lambda page: page.set_timer(0.01, lambda: tear(page)),
    "worker": lambda page: page.run_worker(tear_later(page)),
    "dialog": lambda page: page.app.push_screen(TornDialog(page, "Torn")),
    "app": lambda page: page.app.call_later(tear, page),
}


def torn(kind: type[MapDialog]) -> type[Any]:
    """A screen of sharing that goes wrong as soon as it stands."""
    return type(f"Torn{kind.__name__}", (kind,), {"on_mount": lambda self: tear(self.page)})


def preview(page: MapPage) -> object:
    assert page.opened is not None
    seen = sharing.preview(page.opened, "steer")
    return page.app.push_screen(torn(PreviewScreen)(page, "steer", "Share it?", ("bo",), seen))


SHARING: dict[str, Callable[[MapPage], Any]] = {
    "card": lambda page: page.app.push_screen(torn(CardScreen)(page)),
    "readers": lambda page: page.app.push_screen(torn(ReadersScreen)(page)),
    "preview": preview,
    "shared": lambda page: page.app.push_screen(torn(SharedScreen)(page)),
    "read": lambda page: page.app.push_screen(torn(ReadScreen)(page, page.inbox.received[0])),
}


def main(store: Path, way: str) -> None:
    own, ways = MapPage.keys, {**WAYS, **SHARING}

    def keys(self: MapPage) -> Sequence[Key]:
        return (*own(self), Key("Z", "tear", lambda: ways[way](self)))

    if way in ways:
        MapPage.keys = keys  # type: ignore[method-assign]
    elif way == "unhidden":
        dialogs.hide_memory = unlocking.hide_memory = lambda: None
    elif way == "typing":
        QuestionScreen.on_text_area_changed = lambda self: tear(self.page)  # type: ignore[method-assign]
    assert issubclass(MapDialog, Dialog)
    with session_at(open_house(), store, handle="ana", environ={"LANG": "en"}) as session:
        Shell(session).run_here()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
