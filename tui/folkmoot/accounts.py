"""What a person does with their own account."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import structs
from msgspec.structs import replace as evolve

from folkmoot.contributions import Step
from folkmoot.errors import ChangedMeanwhile, NotFound
from folkmoot.session import OWN_FIELDS, Account, Session
from folkmoot.store import Reader, Store, Stored, Transaction
from folkmoot.words import _


def account_of(reader: Reader | Store, handle: str) -> Stored[Account]:
    """The account of a handle. Raises: NotFound."""
    stored = reader.collection(Account).first(handle=handle)
    if stored is None:
        raise NotFound(_("Nobody here has the handle “{handle}”.", handle=handle))
    return stored


def change_account(session: Session, changed: Account, seen: Account | None = None) -> Account:
    """Change what a person's card says, but the handle. `seen` is what it said when it was looked at.

    Raises: NotAllowed, NotFound, ChangedMeanwhile, Conflict.
    """
    session.must("account.change", changed)
    stored = account_of(session.store, changed.handle)
    changed = _with_own(stored.value, changed)
    if seen is not None and stored.value not in (_with_own(stored.value, seen), changed):
        raise ChangedMeanwhile(
            _("Your settings were changed in another window just now. Look at both, then save again."),
            stored.value,
            structs.asdict(stored.value),
        )
    if stored.value == changed:
        return changed
    with session.store.transaction(by=session.handle, why="account") as tx:
        return tx.replace(stored, changed).value


def put_account(session: Session, tx: Transaction, changed: Account) -> Account:
    """As `change_account`, in an open transaction that changes other things of the same person too.

    Raises: NotAllowed, NotFound.
    """
    session.must("account.change", changed)
    stored = account_of(tx, changed.handle)
    changed = _with_own(stored.value, changed)
    return changed if stored.value == changed else tx.replace(stored, changed).value


def _with_own(stored: Account, changed: Account) -> Account:
    """An account with what nobody writes of themselves as it was."""
    return evolve(changed, **{name: getattr(stored, name) for name in OWN_FIELDS})


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
