"""A clinic in words: times, groups, what was pressed, what is so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from folkmoot.api import Session, dates
from folkmoot.stepclock import Did, Where, room_of
from folkmoot_core.clinic.actions import Held, name_of
from folkmoot_core.clinic.candidates import Known
from folkmoot_core.clinic.model import Run
from folkmoot_core.clinic.shapes import Format, FormatStep
from folkmoot_core.words import _, ngettext

LONGEST = 999 * 60 + 59  # seconds: a group that forgot its clock


def clock_face(where: Where) -> str:
    """`9:59`: what is left, a second that has begun counted whole; or by how much it is over."""
    if where.over >= timedelta(seconds=1):
        seconds = where.over // timedelta(seconds=1)
    else:
        seconds = -(-where.left // timedelta(seconds=1))
    seconds = min(seconds, LONGEST)
    return f"{seconds // 60}:{seconds % 60:02d}"


def minutes_words(minutes: int) -> str:
    """`10 min`."""
    return _("{count} min", count=minutes)


def format_words(found: Format) -> str:
    """`55 min, 3 to 5 people`."""
    total = minutes_words(sum(step.minutes for step in found.steps))
    if found.least == found.most:
        return _("{minutes}, {count} people", minutes=total, count=found.least)
    return _("{minutes}, {least} to {most} people", minutes=total, least=found.least, most=found.most)


def known_words(known: Known) -> str:
    """By what one knows that somebody is on the call."""
    words = {"here": _("here now"), "yes": _("said yes"), "maybe": _("said maybe"), "no": _("said no")}
    return words.get(known, "")


def people_words(session: Session, held: Held, run: Run) -> str:
    """`Bo (brings the case), Cy, Di`; where each brings one, in the order of turns."""
    names = [name_of(session, who) for who in run.people]
    if held.clinic.brings == "everyone":
        return _("in turn {names}", names=", ".join(names))
    return ", ".join(
        _("{name} (brings the case)", name=name) if who == run.giver else name
        for who, name in zip(run.people, names, strict=True)
    )


def next_words(steps: tuple[FormatStep, ...], run: Run, where: Where) -> str:
    """What comes after a step."""
    if where.step + 1 == len(steps):
        return _("the end")
    step = steps[where.step + 1]
    left = room_of(run, steps, where.step + 1)
    return f"{step.name}, {minutes_words(left // timedelta(minutes=1))}"


def did_words(did: Did, name: str) -> str:
    """`paused by Bo`."""
    said: dict[str, Callable[[], str]] = {
        "start": lambda: _("begun by {name}", name=name),
        "pause": lambda: _("paused by {name}", name=name),
        "on": lambda: _("{name} went on", name=name),
        "extend": lambda: _("{name} gave two minutes more", name=name),
        "next": lambda: _("{name} went to this step", name=name),
        "back": lambda: _("{name} went back to this step", name=name),
        "end": lambda: _("ended by {name}", name=name),
    }
    return said[did]() if did in said else ""


def why_words(did: Did) -> str:
    """What the history says of it: the clock, and never what was spoken of."""
    said = {
        "start": _("began a clinic"),
        "pause": _("paused a clinic"),
        "on": _("went on with a clinic"),
        "extend": _("gave a step more time"),
        "next": _("went to the next step"),
        "back": _("went back a step"),
        "end": _("ended a clinic"),
    }
    return said.get(did, "")


def state_words(session: Session, run: Run, where: Where, step: FormatStep) -> str:
    """A group in a few words: `the case, 4:05 left`."""
    if where.state == "ready":
        return _("not begun")
    if where.state == "ended":
        return _("ended {time}", time=dates.clock(session.here(where.ends)))
    return time_words(where, step) + (", " + _("paused") if where.state == "paused" else "")


def time_words(where: Where, step: FormatStep) -> str:
    """`the case, 4:05 left`, or by how much it is over."""
    if where.over >= timedelta(seconds=1):
        return _("{step}, {time} over", step=step.name, time=clock_face(where))
    return _("{step}, {time} left", step=step.name, time=clock_face(where))


def enough_words(count: int, groups: tuple[int, ...], found: Format) -> str:
    """`7 people: groups of 4 and 3`."""
    people = ngettext("{count} person", "{count} people", count)
    if not groups:
        return _("{people}; “{title}” needs {least}", people=people, title=found.title, least=found.least)
    if len(groups) == 1:
        return _("{people}: one group", people=people)
    listed = dates.listed(str(size) for size in groups)
    return _("{people}: groups of {sizes}", people=people, sizes=listed)


def too_many_words(groups: tuple[int, ...], found: Format) -> str:
    """That a group will be larger than its format is made for; mostly nothing."""
    if max(groups, default=0) <= found.most:
        return ""
    return _(
        "“{title}” is made for {most}: somebody of the larger group only listens.",
        title=found.title,
        most=found.most,
    )
