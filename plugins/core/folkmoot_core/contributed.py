"""What this plugin hands to the host, in the reader's language."""

from __future__ import annotations

from folkmoot.api import Calendar, Command, Founding, Page, Policy, Service, with_account
from folkmoot_core.words import _


def pages() -> tuple[Page, ...]:
    """Today and the rhythm."""
    return (
        Page(
            "today",
            _("Today"),
            "folkmoot_core.today.page:TodayPage",
            order=10,
            help=_("What comes next, and what waits for you."),
        ),
        Page(
            "rhythm",
            _("Rhythm"),
            "folkmoot_core.rhythm.page:RhythmPage",
            order=20,
            help=_("The month with its moons, gatherings and calls."),
        ),
    )


def commands() -> tuple[Command, ...]:
    """The words of this plugin after `folkmoot`."""
    return (
        Command("today", "folkmoot_core.today.commands:today", _("What comes next, and what waits for you.")),
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


def policies() -> tuple[Policy, ...]:
    """Who may change the rhythm."""
    return (Policy("rhythm.change", with_account, _("Whoever has an account here may change the rhythm.")),)


def services() -> tuple[Service, ...]:
    """The calendar, for other plugins to point at."""
    from folkmoot_core.rhythm.calendar import RhythmCalendar

    return (Service(Calendar, RhythmCalendar()),)


def founding() -> tuple[Founding, ...]:
    """The place and two questions about the rhythm."""
    from folkmoot_core.rhythm.founding import FoundingForm

    return (Founding(FoundingForm, "folkmoot_core.rhythm.founding:found_rhythm", _),)
