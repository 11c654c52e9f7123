"""A proposal of home groups for people who have none: sizes alike, clocks near each other, wishes shared.

First the people stand in a row by their clocks, and by their wishes where clocks are alike; the row is cut where it
costs least. Then neighbours change places as long as that brings more wishes together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from random import Random
from typing import NamedTuple

from folkmoot_core.groups.rules import FEWEST, MOST

DAY = 24 * 60
REACH = 3  # groups down the row whose people may change places
ROUNDS = 4
WISH, BESIDE, PACE = 3, 6, 1  # what a pair is worth that shares a wish, wants to be together, likes one pace


class Person(NamedTuple):
    """Somebody to be placed: their clock (minutes ahead of UTC), their wishes, their pace, whom they would be with."""

    handle: str
    offset: int = 0
    wishes: frozenset[str] = frozenset()
    pace: str = ""
    beside: frozenset[str] = frozenset()


class Proposed(NamedTuple):
    """A proposed group and why: minutes between the clocks farthest apart, and wishes that several share."""

    members: tuple[str, ...]
    spread: int
    shared: tuple[tuple[str, int], ...]
    pace: str


def proposed(people: Iterable[Person], seed: int) -> tuple[Proposed, ...]:
    """Groups of three to six, everybody in exactly one; none where there are fewer than three people.

    The same people and seed give the same groups, in whatever order the people come.
    """
    row = _row(sorted(people), seed)
    if len(row) < FEWEST:
        return ()
    groups: list[list[Person]] = []
    for size in _sizes(row):
        start = sum(len(group) for group in groups)
        groups.append(row[start : start + size])
    _change_places(groups)
    return tuple(explained(group) for group in groups)


def explained(group: Sequence[Person]) -> Proposed:
    """A group as it is proposed, with what speaks for it."""
    wishes = Counter(wish for person in group for wish in person.wishes)
    shared = sorted(((wish, count) for wish, count in wishes.items() if count > 1), key=_most_first)
    paces = sorted(Counter(one.pace for one in group if one.pace).items(), key=_most_first)
    return Proposed(
        tuple(sorted(person.handle for person in group)),
        spread([person.offset for person in group]),
        tuple(shared),
        paces[0][0] if paces else "",
    )


def spread(offsets: Sequence[int]) -> int:
    """Minutes between the two clocks farthest apart, the short way round the day."""
    if not offsets:
        return 0
    there = sorted({offset % DAY for offset in offsets})
    gaps = [later - sooner for sooner, later in pairwise(there)]
    return DAY - max([*gaps, there[0] + DAY - there[-1]])


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _row(people: list[Person], seed: int) -> list[Person]:
    """Everybody in a row by clock, which begins behind the widest gap; people of one wish stand together."""
    if not people:
        return []
    Random(seed).shuffle(people)  # noqa: S311  fair is enough
    there = sorted({person.offset % DAY for person in people})
    gaps = [(there[n] - there[n - 1]) % DAY or DAY for n in range(len(there))]
    start = there[gaps.index(max(gaps))]
    liked = Counter(wish for person in people for wish in person.wishes)

    def place(person: Person) -> tuple[int, str, str]:
        wish = min(person.wishes, key=lambda wish: (-liked[wish], wish), default="")
        return (person.offset % DAY - start) % DAY, wish, person.pace

    return sorted(people, key=place)


def _sizes(row: Sequence[Person]) -> list[int]:
    """Where to cut the row: pieces of three to six, as equal as can be, clocks in each near each other."""
    best: list[tuple[float, int]] = [(0.0, 0)]  # cost of the first n people, and the size of their last piece
    for end in range(1, len(row) + 1):
        options = [
            (best[end - size][0] + _clocks(row[end - size : end]) + (size - 4.5) ** 2, size)
            for size in range(FEWEST, MOST + 1)
            if size <= end
        ]
        best.append(min(options, default=(float("inf"), 0)))
    sizes: list[int] = []
    while sum(sizes) < len(row):
        sizes.append(best[len(row) - sum(sizes)][1])
    return sizes[::-1]


def _clocks(group: Sequence[Person]) -> float:
    """What it costs that clocks are apart: nothing, then more and more."""
    return (spread([person.offset for person in group]) / 30) ** 2


def _change_places(groups: list[list[Person]]) -> None:
    """Let two people of neighbouring groups change places wherever both groups together gain by it."""
    costs = [_cost(group) for group in groups]
    for _round in range(ROUNDS):
        changed = False
        for one in range(len(groups)):
            for other in range(one + 1, min(one + 1 + REACH, len(groups))):
                changed |= _changed(groups, costs, one, other)
        if not changed:
            return


def _changed(groups: list[list[Person]], costs: list[float], one: int, other: int) -> bool:
    changed = False
    for here in range(len(groups[one])):
        for there in range(len(groups[other])):
            mine, theirs = groups[one].copy(), groups[other].copy()
            mine[here], theirs[there] = theirs[there], mine[here]
            now = _cost(mine), _cost(theirs)
            if sum(now) < costs[one] + costs[other] - 1e-9:
                groups[one], groups[other] = mine, theirs
                costs[one], costs[other] = now
                changed = True
    return changed


def _cost(group: Sequence[Person]) -> float:
    gained = 0
    for one, other in combinations(group, 2):
        gained += WISH * bool(one.wishes & other.wishes) + PACE * bool(one.pace and one.pace == other.pace)
        gained += BESIDE * ((other.handle in one.beside) + (one.handle in other.beside))
    return _clocks(group) - gained
