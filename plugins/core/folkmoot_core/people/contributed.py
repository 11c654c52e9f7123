"""What the people of a community add to the house."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.api import (
    Arrival,
    Collection,
    Command,
    Contacts,
    DemoChapter,
    Occasion,
    Page,
    Policy,
    Service,
    Session,
    Step,
    TodayItem,
    with_account,
)
from folkmoot_core.people.actions import (
    belongs,
    gatherings_to_invite_to,
    is_partner,
    may_invite_person,
    may_make_first_card,
    own,
    partner_about_another,
    partner_on_the_host,
)
from folkmoot_core.words import _


def pages() -> tuple[Page, ...]:
    """The list of people."""
    return (
        Page(
            "people",
            _("People"),
            "folkmoot_core.people.page:PeoplePage",
            order=30,
            help=_("Who is here, and how to reach them."),
        ),
    )


def commands() -> tuple[Command, ...]:
    """`folkmoot people`."""
    return (
        Command(
            "people",
            "folkmoot_core.people.commands:people",
            _("The people here: list, find, read a card, change one's own."),
        ),
    )


def collections() -> tuple[Collection, ...]:
    """Standing and cards."""
    from folkmoot_core.people.model import Card, Member

    return (
        Collection("members", Member, indexes=("account", "standing"), owner="account"),
        Collection("cards", Card, indexes=("account",), owner="account", private=True),
    )


def policies() -> tuple[Policy, ...]:
    """Who sees people, who decides on invitations, and what Partners decide together."""
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
    }
    return (
        Policy(
            "people.see",
            with_account,
            _("Whoever has an account here sees who is here."),
            _("see who is here"),
        ),
        Policy(
            "people.card",
            own,
            _("Each person writes their own card, and nobody else's."),
            _("write a card, or leave"),
        ),
        Policy(
            "people.import",
            partner_on_the_host,
            _("A Partner does this on the host itself, for a community that was there before the program."),
            _("bring people in from a list"),
        ),
        Policy(
            "invite.account",
            may_make_first_card,
            _(
                "Partners make a card for somebody who never had a key; for a Partner who has been here already, "
                "several do it together (keys.replace)."
            ),
            _("make a card for an account that has no key"),
        ),
        Policy("invite.person", may_invite_person, person, _("invite a person without a gathering")),
        Policy("invite.occasion", is_partner, partners, _("invite to a gathering")),
        Policy("invite.withdraw", is_partner, partners, _("withdraw an invitation of somebody else")),
        Policy("entrance.change", is_partner, partners, _("open or close the door to newcomers")),
        Policy(
            "community.belong",
            belongs,
            _("Friends and Partners do this: people who have been to a gathering."),
            _("take part as one who belongs"),
        ),
        Policy("community.tend", is_partner, partners, _("tend to the whole community")),
        *(
            Policy(verb, partner_about_another, together, title, consents=2)
            for verb, title in several.items()
        ),
    )


def occasions(session: Session) -> Iterable[Occasion]:
    """Gatherings to which newcomers are invited."""
    return gatherings_to_invite_to(session)


def arrivals() -> tuple[Arrival, ...]:
    """Whoever comes in is a guest."""
    return (Arrival("folkmoot_core.people.actions:arrived"),)


def services() -> tuple[Service, ...]:
    """How people are reached, for other plugins to show."""
    from folkmoot_core.people.cards import CardContacts

    return (Service(Contacts, CardContacts()),)


def demo() -> tuple[DemoChapter, ...]:
    """Three years of arrivals."""
    return (DemoChapter("folkmoot_core.people.demo:tell", order=50),)


def today_items(session: Session) -> Iterable[TodayItem]:
    """Newcomers, to be greeted; and that one is away oneself."""
    from folkmoot_core.people.company import newcomers, own_absence

    yield from own_absence(session)
    yield from newcomers(session)


def first_steps(session: Session) -> Iterable[Step]:
    """Look who the others are."""
    if session.account is not None:
        yield Step(_("See who is here."), "people", key="people")
