"""What groups add to the house."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from folkmoot.api import (
    Account,
    Collection,
    Command,
    DemoChapter,
    DigestItem,
    Occurrence,
    Page,
    Panel,
    PeopleGroup,
    Policy,
    Reader,
    Session,
    Step,
    TodayItem,
    with_account,
)
from folkmoot_core.people.actions import is_partner, own, standing
from folkmoot_core.words import _


def pages() -> tuple[Page, ...]:
    """All groups; one of them; the proposal of new ones."""
    return (
        Page(
            "groups",
            _("Groups"),
            "folkmoot_core.groups.page:GroupsPage",
            order=40,
            help=_("Home groups and working groups, and who has none."),
        ),
        Page(
            "group",
            _("Group"),
            "folkmoot_core.groups.group_page:GroupPage",
            order=41,
            help=_("One group: its people, its meetings, its notes."),
            strip=False,
        ),
        Page(
            "proposal",
            _("Proposal"),
            "folkmoot_core.groups.proposal_page:ProposalPage",
            order=42,
            help=_("New home groups, as they are proposed."),
            strip=False,
        ),
    )


def commands() -> tuple[Command, ...]:
    """`folkmoot groups`."""
    return (
        Command(
            "groups",
            "folkmoot_core.groups.commands:groups",
            _("Home groups and working groups: list, begin, join, note, split, close."),
        ),
    )


def collections() -> tuple[Collection, ...]:
    """Groups and seats; notes, wishes and proposals without their content in the history."""
    from folkmoot_core.groups import model

    return (
        Collection("groups", model.Group, indexes=("kind", "merges_into")),
        Collection("seats", model.Seat, indexes=("group", "account"), owner="account"),
        Collection("askings", model.Asking, indexes=("group", "account"), owner="account", private=True),
        Collection("changed_pulses", model.ChangedPulse, indexes=("group",)),
        Collection("notes", model.Note, indexes=("group", "author"), owner="author", private=True),
        Collection("wishes", model.Wish, indexes=("account",), owner="account", private=True),
        Collection("proposals", model.Proposal, private=True),
        Collection("places", model.Place, indexes=("account",), owner="account", private=True),
    )


def policies() -> tuple[Policy, ...]:
    """Who may what with groups."""
    from folkmoot_core.groups.kept import may_welcome, sits_in, wrote

    group = _("the group")
    there = _("The people of a group do this.")
    return (
        Policy(
            "groups.see",
            with_account,
            _("Whoever has an account here sees which groups there are."),
            _("see groups"),
        ),
        Policy(
            "groups.begin",
            is_friend,
            _("Friends and Partners begin groups; guests can ask one to join."),
            _("begin a group"),
        ),
        Policy(
            "groups.join",
            own,
            _("Whoever has an account here asks to join a group, and leaves it, for themselves."),
            _("ask to join a group, or leave it"),
        ),
        Policy("groups.change", sits_in, there, _("change, split, merge or close a group"), group),
        Policy(
            "groups.welcome",
            may_welcome,
            _(
                "The people of the group say yes to somebody; for a second home group, those of the first one too."
            ),
            _("welcome somebody into a group"),
            group,
        ),
        Policy(
            "groups.notes",
            sits_in,
            _("A group's notes are for its people; nobody else here reads or writes them."),
            _("read and write a group's notes"),
            group,
        ),
        Policy(
            "groups.unsay",
            wrote,
            _("Whoever wrote a note takes it away, and nobody else."),
            _("take a note away"),
            group,
        ),
        Policy(
            "groups.wish",
            own,
            _("Each person wishes for themselves, and nobody else."),
            _("say what one wishes of a home group"),
        ),
        Policy(
            "groups.propose",
            is_partner,
            _("Partners read wishes and prepare a proposal of home groups: people who tend to the whole."),
            _("propose home groups"),
        ),
    )


def is_friend(session: Session, _subject: Any = None) -> bool:
    """Whether it is a Friend or a Partner who asks."""
    return session.account is not None and standing(session, session.handle) != "guest"


def occurrences(reader: Reader, start: datetime, end: datetime, handle: str) -> Iterable[Occurrence]:
    """The pulses of one's own home groups."""
    from folkmoot_core.groups.calendar import occurrences as pulses

    return pulses(reader, start, end, handle)


def today_items(session: Session) -> Iterable[TodayItem]:
    """What waits in one's groups."""
    from folkmoot_core.groups.telling import today_items as items

    return items(session)


def person_panels(session: Session, account: Account) -> Iterable[Panel]:
    """Which groups somebody is in."""
    from folkmoot_core.groups.telling import person_panels as panels

    return panels(session, account)


def first_steps(session: Session) -> Iterable[Step]:
    """Home groups with room."""
    from folkmoot_core.groups.telling import first_steps as steps

    return steps(session)


def told_since(session: Session, since: datetime) -> Iterable[DigestItem]:
    """Which groups began and ended."""
    from folkmoot_core.groups.telling import told_since as told

    return told(session, since)


def people_groups(session: Session) -> Iterable[PeopleGroup]:
    """The home groups and working groups that somebody is in."""
    from folkmoot_core.groups.kept import groups_with, people_in

    words = {"home": _("home group"), "working": _("working group")}
    for one in groups_with(session.store, session.handle):
        people = people_in(session.store, one.id)
        yield PeopleGroup(f"core-group-{one.id}", one.value.name, people, words[one.value.kind])


def demo() -> tuple[DemoChapter, ...]:
    """Six home groups, two working groups."""
    return (DemoChapter("folkmoot_core.groups.demo:tell", order=120),)
