"""What Today adds to the house."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.api import Account, Command, Page, Panel, Session, Step, TodayItem
from folkmoot_core.words import _


def pages() -> tuple[Page, ...]:
    """The first page."""
    return (
        Page(
            "today",
            _("Today"),
            "folkmoot_core.today.page:TodayPage",
            order=10,
            help=_("What comes next, and what waits for you."),
        ),
    )


def commands() -> tuple[Command, ...]:
    """`folkmoot today`."""
    return (
        Command("today", "folkmoot_core.today.commands:today", _("What comes next, and what waits for you.")),
    )


def today_items(session: Session) -> Iterable[TodayItem]:
    """What waits, then what comes next."""
    from folkmoot_core.today.items import today_items as items

    return items(session)


def person_panels(session: Session, account: Account) -> Iterable[Panel]:
    """A person's clock."""
    from folkmoot_core.today.items import person_panels as panels

    return panels(session, account)


def first_steps(session: Session) -> Iterable[Step]:
    """What helps a newcomer to be in time."""
    from folkmoot_core.today.items import first_steps as steps

    return steps(session)
