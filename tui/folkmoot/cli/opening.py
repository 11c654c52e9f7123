"""Opening the shell at a terminal: a community that stands, or the first screen of one to come."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from folkmoot.errors import BadData, NotAllowed
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.cli.call import Call
    from folkmoot.door.kept import AccountKey
    from folkmoot.session import Session


def need_terminal(hint: str) -> None:
    """Raises: BadData (65) where there is no terminal to draw on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadData(_("folkmoot draws on a terminal, and there is none here. {hint}", hint=hint))


def open_house_here(call: Call, page: str = "") -> None:
    """`folkmoot` with no word behind it; or the shell at a page."""
    need_terminal(_("With ssh, add -t; commands such as “folkmoot today” need none."))
    from folkmoot.door.here import being_here
    from folkmoot.door.opening import session_at
    from folkmoot.door.owner import only_owner
    from folkmoot.store import traces

    path = call.path
    only_owner(path)
    if not traces(path):
        from folkmoot.shell.first import run_first

        if not run_first(call.house, path, call.handle):
            return
    with session_at(call.house, path, handle=call.handle) as session:
        refuse_who_is_out(session)
        with being_here(path, session.handle, "", session.now()):
            run_shell(session, first=page)


def refuse_who_is_out(session: Session) -> None:
    """Raises: NotAllowed, as a person whose account is suspended or who has left."""
    from folkmoot.door.keys import refused

    out = refused(session.account) if session.account else None
    if out:
        raise NotAllowed(out)


def run_shell(session: Session, new_keys: Sequence[AccountKey] = (), first: str = "") -> None:
    """The shell on this terminal until the person leaves, from the page `first` on; `new_keys` are told of."""
    from folkmoot.door.upkeep import daily
    from folkmoot.door.visits import visiting
    from folkmoot.shell.app import Shell

    try:
        Shell(visiting(session), daily, new_keys, first).run_here()
    finally:
        visiting(session)
