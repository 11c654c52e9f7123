"""Opening the shell at a terminal: a community that stands, or the first screen of one to come."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from folkmoot.errors import BadData
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.cli.call import Call
    from folkmoot.session import Session


def need_terminal(hint: str) -> None:
    """Raises: BadData (65) where there is no terminal to draw on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadData(_("folkmoot draws on a terminal, and there is none here. {hint}", hint=hint))


def open_house_here(call: Call) -> None:
    """`folkmoot` with no word behind it."""
    need_terminal(_("With ssh, add -t; commands such as “folkmoot today” need none."))
    from folkmoot.door.opening import session_at
    from folkmoot.store import traces

    path = call.path
    if not traces(path):
        from folkmoot.shell.first import run_first

        if not run_first(call.house, path, call.handle):
            return
    with session_at(call.house, path, handle=call.handle) as session:
        run_shell(session)


def run_shell(session: Session) -> None:
    """The shell on this terminal until the person leaves."""
    from folkmoot.door.upkeep import daily
    from folkmoot.shell.app import Shell

    Shell(session, daily).run_here()
