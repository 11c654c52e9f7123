"""What one person can do in a meeting now: what the foot of its screen shows, and `--json` lists."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from folkmoot_sociocracy.meetings.accepting import standing
from folkmoot_sociocracy.meetings.model import Meeting, Says, Voice
from folkmoot_sociocracy.meetings.rounds import able, current, here, is_over, missing
from folkmoot_sociocracy.meetings.rules import pressed, round_begun, spoken
from folkmoot_sociocracy.rounds.turns import Refused

Act = Literal[
    "open",
    "come_in",
    "speak",
    "pass",
    "later",
    "consent",
    "object",
    "decide",
    "write",
    "go_on",
    "round",
    "note",
    "extend",
    "pause",
    "resume",
    "back",
    "facilitate",
    "secretary",
    "again",
    "agenda",
    "add",
    "go",
    "complain",
    "hand_out",
    "correct",
    "remove",
    "earlier",
    "longer",
]


def acts(meeting: Meeting, handle: str, now: datetime) -> tuple[Act, ...]:
    """The acts that the rules allow a member of the circle now, the most urgent first."""
    if not meeting.started:
        return ("open", "agenda", "remove", "earlier", "longer")
    stands = standing(meeting, now)
    if meeting.closed:
        of_minutes: dict[str, tuple[Act, ...]] = {
            "waiting": ("complain",),
            "opened": ("correct", "write", "hand_out"),
        }
        return of_minutes.get(stands, ())
    if handle not in here(meeting):
        return ("come_in",)
    found = [*_of_round(meeting, handle), *_of_leading(meeting, handle)]
    found += ["write", "correct", "agenda"]
    if meeting.now_at.kind == "item":
        found += ["decide", "again"]
    if handle != meeting.facilitator:
        found.append("facilitate")
    if handle != meeting.secretary:
        found.append("secretary")
    return (*found, "go")


def is_asked(meeting: Meeting, handle: str) -> bool:
    """Whether a round waits for this person now."""
    asked = current(meeting)
    return asked is not None and handle in here(meeting) and handle in able(asked)


def why_not(meeting: Meeting, handle: str, act: str, now: datetime) -> str:
    """Why somebody can't do a thing just now, and what comes next; empty where they can by now."""
    says: dict[str, Says] = {"speak": "spoke", "pass": "passed", "consent": "consent"}
    try:
        if act in says:
            spoken(meeting, Voice(by=handle, says=says[act], at=now), "")
        elif act == "go_on":
            pressed(meeting, handle, "next", now)
        elif act == "round":
            round_begun(meeting, handle, "open")
    except Refused as refused:
        return str(refused)
    return ""


def _of_round(meeting: Meeting, handle: str) -> list[Act]:
    asked = current(meeting)
    if asked is None or handle not in able(asked):
        return []
    if asked.kind == "agenda":
        return ["consent", "object"]
    return ["speak", "pass", "later"] if len(missing(asked)) > 1 else ["speak", "pass"]


def _of_leading(meeting: Meeting, handle: str) -> list[Act]:
    asked, found = current(meeting), list[Act]()
    others = [one for one in able(asked) if one != handle] if asked else []
    if handle == meeting.facilitator:
        ready = is_over(asked) and not (meeting.now_at.kind == "agenda" and not meeting.agreed)
        found += ["go_on"] if ready else []
        found += ["round"] if is_over(asked) else []
        found += ["note"] if others else []
        found += ["extend", "pause" if meeting.since else "resume"]
        found += ["back"] if meeting.step else []
    elif handle == meeting.secretary and others:
        found.append("note")
    return found
