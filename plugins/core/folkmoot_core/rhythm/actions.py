"""What members do to the rhythm: move, cancel, restore, hang a gathering on another moon, change a rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from folkmoot.api import (
    BadData,
    NotFound,
    Occurrence,
    Session,
    Stored,
    TryAgain,
    clean,
    dates,
    shown_value,
    zone,
)
from folkmoot_core.rhythm.almanac import moon_of
from folkmoot_core.rhythm.calendar import moons_around, occurrence_of, occurrences
from folkmoot_core.rhythm.model import RULE_ID, ChangedOccurrence, ChosenMoon, MoonRule
from folkmoot_core.rhythm.rule_words import refused, rule_sentence
from folkmoot_core.rhythm.rules import REACH, gathering_to_move, nearest_to_target, starts_at
from folkmoot_core.rhythm.wording import meeting_words
from folkmoot_core.words import _

YEAR = timedelta(days=400)
FARTHEST = timedelta(days=14)  # beyond this another moon is nearer, and the meeting is that moon's


class ChangedMeanwhile(TryAgain):
    """Somebody else changed the same thing since it was looked at (75); `now` is how it stands."""

    def __init__(self, sentence: str, now: Occurrence | MoonRule) -> None:
        super().__init__(sentence)
        self.now = now


def move_occurrence(
    session: Session, key: str, start_local: str, reason: str, seen: Occurrence | None = None
) -> Occurrence:
    """Move a meeting to a wall time of its own zone (`2027-05-22T17:00`); it keeps its key and its moon.

    `seen` is the meeting as the person saw it. Raises: NotAllowed, NotFound, BadData, ChangedMeanwhile, Conflict.
    """
    occurrence = _as_seen(session, key, seen)
    wall = _wall_time(start_local)
    moon = moon_of(occurrence.moon or "")
    instant = starts_at(wall, occurrence.zone).instant
    if abs(instant - moon.instant) > FARTHEST:
        day = dates.day_of_year(wall.date())
        raise BadData(
            _("{day} is nearer to another moon; a meeting stays within 14 days of its own.", day=day)
        )
    if (
        wall == occurrence.wall_start
        and occurrence.status != "cancelled"
        and clean(reason) == occurrence.reason
    ):
        return occurrence  # it is there already
    return _change(session, occurrence, "move", reason, f"{wall:%Y-%m-%dT%H:%M}")


def cancel_occurrence(session: Session, key: str, reason: str, seen: Occurrence | None = None) -> Occurrence:
    """Cancel a meeting where it is; it stays in the calendar, marked.

    Raises: NotAllowed, NotFound, ChangedMeanwhile, Conflict.
    """
    occurrence = _as_seen(session, key, seen)
    if occurrence.status == "cancelled":
        reason = reason or occurrence.reason
    return _change(session, occurrence, "cancel", reason, _moved_to(occurrence))


def restore_occurrence(session: Session, key: str) -> Occurrence:
    """Take a move or a cancelling back, or bring a gathering back to the moon nearest its day of the year.

    One that was moved and then cancelled is where it was moved to; taken back once more, where the rhythm has it.

    Raises: NotAllowed, NotFound, Conflict.
    """
    occurrence = occurrence_of(session.store, key)
    if occurrence.status == "confirmed" and (choice := chosen_for(session, occurrence)):
        session.must("rhythm.change", occurrence)
        with session.store.transaction(by=session.handle, why="rhythm.gather") as tx:
            tx.remove(choice)
        rule = gathering_rule(session)
        moon = nearest_to_target(
            rule,
            choice.value.target,
            choice.value.year,
            moons_around(occurrence.start - YEAR, occurrence.start + YEAR),
        )
        return occurrence_of(session.store, f"{rule.id}/{moon.key}")
    moved_to = _moved_to(occurrence)
    if occurrence.status == "cancelled" and moved_to:
        return _change(session, occurrence, "move", "", moved_to)
    return _change(session, occurrence, "restore", "", None)


def _moved_to(occurrence: Occurrence) -> str | None:
    """The wall time that a moved meeting was moved to, also when it was cancelled later."""
    return f"{occurrence.wall_start:%Y-%m-%dT%H:%M}" if occurrence.replaced_start else None


def chosen_for(session: Session, occurrence: Occurrence) -> Stored[ChosenMoon] | None:
    """The choice that hung a gathering on its moon; None where the year itself did."""
    found = session.store.collection(ChosenMoon).find(rule=occurrence.rule, key=occurrence.moon)
    return found[0] if found else None


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
    assert occurrence.moon is not None
    before = _change_of(session, occurrence)
    changed = ChangedOccurrence(
        rule=occurrence.rule,
        key=occurrence.moon,
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


def _change_of(session: Session, occurrence: Occurrence) -> Stored[ChangedOccurrence] | None:
    found = session.store.collection(ChangedOccurrence).find(rule=occurrence.rule, key=occurrence.moon)
    return found[0] if found else None


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
    choice, _now = gathering_moved_to(session, moon_key)
    before = session.store.collection(ChosenMoon).find(
        rule=choice.rule, year=choice.year, target=choice.target
    )
    with session.store.transaction(by=session.handle, why="rhythm.gather") as tx:
        if before:
            tx.replace(before[0], choice)
        else:
            tx.add(choice)
    return choice


def gathering_rule(session: Session) -> MoonRule:
    """The rule that hangs gatherings. Raises: NotFound."""
    for stored in session.store.collection(MoonRule).all():
        if stored.value.targets and stored.value.kind == "gathering":
            return stored.value
    raise NotFound(_("This community has no rule for gatherings."))


def change_rule(
    session: Session, rule_id: str, changes: Mapping[str, object], seen: MoonRule | None = None
) -> MoonRule:
    """Change a rule; all its meetings follow, but for those that were moved or cancelled by hand.

    `changes` holds fields of `MoonRule` by name, `seen` the rule as the person saw it.
    Raises: NotAllowed, NotFound, BadData, ChangedMeanwhile, Conflict.
    """
    session.must("rhythm.change", rule_id)
    stored = _rule(session, rule_id)
    if seen is not None and stored.value != seen:
        sentence = _(
            "Somebody changed this rule meanwhile: {now}. What you typed is kept; save again to go on.",
            now=rule_sentence(stored.value),
        )
        raise ChangedMeanwhile(sentence, stored.value)
    changed = _rule_of({**msgspec.to_builtins(stored.value), **changes, "id": rule_id})
    if changed != stored.value:
        with session.store.transaction(by=session.handle, why="rhythm.rule") as tx:
            tx.replace(stored, changed)
    return changed


def add_rule(session: Session, rule_id: str, about: Mapping[str, object]) -> MoonRule:
    """Hang another kind of meeting on the moon. Its zone is the community's where none is given.

    Raises: NotAllowed, BadData.
    """
    session.must("rhythm.change", rule_id)
    if not re.fullmatch(RULE_ID, rule_id):
        raise BadData(_("“{rule}” can't name a rule: small letters, digits and - can.", rule=rule_id))
    rule = _rule_of({"zone": session.community.zone, **about, "id": rule_id})
    with session.store.transaction(by=session.handle, why="rhythm.rule") as tx:
        if tx.collection(MoonRule).first(id=rule_id):
            raise BadData(_("There is a rule “{rule}” already.", rule=rule_id))
        tx.add(rule)
    return rule


def remove_rule(session: Session, rule_id: str) -> MoonRule:
    """Take a rule away, and its meetings with it; what was changed about them stays on record.

    Raises: NotAllowed, NotFound, Conflict.
    """
    session.must("rhythm.change", rule_id)
    stored = _rule(session, rule_id)
    with session.store.transaction(by=session.handle, why="rhythm.rule") as tx:
        tx.remove(stored)
    return stored.value


def _rule(session: Session, rule_id: str) -> Stored[MoonRule]:
    stored = session.store.collection(MoonRule).first(id=rule_id)
    if stored is None:
        raise NotFound(_("There is no rule “{rule}”, or it was taken away meanwhile.", rule=rule_id))
    return stored


def _rule_of(fields: Mapping[str, object]) -> MoonRule:
    try:
        rule = msgspec.convert({**fields, "title": clean(str(fields.get("title", "")), limit=500)}, MoonRule)
    except msgspec.ValidationError as error:
        field = next((name for name in fields if f"$.{name}" in str(error)), "")
        typed = clean(shown_value(fields.get(field)), limit=120)
        raise BadData(refused(field, typed)) from None
    zone(rule.zone)
    return rule
