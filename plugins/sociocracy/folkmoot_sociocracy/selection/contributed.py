"""What selections add to the house."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.api import (
    Collection,
    Command,
    DemoChapter,
    Page,
    Policy,
    Session,
    TodayItem,
    with_account,
)
from folkmoot_sociocracy.words import _


def collections() -> tuple[Collection, ...]:
    """Selections, what is said in them about people, and nominations under seal."""
    from folkmoot_sociocracy.selection.model import Said, Sealed, Selection

    return (
        Collection("selections", Selection, indexes=("phase", "circle")),
        Collection("said", Said, indexes=("selection",), owner="about"),
        Collection("sealed", Sealed, indexes=("selection",), owner="account", private=True),
    )


def pages() -> tuple[Page, ...]:
    """The selections."""
    return (
        Page(
            "selection",
            _("Selection"),
            "folkmoot_sociocracy.selection.page:SelectionPage",
            order=53,
            help=_("Whom circles are choosing for their roles, and what waits for your voice."),
            strip=False,
        ),
    )


def commands() -> tuple[Command, ...]:
    """The word after `folkmoot`."""
    return (
        Command(
            "select",
            "folkmoot_sociocracy.selection.commands:select",
            _("Choose people for roles: nominate, give reasons, consent."),
        ),
    )


def policies() -> tuple[Policy, ...]:
    """Who sees, opens, decides and leads."""
    from folkmoot_sociocracy.consent.actions import may_open
    from folkmoot_sociocracy.rounds.actions import may_lead, may_speak

    circle = _("in a circle")
    return (
        Policy(
            "selection.see",
            with_account,
            _("Whoever has an account here reads whom circles choose, and for what reasons."),
            _("read selections"),
        ),
        Policy(
            "selection.open",
            may_open,
            _("Full members of a circle choose people for its roles. Ask one of them to open a selection."),
            _("open a selection"),
            circle,
        ),
        Policy(
            "selection.speak",
            may_speak,
            _(
                "Whoever was a full member of the circle when this opened nominates and is heard in it. Tell one of "
                "them whom you see in the role."
            ),
            _("nominate, and be heard in a selection"),
            circle,
        ),
        Policy(
            "selection.lead",
            may_lead,
            _(
                "Who opened this and who facilitates it lead it. Another member of the circle may take over "
                "facilitating."
            ),
            _("lead a selection from step to step"),
            circle,
        ),
    )


def today_items(session: Session) -> Iterable[TodayItem]:
    """What waits for a nomination or a voice."""
    from folkmoot_sociocracy.selection.items import today_items as items

    return items(session)


def demo() -> tuple[DemoChapter, ...]:
    """Nominations under way."""
    return (DemoChapter("folkmoot_sociocracy.selection.demo:tell", order=221),)
