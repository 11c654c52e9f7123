"""What calendars are told of a meeting, and how they notice that it changed (SEQUENCE, RFC 5545).

The number rises when what a calendar shows is not what was told last: after a move, a cancelling, a restoring,
a change of the rule, or when a country changed its clocks and the same wall time means another instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from folkmoot.api import FolkmootError, Occurrence, Reader, Session, Stored, clean, utc
from folkmoot_core.rhythm.by_calendar import given_titles, summit_of
from folkmoot_core.rhythm.model import CalendarRule, MoonRule, Published


class Telling(NamedTuple):
    """What is told of an occurrence now, and what the store holds of the last time."""

    before: Stored[Published] | None
    now: Published

    @property
    def is_news(self) -> bool:
        """Whether it differs from what the store holds."""
        return self.before is None or self.before.value != self.now


def fingerprint(occurrence: Occurrence) -> str:
    """What a calendar shows: start and end in UTC, whether it takes place, of what kind, under which title."""
    status = "CANCELLED" if occurrence.status == "cancelled" else "CONFIRMED"
    span = f"{utc(occurrence.start)}/{utc(occurrence.end)}"
    return f"{span} {status} {clean(occurrence.kind)} {clean(occurrence.title)}".rstrip()


def told(occurrence: Occurrence, last: Published | None, now: datetime) -> Published:
    """What is told of an occurrence at the instant `now`, after what was told last."""
    shown = fingerprint(occurrence)
    if last is None:
        rule, key = _identity(occurrence)
        number = occurrence.sequence
        return Published(rule=rule, key=key, fingerprint=shown, sequence=number, created=now, modified=now)
    if last.fingerprint == shown:
        return last
    number = max(last.sequence + 1, occurrence.sequence)
    return msgspec.structs.replace(last, fingerprint=shown, sequence=number, modified=now)


def publish(session: Session, occurrences: Iterable[Occurrence]) -> dict[str, Published]:
    """What is told of each occurrence, by its key; news is recorded in one transaction.

    Where the store can only be read, or refuses (busy, a full disk), the same is told and nothing recorded:
    a calendar is right without it, and the next one that can be recorded counts on from the last record.
    """
    store, now, wanted = session.store, session.now().replace(microsecond=0), list(occurrences)
    tellings = _tellings(store, wanted, now)
    if not store.read_only and any(telling.is_news for telling in tellings.values()):
        try:
            with store.transaction(by="folkmoot", why="published") as tx:
                # Read again, now that nobody else writes: two calendars made at once count only once.
                tellings = _tellings(tx, wanted, now)
                for telling in tellings.values():
                    if telling.is_news and telling.before:
                        tx.replace(telling.before, telling.now)
                    elif telling.is_news:
                        tx.add(telling.now)
        except FolkmootError:
            pass
    return {key: telling.now for key, telling in tellings.items()}


def _tellings(reader: Reader, occurrences: Iterable[Occurrence], now: datetime) -> dict[str, Telling]:
    last = {(stored.value.rule, stored.value.key): stored for stored in reader.collection(Published).all()}
    titles = {stored.value.id: stored.value.title for stored in reader.collection(MoonRule).all()}
    titles |= given_titles(stored.value for stored in reader.collection(CalendarRule).all())
    tellings: dict[str, Telling] = {}
    for occurrence in occurrences:
        before = last.get(_identity(occurrence))
        meant = _as_titled_by_its_rule(occurrence, titles)
        tellings[occurrence.key] = Telling(before, told(meant, before.value if before else None, now))
    return tellings


def _as_titled_by_its_rule(occurrence: Occurrence, titles: Mapping[str, str]) -> Occurrence:
    """With its rule's own title, which may be none, not with what its kind is called in the reader's language.

    Or two members who export in two languages would change the meeting under each other, time and again.
    """
    rule = occurrence.rule or ""
    session = occurrence.key.rpartition("/")[2] if summit_of(occurrence.key) else ""
    return replace(occurrence, title=titles.get(f"{rule}/{session}" if session else rule, occurrence.title))


def _identity(occurrence: Occurrence) -> tuple[str, str]:
    """Rule and moon; of an occurrence that hangs on no moon, its plugin's own key."""
    if occurrence.rule and occurrence.moon:
        return occurrence.rule, occurrence.moon
    return "", occurrence.key
