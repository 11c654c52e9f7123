"""The answers' chapter of the demo community: who comes to the next meetings, who hosted the last ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from folkmoot.api import Account, Occurrence, Session
from folkmoot_core.answers.model import Answer, Says
from folkmoot_core.people.members import is_member
from folkmoot_core.rhythm.calendar import MEMBERS_ONLY, occurrences
from folkmoot_core.words import _

BACK = timedelta(days=200)
AHEAD = timedelta(days=130)
SAYS: tuple[Says, ...] = ("yes", "yes", "maybe", "yes", "no", "yes", "maybe")


def tell(session: Session) -> None:
    """A third of the people has answered what is near; the last meetings each had a host."""
    now = session.now()
    accounts = [one.value for one in session.store.collection(Account).all()]
    people = [one.handle for one in accounts]
    found = occurrences(session.store, now - BACK, now + AHEAD)
    with session.store.transaction(by=session.handle, why=_("answered")) as tx:
        for number, meeting in enumerate(found):
            if meeting.start < now:
                tx.add(_answer(people[number % 9 + 1], meeting, "yes", hosts=True))
            elif meeting.status != "cancelled":
                if meeting.kind == "summit":
                    tx.add(_answer(_host_of(meeting, accounts), meeting, "yes", hosts=True))
                for place, handle in enumerate(_some(session, meeting, accounts, number)):
                    note = _note(place) if number % 2 == 0 else ""
                    tx.add(_answer(handle, meeting, SAYS[(place + number) % len(SAYS)], note=note))


def _host_of(meeting: Occurrence, accounts: Sequence[Account]) -> str:
    """Who hosts a session of a summit: somebody in whose zone it is."""
    return next((one.handle for one in accounts if one.zone == meeting.zone), accounts[2].handle)


def _some(session: Session, meeting: Occurrence, accounts: Sequence[Account], number: int) -> list[str]:
    """Every third person, of those who see the meeting and don't host it."""
    host = _host_of(meeting, accounts) if meeting.kind == "summit" else ""
    asked = [one.handle for one in accounts[number % 3 + 1 :: 3] if one.handle != host]
    if meeting.kind in MEMBERS_ONLY:
        return [handle for handle in asked if is_member(session.store, handle)]
    return asked


def _answer(handle: str, meeting: Occurrence, says: Says, *, note: str = "", hosts: bool = False) -> Answer:
    return Answer(
        account=handle,
        occurrence=meeting.key,
        says=says,
        start=meeting.start,
        at=meeting.start - BACK,
        note=note,
        hosts=hosts,
    )


def _note(place: int) -> str:
    """What few people add to an answer."""
    return {3: _("ten minutes late, the milking"), 8: _("I bring bread")}.get(place, "")
