"""What rounds add to the house."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.api import Collection, Command, DemoChapter, Page, Policy, Session, TodayItem
from folkmoot_core.people.actions import is_partner
from folkmoot_core.words import _


def pages() -> tuple[Page, ...]:
    """The rounds."""
    return (
        Page(
            "rounds",
            _("Rounds"),
            "folkmoot_core.rounds.page:RoundsPage",
            order=34,
            help=_("Who is proposed as a Partner, and what the Partners say."),
            strip=False,
        ),
    )


def commands() -> tuple[Command, ...]:
    """`folkmoot rounds`."""
    return (
        Command(
            "rounds",
            "folkmoot_core.rounds.commands:rounds",
            _("Partners: propose somebody, consent, object, accept."),
        ),
    )


def collections() -> tuple[Collection, ...]:
    """Plain rounds, and who was proposed: both belong to whom they are about."""
    from folkmoot_core.rounds.model import Proposed, Round

    return (
        Collection("rounds", Round, indexes=("about",), owner="about"),
        Collection("proposed", Proposed, indexes=("account", "state"), owner="account"),
    )


def policies() -> tuple[Policy, ...]:
    """Who proposes, who is heard, who accepts."""
    from folkmoot_core.rounds.actions import concerned, may_see

    return (
        Policy(
            "rounds.see",
            may_see,
            _("Partners see whom they propose; everybody sees what is proposed about themselves."),
            _("see who is proposed as a Partner"),
        ),
        Policy(
            "rounds.propose",
            is_partner,
            _("Partners propose a Friend who came to two gatherings; all Partners are asked."),
            _("propose somebody as a Partner"),
        ),
        Policy(
            "rounds.voice",
            is_partner,
            _("Those who were Partners when a round began are asked, and nobody else."),
            _("consent or object in a round"),
        ),
        Policy(
            "rounds.accept",
            concerned,
            _("Only whom it concerns accepts or declines; nobody has to be a Partner."),
            _("accept to be a Partner"),
        ),
    )


def today_items(session: Session) -> Iterable[TodayItem]:
    """A voice that is missing, or one's own yes or no."""
    from folkmoot_core.rounds.items import today_items as items

    return items(session)


def demo() -> tuple[DemoChapter, ...]:
    """A round with one voice missing."""
    return (DemoChapter("folkmoot_core.rounds.demo:tell", order=170),)
