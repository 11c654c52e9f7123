"""Leaving: what is a person's own goes from everywhere, their handle stays theirs, what they decided stays told."""

from __future__ import annotations

from folkmoot.door.kept import Gone
from folkmoot.door.keys import keep_file
from folkmoot.session import Session
from folkmoot.words import _


def leave_house(session: Session) -> int:
    """Forget the person whose session it is; returns how many documents went. Live sessions of theirs end.

    Their handle is kept from others for ever: the history goes on to name it. Raises: NotAllowed, as the store.
    """
    session.must("account.change")
    handle = session.handle
    with session.store.transaction(by=handle, why=_("left the community")) as tx:
        tx.add(Gone(handle=handle, day=session.now().date()))
    went = session.store.forget(handle, by=handle)
    keep_file(session)
    return went
