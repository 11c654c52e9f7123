"""What people are called, in a line."""

from __future__ import annotations

from collections.abc import Sequence

from folkmoot.api import Account, Session, dates
from folkmoot_core.words import ngettext

MOST = 60  # of a large gathering the first; all of them are in `--json`


def name_of(session: Session, handle: str) -> str:
    """What somebody is called; their handle, where they have left."""
    stored = session.store.collection(Account).first(handle=handle)
    return stored.value.name if stored else handle


def names(session: Session, handles: Sequence[str], most: int = MOST) -> str:
    """`Bo, Cy and Di`; of many the first, and how many more; nothing of nobody."""
    found = [name_of(session, handle) for handle in handles[:most]]
    if len(handles) > most:
        found.append(ngettext("{count} more", "{count} more", len(handles) - most))
    return dates.listed(found) if found else ""
