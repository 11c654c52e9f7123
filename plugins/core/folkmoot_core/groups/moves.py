"""Single meetings of a group: moved, skipped, put back, hosted by somebody."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from folkmoot.api import BadData, Occurrence, Session, clean, dates
from folkmoot.recurring import starts_at
from folkmoot_core.groups.actions import ChangedMeanwhile, to_change
from folkmoot_core.groups.calendar import pulse_of
from folkmoot_core.groups.model import ChangedPulse
from folkmoot_core.words import _

FARTHEST = timedelta(days=14)


def move_pulse(
    session: Session, number: int, day: date, start: str, reason: str, seen: Occurrence | None = None
) -> Occurrence:
    """Move one meeting, by the day it was meant for, to a wall time of the group's zone (`2027-01-14 20:00`).

    `seen` is the meeting as the person saw it. Raises: NotAllowed, NotFound, BadData, ChangedMeanwhile, Conflict.
    """
    meeting = _as_seen(session, number, day, seen)
    wall = _wall_time(start)
    if abs(wall - datetime.combine(day, wall.time())) > FARTHEST:
        raise BadData(
            _("A meeting stays within 14 days of its own; skip it, or change the group's pulse (e).")
        )
    if starts_at(wall, meeting.zone).instant < session.now():
        raise BadData(_("That time has passed already."))
    return _change(session, number, day, "move", f"{wall:%Y-%m-%dT%H:%M}", reason)


def skip_pulse(
    session: Session, number: int, day: date, reason: str, seen: Occurrence | None = None
) -> Occurrence:
    """Skip one meeting; it stays in the calendar, marked. Raises: as `move_pulse`."""
    meeting = _as_seen(session, number, day, seen)
    start = f"{meeting.wall_start:%Y-%m-%dT%H:%M}" if meeting.replaced_start else None
    return _change(session, number, day, "skip", start, reason)


def put_back(session: Session, number: int, day: date) -> Occurrence:
    """Let one meeting take place as the pulse has it. Raises: NotAllowed, NotFound, BadData, Conflict."""
    if _as_seen(session, number, day, None).status == "confirmed":
        raise BadData(_("This meeting is where the pulse has it."))
    return _change(session, number, day, "restore", None, "")


def _as_seen(session: Session, number: int, day: date, seen: Occurrence | None) -> Occurrence:
    to_change(session, number, "home")
    meeting = pulse_of(session.store, number, day)
    if meeting.end <= session.now():
        raise BadData(_("That meeting is over."))
    if seen is not None and meeting != seen:
        local = meeting.local_start
        now = f"{dates.day(local.date())} {dates.clock(local)}, {meeting.status}"
        sentence = _(
            "Somebody changed this meeting meanwhile: {now}. What you typed is kept; save again to go on.",
            now=now,
        )
        raise ChangedMeanwhile(sentence, meeting)
    return meeting


def _change(
    session: Session,
    number: int,
    day: date,
    action: Literal["move", "skip", "restore"],
    start: str | None,
    reason: str,
) -> Occurrence:
    why = {"move": _("moved a meeting"), "skip": _("skipped a meeting"), "restore": _("put a meeting back")}
    with session.store.transaction(by=session.handle, why=why[action]) as tx:
        before = tx.collection(ChangedPulse).first(group=number, day=day)
        changed = ChangedPulse(
            group=number,
            day=day,
            action=action,
            start=start,
            reason=clean(reason, limit=200),
            sequence=before.value.sequence + 1 if before else 1,
        )
        if before:
            tx.replace(before, changed)
        else:
            tx.add(changed)
    return pulse_of(session.store, number, day)


def _wall_time(typed: str) -> datetime:
    text = clean(typed).replace(" ", "T")
    try:
        wall = datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        wall = None
    if wall is None or wall.tzinfo is not None:
        raise BadData(
            _("“{typed}” is not a day and time like 2027-05-22 17:00, by the group's own clock.", typed=typed)
        )
    return wall.replace(second=0, microsecond=0)
