"""Selections as they stand now: found and listed."""

from __future__ import annotations

from datetime import datetime

from folkmoot.api import NotFound, Reader, Session, Store, Stored
from folkmoot_sociocracy.rounds.model import OVER
from folkmoot_sociocracy.rounds.offers import Act
from folkmoot_sociocracy.rounds.reading import concerned, out_of
from folkmoot_sociocracy.selection.keeping import together
from folkmoot_sociocracy.selection.model import Selection
from folkmoot_sociocracy.selection.offers import acts
from folkmoot_sociocracy.selection.rules import WAY
from folkmoot_sociocracy.selection.sealing import has_key
from folkmoot_sociocracy.words import _

OPEN = (
    "describing",
    "improving",
    "described",
    "nominating",
    "reasons",
    "changes",
    "proposing",
    "consent",
    "objections",
    "waiting",
    "ready",
)


def selection_of(session: Session, number: int, reader: Reader | None = None) -> Stored[Selection]:
    """One selection as it stands now; `reader` where it is asked inside a transaction. Raises: NotAllowed, NotFound."""
    session.must("selection.see")
    read: Reader | Store = reader or session.store
    try:
        stored = read.collection(Selection).get(number)
    except NotFound:
        raise NotFound(
            _("There is no selection {number}. “folkmoot select” lists them.", number=number)
        ) from None
    return _now(session, read, stored)


def open_selections(session: Session, handle: str = "") -> list[Stored[Selection]]:
    """Selections on their way, the oldest first; with a handle those that are this person's matter."""
    found = session.store.collection(Selection)
    stored = [one for phase in OPEN for one in found.find(phase=phase)]
    mine = [one for one in stored if not handle or handle in concerned(one.value)]
    with session.store.reading() as reader:
        return [_now(session, reader, one) for one in sorted(mine, key=lambda one: one.id)]


def selections_of(session: Session, circle: int) -> list[Stored[Selection]]:
    """The selections of a circle that are on their way, the oldest first."""
    session.must("selection.see")
    found = session.store.collection(Selection).find(circle=circle)
    return [_now(session, session.store, one) for one in found if one.value.phase not in OVER]


def ended_selections(session: Session, since: datetime) -> list[Stored[Selection]]:
    """Selections that ended since an instant, the latest first."""
    found = session.store.collection(Selection)
    over = [one for phase in OVER for one in found.find(phase=phase)]
    lately = [one for one in over if one.value.ended is not None and one.value.ended >= since]
    return sorted(lately, key=lambda one: one.value.ended or one.value.opened, reverse=True)


def seal_is_lost(session: Session, stored: Stored[Selection]) -> bool:
    """Whether nominations are written whose key is not on this machine: the record came from another one."""
    value = stored.value
    return value.phase == "nominating" and not has_key(session, stored.id, value.recipient)


def offered(session: Session, stored: Stored[Selection]) -> tuple[Act, ...]:
    """What who asks can do with a selection now."""
    found = acts(stored.value, session.handle)
    if "begin" not in found and session.handle == stored.value.facilitator and seal_is_lost(session, stored):
        return ("begin", *(one for one in found if one not in ("nominate", "open")))
    return found


def _now(session: Session, reader: Reader | Store, stored: Stored[Selection]) -> Stored[Selection]:
    value = together(reader, stored.id, stored.value)
    if value.phase in OVER:
        return Stored(stored.id, stored.rev, value)
    return Stored(stored.id, stored.rev, WAY.as_of(value, session.now(), out_of(reader, value.voters)))
