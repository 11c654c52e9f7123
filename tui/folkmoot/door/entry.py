"""`python -I -m folkmoot session`: what sshd runs for whoever has a key.

In this order: harden, read the key, open the record, let in or not, look for a terminal, look whether the
command is one that may be given from afar; the screen last. sshd decides nothing about members, and a member
decides nothing about how this is run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from folkmoot.door.hardening import harden

if TYPE_CHECKING:
    from pathlib import Path

    from folkmoot.door.joining import Visitor
    from folkmoot.door.kept import AccountKey
    from folkmoot.door.publickey import PublicKey
    from folkmoot.plugins import House
    from folkmoot.session import Account, Session
    from folkmoot.store import Store


def run_session(arguments: Sequence[str]) -> int:
    """One session from its first breath to its exit code. `arguments` are the host's: `--store`, `--key`."""
    harden(os.environ)
    from folkmoot.errors import FolkmootError
    from folkmoot.words import language_of_environment, speak

    speak(language_of_environment(os.environ))
    try:
        return _let_in(arguments)
    except FolkmootError as error:
        return _told(error.sentence, error.exit_code)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from folkmoot.errors import described
        from folkmoot.words import _

        said = _(
            "Something in folkmoot itself went wrong ({error}). What was saved before is safe.",
            error=described(error),
        )
        return _told(said, 70)


def _told(sentence: str, exit_code: int) -> int:
    from folkmoot.cli.talk import say

    say(sentence)
    return exit_code


def _let_in(arguments: Sequence[str]) -> int:
    from folkmoot.door.guests import options_of, visitor_key, words_of

    store_option, stated_key = options_of(arguments)
    key = visitor_key(os.environ, stated_key)
    words = words_of(os.environ.get("SSH_ORIGINAL_COMMAND", ""))
    address = os.environ.get("SSH_CONNECTION", "").partition(" ")[0]
    from folkmoot.door.faults_met import listen
    from folkmoot.door.here import being_here
    from folkmoot.door.opening import store_file, system_clock
    from folkmoot.plugins import open_house

    path = store_file(store_option)
    house = open_house(store=path)
    with _opened(house, path) as store:
        listen(house, path, system_clock)
        account = _whose(store, key)
        if account is None:
            return _at_the_door(_visitor(house, store, key, address), words)
        session = _session(house, store, account, key)
        if words:
            from folkmoot.cli.afar import run_from_afar

            with being_here(store.path, account.handle, key.fingerprint, session.now()):
                _tell(_new_keys(session), session)
                return run_from_afar(words, store_option, session)
        need_terminal()
        return _shell(session)


def need_terminal() -> None:
    """Raises: BadData (65) where there is no terminal to draw on."""
    from folkmoot.cli.opening import need_terminal as needed
    from folkmoot.words import _

    needed(_("Type ssh -t instead of ssh; commands such as “ssh … today” need none."))


def _opened(house: House, path: Path) -> Store:
    """Raises: Unavailable, where there is no community yet; as the store."""
    from folkmoot.door.opening import PATIENCE, opened
    from folkmoot.errors import StoreTrouble, Unavailable
    from folkmoot.store import traces
    from folkmoot.words import _

    try:
        if not traces(path):
            raise Unavailable(
                _(
                    "There is no community here yet. Whoever looks after this host founds it with "
                    "“folkmoot init”."
                )
            )
        return opened(house, path, patience=PATIENCE)
    except (StoreTrouble, OSError):  # whose door this is, is nothing that a stranger must read: no paths
        raise Unavailable(
            _(
                "The record of this house can't be opened just now. Nothing is lost by that; whoever looks after "
                "the host sees more with “folkmoot store check”."
            )
        ) from None


def _whose(store: Store, key: PublicKey) -> Account | None:
    """The account of a key; None for a key that nobody knows. Raises: NotAllowed for one that is out."""
    from folkmoot.door.keys import known_key, why_out
    from folkmoot.errors import NotAllowed
    from folkmoot.session import Account

    stored = known_key(store, key.fingerprint)
    if stored is None:
        return None
    out = why_out(store, key.fingerprint, stored.value.account)
    if out is not None:
        raise NotAllowed(out)
    found = store.collection(Account).first(handle=stored.value.account)
    assert found is not None
    return found.value


def _visitor(house: House, store: Store, key: PublicKey, address: str) -> Visitor:
    from folkmoot.door.joining import Visitor
    from folkmoot.door.opening import session_of, system_clock

    session = session_of(house, store, None, now=system_clock, environ=os.environ)
    return Visitor(session, key, address)


def _at_the_door(visitor: Visitor, words: Sequence[str]) -> int:
    """An unknown key: the join screen, or `join CODE` for those who work without one."""
    from folkmoot.door.here import being_here
    from folkmoot.door.joining import known_account

    session, key = visitor.session, visitor.key.fingerprint
    with being_here(visitor.path, "", key, session.now()):
        if words:
            from folkmoot.cli.joining import join_by_command

            return join_by_command(visitor, words)
        need_terminal()
        from folkmoot.shell.joining import run_joining

        handle = run_joining(visitor)
    if handle is None:
        return 0
    stored = known_account(session.store, handle)
    assert stored is not None
    return _shell(_session(session.house, session.store, stored.value, visitor.key))


def _session(house: House, store: Store, account: Account, key: PublicKey) -> Session:
    from folkmoot.door.opening import session_of, system_clock

    session = session_of(house, store, account, now=system_clock, environ=os.environ, key=key.fingerprint)
    if account.arrived:
        return session
    from folkmoot.door.joining import arrive

    return replace(session, account=arrive(session))


def _new_keys(session: Session, *, lately: bool = False) -> list[AccountKey]:
    """Note the login; the keys that were added since this one last came in (`lately`: those of the last days)."""
    from folkmoot.door.keys import came_in
    from folkmoot.errors import StoreTrouble, TryAgain

    try:
        return came_in(session, lately=lately)
    except (StoreTrouble, TryAgain):
        return []  # a record that can only be read just now keeps nobody out


def _tell(new: Sequence[AccountKey], session: Session) -> None:
    """Say in a line what the shell would say in a dialog."""
    from folkmoot.cli.talk import say
    from folkmoot.words import _

    for key in new:
        day = f"{session.here(key.added):%Y-%m-%d}"
        said = _("A new key was added to your account on {day}: “{name}”.", day=day, name=key.name)
        say(said + " " + _("If that was not you: keys remove, and tell the others."))


def _shell(session: Session) -> int:
    from folkmoot.cli.opening import run_shell
    from folkmoot.door.here import being_here

    with being_here(session.store.path, session.handle, session.key, session.now()):
        run_shell(session, _new_keys(session, lately=True))
    return 0


def main(arguments: Sequence[str]) -> None:
    """The session, as a process of its own; those to come find a warm server."""
    from folkmoot.door.warm.starting import start_server

    start_server(arguments)
    code = run_session(arguments)
    sys.stdout.flush()
    sys.exit(code)
