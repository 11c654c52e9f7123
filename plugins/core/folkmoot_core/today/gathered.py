"""Today as data: every plugin's lines, sorted; what the page draws and `folkmoot today` prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from folkmoot.api import DigestItem, Session, Step, TodayItem, first_steps

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
    steps = [step for step in first_steps(session) if not step.done]
    lately = [item for _name, item in house.ask("digest", session=session, since=now - LATELY)]
    return Today(
        tuple(sorted(items, key=lambda item: (item.urgency != "now", item.when or _untimed(item, now)))),
        tuple(steps),
        tuple(sorted(lately, key=lambda item: item.at, reverse=True)[:5]),
    )


def _untimed(item: TodayItem, now: datetime) -> datetime:
    """Where a line without a time stands: what waits comes first, how things are comes last."""
    return now if item.urgency != "calm" else datetime.max.replace(tzinfo=UTC)
