"""The day on which somebody meant to look at their map again, as it is noted on this machine.

The day alone is kept, as a number: in no record, no history and no copy.
"""

from __future__ import annotations

import datetime
from contextlib import suppress

from folkmoot.api import FolkmootError, Session, drop_beside, keep_beside, kept_beside
from folkmoot_tmaps.maps.kept_names import due_name


def noted_day(session: Session) -> datetime.date | None:
    """The day that is noted."""
    kept = kept_beside(session, due_name(session)) or ""
    try:
        return datetime.date.fromordinal(int(kept))
    except (ValueError, OverflowError):
        return None


def note_day(session: Session, day: datetime.date | None) -> None:
    """Note the day on this machine, where it is another one than before; where it can't be, at another time."""
    if day == noted_day(session):
        return
    if day is None:
        drop_beside(session, due_name(session))
        return
    with suppress(FolkmootError, OSError):  # a full disk is told where something would be lost
        keep_beside(session, due_name(session), str(day.toordinal()))
