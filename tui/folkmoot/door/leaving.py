"""Leaving: what is a person's own goes from everywhere, their handle stays theirs, what they decided stays told."""

from __future__ import annotations

from folkmoot.door.kept import Gone
from folkmoot.door.keys import keep_file
from folkmoot.door.opening import all_collections
from folkmoot.door.visits import forget_visits
from folkmoot.session import Session
from folkmoot.words import _


def own_things(session: Session) -> int:
    """How many documents would be forgotten of the person whose session it is, their account with them."""
    owned = [(one.type, one.owner) for one in all_collections(session.house) if one.owner]
    store = session.store
    return sum(len(store.collection(kind).find(**{owner: session.handle})) for kind, owner in owned)


def leave_house(session: Session) -> int:
    """Forget the person whose session it is; returns how many documents went. Live sessions of theirs end.

    Their handle is kept from others for ever: the history goes on to name it. Raises: NotAllowed, as the store.
    """
    session.must("account.change")
    handle = session.handle
    with session.store.transaction(by=handle, why=_("left the community")) as tx:
        tx.add(Gone(handle=handle, day=session.now().date()))
    went = session.store.forget(handle, by=handle)
    forget_visits(session.store.path, handle)
    keep_file(session)
    return went
