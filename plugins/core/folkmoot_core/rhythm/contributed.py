"""What the rhythm adds to the house."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from folkmoot.api import (
    Calendar,
    Collection,
    Command,
    DemoChapter,
    DigestItem,
    Founding,
    Occurrence,
    Page,
    Policy,
    Reader,
    Service,
    Session,
)
from folkmoot_core.people.actions import is_partner
from folkmoot_core.words import _


def pages() -> tuple[Page, ...]:
    """The month."""
    return (
        Page(
            "rhythm",
            _("Rhythm"),
            "folkmoot_core.rhythm.page:RhythmPage",
            order=20,
            help=_("The month with its moons, gatherings and calls."),
        ),
    )


def commands() -> tuple[Command, ...]:
    """`folkmoot rhythm` and `folkmoot moons`."""
    return (
        Command(
            "rhythm",
            "folkmoot_core.rhythm.commands:rhythm",
            _("Gatherings and calls, as lines, JSON or a calendar."),
        ),
        Command(
            "moons",
            "folkmoot_core.rhythm.commands:moons",
            _("New and full moons of a span."),
        ),
    )


def collections() -> tuple[Collection, ...]:
    """The Place, the rules, and what was changed by hand."""
    from folkmoot_core.rhythm.kept import COLLECTIONS

    return COLLECTIONS


def policies() -> tuple[Policy, ...]:
    """Who changes the rhythm."""
    return (
        Policy(
            "rhythm.change",
            is_partner,
            _("Partners do this: people who tend to the whole."),
            _("change the rhythm"),
        ),
    )


def services() -> tuple[Service, ...]:
    """The calendar, for other plugins to point at."""
    from folkmoot_core.rhythm.calendar import RhythmCalendar

    return (Service(Calendar, RhythmCalendar()),)


def founding() -> tuple[Founding, ...]:
    """The place and two questions about the rhythm; whoever founds is the first Partner."""
    from folkmoot_core.rhythm.founding import FoundingForm

    return (Founding(FoundingForm, "folkmoot_core.rhythm.founding:found_rhythm", _),)


def occurrences(reader: Reader, start: datetime, end: datetime, handle: str) -> Iterable[Occurrence]:
    """The meetings that hang on moons or come by the calendar: everyone's, but for what is for members only."""
    from folkmoot_core.rhythm.calendar import occurrences_for

    return occurrences_for(reader, start, end, handle)


def told_since(session: Session, since: datetime) -> Iterable[DigestItem]:
    """What was moved or cancelled."""
    from folkmoot_core.rhythm.digest import told_since as told

    return told(session, since)


def demo() -> tuple[DemoChapter, ...]:
    """A meeting moved, another cancelled; a restorative gathering each month, a summit each quarter."""
    return (DemoChapter("folkmoot_core.rhythm.demo:tell", order=100),)
