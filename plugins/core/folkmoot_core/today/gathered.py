"""Today as data: every plugin's lines, sorted; what the page draws and `folkmoot today` prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from folkmoot.api import DigestItem, Session, Step, TodayItem

LATELY = timedelta(days=14)


@dataclass(frozen=True)
class Today:
    """What waits and what comes, a newcomer's open steps, and what happened lately (newest first)."""

    items: tuple[TodayItem, ...]
    steps: tuple[Step, ...]
    lately: tuple[DigestItem, ...]


def today_of(session: Session) -> Today:
    """Ask every plugin."""
    house = session.house
    now = session.now()
    items = [item for _name, item in house.ask("today", session=session)]
    steps = [step for _name, step in house.ask("first_steps", session=session) if not step.done]
    lately = [item for _name, item in house.ask("digest", session=session, since=now - LATELY)]
    return Today(
        tuple(sorted(items, key=lambda item: (item.urgency != "now", item.when or now))),
        tuple(steps),
        tuple(sorted(lately, key=lambda item: item.at, reverse=True)[:5]),
    )
