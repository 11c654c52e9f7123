"""Who is in which group, and who brings a case: whoever did so longest ago."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256

from folkmoot_core.clinic.model import Case, Run
from folkmoot_core.clinic.shapes import Brings

VISITOR = "+"  # stands before the name of somebody without an account: no handle begins with it


def is_visitor(who: str) -> bool:
    """Whether it is somebody without an account."""
    return who.startswith(VISITOR)


def sizes(count: int, least: int = 3, most: int = 5) -> tuple[int, ...]:
    """How many people are in each group: as equal as can be, and as near to the middle of the sizes as can be.

    None is smaller than `least`; where it can't be otherwise (four people for groups of three), one is larger than
    `most`. No groups where there are fewer people than one needs.
    """
    if count < least:
        return ()
    ideal = (least + most) / 2
    fewest, highest = -(-count // most), count // least
    among = range(fewest, highest + 1) or range(highest, highest + 1)
    groups = min(among, key=lambda groups: (abs(count / groups - ideal), groups))
    size, more = divmod(count, groups)
    return (size + 1,) * more + (size,) * (groups - more)


def drawn(people: Iterable[str], seed: int) -> list[str]:
    """People in an order that the seed alone decides."""
    return sorted(people, key=lambda who: sha256(f"{seed} {who}".encode()).digest())


def in_turn(people: Iterable[str], brought: Mapping[str, date], seed: int) -> list[str]:
    """Who brings a case, in order: who never did, then whoever did longest ago; the seed decides between equals.

    Visitors come last: nobody knows when they did, and nobody is pushed on their first evening.
    """

    def turn(who: str) -> tuple[bool, date]:
        return (is_visitor(who), brought.get(who, date.min))

    return sorted(drawn(set(people), seed), key=turn)


def grouped(
    people: Iterable[str], brought: Mapping[str, date], seed: int, least: int = 3, most: int = 5
) -> list[tuple[str, ...]]:
    """Groups of everybody, each in the order of turns: the first brings a case, and waited longest of all the group.

    Those who waited longest of all are dealt out first, one to a group, so that two of them don't meet in one.
    """
    order = in_turn(people, brought, seed)
    rooms = sizes(len(order), least, most)
    first, others = order[: len(rooms)], drawn(order[len(rooms) :], seed)
    groups = []
    for room, giver in zip(rooms, first, strict=True):
        rest, others = others[: room - 1], others[room - 1 :]
        groups.append((giver, *in_turn(rest, brought, seed)))
    return groups


def giver_of(people: Sequence[str], brings: Brings) -> str:
    """Who brings the case, of a group in the order of turns; nobody where the format has no case."""
    return people[0] if brings != "nobody" else ""


def next_giver(people: Sequence[str], giver: str) -> str:
    """Who is asked next, where somebody would rather not."""
    place = people.index(giver) if giver in people else -1
    return people[(place + 1) % len(people)]


def last_brought(cases: Iterable[Case]) -> dict[str, date]:
    """When each person brought a case last."""
    found: dict[str, date] = {}
    for case in cases:
        found[case.account] = max(case.on, found.get(case.account, case.on))
    return found


def got_to_the_case(run: Run) -> bool:
    """Whether a group came beyond its first step: one that was ended at once was a mistake, or had not begun."""
    return len(run.spent) == 1 or run.step > 0 or any(run.spent[1:])
