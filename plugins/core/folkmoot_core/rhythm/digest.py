"""What was changed about the rhythm since a moment, as sentences."""

from __future__ import annotations

from datetime import datetime, timedelta

from folkmoot.api import Account, DigestItem, FolkmootError, Occurrence, Session, dates
from folkmoot_core.rhythm.calendar import occurrence_of
from folkmoot_core.rhythm.model import ChangedOccurrence
from folkmoot_core.words import _


def told_since(session: Session, since: datetime) -> list[DigestItem]:
    """Meetings moved, cancelled or taken back since an instant; the newest first, each once."""
    told: dict[str, DigestItem] = {}
    for entry in reversed(session.store.history_between(since, session.now() + timedelta(seconds=1))):
        if not entry.why.startswith("rhythm.") or entry.collection != "core.changed":
            continue
        try:
            changed = session.store.collection(ChangedOccurrence).get(entry.id).value
            occurrence = occurrence_of(session.store, f"{changed.rule}/{changed.key}")
        except FolkmootError:
            continue
        sentence = _sentence(session, entry.by, changed, occurrence)
        told.setdefault(occurrence.key, DigestItem(entry.at, sentence, "rhythm"))
    return list(told.values())


def _sentence(session: Session, handle: str, changed: ChangedOccurrence, occurrence: Occurrence) -> str:
    account = session.store.collection(Account).first(handle=handle)
    who = account.value.name if account else handle
    local = session.here(occurrence.start)
    title, day = occurrence.title, f"{dates.day(local.date())} {dates.clock(local)}"
    if changed.action == "move":
        return _("{who} moved “{title}” to {day}.", who=who, title=title, day=day)
    if changed.action == "cancel":
        return _("{who} cancelled “{title}” of {day}.", who=who, title=title, day=day)
    return _("{who} took a change of “{title}” back: {day}.", who=who, title=title, day=day)
