"""What a live meeting shows: where we are, the clock, whose turn it is, what was said, what is being written."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from folkmoot.api import Session, Stored, dates, joined, stepclock
from folkmoot_sociocracy.circles.wording import name_of
from folkmoot_sociocracy.meetings.agenda import length
from folkmoot_sociocracy.meetings.model import Meeting, Step
from folkmoot_sociocracy.meetings.offers import is_asked
from folkmoot_sociocracy.meetings.reading import lines_of, name_of_circle
from folkmoot_sociocracy.meetings.rounds import current, here, missing
from folkmoot_sociocracy.meetings.telling import result_of, waits_for_me
from folkmoot_sociocracy.meetings.transcript import admin_lines, sections
from folkmoot_sociocracy.meetings.wording import (
    about_words,
    clock_words,
    items_words,
    line_words,
    meeting_line,
    minutes_standing,
    minutes_words,
    names,
    round_word,
    step_title,
    turns_words,
    voice_words,
    what_happens,
)
from folkmoot_sociocracy.words import _, ngettext

BAR = 76  # columns of the line that shows the agenda


def meeting_head(session: Session, stored: Stored[Meeting], gone: bool) -> Content:
    """The circle, who leads and who writes, how many are in."""
    meeting = stored.value
    if not meeting.started or meeting.closed:
        said = items_words(meeting.steps) if not meeting.started else minutes_standing(session, meeting)
        return joined((meeting_line(session, stored), "bold"), f"  {said}")
    leads = name_of(session, meeting.facilitator) if meeting.facilitator else _("nobody (f)")
    writes = name_of(session, meeting.secretary) if meeting.secretary else _("whoever likes (t)")
    count = ngettext("{count} in", "{count} in", len(here(meeting)))
    parts = [
        joined((name_of_circle(session, meeting.circle), "bold"), f"  {count}  "),
        joined(_("leads: {name}", name=leads), "  ", _("writes: {name}", name=writes)),
    ]
    head = Content("").join(parts)
    return Content("\n").join([head, joined((gone_words(session, meeting), "reverse"))]) if gone else head


def gone_words(session: Session, meeting: Meeting) -> str:
    """Whoever leads has no line any more."""
    return _("{name}'s line seems gone. f leads on, openly.", name=name_of(session, meeting.facilitator))


def agenda_bar(meeting: Meeting) -> Content:
    """The agenda in a line, the step of now in the middle of what fits."""
    names_of = [f"{place + 1} {step_title(step)}" for place, step in enumerate(meeting.steps)]
    first, last = meeting.step, meeting.step
    room = BAR - len(names_of[meeting.step]) - 4
    while True:
        grown = False
        for place in (last + 1, first - 1):
            if 0 <= place < len(names_of) and len(names_of[place]) + 3 <= room:
                room -= len(names_of[place]) + 3
                first, last, grown = min(first, place), max(last, place), True
        if not grown:
            break
    parts: list[Content] = [joined(("… " if first else "", "dim"))]
    for place in range(first, last + 1):
        style = "reverse bold" if place == meeting.step else "dim"
        mark = "> " if place == meeting.step else ""
        parts += [joined((f" {mark}{names_of[place]} ", style)), Content(" ")]
    parts.append(joined(("…" if last + 1 < len(names_of) else "", "dim")))
    return Content("").join(parts)


def clock(session: Session, meeting: Meeting) -> str:
    """What is left of the time of a step."""
    return clock_words(meeting, stepclock.where(meeting, meeting.steps, session.now()))


def step_and_clock(session: Session, meeting: Meeting) -> Content:
    """What is talked about now, and what is left of its time."""
    step = meeting.now_at
    found = stepclock.where(meeting, meeting.steps, session.now())
    about = about_words(session, step) if step.kind == "item" else ""
    ends = _("the meeting: until {time}", time=dates.clock(session.here(found.ends)))
    first = joined((step_title(step), "bold"), f"  {about}" if about else "")
    second = joined((clock_words(meeting, found), "bold"), (f"  ({ends})", "dim"))
    return Content("\n").join([first, second])


def turn_of(session: Session, meeting: Meeting) -> Content:
    """Whose turn it is; above all, whether it is the reader's."""
    asked = current(meeting)
    lines: list[Content] = []
    if asked is not None:
        word = round_word(asked.kind, changing=meeting.change is not None)
        lines.append(joined((f"{word}: ", "bold"), turns_words(session, asked)))
        if is_asked(meeting, session.handle) and session.handle in missing(asked):
            said = (
                _("You are asked: c consents, o objects.")
                if asked.kind == "agenda"
                else _("It is your turn.")
            )
            lines.append(joined((said, "bold reverse")))
    if meeting.change is not None:
        what = _(
            "{name} asks for: {what}", name=name_of(session, meeting.change.by), what=meeting.change.what
        )
        lines.append(joined(what))
    if meeting.now_at.link:
        lines.append(joined(result_of(session, meeting.now_at.link), ("  (enter)", "dim")))
        if session.handle in here(meeting) and waits_for_me(session, meeting.now_at.link):
            lines.append(joined((_("It is your turn: enter."), "bold reverse")))
    return Content("\n").join(lines)


def meeting_rows(session: Session, stored: Stored[Meeting]) -> list[tuple[str | None, Content]]:
    """The lines below: an agenda, a meeting's round and minutes, or all of what was."""
    meeting = stored.value
    if not meeting.started:
        return list(_agenda_rows(session, meeting, meeting.steps))
    if meeting.closed:
        return list(_minutes_rows(session, stored))
    return list(_live_rows(session, stored))


def _agenda_rows(
    session: Session, meeting: Meeting, steps: tuple[Step, ...]
) -> Iterator[tuple[str | None, Content]]:
    for place, step in enumerate(steps):
        about = about_words(session, step) if step.kind == "item" else minutes_words(step.minutes)
        text = joined(f"{place + 1:>2} {step_title(step)}", (f"  {about}", "dim"))
        yield (f"s:{step.id}" if step.kind == "item" else f"f:{step.id}", text)
    total, room = length(steps), meeting.minutes
    said = _("{total} of {room} min", total=total, room=room)
    if total > room:
        said += ": " + _("longer than the meeting; shorten something, or leave it for next time")
    yield (None, joined((f"   {said}", "dim")))


def _live_rows(session: Session, stored: Stored[Meeting]) -> Iterator[tuple[str | None, Content]]:
    meeting, step = stored.value, stored.value.now_at
    asked = current(meeting)
    if step.kind == "agenda" or meeting.change is not None:
        yield from _agenda_rows(session, meeting, meeting.change.steps if meeting.change else meeting.steps)
    if step.kind == "admin":
        there = names(session, here(meeting))
        yield (None, joined(_("There: {names}.", names=there)))
        yield from ((None, joined(line)) for line in admin_lines(session, stored))
    if step.about:
        yield (None, joined((step.about, "dim")))
    hidden = asked is not None and asked.kind == "check_in" and session.handle not in here(meeting)
    if asked is not None and not hidden:
        silent = ("away", "consent")  # who was heard stands above; here is what they said
        voices = [voice for voice in asked.voices if voice.says not in silent]
        yield from ((f"v:{voice.by}", joined(voice_words(session, voice))) for voice in voices)
    yield (None, joined((_("The minutes"), "bold")))
    lines = [one for one in lines_of(session, stored.id) if one.value.step == step.id]
    for one in lines:
        yield (f"l:{one.id}", joined(line_words(session, one.value)))
    if step.again:
        yield (None, joined((_("It comes back next time (u)."), "dim")))
    if not lines:
        yield ("none", joined((_("Nothing is written about this yet. w writes a line."), "dim")))


def _minutes_rows(session: Session, stored: Stored[Meeting]) -> Iterator[tuple[str | None, Content]]:
    by_step: dict[int, list[tuple[str | None, Content]]] = {}
    for one in lines_of(session, stored.id):
        row = (f"l:{one.id}", joined("  ", line_words(session, one.value)))
        by_step.setdefault(one.value.step, []).append(row)
    first, *others = sections(session, stored)
    for number, line in enumerate(first.lines[:-1]):  # how the minutes stand is said above
        yield (f"h:{number}", joined(line))
    for place, section in enumerate(others):
        step = stored.value.steps[place] if place < len(stored.value.steps) else None
        yield (f"f:{place}", joined((section.title, "bold")))
        written = by_step.get(step.id, []) if step else []
        texts = {row[1].plain.strip() for row in written}
        for line in section.lines:
            if line.strip() not in texts:
                yield (None, joined("  ", line))
        yield from written


def says(meeting: Meeting) -> str:
    """What is done now, in a sentence."""
    if not meeting.started:
        return _("The agenda: draw it up together. g begins, once you are there.")
    if meeting.closed:
        return ""
    return what_happens(meeting)
