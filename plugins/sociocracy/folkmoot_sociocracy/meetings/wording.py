"""A meeting in words: its steps, its clock, its rounds, how its minutes stand."""

from __future__ import annotations

from datetime import timedelta

from folkmoot.api import Session, Stored, dates, stepclock
from folkmoot_sociocracy.circles.wording import name_of
from folkmoot_sociocracy.meetings.accepting import standing, until
from folkmoot_sociocracy.meetings.model import Line, Meeting, Round, RoundKind, Step, StepKind, Voice, Wanted
from folkmoot_sociocracy.meetings.reading import name_of_circle
from folkmoot_sociocracy.meetings.rounds import away, heard, missing
from folkmoot_sociocracy.words import _, ngettext

SECOND = timedelta(seconds=1)


def kind_word(kind: StepKind) -> str:
    """What a step of the frame is called."""
    return {
        "check_in": _("Check-in"),
        "admin": _("Matters of form"),
        "agenda": _("Agenda"),
        "item": _("Item"),
        "backlog": _("What is left"),
        "check_out": _("Check-out"),
        "other": "",
    }[kind]


def step_title(step: Step) -> str:
    """What a step is called."""
    return step.title or kind_word(step.kind)


def wanted_word(wanted: Wanted | str) -> str:
    """What is wanted of a topic, in a word or two."""
    return {"report": _("report"), "explore": _("explore"), "decide": _("decide")}.get(wanted, "")


def minutes_words(minutes: int) -> str:
    """`10 min`."""
    return _("{count} min", count=minutes)


def about_words(session: Session, step: Step) -> str:
    """`decide, 10 min, Ana`."""
    who = name_of(session, step.presenter) if step.presenter else ""
    return ", ".join(part for part in (wanted_word(step.wanted), minutes_words(step.minutes), who) if part)


def what_happens(meeting: Meeting) -> str:
    """What people do at a step, in a sentence."""
    step = meeting.now_at
    if step.says or step.kind == "other":
        return step.says
    if step.kind == "item":
        return {
            "report": _("Listen, then ask what you need to know."),
            "explore": _("Think about it together, in rounds; nothing is decided yet."),
            "decide": _("Decide by consent: what is good enough to try for a while?"),
        }.get(step.wanted, "")
    return {
        "check_in": _("How are you here today? Each in turn; it is not kept afterwards."),
        "admin": _("Who is here, the last minutes, when we meet next."),
        "agenda": _("Is this agenda good enough for today? Consent, or object."),
        "backlog": _("What is to be talked about next time? Anybody adds it (a)."),
        "check_out": _("What we did, how we did it, how it was with each other. It is kept."),
    }[step.kind]


def clock_words(meeting: Meeting, found: stepclock.Where) -> str:
    """`7:42 left of 10 min`, or by how much it is over: never harsh, always there."""
    if found.state == "ready":
        return ""
    if found.state == "ended":
        return _("over")
    room = minutes_words(int(stepclock.room_of(meeting, meeting.steps, found.step) / timedelta(minutes=1)))
    over = found.over >= SECOND
    seconds = found.over // SECOND if over else -(-found.left // SECOND)
    face = f"{seconds // 60}:{seconds % 60:02d}"
    said = _("{time} over", time=face) if over else _("{time} left of {room}", time=face, room=room)
    return said + (", " + _("clock stands still") if found.state == "paused" else "")


def round_word(kind: RoundKind, *, changing: bool = False) -> str:
    """What a round is for."""
    if kind == "agenda" and changing:
        return _("Another agenda?")
    return {
        "check_in": _("Check-in round"),
        "questions": _("Questions"),
        "reactions": _("Reactions"),
        "open": _("Round"),
        "agenda": _("Consent to the agenda"),
        "check_out": _("Check-out round"),
    }[kind]


def names(session: Session, handles: tuple[str, ...]) -> str:
    """People by name."""
    return ", ".join(name_of(session, one) for one in handles)


def turns_words(session: Session, asked: Round) -> str:
    """Whose turn it is, who comes then, who was heard."""
    left = missing(asked)
    parts = []
    if asked.in_turn and left:
        parts.append(_("now {names}", names=names(session, left[:1])))
        if left[1:]:
            parts.append(_("then {names}", names=names(session, left[1:])))
    elif left:
        parts.append(_("still {names}", names=names(session, left)))
    else:
        parts.append(_("all were heard"))
    if heard(asked) and left:
        parts.append(_("heard: {names}", names=names(session, heard(asked))))
    if away(asked):
        parts.append(_("out: {names}", names=names(session, away(asked))))
    return "; ".join(parts)


def voice_words(session: Session, voice: Voice) -> str:
    """One voice as a line, and by whose hand."""
    what = {
        "spoke": _("spoke"),
        "passed": _("passed on"),
        "consent": _("consents"),
        "objection": _("objects"),
        "away": _("was out of the room"),
    }[voice.says]
    text = " · ".join(part for part in voice.parts if part) or voice.text
    if text:
        what = text if voice.says == "spoke" else f"{what}: {text}"
    line = f"{name_of(session, voice.by)}: {what}"
    if voice.noted_by:
        line += " " + _("[noted by {name}]", name=name_of(session, voice.noted_by))
    return line


def line_words(session: Session, line: Line) -> str:
    """A line of the minutes."""
    mark = {"outcome": "=> ", "todo": "[ ] ", "event": "* "}.get(line.kind, "")
    who = name_of(session, line.by)
    if line.changed_by:
        who = _("{name}, corrected by {other}", name=who, other=name_of(session, line.changed_by))
    if line.kind == "event":
        return f"{mark}{dates.clock(session.here(line.at))} {line.text}"
    return f"{mark}{line.text} ({who})"


def minutes_standing(session: Session, meeting: Meeting) -> str:
    """How the minutes stand, and what comes next."""
    stands, ends = standing(meeting, session.now()), until(meeting)
    here = session.here(session.now())
    if stands == "opened":
        last = next(one for one in meeting.complaints if one.answered is None)
        return _(
            "Open again: {name} objected: {reason} Put it right, then hand them out.",
            name=name_of(session, last.by),
            reason=last.reason,
        )
    if ends is None:
        return _("The minutes are being written.")
    if stands == "accepted":
        return _("Accepted {when}: nobody objected.", when=dates.when(session.here(ends), here))
    return _("Accepted {when}, unless somebody objects.", when=dates.when(session.here(ends), here))


def meeting_line(session: Session, stored: Stored[Meeting]) -> str:
    """`Hearth, Wed, 25 Nov 19:00`."""
    start = session.here(stored.value.started or stored.value.start)
    now = session.here(session.now())
    return f"{name_of_circle(session, stored.value.circle)}, {dates.when(start, now)}"


def items_words(steps: tuple[Step, ...]) -> str:
    """`3 items, 40 min`."""
    items = [step for step in steps if step.kind == "item"]
    count = ngettext("{count} item", "{count} items", len(items))
    return f"{count}, {minutes_words(sum(step.minutes for step in steps))}"
