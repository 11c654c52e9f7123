"""Meetings' chapter of the demo community: one under way, one whose minutes wait, what comes, and two backlogs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from folkmoot.api import Account, Session
from folkmoot_sociocracy.circles.actions import all_circles, members_of, today
from folkmoot_sociocracy.meetings import actions, deciding
from folkmoot_sociocracy.meetings.backlog import add_topic
from folkmoot_sociocracy.meetings.forms import PlanForm, TopicForm
from folkmoot_sociocracy.meetings.planning import draw_up, plan_meetings
from folkmoot_sociocracy.meetings.reading import meeting_of
from folkmoot_sociocracy.meetings.rounds import current, missing
from folkmoot_sociocracy.meetings.writing import write_down
from folkmoot_sociocracy.words import _


def tell(session: Session) -> None:
    """Hearth meets now; the general circle met yesterday."""
    for number, circle in all_circles(session.store).items():
        here = members_of(session, number)
        if circle.name == _("Hearth") and {session.handle, "beatriz", "tomas", "matilde", "duarte"} <= here:
            _plan(session, number, "fortnightly", 12)
            _under_way(session, number)
        elif circle.name == _("General circle") and {session.handle, "tomas"} <= here:
            _plan(session, number, "monthly", 9)
            _waiting(session, number)


def _as(session: Session, handle: str, at: datetime | None = None) -> Session:
    """The session of somebody in the story, at a moment of it."""
    theirs = session.of(session.store.collection(Account).find(handle=handle)[0].value)
    return theirs if at is None else replace(theirs, now=lambda: at)


def _plan(session: Session, circle: int, often: str, days: int) -> None:
    first = today(session) + timedelta(days=days)
    form = PlanForm(often=often, first=first, zone=session.community.zone)  # type: ignore[arg-type]
    plan_meetings(session, circle, form)


def _topic(
    session: Session, circle: int, by: str, title: str, wanted: str, minutes: int, about: str = ""
) -> int:
    form = TopicForm(title=title, wanted=wanted, minutes=minutes, about=about)  # type: ignore[arg-type]
    return add_topic(_as(session, by), circle, form).id


def _under_way(session: Session, circle: int) -> None:
    """Check-in and agenda are done; a round goes on about the first item, and it is soon the turn of who looks."""
    now = session.now()
    begun = now - timedelta(minutes=14)
    topics = [
        _topic(session, circle, "duarte", _("Who cooks in May?"), "explore", 15, _("we were four last time")),
        _topic(session, circle, "matilde", _("What the oven cost"), "report", 5),
    ]
    _topic(session, circle, "tomas", _("A second kettle"), "decide", 10)
    _topic(session, circle, "lucia", _("Sleeping places for children"), "explore", 20)
    number = draw_up(_as(session, "beatriz", begun), circle, "", topics).id
    actions.open_meeting(_as(session, "beatriz", begun), number)
    people = ("tomas", session.handle, "matilde", "duarte", "sefa")
    for place, handle in enumerate(people):
        actions.come_in(_as(session, handle, begun + timedelta(seconds=10 * place)), number)
    words = (
        _("tired, and glad to sit down"),
        _("well; the plums are in"),
        _("here, with half an ear for the baby"),
    )
    _all_speak(session, number, begun + timedelta(minutes=4), words)
    lead = _as(session, "beatriz", begun + timedelta(minutes=5))
    deciding.press(lead, number, "next")
    deciding.press(lead, number, "next")
    for handle in ("beatriz", *people):
        actions.speak(_as(session, handle, begun + timedelta(minutes=6)), number, "consent")
    deciding.press(_as(session, "beatriz", begun + timedelta(minutes=7)), number, "next")
    actions.begin_round(_as(session, "beatriz", begun + timedelta(minutes=9)), number, "reactions")
    said = {
        "duarte": _("I can, if somebody washes up"),
        "tomas": _("two pots less, and we are four again"),
        "sefa": _("soup on Saturday, bread on Sunday"),
    }
    asked = current(meeting_of(session, number).value)
    while asked is not None and missing(asked)[0] != session.handle:
        handle = missing(asked)[0]
        at = begun + timedelta(minutes=10)
        actions.speak(_as(session, handle, at), number, "spoke", said.get(handle, ""))
        asked = current(meeting_of(session, number).value)
    writer = _as(session, "matilde", begun + timedelta(minutes=11))
    write_down(writer, number, _("Four cooks in autumn: too few for fifty people."), "note")
    write_down(writer, number, _("Duarte asks the home groups for two more."), "todo")


def _all_speak(session: Session, number: int, at: datetime, words: tuple[str, ...] = ()) -> None:
    place = 0
    while (asked := current(meeting_of(session, number).value)) is not None and missing(asked):
        text = words[place] if place < len(words) else ""
        parts = (text, "", "") if asked.kind == "check_out" else ()
        actions.speak(
            _as(session, missing(asked)[0], at), number, "spoke", "" if parts else text, parts=parts
        )
        place += 1


def _waiting(session: Session, circle: int) -> None:
    """A meeting of yesterday, from check-in to check-out; its minutes wait for objections."""
    begun = session.now() - timedelta(days=1, hours=1)
    topics = [
        _topic(session, circle, "tomas", _("How the circles are doing"), "report", 15),
        _topic(session, circle, session.handle, _("Who keeps the calendar"), "explore", 10),
    ]
    mine = _as(session, session.handle, begun)
    number = draw_up(mine, circle, "", topics).id
    actions.open_meeting(mine, number)
    for handle in sorted(members_of(session, circle) - {session.handle}):
        actions.come_in(_as(session, handle, begun), number)
    lines = {
        _("How the circles are doing"): _("Signal still looks for a delegate; all others are linked twice."),
        _("Who keeps the calendar"): _("Welcome tries it until spring, and tells us how it went."),
    }
    for minutes in range(2, 40, 4):
        at = begun + timedelta(minutes=minutes)
        now = meeting_of(session, number).value
        if now.closed:
            return
        asked = current(now)
        if asked is not None and asked.kind == "agenda":
            for handle in missing(asked):
                actions.speak(_as(session, handle, at), number, "consent")
        else:
            _all_speak(session, number, at, (_("enough done, and nobody was rushed"),))
        if now.now_at.title in lines:
            write_down(_as(session, session.handle, at), number, lines[now.now_at.title], "outcome")
        deciding.press(_as(session, session.handle, at), number, "next")
