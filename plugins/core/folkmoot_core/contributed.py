"""What this plugin hands to the host, in the reader's language."""

from __future__ import annotations

from folkmoot.api import (
    Calendar,
    Collection,
    Command,
    Founding,
    HeavyAct,
    Page,
    Policy,
    Service,
    with_account,
)
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
            "people",
            _("People"),
            "folkmoot_core.people.page:PeoplePage",
            order=920,
            help=_("Who is here, and how to reach them."),
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
            "people",
            "folkmoot_core.people.commands:people",
            _("The people here: list, find, read a card, change one's own."),
        ),
        Command(
            "answer",
            "folkmoot_core.answers.commands:answer",
            _("Say whether you come to a meeting; list those to come."),
        ),
        Command(
            "moons",
            "folkmoot_core.rhythm.commands:moons",
            _("New and full moons of a span."),
        ),
    )


def collections() -> tuple[Collection, ...]:
    """What is kept of people and rhythm."""
    from folkmoot_core.answers.model import Answer
    from folkmoot_core.people.model import Card, Member
    from folkmoot_core.rhythm.kept import COLLECTIONS

    return (
        *COLLECTIONS,
        Collection("members", Member, indexes=("account", "standing"), owner="account"),
        Collection("cards", Card, indexes=("account",), owner="account", private=True),
        Collection("answers", Answer, indexes=("occurrence", "account", "hosts"), owner="account"),
    )


def policies() -> tuple[Policy, ...]:
    """Who may change the rhythm, who decides on invitations, and what Partners decide together."""
    from folkmoot_core.people import actions

    partners = _("Partners do this: people who tend to the whole.")
    together = _("Partners decide this together; whom it concerns does not count.")
    person = _(
        "People come in through a gathering. Only while a community begins, until three Partners are there, may "
        "Partners invite somebody without one."
    )
    several = {
        "account.suspend": _("suspend an account"),
        "account.return": _("let a suspended account back in"),
        "keys.remove": _("remove somebody else's key"),
        "keys.replace": _("replace a lost key"),
        "people.partner": _("make somebody a Partner"),
    }
    return (
        Policy(
            "rhythm.change",
            actions.is_partner,
            partners,
            _("change the rhythm"),
        ),
        Policy(
            "people.see",
            with_account,
            _("Whoever has an account here sees who is here."),
            _("see who is here"),
        ),
        Policy(
            "people.card",
            actions.own,
            _("Each person writes their own card, and nobody else's."),
            _("write a card, or leave"),
        ),
        Policy(
            "answers.give",
            with_account,
            _("Whoever has an account here answers for themselves, and for nobody else."),
            _("answer a meeting, or host it"),
        ),
        Policy("invite.person", actions.may_invite_person, person, _("invite a person without a gathering")),
        Policy("invite.occasion", actions.is_partner, partners, _("invite to a gathering")),
        Policy("invite.withdraw", actions.is_partner, partners, _("withdraw an invitation of somebody else")),
        Policy("entrance.change", actions.is_partner, partners, _("open or close the door to newcomers")),
        *(
            Policy(verb, actions.partner_about_another, together, title, consents=2)
            for verb, title in several.items()
        ),
    )


def heavy_acts() -> tuple[HeavyAct, ...]:
    """What Partners decide together beside the host's own."""
    return (
        HeavyAct(
            "people.partner",
            _("make somebody a Partner"),
            _("Make {account} a Partner."),
            "folkmoot_core.people.actions:make_partner",
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
