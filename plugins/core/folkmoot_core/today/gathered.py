"""Today as data: every plugin's lines, in four parts; what the page draws and `folkmoot today` prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from folkmoot.api import DigestItem, Session, Step, TodayItem, first_steps

LATELY = timedelta(days=14)  # what is told to somebody of whom no earlier visit is known
LONGEST = timedelta(days=60)  # and at most, to somebody who comes back after a long time
TOLD = 6  # lines of what happened; the others are in the history
COMPANY = 4


@dataclass(frozen=True)
class Today:
    """What waits and what comes, who may want company, a newcomer's open steps, and what happened (newest first).

    `since` is from when on that is told (aware); `more` counts what happened besides.
    """

    items: tuple[TodayItem, ...]
    company: tuple[TodayItem, ...]
    steps: tuple[Step, ...]
    lately: tuple[DigestItem, ...]
    since: datetime
    more: int


def today_of(session: Session) -> Today:
    """Ask every plugin."""
    house = session.house
    now = session.now()
    since = max(session.last_here or now - LATELY, now - LONGEST)
    items = [item for _name, item in house.ask("today", session=session)]
    steps = [step for step in first_steps(session) if not step.done]
    told = [item for _name, item in house.ask("digest", session=session, since=since)]
    told = [item for item in told if not item.by or item.by != session.handle]
    newest = sorted(told, key=lambda item: item.at, reverse=True)
    return Today(
        items=_in_order([item for item in items if not item.company], now),
        company=_in_order([item for item in items if item.company], now)[:COMPANY],
        steps=tuple(steps),
        lately=tuple(newest[:TOLD]),
        since=since,
        more=max(0, len(newest) - TOLD),
    )


def _in_order(items: list[TodayItem], now: datetime) -> tuple[TodayItem, ...]:
    return tuple(sorted(items, key=lambda item: (item.urgency != "now", item.when or _untimed(item, now))))


def _untimed(item: TodayItem, now: datetime) -> datetime:
    """Where a line without a time stands: what waits comes first, how things are comes last."""
    return now if item.urgency != "calm" else datetime.max.replace(tzinfo=UTC)
