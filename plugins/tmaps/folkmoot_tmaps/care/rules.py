"""When a statement is over, whose offer answers whose wish, how two become buddies, when somebody listens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from folkmoot_tmaps.care.model import Listener, Says, Statement, Word

WEEK = timedelta(days=7)  # a statement, unless another day is chosen
FARTHEST = timedelta(days=60)  # from today, the last day that can be chosen
TOLD = timedelta(days=14)  # for so long somebody is told that another said not now
MOST = 2  # buddies, asked ones among them: three people at most look out for each other

ANSWERED_BY: dict[Says, Says] = {"reach": "can_reach", "company": "keeps_company"}
OFFERS: tuple[Says, ...] = ("can_reach", "keeps_company")

Standing = Literal["nothing", "asked", "asks", "buddies", "not_now", "over"]
Move = Literal["ask", "accept", "decline", "withdraw", "stop", "read"]


def end_of(until: date, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which a day is over on the clocks of a zone."""
    return datetime.combine(until + timedelta(days=1), time(), zone).astimezone(UTC)


def may_end_on(until: date, today: date) -> bool:
    """Whether something can be said until a day: from today on, and not too far away."""
    return today <= until <= today + FARTHEST


def holds(statement: Statement, now: datetime) -> bool:
    """Whether a statement still says something."""
    return now < statement.ends


def in_force(statements: Iterable[Statement], now: datetime) -> list[Statement]:
    """What is said just now. Offers of whoever cannot give support rest for so long."""
    there = [one for one in statements if holds(one, now)]
    resting = {one.account for one in there if one.says == "cannot"}
    return [one for one in there if one.says not in OFFERS or one.account not in resting]


def who_answers(wish: Statement, statements: Iterable[Statement], now: datetime) -> list[Statement]:
    """The offers that a wish can turn to, each person's own word; in the order in which they were handed in.

    Nobody is ranked, and nobody stands here who did not offer just that. Nothing is the answer to an offer.
    """
    wanted = ANSWERED_BY.get(wish.says)
    return [one for one in in_force(statements, now) if one.says == wanted and one.account != wish.account]


def shuffled(statements: Iterable[Statement], reader: str) -> list[Statement]:
    """In an order that is another one for each reader, and the same at each look."""
    return sorted(
        statements, key=lambda one: sha256(f"{reader}\0{one.account}\0{one.says}".encode()).digest()
    )


# -- buddies -----------------------------------------------------------------------------------------------


def standing(mine: Word | None, theirs: Word | None) -> Standing:
    """How somebody stands to another, by what each of the two has said."""
    if mine == "yes":
        return "buddies" if theirs == "yes" else "asked"
    if theirs == "yes":
        return "asks"
    return mine or "nothing"


MOVES: dict[Standing, tuple[Move, ...]] = {
    "nothing": ("ask",),
    "asked": ("withdraw",),
    "asks": ("accept", "decline"),
    "buddies": ("stop",),
    "not_now": ("ask", "read"),
    "over": ("ask", "read"),
}


def moved(mine: Word | None, theirs: Word | None, move: Move) -> tuple[Word | None, Word | None]:
    """What both sides say after a move of one. Raises: ValueError where it can't be done as they stand."""
    if move not in MOVES[standing(mine, theirs)]:
        raise ValueError(move)
    if move in ("ask", "accept"):
        return "yes", theirs
    if move == "decline":
        return None, "not_now"
    return None, "over" if move == "stop" else theirs


# -- listening ---------------------------------------------------------------------------------------------


class Hours(NamedTuple):
    """From when to when somebody listens: instants; None for at any hour."""

    start: datetime
    end: datetime


def hours_fit(listener: Listener) -> bool:
    """Whether hours are told from when to when, or not at all."""
    return bool(listener.starts) == bool(listener.ends) and (
        not listener.starts or listener.starts != listener.ends
    )


def listens(listener: Listener, zone: ZoneInfo, now: datetime) -> Hours | None:
    """The hours in which somebody is listening now, or does next, on the clocks of their zone; None: at any hour."""
    if not listener.starts or not listener.ends:
        return None
    first, last = time.fromisoformat(listener.starts), time.fromisoformat(listener.ends)
    today = now.astimezone(zone).date()
    for days in range(-1, 3):
        day = today + timedelta(days=days)
        until = day + timedelta(days=1) if last <= first else day
        start = datetime.combine(day, first, zone).astimezone(UTC)
        end = datetime.combine(until, last, zone).astimezone(UTC)
        if now < end and start < end:
            return Hours(start, end)
    raise AssertionError("somebody listens every day")
