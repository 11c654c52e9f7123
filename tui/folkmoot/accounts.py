"""What a person does with their own account."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import structs
from msgspec.structs import replace as evolve

from folkmoot.contributions import Step
from folkmoot.errors import NotFound
from folkmoot.session import OWN_FIELDS, Account, Session
from folkmoot.store import Reader, Store, Stored
from folkmoot.words import _


def account_of(reader: Reader | Store, handle: str) -> Stored[Account]:
    """The account of a handle. Raises: NotFound."""
    stored = reader.collection(Account).first(handle=handle)
    if stored is None:
        raise NotFound(_("Nobody here has the handle “{handle}”.", handle=handle))
    return stored


def change_account(session: Session, changed: Account) -> Account:
    """Change what a person's card says, but the handle. Raises: NotAllowed, NotFound, Conflict."""
    session.must("account.change", changed)
    stored = account_of(session.store, changed.handle)
    kept = {name: getattr(stored.value, name) for name in OWN_FIELDS}
    changed = evolve(changed, **kept)  # nobody writes their own state
    if stored.value == changed:
        return changed
    with session.store.transaction(by=session.handle, why="account") as tx:
        return tx.replace(stored, changed).value


def first_steps(session: Session) -> list[Step]:
    """A newcomer's first steps, all plugins' together.

    What is only to be looked at is done once it was, and for whoever has put their first steps away.
    """
    account = session.account
    found = [step for _name, step in session.house.ask("first_steps", session=session)]
    if account is None:
        return found
    return [
        structs.replace(step, done=True)
        if step.key and (account.welcomed or step.key in account.steps)
        else step
        for step in found
    ]


def looked_at(session: Session, step: str) -> None:
    """Remember that a newcomer has looked at one of their first steps. Raises: NotAllowed, Conflict."""
    _note(session, lambda account: evolve(account, steps=tuple(dict.fromkeys((*account.steps, step)))))


def welcomed(session: Session) -> None:
    """Put the first steps away. Raises: NotAllowed, Conflict."""
    _note(session, lambda account: evolve(account, welcomed=True))


def _note(session: Session, change: Callable[[Account], Account]) -> None:
    session.must("account.change")
    stored = account_of(session.store, session.handle)
    changed = change(stored.value)
    if changed != stored.value:
        with session.store.transaction(by=session.handle, why="account") as tx:
            tx.replace(stored, changed)
