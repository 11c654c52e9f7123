"""What logbooks and the mission add to the house."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.api import Collection, Command, DemoChapter, Page, Policy, Session, Step, TodayItem
from folkmoot_sociocracy.words import _


def collections() -> tuple[Collection, ...]:
    """Policies, and missions."""
    from folkmoot_sociocracy.logbook.model import Entry, Mission

    return (
        Collection("policies", Entry, indexes=("circle",)),
        Collection("missions", Mission, indexes=("state",)),
    )


def pages() -> tuple[Page, ...]:
    """The logbook."""
    return (
        Page(
            "logbook",
            _("Logbook"),
            "folkmoot_sociocracy.logbook.page:LogbookPage",
            order=52,
            help=_("What circles decided, who holds which role; the mission."),
            strip=False,
        ),
    )


def commands() -> tuple[Command, ...]:
    """The words after `folkmoot`."""
    return (
        Command(
            "logbook",
            "folkmoot_sociocracy.logbook.commands:logbook",
            _("What circles decided, until when, and when they look at it again."),
        ),
        Command(
            "mission",
            "folkmoot_sociocracy.logbook.commands:mission",
            _("What we are here for; propose other words."),
        ),
    )


def policies() -> tuple[Policy, ...]:
    """Members of a circle write into its logbook."""
    from folkmoot_sociocracy.logbook.who import logbook_policies

    return logbook_policies()


def today_items(session: Session) -> Iterable[TodayItem]:
    """What one's circles have to look at again."""
    from folkmoot_sociocracy.logbook.items import today_items as items

    return items(session)


def first_steps(session: Session) -> Iterable[Step]:
    """Read what the community is for."""
    from folkmoot_sociocracy.logbook.mission import mission

    if session.account is not None and mission(session) is not None:
        yield Step(_("Read what we are here for."), "logbook/mission", key="mission")


def demo() -> tuple[DemoChapter, ...]:
    """Policies, and a mission."""
    return (DemoChapter("folkmoot_sociocracy.logbook.demo:tell", order=210),)
