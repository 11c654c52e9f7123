"""Circles of a large cooperative: the tree as the page draws it, every fault, Today; beside one walk over the members.

    python bench/circles.py [--rounds N]

50 circles, 1,300 members each in two of them, every circle with its four roles, in a store in a temporary folder.
The page and the faults are to be there within 200 ms, the first time too.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from folkmoot.door.founding import found
from folkmoot.door.opening import session_at
from folkmoot.plugins import open_house
from folkmoot.session import Account, Session
from folkmoot_sociocracy.circles.actions import ground_of, today
from folkmoot_sociocracy.circles.items import today_items
from folkmoot_sociocracy.circles.model import Circle, Holder, Membership
from folkmoot_sociocracy.circles.rules import faults
from folkmoot_sociocracy.circles.tree import rows, short_mark

CIRCLES, MEMBERS, EACH_IN = 50, 1300, 2
LIMIT = 0.2  # seconds
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANSWERS = {"name": "Coop", "zone": "America/Caracas", "place": "Barquisimeto", "latitude": "10.07",
           "longitude": "-69.35", "your_name": "Ana", "as": "ana"}  # fmt: skip
ROLES = ("leader", "delegate", "facilitator", "secretary")


def fill(session: Session) -> None:
    """Circles in three generations; of the roles, one in seven is over."""
    handles = [f"p{number}" for number in range(MEMBERS)]
    on = today(session)
    with session.store.transaction(by="ana", why="bench") as tx:
        for handle in handles:
            tx.add(Account(name=handle.capitalize(), handle=handle))
        numbers: list[int] = []
        for number in range(CIRCLES):
            parent = None if number == 0 else numbers[(number - 1) // 7]
            numbers.append(tx.add(Circle(name=f"Circle {number}", aim="bread", parent=parent)).id)
        for place, handle in enumerate(handles):
            for further in range(EACH_IN):
                circle = numbers[(place + further * 17) % CIRCLES]
                tx.add(Membership(circle=circle, account=handle, since=NOON))
        for place, circle in enumerate(numbers):
            for number, role in enumerate(ROLES):
                tx.add(_holder(circle, role, handles[place + CIRCLES * number], on, number + place))


def _holder(circle: int, role: str, handle: str, on: date, place: int) -> Holder:
    until = on + timedelta(days=-5 if place % 7 == 0 else 100)
    return Holder(circle=circle, role=role, account=handle, since=on - timedelta(days=200), until=until)


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """The median of some rounds."""
    taken = []
    for _round in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return median(taken) * 1000


def main() -> None:
    """Measure, print a table, and say whether it is quick enough."""
    parser = argparse.ArgumentParser(description="Circles of a large cooperative.")
    parser.add_argument("--rounds", type=int, default=9, help="how often each is run (default 9)")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        house, path = open_house(), Path(folder) / "community.json"
        found(house, path, ANSWERS, now=lambda: NOON, durability="none")
        with session_at(house, path, handle="ana", now=lambda: NOON, durability="none") as session:
            fill(session)
            member = session.of(Account(name="P0", handle="p0"))
            store = session.store
            measured: dict[str, Callable[[], object]] = {
                "one walk over the members": lambda: [
                    one.value.account for one in store.collection(Membership).all()
                ],
                "the tree": lambda: [short_mark(session, row) for row in rows(session)],
                "every fault": lambda: faults(ground_of(session)),
                "circles on Today": lambda: list(today_items(member)),
            }
            once = {name: milliseconds(work, 1) for name, work in measured.items()}
            again = {name: milliseconds(work, rounds) for name, work in measured.items()}
    base = again["one walk over the members"]
    sys.stdout.write(f"{'':<28}{'first, ms':>12}{'then, ms':>12}{'ratio':>9}\n")
    for name, taken in again.items():
        sys.stdout.write(f"{name:<28}{once[name]:>12.1f}{taken:>12.1f}{taken / base:>9.1f}\n")
    slow = [name for name in again if max(once[name], again[name]) > LIMIT * 1000]
    sys.stdout.write(f"slower than {LIMIT * 1000:.0f} ms: {', '.join(slow)}\n" if slow else "quick enough\n")


if __name__ == "__main__":
    main()
