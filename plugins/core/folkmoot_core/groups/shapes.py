"""Groups as JSON: keys that are kept."""

from __future__ import annotations

from datetime import date

from folkmoot.api import Occurrence, Session, Stored, utc
from folkmoot_core.groups.calendar import host_of, next_pulses
from folkmoot_core.groups.kept import askings_for, people_in, seat_of, today_there
from folkmoot_core.groups.model import Group, Note
from folkmoot_core.groups.proposals import Draft
from folkmoot_core.groups.rules import hint_for, looks_back_on, past_its_end, room_in
from folkmoot_core.groups.wording import why_words

Shape = dict[str, object]


def group_shape(session: Session, stored: Stored[Group]) -> Shape:
    """A group as it stands in a list."""
    group = stored.value
    people = people_in(session.store, stored.id)
    home = group.kind == "home" and group.closed is None
    coming = next_pulses(session, stored) if home else []
    return {
        "id": stored.id,
        "kind": group.kind,
        "name": group.name,
        "focus": group.focus,
        "people": list(people),
        "mine": session.handle in people,
        "room": room_in(len(people)) if home else None,
        "pulse": _pulse(group),
        "next": utc(coming[0].start) if coming else None,
        "until": day(group.until),
        "past_its_end": past_its_end(group, today_there(session, group)),
        "closed": utc(group.closed) if group.closed else None,
        "outcome": group.outcome,
    }


def group_whole(session: Session, stored: Stored[Group]) -> Shape:
    """One group with its next meetings; who is on the way is told to its people."""
    shape = group_shape(session, stored)
    group = stored.value
    home = group.kind == "home" and group.closed is None
    people = people_in(session.store, stored.id)
    inside = seat_of(session.store, stored.id, session.handle) is not None
    asking = [one.value for one in askings_for(session.store, stored.id)] if inside else []
    shape["meetings"] = (
        [meeting_shape(session, item) for item in next_pulses(session, stored, 3)] if home else []
    )
    shape["looks_back"] = day(looks_back_on(group)) if home else None
    shape["hint"] = hint_for(len(people)) if home else None
    shape["merges_into"] = group.merges_into
    shape["asking"] = [
        {"handle": one.account, "invited": not one.own, "words": one.words, "yes": list(one.yes)}
        for one in asking
    ]
    return shape


def meeting_shape(session: Session, item: Occurrence) -> Shape:
    """One meeting of a group."""
    return {
        "key": item.key,
        "day": item.key.rpartition("/")[2],
        "start": utc(item.start),
        "end": utc(item.end),
        "status": item.status,
        "reason": item.reason,
        "host": host_of(session, item),
    }


def note_shape(stored: Stored[Note]) -> Shape:
    """One note."""
    note = stored.value
    return {
        "id": stored.id,
        "author": note.author,
        "at": utc(note.at),
        "text": note.text,
        "retro": note.retro,
    }


def draft_shape(draft: Draft) -> Shape:
    """The proposal as it stands."""
    return {
        "seed": draft.stored.value.seed,
        "groups": [
            {
                "number": number,
                "members": list(group.members),
                "why": why_words(group),
                "spread_minutes": group.spread,
                "shared": [{"wish": wish, "people": count} for wish, count in group.shared],
            }
            for number, group in draft.groups
        ],
        "left": list(draft.left),
    }


def day(on: date | None) -> str | None:
    """A day as JSON says it."""
    return on.isoformat() if on else None


def _pulse(group: Group) -> Shape | None:
    pulse = group.pulse
    if pulse is None:
        return None
    return {
        "every": pulse.every,
        "weekday": pulse.weekday,
        "at": pulse.at,
        "zone": pulse.zone,
        "first": pulse.first.isoformat(),
        "minutes": pulse.minutes,
    }
