"""From a moon to a meeting: pure functions, given the moons; nothing here reads a clock, a file or a store.

The sentence that all of it follows: among the allowed local dates in the window, take the start nearest the
moon's instant, the earlier on a tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from msgspec.structs import replace

from folkmoot.contributions import Occurrence, OccurrenceStatus
from folkmoot.recurring import Start, starts_at
from folkmoot.zones import utc_at, zone
from folkmoot_core.rhythm.model import ChangedOccurrence, ChosenMoon, Moon, MoonRule

REACH = timedelta(days=45)  # moons this far around a span decide what lies in it


REPLACED = ("call", "organising")  # kinds of meetings that a gathering on the same moon stands in for


def resolve(rule: MoonRule, moon: Moon, change: ChangedOccurrence | None = None) -> Occurrence | None:
    """The meeting that a rule hangs on a moon, as changed by hand; None where the rule skips this moon.

    Instants of the result are aware and in UTC. Raises: UnknownZone.
    """
    found = _start(rule, moon)
    if found is None:
        return None
    meeting = Occurrence(
        key=f"{rule.id}/{moon.key}",
        start=found.instant,
        end=found.instant + timedelta(minutes=rule.duration_minutes),
        zone=rule.zone,
        title=rule.title,
        kind=rule.kind,
        rule=rule.id,
        moon=moon.key,
        flag=found.flag,
        wall_start=found.wall,
    )
    return as_changed(meeting, change)


def as_changed(meeting: Occurrence, change: ChangedOccurrence | None) -> Occurrence:
    """A meeting as its rule promises it, with what was decided by hand: moved, cancelled, or taken back."""
    if change is None:
        return meeting
    changed = replace(meeting, status=_STATUS[change.action], reason=change.reason, sequence=change.sequence)
    if change.action == "restore" or not change.start_local:
        return changed
    there = starts_at(datetime.fromisoformat(change.start_local), meeting.zone)
    if there == Start(meeting.wall_start or there.wall, meeting.start, meeting.flag):
        return changed
    return replace(
        changed,
        start=there.instant,
        end=there.instant + (meeting.end - meeting.start),
        flag=there.flag,
        wall_start=there.wall,
        replaced_start=meeting.start,
    )


_STATUS: Mapping[str, OccurrenceStatus] = {"move": "moved", "cancel": "cancelled", "restore": "confirmed"}


def _start(rule: MoonRule, moon: Moon) -> Start | None:
    if rule.anchor == "instant":
        return _start_at_instant(rule, moon)
    moon_date = moon.instant.astimezone(zone(rule.zone)).date()
    nights = [moon_date + timedelta(days=n) for n in range(-rule.window_days, rule.window_days + 1)]
    allowed = [night for night in nights if not rule.weekdays or night.isoweekday() in rule.weekdays]
    if not allowed:
        if rule.no_match == "skip":
            return None
        allowed = nights
    at = time.fromisoformat(rule.local_time)
    starts = [starts_at(datetime.combine(night, at), rule.zone) for night in allowed]
    if rule.anchor == "local_date":
        return min(starts, key=lambda start: (abs(start.wall.date() - moon_date), start.wall))
    return min(starts, key=lambda start: (abs(start.instant - moon.instant), start.instant))


def _start_at_instant(rule: MoonRule, moon: Moon) -> Start | None:
    """The instant itself, rounded in UTC from midnight; the earlier of two equally near."""
    midnight = datetime.combine(moon.instant.astimezone(UTC).date(), time(), UTC)
    step = timedelta(minutes=rule.round_minutes)
    steps, rest = divmod(moon.instant - midnight, step)
    rounded = midnight + (steps + (rest * 2 > step)) * step
    local = rounded.astimezone(zone(rule.zone))
    if rule.no_match == "skip" and rule.weekdays and local.isoweekday() not in rule.weekdays:
        return None
    return Start(local.replace(tzinfo=None, fold=0), rounded, None)


def target_date(target: str, year: int) -> date:
    """The day of a target (month-day) in a year; 29 February is the 28th where there is none."""
    month, day = (int(part) for part in target.split("-"))
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def nearest_to_target(rule: MoonRule, target: str, year: int, moons: Iterable[Moon]) -> Moon:
    """The moon of the rule's phase nearest to noon of a target's day, the earlier on a tie."""
    noon = utc_at(datetime.combine(target_date(target, year), time(12)), rule.zone)
    return min(
        (moon for moon in moons if moon.phase == rule.phase),
        key=lambda moon: (abs(moon.instant - noon), moon.instant),
    )


def chosen_moons(rule: MoonRule, moons: Sequence[Moon], choices: Iterable[ChosenMoon]) -> set[str]:
    """Keys of the moons that a rule with targets takes, of those given (a run without holes)."""
    by_hand = {(choice.year, choice.target): choice.key for choice in choices if choice.rule == rule.id}
    keys: set[str] = set()
    for year, target in _targets_within(rule, moons):
        keys.add(by_hand.get((year, target)) or nearest_to_target(rule, target, year, moons).key)
    # A gathering may be hung on a moon far from its target, whose own date then lies outside this run.
    keys.update(by_hand.values())
    return keys


def _targets_within(rule: MoonRule, moons: Sequence[Moon]) -> Iterator[tuple[int, str]]:
    """Targets whose nearest moon is surely among a run of moons: half a lunation inside its ends."""
    if not moons:
        return
    margin = timedelta(days=16)
    first, last = moons[0].instant + margin, moons[-1].instant - margin
    for year in range(first.year, last.year + 1):
        for target in rule.targets:
            noon = utc_at(datetime.combine(target_date(target, year), time(12)), rule.zone)
            if first <= noon <= last:
                yield year, target


def plan(
    rules: Sequence[MoonRule],
    moons: Sequence[Moon],
    choices: Iterable[ChosenMoon] = (),
    changes: Iterable[ChangedOccurrence] = (),
) -> list[Occurrence]:
    """Every meeting that the rules hang on a run of moons, sorted by start.

    A rule with targets takes single moons. A gathering replaces the calls of the same moon: by lunation, not by
    calendar month.
    """
    chosen_by_hand = list(choices)
    changed = {(change.rule, change.key): change for change in changes}
    taken = {rule.id: _taken(rule, moons, chosen_by_hand) for rule in rules}
    gatherings = {key for rule in rules if rule.kind == "gathering" for key in taken[rule.id]}
    found: list[Occurrence] = []
    for rule in rules:
        keys = taken[rule.id] - gatherings if rule.kind in REPLACED else taken[rule.id]
        hung = (resolve(rule, moon, changed.get((rule.id, moon.key))) for moon in moons if moon.key in keys)
        found.extend(occurrence for occurrence in hung if occurrence)
    return sorted(found, key=lambda occurrence: (occurrence.start, occurrence.key))


def _taken(rule: MoonRule, moons: Sequence[Moon], choices: Iterable[ChosenMoon]) -> set[str]:
    if rule.targets:
        return chosen_moons(rule, moons, choices) & {moon.key for moon in moons}
    return {moon.key for moon in moons if moon.phase == rule.phase}


def day_shift(instant: datetime, here: str, there: str) -> int:
    """How many calendar days a place is ahead of another at an instant: -1, 0 or 1 (rarely 2)."""
    return (instant.astimezone(zone(there)).date() - instant.astimezone(zone(here)).date()).days


def gathering_to_move(
    rule: MoonRule, moon: Moon, moons: Sequence[Moon], choices: Iterable[ChosenMoon], now: datetime
) -> ChosenMoon:
    """Which gathering moves when one is wanted on another moon: of those to come, the nearest to that moon."""
    by_hand = {(choice.year, choice.target): choice.key for choice in choices if choice.rule == rule.id}
    instants = {known.key: known.instant for known in moons}

    def held(slot: tuple[int, str]) -> datetime:
        key = by_hand.get(slot)
        if key in instants:
            return instants[key]
        return nearest_to_target(rule, slot[1], slot[0], moons).instant

    to_come = [slot for slot in _targets_within(rule, moons) if held(slot) > now]
    year, target = min(to_come, key=lambda slot: abs(held(slot) - moon.instant))
    return ChosenMoon(rule=rule.id, year=year, target=target, key=moon.key)
