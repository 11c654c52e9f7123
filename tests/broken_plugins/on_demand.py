"""What contributions name and never should: each function fails in its own way, once the house calls it."""

from __future__ import annotations

import sys
from typing import Annotated, Any, NoReturn

import click
import msgspec
from msgspec import Meta

from folkmoot import api

SECRET = "a secret that must not be shown"


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is kept."""

    name: str
    more: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is asked."""

    word: Annotated[str, Meta(max_length=20)] = "x"


def raises(*_given: object) -> NoReturn:
    raise ValueError(SECRET)


def leaves(*_given: object) -> NoReturn:
    sys.exit(3)


class RaisingView(api.PageView):
    """Can't be made."""

    def __init__(self, session: api.Session) -> None:
        raise ValueError(SECRET)


class LeavingView(api.PageView):
    """Ends the process when it is made."""

    def __init__(self, session: api.Session) -> None:
        sys.exit(3)


class SlowHandler(api.PageView):
    """Lets the screen stand still while it mounts."""

    def on_mount(self) -> None:
        SlowView.clock[0] += 1_000_000


class SlowKey(api.PageView):
    """Lets the screen stand still at a key."""

    def keys(self) -> Any:
        return (api.Key("b", "wait", self.wait, "Waits."),)

    def wait(self) -> None:
        SlowView.clock[0] += 1_000_000


class NoView:
    """No page at all."""

    def __init__(self, session: api.Session) -> None:
        pass


class SlowView(api.PageView):
    """Lets the screen stand still; `clock` is the house's, moved by hand."""

    clock = [0.0]

    def build(self) -> Any:
        self.clock[0] += 1_000_000
        return ()


@click.command()
def raising_command() -> None:
    """Fails."""
    raise ValueError(SECRET)


class RaisingCalendar:
    """A service that fails when it is asked."""

    def coming(self, session: api.Session, kinds: Any, count: int) -> NoReturn:
        raise ValueError(SECRET)


class LeavingCalendar:
    """A service that ends the process."""

    def coming(self, session: api.Session, kinds: Any, count: int) -> NoReturn:
        sys.exit(3)
