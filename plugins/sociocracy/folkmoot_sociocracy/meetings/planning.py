"""When a circle meets: planned, moved, cancelled, ended; and a meeting's agenda drawn up from the backlog."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace as evolve

from folkmoot.api import (
    BadData,
    NotFound,
    Reader,
    Session,
    Stored,
    Transaction,
    clean,
    comes_round,
    utc_at,
    zone,
)
from folkmoot_sociocracy.circles.actions import circle_of, today
from folkmoot_sociocracy.meetings.agenda import drawn_up, length
from folkmoot_sociocracy.meetings.calendar import REACH, at_key, coming, plan_and_day
from folkmoot_sociocracy.meetings.formats import format_of
from folkmoot_sociocracy.meetings.forms import MoveForm, PlanForm
from folkmoot_sociocracy.meetings.model import ChangedMeeting, Meeting, Plan, Topic
from folkmoot_sociocracy.meetings.reading import backlog_of, meeting_of, topic_of, with_key
from folkmoot_sociocracy.rounds.reading import in_sentences
from folkmoot_sociocracy.words import _

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIFTH = 5


def rule_of(form: PlanForm) -> str:
    """The RRULE of a form: on the weekday of its first day."""
    day = DAYS[form.first.weekday()]
    which = (form.first.day - 1) // 7 + 1
    return {
        "once": "",
        "weekly": f"FREQ=WEEKLY;BYDAY={day}",
        "fortnightly": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}",
        "monthly": f"FREQ=MONTHLY;BYDAY={-1 if which == FIFTH else which}{day}",
    }[form.often]


def plan_meetings(
    session: Session, circle: int, form: PlanForm, rule: str = "", called: str = ""
) -> Stored[Plan]:
    """Plan when a circle meets, and in which format; `rule` (an RRULE) in place of the form's own.

    Raises: NotAllowed, NotFound, BadData.
    """
    circle_of(session, circle)
    session.must("meetings.plan", circle)
    zone(form.zone)
    format_of(session, called)
    rule = rule.strip().upper() or rule_of(form)
    made = Plan(
        circle=circle,
        rule=rule,
        first=form.first,
        at=form.at,
        zone=form.zone,
        minutes=form.minutes,
        format=called,
        by=session.handle,
    )
    _must_come(session, made)
    with session.store.transaction(by=session.handle, why=_("planned meetings of a circle")) as tx:
        return tx.add(made)


def _must_come(session: Session, plan: Plan) -> None:
    """Raises: BadData, where a plan brings no meeting in time to come."""
    start = utc_at(datetime.fromisoformat(f"{plan.first} {plan.at}"), plan.zone)
    if not plan.rule:
        if start <= session.now():
            raise BadData(_("That is over already. Choose a day and an hour to come."))
        return
    try:
        begins = max(session.now(), start)
        found = next(
            iter(comes_round(plan.rule, plan.first, plan.at, plan.zone, begins, begins + 13 * REACH)), None
        )
    except ValueError:
        raise BadData(_("“{rule}” is no rule that calendars know (RRULE).", rule=plan.rule)) from None
    if found is None:
        raise BadData(_("By that rule the circle would not meet in a year. Choose another one."))


def end_plan(session: Session, number: int) -> Stored[Plan]:
    """A circle meets by this plan no longer, from today on. Raises: NotAllowed, NotFound, BadData."""
    with session.store.transaction(by=session.handle, why=_("ended planned meetings")) as tx:
        try:
            stored = tx.collection(Plan).get(number)
        except NotFound:
            raise NotFound(_("There is no plan {number}.", number=number)) from None
        session.must("meetings.plan", stored.value.circle)
        if stored.value.ended is not None:
            raise BadData(_("That plan was ended already. Nothing was changed."))
        return tx.replace(stored, evolve(stored.value, ended=today(session)))


def move_meeting(session: Session, key: str, form: MoveForm) -> ChangedMeeting:
    """Move one meeting. Raises: NotAllowed, NotFound, BadData."""
    plan, item = at_key(session.store, key)
    session.must("meetings.plan", plan.value.circle)
    try:
        wall = datetime.fromisoformat(form.start)
    except ValueError:
        raise BadData(_("“{typed}” is no day and time like 2027-01-14 19:00.", typed=form.start)) from None
    start = utc_at(wall, plan.value.zone)
    if start <= session.now():
        raise BadData(_("That is over already. Choose a day and an hour to come."))
    if abs(start - item.start) > REACH:
        raise BadData(_("A meeting moves by a month at most. Plan another one instead."))
    return _change(
        session, key, f"{wall:%Y-%m-%d %H:%M}", clean(form.reason, limit=300), _("moved a meeting")
    )


def cancel_meeting(session: Session, key: str, reason: str) -> ChangedMeeting:
    """Cancel one meeting; what stood on its agenda goes back to the backlog. Raises: NotAllowed, NotFound, BadData."""
    plan, _item = at_key(session.store, key)
    session.must("meetings.plan", plan.value.circle)
    why = clean(reason, limit=600)
    if not why:
        raise BadData(_("Say why it does not take place, for those who had kept it free."))
    return _change(session, key, "", why, _("cancelled a meeting"))


def _change(session: Session, key: str, start: str, reason: str, why: str) -> ChangedMeeting:
    found = plan_and_day(key)
    assert found is not None
    number, day = found
    with session.store.transaction(by=session.handle, why=why) as tx:
        held = with_key(tx, key)
        if held is not None and held.value.started:
            raise BadData(_("That meeting has begun already. Nothing was changed."))
        before = tx.collection(ChangedMeeting).first(plan=number, day=day)
        made = ChangedMeeting(plan=number, day=day, start=start, reason=reason)
        if held is not None:
            plan = tx.collection(Plan).get(number).value
            if start:
                moved = utc_at(datetime.fromisoformat(start), plan.zone)
                tx.replace(held, evolve(held.value, start=moved))
            else:
                for step in held.value.steps:
                    _back_to_backlog(tx, step.topic)
                tx.remove(held)
        if before is None:
            return tx.add(made).value
        return tx.replace(before, evolve(made, sequence=before.value.sequence + 1)).value


def put_back(session: Session, key: str) -> None:
    """A moved or cancelled meeting takes place as planned after all. Raises: NotAllowed, NotFound, BadData."""
    plan, _item = at_key(session.store, key)
    session.must("meetings.plan", plan.value.circle)
    found = plan_and_day(key)
    assert found is not None
    with session.store.transaction(by=session.handle, why=_("put a meeting back")) as tx:
        before = tx.collection(ChangedMeeting).first(plan=found[0], day=found[1])
        held = with_key(tx, key)
        if before is None or (held is not None and held.value.started):
            raise BadData(_("That meeting is as it was planned. Nothing was changed."))
        tx.remove(before)
        if held is not None:
            start = utc_at(datetime.fromisoformat(f"{found[1]} {plan.value.at}"), plan.value.zone)
            tx.replace(held, evolve(held.value, start=start))


def _back_to_backlog(tx: Transaction, topic: int | None) -> None:
    if topic is not None:
        stored = tx.collection(Topic).get(topic)
        tx.replace(stored, evolve(stored.value, state="open", meeting=None))


def draw_up(
    session: Session, circle: int, key: str = "", topics: Sequence[int] | None = None, called: str = ""
) -> Stored[Meeting]:
    """Draw up the agenda of a meeting: of these topics, else of as much of the backlog as there is time for.

    Without a key it is for a meeting that begins now. It is held in the format that is `called` so, else in that of
    its plan. Raises: NotAllowed, NotFound, BadData.
    """
    circle_of(session, circle)
    session.must("meetings.plan", circle)
    start, minutes = session.now(), 0
    if key:
        plan, item = at_key(session.store, key)
        if item.status == "cancelled":
            raise BadData(_("That meeting is cancelled. Put it back first."))
        start, minutes = item.start, (item.end - item.start).seconds // 60
        called = called or plan.value.format
    shape = format_of(session, called)
    minutes = minutes or shape.minutes
    with session.store.transaction(by=session.handle, why=_("drew up an agenda")) as tx, in_sentences():
        if with_key(tx, key) is not None:
            raise BadData(_("Its agenda was drawn up already: open it, and change it there."))
        if not key and (now := meeting_now(session, circle, tx)) is not None:
            raise BadData(
                _("This circle has a meeting for now already: open that one (number {number}).", number=now)
            )
        chosen = [topic_of(session, number, tx) for number in topics] if topics is not None else None
        if chosen is None:
            chosen = _fitting(backlog_of(session, circle, tx), minutes - shape.frame)
        for one in chosen:
            if one.value.circle != circle or one.value.state != "open":
                raise BadData(_("“{title}” is not in this circle's backlog.", title=one.value.title))
        found = [(one.id, one.value) for one in chosen]
        made = tx.add(drawn_up(circle, start, minutes, found, key=key, called=called, shape=shape))
        for one in chosen:
            tx.replace(one, evolve(one.value, state="planned", meeting=made.id))
        return made


def meeting_now(session: Session, circle: int, reader: Reader | None = None) -> int | None:
    """The meeting of a circle that goes on, or that was called for now and has not begun; None where there is none."""
    held = (reader or session.store).collection(Meeting).find(circle=circle)
    open_ones = [one for one in held if not one.value.closed and (one.value.started or not one.value.key)]
    open_ones.sort(key=lambda one: (one.value.started is None, one.id))
    return open_ones[0].id if open_ones else None


def give_up(session: Session, number: int) -> None:
    """Give up an agenda whose meeting has not begun: its items go back. Raises: NotAllowed, NotFound, BadData."""
    with session.store.transaction(by=session.handle, why=_("gave an agenda up")) as tx:
        stored = meeting_of(session, number, tx)
        session.must("meetings.plan", stored.value.circle)
        if stored.value.started:
            raise BadData(_("That meeting has begun already. Nothing was changed."))
        for step in stored.value.steps:
            _back_to_backlog(tx, step.topic)
        tx.remove(stored)


def _fitting(topics: Sequence[Stored[Topic]], minutes: int) -> list[Stored[Topic]]:
    """The oldest topics for which there are minutes."""
    left, found = minutes, []
    for one in topics:
        if one.value.minutes <= left:
            found.append(one)
            left -= one.value.minutes
    return found


def next_key(session: Session, circle: int) -> str:
    """The key of a circle's next meeting; empty where none is planned."""
    found = [item for item in coming(session, circle) if item.status != "cancelled"]
    return found[0].key if found else ""


def over_by(meeting: Meeting) -> int:
    """By how many minutes an agenda is longer than its meeting; 0 where it fits."""
    return max(0, length(meeting.steps) - meeting.minutes)
