"""A whole meeting as plain lines: for who could not come, for who hears the screen, for a document elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from folkmoot.api import Session, Stored, dates, stepclock
from folkmoot_sociocracy.circles.wording import name_of
from folkmoot_sociocracy.meetings.calendar import next_of
from folkmoot_sociocracy.meetings.model import Line, Meeting, Present, Round, Step
from folkmoot_sociocracy.meetings.reading import last_before, lines_of
from folkmoot_sociocracy.meetings.rounds import current, here
from folkmoot_sociocracy.meetings.telling import result_of
from folkmoot_sociocracy.meetings.wording import (
    about_words,
    clock_words,
    line_words,
    meeting_line,
    minutes_standing,
    names,
    round_word,
    step_title,
    turns_words,
    voice_words,
)
from folkmoot_sociocracy.words import _


class Section(NamedTuple):
    """A title and what stands below it; the first one is about the whole."""

    title: str
    lines: tuple[str, ...]


def sections(session: Session, stored: Stored[Meeting]) -> list[Section]:
    """All of a meeting that this person may read."""
    meeting = stored.value
    lines = [one.value for one in lines_of(session, stored.id)]
    found = [Section(meeting_line(session, stored), tuple(head_lines(session, stored)))]
    for place, step in enumerate(meeting.steps):
        title = f"{place + 1}. {step_title(step)} ({about_words(session, step)})"
        if meeting.started and not meeting.closed and place == meeting.step:
            found_now = stepclock.where(meeting, meeting.steps, session.now())
            title += " – " + _("now, {clock}", clock=clock_words(meeting, found_now))
        found.append(Section(title, tuple(_step_lines(session, stored, step, lines))))
    complaints = tuple(
        _("{name}: {reason}", name=name_of(session, one.by), reason=one.reason) for one in meeting.complaints
    )
    if complaints:
        found.append(Section(_("Objections to the minutes"), complaints))
    return found


def head_lines(session: Session, stored: Stored[Meeting]) -> Iterator[str]:
    """Who, when, how the minutes stand."""
    meeting = stored.value
    if not meeting.started:
        yield _("The agenda is drawn up. It has not begun.")
        return
    begun = dates.clock(session.here(meeting.started))
    if meeting.ended and meeting.closed:
        yield _("From {start} to {end}.", start=begun, end=dates.clock(session.here(meeting.ended)))
    else:
        yield _("It goes on, since {start}.", start=begun)
    yield _("Facilitates: {name}.", name=name_of(session, meeting.facilitator) or _("nobody"))
    yield _("Writes the minutes: {name}.", name=name_of(session, meeting.secretary) or _("whoever is there"))
    yield _("There: {names}.", names=", ".join(_there(session, one, meeting) for one in meeting.people))
    absent = tuple(one for one in meeting.members if one not in {who.handle for who in meeting.people})
    if absent:
        yield _("Not there: {names}.", names=names(session, absent))
    yield minutes_standing(session, meeting)


def _there(session: Session, one: Present, meeting: Meeting) -> str:
    name = name_of(session, one.handle)
    if one.left is not None and one.left != meeting.ended:
        return _("{name} (until {time})", name=name, time=dates.clock(session.here(one.left)))
    return name


def admin_lines(session: Session, stored: Stored[Meeting]) -> Iterator[str]:
    """Matters of form: the last minutes, and when the circle meets next."""
    before = last_before(session, stored)
    if before is not None:
        when = meeting_line(session, before)
        yield _("Last minutes: {which}. {stands}", which=when, stands=minutes_standing(session, before.value))
    coming = next_of(session, stored.value.circle)
    if coming is not None and coming.key != stored.value.key:
        when = dates.when(session.here(coming.start), session.here(session.now()))
        yield _("Next meeting: {when}.", when=when)
    elif coming is None:
        yield _("No next meeting is planned.")


def _step_lines(session: Session, stored: Stored[Meeting], step: Step, lines: list[Line]) -> Iterator[str]:
    meeting = stored.value
    if step.about:
        yield step.about
    if step.kind == "admin" and not meeting.closed and meeting.started:
        yield from admin_lines(session, stored)
    for asked in meeting.rounds:
        if asked.step == step.id:
            yield from _round_lines(session, meeting, asked)
    if step.link and not (
        meeting.closed and any(one.step == step.id and one.kind == "outcome" for one in lines)
    ):
        yield result_of(session, step.link)
    yield from (line_words(session, one) for one in lines if one.step == step.id)
    if step.again:
        yield _("Not finished: it comes back next time.")


def _round_lines(session: Session, meeting: Meeting, asked: Round) -> Iterator[str]:
    asks = meeting.change if asked.kind == "agenda" and asked is current(meeting) else None
    yield f"{round_word(asked.kind, changing=asks is not None)}: {turns_words(session, asked)}"
    if asks is not None:
        yield "  " + _("{name} asks for: {what}", name=name_of(session, asks.by), what=asks.what)
    if asked.kind == "check_in" and (meeting.closed or session.handle not in here(meeting)):
        return  # for those who are there, and for nobody afterwards
    yield from (f"  {voice_words(session, voice)}" for voice in asked.voices if voice.says != "away")


def plain(session: Session, stored: Stored[Meeting]) -> Iterator[str]:
    """The transcript, line by line."""
    for number, section in enumerate(sections(session, stored)):
        if number:
            yield ""
        yield section.title
        yield from (f"  {line}" for line in section.lines)


def markdown(session: Session, stored: Stored[Meeting]) -> Iterator[str]:
    """The transcript as Markdown; what members wrote stays text."""
    for number, section in enumerate(sections(session, stored)):
        yield f"{'##' if number else '#'} {escaped(section.title)}"
        yield ""
        yield from (f"- {escaped(line.strip())}" for line in section.lines)
        yield ""


def escaped(text: str) -> str:
    """A text in which nothing counts as Markdown or HTML."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]<>#|~" else letter for letter in text)
