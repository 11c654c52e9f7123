"""What this plugin hands to the host, in the reader's language."""

from __future__ import annotations

from folkmoot.api import Page, Policy, Session
from folkmoot_tmaps.words import _


def pages() -> tuple[Page, ...]:
    """The own map."""
    return (
        Page(
            "map",
            _("Map"),
            "folkmoot_tmaps.maps.page:MapPage",
            order=70,
            help=_("A map of what keeps you steady: yours alone, unless you choose otherwise."),
        ),
    )


def policies() -> tuple[Policy, ...]:
    """A map belongs to one person."""
    return (
        Policy(
            "map.open",
            _owns,
            _("A map is opened by the person whose map it is, and nobody else."),
            _("open a care map"),
        ),
    )


def _owns(session: Session, owner: object) -> bool:
    return session.account is not None and owner == session.account.handle
