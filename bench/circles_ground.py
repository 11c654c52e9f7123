"""A large cooperative for the bench of circles: members, circles in three generations, and all they are busy with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from folkmoot.door.founding import found
from folkmoot.door.opening import session_at
from folkmoot.plugins import open_house
from folkmoot.session import Account
from folkmoot.store import Transaction
from folkmoot_sociocracy.circles.model import Circle, Holder, Membership
from folkmoot_sociocracy.consent.model import Proposal, Version
from folkmoot_sociocracy.logbook.model import Entry
from folkmoot_sociocracy.meetings.agenda import drawn_up
from folkmoot_sociocracy.meetings.model import Line, Plan, Topic
from folkmoot_sociocracy.rounds.turns import begun

CIRCLES, EACH_IN = 50, 2
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOON.date()
DAY = timedelta(days=1)
ANSWERS = {"name": "Coop", "zone": "America/Caracas", "place": "Barquisimeto", "latitude": "10.07",
           "longitude": "-69.35", "your_name": "Ana", "as": "ana"}  # fmt: skip
ROLES = ("leader", "delegate", "facilitator", "secretary")
PER_CIRCLE = 4  # policies, proposals that were decided, and meetings that were held, of each


def cooperative(folder: Path, people: int) -> Path:
    """A community of so many people in 50 circles, two circles each; one role in seven is over."""
    path = folder / str(people) / "community.json"
    house = open_house()
    found(house, path, ANSWERS, now=lambda: NOON, environ={"LANG": "en"}, durability="none")
    with session_at(house, path, handle="ana", now=lambda: NOON, durability="none") as session:
        handles = ["ana", *(f"p{number}" for number in range(1, people))]
        with session.store.transaction(by="ana", why="bench") as tx:
            for handle in handles[1:]:
                tx.add(Account(name=handle.capitalize(), handle=handle))
            numbers: list[int] = []
            for number in range(CIRCLES):
                parent = None if number == 0 else numbers[(number - 1) // 7]
                numbers.append(tx.add(Circle(name=f"Circle {number}", aim="bread", parent=parent)).id)
            members: dict[int, list[str]] = {number: [] for number in numbers}
            for place, handle in enumerate(handles):
                for further in range(EACH_IN):
                    circle = numbers[(place + further * 17) % CIRCLES]
                    members[circle].append(handle)
                    tx.add(Membership(circle=circle, account=handle, since=NOON))
            for place, circle in enumerate(numbers):
                for number, role in enumerate(ROLES):
                    held = _holder(circle, role, handles[place + CIRCLES * number], number + place)
                    tx.add(held)
                _busy(tx, circle, members[circle])
        session.store.compact()
    return path


def _holder(circle: int, role: str, handle: str, place: int) -> Holder:
    until = TODAY + (-5 if place % 7 == 0 else 100) * DAY
    return Holder(circle=circle, role=role, account=handle, since=TODAY - 200 * DAY, until=until)


def _busy(tx: Transaction, circle: int, members: list[str]) -> None:
    """What a circle decided, decides, and when it meets."""
    voters = tuple(sorted(members))
    for number in range(PER_CIRCLE):
        tx.add(Entry(circle=circle, title=f"Policy {number}", text="x " * 100, by="consent", decided=TODAY))
        tx.add(_proposal(circle, voters, f"Decided {number}", ended=NOON - number * DAY))
        meeting = tx.add(drawn_up(circle, NOON - (number + 9) * DAY, 90, [])).id
        for place in range(10):
            tx.add(Line(meeting=meeting, step=place % 5, by=voters[0], at=NOON, text="said " * 10))
        tx.add(Topic(circle=circle, title=f"Topic {number}", by=voters[0], at=NOON, presenter=voters[0]))
    tx.add(_proposal(circle, voters, "Light the oven"))
    tx.add(
        Plan(
            circle=circle,
            rule="FREQ=WEEKLY;BYDAY=TU",
            first=date(2026, 1, 6),
            at="19:00",
            zone="UTC",
            by="ana",
        )
    )


def _proposal(circle: int, voters: tuple[str, ...], title: str, ended: datetime | None = None) -> Proposal:
    version = Version(
        text="x " * 100, until=TODAY + 300 * DAY, review=TODAY + 200 * DAY, by=voters[0], at=NOON
    )
    return Proposal(
        circle=circle,
        author=voters[0],
        facilitator=voters[0],
        opened=NOON - 20 * DAY,
        voters=voters,
        title=title,
        need="cold",
        versions=(version,),
        phase="decided" if ended else "questions",
        rounds=(begun("questions", voters, 0),),
        ended=ended,
    )
