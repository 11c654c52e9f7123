"""What this plugin hands to the host, in the reader's language."""

from __future__ import annotations

from folkmoot.api import Command, Page
from folkmoot_sociocracy.words import _


def pages() -> tuple[Page, ...]:
    """The circles."""
    return (
        Page(
            "circles",
            _("Circles"),
            "folkmoot_sociocracy.circles.page:CirclesPage",
            order=40,
            help=_("The circles of the community: what each is for and what it decides."),
        ),
    )


def commands() -> tuple[Command, ...]:
    """The word after `folkmoot`."""
    return (
        Command(
            "circles",
            "folkmoot_sociocracy.circles.commands:circles",
            _("The circles, their aims and domains."),
        ),
    )
