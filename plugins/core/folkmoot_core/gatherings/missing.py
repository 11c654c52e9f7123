"""Who has not been to a gathering for a year: shown kindly, to themselves first, and never counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from folkmoot.api import Account, Session
from folkmoot_core.gatherings.actions import KIND
from folkmoot_core.gatherings.attended import came_to, last_gathering
from folkmoot_core.gatherings.model import Came
from folkmoot_core.gatherings.rules import YEAR, missed_by_others, missed_from
from folkmoot_core.people.actions import member_of
from folkmoot_core.people.away import is_away
from folkmoot_core.people.model import Member
from folkmoot_core.rhythm.calendar import occurrences

LOOKED_BACK = timedelta(days=800)  # gatherings that are looked at: four, where there are two a year
SHOWN = 12  # whom the Partners see at once: more names help nobody to write to one of them


def held(session: Session) -> list[tuple[str, datetime]]:
    """Key and start of the gatherings of the last two years that took place: where it was marked who came."""
    now = session.now()
    found = occurrences(session.store, now - LOOKED_BACK, now)
    return [
        (one.key, one.start)
        for one in found
        if one.kind == KIND
        and one.status != "cancelled"
        and session.store.collection(Came).first(gathering=one.key) is not None
    ]


def missed_since(session: Session, handle: str) -> datetime | None:
    """From when on this Friend or Partner is missed; None where they are not, or nothing is known of them."""
    now = session.now()
    member = member_of(session, handle)
    last = last_gathering(session, handle)
    came, since = last.start if last else None, member.value.since if member else None
    if (member and member.value.standing == "guest") or (came or since or now) > now - YEAR:
        return None
    found = missed_from(came, since, [start for _key, start in held(session)])
    return found if found is not None and found <= now else None


def missed(session: Session) -> list[str]:
    """The handles of whom the Partners miss, `SHOWN` at most; who is away is not. Raises: NotAllowed."""
    session.must("gatherings.miss")
    with session.store.reading():
        return list(islice(_missed(session), SHOWN))


def _may_be_missed(member: Member, starts: list[datetime], now: datetime) -> bool:
    """Whether somebody would be missed if they had never been there: asked first, for it reads nothing."""
    return missed_by_others(missed_from(None, member.since, starts), starts, now)


def _missed(session: Session) -> Iterator[str]:
    now, took_place = session.now(), held(session)
    starts = [start for _key, start in took_place]
    if not starts:
        return
    lately = [key for key, start in took_place if start > now - YEAR]
    there = {mark.value.account for key in lately for mark in came_to(session.store, key)}
    for kind in ("friend", "partner"):
        for stored in session.store.collection(Member).find(standing=kind):
            handle = stored.value.account
            if handle in there or handle == session.handle or not _may_be_missed(stored.value, starts, now):
                continue
            if is_away(session, handle):
                continue
            account = session.store.collection(Account).first(handle=handle)
            if account is None or account.value.state != "member":
                continue
            last = last_gathering(session, handle)
            since = missed_from(last.start if last else None, stored.value.since, starts)
            if missed_by_others(since, starts, now):
                yield handle
