"""What gatherings add to the house."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from folkmoot.api import (
    Account,
    Collection,
    Command,
    DemoChapter,
    DigestItem,
    Page,
    Panel,
    Policy,
    Session,
    TodayItem,
    with_account,
)
from folkmoot_core.people.actions import is_partner
from folkmoot_core.words import _


def pages() -> tuple[Page, ...]:
    """The gatherings."""
    return (
        Page(
            "gatherings",
            _("Gatherings"),
            "folkmoot_core.gatherings.page:GatheringsPage",
            order=32,
            help=_("Gatherings: theme, place, who comes, who came."),
            strip=False,
        ),
    )


def commands() -> tuple[Command, ...]:
    """`folkmoot gatherings`."""
    return (
        Command(
            "gatherings",
            "folkmoot_core.gatherings.commands:gatherings",
            _("Gatherings: list, prepare, mark who came, welcome Friends."),
        ),
    )


def collections() -> tuple[Collection, ...]:
    """What was prepared, and who came."""
    from folkmoot_core.gatherings.model import Came, Gathering

    return (
        Collection("gatherings", Gathering, indexes=("occurrence",)),
        Collection("came", Came, indexes=("account", "gathering"), owner="account"),
    )


def policies() -> tuple[Policy, ...]:
    """Who looks after a gathering."""
    from folkmoot_core.gatherings.actions import tends

    everyone = _("Whoever has an account here sees the gatherings.")
    tending = _("Partners look after gatherings, and Friends who host one after that one.")
    partners = _("Partners do this: people who tend to the whole.")
    return (
        Policy("gatherings.see", with_account, everyone, _("see the gatherings")),
        Policy("gatherings.prepare", tends, tending, _("prepare a gathering")),
        Policy("gatherings.mark", tends, tending, _("mark who came to a gathering")),
        Policy(
            "gatherings.welcome",
            is_partner,
            _("Partners welcome guests as Friends, once they came to a gathering. There is no other way."),
            _("welcome a guest as a Friend"),
        ),
        Policy("gatherings.miss", is_partner, partners, _("see who has not been here for long")),
    )


def today_items(session: Session) -> Iterable[TodayItem]:
    """What a gathering asks of this person."""
    from folkmoot_core.gatherings.items import today_items as items

    return items(session)


def person_panels(session: Session, account: Account) -> Iterable[Panel]:
    """When somebody was last at a gathering."""
    from folkmoot_core.gatherings.items import person_panels as panels

    return panels(session, account)


def told_since(session: Session, since: datetime) -> Iterable[DigestItem]:
    """Who became a Friend or a Partner."""
    from folkmoot_core.gatherings.items import told_since as told

    return told(session, since)


def demo() -> tuple[DemoChapter, ...]:
    """Three years of gatherings, and the next one prepared."""
    return (DemoChapter("folkmoot_core.gatherings.demo:tell", order=160),)
