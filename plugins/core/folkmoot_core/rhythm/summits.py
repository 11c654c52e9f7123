"""A summit as a whole: its sessions moved by the same days, cancelled or taken back, in one act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from folkmoot.api import BadData, ChangedMeanwhile, NotFound, Occurrence, Session, clean, dates
from folkmoot_core.rhythm.actions import FARTHEST_BY_CALENDAR, change_of, moved_to, refuse_too_far
from folkmoot_core.rhythm.by_calendar import slot_of
from folkmoot_core.rhythm.model import ChangedOccurrence
from folkmoot_core.rhythm.whole_summit import Summit, whole_of
from folkmoot_core.words import _


def move_summit(
    session: Session, key: str, first_day: date, reason: str, seen: Summit | None = None
) -> Summit:
    """Let a summit begin on another day: each session moves by as many days and keeps its time of day.

    Sessions that are over stay; one that was moved alone keeps its distance, a cancelled one goes along, cancelled.
    Raises: NotAllowed, NotFound, BadData, ChangedMeanwhile, Conflict.
    """
    summit = _as_seen(session, key, seen)
    days = first_day - summit.first_day
    if abs(days) > FARTHEST_BY_CALENDAR:
        refuse_too_far(first_day)
    if not days:
        return summit

    def moved(one: Occurrence) -> tuple[Literal["move", "cancel"], str, str]:
        wall = one.local_start.replace(tzinfo=None) + days
        there = f"{wall:%Y-%m-%dT%H:%M}"
        return ("cancel", there, one.reason) if one.status == "cancelled" else ("move", there, reason)

    return _change_all(session, summit, summit.sessions, "move", moved)


def cancel_summit(session: Session, key: str, reason: str, seen: Summit | None = None) -> Summit:
    """Cancel all sessions of a summit that are not over; they stay in the calendar, marked.

    Raises: NotAllowed, NotFound, BadData, ChangedMeanwhile, Conflict.
    """
    summit = _as_seen(session, key, seen)
    chosen = [one for one in summit.sessions if one.status != "cancelled"]
    return _change_all(session, summit, chosen, "cancel", lambda one: ("cancel", moved_to(one), reason))


def restore_summit(session: Session, key: str) -> Summit:
    """Let all cancelled sessions take place after all, where they were moved to; where none is, take the moves back.

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    summit = _as_seen(session, key, None)
    cancelled = [one for one in summit.sessions if one.status == "cancelled"]
    chosen = cancelled or [one for one in summit.sessions if one.status == "moved"]

    def back(one: Occurrence) -> tuple[Literal["move", "restore"], str | None, str]:
        there = moved_to(one) if cancelled else None
        return ("move" if there else "restore"), there, ""

    return _change_all(session, summit, chosen, "restore", back)


def _as_seen(session: Session, key: str, seen: Summit | None) -> Summit:
    summit = whole_of(session.store, key)
    if summit is None:
        raise NotFound(_("There is no summit “{rule}”, or it was taken away meanwhile.", rule=key))
    if seen is not None and summit != seen:
        now = dates.day_of_year(summit.first_day)
        sentence = _(
            "Somebody changed this summit meanwhile: {now}. What you typed is kept; save again.", now=now
        )
        raise ChangedMeanwhile(sentence, summit, {"first": summit.first_day})
    return summit


def _change_all(
    session: Session,
    summit: Summit,
    chosen: Sequence[Occurrence],
    why: str,
    change: Callable[[Occurrence], tuple[Literal["move", "cancel", "restore"], str | None, str]],
) -> Summit:
    """Write down one change for each session that is not over, in one transaction."""
    for one in summit.sessions:
        session.must("rhythm.change", one)
    if all(one.end <= session.now() for one in summit.sessions):
        raise BadData(_("This summit is over."))
    with session.store.transaction(by=session.handle, why=f"rhythm.{why}") as tx:
        for one in chosen:
            if one.end <= session.now():
                continue
            action, start_local, reason = change(one)
            before = change_of(tx, one)
            written = ChangedOccurrence(
                rule=one.rule or "",
                key=slot_of(one.key),
                action=action,
                start_local=start_local,
                reason=clean(reason, limit=200),
                sequence=before.value.sequence + 1 if before else 1,
            )
            if before:
                tx.replace(before, written)
            else:
                tx.add(written)
    return _as_seen(session, summit.key, None)
