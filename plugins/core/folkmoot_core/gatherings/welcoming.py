"""Who came to a gathering is marked on its day; guests who came become Friends, and nobody else does."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace as evolve

from folkmoot.api import Account, BadData, NotFound, Occurrence, Session, dates
from folkmoot_core.gatherings.actions import occurrence_for
from folkmoot_core.gatherings.attended import came_to, mark_of
from folkmoot_core.gatherings.model import Came
from folkmoot_core.gatherings.rules import marking_span
from folkmoot_core.people.actions import member_of, standing
from folkmoot_core.people.model import Member
from folkmoot_core.words import _


def can_mark(session: Session, occurrence: Occurrence) -> bool:
    """Whether it is the time in which it is marked who came."""
    begins, ends = marking_span(occurrence.start, occurrence.end, occurrence.zone)
    return occurrence.status != "cancelled" and begins <= session.now() < ends


def came(session: Session, key: str, handles: Sequence[str]) -> list[str]:
    """Mark that people came; returns those who were not marked before.

    Raises: NotAllowed, NotFound, BadData outside its time, as the store.
    """
    occurrence = _to_mark(session, key)
    for handle in handles:
        account = session.store.collection(Account).first(handle=handle)
        if account is None or account.value.state != "member":
            raise NotFound(
                _("Nobody who is in has the handle “{handle}”; nothing was changed.", handle=handle)
            )
    with session.store.transaction(by=session.handle, why=_("marked who came")) as tx:
        fresh = [handle for handle in dict.fromkeys(handles) if mark_of(tx, occurrence.key, handle) is None]
        for handle in fresh:
            tx.add(
                Came(
                    account=handle,
                    gathering=occurrence.key,
                    start=occurrence.start,
                    by=session.handle,
                    at=session.now(),
                )
            )
    return fresh


def did_not_come(session: Session, key: str, handles: Sequence[str]) -> list[str]:
    """Take marks back; returns those who were marked. Raises: as `came`."""
    occurrence = _to_mark(session, key)
    taken = []
    with session.store.transaction(by=session.handle, why=_("took a mark back")) as tx:
        for handle in dict.fromkeys(handles):
            member = tx.collection(Member).first(account=handle)
            if (
                member is not None
                and member.value.occasion == occurrence.key
                and member.value.standing != "guest"
            ):
                raise BadData(
                    _(
                        "Since this gathering {handle} is more than a guest here, so that mark stays.",
                        handle=handle,
                    )
                )
            mark = mark_of(tx, occurrence.key, handle)
            if mark is not None:
                tx.remove(mark)
                taken.append(handle)
    return taken


def _to_mark(session: Session, key: str) -> Occurrence:
    occurrence = occurrence_for(session, key)
    session.must("gatherings.mark", occurrence.key)
    if occurrence.status == "cancelled":
        raise BadData(_("This gathering was cancelled, so nobody came to it."))
    begins, ends = marking_span(occurrence.start, occurrence.end, occurrence.zone)
    if session.now() < begins:
        day = dates.day(session.here(begins).date())
        raise BadData(_("Who came is marked from its first day on: {day}.", day=day))
    if session.now() >= ends:
        day = dates.day_of_year(session.here(ends).date())
        raise BadData(_("Who came could be marked until {day}.", day=day))
    return occurrence


def guests_who_came(session: Session, key: str) -> list[str]:
    """The guests who were marked at a gathering and are not welcomed yet."""
    found = [one.value.account for one in came_to(session.store, key)]
    return [handle for handle in found if standing(session, handle) == "guest"]


def welcome(session: Session, key: str, handles: Sequence[str] = ()) -> list[str]:
    """Welcome guests who came to a gathering as Friends: those named, or all of them. Returns their handles.

    Raises: NotAllowed, NotFound, BadData for somebody who is no guest or did not come; then nothing is changed.
    """
    occurrence = occurrence_for(session, key)
    session.must("gatherings.welcome", occurrence.key)
    wanted = list(dict.fromkeys(handles)) or guests_who_came(session, occurrence.key)
    if not wanted:
        raise BadData(_("No guest who came to this gathering waits to be welcomed."))
    with session.store.transaction(by=session.handle, why="gatherings.welcome") as tx:
        for handle in wanted:
            mark = mark_of(tx, occurrence.key, handle)
            if mark is None:
                raise BadData(
                    _(
                        "{handle} was not marked at this gathering; a Friend is only who came to one.",
                        handle=handle,
                    )
                )
            if standing(session, handle) != "guest":
                raise BadData(_("{handle} is no guest any more, so nobody was changed.", handle=handle))
            member = member_of(session, handle)
            friend = Member(
                account=handle, standing="friend", since=mark.value.start, occasion=occurrence.key
            )
            if member is None:
                tx.add(friend)
            else:
                tx.replace(member, evolve(friend, invited_by=member.value.invited_by))
    return wanted
