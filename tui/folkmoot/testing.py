"""What authors of plugins (and the house itself) test with: a throwaway community, a still clock, real keys.

Take the fixtures in by `pytest_plugins = ["folkmoot.testing"]` or by importing them. `community` is a real
store in a temporary folder; `community.session("ana")` acts as a person, `community.friend("ben")` brings one in;
two sessions are two handles on one store, as two processes have them. `community.shell("ana")` is the real shell
at 80x24, driven by key presses and read as text. `HOSTILE` is text that does harm wherever it is not made inert.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from folkmoot.contributions import imported
from folkmoot.discovery import installed_plugins
from folkmoot.door.founding import found
from folkmoot.door.opening import session_at
from folkmoot.folders import plugin_at
from folkmoot.plugged import BUNDLED
from folkmoot.plugins import House, agreeing, open_house
from folkmoot.pressing import at_rest, press
from folkmoot.session import Account, Session
from folkmoot.words import speaking

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from folkmoot.shell.app import Shell

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # when it is in every test that does not say otherwise
ANSWERS: Mapping[str, str] = {
    "name": "Moss",
    "zone": "Europe/London",
    "place": "Moss Valley",
    "latitude": "53.7",
    "longitude": "-2.1",
    "your_name": "Ana",
    "as": "ana",
}
HOSTILE = (
    "[/] [bold]x[/bold] [@click=app.exit]go[/] \x1b]52;c;cHduZWQ=\x07 \x1b[2J \u202egnp.exe "
    "{name} %s </script> ';-- e" + "\u0301" * 40
)


Found = Callable[..., "TestCommunity"]  # what the fixture `found_community` is


@dataclass
class Screen:
    """A shell under test: press keys, read what a person sees."""

    app: Shell
    pilot: Pilot[None]

    async def press(self, *keys: str) -> None:
        """Press keys one after the other and wait until all is drawn, slow work included."""
        await press(self.app, *keys)

    async def type(self, text: str) -> None:
        """Type a text as keys."""
        names = {" ": "space", "-": "minus", ":": "colon", "/": "slash", ",": "comma", ".": "full_stop"}
        await self.press(*(names.get(character, character) for character in text))

    async def settled(self) -> None:
        """Wait until workers are done and the screen is drawn."""
        await at_rest(self.app)

    async def open(self, title: str) -> None:
        """Go to a page by its title, wherever it stands, as the palette does."""
        page = next(page for page in self.app.pages if page.title == title)
        await self.app.open_page(page.id)
        await self.settled()

    def number(self, title: str) -> str:
        """The number that the strip at the top shows for a page, to be pressed."""
        found = re.search(rf"(\d) {re.escape(title)}\b", self.lines[0])
        assert found, f"the strip has no {title}: {self.lines[0]}"
        return found[1]

    async def look(self) -> None:
        """Do what the shell does four times a second: look at the clock and at the store."""
        self.app.tick()
        self.app.look()
        await self.settled()

    @property
    def lines(self) -> list[str]:
        """The screen's lines as text, right ends stripped."""
        return [strip.text.rstrip() for strip in self.app.strips()]

    @property
    def text(self) -> str:
        """The whole screen as text."""
        return "\n".join(self.lines)


@dataclass
class TestCommunity:
    """A community in a temporary folder, at a moment that stands still until a test moves it."""

    __test__ = False

    path: Path
    house: House
    moment: datetime = NOON
    language: str = "en"
    own_house: bool = False  # commands open the house that is given too, not what is installed
    _open: ExitStack = field(default_factory=ExitStack)

    def now(self) -> datetime:
        """The clock of everyone here."""
        return self.moment

    def session(self, handle: str | None = None) -> Session:
        """A session of its own store handle, as another process would have; closed after the test."""
        opened = session_at(
            self.house, self.path, handle=handle, now=self.now, environ={"LANG": self.language}
        )
        return self._open.enter_context(opened)

    def join(self, handle: str, **about: str) -> Account:
        """Another person with an account."""
        account = Account(handle=handle, name=about.pop("name", handle.capitalize()), **about)  # type: ignore[arg-type]
        session = self.session()
        with session.store.transaction(by=session.handle, why="joined") as tx:
            tx.add(account)
        return account

    def guest(self, handle: str) -> Session:
        """A session of somebody who came in and has been at no gathering yet; brings them in where they are not."""
        return self._standing(handle, "guest")

    def friend(self, handle: str) -> Session:
        """A session of a Friend; brings them in where they are not."""
        return self._standing(handle, "friend")

    def partner(self, handle: str) -> Session:
        """A session of a Partner; brings them in where they are not. Ana, who founded, is one already."""
        return self._standing(handle, "partner")

    def _standing(self, handle: str, standing: str) -> Session:
        session = self.session()
        if session.store.collection(Account).first(handle=handle) is None:
            self.join(handle)
        imported("folkmoot_core.testing:stand")(session, handle, standing)
        return self.session(handle)

    def to_moon(self, phase: str) -> datetime:
        """Put the clock to the next `full` or `new` moon, and leave it there: its instant, in UTC."""
        self.moment = imported("folkmoot_core.testing:next_moon")(self.moment, phase)
        return self.moment

    def run(self, handle: str, *words: str, code: int = 0) -> str:
        """A command, as a person types it; what it printed. `code` is how it has to end."""
        said = StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            ended = self.command(handle, *words)
        assert ended == code, f"{' '.join(words)} ended with {ended}: {said.getvalue()}"
        return said.getvalue()

    def command(self, handle: str | None, *words: str) -> int:
        """A command at this community's moment, printed where commands print; returns its exit code."""
        from folkmoot.cli import run
        from folkmoot.cli.call import Call

        person = ["--as", handle] if handle else []
        call = Call(clock=self.now)
        if self.own_house:
            call.house = self.house
        with speaking(self.language):
            return run(["--store", str(self.path), *person, *words], call)

    @asynccontextmanager
    async def shell(
        self, handle: str | None = None, size: tuple[int, int] = (80, 24)
    ) -> AsyncIterator[Screen]:
        """The real shell of a person, without a terminal."""
        from folkmoot.shell.app import Shell

        session = self.session(handle)
        app = Shell(session)
        async with app.run_test(size=size) as pilot:
            screen = Screen(app, pilot)
            await screen.settled()
            yield screen

    def close(self) -> None:
        """Close every session."""
        self._open.close()


def house_with(*paths: Path) -> House:
    """The plugins that came with folkmoot, and those at these paths (a file, a package, a project): nothing else."""
    lying = [plugin_at(path) for path in paths]
    house = open_house(found=[one for one in installed_plugins() if one.package == BUNDLED])
    house.load_all(lying, agreeing(lying))
    return house


def faults_of(path: Path) -> list[str]:
    """What `folkmoot plugins check` says is wrong with the plugin at a path: nothing, one hopes."""
    from folkmoot.door.check import check_plugin

    with speaking("en"):
        return check_plugin(path).wrong


@pytest.fixture
def english() -> Iterator[None]:
    """Speak English in a test, whatever the machine speaks."""
    with speaking("en"):
        yield


@pytest.fixture
def house() -> House:
    """All installed plugins, freshly loaded."""
    return open_house()


@pytest.fixture
def found_community(tmp_path: Path, english: None) -> Iterator[Callable[..., TestCommunity]]:
    """A function that founds communities: `found_community(house=…, zone="Pacific/Auckland", …)`."""
    made: list[TestCommunity] = []

    def make(
        house: House | None = None, moment: datetime = NOON, name_of_folder: str = "home", **answers: str
    ) -> TestCommunity:
        community = TestCommunity(tmp_path / name_of_folder / "community.json", house or open_house(), moment)
        community.own_house = house is not None
        given = {**ANSWERS, **answers}
        found(
            community.house,
            community.path,
            given,
            now=community.now,
            environ={"LANG": "en"},
            durability="none",
        )
        made.append(community)
        return community

    yield make
    for community in made:
        community.close()


@pytest.fixture
def community(found_community: Callable[..., TestCommunity]) -> TestCommunity:
    """A community founded by Ana in Moss Valley, on a Sunday noon in November 2026."""
    return found_community()
