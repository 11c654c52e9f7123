"""What is decided in rounds, found and read; and what it comes from in the circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, NotFound, Reader, Session, Store, Stored, utc_at
from folkmoot_sociocracy.circles.actions import all_circles, circle_of, circles_with, is_in, members_of, today
from folkmoot_sociocracy.circles.model import Circle, Holder
from folkmoot_sociocracy.circles.rules import holds
from folkmoot_sociocracy.rounds.model import Deciding
from folkmoot_sociocracy.rounds.objections import D
from folkmoot_sociocracy.rounds.turns import Refused
from folkmoot_sociocracy.words import _

YEAR = timedelta(days=365)


LATEST = 100  # of which a page looks for what ended lately


@contextmanager
def in_sentences() -> Iterator[None]:
    """What the rules refuse, as a sentence for the person."""
    try:
        yield
    except Refused as refused:
        raise BadData(str(refused)) from None


def latest(session: Session, model: type[D], most: int) -> list[Stored[D]]:
    """The latest of a collection that nothing is taken out of, without reading all of it: a page opens at once."""
    collection = session.store.collection(model)
    found: list[Stored[D]] = []
    for number in range(collection.count(), max(0, collection.count() - most), -1):
        with suppress(NotFound):
            found.append(collection.get(number))
    return found


def may_read(session: Session, subject: object = None) -> bool:
    """What circles decide, everybody here; what a plugin asks of some people, they alone."""
    if session.account is None:
        return False
    if not isinstance(subject, Deciding) or subject.circle is not None:
        return True
    return session.handle in concerned(subject)


def concerned(deciding: Deciding) -> frozenset[str]:
    """Whose matter it is: who decides, who proposed, who facilitates."""
    return frozenset((*deciding.voters, deciding.author, deciding.facilitator))


def out_of(reader: Reader | Store, voters: Iterable[str]) -> list[str]:
    """Those of the voters who are not in the community now."""
    return [handle for handle in voters if not is_in(reader, handle)]


def ground_of(session: Session, circle_id: int, reader: Reader) -> tuple[Circle, tuple[str, ...], str]:
    """A circle, its full members now, and who facilitates: whoever holds the role, else who asks.

    Raises: NotFound, BadData where nobody is in it.
    """
    circle = circle_of(session, circle_id, reader).value
    voters = tuple(sorted(members_of(session, circle_id, reader)))
    if not voters:
        raise BadData(
            _(
                "Nobody is in {circle} yet, so nobody could consent. Take members in first.",
                circle=circle.name,
            )
        )
    roles = [one.value for one in reader.collection(Holder).find(circle=circle_id)]
    leads = [one.account for one in roles if one.role == "facilitator" and holds(one, today(session))]
    return circle, voters, next((one for one in leads if one in voters), session.handle)


def with_circle(circle: Circle, deciding: D) -> D:
    """How the circle decides, as it was when this opened."""
    return evolve(deciding, school=circle.school, absent=circle.absent, absent_hours=circle.absent_hours)


def circle_name(session: Session, circle_id: int | None) -> str:
    """What a circle is called; by its number where it is gone."""
    if circle_id is None:
        return _("those who are asked")
    try:
        return session.store.collection(Circle).get(circle_id).value.name
    except NotFound:
        return f"#{circle_id}"


def end_of_day(session: Session, day: date) -> datetime:
    """The last minute of a day by the community's clock (UTC)."""
    return utc_at(datetime.combine(day, time(23, 59)), session.community.zone)


def my_circles(session: Session) -> list[tuple[int, str]]:
    """The circles of who asks, as numbers and names."""
    circles = all_circles(session.store)
    return [(number, circles[number].name) for number in sorted(circles_with(session, session.handle))]
