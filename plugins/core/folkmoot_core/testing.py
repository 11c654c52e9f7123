"""What `folkmoot.testing` asks of this plugin: people of a standing, and the moon. For tests alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from folkmoot.api import Session
from folkmoot_core.people.model import Member, Standing

MONTH = timedelta(days=31)


def stand(session: Session, handle: str, standing: Standing) -> None:
    """Write down a standing, as if it had come about long ago."""
    member = Member(account=handle, standing=standing, since=session.now())
    with session.store.transaction(by=session.handle, why="test") as tx:
        stored = tx.collection(Member).first(account=handle)
        if stored is None:
            tx.add(member)
        else:
            tx.replace(stored, member)


def next_moon(now: datetime, phase: Literal["full", "new"]) -> datetime:
    """The instant of the next moon of a phase, in UTC."""
    from folkmoot_core.rhythm.almanac import moons_between

    after = now + timedelta(seconds=1)
    return next(moon.instant for moon in moons_between(after, after + MONTH) if moon.phase == phase)
