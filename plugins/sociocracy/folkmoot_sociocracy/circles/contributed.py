"""What circles add to the house."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.api import Account, Collection, Command, DemoChapter, Page, Panel, Policy, Session, TodayItem
from folkmoot_sociocracy.words import _


def collections() -> tuple[Collection, ...]:
    """Circles, who is in them, and roles with their terms."""
    from folkmoot_sociocracy.circles.model import Circle, Holder, Membership

    return (
        Collection("circles", Circle),
        Collection("memberships", Membership, indexes=("circle", "account"), owner="account"),
        Collection("holders", Holder, indexes=("circle", "account")),
    )


def pages() -> tuple[Page, ...]:
    """All circles, and one of them."""
    return (
        Page(
            "circles",
            _("Circles"),
            "folkmoot_sociocracy.circles.page:CirclesPage",
            order=50,
            help=_("Our circles: who links them, and what is broken."),
        ),
        Page(
            "circle",
            _("Circle"),
            "folkmoot_sociocracy.circles.one:CirclePage",
            order=51,
            help=_("One circle: its aim, roles and terms, who is in it."),
            strip=False,
        ),
    )


def commands() -> tuple[Command, ...]:
    """The word after `folkmoot`."""
    return (
        Command(
            "circles",
            "folkmoot_sociocracy.circles.commands:circles",
            _("The circles: their aims, roles and links; come in, propose, answer."),
        ),
    )


def policies() -> tuple[Policy, ...]:
    """Members of a circle; whoever tends to the whole, where it is empty."""
    from folkmoot_sociocracy.circles.who import circle_policies

    return circle_policies()


def today_items(session: Session) -> Iterable[TodayItem]:
    """A term that ends, a link that is broken."""
    from folkmoot_sociocracy.circles.items import today_items as items

    return items(session)


def person_panels(session: Session, account: Account) -> Iterable[Panel]:
    """A person's circles and roles."""
    from folkmoot_sociocracy.circles.items import person_panels as panels

    return panels(session, account)


def demo() -> tuple[DemoChapter, ...]:
    """Five circles."""
    return (DemoChapter("folkmoot_sociocracy.circles.demo:tell", order=200),)
