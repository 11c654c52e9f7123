"""Meetings for scripts: keys that are kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from folkmoot.api import Occurrence, Session, Stored, stepclock, utc
from folkmoot_sociocracy.meetings.accepting import standing, until
from folkmoot_sociocracy.meetings.formats import USUAL
from folkmoot_sociocracy.meetings.model import Line, Meeting, Round, Step, Topic
from folkmoot_sociocracy.meetings.offers import acts
from folkmoot_sociocracy.meetings.reading import lines_of, with_key
from folkmoot_sociocracy.meetings.rounds import heard, here, missing
from folkmoot_sociocracy.meetings.shapes import Format
from folkmoot_sociocracy.meetings.telling import result_of

SECOND = timedelta(seconds=1)


def _utc(at: datetime | None) -> str | None:
    return utc(at) if at is not None else None


def meeting_row(session: Session, stored: Stored[Meeting]) -> dict[str, Any]:
    """A meeting without its rounds and lines."""
    meeting = stored.value
    state = "closed" if meeting.closed else "running" if meeting.started else "ready"
    return {
        "number": stored.id,
        "circle": meeting.circle,
        "key": meeting.key,
        "start": utc(meeting.start),
        "state": state,
        "opened": _utc(meeting.started),
        "ended": _utc(meeting.ended),
        "facilitator": meeting.facilitator,
        "secretary": meeting.secretary,
        "minutes": standing(meeting, session.now()),
        "until": _utc(until(meeting)),
    }


def whole_row(session: Session, stored: Stored[Meeting]) -> dict[str, Any]:
    """All of a meeting that this person may read, and what they can do in it now."""
    meeting = stored.value
    found = stepclock.where(meeting, meeting.steps, session.now())
    lines = lines_of(session, stored.id)
    return {
        **meeting_row(session, stored),
        "mine": list(acts(meeting, session.handle, session.now())),
        "format": meeting.format or USUAL,
        "hours": meeting.hours,
        "agreed": meeting.agreed,
        "change": meeting.change.what if meeting.change else None,
        "step": found.step + 1,
        "clock": found.state,
        "left_seconds": -(-found.left // SECOND),
        "over_seconds": found.over // SECOND,
        "here": list(here(meeting)),
        "people": [
            {
                "handle": one.handle,
                "since": utc(one.since),
                "left": _utc(one.left),
                "noted_by": one.noted_by,
            }
            for one in meeting.people
        ],
        "members": list(meeting.members),
        "steps": [
            {
                **_step_row(session, step),
                "rounds": [
                    _round_row(session, meeting, one) for one in meeting.rounds if one.step == step.id
                ],
                "lines": [_line_row(one) for one in lines if one.value.step == step.id],
            }
            for step in meeting.steps
        ],
        "complaints": [
            {"by": one.by, "at": utc(one.at), "reason": one.reason, "answered": _utc(one.answered)}
            for one in meeting.complaints
        ],
    }


def _step_row(session: Session, step: Step) -> dict[str, Any]:
    return {
        "step": step.id,
        "kind": step.kind,
        "title": step.title,
        "wanted": step.wanted or None,
        "presenter": step.presenter,
        "minutes": step.minutes,
        "about": step.about,
        "says": step.says,
        "topic": step.topic,
        "link": step.link,
        "result": result_of(session, step.link) if step.link else "",
        "again": step.again,
    }


def _round_row(session: Session, meeting: Meeting, asked: Round) -> dict[str, Any]:
    hidden = asked.kind == "check_in" and session.handle not in here(meeting)
    return {
        "kind": asked.kind,
        "order": list(asked.order),
        "heard": list(heard(asked)),
        "missing": list(missing(asked)),
        "voices": [
            {
                "by": voice.by,
                "says": voice.says,
                "text": "" if hidden else voice.text,
                "parts": list(voice.parts),
                "noted_by": voice.noted_by,
                "at": utc(voice.at),
            }
            for voice in asked.voices
        ],
    }


def _line_row(stored: Stored[Line]) -> dict[str, Any]:
    line = stored.value
    return {
        "line": stored.id,
        "kind": line.kind,
        "by": line.by,
        "at": utc(line.at),
        "text": line.text,
        "changed_by": line.changed_by,
    }


def topic_row(stored: Stored[Topic]) -> dict[str, Any]:
    """A topic of a backlog."""
    topic = stored.value
    return {
        "topic": stored.id,
        "circle": topic.circle,
        "title": topic.title,
        "wanted": topic.wanted,
        "presenter": topic.presenter,
        "minutes": topic.minutes,
        "about": topic.about,
        "link": topic.link,
        "by": topic.by,
        "at": utc(topic.at),
        "state": topic.state,
        "meeting": topic.meeting,
    }


def coming_row(session: Session, item: Occurrence) -> dict[str, Any]:
    """A meeting by the calendar."""
    held = with_key(session.store, item.key)
    return {
        "key": item.key,
        "title": item.title,
        "start": utc(item.start),
        "end": utc(item.end),
        "zone": item.zone,
        "status": item.status,
        "reason": item.reason,
        "meeting": held.id if held else None,
    }


def format_row(name: str, found: Format) -> dict[str, Any]:
    """A way to meet."""
    return {
        "format": name,
        "title": found.title,
        "about": found.about,
        "minutes": found.minutes,
        "hours": found.hours,
        "steps": [
            {"kind": one.kind, "minutes": one.minutes, "name": one.name, "says": one.says, "round": one.round}
            for one in found.steps
        ],
    }
