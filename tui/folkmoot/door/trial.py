"""Plugins tried where they can do no harm: a throwaway community in which every hook is asked and every page built.

What goes wrong is noted in the house under the plugin's name, as it would be in a member's session; so a fault
that shows only on the screen is known before anyone meets it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from folkmoot.contributions import imported
from folkmoot.door.demo import make_demo
from folkmoot.door.opening import session_at
from folkmoot.errors import described
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.plugins import House
    from folkmoot.session import Session

WITHOUT_SESSION = (
    "collections",
    "settings",
    "pages",
    "commands",
    "policies",
    "services",
    "heavy_acts",
    "arrivals",
)  # hooks that are asked before anybody is there
PATIENCE = 2.0  # seconds that a page's slow work is waited for


def try_out(house: House, own_commands: Collection[str] = ()) -> None:
    """Ask every hook, import every command and build every page once, in a community that is thrown away.

    `own_commands` are the host's words, which no plugin can take. Never raises.
    """
    house.on_trial, heard, house.heard = True, house.heard, None
    try:
        _try(house, own_commands)
    finally:
        house.heard = heard


def _try(house: House, own_commands: Collection[str]) -> None:
    _import_commands(house, own_commands)
    with suppress(Exception), TemporaryDirectory(prefix="folkmoot-trial-") as folder:
        path = Path(folder) / "community.json"
        make_demo(house, path, durability="none")
        with session_at(house, path, durability="none") as session:
            _ask_all(session)
            asyncio.run(_visit_pages(session))


def _import_commands(house: House, own: Collection[str]) -> None:
    import click

    taken = set(own)
    for plugin, command in house.ask("commands"):
        if command.name in taken:
            house.note(plugin, command.name, _("The command “{name}” is taken.", name=command.name))
            continue
        taken.add(command.name)
        found = house.contained(plugin, f"folkmoot {command.name}", partial(imported, command.command))
        if found is not None and not isinstance(found, click.Command):
            said = _("{where} is no click command.", where=command.command)
            house.note(plugin, command.name, said)


def _ask_all(session: Session) -> None:
    house, now = session.house, session.now()
    for hook in (*WITHOUT_SESSION, "founding", "demo"):
        house.ask(hook)
    house.ask("today", session=session)
    house.ask("first_steps", session=session)
    house.ask("occasions", session=session)
    house.ask("person_panels", session=session, account=session.account)
    house.ask("digest", session=session, since=now - timedelta(days=14))
    house.ask(
        "occurrences", reader=session.store, start=now, end=now + timedelta(days=60), handle=session.handle
    )


async def _visit_pages(session: Session) -> None:
    from folkmoot.pressing import at_rest
    from folkmoot.shell.app import Shell

    house = session.house
    shell = Shell(session)
    async with shell.run_test(size=(80, 24)):
        for page in list(shell.pages):
            try:
                await shell.open_page(page.id)
                with suppress(TimeoutError):  # a page may work for as long as it is open
                    await at_rest(shell, patience=PATIENCE)
            except Exception as error:  # the others are still to be tried
                owner = shell.owner_of_page(page.id)
                said = _("{where} failed: {error}", where=page.id, error=described(error))
                house.note(owner, page.id, said)
