"""What consent adds to the house."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.api import (
    Collection,
    Command,
    ConsentRounds,
    DemoChapter,
    Page,
    Policy,
    Service,
    Session,
    TodayItem,
)
from folkmoot_sociocracy.words import _


def collections() -> tuple[Collection, ...]:
    """Proposals that circles decide by consent."""
    from folkmoot_sociocracy.consent.model import Proposal

    return (Collection("decisions", Proposal, indexes=("phase", "circle"), owner="about"),)


def pages() -> tuple[Page, ...]:
    """The proposals."""
    return (
        Page(
            "proposals",
            _("Proposals"),
            "folkmoot_sociocracy.consent.page:ProposalsPage",
            order=52,
            help=_("What circles are deciding by consent, and what waits for your voice."),
            strip=False,
        ),
    )


def commands() -> tuple[Command, ...]:
    """The words after `folkmoot`."""
    return (
        Command(
            "propose",
            "folkmoot_sociocracy.consent.commands:propose",
            _("Proposals: list, bring one, change it, lead it."),
        ),
        Command(
            "consent",
            "folkmoot_sociocracy.consent.round_commands:consent",
            _("Consent rounds: what waits for your voice, and giving it."),
        ),
    )


def policies() -> tuple[Policy, ...]:
    """Who sees, brings, decides and leads."""
    from folkmoot_sociocracy.consent.actions import may_open
    from folkmoot_sociocracy.rounds.actions import may_lead, may_speak
    from folkmoot_sociocracy.rounds.reading import may_read

    circle = _("in a circle")
    return (
        Policy(
            "proposals.see",
            may_read,
            _(
                "Whoever has an account here reads what circles decide; what some people are asked, they alone."
            ),
            _("read proposals"),
        ),
        Policy(
            "proposals.open",
            may_open,
            _("Full members of a circle bring proposals to it. Ask one of them to bring yours."),
            _("bring a proposal to a circle"),
            circle,
        ),
        Policy(
            "proposals.speak",
            may_speak,
            _(
                "Whoever was a full member of the circle when this opened is heard in it. Ask one of them to bring "
                "your point in."
            ),
            _("be heard in a consent round"),
            circle,
        ),
        Policy(
            "proposals.lead",
            may_lead,
            _(
                "Who brought this and who facilitates it lead it. Another member of the circle may take over "
                "facilitating."
            ),
            _("lead a proposal from step to step"),
            circle,
        ),
    )


def today_items(session: Session) -> Iterable[TodayItem]:
    """What waits for a voice, and how the own proposals stand."""
    from folkmoot_sociocracy.consent.items import today_items as items

    return items(session)


def services() -> tuple[Service, ...]:
    """Rounds for what other plugins ask of some people."""
    from folkmoot_sociocracy.consent.service import AskedRounds

    return (Service(ConsentRounds, AskedRounds()),)


def demo() -> tuple[DemoChapter, ...]:
    """A proposal in each phase."""
    return (DemoChapter("folkmoot_sociocracy.consent.demo:tell", order=220),)
