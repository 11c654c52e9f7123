"""What meetings add to the house."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from folkmoot.api import (
    Collection,
    Command,
    DemoChapter,
    DigestItem,
    Occurrence,
    Page,
    Policy,
    Reader,
    Session,
    TodayItem,
    with_account,
)
from folkmoot_sociocracy.words import _


def collections() -> tuple[Collection, ...]:
    """Plans, backlogs, meetings and their minutes.

    A meeting is private: what was said at its check-in is not kept, in no history either. Its minutes are not.
    """
    from folkmoot_sociocracy.meetings.model import ChangedMeeting, Line, Meeting, Plan, Topic

    return (
        Collection("meeting_plans", Plan, indexes=("circle",)),
        Collection("meeting_changes", ChangedMeeting, indexes=("plan",)),
        Collection("backlog", Topic, indexes=("circle",)),
        Collection("meetings", Meeting, indexes=("circle", "key"), private=True),
        Collection("minutes", Line, indexes=("meeting",)),
    )


def pages() -> tuple[Page, ...]:
    """The meetings of one's circles, and one of them."""
    return (
        Page(
            "meetings",
            _("Meetings"),
            "folkmoot_sociocracy.meetings.page:MeetingsPage",
            order=54,
            help=_("When your circles meet, what waits to be talked about, minutes."),
            strip=False,
        ),
        Page(
            "meeting",
            _("Meeting"),
            "folkmoot_sociocracy.meetings.live:MeetingPage",
            order=55,
            help=_("One meeting of a circle, live for all who came in."),
            strip=False,
        ),
    )


def commands() -> tuple[Command, ...]:
    """`folkmoot meeting`."""
    return (
        Command(
            "meeting",
            "folkmoot_sociocracy.meetings.commands:meeting",
            _("Meetings of circles: backlog, agenda, rounds, minutes."),
        ),
    )


def policies() -> tuple[Policy, ...]:
    """Members of the circle; the others read."""
    from folkmoot_sociocracy.meetings.reading import may_lead, may_plan, may_take_part

    circle = _("in a circle")
    return (
        Policy(
            "meetings.see",
            with_account,
            _("Whoever has an account here reads when circles meet, their backlog and their minutes."),
            _("read minutes of circles"),
        ),
        Policy(
            "meetings.plan",
            may_plan,
            _(
                "Full members of a circle plan its meetings and fill its backlog. Ask one of them to bring your "
                "topic."
            ),
            _("plan a circle's meetings"),
            circle,
        ),
        Policy(
            "meetings.take-part",
            may_take_part,
            _("Full members of a circle take part in its meetings and its minutes; others read them."),
            _("take part in a circle's meeting"),
            circle,
        ),
        Policy(
            "meetings.lead",
            may_lead,
            _(
                "Who facilitates a meeting leads it from step to step. Anybody in it may take that over (f), openly."
            ),
            _("lead a circle's meeting"),
            circle,
        ),
    )


def occurrences(reader: Reader, start: datetime, end: datetime, handle: str) -> Iterable[Occurrence]:
    """When circles meet, for their members."""
    from folkmoot_sociocracy.meetings.calendar import occurrences as meetings

    return meetings(reader, start, end, handle)


def today_items(session: Session) -> Iterable[TodayItem]:
    """A meeting that goes on, an agenda that is missing, minutes to be read."""
    from folkmoot_sociocracy.meetings.items import today_items as items

    return items(session)


def told_since(session: Session, since: datetime) -> Iterable[DigestItem]:
    """Circles that met."""
    from folkmoot_sociocracy.meetings.items import told_since as told

    return told(session, since)


def demo() -> tuple[DemoChapter, ...]:
    """A meeting under way, and minutes that wait."""
    return (DemoChapter("folkmoot_sociocracy.meetings.demo:tell", order=240),)
