"""What is done with gatherings: found, prepared, come to; and guests who came become Friends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from folkmoot.api import (
    ChangedMeanwhile,
    NotFound,
    Occurrence,
    Session,
    Stored,
)
from folkmoot_core.answers.actions import my_answer, tally_of
from folkmoot_core.answers.model import Answer
from folkmoot_core.answers.rules import Tally
from folkmoot_core.gatherings.attended import came_to
from folkmoot_core.gatherings.model import Came, Gathering
from folkmoot_core.gatherings.rules import MARKING, Seats, seats
from folkmoot_core.people.actions import is_partner, standing
from folkmoot_core.people.model import Card
from folkmoot_core.people.rules import may_read_needs
from folkmoot_core.rhythm.calendar import occurrence_of, occurrences
from folkmoot_core.words import _

AHEAD = timedelta(days=400)
BACK = timedelta(days=800)
KIND = "gathering"


class Coming(NamedTuple):
    """A gathering with what was prepared for it, how it is answered, who has a place, and who came."""

    occurrence: Occurrence
    prepared: Gathering
    tally: Tally
    seats: Seats
    came: tuple[str, ...]


def tends(session: Session, subject: Any = None) -> bool:
    """Whether somebody looks after a gathering (by its key): Partners do, and Friends who host it."""
    if session.account is None:
        return False
    if is_partner(session):
        return True
    return (
        isinstance(subject, str) and hosts(session, subject) and standing(session, session.handle) != "guest"
    )


def hosts(session: Session, key: str) -> bool:
    """Whether this person hosts a gathering."""
    answer = my_answer(session, key)
    return answer is not None and answer.value.hosts


# -- looked at ---------------------------------------------------------------------------------------------


def gatherings(session: Session) -> list[Occurrence]:
    """The gatherings from two years ago to a year ahead, by start. Raises: NotAllowed.

    Of what is over, only what something is known of: the rhythm has gatherings from before the community too.
    """
    session.must("gatherings.see")
    now = session.now()
    found = [one for one in occurrences(session.store, now - BACK, now + AHEAD) if one.kind == KIND]
    return [one for one in found if one.end + MARKING > now or _known(session, one.key)]


def _known(session: Session, key: str) -> bool:
    store = session.store
    there = (
        store.collection(Came).first(gathering=key),
        store.collection(Gathering).first(occurrence=key),
        store.collection(Answer).first(occurrence=key),
    )
    return any(one is not None for one in there)


def next_gathering(session: Session) -> Occurrence | None:
    """The next gathering that takes place and is not over."""
    now = session.now()
    found = occurrences(session.store, now - timedelta(days=8), now + AHEAD)
    return next(
        (one for one in found if one.kind == KIND and one.status != "cancelled" and one.end > now), None
    )


def occurrence_for(session: Session, key: str) -> Occurrence:
    """A gathering by its key in the rhythm; `next` and `last` are those. Raises: NotAllowed, NotFound."""
    now = session.now()
    if key in ("next", "last"):
        found = [one for one in gatherings(session) if one.status != "cancelled"]
        ahead, past = [one for one in found if one.end > now], [one for one in found if one.end <= now]
        if not (ahead if key == "next" else past):
            raise NotFound(_("There is no such gathering."))
        return ahead[0] if key == "next" else past[-1]
    session.must("gatherings.see")
    one = occurrence_of(session.store, key)
    if one.kind != KIND:
        raise NotFound(_("“{key}” is no gathering. “folkmoot gatherings” lists them.", key=key))
    return one


def gathering(session: Session, key: str) -> Coming:
    """A gathering with all that is known of it. Raises: NotAllowed, NotFound."""
    occurrence = occurrence_for(session, key)
    found = prepared_for(session, occurrence.key)
    prepared = found.value if found else Gathering(occurrence=occurrence.key)
    tally = tally_of(session.store, occurrence.key)
    came = tuple(one.value.account for one in came_to(session.store, occurrence.key))
    return Coming(occurrence, prepared, tally, seats(tally.yes, tally.hosts, prepared.capacity), came)


def prepared_for(session: Session, key: str) -> Stored[Gathering] | None:
    """What was prepared for a gathering."""
    return session.store.collection(Gathering).first(occurrence=key)


def needs(session: Session, coming: Coming) -> list[tuple[str, str]]:
    """The handles of those who come or may come, and what they need, as far as the reader may read it.

    Whoever hosts reads it until the gathering is over.
    """
    hosting = hosts(session, coming.occurrence.key) and coming.occurrence.end > session.now()
    found = []
    for handle in (*coming.tally.yes, *coming.tally.maybe):
        stored = session.store.collection(Card).first(account=handle)
        own = handle == session.handle
        if (
            stored
            and stored.value.needs
            and may_read_needs(stored.value, own=own, hosts_what_they_attend=hosting)
        ):
            found.append((handle, stored.value.needs))
    return found


# -- prepared ----------------------------------------------------------------------------------------------


def prepare(session: Session, wanted: Gathering, seen: Gathering | None = None) -> Gathering:
    """Write down what was prepared for a gathering; `seen` is what the person had before them.

    Raises: NotAllowed, NotFound, ChangedMeanwhile, as the store.
    """
    occurrence = occurrence_for(session, wanted.occurrence)
    session.must("gatherings.prepare", occurrence.key)
    with session.store.transaction(by=session.handle, why="gatherings.prepare") as tx:
        stored = tx.collection(Gathering).first(occurrence=occurrence.key)
        now = stored.value if stored else Gathering(occurrence=occurrence.key)
        if seen is not None and now not in (seen, wanted):
            raise ChangedMeanwhile(
                _(
                    "Somebody changed this meanwhile: {now}. What you typed is kept; save again to put yours there.",
                    now=_in_a_line(now),
                ),
                now,
            )
        if now == wanted:
            return wanted
        return tx.replace(stored, wanted).value if stored else tx.add(wanted).value


def _in_a_line(prepared: Gathering) -> str:
    room = _("room for {count}", count=prepared.capacity) if prepared.capacity else ""
    parts = [prepared.theme, prepared.place, room, prepared.about]
    return "; ".join(part for part in parts if part) or _("nothing is written there now")
