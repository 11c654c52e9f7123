"""What the care round adds to the house. Members see it, guests don't; nothing of it is told in a newsletter."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.api import (
    Account,
    Collection,
    Command,
    DemoChapter,
    Page,
    Panel,
    PeopleGroup,
    Policy,
    Session,
    TodayItem,
)
from folkmoot_tmaps.words import _


def collections() -> tuple[Collection, ...]:
    """What is said, who agreed with whom, who listens: all of it out of the history."""
    from folkmoot_tmaps.care.model import Buddy, Listener, Statement

    return (
        Collection("care", Statement, indexes=("account",), owner="account", private=True),
        Collection("buddies", Buddy, indexes=("account", "other", "word"), owner="account", private=True),
        Collection("listeners", Listener, indexes=("account",), owner="account", private=True),
    )


def pages() -> tuple[Page, ...]:
    """The care round, with buddies and the listening team."""
    return (
        Page(
            "care",
            _("Care"),
            "folkmoot_tmaps.care.page:CarePage",
            order=71,
            help=_("Who would like a word, who can give one, who listens."),
            strip=False,
        ),
    )


def commands() -> tuple[Command, ...]:
    """`folkmoot care`."""
    return (
        Command(
            "care",
            "folkmoot_tmaps.care.commands:care",
            _("The care round, your buddies, the listening team: how to reach somebody now."),
        ),
    )


def policies() -> tuple[Policy, ...]:
    """Friends and Partners."""
    from folkmoot_tmaps.care.actions import belongs, own

    return (
        Policy(
            "care.see",
            belongs,
            _(
                "Friends and Partners see the care round and the listening team; guests do once they are Friends."
            ),
            _("see the care round"),
        ),
        Policy(
            "care.say",
            own,
            _("Friends and Partners say something in the care round, each for themselves."),
            _("say something in the care round"),
        ),
        Policy(
            "care.buddies",
            own,
            _("Friends and Partners have buddies; nobody is told of anybody else's."),
            _("have buddies"),
        ),
        Policy(
            "care.listen",
            own,
            _("Friends and Partners offer to listen, each for themselves."),
            _("offer to listen"),
        ),
    )


def today_items(session: Session) -> Iterable[TodayItem]:
    """A buddy's question, a wish that one offered to answer."""
    from folkmoot_tmaps.care.items import today_items as items

    return items(session)


def person_panels(session: Session, account: Account) -> Iterable[Panel]:
    """What somebody says in the care round."""
    from folkmoot_tmaps.care.items import person_panels as panels

    return panels(session, account)


def demo() -> tuple[DemoChapter, ...]:
    """A round of six, a pair of buddies, a team of three."""
    return (DemoChapter("folkmoot_tmaps.care.demo:tell", order=310),)


def people_groups(session: Session) -> Iterable[PeopleGroup]:
    """One's buddies, for what one would show to them: nobody else is told who they are."""
    from folkmoot_tmaps.care.actions import buddies_of

    if session.account is None or not session.may("care.buddies", session.handle).allowed:
        return
    if found := buddies_of(session, session.handle):
        yield PeopleGroup("care/buddies", _("Your buddies"), (session.handle, *found), kind=_("buddies"))
