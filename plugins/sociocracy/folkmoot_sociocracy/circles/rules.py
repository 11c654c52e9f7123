"""How circles stand to each other, who is in them on a day, and what is broken."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from folkmoot_sociocracy.circles.model import Circle, Holder, Membership

LINKS = ("leader", "delegate")  # the two who are full members of the parent circle as well
FaultKind = Literal[
    "ring",
    "orphan",
    "no_members",
    "no_aim",
    "no_link",
    "both",
    "two",
    "stranger",
    "gone",
    "over",
    "in_no_circle",
]


@dataclass(frozen=True)
class Fault:
    """Something that is broken: in a circle, with a role, with a person; what does not matter is empty.

    `day` is the last day of a term that is over.
    """

    kind: FaultKind
    circle: int | None = None
    role: str = ""
    account: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Ground:
    """What faults are looked for in: everything at one moment. `people` are those who are in the community."""

    circles: Mapping[int, Circle]
    memberships: Iterable[Membership]
    holders: Iterable[Holder]
    people: frozenset[str]
    on: date


def holds(holder: Holder, on: date) -> bool:
    """Whether a role is held on a day: its term runs, and it has not ended before."""
    return holder.since <= on <= holder.until and (holder.ended is None or on < holder.ended)


def members_on(
    circle_id: int,
    circles: Mapping[int, Circle],
    memberships: Iterable[Membership],
    holders: Iterable[Holder],
    on: date,
) -> frozenset[str]:
    """The full members of a circle on a day, by handle.

    Its own members, and of each circle directly below it the leader and the delegate whose terms run. Takes any
    memberships and holders, or just those of this circle and of the ones below.
    """
    below = {
        number for number, circle in circles.items() if circle.parent == circle_id and number != circle_id
    }
    own = {one.account for one in memberships if one.circle == circle_id}
    linked = {one.account for one in holders if one.circle in below and one.role in LINKS and holds(one, on)}
    return frozenset(own | linked)


def as_tree(circles: Mapping[int, Circle]) -> Iterator[tuple[int, int, Circle]]:
    """Circles as `(depth, id, circle)`, each under its parent, siblings by name.

    A circle whose parent is missing stands at the top, and so does the first of a ring of parents: nothing is
    ever left out.
    """
    below: dict[int | None, list[tuple[int, Circle]]] = {}
    for number, circle in _by_name(circles.items()):
        below.setdefault(circle.parent, []).append((number, circle))
    shown: set[int] = set()

    def branch(depth: int, pairs: Iterable[tuple[int, Circle]]) -> Iterator[tuple[int, int, Circle]]:
        for number, circle in pairs:
            if number not in shown:
                shown.add(number)
                yield depth, number, circle
                yield from branch(depth + 1, below.get(number, ()))

    yield from branch(0, below.get(None, ()))
    yield from branch(0, [pair for pair in _by_name(circles.items()) if pair[1].parent not in circles])
    yield from branch(0, sorted(circles.items()))


def _by_name(circles: Iterable[tuple[int, Circle]]) -> list[tuple[int, Circle]]:
    return sorted(circles, key=lambda pair: (pair[1].name.casefold(), pair[0]))


def drawn(circles: Mapping[int, Circle]) -> list[tuple[str, int, Circle]]:
    """The tree as `(lines in front of the name, id, circle)`."""
    rows = list(as_tree(circles))
    found: list[tuple[str, int, Circle]] = []
    going_on: set[int] = set()  # depths at which another circle follows further down
    for depth, number, circle in reversed(rows):
        lines = "".join("│  " if level in going_on else "   " for level in range(1, depth))
        if depth:
            lines += "├─ " if depth in going_on else "└─ "
        found.append((lines, number, circle))
        going_on = {level for level in going_on if level < depth} | {depth}
    return found[::-1]


def would_ring(circles: Mapping[int, Circle], circle_id: int, parent: int | None) -> bool:
    """Whether a circle would stand above itself if it hung under this parent."""
    seen: set[int] = set()
    while parent is not None and parent not in seen:
        if parent == circle_id:
            return True
        seen.add(parent)
        above = circles.get(parent)
        parent = above.parent if above else None
    return False


def months_later(day: date, months: int) -> date:
    """The same day some months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def faults(ground: Ground) -> list[Fault]:
    """Everything that is broken: circle by circle, then people who are in none."""
    inside = _members_of_all(ground)
    found = _link_faults(ground, inside)
    for number, circle in ground.circles.items():
        if circle.parent is not None and circle.parent not in ground.circles:
            found.append(Fault("orphan", number))
        if not inside.get(number):
            found.append(Fault("no_members", number))
        if not circle.aim.strip():
            found.append(Fault("no_aim", number))
    found += [Fault("ring", number) for number in _rings(ground.circles)]
    somewhere = frozenset().union(*inside.values()) if inside else frozenset()
    alone = sorted(ground.people - somewhere) if ground.circles else []
    order = {number: place for place, (_depth, number, _circle) in enumerate(as_tree(ground.circles))}
    found.sort(key=lambda one: order.get(one.circle or 0, -1))
    return found + [Fault("in_no_circle", account=handle) for handle in alone]


def link_faults(ground: Ground) -> list[Fault]:
    """What is broken about roles: a link that is missing, one person for both, a term that is over."""
    return _link_faults(ground, _members_of_all(ground))


def _link_faults(ground: Ground, inside: Mapping[int, set[str]]) -> list[Fault]:
    found: list[Fault] = []
    by_role: dict[int, dict[str, list[Holder]]] = {}
    for one in ground.holders:
        by_role.setdefault(one.circle, {}).setdefault(one.role, []).append(one)
    for number, circle in ground.circles.items():
        roles = by_role.get(number, {})
        linked = circle.parent in ground.circles and circle.parent != number
        for role in dict.fromkeys((*(LINKS if linked else ()), *roles)):
            found += _role_faults(ground, number, role, roles.get(role, []), linked and role in LINKS)
        held = {role: {one.account for one in roles.get(role, ()) if holds(one, ground.on)} for role in LINKS}
        found += [Fault("both", number, "", one) for one in sorted(held["leader"] & held["delegate"])]
        now = {role: {one.account for one in those if holds(one, ground.on)} for role, those in roles.items()}
        outside = ground.people - inside.get(number, set())
        found += [Fault("stranger", number, role, one) for role in now for one in sorted(now[role] & outside)]
    return found


def _role_faults(
    ground: Ground, circle: int, role: str, holders: list[Holder], needed: bool
) -> Iterator[Fault]:
    now = [one for one in holders if holds(one, ground.on)]
    there = [one for one in now if one.account in ground.people]
    yield from (Fault("gone", circle, role, one.account) for one in now if one not in there)
    if len(there) > 1 and role in LINKS:
        yield Fault("two", circle, role, there[-1].account)
    if now:
        return
    over = [one for one in holders if one.ended is None and one.until < ground.on]
    last = max(holders, key=lambda one: one.since, default=None)
    if last is not None and last in over:
        yield Fault("over", circle, role, last.account, last.until)
    elif needed:
        yield Fault("no_link", circle, role)


def _members_of_all(ground: Ground) -> dict[int, set[str]]:
    """Who is in which circle, those who are here: `members_on` for all circles, in one go."""
    inside: dict[int, set[str]] = {number: set() for number in ground.circles}
    for one in ground.memberships:
        if one.circle in inside and one.account in ground.people:
            inside[one.circle].add(one.account)
    for held in ground.holders:
        circle = ground.circles.get(held.circle)
        above = circle.parent if circle else None
        links = held.role in LINKS and holds(held, ground.on) and held.account in ground.people
        if links and above is not None and above in inside and above != held.circle:
            inside[above].add(held.account)
    return inside


def _rings(circles: Mapping[int, Circle]) -> list[int]:
    """The circle with the lowest id of each ring of parents."""
    found: list[int] = []
    done: set[int] = set()
    for start in sorted(circles):
        path: list[int] = []
        here: int | None = start
        while here is not None and here in circles and here not in done:
            done.add(here)
            path.append(here)
            here = circles[here].parent
        if here is not None and here in path:
            found.append(min(path[path.index(here) :]))
    return found
