"""Where people are in their steps, by what is stored and the time of day: nothing ticks, so nothing can be lost.

Whoever holds something by the clock (a clinic, a meeting) makes its document of a `StepClock`. Models and rules may
use it: standard library and msgspec only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, Protocol, TypeVar

import msgspec
from msgspec.structs import replace as evolve

NOTHING = timedelta(0)
MORE = timedelta(minutes=2)  # that + gives to a step
AFTERWARDS = timedelta(minutes=15)  # for so long people are still there
State = Literal["ready", "running", "paused", "ended"]
Did = Literal["", "start", "pause", "on", "extend", "next", "back", "end"]


class StepClock(msgspec.Struct, frozen=True, kw_only=True):
    """A clock is where it is by what stands here and the time of day, and nothing else.

    `step` counts from 0, `since` is when it began to run (None: it stands still), `spent` what each step had had by
    then, `extra` what was given to it beyond its minutes. `did` and `by` say what was pressed last, and by whom.
    """

    step: int = 0
    since: datetime | None = None
    spent: tuple[timedelta, ...] = ()
    extra: tuple[timedelta, ...] = ()
    started: datetime | None = None
    ended: datetime | None = None
    did: Did = ""
    by: str = ""


class Timed(Protocol):
    """A step: how many minutes it may take, and whether the next one begins by itself when they are over."""

    @property
    def minutes(self) -> int:
        """How long it may take."""
        ...

    @property
    def goes_on(self) -> bool:
        """Whether it goes on by itself."""
        ...


C = TypeVar("C", bound=StepClock)


class Where(NamedTuple):
    """A group at an instant: which step (from 0), what is left of it, by how much it is over; one of both is zero.

    `ends` is when all would be done if it ran from now on and every step took its time.
    """

    state: State
    step: int
    left: timedelta
    over: timedelta
    ends: datetime


def fresh(run: C, steps: Sequence[Timed]) -> C:
    """A group whose clock has not begun."""
    return evolve(run, spent=(NOTHING,) * len(steps), extra=(NOTHING,) * len(steps))


def room_of(run: StepClock, steps: Sequence[Timed], step: int) -> timedelta:
    """How long a step may take in all, with what was given to it."""
    return timedelta(minutes=steps[step].minutes) + run.extra[step]


def counted(run: C, steps: Sequence[Timed], now: datetime) -> C:
    """The same group with its time up to now counted; steps that go on by themselves are behind it by then.

    Where the time of day was put back, nothing is counted, and nothing that was is lost.
    """
    if run.since is None:
        return run
    passed, step, spent = max(NOTHING, now - run.since), run.step, list(run.spent)
    while steps[step].goes_on and step < len(steps) - 1:
        left = max(NOTHING, room_of(run, steps, step) - spent[step])
        if passed < left:
            break
        spent[step] += left
        passed -= left
        step += 1
    spent[step] += passed
    return evolve(run, step=step, spent=tuple(spent), since=now)


def where(run: StepClock, steps: Sequence[Timed], now: datetime) -> Where:
    """Where a group is at an instant (aware)."""
    state: State = "running" if run.since else "ended" if run.ended else "paused" if run.started else "ready"
    run = counted(run, steps, now)
    left = room_of(run, steps, run.step) - run.spent[run.step]
    later = (
        max(NOTHING, room_of(run, steps, step) - run.spent[step]) for step in range(run.step + 1, len(steps))
    )
    ends = run.ended or now + max(NOTHING, left) + sum(later, NOTHING)
    return Where(state, run.step, max(NOTHING, left), max(NOTHING, -left), ends)


def is_looked_at(run: StepClock, steps: Sequence[Timed], now: datetime) -> bool:
    """Whether people may still sit before a group's clock, hands off the keys; not for ever, where it was forgotten."""
    if run.ended:
        return now - run.ended < AFTERWARDS
    whole = timedelta(minutes=sum(step.minutes for step in steps))
    return run.started is not None and now - run.started < 2 * whole + AFTERWARDS


def pressed(run: C, steps: Sequence[Timed], now: datetime, did: Did, by: str) -> C | None:
    """The group after somebody pressed something; None where that changes nothing (there is no step before the first).

    Going to another step leaves a clock that stands still as it is. Next, at the last step, is the end.
    """
    run = counted(run, steps, now)
    after = _after(run, steps, now, did)
    return None if after is None else evolve(after, did=did, by=by)


def _after(run: C, steps: Sequence[Timed], now: datetime, did: Did) -> C | None:
    running, last = run.since is not None, run.step == len(steps) - 1
    if run.ended:
        return evolve(_with_room(run, steps, run.step), ended=None) if did == "back" else None
    if run.started is None:
        return evolve(run, started=now, since=now) if did in ("start", "on") else None
    if did == "end" or (did == "next" and last):
        return evolve(run, since=None, ended=now)
    if did == "next":
        return evolve(run, step=run.step + 1)
    if did == "back" and run.step:
        return evolve(_with_room(run, steps, run.step - 1), step=run.step - 1)
    if did == "extend":
        over = max(NOTHING, run.spent[run.step] - room_of(run, steps, run.step))
        return _given(run, run.step, over + MORE)
    if did == "pause" and running:
        return evolve(run, since=None)
    return evolve(run, since=now) if did in ("on", "start") and not running else None


def _with_room(run: C, steps: Sequence[Timed], step: int) -> C:
    """The group with two minutes at least in a step that it comes back to."""
    left = room_of(run, steps, step) - run.spent[step]
    return _given(run, step, max(NOTHING, MORE - left))


def _given(run: C, step: int, more: timedelta) -> C:
    """The group with more time in a step."""
    extra = list(run.extra)
    extra[step] += more
    return evolve(run, extra=tuple(extra))
