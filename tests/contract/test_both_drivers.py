"""Every page of the demo looks the same whether what changed is sent or all of it, as Textual does, at every step."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from msgspec.structs import replace as evolve
from rich.color import ColorSystem
from rich.control import Control
from textual import events
from textual._compositor import CompositorUpdate
from textual.geometry import Size
from textual.screen import Screen as TextualScreen

from folkmoot.accounts import account_of
from folkmoot.door.demo import make_demo
from folkmoot.plugins import House, open_house
from folkmoot.pressing import at_rest
from folkmoot.shell.app import Shell
from folkmoot.shell.painting.difference import difference
from folkmoot.shell.painting.driver import strokes_of
from folkmoot.shell.painting.frame import Frame, blank, painted
from folkmoot.testing import Screen, TestCommunity
from folkmoot.words import speaking
from host.painting.a_terminal import ATerminal

WEDNESDAY = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SYSTEMS = {"truecolor": ColorSystem.TRUECOLOR, "256": ColorSystem.EIGHT_BIT, "16": ColorSystem.STANDARD}
KEYS = (
    "down",
    "down",
    "up",
    "end",
    "home",
    "slash",
    "a",
    "escape",
    "enter",
    "down",
    "escape",
    "question_mark",
)


@lru_cache(1)
def _demo() -> Path:
    """The demo community, told once."""
    folder = Path(mkdtemp(prefix="folkmoot-demo-"))
    with speaking("en"):
        make_demo(open_house(), folder / "community.json", now=lambda: WEDNESDAY, durability="none")
    return folder


@pytest.fixture
def demo(house: House, tmp_path: Path, english: None) -> Iterator[TestCommunity]:
    shutil.copytree(_demo(), tmp_path / "demo")
    community = TestCommunity(tmp_path / "demo" / "community.json", house, WEDNESDAY)
    yield community
    community.close()


class BothWays(Shell):
    """A shell on two terminals: one is sent what Textual sends, the other what changed."""

    def begin(self, system: ColorSystem) -> None:
        """Before it runs: how many colours both terminals have."""
        self.console._color_system = system
        self.both: tuple[ATerminal, ATerminal] | None = None
        self.shown: Frame | None = None
        self.sizes: tuple[int, int] = (0, 0)
        self.steps = 0

    def _display(self, screen: TextualScreen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        if isinstance(renderable, CompositorUpdate) and not self._batch_count:
            self._take(renderable)

    def _take(self, update: Any) -> None:
        width, height = self.size
        if self.both is None or self.shown is None or (self.shown.width, self.shown.height) != self.size:
            self.both = ATerminal(width, height), ATerminal(width, height)
            self.shown = None
        stock, ours = self.both
        cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
        stock.feed(update.render_segments(self.console) + Control.move_to(*cursor).segment.text)
        system = self.console._color_system
        assert system is not None
        wanted = painted(self.shown or blank(width, height), strokes_of(update, system), cursor)
        sent = difference(self.shown, wanted)
        ours.feed(sent)
        self.shown = wanted
        self.steps += 1
        if ours.seen() != stock.seen():
            raise AssertionError(f"after {sent!r}\n" + "\n".join(_both(ours, stock)))
        assert (ours.cursor.x, ours.cursor.y) == (stock.cursor.x, stock.cursor.y)


def _both(ours: ATerminal, stock: ATerminal) -> Iterator[str]:
    for y, (mine, theirs) in enumerate(zip(ours.seen(), stock.seen(), strict=True)):
        for x, (a, b) in enumerate(zip(mine, theirs, strict=True)):
            if a != b:
                yield f"{x},{y}: ours shows {a}, Textual's {b}"


@asynccontextmanager
async def shell(
    community: TestCommunity, system: ColorSystem, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Screen]:
    app = BothWays(community.session("ines"))
    app.begin(system)
    async with app.run_test(size=size) as pilot:
        screen = Screen(app, pilot)
        await screen.settled()
        yield screen


async def walk(screen: Screen, *keys: str) -> None:
    """Every page, and on each some keys."""
    for page in list(screen.app.pages):
        await screen.open(page.title)
        await screen.press(*keys)
        while len(screen.app.screen_stack) > 1:
            await screen.press("escape")


async def resize(screen: Screen, width: int, height: int) -> None:
    size = Size(width, height)
    screen.app._size = None
    screen.app._driver._size = (width, height)  # type: ignore[union-attr]
    screen.app.post_message(events.Resize(size, size))
    await at_rest(screen.app)


@pytest.mark.parametrize(
    "system",
    [pytest.param(name, marks=() if name == "256" else pytest.mark.whole) for name in SYSTEMS],
)
async def test_every_page_looks_the_same_at_every_key(demo: TestCommunity, system: str) -> None:
    async with shell(demo, SYSTEMS[system]) as screen:
        assert len(screen.app.pages) >= 8
        await walk(screen, *(KEYS if system == "256" else KEYS[:5]))
        assert screen.app.steps >= 100  # type: ignore[attr-defined]


async def test_every_page_looks_the_same_in_a_wide_window_and_after_it_became_narrow(
    demo: TestCommunity,
) -> None:
    async with shell(demo, ColorSystem.EIGHT_BIT, (120, 40)) as screen:
        await walk(screen, "down", "question_mark")
        await resize(screen, 60, 20)
        await walk(screen, "down")


async def test_every_page_looks_the_same_without_colours(
    demo: TestCommunity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with shell(demo, ColorSystem.EIGHT_BIT) as screen:
        await walk(screen, "down", "question_mark")


async def test_the_cover_looks_the_same(demo: TestCommunity) -> None:
    async with shell(demo, ColorSystem.EIGHT_BIT) as screen:
        screen.app.cover()
        await screen.settled()
        assert "You have been away" in screen.text
        await screen.press("x")
        assert "1 Today" in screen.text


async def test_pictures_of_moons_look_the_same(demo: TestCommunity) -> None:
    session = demo.session("ines")
    stored = account_of(session.store, "ines")
    with session.store.transaction(by="ines", why="tried pictures") as tx:
        tx.replace(stored, evolve(stored.value, glyphs="emoji"))
    async with shell(demo, ColorSystem.EIGHT_BIT) as screen:
        await screen.open("Rhythm")
        assert any(moon in screen.text for moon in "🌑🌕")
        await screen.press(
            "down", "right_square_bracket", "down", "left_square_bracket", "question_mark", "escape"
        )
