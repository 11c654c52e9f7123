"""What was changed about the rhythm since a moment, as sentences."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta

from msgspec.structs import replace

from folkmoot.api import Account, DigestItem, NotFound, Occurrence, Session, dates
from folkmoot_core.people.members import is_member
from folkmoot_core.rhythm.by_calendar import summit_of
from folkmoot_core.rhythm.calendar import MEMBERS_ONLY, occurrence_of
from folkmoot_core.rhythm.model import ChangedOccurrence
from folkmoot_core.rhythm.whole_summit import whole_of
from folkmoot_core.words import _

OF_THE_RHYTHM = ("core.changed", "core.chosen", "core.rules", "core.calendar_rules")


def told_since(session: Session, since: datetime) -> list[DigestItem]:
    """Meetings moved, cancelled or taken back since an instant; the newest first, each once."""
    told: dict[str, DigestItem] = {}
    until = session.now() + timedelta(seconds=1)
    entries = session.store.history_between(since, until, OF_THE_RHYTHM)
    together = Counter((entry.seq, _summit(session, entry.collection, entry.id)) for entry in entries)
    for entry in reversed(entries):
        if not entry.why.startswith("rhythm."):
            continue
        if entry.collection == "core.changed":
            try:
                changed = session.store.collection(ChangedOccurrence).get(entry.id).value
                occurrence = occurrence_of(session.store, f"{changed.rule}/{changed.key}")
            except NotFound:  # taken away since, or its rule was
                continue
            if occurrence.kind in MEMBERS_ONLY and not is_member(session.store, session.handle):
                continue
            whole = whole_of(session.store, occurrence.key) if occurrence.kind == "summit" else None
            if whole is not None and together[entry.seq, whole.key] > 1:
                if whole.key in told:
                    continue
                occurrence = replace(whole.held[0], key=whole.key, title=whole.title)
            sentence = _sentence(session, entry.by, changed, occurrence)
            day = session.here(occurrence.start).date().isoformat()
            told.setdefault(occurrence.key, DigestItem(entry.at, sentence, f"rhythm/{day}", entry.by))
        elif entry.collection == "core.chosen":
            sentence = _("{who} hung a gathering on another moon.", who=_name(session, entry.by))
            told.setdefault("gather", DigestItem(entry.at, sentence, "rhythm", entry.by))
        elif entry.collection in ("core.rules", "core.calendar_rules"):
            sentence = _("{who} changed the rules of the rhythm.", who=_name(session, entry.by))
            told.setdefault("rules", DigestItem(entry.at, sentence, "rhythm", entry.by))
    return list(told.values())


def _summit(session: Session, collection: str, number: int) -> str:
    """The summit whose session was changed; empty where it was something else, or was taken away since."""
    if collection != "core.changed":
        return ""
    with suppress(NotFound):
        changed = session.store.collection(ChangedOccurrence).get(number).value
        return summit_of(f"{changed.rule}/{changed.key}")
    return ""


def _name(session: Session, handle: str) -> str:
    account = session.store.collection(Account).first(handle=handle)
    return account.value.name if account else handle


def _sentence(session: Session, handle: str, changed: ChangedOccurrence, occurrence: Occurrence) -> str:
    who = _name(session, handle)
    local = session.here(occurrence.start)
    title, day = occurrence.title, f"{dates.day(local.date())} {dates.clock(local)}"
    if changed.action == "move":
        return _("{who} moved “{title}” to {day}.", who=who, title=title, day=day)
    if changed.action == "cancel":
        return _("{who} cancelled “{title}” of {day}.", who=who, title=title, day=day)
    return _("{who} took a change of “{title}” back: {day}.", who=who, title=title, day=day)
