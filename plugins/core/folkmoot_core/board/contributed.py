"""What the board adds to the house."""

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
    Settings,
    Step,
    TodayItem,
    with_account,
)
from folkmoot_core.board.actions import may_post, may_renew, own_notice, own_or_partner
from folkmoot_core.board.letters import in_thread
from folkmoot_core.people.actions import is_partner
from folkmoot_core.words import _


def pages() -> tuple[Page, ...]:
    """The board."""
    return (
        Page(
            "board",
            _("Board"),
            "folkmoot_core.board.page:BoardPage",
            order=60,
            help=_("Offers, requests and opportunities; places beside this one."),
        ),
    )


def commands() -> tuple[Command, ...]:
    """`folkmoot board` and `folkmoot places`."""
    return (
        Command(
            "board",
            "folkmoot_core.board.commands:board",
            _("Offers, requests and opportunities: read, write, reply, thank."),
        ),
        Command(
            "places",
            "folkmoot_core.board.place_commands:places",
            _("Where people here talk and write beside this place."),
        ),
    )


def collections() -> tuple[Collection, ...]:
    """Notices, what is written about them, and the virtual places."""
    from folkmoot_core.board.model import Letter, Notice, Seen, VirtualPlace

    return (
        Collection("notices", Notice, indexes=("author", "until", "closed_day"), owner="author"),
        Collection("letters", Letter, indexes=("notice", "asker", "by", "to"), owner="by", private=True),
        Collection("letters_seen", Seen, indexes=("account", "notice"), owner="account", private=True),
        Collection("virtual_places", VirtualPlace),
    )


def settings() -> tuple[Settings, ...]:
    """For how long a notice runs."""
    from folkmoot_core.board.model import BoardSettings

    return (Settings(BoardSettings, _, title=_("the board")),)


def policies() -> tuple[Policy, ...]:
    """Who reads, writes, replies and takes down."""
    everybody = _("Whoever has an account here reads the board.")
    friends = _(
        "Friends and Partners write notices. Guests read and reply; after their first gathering they write."
    )
    own = _("Whoever wrote a notice changes and closes it, and nobody else.")
    again = _("Whoever wrote a notice renews it; what a Partner took down, Partners put up again.")
    down = _("Whoever wrote a notice takes it down; so do Partners, who say why.")
    two = _("Only the two who write to each other about a notice read it.")
    return (
        Policy("board.see", with_account, everybody, _("read the board")),
        Policy("board.post", may_post, friends, _("write a notice")),
        Policy(
            "board.reply",
            with_account,
            _("Whoever has an account here may reply to a notice, guests too."),
            _("reply to a notice"),
        ),
        Policy("board.letters", in_thread, two, _("read what two people write about a notice")),
        Policy("board.change", own_notice, own, _("change or close a notice")),
        Policy("board.renew", may_renew, again, _("renew a notice")),
        Policy("board.down", own_or_partner, down, _("take a notice down")),
        Policy(
            "places.see",
            with_account,
            _("Whoever has an account here sees the virtual places."),
            _("see the virtual places"),
        ),
        Policy(
            "places.change",
            is_partner,
            _("Partners do this: people who tend to the whole."),
            _("change the virtual places"),
        ),
    )


def today_items(session: Session) -> Iterable[TodayItem]:
    """Replies, ends, and an offer that fits."""
    from folkmoot_core.board.lines import today_items as items

    return items(session)


def told_since(session: Session, since: datetime) -> Iterable[DigestItem]:
    """New notices and thanks."""
    from folkmoot_core.board.lines import told_since as told

    return told(session, since)


def person_panels(session: Session, account: Account) -> Iterable[Panel]:
    """What somebody has on the board."""
    from folkmoot_core.board.lines import person_panels as panels

    return panels(session, account)


def first_steps(session: Session) -> Iterable[Step]:
    """The board and the places, to look at."""
    from folkmoot_core.board.lines import first_steps as steps

    return steps(session)


def demo() -> tuple[DemoChapter, ...]:
    """A dozen notices, replies, thanks, three places."""
    return (DemoChapter("folkmoot_core.board.demo:tell", order=160),)
