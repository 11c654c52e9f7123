"""What a person does with their own account."""

from __future__ import annotations

from folkmoot.errors import NotFound
from folkmoot.session import Account, Session
from folkmoot.words import _


def change_account(session: Session, changed: Account) -> Account:
    """Change name, language, zone, colours or marks. Raises: NotAllowed, NotFound, Conflict."""
    session.must("account.change", changed)
    stored = session.store.collection(Account).first(handle=changed.handle)
    if stored is None:
        raise NotFound(_("Nobody here has the handle “{handle}”.", handle=changed.handle))
    if stored.value == changed:
        return changed
    with session.store.transaction(by=session.handle, why="account") as tx:
        return tx.replace(stored, changed).value
