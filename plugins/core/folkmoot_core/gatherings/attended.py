"""Who was at which gathering, as it was marked; read by all who need to know."""

from __future__ import annotations

from folkmoot.api import Reader, Session, Store, Stored
from folkmoot_core.gatherings.model import Came


def gatherings_of(reader: Reader | Store, handle: str) -> list[Came]:
    """The gatherings that somebody was at, the earliest first; each once."""
    found = {one.value.gathering: one.value for one in reader.collection(Came).find(account=handle)}
    return sorted(found.values(), key=lambda one: one.start)


def last_gathering(session: Session, handle: str) -> Came | None:
    """The gathering that somebody was last at; None where none is known."""
    found = gatherings_of(session.store, handle)
    return found[-1] if found else None


def came_to(reader: Reader | Store, key: str) -> list[Stored[Came]]:
    """Everybody who was at a gathering, in the order of marking."""
    return reader.collection(Came).find(gathering=key)


def mark_of(reader: Reader | Store, key: str, handle: str) -> Stored[Came] | None:
    """Whether somebody was marked at a gathering."""
    return reader.collection(Came).first(account=handle, gathering=key)
