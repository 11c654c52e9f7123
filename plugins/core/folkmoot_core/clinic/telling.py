"""A clinic told line by line: for people who hear the screen, and for scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from folkmoot.api import Occurrence, Session, dates, utc
from folkmoot.stepclock import Where, where
from folkmoot_core.clinic.actions import Held, held_of, name_of, run_of
from folkmoot_core.clinic.formats import steps_for
from folkmoot_core.clinic.model import Run
from folkmoot_core.clinic.rules import is_visitor
from folkmoot_core.clinic.running import givers
from folkmoot_core.clinic.shapes import FormatStep
from folkmoot_core.clinic.wording import did_words, minutes_words, state_words, time_words
from folkmoot_core.words import _

SECOND = timedelta(seconds=1)


def meeting_row(session: Session, meeting: Occurrence, held: Held | None) -> dict[str, object]:
    """The clinic of a meeting for JSON; without groups where none were made."""
    return {
        "meeting": meeting.key,
        "title": meeting.title,
        "start": utc(meeting.start),
        "format": held.clinic.format if held else None,
        "seed": held.clinic.seed if held else None,
        "groups": [group_row(session, held, run.value) for run in held.runs] if held else [],
    }


def group_row(session: Session, held: Held, run: Run) -> dict[str, object]:
    """One group with its clock, for JSON."""
    steps = steps_for(session, held.clinic)
    found = where(run, held.clinic.steps, session.now())
    brings = givers(held, run)
    return {
        "number": run.number,
        "people": [
            {
                "handle": None if is_visitor(who) else who,
                "name": name_of(session, who),
                "brings": who in brings,
            }
            for who in run.people
        ],
        "state": found.state,
        "step": found.step + 1,
        "steps": len(steps),
        "name": steps[found.step].name,
        "left_seconds": -(-found.left // SECOND),
        "over_seconds": found.over // SECOND,
        "ends": utc(found.ends) if run.started else None,
        "did": run.did or None,
        "by": run.by or None,
    }


def step_line(session: Session, steps: Sequence[FormatStep], run: Run, found: Where) -> str:
    """`19:03  2 of 6  The case: tell where … Speaks: who brings the case. 10:00 left.`"""
    now = dates.clock(session.here(session.now()))
    step = steps[found.step]
    if found.state in ("ready", "ended"):
        return f"{now}  {state_words(session, run, found, step)}"
    place = _("{step} of {steps}", step=found.step + 1, steps=len(steps))
    said = f"{now}  {place}  {time_words(found, step)}"
    if found.state == "paused":
        stands = did_words(run.did, name_of(session, run.by))
        return said + ", " + (stands if run.did == "pause" else _("paused")) + "."
    said += "."
    if found.over:
        return said + " " + _("The time is up; go on when you are ready.")
    speaks = " " + _("Speaks: {who}.", who=step.who) if step.who else ""
    return f"{said} {step.says}{speaks}"


def told(session: Session, key: str, number: int, wait: Callable[[], None]) -> Iterator[str]:
    """A line whenever a group's step changes, its clock is stopped or set going, or its time is up; until its end.

    `wait` is called between two looks. Raises: NotAllowed, NotFound.
    """
    before: object = None
    while True:
        session.must("clinic.see")
        held = held_of(session, key)
        run = run_of(held, number).value
        found = where(run, held.clinic.steps, session.now())
        is_so = (found.state, found.step, found.over > timedelta(0), run.extra)
        if is_so != before:
            before = is_so
            yield step_line(session, steps_for(session, held.clinic), run, found)
        if found.state == "ended":
            return
        wait()


def format_lines(steps: Sequence[FormatStep]) -> Iterator[str]:
    """A format's steps, one a line."""
    for step in steps:
        yield f"  {minutes_words(step.minutes):>7}  {step.name}" + (f" ({step.who})" if step.who else "")
