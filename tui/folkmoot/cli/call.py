"""How a command was called: which store, as whom, with or without plugins; opened when first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from folkmoot.plugins import House
    from folkmoot.session import Session


@dataclass
class Call:
    """The options in front of a command."""

    store: str | None = None
    handle: str | None = None
    plugins: bool = True
    beside: tuple[Path, ...] = ()  # plugins that this call alone takes in
    running: str = ""  # the plugin whose command is called
    key: str = ""  # the fingerprint of the SSH key with which it came
    afar: bool = False  # over SSH: some words are for the host alone
    clock: Callable[[], datetime] | None = None  # the host's, unless a test brings its own

    @cached_property
    def house(self) -> House:
        from folkmoot.plugins import open_house

        house = open_house(plugins=self.plugins, store=self.path, beside=self.beside)
        if self.beside:
            _tell_missing(house, self.beside)
        return house

    @property
    def path(self) -> Path:
        from folkmoot.door.opening import store_file

        return store_file(self.store)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """The session at the store that was named. Raises: StoreError, NotFound, NotAllowed."""
        from folkmoot.door.opening import session_at, system_clock
        from folkmoot.door.owner import only_owner

        if not self.afar:
            only_owner(self.path)
        now = self.clock or system_clock
        with session_at(
            self.house, self.path, handle=self.handle, plain=True, key=self.key, now=now
        ) as session:
            yield session


def _tell_missing(house: House, beside: Iterable[Path]) -> None:
    """Say why a plugin that was named for this call is not in it."""
    from folkmoot.cli.talk import say
    from folkmoot.folders import plugin_at
    from folkmoot.words import _

    for path in beside:
        plugin = house.plugin(plugin_at(path).name)
        if plugin is not None and plugin.state != "on" and plugin.faults:
            said = plugin.faults[-1].sentence
            say(_("The plugin “{name}” is left out: {said}", name=plugin.name, said=said))


pass_call: Callable[[Callable[..., Any]], Callable[..., Any]] = click.make_pass_decorator(Call, ensure=True)


def pass_session(function: Callable[..., Any]) -> Callable[..., Any]:
    """Hand an open session to a command as its first argument."""
    from functools import update_wrapper

    @click.pass_context
    def with_session(context: click.Context, /, *arguments: Any, **options: Any) -> Any:
        with context.find_object(Call).session() as session:  # type: ignore[union-attr]
            return context.invoke(function, session, *arguments, **options)

    return update_wrapper(with_session, function)


def now() -> Any:
    """The instant of a command that needs no store."""
    from folkmoot.door.opening import system_clock

    return system_clock()
