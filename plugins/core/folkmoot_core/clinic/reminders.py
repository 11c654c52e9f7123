"""What Today says of clinics: one line, on the day of the call or while a group's clock runs."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.api import Occurrence, Session, Stored, TodayItem
from folkmoot.stepclock import where
from folkmoot_core.clinic.actions import LATE, Held, held_at
from folkmoot_core.clinic.formats import steps_for, title_for
from folkmoot_core.clinic.model import Clinic
from folkmoot_core.clinic.wording import people_words
from folkmoot_core.words import _


def clinics_today(session: Session) -> Iterable[TodayItem]:
    """The own group where its clock runs; on a call's day one's group, or where groups are made."""
    if session.account is None:
        return
    now = session.now()
    today = session.here(now).date()
    held = {clinic.value.meeting: held_at(session.store, clinic.value.meeting) for clinic in _all(session)}
    for clinic in held.values():
        if clinic is not None:
            yield from _own_clock(session, clinic)
    for meeting in session.meetings(now - 2 * LATE, now + 2 * LATE):
        if meeting.status == "cancelled" or meeting.end <= now:
            continue
        if meeting.start <= now or session.here(meeting.start).date() == today:
            yield from _on_the_day(session, meeting, held.get(meeting.key))


def _all(session: Session) -> list[Stored[Clinic]]:
    return session.store.collection(Clinic).all()


def _own_clock(session: Session, held: Held) -> Iterable[TodayItem]:
    """The own group, as long as it is at it: who forgot to end is not reminded for ever."""
    mine = held.of(session.handle)
    started = mine.value.started if mine else None
    if mine is None or started is None or mine.value.ended or session.now() - started > LATE:
        return
    step = steps_for(session, held.clinic)[where(mine.value, held.clinic.steps, session.now()).step]
    said = _(
        "{title}, your group is at “{step}”. Come in.", title=title_for(session, held.clinic), step=step.name
    )
    yield TodayItem(said, opens=f"clinic/{held.clinic.meeting}", urgency="now")


def _on_the_day(session: Session, meeting: Occurrence, held: Held | None) -> Iterable[TodayItem]:
    opens = f"clinic/{meeting.key}"
    if held is None:
        if meeting.kind == "call":
            said = _("A case clinic at today's call? Groups are made here, of whoever is there.")
            yield TodayItem(said, meeting.start, opens)
        return
    title, mine = title_for(session, held.clinic), held.of(session.handle)
    if mine is None and held.running:
        yield TodayItem(_("{title} is going on: see where the groups are.", title=title), opens=opens)
    elif mine is not None and not mine.value.started:
        said = _(
            "{title}, your group: {people}.", title=title, people=people_words(session, held, mine.value)
        )
        yield TodayItem(said, meeting.start, opens, "soon")
