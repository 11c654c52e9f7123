"""What members do to the rhythm: move, cancel, restore, hang a gathering on another moon."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from folkmoot.api import (
    BadData,
    ChangedMeanwhile,
    NotFound,
    Occurrence,
    Reader,
    Session,
    Stored,
    clean,
    dates,
)
from folkmoot.recurring import starts_at
from folkmoot_core.gatherings.moved import carry_over
from folkmoot_core.rhythm.almanac import moon_of
from folkmoot_core.rhythm.by_calendar import slot_of
from folkmoot_core.rhythm.calendar import moons_around, occurrence_of, occurrences
from folkmoot_core.rhythm.model import ChangedOccurrence, ChosenMoon, MoonRule
from folkmoot_core.rhythm.rules import REACH, gathering_to_move, nearest_to_target
from folkmoot_core.rhythm.wording import meeting_words
from folkmoot_core.words import _

YEAR = timedelta(days=400)
FARTHEST = timedelta(days=14)  # beyond this another moon is nearer, and the meeting is that moon's
FARTHEST_BY_CALENDAR = timedelta(days=31)


def move_occurrence(
    session: Session, key: str, start_local: str, reason: str, seen: Occurrence | None = None
) -> Occurrence:
    """Move a meeting to a wall time of its own zone (`2027-05-22T17:00`); it keeps its key.

    `seen` is the meeting as the person saw it. Raises: NotAllowed, NotFound, BadData, ChangedMeanwhile, Conflict.
    """
    occurrence = _as_seen(session, key, seen)
    wall = _wall_time(start_local)
    _is_near_enough(occurrence, wall)
    if (
        wall == occurrence.wall_start
        and occurrence.status != "cancelled"
        and clean(reason) == occurrence.reason
    ):
        return occurrence  # it is there already
    return _change(session, occurrence, "move", reason, f"{wall:%Y-%m-%dT%H:%M}")


def refuse_too_far(day: date) -> None:
    """Raises: BadData."""
    said = dates.day_of_year(day)
    raise BadData(_("{day} is too far away; a meeting stays within 31 days of its own day.", day=said))


def _is_near_enough(occurrence: Occurrence, wall: datetime) -> None:
    """Raises: BadData, where a meeting would leave its moon or its month."""
    instant, day = starts_at(wall, occurrence.zone).instant, dates.day_of_year(wall.date())
    if occurrence.moon is None:
        if abs(instant - (occurrence.replaced_start or occurrence.start)) > FARTHEST_BY_CALENDAR:
            refuse_too_far(wall.date())
    elif abs(instant - moon_of(occurrence.moon).instant) > FARTHEST:
        raise BadData(
            _("{day} is nearer to another moon; a meeting stays within 14 days of its own.", day=day)
        )


def cancel_occurrence(session: Session, key: str, reason: str, seen: Occurrence | None = None) -> Occurrence:
    """Cancel a meeting where it is; it stays in the calendar, marked.

    Raises: NotAllowed, NotFound, ChangedMeanwhile, Conflict.
    """
    occurrence = _as_seen(session, key, seen)
    if occurrence.status == "cancelled":
        reason = reason or occurrence.reason
    return _change(session, occurrence, "cancel", reason, moved_to(occurrence))


def restore_occurrence(session: Session, key: str) -> Occurrence:
    """Take a move or a cancelling back, or bring a gathering back to the moon nearest its day of the year.

    One that was moved and then cancelled is where it was moved to; taken back once more, where the rhythm has it.

    Raises: NotAllowed, NotFound, Conflict.
    """
    occurrence = occurrence_of(session.store, key)
    if occurrence.status == "confirmed" and (choice := chosen_for(session, occurrence)):
        session.must("rhythm.change", occurrence)
        rule = gathering_rule(session)
        moon = nearest_to_target(
            rule,
            choice.value.target,
            choice.value.year,
            moons_around(occurrence.start - YEAR, occurrence.start + YEAR),
        )
        with session.store.transaction(by=session.handle, why="rhythm.gather") as tx:
            tx.remove(choice)
            carry_over(tx, occurrence.key, f"{rule.id}/{moon.key}")
        return occurrence_of(session.store, f"{rule.id}/{moon.key}")
    there = moved_to(occurrence)
    if occurrence.status == "cancelled" and there:
        return _change(session, occurrence, "move", "", there)
    return _change(session, occurrence, "restore", "", None)


def moved_to(occurrence: Occurrence) -> str | None:
    """The wall time that a moved meeting was moved to, also when it was cancelled later."""
    return f"{occurrence.wall_start:%Y-%m-%dT%H:%M}" if occurrence.replaced_start else None


def chosen_for(session: Session, occurrence: Occurrence) -> Stored[ChosenMoon] | None:
    """The choice that hung a gathering on its moon; None where the year itself did."""
    return session.store.collection(ChosenMoon).first(rule=occurrence.rule, key=occurrence.moon)


def _as_seen(session: Session, key: str, seen: Occurrence | None) -> Occurrence:
    occurrence = occurrence_of(session.store, key)
    if seen is not None and occurrence != seen:
        raise ChangedMeanwhile(
            _(
                "Somebody changed this meeting meanwhile: {now}. What you typed is kept; save again to go on.",
                now=f"{dates.day(occurrence.local_start.date())} {dates.clock(occurrence.local_start)} "
                + meeting_words(occurrence, occurrence.zone),
            ),
            occurrence,
            {"start": f"{occurrence.local_start:%Y-%m-%d %H:%M}", "reason": occurrence.reason},
        )
    return occurrence


def _wall_time(typed: str) -> datetime:
    try:
        wall = datetime.fromisoformat(typed.strip().replace(" ", "T"))
    except ValueError:
        wall = None
    if wall is None or wall.tzinfo is not None or "T" not in typed.strip().replace(" ", "T"):
        sentence = _(
            "“{typed}” is not a day and time like 2027-05-22 17:00, by the meeting's own clock.", typed=typed
        )
        raise BadData(sentence)
    return wall.replace(second=0, microsecond=0)


def _change(
    session: Session, occurrence: Occurrence, action: Any, reason: str, start_local: str | None
) -> Occurrence:
    session.must("rhythm.change", occurrence)
    assert occurrence.rule is not None
    before = change_of(session.store, occurrence)
    changed = ChangedOccurrence(
        rule=occurrence.rule,
        key=slot_of(occurrence.key),
        action=action,
        start_local=start_local,
        reason=clean(reason, limit=200),
        sequence=before.value.sequence + 1 if before else 1,
    )
    if before is None and action == "restore":
        return occurrence
    with session.store.transaction(by=session.handle, why=f"rhythm.{action}") as tx:
        if before:
            tx.replace(before, changed)
        else:
            tx.add(changed)
    return occurrence_of(session.store, occurrence.key)


def change_of(reader: Reader, occurrence: Occurrence) -> Stored[ChangedOccurrence] | None:
    """What was decided by hand about a meeting."""
    slot = slot_of(occurrence.key)
    return reader.collection(ChangedOccurrence).first(rule=occurrence.rule, key=slot)


def gathering_moved_to(session: Session, moon_key: str) -> tuple[ChosenMoon, Occurrence | None]:
    """Which gathering would be hung on a full moon, and where it is now. Raises: NotFound, BadData."""
    rule = gathering_rule(session)
    moon = moon_of(moon_key)
    if moon.phase != rule.phase:
        raise BadData(_("Gatherings are held on full moons, and this is a new one."))
    start, end = moon.instant - YEAR, moon.instant + YEAR
    moons = moons_around(start, end)
    choices = [stored.value for stored in session.store.collection(ChosenMoon).all()]
    taken = occurrences(session.store, moon.instant - REACH, moon.instant + REACH)
    if any(item.rule == rule.id and item.moon == moon_key for item in taken):
        raise BadData(_("There is a gathering on this full moon already."))
    if moon.instant < session.now():
        raise BadData(_("This full moon has passed. Choose one that is to come."))
    choice = gathering_to_move(rule, moon, moons, choices, session.now())
    return choice, _held_now(session, rule, choice, start, end)


def _held_now(
    session: Session, rule: MoonRule, choice: ChosenMoon, start: datetime, end: datetime
) -> Occurrence | None:
    by_hand = session.store.collection(ChosenMoon).find(rule=rule.id, year=choice.year, target=choice.target)
    key = by_hand[0].value.key if by_hand else None
    if key is None:
        key = nearest_to_target(rule, choice.target, choice.year, moons_around(start, end)).key
    held = occurrences(session.store, start, end)
    return next((item for item in held if item.rule == rule.id and item.moon == key), None)


def hold_gathering_on(session: Session, moon_key: str) -> ChosenMoon:
    """Hang the nearest of the year's gatherings on this full moon. Raises: NotAllowed, NotFound, BadData."""
    session.must("rhythm.change", moon_key)
    choice, held = gathering_moved_to(session, moon_key)
    before = session.store.collection(ChosenMoon).find(
        rule=choice.rule, year=choice.year, target=choice.target
    )
    with session.store.transaction(by=session.handle, why="rhythm.gather") as tx:
        if before:
            tx.replace(before[0], choice)
        else:
            tx.add(choice)
        if held is not None:
            carry_over(tx, held.key, f"{choice.rule}/{choice.key}")
    return choice


def gathering_rule(session: Session) -> MoonRule:
    """The rule that hangs gatherings. Raises: NotFound."""
    for stored in session.store.collection(MoonRule).all():
        if stored.value.targets and stored.value.kind == "gathering":
            return stored.value
    raise NotFound(_("This community has no rule for gatherings."))
